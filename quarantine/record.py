"""A stored message under transition: its row, its recipients, its audit chain.

Every command that moves a message works through one ``Record``: it opens the row,
moves recipients by legal moves only, notes audit events, and saves. Saving fails
with Conflict when somebody else has saved in between.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select, update

from policies.envelope import Address, Client, Envelope
from quarantine import audit, tables
from quarantine.errors import Conflict, NotFound
from quarantine.keys import MessageKey
from quarantine.states import FINAL, State, check_move
from quarantine.transaction import Tx


@dataclass
class RecipientRow:
    """One recipient while its message is open."""

    n: int
    address: Address
    state: State
    version_id: str | None
    released_at: int | None
    next_try_at: int | None
    tries: int
    unknowns: int
    code: int | None
    reply: str
    changed_at: int


@dataclass
class Record:
    """An open message. Use ``open_record``; call ``save`` at the end of a change."""

    tx: Tx
    id: str
    key: MessageKey
    received_at: int
    size: int
    envelope: Envelope
    recipients: list[RecipientRow]
    verdict_json: str | None
    _revision: int
    _events: int
    _head: bytes
    _new_events: list[audit.Event] = field(default_factory=list)

    def in_state(self, *states: State) -> list[RecipientRow]:
        """The recipients that are in one of these states, in envelope order."""
        return [r for r in self.recipients if r.state in states]

    @property
    def is_finished(self) -> bool:
        """Whether no recipient can move any more."""
        return all(r.state in FINAL for r in self.recipients)

    def move(
        self, recipients: Iterable[RecipientRow], to: State, *, reply: str = "", **changes: Any
    ) -> None:
        """Move recipients to a state; raise Conflict for a move that is not legal."""
        table = tables.recipient
        for recipient in recipients:
            check_move(recipient.state, to)
            values = dict(changes, state=to.value, changed_at=self.tx.now)
            if reply:
                values["reply_ct"] = self.key.seal(f"recipient/{recipient.n}/reply", reply)
            self.tx.connection.execute(
                update(table)
                .where(table.c.message_id == self.id, table.c.n == recipient.n)
                .values(values)
            )
            recipient.state = to
            for name, value in changes.items():
                setattr(recipient, name, value)

    def note(
        self,
        kind: str,
        actor: str,
        data: Mapping[str, Any],
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Append an audit event; ``detail`` may hold personal data and is sealed."""
        n = self._events + len(self._new_events)
        sealed = detail and self.key.seal(f"event/{n}", audit.canonical(detail))
        event = audit.make_event(
            audit.message_subject(self.id),
            n,
            self._new_events[-1].hash if self._new_events else self._head,
            at=self.tx.now,
            kind=kind,
            actor=actor,
            data=data,
            sealed=sealed or None,
        )
        self._new_events.append(event)

    def save(self, **changes: Any) -> None:
        """Write the message row and the audit events; the transition is then complete."""
        head = self._new_events[-1].hash if self._new_events else self._head
        table = tables.message
        done = self.tx.connection.execute(
            update(table)
            .where(table.c.id == self.id, table.c.revision == self._revision)
            .values(
                dict(
                    changes,
                    revision=self._revision + 1,
                    events=self._events + len(self._new_events),
                    head=head,
                )
            )
        )
        if done.rowcount != 1:
            raise Conflict("the message has changed in between")
        if self._new_events:
            self.tx.insert_events(self._new_events)
        if self.is_finished:
            self.tx.add_task("purge", self.id)

    def person(self, address: str) -> str:
        """The name of a person in audit records: the same person, the same name, no address."""
        return f"person:{self.tx.keyring.lookup(address).hex()[:16]}"


def open_record(tx: Tx, message_id: str) -> Record:
    """Open a stored message; raise NotFound when there is none."""
    row = tx.connection.execute(
        select(tables.message).where(tables.message.c.id == message_id)
    ).first()
    if row is None or row.dek_wrapped is None:
        raise NotFound(f"no message {message_id}")
    key = tx.keyring.message_key(row.id, row.dek_wrapped)
    table = tables.recipient
    rows = tx.connection.execute(
        select(table).where(table.c.message_id == message_id).order_by(table.c.n)
    ).all()
    recipients = [_recipient(key, recipient) for recipient in rows]
    return Record(
        tx=tx,
        id=row.id,
        key=key,
        received_at=row.received_at,
        size=row.size,
        envelope=_envelope(key, row, recipients),
        recipients=recipients,
        verdict_json=row.verdict_ct and key.open("message/verdict", row.verdict_ct),
        _revision=row.revision,
        _events=row.events,
        _head=row.head,
    )


def envelope_json(envelope: Envelope) -> str:
    """The envelope without its recipients, as it is sealed into the message row."""
    client = envelope.client
    return json.dumps(
        {
            "sender": envelope.sender and str(envelope.sender),
            "smtputf8": envelope.smtputf8,
            "client": {
                "host": client.host,
                "helo": client.helo,
                "protocol": client.protocol,
                "trusted": client.trusted,
                "user": client.user,
            },
        }
    )


def _envelope(key: MessageKey, row: Row[Any], recipients: list[RecipientRow]) -> Envelope:
    held = json.loads(key.open("message/envelope", row.envelope_ct))
    return Envelope(
        sender=Address.parse(held["sender"]) if held["sender"] else None,
        recipients=tuple(recipient.address for recipient in recipients),
        client=Client(**held["client"]),
        smtputf8=held["smtputf8"],
    )


def _recipient(key: MessageKey, row: Row[Any]) -> RecipientRow:
    reply = key.open(f"recipient/{row.n}/reply", row.reply_ct) if row.reply_ct else ""
    return RecipientRow(
        n=row.n,
        address=Address.parse(key.open(f"recipient/{row.n}/address", row.address_ct)),
        state=State(row.state),
        version_id=row.version_id,
        released_at=row.released_at,
        next_try_at=row.next_try_at,
        tries=row.tries,
        unknowns=row.unknowns,
        code=row.code,
        reply=reply,
        changed_at=row.changed_at,
    )
