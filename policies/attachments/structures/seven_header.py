"""The headers of 7z (7zFormat.txt of the LZMA SDK): what is packed how, and whose it is."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from policies.attachments.structures.structure import need, plain_name

START = 32
MAX_HEADER = 16 * 1024 * 1024
_MAX_COUNT = 200_000
(
    _END, _HEADER, _ADDITIONAL, _MAIN, _FILES, _PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC, _FOLDER,
    _CODERS_SIZE, _STREAMS, _EMPTY, _EMPTY_FILE, _NAMES, _ENCODED, _DUMMY,
) = (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x11, 0x17, 0x19)  # fmt: skip
#: Times and attributes, with their lengths: nothing that unpacks differently.
_NUMBERS = {0x12: 8, 0x13: 8, 0x14: 8, 0x15: 4}


@dataclass(slots=True)
class Folder:
    """One stream: methods with their properties, the order in which they unfold it, all sizes."""

    coders: list[tuple[bytes, bytes]]
    order: list[int]
    sizes: list[int] = field(default_factory=list)
    crc: int | None = None
    count: int = 1  # of the files in it

    @property
    def size(self) -> int:
        """Of what comes out at the end."""
        return self.sizes[self.order[-1]]


@dataclass(slots=True)
class Content:
    """The bytes of one file: how many, and their checksum if it is told."""

    size: int
    crc: int | None


@dataclass(slots=True)
class Streams:
    """What is packed: where it begins, the sizes of its pieces, one folder for each."""

    start: int = 0
    packed: list[int] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)  # of the files that have any

    @property
    def end(self) -> int:
        """Behind the last piece."""
        return self.start + sum(self.packed)


@dataclass(frozen=True, slots=True)
class Archive:
    """All of it: what is packed, and name and size of every file in the order of the header."""

    streams: Streams
    members: tuple[tuple[str, int], ...]

    def pieces(self, data: bytes) -> list[tuple[Folder, bytes]]:
        """Each folder with its packed bytes."""
        found, at = [], START
        for folder, size in zip(self.streams.folders, self.streams.packed, strict=True):
            found.append((folder, data[at : at + size]))
            at += size
        return found


Unfold = Callable[[Folder, bytes], bytes]


def read(data: bytes, unfold: Unfold) -> Archive:
    """The headers, which ``unfold`` unpacks where they are packed themselves.

    Raises Unchecked for holes, comments, streams that belong to no file, and what is not known.
    """
    need(zlib.crc32(data[12:32]) == struct.unpack_from("<L", data, 8)[0])
    offset, size, crc = struct.unpack_from("<2QL", data, 12)
    need(START + offset + size == len(data))
    header = data[START + offset :]
    need(zlib.crc32(header) == crc and len(header) <= MAX_HEADER)
    end = offset
    if header[:1] == bytes([_ENCODED]):
        encoded = _Cursor(header, 1).streams()
        need(encoded.end == offset and len(encoded.folders) == 1)
        (folder,) = encoded.folders
        need(folder.size <= MAX_HEADER)
        end = encoded.start
        header = unfold(folder, data[START + end : START + offset])
        need(folder.crc is None or zlib.crc32(header) == folder.crc)
    return _archive(header, end)


def _archive(header: bytes, end: int) -> Archive:
    cursor = _Cursor(header, 0)
    need(cursor.byte() == _HEADER)
    streams, kind = Streams(), cursor.byte()
    if kind == _MAIN:
        streams, kind = cursor.streams(), cursor.byte()
    need(streams.start == 0 and streams.end == end)
    members: tuple[tuple[str, int], ...] = ()
    if kind == _FILES:
        members, kind = cursor.files(streams.contents), cursor.byte()
    need(kind == _END and cursor.at == len(header))
    return Archive(streams, members)


class _Cursor:
    """Reads a header from a place on; running out of it is an IndexError or a struct.error."""

    def __init__(self, header: bytes, at: int) -> None:
        self.header = header
        self.at = at

    def byte(self) -> int:
        self.at += 1
        return self.header[self.at - 1]

    def bytes_(self, count: int) -> bytes:
        need(0 <= count <= len(self.header) - self.at)
        self.at += count
        return self.header[self.at - count : self.at]

    def number(self) -> int:
        """A number of one to nine bytes: the first says how many, and has the highest bits."""
        first, value, mask = self.byte(), 0, 0x80
        for n in range(8):
            if not first & mask:
                return value | (first & (mask - 1)) << 8 * n
            value |= self.byte() << 8 * n
            mask >>= 1
        return value

    def count(self) -> int:
        found = self.number()
        need(found <= _MAX_COUNT)
        return found

    def bits(self, count: int) -> list[bool]:
        packed = self.bytes_((count + 7) // 8)
        return [bool(packed[n // 8] & 0x80 >> n % 8) for n in range(count)]

    def rest(self) -> bytes:
        return self.bytes_(len(self.header) - self.at)

    def numbers(self, count: int, size: int) -> None:
        """Skip one number of each file that has one, and see that they stand here."""
        defined = count if self.byte() else sum(self.bits(count))
        need(self.byte() == 0)
        self.bytes_(size * defined)

    def digests(self, count: int) -> list[int | None]:
        """The checksum of each, as far as it is told."""
        defined = [True] * count if self.byte() else self.bits(count)
        return [int.from_bytes(self.bytes_(4), "little") if told else None for told in defined]

    def streams(self) -> Streams:
        found, kind = Streams(), self.byte()
        if kind == _PACK:
            found.start = self.number()
            self._packed(found)
            kind = self.byte()
        if kind == _UNPACK:
            self._folders(found)
            kind = self.byte()
        found.contents = [Content(folder.size, folder.crc) for folder in found.folders]
        if kind == _SUBSTREAMS:
            self._substreams(found)
            kind = self.byte()
        need(kind == _END)
        need(len(found.folders) == len(found.packed))
        return found

    def _packed(self, found: Streams) -> None:
        count = self.count()
        while (kind := self.byte()) != _END:
            need(kind in {_SIZE, _CRC})
            if kind == _SIZE:
                found.packed = [self.number() for _ in range(count)]
            else:
                self.digests(count)
        need(len(found.packed) == count)

    def _folders(self, found: Streams) -> None:
        need(self.byte() == _FOLDER)
        count = self.count()
        need(self.byte() == 0)  # else they stand elsewhere
        found.folders = [self._folder() for _ in range(count)]
        while (kind := self.byte()) != _END:
            need(kind in {_CODERS_SIZE, _CRC})
            if kind == _CRC:
                for folder, crc in zip(found.folders, self.digests(count), strict=True):
                    folder.crc = crc
                continue
            for folder in found.folders:
                folder.sizes = [self.number() for _ in folder.coders]

    def _folder(self) -> Folder:
        """Methods in a row, each fed by the one before it, the first by the packed stream."""
        coders = []
        for _ in range(self.count()):
            flags = self.byte()
            need(not flags & 0xD0)  # several streams into or out of one method
            method = self.bytes_(flags & 0x0F)
            coders.append((method, self.bytes_(self.count()) if flags & 0x20 else b""))
        bound = [(self.count(), self.count()) for _ in range(len(coders) - 1)]
        after = {out: into for into, out in bound}
        first = set(range(len(coders))) - set(after.values())
        need(len(after) == len(bound) and len(first) == 1)
        order = [first.pop()]
        while len(order) <= len(bound):
            order.append(after[order[-1]])
        return Folder(coders, order)

    def _substreams(self, found: Streams) -> None:
        counts, kind = [1] * len(found.folders), self.byte()
        if kind == _STREAMS:
            counts, kind = [self.count() for _ in found.folders], self.byte()
        need(all(counts))  # what belongs to no file would be given out by nobody
        found.contents = []
        for folder, count in zip(found.folders, counts, strict=True):
            sizes = [self.number() for _ in range(count - 1)] if kind == _SIZE else []
            need((kind == _SIZE or count == 1) and sum(sizes) <= folder.size)
            folder.count = count
            crc = folder.crc if count == 1 else None
            found.contents += [Content(n, crc) for n in (*sizes, folder.size - sum(sizes))]
        kind = self.byte() if kind == _SIZE else kind
        if kind == _CRC:
            untold = [content for content in found.contents if content.crc is None]
            for content, crc in zip(untold, self.digests(len(untold)), strict=True):
                content.crc = crc
            kind = self.byte()
        need(kind == _END)

    def files(self, contents: list[Content]) -> tuple[tuple[str, int], ...]:
        count = self.count()
        empty, names = [False] * count, [""] * count
        while (kind := self.byte()) != _END:
            said = _Cursor(self.bytes_(self.number()), 0)
            if kind == _EMPTY:
                empty = said.bits(count)
            elif kind == _NAMES:
                need(said.byte() == 0)
                names = said.rest().decode("utf-16-le").split("\0")
                need(len(names) == count + 1 and not names.pop())
            elif kind == _DUMMY:
                need(not any(said.rest()))
            elif kind == _EMPTY_FILE:
                said.bits(sum(empty))
            else:
                said.numbers(count, _NUMBERS.get(kind, -1))
            need(said.at == len(said.header))
        need(sum(not is_empty for is_empty in empty) == len(contents))
        sizes = (content.size for content in contents)
        return tuple(
            (plain_name(name), 0 if is_empty else next(sizes))
            for name, is_empty in zip(names, empty, strict=True)
        )
