"""The control socket: how the command line reaches the store that a running service owns.

A Unix socket (mode 0600) beside the database. One JSON line asks, one answers:
``{"command": "ReleaseByStaff", "fields": {...}}``. Only the commands listed here
can be named, and their fields are checked by type.
"""

import asyncio
import contextlib
import json
import logging
import os
import time
from collections.abc import AsyncIterator
from datetime import tzinfo
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from gateway.errors import ControlError
from quarantine import errors
from quarantine.agreed import AgreePasswords
from quarantine.approving import DecideByStaff
from quarantine.known import ImportDirectory, ReadDirectory, ReadKnowledge
from quarantine.listing import ListQueue, ShowMessage, VerifyAudit
from quarantine.memory import Learn, RecallMemory
from quarantine.places import Places
from quarantine.policies import ListPolicies, NotePolicyWritten, ReadPolicy
from quarantine.replaying import ReadFacts
from quarantine.rule_use import ReadRuleUse
from quarantine.staff import ReleaseByStaff, RetryByStaff, WithdrawByStaff
from quarantine.store import Store
from quarantine.transaction import Command, Query

T = TypeVar("T")

_PATIENCE = 5.0  # seconds, for a service that is starting or stopping

_COMMANDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        ReleaseByStaff,
        WithdrawByStaff,
        RetryByStaff,
        DecideByStaff,
        ImportDirectory,
        Learn,
        NotePolicyWritten,
        AgreePasswords,
    )
}
_QUERIES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        ListQueue,
        ShowMessage,
        VerifyAudit,
        ReadDirectory,
        ReadKnowledge,
        RecallMemory,
        ReadFacts,
        ReadRuleUse,
        ListPolicies,
        ReadPolicy,
    )
}
log = logging.getLogger("sekisho.control")

_LIMIT = 256 * 1024 * 1024  # a directory of a million rows passes as one line


class AnyStore(Protocol):
    """The store itself, or the way to it through the control socket."""

    async def run(self, command: Command[T]) -> T:
        """Apply a command."""
        ...

    async def ask(self, query: Query[T]) -> T:
        """Answer a question."""
        ...


class ControlServer:
    """Serves the control socket while the service runs; an async context manager."""

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._path = path

    async def __aenter__(self) -> "ControlServer":
        self._path.unlink(missing_ok=True)  # the store's lock says that nobody else serves it
        before = os.umask(0o177)
        try:
            self._server = await asyncio.start_unix_server(self._serve, self._path, limit=_LIMIT)
        except OSError as error:  # a path beyond about 100 characters, for one
            raise ControlError(f"cannot listen on {self._path}: {error}") from error
        finally:
            os.umask(before)
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.close()
        self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.LimitOverrunError, ValueError):
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(line)).encode() + b"\n")
                await writer.drain()
        writer.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = json.loads(line)
            kind = {**_COMMANDS, **_QUERIES}[asked["command"]]
            order = TypeAdapter(kind).validate_python(asked["fields"])
        except (ValueError, KeyError, TypeError, ValidationError):
            return {"error": "ControlError", "text": "not a command of this release"}
        try:
            call = self._store.run if asked["command"] in _COMMANDS else self._store.ask
            result = await call(order)
        except errors.QuarantineError as error:
            return {"error": type(error).__name__, "text": str(error)}
        except Exception:
            log.exception("the command %s failed", asked["command"])
            return {"error": "ControlError", "text": "the command failed; the log says why"}
        return {"result": _result_type(kind).dump_python(result, mode="json")}


class RemoteStore:
    """The store of a running service, reached through its control socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def run(self, command: Command[T]) -> T:
        """Hand a command to the service; its errors are raised here."""
        result: T = await self._call(command)
        return result

    async def ask(self, query: Query[T]) -> T:
        """Hand a question to the service."""
        result: T = await self._call(query)
        return result

    async def _call(self, order: Any) -> Any:
        kind = type(order)
        named = {
            "command": kind.__name__,
            "fields": TypeAdapter(kind).dump_python(order, mode="json"),
        }
        self._writer.write(json.dumps(named).encode() + b"\n")
        await self._writer.drain()
        line = await self._reader.readline()
        if not line:
            raise ControlError("the service went away")
        answer = json.loads(line)
        if "error" in answer:
            known = getattr(errors, answer["error"], ControlError)
            raise known(answer["text"])
        return _result_type(kind).validate_python(answer["result"])

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


@contextlib.asynccontextmanager
async def open_store(
    places: Places, zone: tzinfo, *, may_create: bool = False
) -> AsyncIterator[AnyStore]:
    """The store of these settings: through the running service, or opened here.

    Raises NotFound when there is none and it may not be made, InUse when another
    process owns it and does not listen.
    """
    with contextlib.closing(await _reach(places, zone, may_create=may_create)) as store:
        yield store


async def _reach(places: Places, zone: tzinfo, *, may_create: bool) -> Store | RemoteStore:
    """Ask for the service, then for the lock.

    A service on its way up or down has the lock and does not listen, so both are
    tried for _PATIENCE seconds.
    """
    patient_until = time.monotonic() + _PATIENCE
    while True:
        with contextlib.suppress(OSError):
            return RemoteStore(*await asyncio.open_unix_connection(places.control, limit=_LIMIT))
        if not may_create and not places.database.exists():
            raise errors.NotFound(f"there is no store at {places.database}")
        try:
            return Store(places, zone=zone)
        except errors.InUse:
            if time.monotonic() > patient_until:
                raise
            await asyncio.sleep(0.1)


def _result_type(kind: type[Any]) -> TypeAdapter[Any]:
    """The type that a command's ``apply``, or a query's ``read``, returns."""
    method = getattr(kind, "apply", None) or kind.read
    return TypeAdapter(get_type_hints(method)["return"])
