"""Looking at the queue: the list of messages, one message, the audit record."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from policies.codec import load_summary, load_verdict
from quarantine import audit, tables
from quarantine.record import Record, open_record
from quarantine.states import FINAL, State
from quarantine.transaction import Tx
from quarantine.versions import current_version


@dataclass(frozen=True, slots=True)
class QueueRecipient:
    """One recipient and where it stands, with the relay's last answer."""

    address: str
    state: str
    code: int | None
    reply: str
    changed_at: int


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """One message as ``mailq`` lists it."""

    id: str
    received_at: int
    size: int
    sender: str
    subject: str
    recipients: tuple[QueueRecipient, ...]
    waiting_for: str  # "sender", "compliance" or empty
    asked: str  # the person a hold waits for
    expires_at: int | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One audit record, its sealed part opened."""

    n: int
    at: int
    kind: str
    actor: str
    data: dict[str, Any]
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MessageDetail:
    """One message as ``show`` prints it."""

    message: QueueMessage
    attachments: tuple[dict[str, Any], ...]
    verdict: dict[str, Any] | None
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class ListQueue:
    """The newest messages that are not finished; ``everything`` lists finished ones too."""

    limit: int = 500
    everything: bool = False

    def read(self, tx: Tx) -> tuple[QueueMessage, ...]:
        """Newest first."""
        table = tables.message
        statement = select(table.c.id).where(table.c.dek_wrapped.is_not(None))
        if not self.everything:
            unfinished = select(tables.recipient.c.message_id).where(
                tables.recipient.c.state.not_in([state.value for state in FINAL])
            )
            statement = statement.where(table.c.id.in_(unfinished))
        ids = tx.connection.scalars(statement.order_by(table.c.id.desc()).limit(self.limit)).all()
        return tuple(_message(open_record(tx, message_id)) for message_id in ids)


@dataclass(frozen=True, slots=True)
class ShowMessage:
    """One message with its verdict and its audit record. Raises NotFound."""

    message_id: str

    def read(self, tx: Tx) -> MessageDetail:
        """Read it whole, except for its body."""
        record = open_record(tx, self.message_id)
        version = current_version(record)
        summary = load_summary(version.summary_json) if version.summary_json else None
        verdict = load_verdict(record.verdict_json) if record.verdict_json else None
        return MessageDetail(
            message=_message(record),
            attachments=tuple(
                {"name": a.name, "format": a.format, "size": a.size}
                for a in (summary.attachments if summary else ())
            ),
            verdict=verdict.as_json() if verdict else None,
            events=_events(record),
        )


@dataclass(frozen=True, slots=True)
class VerifyAudit:
    """Walk every audit chain."""

    def read(self, tx: Tx) -> audit.AuditReport:
        """Report what was read and what is broken."""
        return audit.verify(tx.connection)


def _message(record: Record) -> QueueMessage:
    version = current_version(record)
    hold = record.tx.connection.execute(
        select(tables.hold).where(
            tables.hold.c.message_id == record.id, tables.hold.c.closed_at.is_(None)
        )
    ).first()
    is_held = hold is not None and record.in_state(State.HELD)
    return QueueMessage(
        id=record.id,
        received_at=record.received_at,
        size=record.size,
        sender=str(record.envelope.sender or ""),
        subject=load_summary(version.summary_json).subject if version.summary_json else "",
        recipients=tuple(
            QueueRecipient(str(r.address), r.state.value, r.code, r.reply, r.changed_at)
            for r in record.recipients
        ),
        waiting_for=hold.waiting_for if hold and is_held else "",
        asked=record.key.open(f"hold/{hold.id}/person", hold.person_ct) if hold else "",
        expires_at=hold.expires_at if hold and is_held else None,
    )


def _events(record: Record) -> tuple[EventView, ...]:
    table = tables.event
    rows = record.tx.connection.execute(
        select(table).where(table.c.subject == audit.message_subject(record.id)).order_by(table.c.n)
    )
    return tuple(
        EventView(
            n=row.n,
            at=row.at,
            kind=row.kind,
            actor=row.actor,
            data=json.loads(row.data),
            detail=json.loads(record.key.open(f"event/{row.n}", row.sealed)) if row.sealed else {},
        )
        for row in rows
    )
