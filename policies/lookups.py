"""What was looked up about one mail before it is judged: its other transactions, DNS, and more."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from policies.envelope import Address
from policies.finding import Finding
from policies.recipients.observe import RecipientNotes
from policies.resemblance import Sketch

#: Reasons why a domain takes no mail: it does not exist, or it says so (RFC 7505).
NO_DOMAIN, NULL_MX = "no-such-domain", "null-mx"


@dataclass(frozen=True, slots=True)
class Lookups:
    """``siblings`` are recipients of the same mail in other transactions, all different.

    They count, and are not judged. ``undeliverable`` has a reason by domain. ``stopped``
    are mails of this sender that were withdrawn or declined lately. ``locked`` are the
    comparable addresses of those who got an encrypted file of this sender within a day.
    """

    siblings: tuple[Address, ...] = ()
    undeliverable: Mapping[str, str] = field(default_factory=dict)
    stopped: tuple[Sketch, ...] = ()
    locked: frozenset[str] = frozenset()


NOTHING_LOOKED_UP = Lookups()


def with_reach(about: RecipientNotes, lookups: Lookups) -> RecipientNotes:
    """The recipient with what DNS said of its domain, if that was a clear no."""
    why = lookups.undeliverable.get(about.address.domain)
    if why is None or about.own:
        return about
    return replace(
        about,
        facts={**about.facts, "recipient.undeliverable": True},
        findings=(*about.findings, Finding(code="undeliverable", why=(why,))),
    )


def with_password(about: RecipientNotes, lookups: Lookups, *, told: bool) -> RecipientNotes:
    """The recipient, if this mail tells the password of a file that went the same way."""
    if not told or about.own or about.address.key not in lookups.locked:
        return about
    return replace(
        about,
        facts={**about.facts, "recipient.password_follows": True},
        findings=(*about.findings, Finding(code="password-follows")),
    )
