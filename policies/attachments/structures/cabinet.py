"""CAB (MS-CAB): a header, folders, files, then the data blocks of each folder."""

import struct
from dataclasses import dataclass

from policies.attachments.structures.packed import block_content
from policies.attachments.structures.structure import Structure, need, plain_name

_HEADER, _FOLDER, _FILE, _BLOCK = 36, 8, 16, 8
_STORED, _MSZIP = 0, 1
_WINDOW = 32_768
_UTF8 = 0x80  # attribute: the name is UTF-8


@dataclass(frozen=True, slots=True)
class _Folder:
    """Where its blocks begin, how many there are, and how they are packed."""

    start: int
    blocks: int
    method: int


def read(data: bytes) -> Structure:
    """All files; raises Unchecked for parts of a set, for reserved areas, gaps and overlaps."""
    need(data.startswith(b"MSCF\0\0\0\0"))
    whole, _, files_at, _, _, _, folder_count, file_count, flags = struct.unpack_from(
        "<4L2B3H", data, 8
    )
    need(whole == len(data) and flags == 0)
    folders = [
        _Folder(*struct.unpack_from("<L2H", data, _HEADER + n * _FOLDER))
        for n in range(folder_count)
    ]
    need(files_at == _HEADER + folder_count * _FOLDER)
    members, at = _files(data, files_at, file_count)
    unpacked = []
    for folder in folders:
        need(folder.start == at)
        at, size = _blocks(data, folder)
        unpacked.append(size)
    need(at == len(data))
    _covered(members, unpacked)
    return Structure(tuple((plain_name(name), size) for name, size, _, _ in members))


def _files(data: bytes, at: int, count: int) -> tuple[list[tuple[str, int, int, int]], int]:
    """Name, size, folder and offset in it of every file; where the list ends."""
    found = []
    for _ in range(count):
        size, offset, folder, _, _, attributes = struct.unpack_from("<2L4H", data, at)
        end = data.index(b"\0", at + _FILE, at + _FILE + 257)
        name = data[at + _FILE : end].decode("utf-8" if attributes & _UTF8 else "cp932")
        found.append((name, size, folder, offset))
        at = end + 1
    return found, at


def _blocks(data: bytes, folder: _Folder) -> tuple[int, int]:
    """Where the blocks of a folder end, and what they unfold to; each must be filled."""
    need(folder.method in {_STORED, _MSZIP})
    at, size, before = folder.start, 0, b""
    for _ in range(folder.blocks):
        packed, full = struct.unpack_from("<2H", data, at + 4)
        block = data[at + _BLOCK : at + _BLOCK + packed]
        if folder.method == _STORED:
            need(packed == full)
        else:
            content = block_content(block, full, before)
            need(content is not None)
            before = (before + (content or b""))[-_WINDOW:]
        at += _BLOCK + packed
        size += full
    return at, size


def _covered(members: list[tuple[str, int, int, int]], unpacked: list[int]) -> None:
    """All that unfolds must belong to one file."""
    ends = [0] * len(unpacked)
    for _, size, folder, offset in sorted(members, key=lambda member: (member[2], member[3])):
        need(folder < len(ends) and offset == ends[folder])
        ends[folder] = offset + size
    need(ends == unpacked)
