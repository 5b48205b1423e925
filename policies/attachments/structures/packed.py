"""Whether packed bytes are needed to the last: what is behind the end of a stream nobody sees."""

import lzma
import struct
import zlib
from itertools import pairwise

from policies.attachments.structures.structure import need

COPY, LZMA, LZMA2 = b"\0", b"\3\1\1", b"\x21"
METHODS = frozenset({COPY, LZMA, LZMA2})
_MAX_DICTIONARY = 1 << 26
_FLUSH = 5  # bytes that an LZMA encoder writes behind the last that its decoder needs
_PIECE = 1 << 16
_MOST = 1 << 20


def is_filled(method: bytes, properties: bytes, packed: bytes, size: int) -> bool:
    """Whether a stream of 7z that unfolds to ``size`` bytes takes up all of what is packed.

    Raises Unchecked for other methods.
    """
    if method == COPY:
        return len(packed) == size
    if method == LZMA2:
        return _lzma2_end(packed) == len(packed)
    need(method == LZMA)
    return len(packed) - _lzma_needs(packed, properties, size) <= _FLUSH


def unfolded(method: bytes, properties: bytes, packed: bytes, size: int) -> bytes:
    """What a stream of 7z holds; raises Unchecked for other methods, ValueError for broken ones."""
    if method == COPY:
        return packed
    need(method in METHODS)
    try:
        found = _decompressor(method, properties).decompress(packed, size)
    except lzma.LZMAError as error:
        raise ValueError from error
    need(len(found) == size)
    return found


def block_content(packed: bytes, size: int, before: bytes) -> bytes | None:
    """The content of a block of MSZIP (RFC 1951 behind ``CK``) that fills it, else None."""
    if not packed.startswith(b"CK"):
        return None
    stream = zlib.decompressobj(wbits=-15, zdict=before)
    content = stream.decompress(packed[2:], size + 1)
    return content if stream.eof and not stream.unused_data and len(content) == size else None


def _lzma2_end(packed: bytes) -> int:
    """Chunk by chunk, by their lengths, to the byte that ends the stream."""
    at = 0
    while control := packed[at]:
        (low,) = struct.unpack_from(">H", packed, at + 1)
        if control < 0x80:
            need(control <= 2)
            at += 3 + low + 1
            continue
        (length,) = struct.unpack_from(">H", packed, at + 3)
        at += 5 + (control >= 0xC0) + length + 1
    return at + 1


def _lzma_needs(packed: bytes, properties: bytes, size: int) -> int:
    """How many bytes it takes until all has come out: the last ones are fed one by one."""
    stream = _decompressor(LZMA, properties)
    made = 0
    head = max(0, len(packed) - _PIECE)
    steps: list[int] = [*range(0, head, _PIECE), *range(head, len(packed) + 1)]
    try:
        for start, end in pairwise(steps):
            if made >= size:
                return start
            made += len(stream.decompress(packed[start:end], min(_MOST, size - made)))
            while made < size and not stream.needs_input and not stream.eof:
                made += len(stream.decompress(b"", min(_MOST, size - made)))
    except lzma.LZMAError as error:
        raise ValueError from error
    need(made == size)
    return len(packed)


def _decompressor(method: bytes, properties: bytes) -> lzma.LZMADecompressor:
    if method == LZMA2:
        bits = properties[0]
        need(bits < 40)
        chosen = {"id": lzma.FILTER_LZMA2, "dict_size": (2 | bits & 1) << bits // 2 + 11}
    else:
        first, dictionary = struct.unpack("<BL", properties)
        rest, lc = divmod(first, 9)
        pb, lp = divmod(rest, 5)
        sizes = {"lc": lc, "lp": lp, "pb": pb, "dict_size": max(dictionary, 4096)}
        chosen = {"id": lzma.FILTER_LZMA1, **sizes}
    need(chosen["dict_size"] <= _MAX_DICTIONARY)
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chosen])
