"""Releasing, holding and what a hold brings with it: notice, reminder, deadline."""

import json
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from quarantine import tables
from quarantine.carried import remember_carried
from quarantine.ids import new_id
from quarantine.record import RecipientRow, Record
from quarantine.states import State
from quarantine.transaction import Tx
from quarantine.versions import VersionRow

SENDER, COMPLIANCE = "sender", "compliance"
NOTICE, REMINDER = 1, 2

_MINUTE = 60_000
#: Holds of one person within this time share one notice.
SHARED = 3 * _MINUTE
#: How long a notice waits when To or Cc name recipients who have not come yet: a server
#: that splits a mail by recipient hands its parts over one right after the other.
GATHER = 5_000
#: More notices than this in an hour, and the rest wait for a digest.
PER_HOUR = 10


@dataclass(frozen=True, slots=True)
class Deadlines:
    """After how many milliseconds a hold is reminded of, and returned."""

    remind_after: int
    expire_after: int


def release(record: Record, recipients: list[RecipientRow], version_id: str) -> None:
    """Order the delivery of one version to these recipients."""
    if not recipients:
        return
    now = record.tx.now
    record.move(recipients, State.RELEASED, version_id=version_id, released_at=now, next_try_at=now)
    remember_carried(record, recipients, version_id)
    record.tx.add_task("deliver", record.id)


def open_hold(
    record: Record,
    version: VersionRow,
    ask: str,
    deadlines: Deadlines,
    held: list[RecipientRow],
    *,
    gather: bool = False,
) -> None:
    """Keep the version back; ask the person, or wait for compliance.

    With ``gather`` the notice waits a little for other transactions of the same mail.
    """
    tx = record.tx
    hold_id = new_id()
    waiting_for = SENDER if ask else COMPLIANCE
    tx.connection.execute(
        insert(tables.hold).values(
            id=hold_id,
            message_id=record.id,
            version_id=version.id,
            waiting_for=waiting_for,
            person_hmac=tx.keyring.lookup(ask),
            person_ct=record.key.seal(f"hold/{hold_id}/person", ask),
            created_at=tx.now,
            expires_at=tx.now + deadlines.expire_after,
            notice_due=NOTICE,
        )
    )
    record.note(
        "held",
        "system",
        {
            "hold": hold_id,
            "version": version.id,
            "waiting_for": waiting_for,
            "recipients": [r.n for r in held],
        },
    )
    queue_notice(tx, ask, gather=gather)
    tx.add_task("remind", hold_id, run_at=tx.now + deadlines.remind_after)
    tx.add_task("expire", hold_id, run_at=tx.now + deadlines.expire_after)


def hold_instead(record: Record, version_id: str) -> None:
    """The newest hold is about this version from now on."""
    table = tables.hold
    record.tx.connection.execute(
        update(table).where(table.c.id == _newest_hold(record)).values(version_id=version_id)
    )


def reopen_hold(record: Record, deadlines: Deadlines) -> str:
    """Go on with the hold that the sender has decided: his link and his decision stay with it.

    Returns the hold's id.
    """
    tx, table, hold_id = record.tx, tables.hold, _newest_hold(record)
    expires_at = tx.now + deadlines.expire_after
    tx.connection.execute(
        update(table)
        .where(table.c.id == hold_id)
        .values(closed_at=None, outcome=None, expires_at=expires_at)
    )
    tx.add_task("expire", hold_id, run_at=expires_at)
    return hold_id


def _newest_hold(record: Record) -> str:
    table = tables.hold
    hold_id: str = record.tx.connection.scalars(
        select(table.c.id)
        .where(table.c.message_id == record.id)
        .order_by(table.c.created_at.desc())
        .limit(1)
    ).one()
    return hold_id


def queue_notice(tx: Tx, person: str, *, shares: bool = True, gather: bool = False) -> None:
    """Queue the notice to a person (empty: compliance) that tells of all their new holds.

    At once, unless many went out within the hour, or the last one just now: a
    reminder does not wait for others to share it (``shares``), its deadline is near.
    """
    table = tables.hold
    person_hmac = tx.keyring.lookup(person)
    sent = tx.connection.execute(
        select(func.count(table.c.noticed_at.distinct()), func.max(table.c.noticed_at)).where(
            table.c.person_hmac == person_hmac, table.c.noticed_at > tx.now - 60 * _MINUTE
        )
    ).one()
    run_at = tx.now + (GATHER if gather else 0)
    if sent[0] >= PER_HOUR:
        run_at = sent[1] + 60 * _MINUTE
    elif sent[0] and shares:
        run_at = max(run_at, sent[1] + SHARED)
    tx.add_task("notice", person_hmac.hex(), run_at=run_at, params=json.dumps({"person": person}))


def close_hold(record: Record, hold_id: str, outcome: str) -> None:
    """Nothing is asked any more; reminder and deadline go with the hold."""
    table = tables.hold
    record.tx.connection.execute(
        update(table)
        .where(table.c.id == hold_id)
        .values(closed_at=record.tx.now, outcome=outcome, notice_due=0)
    )
    record.tx.drop_tasks("remind", hold_id)
    record.tx.drop_tasks("expire", hold_id)
    record.tx.drop_tasks("approval", hold_id)
    record.tx.drop_tasks("cool", hold_id)


def queue_report(record: Record, recipients: list[RecipientRow], reason: str) -> None:
    """Queue one delivery status notification for the recipients that just changed."""
    numbers = [r.n for r in recipients]
    record.tx.add_task(
        "report", record.id, route=new_id(), params=json.dumps({"reason": reason, "n": numbers})
    )
