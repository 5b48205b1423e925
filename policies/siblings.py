"""The other recipients of a mail that came in several transactions.

Exchange Online and Postfix may split a mail by recipient. What counts the
recipients of a mail must count them all; each is judged in its own transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policies.briefing import Briefing
from policies.envelope import Address, Envelope
from policies.message import Summary
from policies.recipients.observe import OUTSIDE_MEMBERS, RecipientNotes
from policies.recipients.own import is_own


@dataclass(frozen=True, slots=True)
class Sibling:
    """One of them, as far as counting needs."""

    address: Address
    own: bool
    organisation: str
    shown: bool  # in To or Cc


@dataclass(frozen=True, slots=True)
class Headcount:
    """The recipients of a whole mail, in numbers."""

    recipients: int
    externals: int
    shown_externals: int
    organisations: int
    domains: tuple[str, ...]


def siblings_of(
    envelope: Envelope,
    summary: Summary,
    briefing: Briefing,
    addresses: Iterable[Address],
    today: date,
) -> tuple[Sibling, ...]:
    """Those of the addresses that this envelope does not have itself."""
    here = {address.key for address in envelope.recipients}
    own_domains = briefing.own(envelope)
    shown = frozenset(summary.to)
    found = []
    for address in addresses:
        if address.key in here:
            continue
        routed = address.is_routed
        entry = None if routed else briefing.directory.find(address, today)
        own = is_own(address, own_domains)
        if own and entry and entry.address and entry.group in OUTSIDE_MEMBERS:
            own = False
        organisation = entry.organisation if entry and not own else ""
        found.append(Sibling(address, own, organisation, address.key in shown))
    return tuple(found)


def headcount(recipients: Iterable[RecipientNotes], siblings: Iterable[Sibling]) -> Headcount:
    """Count them all."""
    everyone = [
        *(
            Sibling(r.address, r.own, r.organisation, not r.facts.get("recipient.bcc", False))
            for r in recipients
        ),
        *siblings,
    ]
    outside = [r for r in everyone if not r.own]
    return Headcount(
        recipients=len(everyone),
        externals=len(outside),
        shown_externals=sum(r.shown for r in outside),
        organisations=len({r.organisation or r.address.domain for r in outside}),
        domains=tuple(sorted({r.address.domain for r in everyone})),
    )
