"""The one thread that writes on SQLite: many commands, one durable commit.

Every command runs inside its own savepoint, so that one that fails takes nothing
of the others with it. Results are handed out only after the commit has returned,
and with synchronous=FULL that means: after it is on the disk.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from quarantine.errors import OutOfSpace, QuarantineError, Unavailable
from quarantine.transaction import Command, Tx

MAX_BATCH = 200

_Item = tuple[Command[Any], "Future[Any]"]
OpenTx = Callable[[Connection], Tx]


class GroupWriter:
    """Takes commands from any thread and commits them in batches."""

    def __init__(self, engine: Engine, open_tx: OpenTx) -> None:
        self._engine = engine
        self._open_tx = open_tx
        self._waiting: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, command: Command[Any]) -> "Future[Any]":
        """Queue a command; the future is done once its outcome is durable."""
        future: Future[Any] = Future()
        self._waiting.put((command, future))
        return future

    def close(self) -> None:
        """Finish what is waiting, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        with self._engine.connect() as connection:
            while (batch := self._next_batch()) is not None:
                self._commit(connection, batch)

    def _next_batch(self) -> list[_Item] | None:
        item = self._waiting.get()
        batch: list[_Item] = []
        while item is not None:
            batch.append(item)
            if len(batch) == MAX_BATCH:
                return batch
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                return batch
        if batch:
            self._waiting.put(None)  # stop, but after this batch
            return batch
        return None

    def _commit(self, connection: Connection, batch: list[_Item]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        hooks: list[Callable[[], object]] = []
        try:
            with connection.begin():
                for command, future in batch:
                    tx = self._open_tx(connection)
                    try:
                        with connection.begin_nested():
                            done.append((future, command.apply(tx)))
                    except SQLAlchemyError as error:
                        future.set_exception(unavailable(error))
                    except Exception as error:  # it belongs to whoever asked
                        future.set_exception(error)
                    else:
                        hooks += tx.after_commit
        except SQLAlchemyError as error:
            for future, _ in done:
                future.set_exception(unavailable(error))
            return
        for hook in hooks:
            hook()
        for future, result in done:
            future.set_result(result)


def unavailable(error: SQLAlchemyError) -> QuarantineError:
    """The error of the engine in our words."""
    origin = getattr(error, "orig", None)
    if isinstance(origin, sqlite3.Error) and origin.sqlite_errorcode == sqlite3.SQLITE_FULL:
        return OutOfSpace("the disk under the store is full")
    failure = Unavailable(f"the store could not commit: {type(origin or error).__name__}")
    failure.__cause__ = error
    return failure
