"""Memory of a day: encrypted files, and passwords that follow them by the same way (PPAP).

Kept as a keyed hash of sender and recipient with the newest time; no address, no password.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select

from policies.envelope import Address
from policies.message import Summary
from quarantine import tables
from quarantine.record import Record
from quarantine.states import State
from quarantine.transaction import Tx

FILE, PASSWORD = "file", "password"
KEPT = 24 * 3_600_000  # ms


@dataclass(frozen=True, slots=True)
class RecallLocked:
    """Those of these recipients to whom the sender sent an encrypted file within a day."""

    sender: Address | None
    recipients: tuple[Address, ...]

    def read(self, tx: Tx) -> frozenset[str]:
        """Their comparable addresses."""
        if self.sender is None:
            return frozenset()
        pairs = {_pair(tx, self.sender, address): address.key for address in self.recipients}
        table = tables.locked
        found = tx.connection.scalars(
            select(table.c.pair_hmac).where(
                table.c.what == FILE, table.c.pair_hmac.in_(pairs), table.c.at > tx.now - KEPT
            )
        )
        return frozenset(pairs[pair] for pair in found)


def remember_locked(record: Record, summary: Summary) -> None:
    """This mail carries an encrypted file, or tells a password to those it leaves for."""
    sender = record.envelope.sender
    whats = [FILE] * summary.locked + [PASSWORD] * summary.tells_password
    if sender is None or not whats:
        return
    tx, table = record.tx, tables.locked
    tx.connection.execute(delete(table).where(table.c.at <= tx.now - KEPT))
    gone = {r.address for r in record.in_state(State.RELEASED)}
    for address in record.envelope.recipients:
        pair = _pair(tx, sender, address)
        for what in whats if address in gone else whats[: summary.locked]:
            same = (table.c.pair_hmac == pair) & (table.c.what == what)
            tx.connection.execute(delete(table).where(same))
            tx.connection.execute(table.insert().values(pair_hmac=pair, what=what, at=tx.now))


def password_has_left(record: Record, since: int) -> bool:
    """Whether the sender has told one of the recipients a password since that time."""
    sender, tx, table = record.envelope.sender, record.tx, tables.locked
    if sender is None:
        return False
    pairs = [_pair(tx, sender, address) for address in record.envelope.recipients]
    found = tx.connection.scalar(
        select(table.c.at)
        .where(table.c.what == PASSWORD, table.c.pair_hmac.in_(pairs), table.c.at >= since)
        .limit(1)
    )
    return found is not None


def _pair(tx: Tx, sender: Address, recipient: Address) -> bytes:
    return tx.keyring.lookup(f"locked/{sender.mailbox}/{recipient.key}")
