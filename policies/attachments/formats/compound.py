"""Old Office files and other compound files (MS-CFB): .doc, .xls, .ppt, packages of objects."""

import io
import re
import struct
from collections.abc import Iterator
from datetime import datetime

import olefile
import python_calamine

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats import decrypt, macros
from policies.attachments.formats.grid import Grid
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode

_FILEPASS = 0x2F
_ENCRYPTED_PPT = 0xF3D1C4DF
_TEXT_CHARS, _TEXT_BYTES, _C_STRING = 4000, 4008, 4026
_MAX_STREAMS = 2_000
_MAX_COLUMNS = 20_000
#: Streams that hold nothing a person wrote, or are read apart.
_KNOWN = re.compile(
    r"^(?:WordDocument|[01]Table|Data|Workbook|Book|PowerPoint Document|Pictures|Current User"
    r"|\x05(?:Document)?SummaryInformation|\x01CompObj|\x01Ole|\x03ObjInfo|EPRINT|\x03PRINT"
    r"|\x03LINKED|\x03OCXNAME|\x06DataSpaces|Ctls|VBA|_VBA_PROJECT.{0,20}|PROJECT(?:wm)?|dir"
    r"|__SRP_\d|Equation Native|PROJECTlk|MsoDataStore|\x05DocumentSummaryInformation|Compobj)$",
    re.IGNORECASE,
)


def open_compound(data: bytes) -> olefile.OleFileIO:
    """The container; raise Corrupt when its tables are broken."""
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except Exception as error:  # olefile raises whatever a broken table leads it into
        raise Corrupt("compound") from error


def stream(ole: olefile.OleFileIO, path: str | list[str]) -> bytes:
    """The content of a stream, empty when there is none."""
    try:
        content: bytes = ole.openstream(path).read()
    except Exception:
        return b""
    return content


def read_doc(data: bytes, reader: Reader) -> None:
    """Word 97-2003: the text by its piece table (MS-DOC 2.4.1)."""
    with open_compound(data) as ole:
        main = stream(ole, "WordDocument")
        if len(main) < 0x1AA:
            raise Corrupt("doc")
        magic, version = struct.unpack_from("<2H", main)
        (flags,) = struct.unpack_from("<H", main, 0x0A)
        if magic != 0xA5EC or version < 0xC1:
            raise Uninspectable("format:word95")
        if flags & 0x0100:
            decrypt.office(data, reader, "doc")
            return
        table = stream(ole, "1Table" if flags & 0x0200 else "0Table")
        text = "".join(_pieces(main, table))
        reader.text(_plain(text))
        _around(ole, reader)


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    at, length = struct.unpack_from("<2L", main, 0x01A2)
    clx = table[at : at + length]
    at = 0
    while at < len(clx) and clx[at] == 1:  # properties before the table
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise Corrupt("doc:no-pieces")
    (size,) = struct.unpack_from("<L", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}L", plc)
    for n in range(count):
        (where,) = struct.unpack_from("<L", plc, 4 * (count + 1) + 8 * n + 2)
        characters = ends[n + 1] - ends[n]
        if where & 0x40000000:  # one byte a character
            start = (where & 0x3FFFFFFF) // 2
            yield main[start : start + characters].decode("cp1252", "replace")
        else:
            yield main[where : where + 2 * characters].decode("utf-16-le", "replace")


_FIELD_MARKS = str.maketrans({"\x07": "\t", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x13": " ", "\x14": " ", "\x15": " ", "\x1e": "-", "\x1f": "", "\x01": " ", "\x08": " ", "\x05": " ", "\x02": " "})  # fmt: skip  # noqa: E501


def _plain(text: str) -> str:
    """Marks of cells, paragraphs and fields as blanks and line ends."""
    return text.replace("\x07\x07", "\n").translate(_FIELD_MARKS)


def read_xls(data: bytes, reader: Reader) -> None:
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
        _around(ole, reader)


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


def read_ppt(data: bytes, reader: Reader) -> None:
    """PowerPoint 97-2003: text atoms of all records (MS-PPT 2.3.1)."""
    with open_compound(data) as ole:
        user = stream(ole, "Current User")
        if len(user) >= 16 and struct.unpack_from("<L", user, 12)[0] == _ENCRYPTED_PPT:
            decrypt.office(data, reader, "ppt")
            return
        texts = list(_atoms(stream(ole, "PowerPoint Document")))
        reader.text("\n".join(texts).replace("\r", "\n").replace("\x0b", "\n"))
        if pictures := stream(ole, "Pictures"):
            _pictures(pictures, reader)
        _around(ole, reader)


def _atoms(data: bytes) -> Iterator[str]:
    at = 0
    while at + 8 <= len(data):
        version, kind, length = struct.unpack_from("<2HL", data, at)
        at += 8
        if version & 0x0F == 0x0F:  # a container: its records follow
            continue
        body = data[at : at + length]
        if kind in {_TEXT_CHARS, _C_STRING}:
            yield body.decode("utf-16-le", "replace")
        elif kind == _TEXT_BYTES:
            yield body.decode("latin-1")
        at += length


_PICTURES = {
    0xF01D: 17, 0xF01E: 17, 0xF01F: 17, 0xF029: 17, 0xF02A: 17,
}  # fmt: skip


def _pictures(data: bytes, reader: Reader) -> None:
    """Pictures (MS-ODRAW 2.2.23): JPEG, PNG, DIB, TIFF; metafiles are named."""
    at = 0
    while at + 8 <= len(data):
        version, kind, length = struct.unpack_from("<2HL", data, at)
        body = data[at + 8 : at + 8 + length]
        skip = _PICTURES.get(kind, 0)
        if skip:
            extra = 16 if (version >> 4) & 1 and kind != 0xF01E else 0
            start = max(body.find(b"\x89PNG", 0, 64), body.find(b"\xff\xd8\xff", 0, 64))
            reader.file("picture", body[start if start >= 0 else skip + extra :])
        elif length:
            reader.unreadable("picture", Uninspectable("format:metafile"), length)
        at += 8 + length


def read_object(data: bytes, reader: Reader) -> None:
    """Any other container: an embedded object, or something nobody here can read."""
    with open_compound(data) as ole:
        if ole.exists("\x01Ole10Native"):
            _native(stream(ole, "\x01Ole10Native"), reader)
        elif ole.exists("CONTENTS"):
            reader.file("CONTENTS", stream(ole, "CONTENTS"))
        elif ole.exists("Package"):
            reader.file("Package", stream(ole, "Package"))
        else:
            raise Uninspectable("format:ole")
        _around(ole, reader)


def _native(data: bytes, reader: Reader) -> None:
    """A packaged file (Ole10Native): label, name, path, then its bytes.

    Other servers put only their own bytes behind a length.
    """
    packaged = _packaged(data)
    if packaged is None:
        reader.file("object", data[4:])
        return
    names, content = packaged
    reader.text("\n".join(names), "names")
    reader.file(names[0] or "object", content)


def _packaged(data: bytes) -> tuple[list[str], bytes] | None:
    at = 6
    names = []
    for _ in range(2):
        end = data.find(b"\0", at, at + 1_024)
        if end < 0:
            return None
        names.append(decode(data[at:end])[0])
        at = end + 1
    at += 4
    if at + 8 > len(data):
        return None
    at += 4 + struct.unpack_from("<L", data, at)[0]
    if at + 4 > len(data):
        return None
    size = struct.unpack_from("<L", data, at)[0]
    return (names, data[at + 4 : at + 4 + size]) if size <= len(data) - at - 4 else None


def _around(ole: olefile.OleFileIO, reader: Reader) -> None:
    """Properties, macros, embedded objects; a stream that nobody knows is told."""
    properties = [
        stream(ole, [n]) for n in ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
    ]
    reader.text("\n".join(_property_texts(properties)), "properties")
    paths = ole.listdir()
    if len(paths) > _MAX_STREAMS:
        raise Uninspectable("limit:parts")
    if any(path[-1].lower() == "_vba_project" for path in paths):
        reader.notice("macros")
        for path in paths:
            source = stream(ole, path) if "VBA" in path else b""
            at = source.find(b"\x00Attribut")
            if at >= 3:
                reader.text(
                    macros.decompress(source[at - 3 :], reader).decode("cp932", "replace"), "macros"
                )
    for path in paths:
        inner, name = path[:-1], path[-1]
        if _KNOWN.match(name) or any(_KNOWN.match(part) for part in inner if part == "VBA"):
            continue
        if name == "\x01Ole10Native":
            _native(stream(ole, path), reader)
        elif name in {"CONTENTS", "Package"} or inner:
            reader.file("/".join(path), stream(ole, path))
        else:
            reader.unreadable(name, Uninspectable("format:stream"), len(stream(ole, path)))


def _property_texts(streams: list[bytes]) -> Iterator[str]:
    """Strings in property sets (MS-OLEPS), by their form and not by their offsets."""
    for data in streams:
        for match in re.finditer(rb"\x1e\x00\x00\x00(....)", data, re.DOTALL):
            (length,) = struct.unpack("<L", match[1])
            raw = data[match.end() : match.end() + min(length, 10_000)]
            if words := decode(raw.rstrip(b"\0"))[0].strip():
                yield words


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a BIFF stream: number and body."""
    at = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<2H", data, at)
        yield kind, data[at + 4 : at + 4 + length]
        at += 4 + length
