"""The policies that have been in use: each text once, by its hash, and when it counted."""

import json
import re
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from policies.rule import policy_hash
from quarantine import tables
from quarantine.errors import NotFound
from quarantine.transaction import Tx

#: The beginning of a hash that is enough to name a policy, if only one begins so.
MIN_HASH = 4
_HASH = re.compile(r"[0-9a-f]{4,64}\Z")

STORED, USED, WRITTEN = "stored", "used", "written-back"


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """One moment in a policy's life: first stored, in use from then on, or written back."""

    at: int
    kind: str
    actor: str
    mode: str  # enforce or observe; empty where it says nothing


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One stored policy, without its text. Times are UTC milliseconds."""

    hash: str
    stored_at: int
    used_at: int  # when it was last switched to
    in_use: bool  # no other one was switched to since
    events: tuple[PolicyEvent, ...]


@dataclass(frozen=True, slots=True)
class PolicyText:
    """The text of a stored policy and its full hash."""

    hash: str
    source: str


@dataclass(frozen=True, slots=True)
class StorePolicy:
    """From now on this policy judges; its text is kept under its hash for ever."""

    source: str
    mode: str
    actor: str = "system"

    def apply(self, tx: Tx) -> str:
        """Keep it if it is new, note the time, and return its hash."""
        name = policy_hash(self.source)
        table = tables.policy
        known = tx.connection.execute(
            update(table).where(table.c.hash == name).values(used_at=tx.now)
        ).rowcount
        if not known:
            tx.connection.execute(
                insert(table).values(
                    hash=name,
                    source_ct=tx.keyring.seal(f"policy/{name}", self.source),
                    stored_at=tx.now,
                    used_at=tx.now,
                )
            )
            tx.record(_subject(name), STORED, self.actor, {}, None)
        tx.record(_subject(name), USED, self.actor, {"mode": self.mode}, None)
        return name


@dataclass(frozen=True, slots=True)
class NotePolicyWritten:
    """A person has put a stored policy back into the policy file; it counts when reloaded."""

    hash: str
    actor: str

    def apply(self, tx: Tx) -> None:
        """Append it to the policy's audit record."""
        found = ReadPolicy(self.hash).read(tx)
        tx.record(_subject(found.hash), WRITTEN, self.actor, {}, None)


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """The text of a policy, by its hash or the beginning of it. Raises NotFound."""

    hash: str

    def read(self, tx: Tx) -> PolicyText:
        """The one policy that the hash names."""
        if not _HASH.match(self.hash):
            raise NotFound(f"{self.hash!r} is not a policy's hash ({MIN_HASH} hex digits or more)")
        table = tables.policy
        rows = tx.connection.execute(select(table).where(table.c.hash.startswith(self.hash))).all()
        if not rows:
            raise NotFound(f"no policy {self.hash} was ever in use here")
        if len(rows) > 1:
            raise NotFound(f"{len(rows)} policies begin with {self.hash}; give more of the hash")
        (row,) = rows
        return PolicyText(row.hash, tx.keyring.open(f"policy/{row.hash}", row.source_ct))


@dataclass(frozen=True, slots=True)
class ListPolicies:
    """Every policy that has been in use."""

    def read(self, tx: Tx) -> tuple[PolicyVersion, ...]:
        """The one last switched to first."""
        table = tables.policy
        rows = tx.connection.execute(
            select(table.c.hash, table.c.stored_at, table.c.used_at).order_by(
                table.c.used_at.desc(), table.c.stored_at.desc()
            )
        ).all()
        return tuple(
            PolicyVersion(row.hash, row.stored_at, row.used_at, n == 0, _events(tx, row.hash))
            for n, row in enumerate(rows)
        )


def _events(tx: Tx, name: str) -> tuple[PolicyEvent, ...]:
    table = tables.event
    rows = tx.connection.execute(
        select(table.c.at, table.c.kind, table.c.actor, table.c.data)
        .where(table.c.subject == _subject(name))
        .order_by(table.c.n)
    )
    return tuple(
        PolicyEvent(row.at, row.kind, row.actor, json.loads(row.data).get("mode", ""))
        for row in rows
    )


def _subject(name: str) -> str:
    return f"policy:{name}"
