"""Where an archive ends: unpackers stop there, and whatever is behind is seen by nobody."""

import struct
from collections.abc import Iterator

from policies.attachments.text_bytes import decode

_BLOCK = 512
_SECTOR = 2048
_VOLUME = 32_768


def end_of(kind: str, data: bytes) -> int:
    """The offset behind the archive; 0 where its headers do not tell."""
    try:
        return _ENDS[kind](data) if kind in _ENDS else 0
    except (struct.error, ValueError, IndexError):
        return 0


def _tar(data: bytes) -> int:
    """Behind the last member; a block of zeros comes after it."""
    return min(max((end for _, _, end in _tar_members(data)), default=0), len(data))


def _tar_members(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Offset, size and end of every member, with its padding."""
    at = 0
    while at + _BLOCK <= len(data) and data[at] != 0:
        field = data[at + 124 : at + 136]
        if field[0] & 0x80:  # GNU: binary, for sizes beyond 8 GiB
            size = int.from_bytes(field[1:], "big")
        else:
            size = int(field.strip(b" \0") or b"0", 8)
        end = at + _BLOCK + -(-size // _BLOCK) * _BLOCK
        yield at, size, end
        at = end


def tar_words(data: bytes) -> list[str]:
    """What no entry shows: owners, attributes (pax), lists of folders, the rest of last blocks."""
    found: dict[str, None] = {}
    try:
        for at, size, end in _tar_members(data):
            pieces = [
                data[start:stop] for start, stop in ((at + 265, at + 329), (at + 500, at + 512))
            ]
            if data[at + 156 : at + 157] in _NOT_FILES:
                pieces.append(data[at + _BLOCK : at + _BLOCK + size])
            pieces.append(data[at + _BLOCK + size : end])
            for piece in pieces:
                if words := decode(piece.strip(b"\0"))[0].strip("\0 "):
                    found[words] = None
    except (ValueError, IndexError):
        return list(found)
    return list(found)


#: Types of members that unpackers keep for themselves: pax headers, GNU's folder lists.
_NOT_FILES = frozenset({b"x", b"g", b"X", b"D"})


def _7z(data: bytes) -> int:
    offset, size = struct.unpack_from("<2Q", data, 12)
    return int(32 + offset + size)


def _cab(data: bytes) -> int:
    return int(struct.unpack_from("<L", data, 8)[0])


def _iso(data: bytes) -> int:
    sectors, size = struct.unpack_from("<L", data, _VOLUME + 80)[0], _SECTOR
    return int(sectors * size)


def _lzh(data: bytes) -> int:
    """Header by header: their lengths are told by their level (the byte at 20)."""
    at = 0
    while at + 21 < len(data) and data[at]:
        level = data[at + 20]
        (packed,) = struct.unpack_from("<L", data, at + 7)
        if level < 2:
            at += data[at] + 2 + packed
        else:
            at += struct.unpack_from("<H", data, at)[0] + packed
    return at + 1


_ENDS = {"tar": _tar, "7z": _7z, "cab": _cab, "iso": _iso, "lzh": _lzh}
