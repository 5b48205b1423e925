"""Memory of stopped mail: sealed sketches, so that another try at the same is noticed."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select

from policies.codec import load_summary
from policies.envelope import Address
from policies.resemblance import Sketch, sketch
from quarantine import tables
from quarantine.record import Record
from quarantine.siblings import mail_id
from quarantine.transaction import Tx
from quarantine.versions import current_version

KEPT = 7 * 24 * 3_600_000  # ms
MAX_COMPARED = 20  # the newest of one sender

_SKETCH = TypeAdapter(Sketch)


@dataclass(frozen=True, slots=True)
class RecallStopped:
    """The sketches of this sender's mail that was stopped in the last seven days."""

    sender: Address | None

    def read(self, tx: Tx) -> tuple[Sketch, ...]:
        """The newest first."""
        if self.sender is None:
            return ()
        table = tables.stopped
        rows = tx.connection.execute(
            select(table.c.mail_id, table.c.sketch_ct)
            .where(table.c.sender_hmac == tx.keyring.lookup(self.sender.mailbox))
            .where(table.c.at > tx.now - KEPT)
            .order_by(table.c.at.desc())
            .limit(MAX_COMPARED)
        )
        return tuple(
            _SKETCH.validate_json(tx.keyring.open(f"stopped/{row.mail_id}", row.sketch_ct))
            for row in rows
        )


def remember_stopped(record: Record) -> None:
    """This mail was withdrawn or declined; its parts in other transactions count once."""
    sender, summary_json = record.envelope.sender, current_version(record).summary_json
    if sender is None or summary_json is None:
        return
    tx, table, mail = record.tx, tables.stopped, mail_id(record)
    tx.connection.execute(delete(table).where(table.c.at <= tx.now - KEPT))
    if tx.connection.execute(select(table.c.mail_id).where(table.c.mail_id == mail)).first():
        return
    kept = _SKETCH.dump_json(sketch(load_summary(summary_json))).decode()
    tx.connection.execute(
        insert(table).values(
            mail_id=mail,
            sender_hmac=tx.keyring.lookup(sender.mailbox),
            at=tx.now,
            sketch_ct=tx.keyring.seal(f"stopped/{mail}", kept),
        )
    )
