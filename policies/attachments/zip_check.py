"""Whether two programs could read different things in one ZIP file.

A ZIP tells its content twice: in the header before each member, and in a directory at its
end. Unpackers trust the one or the other, and look for the end in different ways, so a file
can hold one thing for the gate and another for its reader. What ordinary writers make agrees
in all of it. Sources: APPNOTE.TXT 6.3.10; the data descriptor is read in its four sizes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from policies.attachments.errors import Bomb, Corrupt

_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_CENTRAL, _LOCAL, _DESCRIPTOR = b"PK\x01\x02", b"PK\x03\x04", b"PK\x07\x08"
_EXTRA_DATA = b"PK\x06\x08"
_MAX_TAIL = 22 + 65_535
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_HAS_DESCRIPTOR = 0x08
_UNICODE_PATH = 0x7075
_MAX_FIELD = 64
#: Extra fields of usual writers: sizes, times, owners, names, ciphers, padding, signatures.
_KNOWN_FIELDS = frozenset(
    {0x0001, 0x000A, 0x000D, 0x0015, 0x0016, 0x0017, 0x0019, 0x5455, 0x5855, 0x7855, 0x7875}
    | {0x7075, 0x9901, 0xA220, 0xA11E, 0xCAFE, 0xD935, 0x756E, 0x4453, 0x2605, 0x334D}
)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the directory, as far as it is compared. ``start`` is in the file."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int
    comment: bytes
    extra: bytes


@dataclass(frozen=True, slots=True)
class _End:
    at: int
    count: int
    size: int
    offset: int
    comment: bytes


def members(data: bytes) -> tuple[tuple[Member, ...], bytes]:
    """The entries of the directory and the comment of the whole; raise Corrupt without one."""
    end = _end(data)
    start = _directory(data, end)
    shift = start - end.offset
    return tuple(_entries(data, start, end.size, shift)), end.comment


def differences(data: bytes) -> tuple[str, ...]:
    """Codes of what does not agree, each once; none for what ordinary writers make.

    Raises Corrupt when there is no directory, Bomb when members overlap.
    """
    end = _end(data)
    start = _directory(data, end)
    entries = tuple(_entries(data, start, end.size, start - end.offset))
    found = [*_ends_differ(data, end), *_names_differ(entries)]
    if len(entries) != end.count:
        found.append("entry-count")
    at = 0
    for entry in sorted(entries, key=lambda e: e.start):
        if entry.start < at:
            raise Bomb("overlap")
        if entry.start > at and not _is_padding(data, at, entry.start):
            found.append("data-before" if at == 0 else "data-between")
        found += _header_differs(data, entry)
        at = _end_of(data, entry)
    if at > start:
        raise Bomb("overlap")
    if start > at and not _is_padding(data, at, start):
        found.append("data-between" if entries else "no-entries")
    return tuple(dict.fromkeys(found))


def _end(data: bytes) -> _End:
    """The end record nearest to the end of the file."""
    at = data.rfind(_END, max(0, len(data) - _MAX_TAIL))
    if at < 0 or at + 22 > len(data):
        raise Corrupt("zip:no-directory")
    _, _, _, count, size, offset, length = struct.unpack_from("<4H2LH", data, at + 4)
    comment = data[at + 22 : at + 22 + length]
    if count == _FULL16 or _FULL32 in {size, offset}:
        count, size, offset = _end64(data, at) or (count, size, offset)
    return _End(at, count, size, offset, comment)


def _end64(data: bytes, at: int) -> tuple[int, int, int] | None:
    if data[at - 20 : at - 16] != _LOCATOR:
        return None
    found = data.rfind(_END64, 0, at - 20)
    if found < 0 or found + 56 > len(data):
        return None
    count, size, offset = struct.unpack_from("<3Q", data, found + 32)
    return count, size, offset


def _directory(data: bytes, end: _End) -> int:
    """Where the directory really starts: data put before the file shifts it."""
    before = end.at
    if data[end.at - 20 : end.at - 16] == _LOCATOR:
        before = max(data.rfind(_END64, 0, end.at - 20), 0)
    start = before - end.size
    if start < 0 or (end.size and data[start : start + 4] != _CENTRAL):
        start = end.offset
    if end.size and data[start : start + 4] != _CENTRAL:
        raise Corrupt("zip:no-directory")
    return start


def _entries(data: bytes, at: int, size: int, shift: int) -> Iterator[Member]:
    stop = min(at + size, len(data))
    while at + 46 <= stop and data[at : at + 4] == _CENTRAL:
        flags, method = struct.unpack_from("<2H", data, at + 8)
        crc, packed, full, name, extra, comment = struct.unpack_from("<3L3H", data, at + 16)
        (offset,) = struct.unpack_from("<L", data, at + 42)
        behind = at + 46 + name
        more = data[behind : behind + extra]
        full, packed, offset = _wide(more, full, packed, offset)
        yield Member(
            name=data[at + 46 : behind],
            flags=flags,
            method=method,
            crc=crc,
            packed=packed,
            size=full,
            start=offset + shift,
            comment=data[behind + extra : behind + extra + comment],
            extra=more,
        )
        at = behind + extra + comment


def _wide(extra: bytes, full: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The values of the ZIP64 field in place of those that do not fit."""
    field = next((f for kind, f in fields(extra) if kind == 1), b"")
    values = [full, packed, offset]
    for n, value in enumerate(values):
        if value == _FULL32 and len(field) >= 8:
            (values[n],) = struct.unpack_from("<Q", field)
            field = field[8:]
    return values[0], values[1], values[2]


def fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The extra fields of a header: number and content."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _ends_differ(data: bytes, end: _End) -> Iterator[str]:
    if end.at + 22 + len(end.comment) != len(data):
        yield "data-after"
    # An earlier record that reaches the end of the file too: others would take that one.
    at = data.rfind(_END, max(0, len(data) - _MAX_TAIL), end.at)
    while at >= 0:
        (length,) = struct.unpack_from("<H", data, at + 20)
        if at + 22 + length >= len(data):
            yield "two-ends"
            return
        at = data.rfind(_END, max(0, len(data) - _MAX_TAIL), at)


def _names_differ(entries: tuple[Member, ...]) -> Iterator[str]:
    if len({entry.name for entry in entries}) < len(entries):
        yield "duplicate-names"
    for entry in entries:
        if any(_is_odd(kind, field) for kind, field in fields(entry.extra)):
            yield "unknown-field"
            return
    for entry in entries:
        for kind, field in fields(entry.extra):
            # Info-ZIP's Unicode path: some unpackers take it, others the name.
            if kind == _UNICODE_PATH and not _same_name(entry, field[5:]):
                yield "two-names"
                return


def _is_odd(kind: int, field: bytes) -> bool:
    """Whether an extra field is of no usual writer, or has room for more than it is for."""
    is_usual = kind in _KNOWN_FIELDS and (len(field) <= _MAX_FIELD or kind == _UNICODE_PATH)
    return not is_usual and bool(field.strip(b"\0"))


def _same_name(entry: Member, unicode: bytes) -> bool:
    wanted = unicode.decode("utf-8", "replace")
    names = (entry.name.decode(codec, "replace") for codec in ("utf-8", "cp932", "cp437"))
    # A name that its writer could not spell is written with a stand-in.
    return any(_spelled(name, wanted) for name in names)


def _spelled(name: str, wanted: str) -> bool:
    pairs = zip(name, wanted, strict=False)
    return name == wanted or (
        len(name) == len(wanted) and all(a == b or a in "?_#" or ord(b) > 126 for a, b in pairs)
    )


def _header_differs(data: bytes, entry: Member) -> Iterator[str]:
    at = entry.start
    if data[at : at + 4] != _LOCAL or at + 30 > len(data):
        yield "header-missing"
        return
    flags, method = struct.unpack_from("<2H", data, at + 6)
    packed, full, name, extra = struct.unpack_from("<2L2H", data, at + 18)
    if data[at + 30 : at + 30 + name] != entry.name:
        yield "two-names"
    if method != entry.method or (flags ^ entry.flags) & 1:
        yield "two-methods"
    more = data[at + 30 + name : at + 30 + name + extra]
    if any(_is_odd(kind, field) for kind, field in fields(more)):
        yield "unknown-field"
    full, packed, _ = _wide(more, full, packed, 0)
    if flags & _HAS_DESCRIPTOR and not (packed or full):
        return
    if (packed, full) != (entry.packed, entry.size):
        yield "two-sizes"


def _end_of(data: bytes, entry: Member) -> int:
    """Where a member ends, with its data descriptor."""
    if data[entry.start : entry.start + 4] != _LOCAL or entry.start + 30 > len(data):
        return entry.start
    flags, name, extra = struct.unpack("<H18x2H", data[entry.start + 6 : entry.start + 30])
    at: int = entry.start + 30 + name + extra + entry.packed
    if not flags & _HAS_DESCRIPTOR:
        return at
    signature = 4 if data[at : at + 4] == _DESCRIPTOR else 0
    for wide, width in (("<2L", 8), ("<2Q", 16)):
        stop = at + signature + 4 + width
        if stop <= len(data) and struct.unpack_from(wide, data, at + signature + 4) == (
            entry.packed,
            entry.size,
        ):
            return stop
    return at


def _is_padding(data: bytes, start: int, stop: int) -> bool:
    """Zero bytes, as some writers align with, or a block that APPNOTE names."""
    gap = data[start:stop]
    return not gap.strip(b"\0") or gap.startswith(_EXTRA_DATA)
