"""Passwords for files that were agreed with a partner: tried on whatever goes to its domain."""

import json
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from policies.envelope import Address
from quarantine import tables
from quarantine.transaction import Tx

MAX_PASSWORDS = 20


@dataclass(frozen=True, slots=True)
class AgreePasswords:
    """From now on these passwords, and no others, are tried for a domain; none forgets them."""

    domain: str
    passwords: tuple[str, ...]
    actor: str

    def apply(self, tx: Tx) -> None:
        """Store them sealed; the record says that it was done, not what they are."""
        key = _key(tx, self.domain)
        table = tables.agreed
        tx.connection.execute(delete(table).where(table.c.domain_hmac == key))
        if self.passwords:
            text = json.dumps(self.passwords[:MAX_PASSWORDS])
            sealed = tx.keyring.seal(f"agreed/{key.hex()}", text)
            tx.connection.execute(insert(table).values(domain_hmac=key, passwords_ct=sealed))
        detail = tx.keyring.seal("event/passwords-agreed", self.domain)
        count = {"count": len(self.passwords)}
        tx.record("system:directory", "passwords-agreed", self.actor, count, detail)


@dataclass(frozen=True, slots=True)
class RecallAgreed:
    """The passwords agreed with the domains of these recipients, or those above them."""

    recipients: tuple[Address, ...]

    def read(self, tx: Tx) -> tuple[str, ...]:
        """Each once."""
        keys = {
            _key(tx, ".".join(labels[n:]))
            for labels in {tuple(address.domain.split(".")) for address in self.recipients}
            for n in range(max(1, len(labels) - 1))
        }
        table = tables.agreed
        rows = tx.connection.execute(select(table).where(table.c.domain_hmac.in_(keys)))
        found = [
            json.loads(tx.keyring.open(f"agreed/{row.domain_hmac.hex()}", row.passwords_ct))
            for row in rows
        ]
        return tuple(dict.fromkeys(password for passwords in found for password in passwords))


def _key(tx: Tx, domain: str) -> bytes:
    return tx.keyring.lookup(f"agreed/{domain.lower()}")
