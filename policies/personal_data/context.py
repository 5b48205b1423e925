"""Where a value stands: its table column, and the nearest label before it.

"Nearest label wins" instead of "a keyword within 300 characters": a My Number
label at the top of a page says nothing about the order numbers below it.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from policies.personal_data import fold
from policies.personal_data.labels import Field, field_of, words_in_text
from policies.personal_data.layout import Layout, Table

MAX_GAP = 24  # characters between a label and its value


@dataclass(frozen=True, slots=True)
class Label:
    """What announces a value, and how: ``header``, ``label`` (same line) or ``above``."""

    field: Field
    text: str
    how: str
    end: int = -1

    @property
    def why(self) -> str:
        """The reason code."""
        return f"{self.how}:{self.text.strip()[:24]}"


Place = tuple[Table, int, int]


@cache
def _automaton() -> tuple[AhoCorasick, tuple[Field, ...]]:
    words = words_in_text()
    return (
        AhoCorasick([word for word, _ in words], matchkind=MatchKind.LeftmostLongest),
        tuple(field for _, field in words),
    )


class Context:
    """Answers about places in one folded text."""

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.lower = fold.lower(text)
        self.layout = layout
        self._table_starts = [table.start for table in layout.tables]
        self._last: Table | None = None
        self._cells: dict[int, list[int]] = {}
        self._places: dict[int, Place | None] = {}
        self._starts: list[int] = []
        self._labels: list[tuple[int, int, Field]] = []
        automaton, fields = _automaton()
        for index, start, end in automaton.find_matches_as_indexes(self.lower):
            if self._stands_alone(start, end):
                self._starts.append(start)
                self._labels.append((start, end, fields[index]))

    def _stands_alone(self, start: int, end: int) -> bool:
        """Latin labels are whole words; Japanese ones need no boundary."""
        text = self.text
        if text[start].isascii() and start and text[start].isalnum():
            before = text[start - 1]
            if before.isascii() and before.isalnum():
                return False
        last = text[end - 1]
        if last.isascii() and last.isalnum() and end < len(text):
            after = text[end]
            return not (after.isascii() and after.isalpha())
        return True

    def labels_between(self, start: int, end: int) -> list[tuple[int, int, Field]]:
        """Label occurrences that begin in a span."""
        return self._labels[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def cell(self, offset: int) -> Place | None:
        """Table, row index and column index of an offset."""
        if offset in self._places:
            return self._places[offset]
        table = self.table(offset)
        found = None
        if table is not None:
            starts = self._cell_starts(table)
            at = bisect_right(starts, offset) - 1
            if at >= 0:
                major, minor = divmod(at, len(table.rows) if table.sideways else table.width)
                found = (table, minor, major) if table.sideways else (table, major, minor)
        self._places[offset] = found
        return found

    def table(self, offset: int) -> Table | None:
        """The table that holds an offset, if any."""
        last = self._last
        if last is None or not last.start <= offset <= last.end:
            at = bisect_right(self._table_starts, offset) - 1
            last = self.layout.tables[at] if at >= 0 else None
            if last is None or offset > last.end:
                return None
            self._last = last
        return last

    def _cell_starts(self, table: Table) -> list[int]:
        """Starts of all cells in the order of the text."""
        starts = self._cells.get(table.start)
        if starts is None:
            rows = zip(*table.rows, strict=True) if table.sideways else table.rows
            starts = [cell[0] for row in rows for cell in row]
            self._cells[table.start] = starts
        return starts

    def label(self, start: int) -> Label | None:
        """The label of a value: its column's header, else the nearest before it, else above."""
        place = self.cell(start)
        if place:
            table, _, column = place
            own = self._before(start, table.rows[place[1]][column][0])
            if own:
                return own
            if table.labels:
                field = table.fields[column]
                return Label(field, table.labels[column], "header") if field else None
        line_index = self.layout.line_at(start)
        if not self.layout.lines:
            return None
        begin = self.layout.lines[line_index][0]
        return self._before(start, begin) or self._above(line_index, start - begin)

    def _before(self, start: int, begin: int) -> Label | None:
        at = bisect_left(self._starts, start) - 1
        if at < 0:
            return None
        label_start, end, field = self._labels[at]
        if label_start < begin or end > start or start - end > MAX_GAP:
            return None
        gap = self.text[end:start]
        if "。" in gap or ". " in gap:
            return None
        return Label(field, self.text[label_start:end], "label", end)

    def _above(self, line_index: int, indent: int) -> Label | None:
        if indent > 4 or line_index == 0:
            return None
        start, end = self.layout.lines[line_index - 1]
        if not 0 < end - start <= 24:
            return None
        text = self.text[start:end].strip()
        field = field_of(text.strip("[]【】:<>■●・ "))
        return Label(field, text, "above") if field else None

    def location(self, offset: int) -> str:
        """A cell as in a spreadsheet (B3), or a line."""
        place = self.cell(offset)
        line = self.layout.line_at(offset) + 1
        if place and not place[0].sideways:
            table, row, column = place
            return f"line {line}, {column_name(column)}{row + table.first_row}"
        return f"line {line}"


def column_name(index: int) -> str:
    """Spreadsheet name of a 0-based column."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
