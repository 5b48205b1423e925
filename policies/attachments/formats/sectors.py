"""Sectors of a compound file (MS-CFB 2.2-2.6): whose they are, and what lies in nobody's."""

import struct
from collections.abc import Iterator

import olefile

from policies.attachments.errors import Corrupt

_IN_HEADER, _HEADER_SLOTS = 76, 109  # sectors of the allocation table that the header names


def unused(ole: olefile.OleFileIO, data: bytes) -> bytes:
    """Bytes of all sectors that no stream and no table has; Corrupt when chains cross or circle.

    Files keep what was deleted there, and whoever hides something could put it there.
    """
    size, small = ole.sectorsize, ole.minisectorsize
    taken: set[int] = set(_table_sectors(ole, data))
    taken_small: set[int] = set()
    for start in (ole.first_dir_sector, ole.first_mini_fat_sector):
        list(_chain(ole.fat, start, taken))
    boxes = b""
    for entry in ole.direntries:
        if entry is None or not entry.size:
            continue
        if entry.entry_type == olefile.STGTY_ROOT:
            chain = _chain(ole.fat, entry.isectStart, taken)
            boxes = b"".join(data[(n + 1) * size : (n + 2) * size] for n in chain)
        elif entry.entry_type == olefile.STGTY_STREAM:
            is_small = entry.size < ole.minisectorcutoff
            table, seen = (ole.minifat, taken_small) if is_small else (ole.fat, taken)
            list(_chain(table, entry.isectStart, seen))
    free = _others(data[size:], size, taken)
    return b"\0\0".join((*free, *_others(boxes, small, taken_small)))


def _chain(table: list[int], at: int, seen: set[int]) -> Iterator[int]:
    """The sectors of a chain, each nobody's before."""
    while at < len(table):
        if at in seen:
            raise Corrupt("compound:chain")
        seen.add(at)
        yield at
        at = table[at]


def _others(content: bytes, size: int, taken: set[int]) -> Iterator[bytes]:
    """Runs of sectors that are not taken."""
    begin = 0
    for n in [*sorted(taken), -(-len(content) // size)]:
        run = content[begin * size : n * size]
        if run.strip(b"\0\xff"):
            yield run
        begin = n + 1


def _table_sectors(ole: olefile.OleFileIO, data: bytes) -> Iterator[int]:
    """Where the allocation table lies, and the list that goes on behind the header's."""
    listed = list(struct.unpack_from(f"<{_HEADER_SLOTS}L", data, _IN_HEADER))
    size, at = ole.sectorsize, ole.first_difat_sector
    for _ in range(min(ole.num_difat_sectors, len(data) // size)):
        if at >= len(data) // size:
            break
        yield at
        slots = struct.unpack_from(f"<{size // 4}L", data.ljust((at + 2) * size), (at + 1) * size)
        listed += slots[:-1]
        at = slots[-1]
    yield from (n for n in listed[: ole.num_fat_sectors] if n < len(data) // size)
