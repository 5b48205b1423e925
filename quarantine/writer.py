"""The one thread that writes on SQLite: many commands, one durable commit.

Every command runs inside its own savepoint, so that one that fails takes nothing
of the others with it. Results are handed out only after the commit has returned,
and with synchronous=FULL that means: after it is on the disk. On a full disk
SQLite may roll the whole transaction back at one command; then the batch fails.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from quarantine.errors import OutOfSpace, QuarantineError, Unavailable
from quarantine.transaction import Command, Tx

log = logging.getLogger("sekisho.store")

MAX_BATCH = 200

_Item = tuple[Command[Any], "Future[Any]"]
_Done = tuple["Future[Any]", Any]
_Hook = Callable[[], object]
OpenTx = Callable[[Connection], Tx]


class GroupWriter:
    """Takes commands from any thread and commits them in batches."""

    def __init__(self, engine: Engine, open_tx: OpenTx) -> None:
        self._engine = engine
        self._open_tx = open_tx
        self._closed = False
        self._waiting: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, command: Command[Any]) -> "Future[Any]":
        """Queue a command; the future is done once its outcome is durable.

        It cannot be cancelled: who stops waiting does not take the command back.
        """
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        if self._closed:
            future.set_exception(Unavailable("the store is closed"))
        else:
            self._waiting.put((command, future))
        return future

    def close(self) -> None:
        """Finish what is waiting, then stop."""
        self._closed = True
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
        try:
            with connection.begin():
                done, hooks = self._apply(connection, batch)
        except Exception as error:
            if _is_open(connection):  # SQLAlchemy leaves it so when COMMIT fails
                connection.connection.rollback()
            failure = unavailable(error)
            for _, future in batch:
                if not future.done():
                    future.set_exception(failure)
            return
        for hook in hooks:
            _call(hook)
        for future, result in done:
            future.set_result(result)

    def _apply(self, connection: Connection, batch: list[_Item]) -> tuple[list[_Done], list[_Hook]]:
        done: list[_Done] = []
        hooks: list[_Hook] = []
        for command, future in batch:
            tx = self._open_tx(connection)
            try:
                with connection.begin_nested():
                    result = command.apply(tx)
            except Exception as error:  # it belongs to whoever asked
                if not _is_open(connection):
                    raise  # and what was done before in this batch is gone with it
                engine_failed = isinstance(error, SQLAlchemyError)
                future.set_exception(unavailable(error) if engine_failed else error)
            else:
                done.append((future, result))
                hooks += tx.after_commit
        return done, hooks


def _call(hook: _Hook) -> None:
    try:
        hook()
    except Exception:  # the commands are done, and the next ones wait
        log.exception("what was left to do after a commit failed")


def _is_open(connection: Connection) -> bool:
    """Whether SQLite still has the transaction open, which it may give up on a full disk."""
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def unavailable(error: Exception) -> QuarantineError:
    """The error of the engine in our words."""
    reasons = [getattr(e, "orig", None) or e for e in _chain(error)]
    failure: QuarantineError
    if any(isinstance(e, sqlite3.Error) and _is_full(e) for e in reasons):
        failure = OutOfSpace("the disk under the store is full")
    else:
        failure = Unavailable(f"the store could not commit: {type(reasons[0]).__name__}")
    failure.__cause__ = error
    return failure


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from: a failed rollback hides why there was one."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _is_full(error: sqlite3.Error) -> bool:
    # Not every error has a code: those of the driver itself have none.
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
