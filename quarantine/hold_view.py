"""One hold as people see it: on the sender's page, an approver's, or in a notice."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from policies.codec import load_summary, load_verdict
from policies.finding import Finding
from policies.message import Summary
from policies.verdict import Step, Verdict
from quarantine import tables
from quarantine.bodies import BodyRef
from quarantine.holding import SENDER
from quarantine.locked import password_has_left
from quarantine.passwords import is_opening, passwords_of
from quarantine.record import Record, open_record
from quarantine.siblings import SiblingView, mail_id, sibling_ids, sibling_views
from quarantine.states import State
from quarantine.steps import demanded
from quarantine.transaction import Tx
from quarantine.versions import OfferView, offers, open_version

#: What a link, and the page under it, is for.
DECIDE, FETCH, APPROVE = "decide", "fetch", "approve"


@dataclass(frozen=True, slots=True)
class RecipientView:
    """One recipient as the sender's page shows it."""

    address: str
    state: State
    known: bool
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]  # that hold it
    steps: tuple[str, ...]  # kinds asked for it
    organisation: str
    own: bool
    in_headers: bool
    version_id: str  # what it was released with, or empty


@dataclass(frozen=True, slots=True)
class HoldView:
    """One hold as the sender's page shows it. ``outcome`` is empty while it is open."""

    hold_id: str
    message_id: str
    version_id: str
    person: str
    purpose: str
    received_at: int
    expires_at: int
    outcome: str
    waiting_for: str  # sender, approver, delay, compliance
    send_at: int | None  # the end of the cooling-off
    steps: tuple[Step, ...]  # demanded for what is held
    reason: str  # that the sender gave
    recipients: tuple[RecipientView, ...]
    siblings: tuple[SiblingView, ...]  # of the same mail, in other transactions
    mail_id: str  # the same for all transactions of one mail
    summary: Summary
    verdict: Verdict
    body: BodyRef
    offers: tuple[OfferView, ...]  # versions that may be chosen instead of the held one
    companions: tuple[RecipientView, ...] = ()  # held in other transactions, decided here too
    is_opening: bool = False  # passwords for its files are being tried
    has_passwords: bool = False  # some have been given
    password_has_left: bool = False  # the sender has told a recipient the password already

    @property
    def has_body(self) -> bool:
        """Whether the bytes are still kept."""
        return self.body.is_kept

    @property
    def choices(self) -> frozenset[str]:
        """The versions that the sender may choose from: the held one, and what is offered."""
        return frozenset({self.version_id, *(offer.version_id for offer in self.offers)})

    @property
    def held(self) -> tuple[RecipientView, ...]:
        """The recipients to decide about."""
        mine = (r for r in self.recipients if r.state is State.HELD)
        return (*mine, *self.companions)


def view_of(tx: Tx, hold_id: str, purpose: str) -> HoldView:
    """The hold as it stands; the sender's page also decides about its companions."""
    hold = tx.connection.execute(select(tables.hold).where(tables.hold.c.id == hold_id)).one()
    record = open_record(tx, hold.message_id)
    version = open_version(record, hold.version_id)
    assert version.summary_json is not None
    assert record.verdict_json is not None
    summary = load_summary(version.summary_json)
    verdict = load_verdict(record.verdict_json)
    steps = demanded(verdict, record.in_state(State.HELD))
    together: list[RecipientView] = []
    if purpose == DECIDE and hold.closed_at is None:
        for other, _ in companions(tx, hold, record):
            theirs = load_verdict(other.verdict_json or "")
            steps += demanded(theirs, other.in_state(State.HELD))
            together += (r for r in _recipients(other, theirs, summary) if r.state is State.HELD)
    return HoldView(
        hold_id=hold.id,
        message_id=record.id,
        version_id=hold.version_id,
        person=record.key.open(f"hold/{hold.id}/person", hold.person_ct),
        purpose=purpose,
        received_at=record.received_at,
        expires_at=hold.expires_at,
        outcome=hold.outcome or "",
        waiting_for=hold.waiting_for,
        send_at=hold.send_at,
        steps=tuple(dict.fromkeys(steps)),
        reason=_reason(record, hold_id),
        recipients=_recipients(record, verdict, summary),
        siblings=_apart(sibling_views(record), together),
        mail_id=mail_id(record),
        summary=summary,
        verdict=verdict,
        body=version.body,
        offers=offers(record, hold.version_id),
        companions=tuple(together),
        is_opening=is_opening(record),
        has_passwords=bool(passwords_of(record)),
        password_has_left=summary.locked and password_has_left(record, record.received_at),
    )


def companions(tx: Tx, hold: Row[Any], record: Record) -> Iterator[tuple[Record, Row[Any]]]:
    """The other transactions of the mail that wait for the same sender, with their holds."""
    if hold.waiting_for != SENDER:
        return
    table = tables.hold
    for message_id in sibling_ids(record):
        other = tx.connection.execute(
            select(table).where(
                table.c.message_id == message_id,
                table.c.closed_at.is_(None),
                table.c.waiting_for == SENDER,
                table.c.person_hmac == hold.person_hmac,
            )
        ).first()
        if other is not None:
            yield open_record(tx, message_id), other


def _apart(
    siblings: tuple[SiblingView, ...], together: Sequence[RecipientView]
) -> tuple[SiblingView, ...]:
    """Those that are decided elsewhere."""
    here = {r.address for r in together}
    return tuple(s for s in siblings if s.address not in here)


def _reason(record: Record, hold_id: str) -> str:
    table = tables.decision
    row = record.tx.connection.execute(
        select(table.c.id, table.c.detail_ct).where(
            table.c.hold_id == hold_id, table.c.role == "sender"
        )
    ).first()
    if row is None:
        return ""
    detail = json.loads(record.key.open(f"decision/{row.id}/detail", row.detail_ct))
    return str(detail.get("reason", ""))


def _recipients(record: Record, verdict: Verdict, summary: Summary) -> tuple[RecipientView, ...]:
    judged = {r.address: r for r in verdict.recipients}
    shown = frozenset(summary.to)
    views = []
    for recipient in record.recipients:
        about = judged.get(str(recipient.address))
        views.append(
            RecipientView(
                address=str(recipient.address),
                state=recipient.state,
                known=about.known if about else True,
                findings=about.findings if about else (),
                rules=about.rules if about else (),
                steps=tuple(s.kind for s in about.steps) if about else (),
                organisation=about.organisation if about else "",
                own=about.own if about else False,
                in_headers=recipient.address.key in shown,
                version_id=recipient.version_id or "",
            )
        )
    return tuple(views)
