"""Looking at a whole message: every fact that rules may ask about, every finding for people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policies.asked import is_automatic
from policies.briefing import Briefing
from policies.envelope import Envelope, within
from policies.facts import FactSet, Value
from policies.finding import Finding
from policies.lookups import NOTHING_LOOKED_UP, Lookups, with_password, with_reach
from policies.message import Attachment, Summary, address_or_none
from policies.quoted import quoted
from policies.recipients.acquaintance import Recall
from policies.recipients.addressing import namesakes, reply_elsewhere
from policies.recipients.content import ContentFacts, content_facts
from policies.recipients.mismatch import SalutationMismatch
from policies.recipients.new_text import new_lines
from policies.recipients.observe import Looking, RecipientNotes, observe_recipients
from policies.recipients.party import Party
from policies.resemblance import ROUNDS, rounds
from policies.siblings import Sibling, headcount, siblings_of

_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"'@]{1,100}@[a-zA-Z0-9.-]{1,200}")
#: A quoted header block that names the recipients, not the writer alone.
_SHOWS_ALL = re.compile(
    r"^[>＞|\s]{0,20}\*{0,2}(?:to|cc|an|à|宛先)\*{0,2}\s{0,3}[:：]\*{0,2}[^@\n]{0,200}@",
    re.IGNORECASE | re.MULTILINE,
)
MAX_QUOTED = 2_000
LEAVING_DAYS = 60  # before the last day, and from then on
MIN_CONFIDENCE = 0.5
AMBIGUOUS = "parser-differential"


@dataclass(frozen=True, slots=True)
class Notes:
    """Everything noticed about one message."""

    facts: FactSet
    recipients: tuple[RecipientNotes, ...]
    findings: tuple[Finding, ...]


def observe(
    envelope: Envelope,
    summary: Summary,
    briefing: Briefing,
    recall: Recall,
    today: date,
    lookups: Lookups = NOTHING_LOOKED_UP,
) -> Notes:
    """Look at the message; a pure function of what is handed in."""
    own = briefing.own(envelope)
    old = _history(summary)
    looking = Looking(
        briefing, envelope, summary, recall, today, own,
        replied_to=_domains_in(old, own), shows_all=bool(_SHOWS_ALL.search(old)),
    )  # fmt: skip
    looked_at = observe_recipients(looking)
    history = quoted(summary.history, looked_at, own)
    recipients = tuple(
        with_password(
            history.beside(with_reach(recipient, lookups)), lookups, told=summary.tells_password
        )
        for recipient in looked_at
    )
    siblings = siblings_of(envelope, summary, briefing, lookups.siblings, today)
    shown = dict(summary.names)
    parties = [*(_party(r, shown) for r in recipients), *(_party(s, shown) for s in siblings)]
    names = [a.name for a in summary.attachments]
    content = content_facts(summary.text, names, parties, briefing.parties, own)
    homonyms = [n for n in namesakes(parties) if len(n.domains) > 1]
    stopped = rounds(summary, lookups.stopped)
    message = {
        **_numbers(recipients, siblings),
        **_written(envelope, summary, content, own),
        **_sent_by(envelope, briefing, today),
        "sender.externals_1h": recall.external_1h,
        "sender.externals_1d": recall.external_1d,
        **history.facts(today),
        "message.homonyms": bool(homonyms),
        "message.resembles_withdrawn": stopped > 0,
        "message.probing": stopped >= ROUNDS,
    }
    findings = [*summary.findings, *summary.noticed, *_content_findings(content)]
    findings += [
        Finding(
            code="homonyms", data={"name": n.surname, "addresses": [str(a) for a in n.addresses]}
        )
        for n in homonyms
    ]
    if stopped:
        code = "probing" if stopped >= ROUNDS else "resembles-withdrawn"
        findings.append(Finding(code=code, data={"times": stopped}))
    facts = FactSet(message, tuple(r.facts for r in recipients), _attachments(summary, content))
    return Notes(facts, recipients, tuple(findings))


def _numbers(
    recipients: tuple[RecipientNotes, ...], siblings: Sequence[Sibling]
) -> dict[str, Value]:
    """Who gets it, counted over all transactions of the mail."""
    count = headcount(recipients, siblings)
    return {
        "message.recipients": count.recipients,
        "message.externals": count.externals,
        "message.unknown_externals": sum(not r.known for r in recipients if not r.own),
        "message.shown_externals": count.shown_externals,
        "message.organisations": count.organisations,
        "message.recipient_domains": list(count.domains),
    }


def _written(
    envelope: Envelope, summary: Summary, content: ContentFacts, own: frozenset[str]
) -> dict[str, Value]:
    """What its header, text and attachments say."""
    return {
        "message.subject": summary.subject,
        "message.attachment_names": [a.name for a in summary.attachments],
        "message.attachments": len(summary.attachments),
        "message.automatic": is_automatic(envelope, summary),
        "message.invitation": summary.invitation,
        "message.uninspected": bool(summary.findings) or any(map(_is_unread, summary.attachments)),
        "message.persons": summary.persons,
        "message.sensitive": summary.sensitive,
        "message.missing_attachment": content.missing_attachment is not None,
        "message.sharing_links": len(content.sharing_links),
        "message.salutation_mismatch": _is_sure(content.salutation_mismatch),
        "message.reply_to_elsewhere": _reply_elsewhere(envelope, summary, own),
    }


def _sent_by(envelope: Envelope, briefing: Briefing, today: date) -> dict[str, Value]:
    last_day = briefing.directory.last_day(envelope.sender) if envelope.sender else None
    return {
        "sender.address": str(envelope.client.user or envelope.sender or ""),
        "sender.domain": envelope.sender.domain if envelope.sender else "",
        "sender.null": envelope.sender is None,
        "sender.leaving": last_day is not None and (last_day - today).days <= LEAVING_DAYS,
        "sender.leaving_on": last_day.isoformat() if last_day else "",
    }


def _attachments(summary: Summary, content: ContentFacts) -> tuple[dict[str, Value], ...]:
    wrong_names = {m.file_name for m in content.file_name_mismatches}
    return tuple(
        {
            "attachment.name": a.name,
            "attachment.format": a.format,
            "attachment.status": a.inside.status,
            "attachment.reason": a.inside.reason,
            "attachment.kind": a.inside.kind,
            "attachment.disguised": "type-mismatch" in codes,
            "attachment.ambiguous": AMBIGUOUS in codes,
            "attachment.hidden": "hidden-content" in codes,
            "attachment.size": a.size,
            "attachment.persons": a.inside.persons or 0,
            "attachment.names_other_organisation": a.name in wrong_names,
        }
        for a in summary.attachments
        for codes in [{finding.code for finding in a.inside.findings}]
    )


def _is_unread(attachment: Attachment) -> bool:
    """Not all of it was read, or another program may read something else in it."""
    inside = attachment.inside
    return inside.status != "text" or any(f.code == AMBIGUOUS for f in inside.findings)


def _party(about: RecipientNotes | Sibling, shown: Mapping[str, str]) -> Party:
    name = shown.get(about.address.key, "")
    free = isinstance(about, RecipientNotes) and bool(about.facts.get("recipient.freemail"))
    return Party.of(about.address, name, about.organisation, is_free=free)


def _history(summary: Summary) -> str:
    """The quoted history of a reply; empty when it is none."""
    if not summary.reply:
        return ""
    new = {line.start for line in new_lines(summary.text)}
    old: list[str] = []
    at = 0
    for line in summary.text.splitlines(keepends=True):
        if at not in new:
            old.append(line)
        at += len(line)
    return "".join(old)


def _domains_in(history: str, own: frozenset[str]) -> frozenset[str]:
    """The outside domains of the addresses in the quoted history."""
    found: set[str] = set()
    for match in _ADDRESS.finditer(history):
        address = address_or_none(match[0].rstrip("."))
        if address and not within(address.domain, own):
            found.add(address.domain)
        if len(found) >= MAX_QUOTED:
            break
    return frozenset(found)


def _reply_elsewhere(envelope: Envelope, summary: Summary, own: frozenset[str]) -> bool:
    addresses = [a for text in summary.reply_to if (a := address_or_none(text))]
    sender = envelope.sender
    return sender is not None and reply_elsewhere(sender, addresses, own) is not None


def _is_sure(mismatch: SalutationMismatch | None) -> bool:
    """A colleague's name at the same organisation, or a bare surname, is too weak a sign."""
    return mismatch is not None and mismatch.confidence >= MIN_CONFIDENCE


def _content_findings(content: ContentFacts) -> list[Finding]:
    found = []
    if mismatch := content.salutation_mismatch:
        found.append(
            Finding(
                code="wrong-salutation",
                confidence=mismatch.confidence,
                why=(mismatch.why,),
                data={
                    "organisation": mismatch.salutation.organisation,
                    "person": mismatch.salutation.person,
                    "fits": [party.organisation or party.key for party in mismatch.fits],
                },
            )
        )
    found += [
        Finding(
            code="other-organisation-in-file-name",
            data={"file": m.file_name, "organisation": m.organisation},
        )
        for m in content.file_name_mismatches
    ]
    if content.missing_attachment is not None:
        found.append(Finding(code="missing-attachment"))
    found += [
        Finding(code="sharing-link", data={"service": s.service}) for s in content.sharing_links
    ]
    return found
