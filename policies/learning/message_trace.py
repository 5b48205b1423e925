"""Exchange message traces as CSV: who sent to whom, and what was delivered.

Columns come in any order and language, cells separated by comma, semicolon or
tab, in UTF-8, UTF-16 or CP932. Rows are read one by one; each delivered row is one
``Sent``, so a mail to several recipients may come as several with one Message-ID.
"""

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo
from itertools import chain, count, islice
from typing import BinaryIO

from policies.envelope import Address
from policies.errors import PolicyError
from policies.learning.sent import Reading, Sent, address
from policies.learning.trace_columns import Column, column_of, is_delivered
from policies.learning.trace_time import day_comes_first, read_time

PEEK = 65_536
SAMPLE_ROWS = 2_000  # looked at before the order of day and month is settled
MAX_RECIPIENTS = 1_000
MAX_LINE = 1_048_576
_HEADER_ROWS = 10  # "#TYPE …", "#Software: …" stand in front of the titles

Row = dict[Column, str]


class MessageTraceError(PolicyError):
    """The file is no message trace: no row with the needed titles."""


def read_message_trace(file: BinaryIO, reading: Reading, zone: tzinfo = UTC) -> Iterator[Sent]:
    """Yield what was delivered; ``reading.lines`` counts rows.

    ``zone`` is that of times without one: Exchange gives UTC. The file must be
    seekable. Raises MessageTraceError when the titles are not found.
    """
    encoding = _encoding(file)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        rows = _rows(text, reading)
        sample = list(islice(rows, SAMPLE_ROWS))
        day_first = day_comes_first(row.get("at", "") for _, row in sample)
        for number, row in chain(sample, rows):
            reading.lines = number
            yield from _sent(row, reading, zone, day_first=day_first)
    finally:
        with contextlib.suppress(ValueError):  # the caller closed the file first
            text.detach()


def _encoding(file: BinaryIO) -> str:
    """Of the first bytes: a byte order mark, NULs, valid UTF-8, else CP932."""
    head = file.read(PEEK)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head[:200].count(0) > len(head[:200]) // 4:
        return "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 8:
            return "cp932"
    return "utf-8-sig"


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_LINE):
        yield line


def _rows(text: io.TextIOWrapper, reading: Reading) -> Iterator[tuple[int, Row]]:
    """The rows with their numbers, as far as needed; broken ones are counted."""
    lines = _lines(text)
    columns, delimiter = _titles(lines)
    cells = csv.reader(lines, delimiter=delimiter)
    for number in count(1):
        try:
            row = next(cells)
        except StopIteration:
            return
        except csv.Error:  # a cell over the limit: the reader goes on behind it
            reading.lines = number
            reading.stumble("bad_row")
            continue
        if any(row):
            yield number, {column: row[at] for at, column in columns.items() if at < len(row)}


def _titles(lines: Iterable[str]) -> tuple[dict[int, Column], str]:
    """The needed columns by position, and the delimiter."""
    for line in islice(lines, _HEADER_ROWS):
        bare = line.lstrip("\ufeff").removeprefix("#Fields:").strip()
        delimiter = max(",;\t", key=bare.count)
        try:
            titles = next(csv.reader([bare], delimiter=delimiter))
        except (csv.Error, StopIteration):
            continue
        columns: dict[int, Column] = {}
        for at, title in enumerate(titles):
            column = column_of(title)
            if column and column not in columns.values():
                columns[at] = column
        found = set(columns.values())
        if {"at", "sender"} <= found and found & {"recipient", "recipient_status"}:
            return columns, delimiter
    raise MessageTraceError("no line names a time, a sender and a recipient column")


def _sent(row: Row, reading: Reading, zone: tzinfo, *, day_first: bool) -> Iterator[Sent]:
    if "recipient_status" in row and "##" in row["recipient_status"]:
        texts = _delivered_of(row["recipient_status"])
    elif is_delivered(row.get("status", "")):
        texts = row.get("recipient", "").split(";")
    else:
        texts = []
    if not texts:
        reading.skipped["not_delivered"] += 1
        return
    if row.get("sender", "").strip() in {"", "<>"}:
        reading.skipped["no_sender"] += 1
        return
    sender = address(row.get("sender", ""))
    at = read_time(row.get("at", ""), zone, day_first=day_first)
    if sender is None or at is None:
        reading.stumble("bad_time" if sender else "bad_sender")
        return
    recipients = _addresses(texts, reading)
    if recipients:
        reading.sent += 1
        yield Sent(at, sender, recipients, row.get("message_id", "").strip("<> \t")[:900])


def _delivered_of(states: str) -> list[str]:
    """The delivered ones of ``a@x.jp##Receive, Send;b@y.jp##Receive, Fail``."""
    pairs = (state.partition("##") for state in states.split(";"))
    return [who for who, _, state in pairs if is_delivered(state)]


def _addresses(texts: Iterable[str], reading: Reading) -> tuple[Address, ...]:
    found: dict[str, Address] = {}
    for text in islice((text for text in texts if text.strip()), MAX_RECIPIENTS):
        recipient = address(text)
        if recipient is None:
            reading.stumble("bad_recipient")
        else:
            found.setdefault(recipient.key, recipient)
    return tuple(found.values())
