"""The audit record: one hash chain per subject (store research, section 4.7).

``hash = SHA256(1 || prev_hash || SHA256(0 || canonical))``. Sealed details enter
the hash as ciphertext, so that erasing a message's key leaves its chain valid.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from quarantine import tables

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Event:
    """One audit record as stored."""

    subject: str
    n: int
    at: int
    kind: str
    actor: str
    data: str  # canonical JSON, nothing personal in it
    sealed: bytes | None
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain does not hold, and how."""

    subject: str
    n: int
    fault: str  # "edited", "missing", "cut"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What verification found: how much was read, and every broken chain."""

    chains: int
    events: int
    broken: tuple[Broken, ...]


def canonical(data: Mapping[str, Any]) -> str:
    """The one form of a JSON value that is hashed."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def make_event(
    subject: str,
    n: int,
    prev_hash: bytes,
    *,
    at: int,
    kind: str,
    actor: str,
    data: Mapping[str, Any],
    sealed: bytes | None,
) -> Event:
    """The event that follows the one with ``prev_hash`` in its chain."""
    text = canonical(data)
    digest = _hash(prev_hash, subject, n, at, kind, actor, text, sealed)
    return Event(subject, n, at, kind, actor, text, sealed, prev_hash, digest)


def verify(connection: Connection) -> AuditReport:
    """Walk every chain; also compare message chains with the length their message notes."""
    broken: list[Broken] = []
    ends: dict[str, tuple[int, bytes]] = {}
    damaged: set[str] = set()
    events = 0
    for found in _all_events(connection):
        events += 1
        n, head = ends.get(found.subject, (0, GENESIS))
        ends[found.subject] = (found.n + 1, found.hash)
        if found.subject not in damaged and (fault := _fault(found, n, head)):
            damaged.add(found.subject)
            broken.append(Broken(found.subject, found.n, fault))
    for row in connection.execute(
        select(tables.message.c.id, tables.message.c.events, tables.message.c.head)
    ):
        subject = message_subject(row.id)
        if subject not in damaged and ends.get(subject, (0, GENESIS)) != (row.events, row.head):
            broken.append(Broken(subject, ends.get(subject, (0, GENESIS))[0], "cut"))
    return AuditReport(len(ends), events, tuple(broken))


def message_subject(message_id: str) -> str:
    """The subject under which a message's own chain runs."""
    return f"message:{message_id}"


def _fault(found: Event, n: int, head: bytes) -> str:
    if found.n != n:
        return "missing"
    expected = _hash(
        head, found.subject, n, found.at, found.kind, found.actor, found.data, found.sealed
    )
    return "" if (found.prev_hash, found.hash) == (head, expected) else "edited"


def _all_events(connection: Connection) -> Iterator[Event]:
    table = tables.event
    statement = select(table).order_by(table.c.subject, table.c.n)
    for row in connection.execution_options(yield_per=1000).execute(statement):
        yield Event(*row)


def _hash(prev: bytes, *fields: str | int | bytes | None) -> bytes:
    plain = [field.hex() if isinstance(field, bytes) else field for field in fields]
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False)
    return sha256(b"\x01" + prev + sha256(b"\x00" + text.encode()).digest()).digest()
