"""A second person's decision: an approver by his link, or staff on the command line."""

from dataclasses import dataclass

from sqlalchemy import select

from quarantine import tables
from quarantine.decisions import is_decided, open_hold_of, store_decision
from quarantine.errors import Conflict
from quarantine.hold_view import APPROVE
from quarantine.holding import COMPLIANCE, close_hold, queue_report
from quarantine.record import Record, open_record
from quarantine.stages import APPROVER, after_approval, had_part, is_same_person
from quarantine.states import State
from quarantine.stopped import remember_stopped
from quarantine.transaction import Tx

APPROVED, DECLINED = "approve", "decline"


@dataclass(frozen=True, slots=True)
class Approve:
    """A second person's decision, through a link of purpose ``approve``.

    Raises Conflict when somebody else has decided, or nothing waits for approval.
    """

    token: str
    choice: str
    version_id: str
    comment: str
    client: str

    def apply(self, tx: Tx) -> None:
        """Approve: go on to cooling-off or release. Decline: nothing goes, the sender is told."""
        hold = open_hold_of(tx, self.token, APPROVE)
        if is_decided(tx, hold.id, "approver"):
            raise Conflict("somebody has decided already")
        if hold.closed_at is not None or hold.waiting_for != APPROVER:
            raise Conflict("nothing waits for approval")
        if hold.version_id != self.version_id:
            raise Conflict("another version is held by now")
        record = open_record(tx, hold.message_id)
        person = record.key.open(f"token/{hold.id}/person", hold.approver_ct)
        detail = {"person": person, "comment": self.comment, "client": self.client}
        actor = record.person(person)
        store_decision(record, hold, self.version_id, "approver", self.choice, actor, detail)
        _put_into_effect(record, hold.id, self.choice)
        record.save()


@dataclass(frozen=True, slots=True)
class DecideByStaff:
    """Staff approves or declines on the command line, in place of a second person.

    Raises Conflict while the sender has not confirmed, and for whoever had a part in the
    mail: nobody approves his own.
    """

    message_id: str
    actor: str  # cli:<user>
    choice: str
    comment: str

    def apply(self, tx: Tx) -> int:
        """Returns how many recipients it was about."""
        table = tables.hold
        hold = tx.connection.execute(
            select(table).where(table.c.message_id == self.message_id, table.c.closed_at.is_(None))
        ).first()
        if hold is None or hold.waiting_for not in {APPROVER, COMPLIANCE}:
            raise Conflict("nothing of this message waits for approval")
        record = open_record(tx, self.message_id)
        user = self.actor.rpartition(":")[2]
        if any(is_same_person(user, other) for other in had_part(record, hold.id)):
            raise Conflict("nobody approves his own mail")
        held = record.in_state(State.HELD)
        detail = {"person": self.actor, "comment": self.comment, "client": ""}
        store_decision(record, hold, hold.version_id, "approver", self.choice, self.actor, detail)
        _put_into_effect(record, hold.id, self.choice)
        record.save()
        return len(held)


def _put_into_effect(record: Record, hold_id: str, choice: str) -> None:
    """Approved: on to cooling-off or release. Declined: nothing goes, the sender is told."""
    if choice == APPROVED:
        after_approval(record, hold_id)
        return
    declined = record.in_state(State.HELD)
    record.move(declined, State.WITHDRAWN)
    remember_stopped(record)
    close_hold(record, hold_id, "declined")
    queue_report(record, declined, "declined")
