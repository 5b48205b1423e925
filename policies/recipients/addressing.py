"""Facts about how a mail is addressed: crowds in To and Cc, namesakes, replies, Bcc.

Small pure functions; each returns a frozen fact with its evidence, or None.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policies.envelope import Address, within
from policies.recipients.given_names import GIVEN
from policies.recipients.party import Party
from policies.recipients.surnames import READINGS, ROMAJI


@dataclass(frozen=True, slots=True)
class CrowdedHeader:
    """Outside addresses that all recipients can read in To and Cc."""

    addresses: tuple[Address, ...]
    domains: tuple[str, ...]


def crowded_header(
    visible: Iterable[Address], own_domains: frozenset[str], limit: int
) -> CrowdedHeader | None:
    """The outside addresses of To and Cc when they are more than ``limit``."""
    outside = {a.key: a for a in visible if not within(a.domain, own_domains)}
    if len(outside) <= limit:
        return None
    domains = sorted({address.domain for address in outside.values()})
    return CrowdedHeader(tuple(outside.values()), tuple(domains))


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Recipients of one surname: kanji where a display name shows it, else its spelling."""

    surname: str
    addresses: tuple[Address, ...]
    domains: tuple[str, ...]


def namesakes(recipients: Sequence[Party]) -> tuple[Namesakes, ...]:
    """Surnames that two or more recipients bear; 伊藤 and 伊東 are not one.

    A recipient without a kanji name counts by the spelling in the local part and
    joins any surname that is read so.
    """
    by_kanji: dict[str, dict[str, Address]] = {}
    spelled: list[tuple[str, Address]] = []
    for party in recipients:
        if party.address is None:
            continue
        if party.surname:
            by_kanji.setdefault(party.surname, {})[party.address.key] = party.address
        elif reading := _reading(party):
            spelled.append((reading, party.address))
    for reading, address in spelled:
        kanji = [name for name in by_kanji if reading in READINGS.get(name, ())] or [reading]
        for name in kanji:
            by_kanji.setdefault(name, {})[address.key] = address
    return tuple(
        Namesakes(name, tuple(found.values()), tuple(sorted({a.domain for a in found.values()})))
        for name, found in by_kanji.items()
        if len(found) > 1
    )


def _reading(party: Party) -> str:
    """The well-known surname spelled in the display name or local part, or empty."""
    if party.readings:
        return min(party.readings)
    found = (word for word in party.romaji_words if word in ROMAJI and word not in GIVEN)
    return next(found, "")


@dataclass(frozen=True, slots=True)
class ReplyElsewhere:
    """Answers will go to another domain than the mail comes from."""

    sender: Address
    reply_to: tuple[Address, ...]


def reply_elsewhere(
    sender: Address, reply_to: Iterable[Address], own_domains: frozenset[str]
) -> ReplyElsewhere | None:
    """The Reply-To addresses that are neither own nor at the sender's domain."""
    allowed = own_domains | {sender.domain}
    elsewhere = {a.key: a for a in reply_to if not within(a.domain, allowed)}
    return ReplyElsewhere(sender, tuple(elsewhere.values())) if elsewhere else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where envelope and headers differ.

    ``hidden`` are envelope recipients that no header names (Bcc, or a list's
    member); ``unsent`` are named in To or Cc and not in this envelope (delivered
    in another transaction, or forged).
    """

    hidden: tuple[Address, ...]
    unsent: tuple[Address, ...]


def disagreement(envelope: Iterable[Address], visible: Iterable[Address]) -> Disagreement | None:
    """What stands on one side only, or None when both agree."""
    sent = {address.key: address for address in envelope}
    shown = {address.key: address for address in visible}
    hidden = tuple(address for key, address in sent.items() if key not in shown)
    unsent = tuple(address for key, address in shown.items() if key not in sent)
    return Disagreement(hidden, unsent) if hidden or unsent else None
