"""Known domains, and which of them an unknown one resembles.

What is compared is the *core* (what an organisation registered) and the public
suffix, apart; host names below do not matter, and a host of a known organisation
is no look-alike. The index gives candidates, ``judge`` decides about each: the
result is that of judging every known domain, found without doing so.

Time: at most ``MAX_JUDGED`` candidates are judged, in a bounded number of
readings, whatever the asked domain holds.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from sys import intern

from rapidfuzz.distance import OSA

from policies.envelope import domain_name
from policies.recipients import credible
from policies.recipients.differences import Edit, Near, edits, lookalikes, punctuation
from policies.recipients.homographs import skeleton
from policies.recipients.near_names import Exact, Neighbourhoods, most_edits
from policies.recipients.readings import Asked, Reading, in_unicode, squeezed
from policies.recipients.suffix import Split, split

Only = Callable[[str], bool]

MAX_NEAR = 3
MAX_JUDGED = 200


@dataclass(frozen=True, slots=True)
class Name:
    """One known organisation's domain: as known, and apart in Unicode."""

    known: str
    registrable: str
    core: str
    suffix: str
    looks: str  # skeleton of the core

    @property
    def at(self) -> int:
        """Where the core begins in the known domain as people read it."""
        return len(in_unicode(self.known)) - len(self.core) - len(self.suffix) - bool(self.suffix)


class KnownDomains:
    """A frozen snapshot of known domains with its index."""

    def __init__(self, domains: Iterable[str], words: AbstractSet[str] = frozenset()) -> None:
        self._words = words
        self._names = sorted(_names(domains), key=lambda name: name.core)
        self._by_registrable = {name.registrable: n for n, name in enumerate(self._names)}
        self._starts: list[int] = []
        self._cores: list[str] = []
        for number, name in enumerate(self._names):
            if not self._cores or self._cores[-1] != name.core:
                self._cores.append(name.core)
                self._starts.append(number)
        self._starts.append(len(self._names))
        self._suffixes = sorted({name.suffix for name in self._names})
        self._near = Neighbourhoods(self._cores)
        self._looks = Exact([self._names[start].looks for start in self._starts[:-1]])
        self._joined = Exact([squeezed(in_unicode(name.registrable)) for name in self._names])

    def __len__(self) -> int:
        return len(self._names)

    def has(self, domain: str) -> bool:
        """Whether a valid domain belongs to a known organisation."""
        return split(domain).registrable in self._by_registrable

    def near(self, domain: str) -> tuple[Near, ...]:
        """The known domains that an unknown one resembles, best first, at most three.

        Raises AddressError for a text that is not a domain.
        """
        asked = Asked(domain_name(domain))
        if asked.split.registrable in self._by_registrable:
            return ()
        return self._resembled(asked, None)

    def rivals(self, domain: str, only: Only | None = None) -> tuple[Near, ...]:
        """The other known domains that a known one resembles, best first, at most three.

        Of two known ones, one may be a mistake for the other that was made often.
        ``only`` says of a registered domain whether it is to be compared at all.
        """
        return self._resembled(Asked(domain_name(domain)), only)

    def _resembled(self, asked: Asked, only: Only | None) -> tuple[Near, ...]:
        names = (self._names[number] for number in self._candidates(asked))
        others = (name for name in names if name.registrable != asked.split.registrable)
        wanted = (name for name in others if only is None or only(name.registrable))
        return best(near for name in wanted if (near := self.judge(asked, name)))

    def judge(self, asked: Asked, name: Name) -> Near | None:
        """Compare an asked domain with one known one in every way there is."""
        found = [self._compared(asked, reading, name) for reading in asked.readings]
        found += [_inside(asked, name), _joined(asked, name)]
        return max((n for n in found if n), key=lambda n: (n.confidence, -n.distance), default=None)

    def _compared(self, asked: Asked, reading: Reading, name: Name) -> Near | None:
        """Core against core and suffix against suffix."""
        if reading.core == name.core:
            core: tuple[Edit, ...] = ()
            sure = 0.8 if len(name.core) > credible.SHORT else 0.5
            code = "typo"
        else:
            core, sure = self._core(reading, name)
            code = "homograph" if all(e.kind == "confusable" for e in core) else "typo"
        if not sure:
            return None
        suffix: tuple[Edit, ...] = ()
        if reading.suffix != name.suffix:
            changed = _suffix(reading, name, 0 if code == "homograph" else len(core))
            if changed is None:
                return None
            suffix, own = changed
            code = "other-suffix" if suffix[0].kind == "suffix" and code == "typo" else code
            sure = min(sure, own) - (0.15 if core and code != "homograph" else 0)
        elif not core:
            return None
        places = [e.shifted(reading.at, name.at) for e in core] + [
            e.shifted(reading.at + len(reading.core) + 1, name.at + len(name.core) + 1)
            for e in suffix
        ]
        return _near(asked, name, code, places, sure)

    def _core(self, reading: Reading, name: Name) -> tuple[tuple[Edit, ...], float]:
        asked, known = reading.core, name.core
        looks = lookalikes(asked, known) if reading.looks == name.looks else None
        length = min(len(asked), len(known))
        if looks and (sure := credible.looks(looks, length)):
            return looks, sure
        found = edits(asked, known, most_edits(length))
        return (found, credible.slip(asked, known, found, self._words)) if found else ((), 0.0)

    def _candidates(self, asked: Asked) -> list[int]:
        """All known domains that ``judge`` may accept, as far as ``MAX_JUDGED`` goes."""
        found: dict[int, None] = {}
        for run in asked.runs:
            if (number := self._by_registrable.get(run)) is not None:
                found[number] = None
        for text in (*asked.tails, *asked.wraps):
            found.update(dict.fromkeys(self._joined.find(text)))
        cores: dict[int, None] = {}
        for stem in asked.stems:
            cores.update(dict.fromkeys(self._same_core(stem)))
        for reading in asked.readings:
            if reading.public or self._suffix_near(reading.suffix):
                cores.update(dict.fromkeys(self._same_core(reading.core)))
                cores.update(dict.fromkeys(self._looks.find(reading.looks)))
                cores.update(dict.fromkeys(self._close(reading.core)))
        for core in cores:
            found.update(dict.fromkeys(range(self._starts[core], self._starts[core + 1])))
            if len(found) > MAX_JUDGED:
                break
        return list(found)[:MAX_JUDGED]

    def _same_core(self, core: str) -> list[int]:
        at = bisect_left(self._cores, core)
        return [at] if at < len(self._cores) and self._cores[at] == core else []

    def _close(self, core: str) -> Iterator[int]:
        """Known cores within the allowed edits, nearest first."""
        if len(core) <= credible.SHORT:
            return iter(())
        pairs = []
        for number in self._near.find(core):
            most = most_edits(min(len(core), len(self._cores[number])))
            distance = OSA.distance(core, self._cores[number], score_cutoff=most)
            if distance <= most:
                pairs.append((distance, number))
        return (number for _, number in sorted(pairs))

    def _suffix_near(self, suffix: str) -> bool:
        return any(
            abs(len(known) - len(suffix)) <= 2 and OSA.distance(suffix, known, score_cutoff=2) <= 2
            for known in self._suffixes
        )


def best(found: Iterable[Near]) -> tuple[Near, ...]:
    """The surest three; ties by distance, then by name."""
    order = sorted(found, key=lambda near: (-near.confidence, near.distance, near.known))
    return tuple(order[:MAX_NEAR])


def _names(domains: Iterable[str]) -> Iterator[Name]:
    """One name for each organisation: its registered domain, else its shortest known host."""
    hosts: dict[str, str] = {}
    names: dict[str, Split] = {}
    for text in domains:
        domain = domain_name(text)
        name = split(domain)
        host = hosts.setdefault(name.registrable, domain)
        if (len(domain), domain) < (len(host), host):
            hosts[name.registrable] = domain
        names[name.registrable] = name
    for registrable, name in names.items():
        if name.core:
            core = in_unicode(name.core)
            suffix = intern(in_unicode(name.suffix))
            yield Name(hosts[registrable], registrable, core, suffix, skeleton(core))


def _suffix(reading: Reading, name: Name, spent: int) -> tuple[tuple[Edit, ...], float] | None:
    """What differs between the suffixes, and how sure that makes a look-alike; None: too much."""
    whole = (Edit("suffix", 0, 0, reading.suffix, name.suffix),)
    if reading.public:
        enough = 7 if spent else 1
        return (whole, 0.8) if len(name.core) >= enough and spent <= 1 else None
    most = max(1, most_edits(min(len(reading.core), len(name.core)))) - spent
    found = edits(reading.suffix, name.suffix, min(most, 2)) if most > 0 else None
    return (found, 0.85) if found else None


def _inside(asked: Asked, name: Name) -> Near | None:
    """The known domain as labels of another one, or written with hyphens into one label."""
    place = asked.runs.get(name.registrable)
    text = in_unicode(name.registrable)
    if place is None:
        wrapped = asked.wraps.get(squeezed(text))
        stem = asked.stems.get(name.core)
        if wrapped and len(name.core) > 2:
            place, text = wrapped
        elif stem is not None:
            place, text = stem, name.core
        else:
            return None
    return _near(asked, name, "inside", [Edit("inside", place, 0, text, "")], 0.9)


def _joined(asked: Asked, name: Name) -> Near | None:
    """The same letters with the dots or hyphens elsewhere: ``exampleco.jp``."""
    known = in_unicode(name.registrable)
    tail = asked.tails.get(squeezed(known))
    found = punctuation(tail, known) if tail else None
    if not tail or not found:
        return None
    if len(name.core) <= credible.SHORT and any(e.kind != "substitution" for e in found):
        return None
    by, known_by = len(asked.shown) - len(tail), len(in_unicode(name.known)) - len(known)
    return _near(asked, name, "typo", [e.shifted(by, known_by) for e in found], 0.92)


def _near(asked: Asked, name: Name, code: str, places: list[Edit], sure: float) -> Near:
    distance = sum(_cost(edit) for edit in places)
    shown = in_unicode(name.known)
    return Near(name.known, code, distance, asked.shown, shown, tuple(places), round(sure, 2))


def _cost(edit: Edit) -> int:
    if edit.kind == "suffix":
        return OSA.distance(edit.asked, edit.known)
    return max(len(edit.asked), len(edit.known)) if edit.kind == "confusable" else 1
