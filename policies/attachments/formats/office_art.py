"""Pictures in old Office files (MS-ODRAW): what a .doc, .xls or .ppt shows besides its text."""

import re
import struct
import zlib

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats.bitmaps import as_file
from policies.attachments.formats.left_out import put_rest
from policies.attachments.reader import Reader

_CONTAINER = 0x0F
_STORE_ENTRY = 0xF007
_EMF, _WMF, _PICT, _DIB = 0xF01A, 0xF01B, 0xF01C, 0xF01F
_BITMAPS = frozenset({0xF01D, 0xF01E, _DIB, 0xF029, 0xF02A})
_UID, _METAFILE_HEADER, _ENTRY_HEADER = 16, 34, 36


def put_art(data: bytes, reader: Reader) -> None:
    """Every picture in a run of records; containers are stepped into."""
    at = 0
    while at + 8 <= len(data):
        version, kind, length = struct.unpack_from("<2HL", data, at)
        body = data[at + 8 : at + 8 + length]
        if version & _CONTAINER == _CONTAINER:
            at += 8
        elif kind == _STORE_ENTRY and len(body) >= _ENTRY_HEADER:
            at += 8 + _ENTRY_HEADER + body[33]  # a picture, or nothing, stands behind its name
        else:
            if kind in {_EMF, _WMF, _PICT} | _BITMAPS:
                _put_picture(kind, version >> 4, body, reader)
            at += 8 + length


def carve_art(data: bytes, reader: Reader) -> None:
    """The ``Data`` stream of Word, whose blocks only the formatting of the text points to.

    Pictures are found by their records, files by how they begin; what is left (values of
    fields, targets of links) by its readable runs.
    """
    at = 0
    rest: list[bytes] = []
    for match in _RECORD.finditer(data):
        begin, (length,) = match.start(), struct.unpack("<L", match[1])
        if begin < at or not 17 <= length <= len(data) - begin - 8:
            continue
        rest.append(data[at:begin])
        version, kind = struct.unpack_from("<2H", data, begin)
        _put_picture(kind, version >> 4, data[begin + 8 : begin + 8 + length], reader)
        at = begin + 8 + length
    rest.append(data[at:])
    for gap in rest:
        put_rest(gap, reader, "fields")


#: The header of a picture's record: instances of MS-ODRAW 2.2.23, the kind, the length.
_RECORD = re.compile(
    rb"(?:[\x40\x50]\x3d\x1a|[\x60\x70]\x21\x1b|[\x20\x30]\x54\x1c|[\xa0\xb0]\x46\x1d|[\x20\x30]\x6e\x1d"
    rb"|[\x00\x10]\x6e\x1e|[\x80\x90]\x7a\x1f|[\x40\x50]\x6e\x29|[\xa0\xb0]\x46\x2a|[\x20\x30]\x6e\x2a)"
    rb"\xf0(.{4})",
    re.DOTALL,
)


def _put_picture(kind: int, instance: int, body: bytes, reader: Reader) -> None:
    """One picture: behind one or two checksums, as a file, or a packed metafile."""
    start = _UID * (2 if instance & 1 else 1)
    if kind in _BITMAPS:
        content = body[start + 1 :]
        reader.file("picture", as_file(content) if kind == _DIB else content)
        return
    header = body[start : start + _METAFILE_HEADER]
    packed = body[start + _METAFILE_HEADER :]
    if len(header) < _METAFILE_HEADER or kind == _PICT:
        reader.unreadable("picture", Uninspectable("format:metafile"), len(body))
        return
    if header[32] == 0:  # Deflate
        packed = inflate(packed, reader)
    reader.file("picture", packed)


def inflate(packed: bytes, reader: Reader) -> bytes:
    """What is packed with zlib, counted and bounded; what cannot be had of it is told."""
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(packed, reader.limits.member)
    except zlib.error:
        reader.unreadable("object", Corrupt("zlib"), len(packed))
        return b""
    reader.inflated(len(content), len(content), len(packed))
    if not stream.eof:
        reason = "limit:member" if stream.unconsumed_tail else "zlib:cut-off"
        reader.unreadable("object", Uninspectable(reason), len(packed))
    return content
