"""Opening the database: SQLite pragmas, one owning process, and the schema."""

import fcntl
import sqlite3
from pathlib import Path
from typing import IO, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, select

from quarantine import tables
from quarantine.errors import InUse
from quarantine.places import Places

_MIGRATIONS = Path(__file__).with_name("migrations")


def lock(places: Places) -> list[IO[str]]:
    """Become the one process that owns these places; raise InUse when another is.

    The locks go with the process, however it ends, so there is no stale lock.
    """
    held: list[IO[str]] = []
    for folder in dict.fromkeys([places.folder, places.database.parent, places.blobs]):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held.append((folder / "lock").open("a"))
        try:
            fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            unlock(held)
            raise InUse(f"another process works on {folder}") from None
    return held


def unlock(held: list[IO[str]]) -> None:
    """Give the places free."""
    for file in held:
        file.close()


def open_writer(path: Path) -> Engine:
    """The engine of the one writing connection: WAL, every commit on the disk."""
    engine = create_engine(f"sqlite:///{path}", pool_size=1, max_overflow=0)
    _on_connect(
        engine,
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA secure_delete=ON",
        "PRAGMA wal_autocheckpoint=4000",
    )
    # Take the write lock at once: a read that becomes a write may find it taken.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def open_reader(path: Path) -> Engine:
    """The engine for reading; its connections can neither write nor checkpoint.

    SQLite before 3.51.3 can corrupt a WAL that two connections reset at once.
    """
    engine = create_engine(f"sqlite:///{path}", pool_size=4, max_overflow=4)
    _on_connect(engine, "PRAGMA query_only=ON", "PRAGMA wal_autocheckpoint=0")
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def is_empty(engine: Engine) -> bool:
    """Whether nothing has ever been stored here."""
    return not inspect(engine).has_table("message")


def body_files(engine: Engine) -> frozenset[str]:
    """The names of all body files that a version refers to."""
    column = tables.version.c.file
    with engine.begin() as connection:
        return frozenset(connection.scalars(select(column).where(column.is_not(None))))


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision; nothing happens when it is there."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        _run_upgrade(config, connection)


def _run_upgrade(config: Config, connection: Connection) -> None:
    with connection.begin():
        command.upgrade(config, "head")


def _on_connect(engine: Engine, *pragmas: str) -> None:
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # SQLAlchemy's own BEGIN is used, not the driver's late and implicit one.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    event.listen(engine, "connect", prepare)
