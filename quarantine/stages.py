"""What follows when the sender has done his part: a second person, a cooling-off, the release.

A hold waits for the sender, then for an approver if a rule asks for one, then for
the end of its cooling-off. Each stage is one transaction; ``waiting_for`` names it.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select, update

from policies.codec import load_summary, load_verdict
from policies.verdict import Step
from quarantine import queue, tables
from quarantine.errors import NotFound
from quarantine.holding import COMPLIANCE, close_hold, release
from quarantine.record import RecipientRow, Record, open_record
from quarantine.states import State
from quarantine.steps import SECOND_PERSON, cooling_of, demanded
from quarantine.transaction import Tx
from quarantine.versions import open_version

APPROVER, DELAY = "approver", "delay"


def advance(
    record: Record,
    hold_id: str,
    recipients: list[RecipientRow],
    left: Collection[Step],
    approvers: Iterable[str],
) -> None:
    """Go on with the first stage that the remaining steps ask for."""
    if any(step.kind == SECOND_PERSON for step in left):
        _ask_approvers(record, hold_id, approvers)
    elif seconds := cooling_of(left):
        _cool(record, hold_id, recipients, seconds)
    else:
        release(record, recipients, _version_of(record.tx, hold_id))
        close_hold(record, hold_id, "confirm")


def after_approval(record: Record, hold_id: str) -> None:
    """The second person has agreed: what is left is at most a cooling-off."""
    recipients = record.in_state(State.HELD)
    assert record.verdict_json is not None
    steps = demanded(load_verdict(record.verdict_json), recipients)
    left = [step for step in steps if step.kind != SECOND_PERSON]
    if seconds := cooling_of(left):
        _cool(record, hold_id, recipients, seconds)
    else:
        release(record, recipients, _version_of(record.tx, hold_id))
        close_hold(record, hold_id, "confirm")


@dataclass(frozen=True, slots=True)
class EndCooling:
    """The cooling-off is over, and nobody has withdrawn."""

    task: queue.Claimed

    def apply(self, tx: Tx) -> None:
        """Release what was cooling."""
        queue.finish(tx, self.task)
        table = tables.hold
        hold = tx.connection.execute(
            select(table).where(table.c.id == self.task.ref, table.c.closed_at.is_(None))
        ).first()
        if hold is None:
            raise NotFound(f"no open hold {self.task.ref}")
        record = open_record(tx, hold.message_id)
        release(record, record.in_state(State.COOLING), hold.version_id)
        close_hold(record, hold.id, "confirm")
        record.note("cooled", "system", {"hold": hold.id})
        record.save()


def _cool(record: Record, hold_id: str, recipients: list[RecipientRow], seconds: int) -> None:
    tx = record.tx
    send_at = tx.now + seconds * 1000
    record.move(recipients, State.COOLING)
    _wait_for(tx, hold_id, DELAY, send_at=send_at)
    tx.add_task("cool", hold_id, run_at=send_at)
    tx.drop_tasks("remind", hold_id)
    tx.drop_tasks("expire", hold_id)
    record.note("cooling", "system", {"hold": hold_id, "until": send_at})


def _ask_approvers(record: Record, hold_id: str, approvers: Iterable[str]) -> None:
    """Ask everybody who may approve and had no part in sending; nobody there: compliance.

    An empty person in the task stands for compliance.
    """
    tx = record.tx
    authors = had_part(record, hold_id)
    asked = [
        person
        for person in dict.fromkeys(approvers)
        if not any(is_same_person(person, other) for other in authors)
    ]
    _wait_for(tx, hold_id, APPROVER if asked else COMPLIANCE)
    for person in asked or [""]:
        route = tx.keyring.lookup(person).hex()[:32]
        tx.add_task("approval", hold_id, route=route, params=json.dumps({"person": person}))
    detail = {"approvers": asked}
    record.note("approval-asked", "system", {"hold": hold_id, "approvers": len(asked)}, detail)


def had_part(record: Record, hold_id: str) -> tuple[str, ...]:
    """Everybody who may have written or confirmed the mail."""
    held = record.tx.connection.execute(
        select(tables.hold).where(tables.hold.c.id == hold_id)
    ).one()
    version = open_version(record, held.version_id)
    written_by = load_summary(version.summary_json).sender if version.summary_json else ""
    envelope = record.envelope
    return (
        record.key.open(f"hold/{hold_id}/person", held.person_ct),
        str(envelope.sender or ""),
        envelope.client.user,
        written_by,
    )


def is_same_person(one: str, other: str) -> bool:
    """Whether two addresses, or log-in names, are one person's.

    Tags behind a plus do not count, nor does a host below the same domain; a name
    without a domain is anybody's of that name.
    """
    (a, _, at), (b, _, home) = one.lower().rpartition("@"), other.lower().rpartition("@")
    a, at = (a, at) if a else (at, "")
    b, home = (b, home) if b else (home, "")
    if not a or a.partition("+")[0] != b.partition("+")[0]:
        return False
    return not at or not home or f".{at}".endswith(f".{home}") or f".{home}".endswith(f".{at}")


def _wait_for(tx: Tx, hold_id: str, stage: str, *, send_at: int | None = None) -> None:
    tx.connection.execute(
        update(tables.hold)
        .where(tables.hold.c.id == hold_id)
        .values(waiting_for=stage, send_at=send_at, notice_due=0)
    )


def _version_of(tx: Tx, hold_id: str) -> str:
    version_id: str = tx.connection.scalars(
        select(tables.hold.c.version_id).where(tables.hold.c.id == hold_id)
    ).one()
    return version_id
