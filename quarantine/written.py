"""What senders have written, as hashes of lines by Message-ID: later mail may quote it.

Kept for 90 days. Only keyed hashes: nobody can read a mail out of them.
"""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from quarantine import tables
from quarantine.record import Record
from quarantine.transaction import Tx

KEPT = 90 * 24 * 3_600_000
_LINE = 8  # bytes
_ID = 16


def remember_written(record: Record, lines: Iterable[bytes]) -> None:
    """The lines of this mail, under its Message-ID; later versions count for it too."""
    tx, table = record.tx, tables.written
    own = _thread(tx, record.id)[:1]
    joined = b"".join(lines)
    if not joined or not own or not any(own[0]):
        return
    tx.connection.execute(delete(table).where(table.c.at <= tx.now - KEPT))
    tx.connection.execute(delete(table).where(table.c.id_hmac == own[0]))
    tx.connection.execute(insert(table).values(id_hmac=own[0], at=tx.now, lines=joined))


def recall_written(record: Record) -> tuple[bytes, ...]:
    """The lines of all known mail that this one answers or refers to."""
    tx, table = record.tx, tables.written
    answered = _thread(tx, record.id)[1:]
    if not answered:
        return ()
    rows = tx.connection.scalars(
        select(table.c.lines).where(table.c.id_hmac.in_(answered), table.c.at > tx.now - KEPT)
    )
    return tuple(row[at : at + _LINE] for row in rows for at in range(0, len(row), _LINE))


def _thread(tx: Tx, message_id: str) -> list[bytes]:
    """The mail's own id, then those it refers to, as they were hashed at its coming."""
    table = tables.message
    joined = tx.connection.scalar(select(table.c.thread).where(table.c.id == message_id)) or b""
    return [joined[at : at + _ID] for at in range(0, len(joined), _ID)]
