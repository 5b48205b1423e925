"""Steps: what a hold asks for before release, what has been done, and what comes next."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from policies.envelope import domain_name
from policies.errors import AddressError
from policies.verdict import Step, Verdict
from quarantine.record import RecipientRow

TICK, RETYPE, REASON, CLEAN = "tick", "retype", "reason", "clean"
SECOND_PERSON, COOLING = "second-person", "cooling"
#: Done by others than the sender, after the sender's own.
LATER = frozenset({SECOND_PERSON, COOLING})


@dataclass(frozen=True, slots=True)
class Done:
    """What a person did on the page. Addresses are comparable ones.

    ``retyped`` holds what was typed for a recipient, as typed. ``cleaned``: another
    version than what was written was chosen, or there is none.
    """

    ticked: frozenset[str] = frozenset()
    retyped: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    cleaned: bool = False

    def names(self) -> frozenset[str]:
        """The steps that this does, as ``kind:recipient``."""
        done = {f"{TICK}:{key}" for key in self.ticked}
        for key, typed in self.retyped.items():
            if _is_domain(typed, key.rpartition("@")[2]):
                done |= {f"{RETYPE}:{key}", f"{TICK}:{key}"}
        if self.reason.strip():
            done.add(f"{REASON}:")
        if self.cleaned:
            done.add(f"{CLEAN}:")
        return frozenset(done)


def _is_domain(typed: str, domain: str) -> bool:
    """Whether the domain was typed, as A-labels or as people read it."""
    try:
        return domain_name(folded(typed)) == domain
    except AddressError:
        return False


def folded(typed: str) -> str:
    """What was typed, without regard to width, case and blanks."""
    text = unicodedata.normalize("NFKC", typed[:1000]).lower()
    return "".join(text.split()).rstrip(".")


def name_of(step: Step) -> str:
    """A step as ``kind:recipient``, with the comparable address."""
    local, at, domain = step.recipient.rpartition("@")
    return f"{step.kind}:{local.lower()}{at}{domain}"


def demanded(verdict: Verdict, recipients: Sequence[RecipientRow]) -> tuple[Step, ...]:
    """The steps that the verdict asks for these recipients, each once.

    A held recipient without any step of its own still has to be looked at.
    """
    keys = {r.address.key for r in recipients}
    steps: dict[str, Step] = {}
    for about in verdict.recipients:
        if name_of(Step("", about.address))[1:] not in keys:
            continue
        for step in about.steps:
            known = steps.get(name_of(step))
            if known is None or known.seconds < step.seconds:
                steps[name_of(step)] = step
    return tuple(steps.values())


def missing(steps: Collection[Step], done: Collection[str]) -> tuple[Step, ...]:
    """The steps that have not been done."""
    return tuple(step for step in steps if name_of(step) not in done)


def cooling_of(steps: Collection[Step]) -> int:
    """The longest cooling-off among the steps, in seconds."""
    return max((step.seconds for step in steps if step.kind == COOLING), default=0)
