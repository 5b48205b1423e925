"""Metafiles of Windows (MS-EMF, MS-WMF): texts drawn in them, bitmaps and files in them."""

import struct
from collections.abc import Iterator

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats import bitmaps, emf_plus
from policies.attachments.formats.left_out import put_opaque, put_rest
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode

_EMF_TEXT_A, _EMF_TEXT_W, _EMF_SMALL_TEXT, _EMF_COMMENT, _EMF_END = 83, 84, 108, 70, 14
#: Where a record says at which of its bytes the header and the pixels of its bitmap lie.
_EMF_BITMAPS = {76: 84, 77: 84, 78: 84, 79: 96, 80: 48, 81: 48, 93: 16, 94: 16, 114: 84, 116: 84}
_EMF_PLUS = b"EMF+"
_WMF_TEXT, _WMF_EXTENDED_TEXT, _WMF_ESCAPE = 0x0521, 0x0A32, 0x0626
#: Where the bitmap of a record begins, behind the record's head.
_WMF_BITMAPS = {0x0142: 4, 0x0940: 16, 0x0B41: 20, 0x0D33: 18, 0x0F43: 22}
_WMF_OF_A_DEVICE = frozenset({0x0922, 0x0B23})
_WMF_COMMENT = struct.pack("<H", 15)
_WMF_EMF, _WMF_EMF_HEADER = b"WMFC\1\0\0\0", 38  # a piece of an EMF, in a comment
_FIXED = 64  # bytes: records of a fixed form are shorter
_PLACEABLE = b"\xd7\xcd\xc6\x9a"


def read_emf(data: bytes, reader: Reader) -> None:
    """Enhanced metafile, EMF+ within it."""
    texts: list[str] = []
    found: dict[bytes, None] = {}
    plus = bytearray()
    at = 0
    for kind, body in _emf_records(data):
        at += len(body)
        if kind in {_EMF_TEXT_W, _EMF_TEXT_A} and len(body) >= 52:
            texts.append(_emf_text(kind, body))
        elif kind == _EMF_SMALL_TEXT and len(body) >= 36:
            texts.append(_small_text(body))
        elif kind == _EMF_COMMENT and body[12:16] == _EMF_PLUS:
            plus += body[16:]
        elif kind == _EMF_COMMENT:
            put_opaque("comment", body[12:], reader)
        elif bitmap := _emf_bitmap(kind, body):
            found[bitmaps.as_file(bitmap)] = None
        elif len(body) > _FIXED:  # lists of points, and what only looks like them
            put_rest(body, reader, "picture")
    drawn, pictures = emf_plus.read(bytes(plus))
    _put([*texts, *drawn], found | dict.fromkeys(pictures), data[at:], reader)


def read_wmf(data: bytes, reader: Reader) -> None:
    """The older kind, with or without the header that makes it placeable."""
    at = 18 + (22 if data.startswith(_PLACEABLE) else 0)
    texts: list[str] = []
    found: dict[bytes, None] = {}
    embedded = bytearray()
    for kind, body in _wmf_records(data, at):
        at += 6 + len(body)
        if text := _wmf_text(kind, body):
            texts.append(text)
        elif kind in _WMF_BITMAPS:
            if bitmap := body[_WMF_BITMAPS[kind] :]:
                found[bitmaps.as_file(bitmap)] = None
        elif kind in _WMF_OF_A_DEVICE and len(body) > _WMF_BITMAPS[0x0F43]:
            reader.unreadable("picture", Uninspectable("format:metafile"), len(body))
        elif kind == _WMF_ESCAPE and body[4:12] == _WMF_EMF:
            embedded += body[_WMF_EMF_HEADER:]
        elif kind == _WMF_ESCAPE:
            put_opaque("comment", body[4:], reader)
        elif len(body) > _FIXED:
            put_rest(body, reader, "picture")
    if embedded:
        found[bytes(embedded)] = None
    _put(texts, found, data[at:], reader)


def _put(texts: list[str], pictures: dict[bytes, None], rest: bytes, reader: Reader) -> None:
    reader.text("\n".join(text for text in texts if text.strip()), "picture")
    for picture in pictures:
        reader.file("picture", picture)
    if rest.strip(b"\0"):
        reader.notice("trailing-data", bytes=len(rest))
        put_opaque("trailing", rest, reader)


def _emf_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<2L", data, at)
        if size < 8:
            raise Corrupt("emf")
        yield kind, data[at : at + size]
        at += size
        if kind == _EMF_END:
            return


def _wmf_records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 6 <= len(data):
        size, kind = struct.unpack_from("<LH", data, at)
        if size < 3:
            raise Corrupt("wmf")
        yield kind, data[at + 6 : at + 2 * size]
        at += 2 * size
        if kind == 0:
            return


def _emf_text(kind: int, body: bytes) -> str:
    count, offset = struct.unpack_from("<2L", body, 44)
    if kind == _EMF_TEXT_W:
        return body[offset : offset + 2 * count].decode("utf-16-le", "replace")
    return decode(body[offset : offset + count])[0]


def _wmf_text(kind: int, body: bytes) -> str:
    if kind == _WMF_TEXT and len(body) >= 2:
        count = struct.unpack_from("<H", body)[0]
        return decode(body[2 : 2 + count])[0]
    if kind == _WMF_EXTENDED_TEXT and len(body) >= 8:
        count, options = struct.unpack_from("<2H", body, 4)
        start = 8 + (8 if options & 0x06 else 0)
        return decode(body[start : start + count])[0]
    return ""


def _small_text(body: bytes) -> str:
    count, _, options = struct.unpack_from("<3L", body, 16)
    start = 36 if options & 0x100 else 52
    if options & 0x200:
        return decode(body[start : start + count])[0]
    return body[start : start + 2 * count].decode("utf-16-le", "replace")


def _emf_bitmap(kind: int, body: bytes) -> bytes:
    """Header and pixels of a record's bitmap, side by side; empty when it has none."""
    at = _EMF_BITMAPS.get(kind)
    if at is None or len(body) < at + 16:
        return b""
    header, header_size, pixels, pixels_size = struct.unpack_from("<4L", body, at)
    return body[header : header + header_size] + body[pixels : pixels + pixels_size]
