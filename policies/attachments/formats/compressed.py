"""Single compressed streams: gzip, bzip2, xz, Zstandard. What comes out is a file inside."""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable
from typing import Any

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats import archives
from policies.attachments.formats.unfolding import unfold
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode

_EXTRA, _NAME, _COMMENT = 4, 8, 16  # flags of a gzip header
#: A frame of Zstandard that every unpacker leaves out (RFC 8878 3.1.2).
_SKIPPED = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")


def read_gz(data: bytes, reader: Reader) -> None:
    """Gzip, with any number of members."""
    _gz_header(data, reader)
    _unfold(data, reader, lambda: zlib.decompressobj(wbits=31))


def read_bz2(data: bytes, reader: Reader) -> None:
    """Bzip2."""
    _unfold(data, reader, bz2.BZ2Decompressor)


def read_xz(data: bytes, reader: Reader) -> None:
    """The .xz format."""
    memory = reader.limits.memory // 2
    _unfold(data, reader, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=memory))


def read_zst(data: bytes, reader: Reader) -> None:
    """Zstandard, which Python does not know yet."""
    reader.file(_inner_name(reader.name), archives.filtered(data, "zstd", reader))
    if _SKIPPED.search(data):
        reader.notice("parser-differential", what="skipped-frame")


def _unfold(data: bytes, reader: Reader, decompressor: Callable[[], Any]) -> None:
    """Decompress member after member; a rest that is none is told and read too."""
    out = bytearray()

    def put(block: bytes) -> None:
        out.extend(block)
        reader.inflated(len(block), len(out), len(data))

    at = 0
    stop = len(data.rstrip(b"\0"))  # some writers fill up their last block
    trailing = b""
    while 0 <= at < stop and not trailing:
        before = at
        try:
            at = unfold(decompressor(), data, at, put)
        except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError) as error:
            if "memory" in str(error).lower():
                raise Uninspectable("limit:memory") from error
            if not before:
                raise Corrupt("compressed") from error
            trailing = data[before:]
    reader.file(_inner_name(reader.name), bytes(out))
    if trailing:
        reader.notice("trailing-data", bytes=len(trailing))
        reader.file("trailing data", trailing)
    if at < 0:
        raise Corrupt("compressed:cut-off")


def _gz_header(data: bytes, reader: Reader) -> None:
    """What the header of the first member says (RFC 1952): its extra field, name and comment."""
    flags, at = data[3], 10
    if flags & _EXTRA:
        length = int.from_bytes(data[at : at + 2], "little")
        reader.text(decode(data[at + 2 : at + 2 + length])[0], "extra fields", hidden="extra")
        at += 2 + length
    for flag in (_NAME, _COMMENT):
        if flags & flag and (end := data.find(b"\0", at)) >= 0:
            reader.text(decode(data[at:end])[0], "names")
            at = end + 1


def _inner_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if stem and suffix.lower() in {"tgz", "tbz", "tbz2", "txz", "tzst"}:
        return f"{stem}.tar"
    return stem or name
