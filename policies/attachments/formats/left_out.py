"""Parts of documents that hold no words: left out only if they are what their name says.

A name alone proves nothing: whoever stores another file in place of a thumbnail would not be
seen. What does not prove itself is read like any other file.
"""

import io
import re
import struct
from collections.abc import Iterator

from PIL import Image

from policies.attachments.reader import Reader
from policies.attachments.recognise import recognise

_MAX_SIDE = 512  # pixels of a thumbnail
_MAX_OPAQUE = 65_536  # bytes of settings that only one program understands
_SFNT = (b"\0\1\0\0", b"OTTO", b"true")
_EOT_MAGIC = b"LP"
_HEADER, _RECORD = 12, 16  # of a font's directory of tables
_OBFUSCATED = 32  # bytes at the beginning of a font in an Office file
#: Runs of readable characters in bytes: Latin letters, Japanese in UTF-8 and CP932.
_RUNS = (
    (re.compile(rb"(?:[\x20-\x7e]|[\xe3-\xe9\xef][\x80-\xbf]{2}){6,}"), "utf-8"),
    (re.compile(rb"(?:[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\x20-\x7e]){6,}"), "cp932"),
)
_FILES = re.compile(rb"PK\x03\x04|%PDF-|\xd0\xcf\x11\xe0\xa1\xb1|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07")
_WIDE_RUN = re.compile("[\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff01-\uffee]{6,}")


def put_thumbnail(name: str, data: bytes, reader: Reader) -> None:
    """A small picture of the first page repeats it; a larger one is read."""
    if not _is_small_picture(data):
        reader.file(name, data)


def put_font(name: str, data: bytes, reader: Reader) -> None:
    """A font, as it is or with its beginning hidden, whose tables fill the file."""
    if not _is_font(data):
        reader.file(name, data)


def put_opaque(name: str, data: bytes, reader: Reader) -> None:
    """Settings in a form of one program's own: what can be read in them is put down."""
    kind = recognise(data)
    if len(data) <= _MAX_OPAQUE and (kind == "unknown" or (kind == "text" and b"\0" in data)):
        put_strings(data, reader, name)
    else:
        reader.file(name, data)


def put_rest(data: bytes, reader: Reader, place: str) -> None:
    """What a format's reader has no use for: a file that begins in it, and readable runs."""
    if file := _FILES.search(data):
        reader.notice("trailing-data", bytes=len(data) - file.start())
        reader.file("data", data[file.start() :])
    put_strings(data, reader, place)


def put_strings(data: bytes, reader: Reader, place: str) -> None:
    """Readable runs in bytes that nobody takes apart."""
    found: dict[str, None] = {}
    for pattern, codec in _RUNS:
        for match in pattern.finditer(data):
            found[match[0].decode(codec, "replace")] = None
    found |= dict.fromkeys(_wide_runs(data))
    reader.text("\n".join(found), place, hidden="binary")


def _wide_runs(data: bytes) -> Iterator[str]:
    """Runs in UTF-16, which may begin at any byte."""
    for start in (0, 1):
        for match in _WIDE_RUN.finditer(data[start:].decode("utf-16-le", "replace")):
            swapped = match[0].encode("utf-16-be").decode("utf-16-le", "replace")
            # Latin letters whose bytes are read in the wrong order look like Chinese ones.
            yield swapped if swapped.isascii() else match[0]


def _is_small_picture(data: bytes) -> bool:
    if recognise(data) not in {"png", "jpeg", "gif", "bmp"}:
        return False
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP")) as picture:
            picture.load()
            # A picture of this size needs no more bytes: the rest would be something else.
            fits = len(data) <= 4 * picture.width * picture.height + 4_096
            return max(picture.size) <= _MAX_SIDE and fits
    except (OSError, ValueError, SyntaxError, struct.error):
        return False


def _is_font(data: bytes) -> bool:
    if data[34:36] == _EOT_MAGIC:  # a font for the web, whose first number is its size
        return bool(struct.unpack_from("<L", data)[0] == len(data))
    if len(data) < _HEADER + 2 * _RECORD:
        return False
    if data[:4] in _SFNT:
        return _tables_fill(data, struct.unpack_from(">H", data, 4)[0], data[_HEADER:_OBFUSCATED])
    # In .odttf the first 32 bytes are XORed with a key of 16 (ECMA-376 part 4, 15.2.13). The
    # header is known but for the number of tables, so each number tells twelve bytes of the key.
    return any(_tables_fill(data, n, _revealed(data, n)) for n in range(4, 65))


def _revealed(data: bytes, tables: int) -> bytes:
    """The first table's record without its name, if the font has so many tables."""
    power = 1 << (tables.bit_length() - 1)
    counts = (tables, power * 16, power.bit_length() - 1, (tables - power) * 16)
    plain = struct.pack(">4s4H", _SFNT[0], *counts)
    key = bytes(a ^ b for a, b in zip(data, plain, strict=False))
    return b"?" * 4 + bytes(a ^ b for a, b in zip(data[16:28], key, strict=False))


def _tables_fill(data: bytes, tables: int, first: bytes) -> bool:
    """Whether the directory's tables lie in the file and reach to its end."""
    if not 4 <= tables <= 64 or len(data) < _HEADER + tables * _RECORD or len(first) < _RECORD:
        return False
    others = (_HEADER + n * _RECORD + 8 for n in range(1, tables))
    places = [struct.unpack_from(">2L", first, 8)]
    places += (struct.unpack_from(">2L", data, at) for at in others)
    ends = [offset + length for offset, length in places]
    begins = min(offset for offset, _ in places) == _HEADER + tables * _RECORD
    covered = sum(length + 3 for _, length in places) >= len(data) - _HEADER - tables * _RECORD
    return bool(begins and covered and 0 <= len(data) - max(ends) < 4)
