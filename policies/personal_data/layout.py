"""The structure of a text before anything is looked for: lines, tables, headers.

A table is a run of lines with the same delimiter and the same number of cells.
Its header is a first row of labels; a table of two or more columns whose first
column holds labels is read sideways (one record per further column).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from policies.personal_data.labels import Field, field_of

MAX_COLUMNS = 300
MIN_ROWS = 3

_WIDE_GAP = re.compile(r" {2,40}")
_ODD_END = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029]")
_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_DIGIT = re.compile(r"[0-9]{2}|@")

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells (spans in the folded text), with what each column announces."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]  # without the header row
    fields: tuple[Field | None, ...]
    labels: tuple[str, ...]  # header texts, empty without a header
    first_row: int  # 1-based number of the first data row, for locations
    sideways: bool = False  # labels stand in the first column; rows are columns of the text

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.fields)


@dataclass(frozen=True, slots=True)
class Layout:
    """Line spans in order, and the tables among them."""

    lines: tuple[Cell, ...]
    tables: tuple[Table, ...]
    starts: tuple[int, ...]  # of the lines

    def line_at(self, offset: int) -> int:
        """Index of the line that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)


def read(text: str) -> Layout:
    """Lines and tables of a folded text; one pass."""
    lines = tuple(_lines(text))
    return Layout(lines, tuple(_tables(text, lines)), tuple(start for start, _ in lines))


def _lines(text: str) -> Iterator[Cell]:
    start = 0
    if _ODD_END.search(text) is None:
        while (end := text.find("\n", start)) >= 0:
            yield start, end
            start = end + 1
    else:
        for match in _LINE_END.finditer(text):
            yield start, match.start()
            start = match.end()
    if start < len(text):
        yield start, len(text)


def _tables(text: str, lines: tuple[Cell, ...]) -> Iterator[Table]:
    at = 0
    while at < len(lines):
        delimiter = _delimiter(text, lines[at])
        if not delimiter:
            at += 1
            continue
        first = split(text, lines[at], delimiter)
        rows = [first]
        stop = at + 1
        while stop < len(lines) and len(rows[0]) <= MAX_COLUMNS:
            row = split(text, lines[stop], delimiter)
            if len(row) != len(first):
                break
            rows.append(row)
            stop += 1
        table = _table(text, rows, lines[at][0], lines[stop - 1][1])
        if table:
            yield table
            at = stop
        else:
            at += 1


def _delimiter(text: str, line: Cell) -> str:
    start, end = line
    if end - start < 3:
        return ""
    if text.count("\t", start, end):
        return "\t"
    for mark, least in (("|", 2), (";", 1), (",", 1)):
        if text.count(mark, start, end) >= least:
            return mark
    # Aligned columns: at least two gaps that are wider than a word space.
    if text.find("  ", start, end) >= 0 and len(_WIDE_GAP.findall(text[start:end].strip())) >= 2:
        return "  "
    return ""


def split(text: str, line: Cell, delimiter: str) -> tuple[Cell, ...]:
    """The trimmed cells of a line; quotes are honoured for comma and semicolon."""
    start, end = line
    if delimiter == "  ":
        return tuple(_wide_cells(text, start, end))
    if delimiter in ",;" and text.find('"', start, end) >= 0:
        return tuple(_quoted_cells(text, start, end, delimiter))
    cells: list[Cell] = []
    while True:
        stop = text.find(delimiter, start, end)
        cells.append(_trim(text, start, stop if stop >= 0 else end))
        if stop < 0:
            return tuple(cells)
        start = stop + 1


def _wide_cells(text: str, start: int, end: int) -> Iterator[Cell]:
    start, end = _trim(text, start, end)
    for match in _WIDE_GAP.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _quoted_cells(text: str, start: int, end: int, delimiter: str) -> Iterator[Cell]:
    at = start
    while at <= end:
        if text.startswith('"', at) and at < end:
            close = text.find('"', at + 1, end)
            while close >= 0 and text.startswith('""', close) and close + 1 < end:
                close = text.find('"', close + 2, end)
            close = end if close < 0 else close
            yield _trim(text, at + 1, close)
            at = text.find(delimiter, close, end)
        else:
            stop = text.find(delimiter, at, end)
            yield _trim(text, at, stop if stop >= 0 else end)
            at = stop
        if at < 0:
            return
        at += 1


def _trim(text: str, start: int, end: int) -> Cell:
    while start < end and text[start] in ' \t"':
        start += 1
    while end > start and text[end - 1] in ' \t"':
        end -= 1
    return start, end


def _table(text: str, rows: list[tuple[Cell, ...]], start: int, end: int) -> Table | None:
    width = len(rows[0])
    if width < 2:
        return None
    labels = [text[a:b] for a, b in rows[0]]
    fields = tuple(field_of(label) for label in labels)
    known = sum(1 for field in fields if field)
    if known and 2 * known >= _filled(labels) and not any(_DIGIT.search(t) for t in labels):  # noqa: SIM102 - two questions
        if len(rows) >= 2 and (known >= 2 or len(rows) >= MIN_ROWS) and not _sideways(text, rows):
            return Table(start, end, tuple(rows[1:]), fields, tuple(labels), 2)
    if _sideways(text, rows):
        return _turned(text, rows, start, end)
    if len(rows) < MIN_ROWS or (width == 2 and text.find(",", start, end) >= 0 and len(rows) < 5):
        return None
    return Table(start, end, tuple(rows), (None,) * width, (), 1)


def _filled(labels: list[str]) -> int:
    return sum(1 for label in labels if label)


def _sideways(text: str, rows: list[tuple[Cell, ...]]) -> bool:
    """Whether the first column holds the labels (and the first row does not)."""
    if len(rows) < 2 or len(rows) > 60:
        return False
    first = [field_of(text[a:b]) for row in rows for a, b in row[:1] if b > a]
    second = [field_of(text[a:b]) for row in rows for a, b in row[1:2] if b > a]
    known = sum(1 for field in first if field)
    return known >= 2 and 2 * known >= len(first) and sum(1 for f in second if f) * 2 < known


def _turned(text: str, rows: list[tuple[Cell, ...]], start: int, end: int) -> Table:
    labels = tuple(text[a:b] for a, b in (row[0] for row in rows))
    fields = tuple(field_of(label) for label in labels)
    columns = tuple(tuple(row[i] for row in rows) for i in range(1, len(rows[0])))
    return Table(start, end, columns, fields, labels, 1, sideways=True)
