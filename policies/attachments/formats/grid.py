"""Tables on their way to the desk: rows by line, cells by tab, in pieces of some thousand rows."""

from policies.attachments.reader import Reader

MAX_GAP = 3  # blank rows that stay in a piece
MAX_TABS = 60  # empty cells before a cell; one further out is a piece of its own
_FULL = 400_000  # characters
_BLANK = str.maketrans("\t\r\n\v\f\x85\u2028\u2029", "        ")


class Grid:
    """Takes the cells of one sheet in reading order; call ``flush`` at the end."""

    def __init__(self, reader: Reader, place: str, hidden: str = "") -> None:
        self._reader = reader
        self._place = place
        self._hidden = hidden
        self._lines: list[str] = []
        self._first = 0
        self._row = 0
        self._cells: list[str] = []
        self._size = 0

    def put(self, row: int, column: int, value: str) -> None:
        """Put down one cell; both numbers from 1."""
        if row != self._row:
            self._begin_row(row)
        ahead = column - len(self._cells) - 1
        if ahead < 0 or ahead > MAX_TABS:
            self._apart(row, column, value)
            return
        if ahead:
            self._cells += [""] * ahead
        if not value.isprintable():
            value = value.translate(_BLANK)
        self._cells.append(value)

    def _begin_row(self, row: int) -> None:
        self._end_row()
        if row < self._row or row - self._row > MAX_GAP or self._size > _FULL:
            self.flush()
        elif self._lines:
            self._lines += [""] * (row - self._row - 1)
        self._row = row

    def flush(self) -> None:
        """Hand over what has been collected."""
        self._end_row()
        if self._lines:
            text = "\n".join(self._lines)
            self._reader.text(text, self._place, hidden=self._hidden, is_grid=True, row=self._first)
        self._lines, self._size, self._row = [], 0, 0

    def _end_row(self) -> None:
        if self._cells:
            if not self._lines:
                self._first = self._row
            line = "\t".join(self._cells)
            self._reader.count("cells", len(self._cells))
            self._size += len(line)
            self._lines.append(line)
            self._cells = []

    def _apart(self, row: int, column: int, value: str) -> None:
        self._reader.count("cells", 1)
        self._reader.text(
            value.translate(_BLANK), self._place, hidden=self._hidden, is_grid=True, row=row,
            column=column,
        )  # fmt: skip
