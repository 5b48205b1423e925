"""From an offset in the text of an extract back to the place in the file."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from policies.attachments.extract import Extract, Piece

MAX_SPREADS = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: the file inside (``path``), where in it, and row and column of a table.

    ``line`` counts the lines of a place that is no table. Zero: does not apply.
    """

    path: str = ""
    place: str = ""
    row: int = 0
    column: int = 0
    line: int = 0

    def __str__(self) -> str:
        """``list.xlsx 会員!B3``, ``scan.pdf page 2``."""
        inside = self.place
        if self.row:
            inside = f"{inside}!{column_letters(self.column)}{self.row}".lstrip("!")
        elif self.line and not inside:
            inside = f"line {self.line}"
        return " ".join(part for part in (self.path, inside) if part)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where in one place something was found, from a first to a last row (or line)."""

    path: str
    place: str
    first: int
    last: int
    count: int
    is_table: bool

    def __str__(self) -> str:
        """``list.xlsx 会員 rows 2-313``."""
        rows = f"{self.first}-{self.last}" if self.last > self.first else str(self.first)
        unit = ("row" if self.is_table else "line") if self.first else ""
        unit += "s" if self.last > self.first else ""
        shown = f"{unit} {rows}" if unit and (self.is_table or not self.place) else ""
        return " ".join(part for part in (self.path, self.place, shown) if part)


class Places:
    """Finds the spots of one extract."""

    def __init__(self, extract: Extract) -> None:
        self._pieces = extract.pieces
        self._starts: list[int] = []
        at = 0
        for piece in extract.pieces:
            self._starts.append(at)
            at += len(piece.text) + 1
        self._lines: dict[int, list[int]] = {}

    def of(self, offset: int) -> Spot:
        """The spot of a character."""
        n = bisect_right(self._starts, offset) - 1
        if n < 0:
            return Spot()
        piece, inside = self._pieces[n], offset - self._starts[n]
        starts = self._lines.setdefault(n, []) or self._line_starts(n, piece)
        line = bisect_right(starts, inside) - 1
        if not piece.is_grid:
            return Spot(piece.path, piece.place, line=line + 1)
        column = piece.column + piece.text.count("\t", starts[line], inside)
        return Spot(piece.path, piece.place, piece.row + line, column)

    def spreads(self, offsets: Iterable[int]) -> tuple[Spread, ...]:
        """The places of many characters, put together; at most ``MAX_SPREADS``, fullest first."""
        found: dict[tuple[str, str, bool], list[int]] = {}
        for offset in offsets:
            spot = self.of(offset)
            key = (spot.path, spot.place, spot.row > 0)
            found.setdefault(key, []).append(spot.row or spot.line)
        spreads = [
            Spread(path, place, min(rows), max(rows), len(rows), is_table)
            for (path, place, is_table), rows in found.items()
        ]
        return tuple(sorted(spreads, key=lambda s: -s.count)[:MAX_SPREADS])

    def _line_starts(self, n: int, piece: Piece) -> list[int]:
        starts = self._lines[n]
        starts.append(0)
        at = piece.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = piece.text.find("\n", at + 1)
        return starts


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
