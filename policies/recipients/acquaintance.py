"""What the company remembers about a recipient, handed in by the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

#: Delivered on this many different days, and an address or domain is known by use.
DAYS_TO_BE_KNOWN = 3
#: At a freemail provider the domain says nothing, and one sender could prime his own
#: address: there it takes this many different senders.
SENDERS_TO_BE_KNOWN = 2


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Counts about one recipient; ``domain_*`` are about everybody at its domain."""

    sent_by_sender: int = 0
    days_since_last: int = 0
    refused: bool = False  # this sender withdrew or dropped it, and nothing reached it since
    sent_by_company: int = 0
    days: int = 0
    senders: int = 0
    domain_mails: int = 0
    domain_days: int = 0

    def is_known_by_use(self, *, freemail: bool) -> bool:
        """Whether deliveries alone make it known. Look-alikes never are: ask first."""
        if freemail:
            return self.days >= DAYS_TO_BE_KNOWN and self.senders >= SENDERS_TO_BE_KNOWN
        return self.days >= DAYS_TO_BE_KNOWN or self.domain_days >= DAYS_TO_BE_KNOWN

    @property
    def is_established(self) -> bool:
        """Whether its domain has been written to on several days."""
        return self.domain_days >= DAYS_TO_BE_KNOWN


STRANGER = Acquaintance()

#: The days over which what was sent to one organisation is added up.
WINDOWS = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class Carried:
    """What this sender's mail has carried to a recipient's organisation lately.

    ``traits`` are keyed hashes of persons' traits, each with the person it belongs to
    and the days since it last went there; ``rows`` the rows of tables in each window.
    """

    traits: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    rows: tuple[int, int, int] = (0, 0, 0)

    def persons_with(self, persons: Sequence[Sequence[str]]) -> tuple[int, ...]:
        """Distinct persons in each window, together with those of the mail at hand."""
        if not self.traits:
            return (len(persons),) * len(WINDOWS)
        return tuple(self._within(days, persons) for days in WINDOWS)

    def _within(self, days: int, persons: Sequence[Sequence[str]]) -> int:
        recent = {t: person for t, (person, age) in self.traits.items() if age < days}
        new = sum(not any(trait in recent for trait in person) for person in persons)
        return len(set(recent.values())) + new


NOTHING_CARRIED = Carried()
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Recall:
    """Memory about all recipients of one mail, in their order.

    ``together`` holds pairs of domains (at free mail providers, of addresses), each in
    order, that were among the recipients of one mail before.
    """

    recipients: tuple[Acquaintance, ...] = ()
    together: frozenset[tuple[str, str]] = frozenset()
    carried: tuple[Carried, ...] = ()
    external_1h: int = 0  # mails of this sender to outside within the last hour
    external_1d: int = 0

    def carried_to(self, n: int) -> Carried:
        """What has gone to the organisation of recipient number ``n``."""
        return self.carried[n] if n < len(self.carried) else NOTHING_CARRIED

    def about(self, n: int) -> Acquaintance:
        """The acquaintance of recipient number ``n``."""
        return self.recipients[n] if n < len(self.recipients) else STRANGER

    def were_together(self, a: str, b: str) -> bool:
        """Whether two domains (or free mail addresses) have been in one mail."""
        return b in self.companions(a)

    def companions(self, name: str) -> frozenset[str]:
        """The domains (or free mail addresses) that were in one mail with this one."""
        return self._companions.get(name, _NOBODY)

    @cached_property
    def _companions(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for a, b in self.together:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
        return {name: frozenset(others) for name, others in found.items()}
