"""What staff does with a message: release it, try again, withdraw it. Always with an actor."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from quarantine import tables
from quarantine.errors import Conflict
from quarantine.holding import close_hold, release
from quarantine.record import Record, open_record
from quarantine.states import SENDABLE, State
from quarantine.transaction import Tx
from quarantine.withdrawing import withdraw


@dataclass(frozen=True, slots=True)
class ReleaseByStaff:
    """Release what is held of a message, without its sender. Needs a reason."""

    message_id: str
    actor: str
    reason: str

    def apply(self, tx: Tx) -> int:
        """Returns how many recipients were released; Conflict when none is held."""
        record, held = _open_held(tx, self.message_id)
        recipients = record.in_state(State.HELD, State.COOLING)
        release(record, recipients, held.version_id)
        close_hold(record, held.id, "released")
        record.note("released", self.actor, {"hold": held.id}, {"reason": self.reason})
        record.save()
        return len(recipients)


@dataclass(frozen=True, slots=True)
class RetryByStaff:
    """Try what waits for the relay at once, also what was parked after unknown outcomes."""

    message_id: str
    actor: str

    def apply(self, tx: Tx) -> int:
        """Returns how many recipients are tried again; Conflict when none waits."""
        record = open_record(tx, self.message_id)
        waiting = record.in_state(*SENDABLE)
        if not waiting:
            raise Conflict("nothing of this message waits for the relay")
        tx.connection.execute(
            update(tables.recipient)
            .where(
                tables.recipient.c.message_id == self.message_id,
                tables.recipient.c.n.in_([r.n for r in waiting]),
            )
            .values(next_try_at=tx.now)
        )
        tx.add_task("deliver", self.message_id)
        record.note("retried", self.actor, {"recipients": [r.n for r in waiting]})
        record.save()
        return len(waiting)


@dataclass(frozen=True, slots=True)
class WithdrawByStaff:
    """Stop everything of a message that has not been handed to the relay."""

    message_id: str
    actor: str
    reason: str = ""

    def apply(self, tx: Tx) -> int:
        """Returns how many recipients were withdrawn; Conflict when none could be."""
        record = open_record(tx, self.message_id)
        stopped = withdraw(record)
        if not stopped:
            raise Conflict("nothing of this message can be withdrawn any more")
        for hold_id in _open_hold_ids(tx, self.message_id):
            close_hold(record, hold_id, "withdrawn")
        tx.drop_tasks("revise", self.message_id)
        record.note("withdrawn", self.actor, {"recipients": stopped}, {"reason": self.reason})
        record.save()
        return len(stopped)


@dataclass(frozen=True, slots=True)
class _OpenHold:
    id: str
    version_id: str


def _open_held(tx: Tx, message_id: str) -> tuple[Record, _OpenHold]:
    record = open_record(tx, message_id)
    table = tables.hold
    row = tx.connection.execute(
        select(table.c.id, table.c.version_id).where(
            table.c.message_id == message_id, table.c.closed_at.is_(None)
        )
    ).first()
    if row is None:
        raise Conflict("nothing of this message is held")
    return record, _OpenHold(row.id, row.version_id)


def _open_hold_ids(tx: Tx, message_id: str) -> Sequence[str]:
    table = tables.hold
    return tx.connection.scalars(
        select(table.c.id).where(table.c.message_id == message_id, table.c.closed_at.is_(None))
    ).all()
