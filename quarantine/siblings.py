"""Transactions that are one mail: what the others of a message's kind say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from policies.envelope import Address, Envelope
from policies.message import Summary
from quarantine import tables
from quarantine.keys import Keyring
from quarantine.record import RecipientRow, Record, open_record
from quarantine.states import State
from quarantine.transaction import Tx

WINDOW = 10 * 60 * 1000  # ms after the first one
MAX_SIBLINGS = 200  # transactions that are looked at

#: These do not get it, so they do not count among its recipients.
_LEFT_OUT = frozenset({State.WITHDRAWN, State.DROPPED, State.REJECTED, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class SiblingView:
    """A recipient of the same mail in another transaction, and where it stands there."""

    address: str
    state: State


def mail_key(keyring: Keyring, envelope: Envelope, content: bytes) -> bytes | None:
    """Equal for transactions of one mail: sender, account, Message-ID and body.

    ``content`` is the keyed hash of the last two; without it there are no siblings.
    """
    if not content:
        return None
    return keyring.lookup(f"mail\n{envelope.sender}\n{envelope.client.user}\n{content.hex()}")


def first_of(tx: Tx, key: bytes | None) -> str | None:
    """The first transaction of this mail within the window, if there was one."""
    if key is None:
        return None
    table = tables.message
    return tx.connection.scalar(
        select(table.c.id)
        .where(table.c.mail_hmac == key, table.c.sibling_of.is_(None))
        .where(table.c.received_at > tx.now - WINDOW)
        .order_by(table.c.received_at)
        .limit(1)
    )


def mail_id(record: Record) -> str:
    """The id that all transactions of one mail share: that of the first."""
    table = tables.message
    first = record.tx.connection.scalar(select(table.c.sibling_of).where(table.c.id == record.id))
    return first or record.id


def sibling_addresses(record: Record) -> tuple[Address, ...]:
    """The recipients of the others that may get it, each once."""
    rows = (r for r in _sibling_recipients(record) if r.state not in _LEFT_OUT)
    found = {r.address.key: r.address for r in rows}
    return tuple(found.values())


def sibling_views(record: Record) -> tuple[SiblingView, ...]:
    """All recipients of the others, with their states; an address twice as it stands last."""
    found = {
        r.address.key: SiblingView(str(r.address), r.state) for r in _sibling_recipients(record)
    }
    return tuple(found.values())


def expects_more(record: Record, summary: Summary) -> bool:
    """Whether To or Cc name somebody outside the sender's domain who has not come here yet."""
    sender = record.envelope.sender
    if sender is None:
        return False
    here = {r.address.key for r in record.recipients}
    missing = {
        key for key in summary.to if key not in here and not key.endswith(f"@{sender.domain}")
    }
    return bool(missing) and not missing <= {a.key for a in sibling_addresses(record)}


def sibling_ids(record: Record) -> Sequence[str]:
    """The other transactions of the same mail, in the order in which they came."""
    table = tables.message
    first = mail_id(record)
    return record.tx.connection.scalars(
        select(table.c.id)
        .where(or_(table.c.id == first, table.c.sibling_of == first))
        .where(table.c.id != record.id, table.c.dek_wrapped.is_not(None))
        .order_by(table.c.received_at, table.c.id)
        .limit(MAX_SIBLINGS)
    ).all()


def _sibling_recipients(record: Record) -> Iterator[RecipientRow]:
    """Of all other transactions in the order in which they came, without our own addresses."""
    here = {r.address.key for r in record.recipients}
    for message_id in sibling_ids(record):
        for recipient in open_record(record.tx, message_id).recipients:
            if recipient.address.key not in here:
                yield recipient
