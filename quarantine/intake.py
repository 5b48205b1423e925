"""Taking a message in: after this commit the client may be told 250."""

import json
from dataclasses import dataclass

from sqlalchemy import insert, select

from policies.envelope import Address, Envelope
from quarantine import audit, tables
from quarantine.bodies import StoredBody
from quarantine.keys import Keyring, MessageKey
from quarantine.record import envelope_json
from quarantine.siblings import first_of, mail_key
from quarantine.states import State
from quarantine.transaction import Tx
from quarantine.versions import insert_version

REPEAT_WINDOW = 10 * 60 * 1000  # ms


@dataclass(frozen=True)
class Accept:
    """Store a message whose body is durable already; returns its queue id."""

    envelope: Envelope
    body: StoredBody
    key: MessageKey

    def apply(self, tx: Tx) -> str:
        """Row, recipients, version 0, first audit event and judging task, in one commit."""
        ingest = _ingest_key(tx.keyring, self.envelope, self.body)
        repeat_of = tx.connection.scalar(
            select(tables.message.c.id)
            .where(tables.message.c.ingest_hmac == ingest)
            .where(tables.message.c.received_at > tx.now - REPEAT_WINDOW)
            .limit(1)
        )
        mail = mail_key(tx.keyring, self.envelope, self.body.content)
        first = first_of(tx, mail)
        event = self._first_event(tx, repeat_of, first)
        sender = self.envelope.sender
        tx.connection.execute(
            insert(tables.message).values(
                id=self.key.message_id,
                channel="mail",
                received_at=tx.now,
                size=self.body.size,
                kek_id=tx.keyring.kek_id,
                dek_wrapped=self.key.wrapped,
                sender_hmac=tx.keyring.lookup(sender.key if sender else ""),
                envelope_ct=self.key.seal("message/envelope", envelope_json(self.envelope)),
                ingest_hmac=ingest,
                mail_hmac=mail,
                sibling_of=first,
                thread=self.body.thread or None,
                revision=0,
                events=1,
                head=event.hash,
            )
        )
        tx.connection.execute(
            insert(tables.recipient),
            [self._recipient(tx, n, to) for n, to in enumerate(self.envelope.recipients)],
        )
        insert_version(tx, self.key, self.body)
        tx.insert_events([event])
        tx.add_task("judge", self.key.message_id)
        return self.key.message_id

    def _recipient(self, tx: Tx, n: int, address: Address) -> dict[str, object]:
        return {
            "message_id": self.key.message_id,
            "n": n,
            "address_hmac": tx.keyring.lookup(address.key),
            "address_ct": self.key.seal(f"recipient/{n}/address", str(address)),
            "state": State.RECEIVED.value,
            "tries": 0,
            "changed_at": tx.now,
        }

    def _first_event(self, tx: Tx, repeat_of: str | None, first: str | None) -> audit.Event:
        data = {
            "size": self.body.size,
            "recipients": len(self.envelope.recipients),
            "digest": self.body.digest.hex(),
        }
        if repeat_of:
            data["possible_repeat_of"] = repeat_of
        if first:
            data["sibling_of"] = first
        return audit.make_event(
            audit.message_subject(self.key.message_id),
            0,
            audit.GENESIS,
            at=tx.now,
            kind="received",
            actor="system",
            data=data,
            sealed=self.key.seal("event/0", json.dumps({"client": self.envelope.client.host})),
        )


def _ingest_key(keyring: Keyring, envelope: Envelope, body: StoredBody) -> bytes:
    """Equal for a client's repeat of the same transaction."""
    recipients = " ".join(address.key for address in envelope.recipients)
    return keyring.lookup(f"{envelope.sender}\n{recipients}\n{body.digest.hex()}")
