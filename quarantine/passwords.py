"""Passwords for the files of a message: sealed with its key, gone with it."""

import json

from sqlalchemy import select

from quarantine import tables
from quarantine.record import Record
from quarantine.states import State

REJUDGE = "rejudge"
MAX_PASSWORDS = 20
_SEAL = "message/passwords"


def passwords_of(record: Record) -> tuple[str, ...]:
    """What has been given for the files of this message."""
    table = tables.message
    sealed = record.tx.connection.scalar(
        select(table.c.passwords_ct).where(table.c.id == record.id)
    )
    return tuple(json.loads(record.key.open(_SEAL, sealed))) if sealed else ()


def keep_passwords(record: Record, given: tuple[str, ...], actor: str) -> None:
    """Add to them and have a worker judge the message again."""
    all_of_them = dict.fromkeys((*given, *passwords_of(record)))
    kept = [password for password in all_of_them if password][:MAX_PASSWORDS]
    record.note("passwords-given", actor, {"count": len(given)})
    record.save(passwords_ct=record.key.seal(_SEAL, json.dumps(kept)))
    record.tx.add_task(REJUDGE, record.id)


def is_opening(record: Record) -> bool:
    """Whether a worker is still trying them."""
    table = tables.task
    kinds = (REJUDGE, f"{REJUDGE}-thoroughly")
    found = record.tx.connection.scalar(
        select(table.c.id).where(table.c.ref == record.id, table.c.kind.in_(kinds))
    )
    return found is not None and bool(record.in_state(State.HELD))
