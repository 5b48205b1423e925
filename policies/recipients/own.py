"""Which domains are the company's own."""

from collections.abc import Iterable

from policies.envelope import Address, Envelope, within


def own_domains_of(envelope: Envelope, configured: Iterable[str]) -> frozenset[str]:
    """The company's domains; while none is configured, the sender's, from loopback only."""
    own = frozenset(configured)
    if own or envelope.sender is None or not _is_loopback(envelope.client.host):
        return own
    return frozenset({envelope.sender.domain})


def is_own(address: Address, own_domains: frozenset[str]) -> bool:
    """Whether an address ends inside the company; one that routes on does not."""
    return within(address.domain, own_domains) and not address.is_routed


def _is_loopback(host: str) -> bool:
    return host.startswith("127.") or host in {"::1", "::ffff:127.0.0.1"}
