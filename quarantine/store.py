"""The facade of the quarantine: awaitable, takes frozen commands, returns values."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, tzinfo
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from quarantine import bodies, engine
from quarantine.errors import OutOfSpace
from quarantine.ids import new_id
from quarantine.keys import Keyring
from quarantine.places import Places
from quarantine.transaction import Command, Query, Tx
from quarantine.writer import GroupWriter, unavailable

T = TypeVar("T")


def now_ms() -> int:
    """The time in UTC milliseconds. One process owns the database, so its clock counts."""
    return time.time_ns() // 1_000_000


class Store:
    """One installation's quarantine on SQLite and local files.

    Open it once per folder; a second opener gets InUse. ``zone`` says where a day of the
    company begins. Every method may be called
    from any event loop of the owning process.
    """

    def __init__(
        self,
        places: Places,
        *,
        min_free: int = 0,
        zone: tzinfo = UTC,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self.places = places
        self.blobs = places.blobs
        self._min_free = min_free
        self._clock = clock
        self._zone = zone
        self.on_task: Callable[[], object] = lambda: None  # called from the writer's thread
        self._lock = engine.lock(places)
        try:
            self._writer_engine = engine.open_writer(places.database)
            fresh = engine.is_empty(self._writer_engine)
            self.keyring = Keyring.load(places.keys, may_create=fresh)
            engine.upgrade(self._writer_engine)
        except BaseException:
            engine.unlock(self._lock)
            raise
        self.blobs.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not fresh:  # bodies beside an empty database belong to a better one
            bodies.sweep(self.blobs, engine.body_files(self._writer_engine))
        self._reader_engine = engine.open_reader(places.database)
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="store-reader")
        self._writer = GroupWriter(self._writer_engine, self._open_tx)

    async def run(self, command: Command[T]) -> T:
        """Apply a command; returns when its outcome is durable.

        Being cancelled does not take the command back: whoever needs to know its
        outcome must shield this call.
        """
        result: T = await asyncio.wrap_future(self._writer.submit(command))
        return result

    async def ask(self, query: Query[T]) -> T:
        """Answer a question from a reading connection."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, query)

    def new_body(self) -> bodies.BodyWriter:
        """A writer for version 0 of a new message, under a new key and id."""
        key = self.keyring.new_message_key(new_id())
        return self._body_writer(key.message_id, key.wrapped, 0)

    def next_body(self, parent: bodies.BodyRef, number: int) -> bodies.BodyWriter:
        """A writer for a further version of a stored message."""
        return self._body_writer(parent.message_id, parent.wrapped, number)

    async def body(self, ref: bodies.BodyRef) -> AsyncIterator[bytes]:
        """The plaintext of a body, frame by frame; raises Damaged if it was touched."""
        key = self.keyring.message_key(ref.message_id, ref.wrapped)
        frames = bodies.read_body(self.blobs, key, ref.stored)
        while (frame := await asyncio.to_thread(next, frames, None)) is not None:
            yield frame

    def check_space(self, size: int) -> None:
        """Raise OutOfSpace unless a message of this size fits and room is left."""
        if shutil.disk_usage(self.blobs).free < self._min_free + 2 * size:
            raise OutOfSpace("not enough free disk space")

    def close(self) -> None:
        """Finish what is waiting and give the folder free."""
        self._writer.close()
        self._readers.shutdown()
        self._reader_engine.dispose()
        self._writer_engine.dispose()
        engine.unlock(self._lock)

    def _open_tx(self, connection: Connection) -> Tx:
        return Tx(connection, self._clock(), self.keyring, self.blobs, self._zone, self.on_task)

    def _read(self, query: Query[T]) -> T:
        try:
            with self._reader_engine.begin() as connection:
                return query.read(self._open_tx(connection))
        except SQLAlchemyError as error:
            raise unavailable(error) from error

    def _body_writer(self, message_id: str, wrapped: bytes, version: int) -> bodies.BodyWriter:
        key = self.keyring.message_key(message_id, wrapped)
        return bodies.BodyWriter(self.blobs, key, version, self.keyring.derive("body-digest"))
