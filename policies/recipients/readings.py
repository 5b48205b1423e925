"""All the ways to read an asked domain, worked out once before it is compared.

Which label names the organisation is plain only while the suffix is right: in
``example.co.jo`` the public suffix list sees the organisation ``co``. So labels
further left are tried as the core too, labels are searched for whole known
domains (``example.co.jp.evil.com``, ``example-co-jp.com``), and dots and hyphens
are left out (``exampleco.jp``). The number of readings is bounded, whatever the
domain holds.
"""

from dataclasses import dataclass
from functools import cached_property

import idna

from policies.recipients.homographs import skeleton
from policies.recipients.suffix import is_public, split

MAX_READINGS = 4
_MAX_LABELS = 8
_MAX_PLACES = 32
_ENDINGS = ("cojp", "co-jp", "com", "net", "org", "co", "jp", "ne", "or")


def in_unicode(domain: str) -> str:
    """The domain as people read it; labels that are not valid IDNs stay as they are."""
    if "xn--" not in domain:
        return domain
    labels = domain.split(".")
    return ".".join(labels[:-_MAX_LABELS] + [_label(label) for label in labels[-_MAX_LABELS:]])


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError, IndexError):
        return label


def squeezed(text: str) -> str:
    """The text without dots and hyphens."""
    return text.replace(".", "").replace("-", "")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to tell core and suffix of an asked domain; ``at`` is the core's place."""

    core: str
    suffix: str
    public: bool
    at: int

    @property
    def looks(self) -> str:
        """The skeleton of the core."""
        return skeleton(self.core)


class Asked:
    """An asked domain, with all that is worth comparing worked out once."""

    def __init__(self, domain: str) -> None:
        self.domain = domain
        self.shown = in_unicode(domain)
        self.split = split(domain)
        self.labels = self.shown.split(".")

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """By the public suffix list first; then as if labels further left were the core."""
        if not self.split.core:
            return ()
        depth = self.split.suffix.count(".") + 2 if self.split.suffix else len(self.labels)
        found: list[Reading] = []
        for core in range(len(self.labels) - depth, -1, -1)[:MAX_READINGS]:
            suffix = ".".join(self.labels[core + 1 :])
            at = len(self.shown) - len(suffix) - bool(suffix) - len(self.labels[core])
            public = not found and is_public(self.split.suffix)
            found.append(Reading(self.labels[core], suffix, public, at))
        return tuple(found)

    @cached_property
    def tails(self) -> dict[str, str]:
        """The last labels without dots and hyphens, to what they are with them."""
        tails = [".".join(self.labels[-count:]) for count in range(min(len(self.labels), 5), 1, -1)]
        return {squeezed(tail): tail for tail in tails}

    @cached_property
    def wraps(self) -> dict[str, tuple[int, str]]:
        """Labels that may hold a whole known domain, squeezed; their places."""
        return {
            squeezed(reading.core): (reading.at, reading.core)
            for reading in self.readings
            if "-" in reading.core or len(reading.core) > 6
        }

    @cached_property
    def stems(self) -> dict[str, int]:
        """Cores that a label holds together with an ending such as ``-jp``; their places."""
        found: dict[str, int] = {}
        for reading in self.readings:
            core = reading.core
            for ending in _ENDINGS:
                if core.endswith(ending):
                    stem = core[: -len(ending)]
                    if len(stem) > (4 if stem.endswith("-") else 5):
                        found.setdefault(stem.rstrip("-"), reading.at)
                if core.startswith(ending + "-") and len(core) > len(ending) + 4:
                    found.setdefault(core[len(ending) + 1 :], reading.at + len(ending) + 1)
        return found

    @cached_property
    def runs(self) -> dict[str, int]:
        """Runs of labels that do not reach the end (at most 6 long); their places."""
        found: dict[str, int] = {}
        labels = self.domain.split(".")[-_MAX_PLACES:]
        places = self.shown.split(".")[-_MAX_PLACES:]
        at = len(self.shown) - len(".".join(places))
        for start, place in enumerate(places):
            for end in range(start + 2, min(start + 7, len(labels))):
                found.setdefault(".".join(labels[start:end]), at)
            at += len(place) + 1
        return found
