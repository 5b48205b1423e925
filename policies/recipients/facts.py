"""What is known about each recipient before anything is judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policies.envelope import Address, Envelope, within
from policies.recipients.directory import Directory


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """One recipient: inside the company, or known outside, or neither."""

    address: Address
    own: bool
    known: bool
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything looked up for one judgement.

    ``owners`` are the people who answer for the envelope sender when that is a
    system account or a shared mailbox.
    """

    own_domains: frozenset[str]
    recipients: tuple[RecipientFacts, ...]
    owners: tuple[str, ...] = ()


def own_domains_of(envelope: Envelope, configured: Iterable[str]) -> frozenset[str]:
    """The company's domains; while none is configured, the sender's, from loopback only."""
    own = frozenset(configured)
    if own or envelope.sender is None or not _is_loopback(envelope.client.host):
        return own
    return frozenset({envelope.sender.domain})


def gather(
    envelope: Envelope, configured: Iterable[str], directory: Directory, today: date
) -> Facts:
    """Look every recipient of the envelope up."""
    own = own_domains_of(envelope, configured)
    return Facts(
        own_domains=own,
        recipients=tuple(_about(r, own, directory, today) for r in envelope.recipients),
        owners=directory.owners(envelope.sender, today) if envelope.sender else (),
    )


def _about(
    address: Address, own: frozenset[str], directory: Directory, today: date
) -> RecipientFacts:
    if within(address.domain, own) and not address.is_routed:
        return RecipientFacts(address, own=True, known=True)
    entry = None if address.is_routed else directory.find(address, today)
    return RecipientFacts(address, False, entry is not None, entry.organisation if entry else "")


def _is_loopback(host: str) -> bool:
    return host.startswith("127.") or host in {"::1", "::ffff:127.0.0.1"}
