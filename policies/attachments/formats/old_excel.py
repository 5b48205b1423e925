"""Excel workbooks up to 2003 (.xls), and the cells of binary ones (.xlsb)."""

import io
import struct
from collections.abc import Iterator
from datetime import datetime

import python_calamine

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats import decrypt
from policies.attachments.formats.compound import open_compound, put_around, stream
from policies.attachments.formats.grid import Grid
from policies.attachments.formats.office_art import put_art
from policies.attachments.reader import Reader

_FILEPASS = 0x2F


def read(data: bytes, reader: Reader) -> None:
    """Excel up to 2003: cells by calamine, texts of notes and boxes by their records."""
    with open_compound(data) as ole:
        book = stream(ole, "Workbook") or stream(ole, "Book")
        if not book:
            raise Corrupt("xls")
        if any(kind == _FILEPASS for kind, _ in _records(book)):
            decrypt.office(data, reader, "xls")
            return
        put_cells(data, reader)
        _notes(book, reader)
        put_art(_drawings(book), reader)
        put_around(ole, data, reader)


def _drawings(book: bytes) -> bytes:
    """The drawing group (MSODRAWINGGROUP), which goes on in CONTINUE records."""
    out: list[bytes] = []
    is_drawing = False
    for kind, body in _records(book):
        is_drawing = kind == 0xEB or (is_drawing and kind == 0x3C)
        if is_drawing:
            out.append(body)
    return b"".join(out)


def _notes(book: bytes, reader: Reader) -> None:
    """TXO texts (notes, boxes), headers and footers, and names, which calamine leaves out."""
    texts: list[str] = []
    is_text = False
    for kind, body in _records(book):
        if kind == 0x01B6:  # TXO: its characters follow in CONTINUE
            is_text = True
        elif kind == 0x3C and is_text and len(body) > 1:
            wide = body[0] & 1
            texts.append(body[1:].decode("utf-16-le" if wide else "cp1252", "replace"))
            is_text = False
        elif kind in {0x14, 0x15} and len(body) > 3:  # header, footer
            texts.append(body[3:].decode("utf-16-le" if body[2] & 1 else "cp932", "replace"))
    reader.text("\n".join(texts), "comments")


def put_cells(data: bytes, reader: Reader) -> None:
    """All sheets of a workbook (.xls, .xlsb), hidden ones told."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:  # Rust errors of many classes
        raise Corrupt("workbook") from error
    for about in book.sheets_metadata:
        is_hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
        if is_hidden:
            reader.notice("hidden-content", kind="hidden-sheet", name=about.name)
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(about.name)
        except Exception as error:
            raise Corrupt("workbook:sheet") from error
        if sheet.total_height * max(sheet.total_width, 1) > 4 * reader.limits.cells:
            raise Uninspectable("limit:cells", is_final=True)
        top, left = sheet.start or (0, 0)
        grid = Grid(reader, about.name, "hidden-sheet" if is_hidden else "")
        for r, row in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
            for c, value in enumerate(row, start=left + 1):
                if value not in {"", None}:
                    grid.put(r, c, _cell(value))
        grid.flush()


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute):
        return value.date().isoformat()
    return str(value)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a BIFF stream: number and body."""
    at = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<2H", data, at)
        yield kind, data[at + 4 : at + 4 + length]
        at += 4 + length
