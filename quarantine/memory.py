"""Memory of deliveries: who here has written to whom, when, and who was together.

Only keyed hashes and counts are kept. Memory grows when a mail has been delivered,
so that what is withdrawn, dropped or only tried teaches nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from policies.envelope import Address
from policies.learning.learned import Learned
from policies.recipients.acquaintance import Acquaintance, Recall
from policies.recipients.freemail import house
from quarantine import tables
from quarantine.among import Among
from quarantine.carried import count_sent, recall_carried
from quarantine.transaction import Tx

_DAY = 24 * 3_600_000
MAX_DOMAINS = 20  # beyond this many, who was together says nothing

# Made once: to build a statement anew costs more than to run it.
_OF_SENDER = Among(
    select(
        tables.pair.c.recipient_hmac,
        tables.pair.c.mails,
        tables.pair.c.last_at,
        tables.pair.c.refused_at,
    ).where(tables.pair.c.sender_hmac == bindparam("sender")),
    tables.pair.c.recipient_hmac,
)
_ACQUAINTED = Among(
    select(
        tables.acquaintance.c.key_hmac,
        tables.acquaintance.c.mails,
        tables.acquaintance.c.days,
        tables.acquaintance.c.senders,
    ),
    tables.acquaintance.c.key_hmac,
)
_TOGETHER = Among(select(tables.together.c.domains_hmac), tables.together.c.domains_hmac)


class _Pair(NamedTuple):
    """What a sender has sent to a recipient."""

    mails: int
    last_at: int
    refused_at: int | None


class _Met(NamedTuple):
    """How the company is acquainted with an address or a domain."""

    mails: int
    days: int
    senders: int


@dataclass(frozen=True, slots=True)
class RecallMemory:
    """What is remembered about the outside recipients of one mail."""

    sender: Address | None
    recipients: tuple[Address, ...]

    def read(self, tx: Tx) -> Recall:
        """One acquaintance per recipient, in order, and the domains that were together."""
        keys = {r.key: tx.keyring.lookup(r.key) for r in self.recipients}
        domains = {r.domain: tx.keyring.lookup(f"@{r.domain}") for r in self.recipients}
        rows = _ACQUAINTED.rows(tx, [*keys.values(), *domains.values()])
        known = {key: _Met(*row) for key, *row in rows}
        pairs = self._pairs(tx, list(keys.values()))
        return Recall(
            tuple(
                _acquaintance(
                    tx.now,
                    pairs.get(keys[r.key]),
                    known.get(keys[r.key]),
                    known.get(domains[r.domain]),
                )
                for r in self.recipients
            ),
            self._together(tx, sorted({house(r) for r in self.recipients})),
            recall_carried(tx, self.sender, self.recipients),
            *count_sent(tx, self.sender),
        )

    def _pairs(self, tx: Tx, keys: Sequence[bytes]) -> dict[bytes, _Pair]:
        if self.sender is None:
            return {}
        sender = tx.keyring.lookup(self.sender.mailbox)
        return {key: _Pair(*row) for key, *row in _OF_SENDER.rows(tx, keys, sender=sender)}

    def _together(self, tx: Tx, houses: list[str]) -> frozenset[tuple[str, str]]:
        if not 2 <= len(houses) <= MAX_DOMAINS:
            return frozenset()
        keys = {_both(tx, a, b): (a, b) for a, b in combinations(houses, 2)}
        return frozenset(keys[key] for (key,) in _TOGETHER.rows(tx, list(keys)))


@dataclass(frozen=True, slots=True)
class Learn:
    """Take over what was learned from old logs and folders; merges with what is there."""

    learned: Learned
    actor: str

    def apply(self, tx: Tx) -> int:
        """Store every pair; returns how many there were."""
        for found in self.learned.pairs:
            first, last = (int(at.timestamp() * 1000) for at in (found.first, found.last))
            if _is_known_until(tx, found.sender, found.recipient, last):
                continue  # the same log again
            _remember_pair(
                tx, found.sender, found.recipient, last, mails=found.count, days=found.days,
                first=first,
            )  # fmt: skip
        for a, b in self.learned.together:
            _bring_together(tx, a, b)
        tx.record("system:memory", "learned", self.actor, {"pairs": len(self.learned.pairs)}, None)
        return len(self.learned.pairs)


def _is_known_until(tx: Tx, sender: Address, recipient: Address, last: int) -> bool:
    table = tables.pair
    mine, theirs = tx.keyring.lookup(sender.mailbox), tx.keyring.lookup(recipient.key)
    at = tx.connection.scalar(
        select(table.c.last_at).where(
            table.c.sender_hmac == mine, table.c.recipient_hmac == theirs, table.c.mails > 0
        )
    )
    return at is not None and at >= last


def remember_delivery(tx: Tx, sender: Address, recipients: Iterable[Address]) -> None:
    """A mail of this sender has reached these outside recipients."""
    reached = list(recipients)
    for recipient in reached:
        _remember_pair(tx, sender, recipient, tx.now, mails=1, days=1, first=tx.now)


def remember_together(tx: Tx, recipients: Iterable[Address]) -> None:
    """These outside recipients got one and the same mail."""
    distinct = sorted({house(recipient) for recipient in recipients})
    if 2 <= len(distinct) <= MAX_DOMAINS:
        for pair in combinations(distinct, 2):
            _bring_together(tx, *pair)


def _bring_together(tx: Tx, a: str, b: str) -> None:
    table = tables.together
    key = _both(tx, a, b)
    done = tx.connection.execute(
        update(table)
        .where(table.c.domains_hmac == key)
        .values(mails=table.c.mails + 1, last_at=tx.now)
    )
    if not done.rowcount:
        tx.connection.execute(insert(table).values(domains_hmac=key, mails=1, last_at=tx.now))


def remember_refusal(tx: Tx, sender: Address, recipients: Iterable[Address]) -> None:
    """The sender withdrew or dropped these recipients."""
    table = tables.pair
    mine = tx.keyring.lookup(sender.mailbox)
    for recipient in recipients:
        theirs = tx.keyring.lookup(recipient.key)
        done = tx.connection.execute(
            update(table)
            .where(table.c.sender_hmac == mine, table.c.recipient_hmac == theirs)
            .values(refused_at=tx.now)
        )
        if not done.rowcount:
            tx.connection.execute(
                insert(table).values(
                    sender_hmac=mine, recipient_hmac=theirs, first_at=tx.now, last_at=tx.now,
                    mails=0, refused_at=tx.now,
                )
            )  # fmt: skip


def _remember_pair(
    tx: Tx, sender: Address, recipient: Address, last: int, *, mails: int, days: int, first: int
) -> None:
    table = tables.pair
    mine, theirs = tx.keyring.lookup(sender.mailbox), tx.keyring.lookup(recipient.key)
    same = (table.c.sender_hmac == mine) & (table.c.recipient_hmac == theirs)
    row = tx.connection.execute(select(table.c.mails, table.c.last_at).where(same)).first()
    if row is None:
        tx.connection.execute(
            insert(table).values(
                sender_hmac=mine, recipient_hmac=theirs, first_at=first, last_at=last, mails=mails
            )
        )
    else:
        tx.connection.execute(
            update(table)
            .where(same)
            .values(mails=row.mails + mails, last_at=max(row.last_at, last), refused_at=None)
        )
    senders = int(row is None or row.mails == 0)
    domain = tx.keyring.lookup(f"@{recipient.domain}")
    for key, name in ((theirs, ""), (domain, recipient.domain)):
        _acquaint(tx, key, name, last, mails=mails, days=days, first=first, senders=senders)


def _acquaint(
    tx: Tx, key: bytes, name: str, last: int, *, mails: int, days: int, first: int, senders: int
) -> None:
    table = tables.acquaintance
    day = tx.day(last)
    row = tx.connection.execute(select(table).where(table.c.key_hmac == key)).first()
    if row is None:
        sealed = tx.keyring.seal(f"acquaintance/{key.hex()}", name) if name else None
        tx.connection.execute(
            insert(table).values(
                key_hmac=key, name_ct=sealed, first_at=first, last_at=last, last_day=day, days=days,
                mails=mails, senders=senders,
            )
        )  # fmt: skip
        return
    more_days = min(days, max(0, day - row.last_day))
    tx.connection.execute(
        update(table)
        .where(table.c.key_hmac == key)
        .values(
            last_at=max(row.last_at, last),
            last_day=max(row.last_day, day),
            days=row.days + more_days,
            mails=row.mails + mails,
            senders=row.senders + senders,
        )
    )


def _acquaintance(
    now: int, pair: _Pair | None, address: _Met | None, domain: _Met | None
) -> Acquaintance:
    mails = pair.mails if pair else 0
    return Acquaintance(
        sent_by_sender=mails,
        days_since_last=(now - pair.last_at) // _DAY if pair and mails else 0,
        # Confirmed and delivered since: then it was not the address that was wrong.
        refused=bool(pair and pair.refused_at and pair.refused_at >= pair.last_at),
        sent_by_company=address.mails if address else 0,
        days=address.days if address else 0,
        senders=address.senders if address else 0,
        domain_mails=domain.mails if domain else 0,
        domain_days=domain.days if domain else 0,
    )


def _both(tx: Tx, a: str, b: str) -> bytes:
    return tx.keyring.lookup(f"{a} {b}")
