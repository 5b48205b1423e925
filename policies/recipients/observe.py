"""What is noticed about each recipient: facts for the rules, findings for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policies.briefing import Briefing
from policies.envelope import Address, Envelope
from policies.finding import Finding
from policies.message import Summary
from policies.recipients.acquaintance import (
    DAYS_TO_BE_KNOWN,
    WINDOWS,
    Acquaintance,
    Recall,
)
from policies.recipients.differences import Near
from policies.recipients.directory import Entry
from policies.recipients.display_name import display_name_mismatch
from policies.recipients.freemail import house, is_freemail
from policies.recipients.own import is_own
from policies.recipients.own_freemail import own_freemail
from policies.recipients.suffix import RESERVED, split

#: An own list of which the directory says that it has members outside.
OUTSIDE_MEMBERS = frozenset({"outside-members", "社外メンバーあり"})


MIN_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class RecipientNotes:
    """One recipient: its ``recipient.*`` facts, and the findings that say why."""

    address: Address
    own: bool
    known: bool
    organisation: str
    facts: Mapping[str, Any]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Looking:
    """Everything one recipient is looked at with."""

    briefing: Briefing
    envelope: Envelope
    summary: Summary
    recall: Recall
    today: date
    own_domains: frozenset[str]
    replied_to: frozenset[str] = field(default=frozenset())  # domains in the quoted history
    shows_all: bool = False  # the quoted history has a header block with all recipients


def observe_recipients(looking: Looking) -> tuple[RecipientNotes, ...]:
    """Look at every recipient of the envelope, alone and beside the others."""
    names = dict(looking.summary.names)
    outside = _houses(looking)
    return tuple(
        _observe(looking, n, address, names, outside)
        for n, address in enumerate(looking.envelope.recipients)
    )


def _observe(
    looking: Looking, n: int, address: Address, names: Mapping[str, str], outside: Mapping[str, int]
) -> RecipientNotes:
    entry, expired = _entry(looking, address)
    own = is_own(address, looking.own_domains)
    if own and entry and entry.group in OUTSIDE_MEMBERS and entry.address:
        own = False
    if own:
        facts = {
            "recipient.address": str(address),
            "recipient.domain": address.domain,
            "recipient.own": True,
            "recipient.known": True,
            "recipient.bcc": address.key not in looking.summary.to,
        }
        return RecipientNotes(address, True, True, "", facts, ())
    about = looking.recall.about(n)
    free = is_freemail(address.domain, looking.briefing.directory.providers)
    near = () if entry or expired else _near(looking, address)
    by_use = not near and not address.is_routed and about.is_known_by_use(freemail=free)
    known = entry is not None or by_use
    mine = _own_freemail(looking, address, names) if free else None
    shown = display_name_mismatch(names.get(address.key, ""), address)
    noted: dict[str, Any] = {
        "recipient.address": str(address),
        "recipient.domain": address.domain,
        "recipient.organisation": entry.organisation if entry else "",
        "recipient.group": entry.group if entry else "",
        "recipient.known": known,
        "recipient.listed": entry is not None,
        "recipient.expired": expired,
        "recipient.blocked": looking.briefing.directory.is_blocked(address, looking.today),
        "recipient.freemail": free,
        "recipient.own_freemail": mine is not None,
        "recipient.lookalike": bool(near),
        "recipient.lookalike_of": near[0].known if near else "",
        "recipient.display_name_mismatch": shown is not None,
        "recipient.bcc": address.key not in looking.summary.to,
        "recipient.odd_one_out": _is_odd(looking, address, outside),
        "recipient.joined_reply": _joined(looking, address, outside),
        "recipient.first_for_sender": about.sent_by_sender == 0,
        "recipient.first_for_company": about.sent_by_company == 0,
        "recipient.domain_first_for_company": about.domain_mails == 0,
        "recipient.sent_by_sender": about.sent_by_sender,
        "recipient.sent_by_company": about.sent_by_company,
        "recipient.days_since_last": about.days_since_last,
        "recipient.dropped_before": about.refused,
        **dict(_added_up(looking, n)),
    }
    findings = [*map(_near_finding, near), *_use_findings(noted, about)]
    if mine is not None:
        findings.append(Finding(code="own-freemail", confidence=mine.confidence, why=(mine.why,)))
    if shown is not None:
        data = {"shown": shown.shown}
        findings.append(Finding(code="name-shows-another-address", data=data))
    return RecipientNotes(
        address, False, known, entry.organisation if entry else "", noted, tuple(findings)
    )


def _added_up(looking: Looking, n: int) -> Iterator[tuple[str, int]]:
    """What this mail and those before have carried to its organisation."""
    carried, summary = looking.recall.carried_to(n), looking.summary
    persons = carried.persons_with(summary.hashed_persons)
    for days, people, rows in zip(WINDOWS, persons, carried.rows, strict=True):
        yield f"recipient.persons_{days}d", people
        yield f"recipient.rows_{days}d", rows + summary.rows


def _entry(looking: Looking, address: Address) -> tuple[Entry | None, bool]:
    """The row that makes it known today, and whether only an old row does."""
    if address.is_routed:
        return None, False
    directory = looking.briefing.directory
    entry = directory.find(address, looking.today)
    return entry, entry is None and directory.find(address, date.min) is not None


def _near(looking: Looking, address: Address) -> tuple[Near, ...]:
    """What it resembles. However often a slip was confirmed, it stays one.

    A domain that is itself known by use is held against those that are better known.
    """
    if split(address.domain).core == RESERVED:
        return ()  # example.net is no slip of the hand for example.com
    briefing = looking.briefing
    near = (*briefing.names.near(address), *briefing.better_known(address.domain))
    # Below this it is as likely another company of a similar name.
    return tuple(n for n in near if n.confidence >= MIN_CONFIDENCE)[:3]


def _own_freemail(looking: Looking, address: Address, names: Mapping[str, str]) -> Any:
    sender = looking.envelope.sender
    if sender is None:
        return None
    found = own_freemail(sender, looking.summary.sender_name, address, names.get(address.key, ""))
    return found if found and found.confidence >= 0.7 else None


def _houses(looking: Looking) -> dict[str, int]:
    """The outside parties among the recipients, with the days each has been written to.

    A party is a domain; at a free mail provider, an address.
    """
    found: dict[str, int] = {}
    for n, address in enumerate(looking.envelope.recipients):
        if not is_own(address, looking.own_domains):
            about, name = looking.recall.about(n), house(address)
            found[name] = about.days if name == address.key else about.domain_days
    return found


def _is_odd(looking: Looking, address: Address, outside: Mapping[str, int]) -> bool:
    """Whether its party was never in one mail with any of the other outside parties.

    Beside one other that says something only if both have been written to often;
    beside several, if these have been together among themselves. Who is part of the
    mail that is answered is not the odd one.
    """
    mine, recall = house(address), looking.recall
    others = [name for name in outside if name != mine]
    if not others or address.domain in looking.replied_to:
        return False
    if not recall.companions(mine).isdisjoint(others):
        return False
    if len(others) == 1:
        return min(outside[mine], outside[others[0]]) >= DAYS_TO_BE_KNOWN
    return any(mine not in pair and pair[0] in outside for pair in recall.together)


def _joined(looking: Looking, address: Address, outside: Mapping[str, int]) -> bool:
    """Whether its domain was not part of the mail that is answered.

    Where the quotation shows its writer alone, a domain that was together with the
    writer's before may have been part of it.
    """
    if not looking.replied_to or address.domain in looking.replied_to:
        return False
    if looking.shows_all:
        return True
    answered = [name for name in outside if name.rpartition("@")[2] in looking.replied_to]
    return not any(looking.recall.were_together(house(address), name) for name in answered)


def _near_finding(near: Near) -> Finding:
    """A look-alike with the places that differ, so that a person can be shown them."""
    first = near.edits[0] if near.edits else None
    return Finding(
        code="look-alike",
        confidence=near.confidence,
        why=(near.code, *((first.kind,) if first else ())),
        data={
            "known": near.known,
            "asked": near.asked,
            "shown": near.shown,
            "marks": list(near.marks),
            "known_marks": list(near.known_marks),
            "at": first.at + 1 if first else 0,
            "is": first.asked if first else "",
            "instead_of": first.known if first else "",
        },
    )


def _use_findings(facts: Mapping[str, Any], about: Acquaintance) -> list[Finding]:
    """First time, or how often: what a colleague would say about it."""
    found = []
    if not facts["recipient.known"]:
        code = "first-time" if about.sent_by_company == 0 else "seldom"
        data = {"sent_by_company": about.sent_by_company, "sent_by_sender": about.sent_by_sender}
        found.append(Finding(code=code, data=data))
    if about.refused:
        found.append(Finding(code="dropped-before"))
    if facts["recipient.expired"]:
        found.append(Finding(code="expired-entry"))
    if facts["recipient.blocked"]:
        found.append(Finding(code="blocked"))
    if facts["recipient.odd_one_out"]:
        found.append(Finding(code="odd-one-out"))
    if facts["recipient.joined_reply"]:
        found.append(Finding(code="joined-reply"))
    return found
