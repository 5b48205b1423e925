"""Who is asked about a held message. Never an address outside the own domains."""

from policies.envelope import Envelope, within
from policies.message import Summary, address_or_none
from policies.recipients.facts import Facts


def who_is_asked(envelope: Envelope, summary: Summary, facts: Facts) -> str:
    """The address of the person to ask, or empty when compliance decides.

    In this order: the authenticated user; the owner that the directory names for
    a system account; MAIL FROM in an own domain; header From in an own domain if
    the client is trusted. Mail that says it is automatic prompts nobody: its
    holds wait for compliance.
    """
    if envelope.sender is None or summary.automatic:
        return ""
    candidates = [envelope.client.user, *facts.owners, str(envelope.sender)]
    if envelope.client.trusted:
        candidates.append(summary.sender)
    for candidate in candidates:
        address = address_or_none(candidate)
        if address and within(address.domain, facts.own_domains):
            return address.key
    return ""
