"""Links: bearer tokens for one hold, one person and one purpose, stored hashed."""

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from policies.codec import load_summary, load_verdict
from policies.finding import Finding
from policies.message import Summary
from policies.verdict import Step, Verdict
from quarantine import tables
from quarantine.bodies import BodyRef
from quarantine.errors import NotFound
from quarantine.holding import COMPLIANCE, REMINDER, SHARED
from quarantine.queue import Claimed, check, finish, postpone
from quarantine.record import Record, open_record
from quarantine.siblings import SiblingView, mail_id, sibling_views
from quarantine.states import State
from quarantine.steps import demanded
from quarantine.transaction import Tx
from quarantine.versions import OfferView, offers, open_version

DECIDE, FETCH, APPROVE = "decide", "fetch", "approve"
_GRACE = 30 * 24 * 3_600_000  # how long a link says what became of the hold, ms


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
        """The recipients that this hold is about."""
        return tuple(r for r in self.recipients if r.state is State.HELD)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Follow a link. Raises NotFound for a token that never was or has run out."""

    token: str
    purpose: str

    def read(self, tx: Tx) -> HoldView:
        """Everything the page needs."""
        link = open_link_row(tx, self.token, purpose=self.purpose)
        return _view(tx, link.hold_id, self.purpose)


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """One version of the mail that a sender's link is about: held, offered, or released.

    Raises NotFound for any other.
    """

    token: str
    version_id: str

    def read(self, tx: Tx) -> BodyRef:
        """Where its bytes lie."""
        view = _view(tx, open_link_row(tx, self.token, purpose=DECIDE).hold_id, DECIDE)
        released = {r.version_id for r in view.recipients}
        if self.version_id not in view.choices | released:
            raise NotFound("no such version")
        return open_version(open_record(tx, view.message_id), self.version_id).body


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh link to one hold, with what a notice says about it.

    Compliance gets no link: its people act in the console or on the command line.
    """

    token: str
    view: HoldView
    reminder: bool


@dataclass(frozen=True, slots=True)
class MintLinks:
    """Make links for every hold that a person (empty: compliance) is still to be told of."""

    task: Claimed
    person: str
    limit: int = 50

    def apply(self, tx: Tx) -> tuple[Link, ...]:
        """Fresh tokens at each attempt; only their hashes stay here."""
        check(tx, self.task)
        table = tables.hold
        rows = tx.connection.execute(
            select(table.c.id, table.c.notice_due)
            .where(table.c.person_hmac == tx.keyring.lookup(self.person), table.c.notice_due > 0)
            .order_by(table.c.created_at)
            .limit(self.limit)
        ).all()
        return tuple(
            Link(
                mint(tx, row.id, self.person, DECIDE) if self.person else "",
                _view(tx, row.id, DECIDE),
                row.notice_due == REMINDER,
            )
            for row in rows
        )


@dataclass(frozen=True, slots=True)
class Noticed:
    """The person has been told of these holds, and the task is done.

    Holds that came meanwhile found this task waiting and queued none of their own:
    for them it stays.
    """

    task: Claimed
    person: str
    hold_ids: tuple[str, ...]

    def apply(self, tx: Tx) -> None:
        """Note it, and finish the task or keep it for the next notice."""
        table = tables.hold
        tx.connection.execute(
            update(table)
            .where(table.c.id.in_(self.hold_ids))
            .values(notice_due=0, noticed_at=tx.now)
        )
        waiting = tx.connection.scalar(
            select(func.count()).where(
                table.c.person_hmac == tx.keyring.lookup(self.person), table.c.notice_due > 0
            )
        )
        if waiting:
            postpone(tx, self.task, tx.now + SHARED)
        else:
            finish(tx, self.task)


@dataclass(frozen=True, slots=True)
class MintApproval:
    """Make a link for somebody who may approve; None when nothing waits for it any more.

    An empty person is compliance, which acts on the command line and gets no link.
    """

    task: Claimed
    person: str

    def apply(self, tx: Tx) -> Link | None:
        """A fresh token at each attempt."""
        check(tx, self.task)
        table = tables.hold
        hold = tx.connection.execute(
            select(table.c.waiting_for, table.c.closed_at).where(table.c.id == self.task.ref)
        ).one()
        stage = "approver" if self.person else COMPLIANCE
        if hold.closed_at is not None or hold.waiting_for != stage:
            return None
        token = mint(tx, self.task.ref, self.person, APPROVE) if self.person else ""
        return Link(token, _view(tx, self.task.ref, APPROVE), reminder=False)


def mint(tx: Tx, hold_id: str, person: str, purpose: str) -> str:
    """A new token: 256 random bits, of which only the hash is stored."""
    secret = secrets.token_urlsafe(32)
    hold = tx.connection.execute(
        select(tables.hold.c.expires_at, tables.hold.c.message_id).where(
            tables.hold.c.id == hold_id
        )
    ).one()
    key = open_record(tx, hold.message_id).key
    tx.connection.execute(
        insert(tables.token).values(
            hash=sha256(secret.encode()).digest(),
            hold_id=hold_id,
            purpose=purpose,
            person_hmac=tx.keyring.lookup(person),
            person_ct=key.seal(f"token/{hold_id}/person", person),
            created_at=tx.now,
            expires_at=hold.expires_at + _GRACE,
        )
    )
    return secret


def open_link_row(tx: Tx, secret: str, *, purpose: str) -> Row[Any]:
    """The stored link of a token; NotFound for any that is unknown, foreign or run out."""
    table = tables.token
    row = tx.connection.execute(
        select(table).where(table.c.hash == sha256(secret.encode()).digest())
    ).first()
    if row is None or row.purpose != purpose or row.expires_at < tx.now:
        raise NotFound("no such link")
    asked = tx.connection.scalar(
        select(tables.hold.c.person_hmac).where(tables.hold.c.id == row.hold_id)
    )
    if purpose == DECIDE and asked != row.person_hmac:
        raise NotFound("somebody else is asked by now")
    return row


def _view(tx: Tx, hold_id: str, purpose: str) -> HoldView:
    hold = tx.connection.execute(select(tables.hold).where(tables.hold.c.id == hold_id)).one()
    record = open_record(tx, hold.message_id)
    version = open_version(record, hold.version_id)
    assert version.summary_json is not None
    assert record.verdict_json is not None
    summary = load_summary(version.summary_json)
    verdict = load_verdict(record.verdict_json)
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
        steps=demanded(verdict, record.in_state(State.HELD)),
        reason=_reason(record, hold_id),
        recipients=_recipients(record, verdict, summary),
        siblings=sibling_views(record),
        mail_id=mail_id(record),
        summary=summary,
        verdict=verdict,
        body=version.body,
        offers=offers(record, hold.version_id),
    )


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
                in_headers=recipient.address.key in shown,
                version_id=recipient.version_id or "",
            )
        )
    return tuple(views)
