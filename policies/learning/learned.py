"""What past mail teaches: pairs, outside domains, and whom to propose for the directory.

Known is what was delivered on three different days (DESIGN.md 5). Learning must
not be poisoned: what is close to a better-known name is never proposed, mailboxes
at freemail providers are proposed as addresses, never as domains, and what looks
like a sender's own private mailbox is not proposed at all. What was left out is
named with its reason, for the dry run.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import combinations

from policies.envelope import Address, within
from policies.learning.sent import Sent
from policies.recipients.freemail import house, is_freemail
from policies.recipients.own_freemail import own_freemail

MIN_DAYS = 3
MAX_PAIRS = 2_000_000
MAX_TOGETHER = 20  # houses in one mail; beyond, who was together says nothing


@dataclass(frozen=True, slots=True)
class Pair:
    """What passed between one own sender and one recipient, own or outside.

    ``days`` are distinct calendar days in the zone handed in; ``count`` is mails.
    """

    sender: Address
    recipient: Address
    first: datetime
    last: datetime
    days: int
    count: int


@dataclass(frozen=True, slots=True)
class OutsideDomain:
    """What went to one outside domain: distinct own senders, distinct days, mails."""

    domain: str
    senders: int
    days: int
    count: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row for the directory: a domain, or (address not empty) one mailbox."""

    domain: str
    address: str
    senders: int
    days: int
    count: int

    @property
    def key(self) -> str:
        """What the row is about, as in ``Entry.key``."""
        return self.address or self.domain


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not proposed though it got mail, and why.

    ``reason``: ``few_days``, ``near_known`` (a look-alike) or ``own_freemail``.
    """

    proposal: Proposal
    reason: str


@dataclass(frozen=True, slots=True)
class Learned:
    """All that was learned, best-known first; ``dropped`` counts pairs over the limit.

    ``together`` are pairs of outside domains (at free mail providers, addresses) that
    have been in one mail, each in order.
    """

    pairs: tuple[Pair, ...]
    domains: tuple[OutsideDomain, ...]
    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    dropped: int = 0
    together: tuple[tuple[str, str], ...] = ()


class _Days:
    """A set of days as one number: bit n is the n-th day after the first."""

    __slots__ = ("bits", "start")

    def __init__(self) -> None:
        self.start = 0
        self.bits = 0

    def add(self, ordinal: int) -> None:
        if not self.bits:
            self.start = ordinal
        elif ordinal < self.start:
            self.bits <<= self.start - ordinal
            self.start = ordinal
        self.bits |= 1 << (ordinal - self.start)


class _Tally:
    """The running figures of a pair."""

    __slots__ = ("count", "days", "first", "last", "recipient", "sender")

    def __init__(self, sender: Address, recipient: Address, at: datetime) -> None:
        self.sender = sender
        self.recipient = recipient
        self.first = self.last = at
        self.days = _Days()
        self.count = 0

    def add(self, at: datetime, ordinal: int) -> None:
        self.first = min(self.first, at)
        self.last = max(self.last, at)
        self.days.add(ordinal)
        self.count += 1

    def pair(self) -> Pair:
        days = self.days.bits.bit_count()
        return Pair(self.sender, self.recipient, self.first, self.last, days, self.count)


class _Group:
    """The running figures of a domain or of a freemail address, over all senders."""

    __slots__ = ("bits", "count", "own", "senders")

    def __init__(self) -> None:
        self.bits = 0  # days since the year 1990, over all pairs
        self.count = 0
        self.senders: set[str] = set()
        self.own = False

    def add(self, tally: _Tally) -> None:
        self.bits |= tally.days.bits << (tally.days.start - _EPOCH)
        self.count += tally.count
        self.senders.add(tally.sender.key)


_EPOCH = datetime(1989, 1, 1, tzinfo=UTC).toordinal()


def summarise(
    sent: Iterable[Sent],
    own_domains: frozenset[str],
    *,
    is_near: Callable[[str], bool],
    accepted: Callable[[str], None] = lambda domain: None,
    zone: tzinfo = UTC,
    providers: frozenset[str] = frozenset(),
) -> Learned:
    """Add up what own senders sent; mail from outside senders is passed over.

    ``providers`` are freemail providers besides the well-known ones.
    ``is_near`` says whether a domain is close to a better-known one. Candidates
    come best-known first, and ``accepted`` is told each domain that is proposed
    before the next is asked about, so that the caller's index can grow with it:
    of two domains close to each other only the better-known one is proposed.
    """
    tallies, together, dropped = _add_up(sent, own_domains, zone)
    domains, groups = _group(tallies.values(), own_domains, providers)
    proposals, left_out = _propose(groups, is_near, accepted)
    pairs = (tally.pair() for tally in tallies.values())
    outside = (
        OutsideDomain(domain, len(group.senders), group.bits.bit_count(), group.count)
        for domain, group in domains.items()
    )
    return Learned(
        pairs=tuple(sorted(pairs, key=lambda pair: (-pair.days, -pair.count))),
        domains=tuple(sorted(outside, key=lambda d: (-d.days, -d.count, d.domain))),
        proposals=proposals,
        left_out=left_out,
        dropped=dropped,
        together=tuple(sorted(together)),
    )


def _group(
    tallies: Iterable[_Tally], own_domains: frozenset[str], providers: frozenset[str]
) -> tuple[dict[str, _Group], dict[str, _Group]]:
    """Over all senders: outside domains; and what may be proposed (at freemail, addresses)."""
    domains: dict[str, _Group] = {}
    groups: dict[str, _Group] = {}
    for tally in tallies:
        recipient = tally.recipient
        if within(recipient.domain, own_domains):
            continue
        domains.setdefault(recipient.domain, _Group()).add(tally)
        free = is_freemail(recipient.domain, providers)
        key = recipient.key if free else recipient.domain
        group = groups.setdefault(key, _Group())
        group.add(tally)
        if free and own_freemail(tally.sender, "", recipient, ""):
            group.own = True
    return domains, groups


def _add_up(
    sent: Iterable[Sent], own_domains: frozenset[str], zone: tzinfo
) -> tuple[dict[tuple[str, str], _Tally], set[tuple[str, str]], int]:
    tallies: dict[tuple[str, str], _Tally] = {}
    together: set[tuple[str, str]] = set()
    dropped = 0
    for mail in sent:
        if not within(mail.sender.domain, own_domains):
            continue
        houses = sorted({house(r) for r in mail.recipients if not within(r.domain, own_domains)})
        if len(houses) <= MAX_TOGETHER and len(together) < MAX_PAIRS:
            together.update(combinations(houses, 2))
        ordinal = mail.at.astimezone(zone).toordinal()
        for recipient in mail.recipients:
            key = (mail.sender.key, recipient.key)
            tally = tallies.get(key)
            if tally is None:
                if len(tallies) >= MAX_PAIRS:
                    dropped += 1
                    continue
                tally = tallies[key] = _Tally(mail.sender, recipient, mail.at)
            tally.add(mail.at, ordinal)
    return tallies, together, dropped


def _propose(
    groups: dict[str, _Group], is_near: Callable[[str], bool], accepted: Callable[[str], None]
) -> tuple[tuple[Proposal, ...], tuple[LeftOut, ...]]:
    proposals: list[Proposal] = []
    left_out: list[LeftOut] = []
    ordered = sorted(
        groups.items(),
        key=lambda item: (
            -item[1].bits.bit_count(),
            -len(item[1].senders),
            -item[1].count,
            item[0],
        ),
    )
    for key, group in ordered:
        domain = key.rpartition("@")[2]
        days = group.bits.bit_count()
        proposal = Proposal(
            domain, key if "@" in key else "", len(group.senders), days, group.count
        )
        if days < MIN_DAYS:
            reason = "few_days"
        elif group.own:
            reason = "own_freemail"
        elif not proposal.address and is_near(domain):
            reason = "near_known"
        else:
            proposals.append(proposal)
            if not proposal.address:
                accepted(domain)
            continue
        left_out.append(LeftOut(proposal, reason))
    return tuple(proposals), tuple(left_out)
