"""Where an archive ends: unpackers stop there, and whatever is behind is seen by nobody."""

import struct

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
    at = 0
    while at + _BLOCK <= len(data) and data[at] != 0:
        field = data[at + 124 : at + 136]
        if field[0] & 0x80:  # GNU: binary, for sizes beyond 8 GiB
            size = int.from_bytes(field[1:], "big")
        else:
            size = int(field.strip(b" \0") or b"0", 8)
        at += _BLOCK + -(-size // _BLOCK) * _BLOCK
    return min(at, len(data))


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
