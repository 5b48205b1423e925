"""Single compressed streams: gzip, bzip2, xz, Zstandard. What comes out is a file inside."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats import archives
from policies.attachments.reader import Reader

_BLOCK = 1 << 16
_MOST = 1 << 20


def read_gz(data: bytes, reader: Reader) -> None:
    """Gzip, with any number of members."""
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


def _unfold(data: bytes, reader: Reader, decompressor: Callable[[], Any]) -> None:
    """Decompress member after member; a rest that is none is told and read too."""
    out: list[bytes] = []
    rest: bytes | None = data
    trailing = b""
    while rest and rest.strip(b"\0") and not trailing:
        try:
            member, behind = _member(rest, decompressor(), reader, sum(map(len, out)), len(data))
        except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError) as error:
            if "memory" in str(error).lower():
                raise Uninspectable("limit:memory") from error
            if not out:
                raise Corrupt("compressed") from error
            trailing = rest
        else:
            out += member
            rest = behind
    reader.file(_inner_name(reader.name), b"".join(out))
    if trailing:
        reader.notice("trailing-data", bytes=len(trailing))
        reader.file("trailing data", trailing)
    if rest is None:
        raise Corrupt("compressed:cut-off")


def _member(
    data: bytes, stream: Any, reader: Reader, before: int, packed: int
) -> tuple[list[bytes], bytes | None]:
    """The blocks of one member and what is behind it; None behind one that does not end."""
    out: list[bytes] = []
    total = before
    for at in range(0, len(data), _BLOCK):
        for block in _blocks(stream, data[at : at + _BLOCK]):
            total += len(block)
            reader.inflated(len(block), total, packed)
            out.append(block)
        if stream.eof:
            return out, stream.unused_data + data[at + _BLOCK :]
    return out, None


def _blocks(stream: Any, packed: bytes) -> Iterator[bytes]:
    """What comes out for some input, never much at once: bzip2 and xz unfold a millionfold."""
    yield stream.decompress(packed, _MOST)
    while not stream.eof:
        left = getattr(stream, "unconsumed_tail", b"")
        if not left and getattr(stream, "needs_input", True):
            return
        yield stream.decompress(left, _MOST)


def _inner_name(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    if stem and suffix.lower() in {"tgz", "tbz", "tbz2", "txz", "tzst"}:
        return f"{stem}.tar"
    return stem or name
