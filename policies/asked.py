"""Who is asked about a held message. Never an address outside the own domains."""

from datetime import date

from policies.briefing import Briefing
from policies.envelope import Envelope, within
from policies.message import Summary, address_or_none


def is_automatic(envelope: Envelope, summary: Summary) -> bool:
    """Whether no person wrote it, as far as the mail itself says (RFC 3834)."""
    return envelope.sender is None or summary.automatic


def who_is_asked(envelope: Envelope, summary: Summary, briefing: Briefing, today: date) -> str:
    """The address of the person to ask, or empty when compliance decides.

    In this order: the authenticated user; the owner that the directory names for
    a system account; MAIL FROM in an own domain; header From in an own domain if
    the client is trusted. Mail that says it is automatic prompts nobody: its
    holds wait for compliance.
    """
    if envelope.sender is None or is_automatic(envelope, summary):
        return ""
    owners = briefing.directory.owners(envelope.sender, today)
    candidates = [envelope.client.user, *owners, str(envelope.sender)]
    if envelope.client.trusted:
        candidates.append(summary.sender)
    own = briefing.own(envelope)
    for candidate in candidates:
        address = address_or_none(candidate)
        if address and within(address.domain, own) and not address.is_routed:
            return address.key
    return ""
