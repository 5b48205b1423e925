"""What happens by itself: the reminder, the return at the deadline, the purge."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import delete, func, select, update

from quarantine import queue, tables
from quarantine.bodies import remove_file
from quarantine.errors import NotFound
from quarantine.holding import COMPLIANCE, REMINDER, SENDER, close_hold, queue_notice, queue_report
from quarantine.record import Record, open_record
from quarantine.states import State
from quarantine.transaction import Tx

_DAY = 24 * 3_600_000
#: How long the body of a message that was held is kept after its end.
KEEP_HELD = 90 * _DAY


@dataclass(frozen=True, slots=True)
class Remind:
    """Tell the person of an open hold once more."""

    task: queue.Claimed

    def apply(self, tx: Tx) -> None:
        """Queue the notice again, marked as a reminder."""
        queue.finish(tx, self.task)
        record, hold_id, person = _open(tx, self.task.ref)
        stage = tx.connection.scalar(
            select(tables.hold.c.waiting_for).where(tables.hold.c.id == hold_id)
        )
        if stage not in {SENDER, COMPLIANCE}:
            return  # the sender has done his part
        tx.connection.execute(
            update(tables.hold).where(tables.hold.c.id == hold_id).values(notice_due=REMINDER)
        )
        queue_notice(tx, person, shares=False)
        record.note("reminded", "system", {"hold": hold_id})
        record.save()


@dataclass(frozen=True, slots=True)
class Expire:
    """The deadline of a hold: what nobody decided goes back to its sender."""

    task: queue.Claimed

    def apply(self, tx: Tx) -> None:
        """Expire the held recipients and queue the return."""
        queue.finish(tx, self.task)
        record, hold_id, _ = _open(tx, self.task.ref)
        held = record.in_state(State.HELD)
        record.move(held, State.EXPIRED)
        close_hold(record, hold_id, "expired")
        queue_report(record, held, "expired")
        record.note("expired", "system", {"hold": hold_id, "recipients": [r.n for r in held]})
        record.save()


@dataclass(frozen=True, slots=True)
class AskCompliance:
    """A notice could not reach its person: compliance is asked about all it was to tell."""

    task: queue.Claimed
    person: str

    def apply(self, tx: Tx) -> None:
        """Hand over every open hold the person is still to be told of, and queue the notice."""
        queue.finish(tx, self.task)
        table = tables.hold
        waiting = tx.connection.execute(
            select(table.c.id, table.c.message_id).where(
                table.c.person_hmac == tx.keyring.lookup(self.person),
                table.c.notice_due > 0,
                table.c.waiting_for == SENDER,
                table.c.closed_at.is_(None),
            )
        ).all()
        for row in waiting:
            record = open_record(tx, row.message_id)
            tx.connection.execute(
                update(table)
                .where(table.c.id == row.id)
                .values(
                    waiting_for=COMPLIANCE,
                    person_hmac=tx.keyring.lookup(""),
                    person_ct=record.key.seal(f"hold/{row.id}/person", ""),
                    noticed_at=None,
                )
            )
            record.note("handed-to-compliance", "system", {"hold": row.id})
            record.save()
        if waiting:
            queue_notice(tx, "")


@dataclass(frozen=True, slots=True)
class Purge:
    """Delete the bodies of a finished message: at once if it passed, later if it was held."""

    task: queue.Claimed

    def apply(self, tx: Tx) -> None:
        """Delete, or wait for the keeping time or for reports that still need the body."""
        record = open_record(tx, self.task.ref)
        wait = _wait_for(tx, record)
        if wait:
            queue.postpone(tx, self.task, tx.now + wait)
            return
        queue.finish(tx, self.task)
        table = tables.version
        _drop_links(tx, record.id)
        files = tx.connection.scalars(
            select(table.c.file).where(table.c.message_id == record.id, table.c.file.is_not(None))
        ).all()
        tx.connection.execute(
            update(table).where(table.c.message_id == record.id).values(body=None, file=None)
        )
        for name in files:
            tx.after_commit.append(partial(remove_file, tx.blobs, name))
        record.note("purged", "system", {})
        record.save(purged_at=tx.now)
        tx.drop_tasks("purge", record.id)


def _drop_links(tx: Tx, message_id: str) -> None:
    holds = select(tables.hold.c.id).where(tables.hold.c.message_id == message_id)
    tx.connection.execute(delete(tables.token).where(tables.token.c.hold_id.in_(holds)))


def _wait_for(tx: Tx, record: Record) -> int:
    """How many milliseconds the bodies are still needed."""
    table = tables.hold
    closed_at = tx.connection.scalar(
        select(func.max(table.c.closed_at)).where(table.c.message_id == record.id)
    )
    if closed_at is not None and tx.now < closed_at + KEEP_HELD:
        return int(closed_at + KEEP_HELD - tx.now)
    reports = tx.connection.scalar(
        select(func.count()).where(tables.task.c.kind == "report", tables.task.c.ref == record.id)
    )
    return 10 * 60_000 if reports else 0


def _open(tx: Tx, hold_id: str) -> tuple[Record, str, str]:
    table = tables.hold
    row = tx.connection.execute(
        select(table).where(table.c.id == hold_id, table.c.closed_at.is_(None))
    ).first()
    if row is None:
        raise NotFound(f"no open hold {hold_id}")
    record = open_record(tx, row.message_id)
    return record, hold_id, record.key.open(f"hold/{hold_id}/person", row.person_ct)
