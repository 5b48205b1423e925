"""Decisions: what the sender confirmed or withdrew, what staff released or withdrew."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from quarantine import tables
from quarantine.errors import Conflict, StepsMissing
from quarantine.holding import close_hold, release
from quarantine.ids import new_id
from quarantine.links import open_link_row
from quarantine.record import RecipientRow, Record, open_record
from quarantine.states import SENDABLE, STOPPABLE, State
from quarantine.transaction import Tx

CONFIRM, WITHDRAW = "confirm", "withdraw"


@dataclass(frozen=True, slots=True)
class Decide:
    """The sender's decision about one hold, through a link made for it.

    ``ticked`` and ``dropped`` are comparable addresses. ``client`` is where the
    decision came from, for the record. Repeating the same decision is harmless.

    Raises NotFound for a link that never was, Conflict when the hold was decided
    otherwise or another version is held by now, StepsMissing when a held
    recipient is neither ticked nor dropped.
    """

    token: str
    choice: str
    version_id: str
    ticked: frozenset[str]
    dropped: frozenset[str]
    client: str

    def apply(self, tx: Tx) -> None:
        """Check everything again, then decide in one transaction."""
        link = open_link_row(tx, self.token, purpose="decide")
        held = tx.connection.execute(
            select(tables.hold).where(tables.hold.c.id == link.hold_id)
        ).one()
        record = open_record(tx, held.message_id)
        if held.closed_at is not None:
            if held.outcome == self.choice:
                return
            raise Conflict(f"the hold was closed: {held.outcome}")
        if held.version_id != self.version_id:
            raise Conflict("another version is held by now")
        recipients = record.in_state(State.HELD)
        person = record.key.open(f"hold/{held.id}/person", held.person_ct)
        if self.choice == WITHDRAW:
            _withdraw(record, recipients)
        else:
            self._confirm(record, recipients)
        nothing_goes = all(r.state is State.DROPPED for r in recipients)
        close_hold(record, held.id, WITHDRAW if nothing_goes else self.choice)
        self._store(tx, record, held.id, person)
        record.save()

    def _confirm(self, record: Record, recipients: list[RecipientRow]) -> None:
        open_ends = [
            str(r.address)
            for r in recipients
            if (r.address.key in self.ticked) == (r.address.key in self.dropped)
        ]
        if open_ends:
            raise StepsMissing(open_ends)
        dropped = [r for r in recipients if r.address.key in self.dropped]
        staying = [r for r in recipients if r.address.key in self.ticked]
        record.move(dropped, State.DROPPED)
        if staying and dropped:
            # The copies still to go must not name whom they do not go to any more, be it in
            # a group, a comment or a display name: a worker looks, makes that version, and
            # it is judged before it is released.
            record.tx.add_task(
                "revise",
                record.id,
                params=json.dumps(
                    {
                        "drop": [str(r.address) for r in dropped],
                        "ticked": [str(r.address) for r in staying],
                    }
                ),
            )
        else:
            release(record, staying, self.version_id)

    def _store(self, tx: Tx, record: Record, hold_id: str, person: str) -> None:
        detail = {
            "person": person,
            "ticked": sorted(self.ticked),
            "dropped": sorted(self.dropped),
            "client": self.client,
        }
        decision_id = new_id()
        tx.connection.execute(
            insert(tables.decision).values(
                id=decision_id,
                hold_id=hold_id,
                role="sender",
                choice=self.choice,
                version_id=self.version_id,
                detail_ct=record.key.seal(f"decision/{decision_id}/detail", json.dumps(detail)),
                at=tx.now,
            )
        )
        record.note(
            "confirmed" if self.choice == CONFIRM else "withdrawn",
            record.person(person),
            {"hold": hold_id, "decision": decision_id, "version": self.version_id},
            detail,
        )


@dataclass(frozen=True, slots=True)
class ReleaseByStaff:
    """Release what is held of a message, without its sender. Needs a reason."""

    message_id: str
    actor: str
    reason: str

    def apply(self, tx: Tx) -> int:
        """Returns how many recipients were released; Conflict when none is held."""
        record, held = _open_held(tx, self.message_id)
        recipients = record.in_state(State.HELD)
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
        stopped = _withdraw(record, record.in_state(State.HELD))
        if not stopped:
            raise Conflict("nothing of this message can be withdrawn any more")
        for hold_id in _open_hold_ids(tx, self.message_id):
            close_hold(record, hold_id, "withdrawn")
        tx.drop_tasks("revise", self.message_id)
        record.note("withdrawn", self.actor, {"recipients": stopped}, {"reason": self.reason})
        record.save()
        return len(stopped)


def _withdraw(record: Record, held: list[RecipientRow]) -> list[int]:
    """Withdraw the held recipients and whatever else has not left yet."""
    stopped = [*held, *record.in_state(*STOPPABLE)]
    record.move(stopped, State.WITHDRAWN)
    return [r.n for r in stopped]


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
