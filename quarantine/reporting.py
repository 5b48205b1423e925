"""What a delivery status notification needs to know (RFC 3464)."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from policies.codec import load_summary
from policies.envelope import Envelope
from quarantine import queue, tables
from quarantine.bodies import BodyRef
from quarantine.hold_view import FETCH
from quarantine.links import mint
from quarantine.record import Record, open_record
from quarantine.transaction import Tx
from quarantine.versions import current_version


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient a report is about, with the relay's last words if there were any."""

    address: str
    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One transition to report: ``reason`` is failed, expired, rejected or declined."""

    reason: str
    message_id: str
    received_at: int
    envelope: Envelope
    subject: str
    recipients: tuple[FailedRecipient, ...]
    body: BodyRef
    fetch_token: str  # for a body too large to send back; may be empty
    comment: str = ""  # of the person who declined


@dataclass(frozen=True, slots=True)
class OpenReport:
    """Collect a report; with ``link``, also make a link under which the body can be fetched."""

    task: queue.Claimed
    link_above: int  # bytes

    def apply(self, tx: Tx) -> Report:
        """Read the message and the recipients that the task names."""
        queue.check(tx, self.task)
        asked = json.loads(self.task.params)
        record = open_record(tx, self.task.ref)
        version = current_version(record)
        summary = version.summary_json and load_summary(version.summary_json)
        token = ""
        table = tables.hold
        hold_id = tx.connection.scalar(
            select(table.c.id)
            .where(table.c.message_id == record.id)
            .order_by(table.c.created_at.desc())
            .limit(1)
        )
        if hold_id and record.size > self.link_above:
            token = mint(tx, hold_id, str(record.envelope.sender or ""), FETCH)
        concerned = [record.recipients[n] for n in asked["n"]]
        return Report(
            reason=asked["reason"],
            message_id=record.id,
            received_at=record.received_at,
            envelope=record.envelope,
            subject=summary.subject if summary else "",
            recipients=tuple(
                FailedRecipient(str(r.address), r.code or 0, r.reply) for r in concerned
            ),
            body=version.body,
            fetch_token=token,
            comment=_comment(record, hold_id) if asked["reason"] == "declined" else "",
        )


def _comment(record: Record, hold_id: str | None) -> str:
    table = tables.decision
    row = record.tx.connection.execute(
        select(table.c.id, table.c.detail_ct).where(
            table.c.hold_id == hold_id, table.c.role == "approver"
        )
    ).first()
    if row is None:
        return ""
    detail = json.loads(record.key.open(f"decision/{row.id}/detail", row.detail_ct))
    return str(detail.get("comment", ""))
