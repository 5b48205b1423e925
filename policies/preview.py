"""What is shown of a file before it is opened: its first rows, and its first page, small."""

import base64
import csv
import io
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image

from policies.attachments import Extract, Picture, Piece

MAX_ROWS = 8
MAX_CELLS = 6
MAX_CELL = 32  # characters
MAX_LINE = 120
_QUALITY = 70
_HEAD = 20_000  # characters that are looked at
_SEPARATED = frozenset({"csv", "tsv"})
#: Pieces that are about the file, not in it.
_BESIDE = frozenset({"properties", "metadata", "bookmarks", "codes"})


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of one file.

    ``rows`` are those of its first table, or its first lines as rows of one cell.
    ``picture`` is a JPEG in base64, of ``width`` and ``height`` pixels; empty for formats
    whose pages nobody draws here.
    """

    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_table(self) -> bool:
        """Whether the rows have cells."""
        return any(len(row) > 1 for row in self.rows)


NO_PREVIEW = Preview()


def preview(extract: Extract, picture: Picture | None) -> Preview:
    """The preview of a file that was read; a picture says more than rows.

    A picture that lies about itself, as one of a hostile process may, is left out.
    """
    if picture is not None:
        with suppress(ValueError):
            return Preview((), _jpeg(picture), picture.width, picture.height)
    return Preview(first_rows(extract))


def first_rows(extract: Extract) -> tuple[tuple[str, ...], ...]:
    """The first rows or lines that a reader of the file sees, cut to size."""
    piece = next((p for p in extract.pieces if _is_shown(p)), None)
    if piece is None:
        return ()
    lines = [line for line in piece.text[:_HEAD].splitlines() if line.strip()][:MAX_ROWS]
    if piece.is_grid:
        rows = [line.split("\t") for line in lines]
    elif extract.format in _SEPARATED:
        rows = _parted(lines)
    else:
        return tuple((_cut(line.strip(), MAX_LINE),) for line in lines)
    return tuple(tuple(_cut(cell.strip(), MAX_CELL) for cell in row[:MAX_CELLS]) for row in rows)


def _parted(lines: list[str]) -> list[list[str]]:
    """The cells of a text table; rows of one cell when it is written like none."""
    separator = max(",;\t", key=lines[0].count)
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return [[line] for line in lines]


def _is_shown(piece: Piece) -> bool:
    return not piece.hidden and piece.place not in _BESIDE and bool(piece.text.strip())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _jpeg(picture: Picture) -> str:
    """Pixels that come from the contained process are packed here: no format of theirs is shown."""
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.data)
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=_QUALITY, optimize=True)
    return base64.b64encode(packed.getvalue()).decode("ascii")
