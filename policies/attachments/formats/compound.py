"""Compound files (MS-CFB): old Word and PowerPoint files, packages of objects."""

import io
import re
import struct
from collections.abc import Iterator

import olefile

from policies.attachments.errors import AttachmentError, Corrupt, Encrypted, Uninspectable
from policies.attachments.formats import decrypt, macros, sectors
from policies.attachments.formats.left_out import put_opaque, put_rest, put_strings
from policies.attachments.formats.office_art import carve_art, inflate, put_art
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode

_Span = tuple[int, int, str]
_ENCRYPTED_PPT = 0xF3D1C4DF
_TEXT_CHARS, _TEXT_BYTES, _C_STRING = 4000, 4008, 4026
_OBJECT, _TAG = 4113, 5003  # an embedded file; a box of newer programs, such as comments
_MAX_STREAMS = 2_000
#: Streams that are read by the reader of the format; some writers spell them in one case.
_READ = frozenset(
    {"worddocument", "0table", "1table", "data", "workbook", "book", "powerpoint document"}
    | {"pictures", "current user"}
)
#: Streams that programs keep for themselves: small, and no file of any kind.
_OPAQUE = re.compile(
    r"^(?:Current User|\x05(?:Document)?SummaryInformation|\x01CompObj|\x01Ole|\x03ObjInfo"
    r"|\x03LINKED|\x03OCXNAME|EPRINT|\x03PRINT|\x06DataSpaces|Ctls|PROJECT(?:wm|lk)?"
    r"|Equation Native|MsoDataStore|Compobj|XCB|\x01Ole10ItemName|CONTENTSV30)$",
    re.IGNORECASE,
)

_PREVIEW = re.compile(r"^\x02OlePres[0-9]{3}$")


def open_compound(data: bytes) -> olefile.OleFileIO:
    """The container; raise Corrupt when its tables are broken."""
    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
        ole.loadminifat()
    except Exception as error:  # olefile raises whatever a broken table leads it into
        raise Corrupt("compound") from error
    return ole


def stream(ole: olefile.OleFileIO, path: str | list[str]) -> bytes:
    """The content of a stream, empty when there is none; raise Corrupt when it cannot be had."""
    if not ole.exists(path):
        return b""
    try:
        content: bytes = ole.openstream(path).read()
    except Exception as error:  # as above
        raise Corrupt("compound:stream") from error
    return content


def read_doc(data: bytes, reader: Reader) -> None:
    """Word 97-2003."""
    with open_compound(data) as ole:
        if not _word(ole, [], reader):
            decrypt.office(data, reader, "doc")
            return
        put_around(ole, data, reader)


def _word(ole: olefile.OleFileIO, top: list[str], reader: Reader) -> bool:
    """The document in a storage, by its piece table (MS-DOC 2.4.1); False for an encrypted one."""
    main = stream(ole, [*top, "WordDocument"])
    if len(main) < 0x1AA:
        raise Corrupt("doc")
    magic, version = struct.unpack_from("<2H", main)
    (flags,) = struct.unpack_from("<H", main, 0x0A)
    if magic != 0xA5EC or version < 0xC1:
        raise Uninspectable("format:word95")
    if flags & 0x0100:
        return False
    table = stream(ole, [*top, "1Table" if flags & 0x0200 else "0Table"])
    spans = list(_pieces(main, table))
    reader.text(_plain("".join(main[a:b].decode(codec, "replace") for a, b, codec in spans)))
    carve_art(stream(ole, [*top, "Data"]), reader)
    # Pictures that text flows round, and text that was deleted and is still there.
    carve_art(_without(main, spans), reader)
    for name in ("0Table", "1Table"):
        put_strings(stream(ole, [*top, name]), reader, "tables")
    return True


def _without(main: bytes, spans: list[_Span]) -> bytes:
    rest = bytearray(main)
    for start, end, _ in spans:
        rest[start:end] = bytes(len(rest[start:end]))
    return bytes(rest)


def _pieces(main: bytes, table: bytes) -> Iterator[_Span]:
    """Where the text lies in the main stream, in its order, and in which code."""
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
            yield start, start + characters, "cp1252"
        else:
            yield where, where + 2 * characters, "utf-16-le"


_FIELD_MARKS = str.maketrans({"\x07": "\t", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x13": " ", "\x14": " ", "\x15": " ", "\x1e": "-", "\x1f": "", "\x01": " ", "\x08": " ", "\x05": " ", "\x02": " "})  # fmt: skip  # noqa: E501


def _plain(text: str) -> str:
    """Marks of cells, paragraphs and fields as blanks and line ends."""
    return text.replace("\x07\x07", "\n").translate(_FIELD_MARKS)


def read_ppt(data: bytes, reader: Reader) -> None:
    """PowerPoint 97-2003."""
    with open_compound(data) as ole:
        if not _slides(ole, [], reader):
            decrypt.office(data, reader, "ppt")
            return
        put_around(ole, data, reader)


def _slides(ole: olefile.OleFileIO, top: list[str], reader: Reader) -> bool:
    """The text atoms of all records (MS-PPT 2.3.1), and pictures; False for an encrypted one."""
    user = stream(ole, [*top, "Current User"])
    if len(user) >= 16 and struct.unpack_from("<L", user, 12)[0] == _ENCRYPTED_PPT:
        return False
    document = stream(ole, [*top, "PowerPoint Document"])
    texts = [text for kind, _, body in _atoms(document) if (text := _atom_text(kind, body))]
    reader.text("\n".join(texts).replace("\r", "\n").replace("\x0b", "\n"))
    for kind, instance, body in _atoms(document):
        if kind == _OBJECT:  # a compound file, packed or as it is (MS-PPT 2.10.34)
            reader.file("object", inflate(body[4:], reader) if instance == 1 else body)
    put_art(stream(ole, [*top, "Pictures"]), reader)
    others = (body for kind, _, body in _atoms(document) if kind not in _READ_ATOMS)
    put_rest(b"\0\0".join(others), reader, "records")
    return True


def _atoms(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, instance and body of each record that holds no others."""
    at = 0
    while at + 8 <= len(data):
        version, kind, length = struct.unpack_from("<2HL", data, at)
        at += 8
        if version & 0x0F == 0x0F or kind == _TAG:  # their records follow
            continue
        yield kind, version >> 4, data[at : at + length]
        at += length


_READ_ATOMS = frozenset({_TEXT_CHARS, _TEXT_BYTES, _C_STRING, _OBJECT})


def _atom_text(kind: int, body: bytes) -> str:
    if kind in {_TEXT_CHARS, _C_STRING}:
        return body.decode("utf-16-le", "replace")
    return body.decode("latin-1") if kind == _TEXT_BYTES else ""


def read_object(data: bytes, reader: Reader) -> None:
    """Any other container: an embedded object, or something nobody here can read."""
    with open_compound(data) as ole:
        put_around(ole, data, reader)
        is_known = any(ole.exists(name) for name in (*_PACKAGES, "MsoDataStore"))
        is_empty = not (ole.listdir() or ole.parsing_issues or sectors.unused(ole, data))
        if not (is_known or is_empty):
            raise Uninspectable("format:ole")


_PACKAGES = ("\x01Ole10Native", "CONTENTS", "Package")


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


def put_around(ole: olefile.OleFileIO, data: bytes, reader: Reader) -> None:
    """Properties, macros, embedded objects; a stream that nobody knows is told."""
    put_rest(sectors.unused(ole, data), reader, "unused")
    names = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
    properties = [stream(ole, name) for name in names]
    reader.text("\n".join(_property_texts(properties)), "properties")
    paths = ole.listdir()
    if len(paths) > _MAX_STREAMS:
        raise Uninspectable("limit:parts")
    macros.put_modules((stream(ole, path) for path in paths if "VBA" in path), reader)
    documents = [path[:-1] for path in paths if path[-1] in _DOCUMENTS]
    for path in paths:
        *inner, name = path
        if inner and name in _DOCUMENTS:
            _embedded(ole, path, reader)
        elif "VBA" in inner or (name.lower() in _READ and (not inner or inner in documents)):
            continue
        elif _OPAQUE.match(name):
            put_opaque(name, stream(ole, path), reader)
        elif _PREVIEW.match(name):
            _preview(name, stream(ole, path), reader)
        elif name == _PACKAGES[0]:
            _native(stream(ole, path), reader)
        elif name in _PACKAGES or inner:
            reader.file("/".join(path), stream(ole, path))
        else:
            reader.unreadable(name, Uninspectable("format:stream"), len(stream(ole, path)))


def _preview(name: str, data: bytes, reader: Reader) -> None:
    """How an object looks (OLEPresentationStream, MS-OLEDS 2.3.4): numbers, then a metafile."""
    at = data.find(b"\1\0\t\0\0\3", 0, 4_096)
    put_opaque(name, data[: max(at, 0)] if at >= 0 else data, reader)
    if at >= 0:
        reader.file("preview", data[at:])


def _embedded(ole: olefile.OleFileIO, path: list[str], reader: Reader) -> None:
    """A document that lies in a storage of another."""
    *inner, name = path
    try:
        if not _DOCUMENTS[name](ole, inner, reader):
            raise Encrypted("embedded")
    except AttachmentError as error:
        if error.is_final:
            raise
        reader.unreadable("/".join(path), error)


_DOCUMENTS = {"WordDocument": _word, "PowerPoint Document": _slides}


def _property_texts(streams: list[bytes]) -> Iterator[str]:
    """Strings in property sets (MS-OLEPS), by their form and not by their offsets."""
    for data in streams:
        for match in re.finditer(rb"\x1e\x00\x00\x00(....)", data, re.DOTALL):
            (length,) = struct.unpack("<L", match[1])
            raw = data[match.end() : match.end() + min(length, 10_000)]
            if words := decode(raw.rstrip(b"\0"))[0].strip():
                yield words
