"""The source of macros (MS-OVBA): people hide lists in it."""

import io
import struct
from collections.abc import Iterable

import olefile

from policies.attachments.errors import Corrupt
from policies.attachments.reader import Reader

#: How the compressed source of every module begins: "Attribute VB_Name".
_BEGIN = b"\x00Attribut"
_COMPRESSED = 0x8000
_MAX_CHUNK = 4096


def read(data: bytes, reader: Reader) -> None:
    """The source of every module of a project in a file of its own (vbaProject.bin)."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = [ole.openstream(path).read() for path in ole.listdir()]
    except Exception as error:  # olefile raises whatever a broken table leads it into
        raise Corrupt("macros") from error
    put_modules(streams, reader)


def put_modules(streams: Iterable[bytes], reader: Reader) -> None:
    """Put down the source in the streams of a project; tell that there are macros."""
    is_told = False
    for content in streams:
        if not is_told:
            reader.notice("macros")
            is_told = True
        at = content.find(_BEGIN)
        if at >= 3:
            source = decompress(content[at - 3 :], reader)
            reader.text(source.decode("cp932", "replace"), "macros")


def decompress(data: bytes, reader: Reader) -> bytes:
    """A compressed container (MS-OVBA 2.4.1), as far as it makes sense."""
    out = bytearray()
    at = 1
    while at + 2 <= len(data):
        (header,) = struct.unpack_from("<H", data, at)
        stop = min(at + (header & 0x0FFF) + 3, len(data))
        chunk = data[at + 2 : stop]
        before = len(out)
        if header & _COMPRESSED:
            _chunk(chunk, out)
        else:
            out += chunk[:_MAX_CHUNK]
        reader.inflated(len(out) - before, len(out), len(data))
        at = stop
    return bytes(out)


def _chunk(data: bytes, out: bytearray) -> None:
    start = len(out)
    at = 0
    while at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) - start > _MAX_CHUNK:
                return
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 2 > len(data):
                return
            (token,) = struct.unpack_from("<H", data, at)
            at += 2
            width = max((len(out) - start - 1).bit_length(), 4)
            length = (token & (0xFFFF >> width)) + 3
            offset = (token >> (16 - width)) + 1
            if offset > len(out) - start:
                return
            for _ in range(length):
                out.append(out[-offset])
