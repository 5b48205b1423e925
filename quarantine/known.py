"""The directory in the store: imported rows, sealed, with a version number."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select, update

from policies.recipients.acquaintance import DAYS_TO_BE_KNOWN
from policies.recipients.directory import Entry, providers_in
from policies.recipients.freemail import is_freemail
from quarantine import tables
from quarantine.transaction import Tx

_ENTRY = TypeAdapter(Entry)
_VERSION = "knowledge-version"


@dataclass(frozen=True, slots=True)
class ImportDirectory:
    """Merge rows into the directory; with ``replace`` they become the whole directory."""

    entries: tuple[Entry, ...]
    actor: str
    replace: bool = False

    def apply(self, tx: Tx) -> int:
        """Store the rows under a new version number; returns how many there are now."""
        table = tables.directory
        rows = {tx.keyring.lookup(e.key): _ENTRY.dump_json(e).decode() for e in self.entries}
        if self.replace:
            tx.connection.execute(delete(table))
        else:
            for key in rows:
                tx.connection.execute(delete(table).where(table.c.key_hmac == key))
        if rows:
            tx.connection.execute(
                insert(table),
                [
                    {
                        "key_hmac": key,
                        "row_ct": tx.keyring.seal(f"directory/{key.hex()}", row),
                        "changed_at": tx.now,
                    }
                    for key, row in rows.items()
                ],
            )
        _next_version(tx)
        tx.record(
            "system:directory",
            "directory-imported",
            self.actor,
            {"rows": len(rows), "replace": self.replace},
            None,
        )
        return tx.connection.scalars(select(func.count()).select_from(table)).one()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Whom the company knows: the directory under its version, and domains known by use.

    ``established`` are the best known first: of two that are alike, the later one is the slip.
    """

    version: int
    entries: tuple[Entry, ...]
    established: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeVersion:
    """The number that changes with every import."""

    def read(self, tx: Tx) -> int:
        """Zero while nothing was imported."""
        return _version(tx)


@dataclass(frozen=True, slots=True)
class ReadKnowledge:
    """All of it at once."""

    def read(self, tx: Tx) -> Knowledge:
        """Open every row; freemail providers are never known as domains."""
        snapshot = ReadDirectory().read(tx)
        table = tables.acquaintance
        rows = tx.connection.execute(
            select(table.c.key_hmac, table.c.name_ct)
            .where(table.c.name_ct.is_not(None), table.c.days >= DAYS_TO_BE_KNOWN)
            .order_by(table.c.days.desc(), table.c.first_at, table.c.key_hmac)
        )
        names = (tx.keyring.open(f"acquaintance/{row[0].hex()}", row[1]) for row in rows)
        providers = providers_in(snapshot.entries)
        established = tuple(name for name in names if not is_freemail(name, providers))
        return Knowledge(snapshot.version, snapshot.entries, established)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every row of the directory under one version number."""

    version: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ReadDirectory:
    """The whole directory at once."""

    def read(self, tx: Tx) -> Snapshot:
        """Open every row."""
        rows = tx.connection.execute(select(tables.directory))
        entries = tuple(
            _ENTRY.validate_json(tx.keyring.open(f"directory/{row.key_hmac.hex()}", row.row_ct))
            for row in rows
        )
        return Snapshot(_version(tx), entries)


def _version(tx: Tx) -> int:
    table = tables.counter
    return tx.connection.scalar(select(table.c.value).where(table.c.name == _VERSION)) or 0


def _next_version(tx: Tx) -> None:
    table = tables.counter
    done = tx.connection.execute(
        update(table).where(table.c.name == _VERSION).values(value=table.c.value + 1)
    )
    if done.rowcount == 0:
        tx.connection.execute(insert(table).values(name=_VERSION, value=1))
