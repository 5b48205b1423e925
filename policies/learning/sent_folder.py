"""Sent folders: mbox files (RFC 4155) and single .eml messages.

Only header blocks are kept, so the size of a mailbox does not matter. A copy that
was *delivered* to a mailbox (Return-Path, Delivered-To) is not a sent one: its
From may be forged, and learning from it would let an outsider introduce himself.
"""

import email.utils
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from policies import headers
from policies.charset import decode_header
from policies.envelope import Address
from policies.learning.sent import Reading, Sent, address, in_utc

MAX_HEAD = 262_144
MAX_LINE = 65_536
MAX_RECIPIENTS = 1_000

_SEPARATOR = re.compile(rb"From [^\r\n]{0,300}\d\d:\d\d")
_DELIVERED = frozenset({"return-path", "delivered-to", "x-original-to"})
_DRAFT = frozenset({"x-unsent", "x-mozilla-draft-info"})


def read_mbox(file: BinaryIO, reading: Reading) -> Iterator[Sent]:
    """Yield the sent mail of an mbox file; ``reading.lines`` counts messages."""
    for head in _heads(file):
        reading.lines += 1
        if sent := _read(head, reading):
            yield sent


def read_message(raw: bytes, reading: Reading) -> Sent | None:
    """The sent mail of one .eml file, or None; ``reading.lines`` counts messages."""
    reading.lines += 1
    return _read(raw[:MAX_HEAD], reading)


def _heads(file: BinaryIO) -> Iterator[bytes]:
    """The header blocks of an mbox: from each "From " line to the next empty line."""
    head: list[bytes] = []
    size = 0
    inside = False
    blank = True
    while line := file.readline(MAX_LINE):
        if blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            if inside:
                yield b"".join(head)
            head, size, inside = [], 0, True
        elif inside and line in {b"\n", b"\r\n"}:
            yield b"".join(head)
            inside = False
        elif inside and size < MAX_HEAD:
            head.append(line)
            size += len(line)
        blank = line in {b"\n", b"\r\n"}
    if inside:
        yield b"".join(head)


def _read(head: bytes, reading: Reading) -> Sent | None:
    fields, _ = headers.split(head)
    values: dict[str, list[bytes]] = {}
    for field in fields:
        values.setdefault(field.name, []).append(field.value)
    if reason := _unfit(values):
        reading.skipped[reason] += 1
        return None
    senders = _boxes(values.get("from", []) + values.get("sender", []))
    to = _boxes(values.get("to", []) + values.get("cc", []) + values.get("bcc", []))
    at = _date(values.get("date", [b""])[0])
    if not senders or at is None:
        reading.stumble("bad_date" if senders else "bad_sender")
        return None
    if not to:
        reading.stumble("no_recipient")
        return None
    reading.sent += 1
    message_id = decode_header(values.get("message-id", [b""])[0])[:900].strip("<> \t")
    return Sent(at, senders[0], to, message_id)


def _unfit(values: dict[str, list[bytes]]) -> str:
    """Why the message says nothing about whom a person writes to, or an empty text."""
    if not _DELIVERED.isdisjoint(values):
        return "received"
    if not _DRAFT.isdisjoint(values):
        return "draft"
    automatic = values.get("auto-submitted", [b"no"])[0].split(b";")[0].strip().lower()
    return "" if automatic == b"no" else "automatic"


def _boxes(values: list[bytes]) -> tuple[Address, ...]:
    """The addresses of these fields, each once; members of groups too (RFC 5322 3.4)."""
    found: dict[str, Address] = {}
    for value in values:
        for box in headers.split_mailboxes(value[:MAX_HEAD]):
            key = headers.mailbox_key(box) or headers.mailbox_key(_out_of_group(box))
            parsed = address(key) if key else None
            if parsed and len(found) < MAX_RECIPIENTS:
                found.setdefault(parsed.key, parsed)
    return tuple(found.values())


def _out_of_group(box: bytes) -> bytes:
    """A mailbox without the group's name in front and its semicolon behind."""
    return box.rpartition(b":")[2].strip().rstrip(b";")


def _date(value: bytes) -> datetime | None:
    """The Date field in UTC; one without a known zone (``-0000``) is taken as UTC."""
    try:
        moment = email.utils.parsedate_to_datetime(decode_header(value[:200]))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    try:
        return in_utc(moment, UTC)
    except (ValueError, OverflowError):
        return None
