"""Metafiles of Windows (MS-EMF, MS-WMF): the texts drawn in them; bitmaps in them are pictures."""

import struct

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.extract import OCR
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode

_EMF_TEXT_A, _EMF_TEXT_W, _EMF_SMALL_TEXT = 83, 84, 108
_EMF_BITMAPS = frozenset({76, 77, 78, 79, 80, 81, 114, 115, 116})
_EMF_COMMENT, _EMF_END = 70, 14
_EMF_PLUS = b"EMF+"
_PLUS_IMAGE, _PLUS_STRING, _PLUS_DRIVER_STRING = 0x4008, 0x401C, 0x4036
_WMF_TEXT, _WMF_EXTENDED_TEXT, _WMF_ESCAPE = 0x0521, 0x0A32, 0x0626
_WMF_BITMAPS = frozenset({0x0922, 0x0940, 0x0B23, 0x0B41, 0x0D33, 0x0F43})
_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_MAX_BITMAP = 4_096  # bytes: a pattern or an icon


def read_emf(data: bytes, reader: Reader) -> None:
    """Enhanced metafile, EMF+ within it."""
    texts: list[str] = []
    at = bitmaps = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<2L", data, at)
        if size < 8:
            raise Corrupt("emf")
        body = data[at : at + size]
        if kind in {_EMF_TEXT_W, _EMF_TEXT_A} and size >= 52:
            count, offset = struct.unpack_from("<2L", body, 44)
            raw = body[offset : offset + count * (1 + (kind == _EMF_TEXT_W))]
            texts.append(
                raw.decode("utf-16-le", "replace") if kind == _EMF_TEXT_W else decode(raw)[0]
            )
        elif kind == _EMF_SMALL_TEXT and size >= 36:
            texts.append(_small_text(body))
        elif kind == _EMF_COMMENT and body[12:16] == _EMF_PLUS:
            found, pictures = _plus(body[16:])
            texts += found
            bitmaps += pictures
        elif kind in _EMF_BITMAPS and size > _MAX_BITMAP:
            bitmaps += 1
        at += size
        if kind == _EMF_END:
            break
    _put(texts, bitmaps, reader)


def read_wmf(data: bytes, reader: Reader) -> None:
    """The older kind, with or without the header that makes it placeable."""
    at = 22 if data.startswith(_PLACEABLE) else 0
    at += 18
    texts: list[str] = []
    bitmaps = 0
    while at + 6 <= len(data):
        size, kind = struct.unpack_from("<LH", data, at)
        if size < 3:
            raise Corrupt("wmf")
        body = data[at + 6 : at + 2 * size]
        if kind == _WMF_TEXT and len(body) >= 2:
            count = struct.unpack_from("<H", body)[0]
            texts.append(decode(body[2 : 2 + count])[0])
        elif kind == _WMF_EXTENDED_TEXT and len(body) >= 8:
            count, options = struct.unpack_from("<2H", body, 4)
            start = 8 + (8 if options & 0x06 else 0)
            texts.append(decode(body[start : start + count])[0])
        elif kind in _WMF_BITMAPS and 2 * size > _MAX_BITMAP:
            bitmaps += 1
        elif kind == _WMF_ESCAPE and len(body) > _MAX_BITMAP:
            bitmaps += 1  # may hold a whole EMF
        at += 2 * size
        if kind == 0:
            break
    _put(texts, bitmaps, reader)


def _put(texts: list[str], bitmaps: int, reader: Reader) -> None:
    reader.text("\n".join(text for text in texts if text.strip()), "picture")
    if bitmaps:
        raise Uninspectable(OCR if reader.recogniser is None else "format:metafile")


def _small_text(body: bytes) -> str:
    count, _, options = struct.unpack_from("<3L", body, 16)
    start = 36 if options & 0x100 else 52
    if options & 0x200:
        return decode(body[start : start + count])[0]
    return body[start : start + 2 * count].decode("utf-16-le", "replace")


def _plus(data: bytes) -> tuple[list[str], int]:
    """Texts and the number of pictures in EMF+ records."""
    texts: list[str] = []
    pictures = at = 0
    while at + 12 <= len(data):
        kind, flags, size, _ = struct.unpack_from("<2H2L", data, at)
        if size < 12:
            break
        body = data[at + 12 : at + size]
        if kind == _PLUS_STRING and len(body) >= 28:
            count = struct.unpack_from("<L", body, 8)[0]
            texts.append(body[28 : 28 + 2 * count].decode("utf-16-le", "replace"))
        elif kind == _PLUS_DRIVER_STRING and len(body) >= 16:
            count = struct.unpack_from("<L", body, 12)[0]
            texts.append(body[16 : 16 + 2 * count].decode("utf-16-le", "replace"))
        elif kind == _PLUS_IMAGE and (flags >> 8) & 0x7F == 5 and size > _MAX_BITMAP:
            pictures += 1
        at += size
    return texts, pictures
