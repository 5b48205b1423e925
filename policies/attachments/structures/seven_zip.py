"""7z: packed streams, then a header that is mostly packed itself (7zFormat.txt of the LZMA SDK)."""

import struct
import zlib
from dataclasses import dataclass, field

from policies.attachments.structures.packed import is_filled, unfolded
from policies.attachments.structures.structure import Structure, need, plain_name

_START = 32
_MAX_HEADER = 16 * 1024 * 1024
_MAX_COUNT = 200_000
(
    _END, _HEADER, _ADDITIONAL, _MAIN, _FILES, _PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC, _FOLDER,
    _CODERS_SIZE, _STREAMS, _EMPTY, _EMPTY_FILE, _NAMES, _ENCODED, _DUMMY,
) = (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x11, 0x17, 0x19)  # fmt: skip
#: Times and attributes, with their lengths: nothing that unpacks differently.
_NUMBERS = {0x12: 8, 0x13: 8, 0x14: 8, 0x15: 4}


@dataclass(slots=True)
class _Folder:
    """What makes up one stream: methods with their properties, sizes of all that comes out."""

    coders: list[tuple[bytes, bytes]]
    fed: int  # the method that the packed stream goes into
    main: int  # the stream that is the content
    sizes: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.sizes[self.main]

    def is_filled(self, packed: bytes) -> bool:
        """Whether the packed stream has nothing behind its end."""
        return is_filled(*self.coders[self.fed], packed, self.sizes[self.fed])


@dataclass(slots=True)
class _Streams:
    start: int = 0
    packed: list[int] = field(default_factory=list)
    folders: list[_Folder] = field(default_factory=list)
    contents: list[int] = field(default_factory=list)  # sizes of the files that have any

    @property
    def end(self) -> int:
        return self.start + sum(self.packed)


def read(data: bytes) -> Structure:
    """All files; raises Unchecked for holes, comments, and streams that belong to no file."""
    need(zlib.crc32(data[12:32]) == struct.unpack_from("<L", data, 8)[0])
    offset, size, crc = struct.unpack_from("<2QL", data, 12)
    need(_START + offset + size == len(data))
    header = data[_START + offset :]
    need(zlib.crc32(header) == crc and len(header) <= _MAX_HEADER)
    end = offset
    if header[:1] == bytes([_ENCODED]):
        encoded = _Cursor(header, 1).streams()
        need(encoded.end == offset and len(encoded.folders) == 1)
        header, end = _decoded(data, encoded), encoded.start
    return _files(data, header, end)


def _decoded(data: bytes, streams: _Streams) -> bytes:
    """A header that is packed with one method."""
    (folder,) = streams.folders
    need(len(folder.coders) == 1 and len(streams.packed) == 1 and folder.size <= _MAX_HEADER)
    packed = data[_START + streams.start : _START + streams.end]
    need(folder.is_filled(packed))
    return unfolded(*folder.coders[0], packed, folder.size)


def _files(data: bytes, header: bytes, end: int) -> Structure:
    cursor = _Cursor(header, 0)
    need(cursor.byte() == _HEADER)
    streams, kind = _Streams(), cursor.byte()
    if kind == _MAIN:
        streams, kind = cursor.streams(), cursor.byte()
    need(streams.start == 0 and streams.end == end)
    at = _START
    for folder, size in zip(streams.folders, streams.packed, strict=True):
        need(folder.is_filled(data[at : at + size]))
        at += size
    members: tuple[tuple[str, int], ...] = ()
    if kind == _FILES:
        members, kind = cursor.files(streams.contents), cursor.byte()
    need(kind == _END and cursor.at == len(header))
    return Structure(members)


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

    def digests(self, count: int) -> int:
        """Skip checksums; how many there were."""
        defined = count if self.byte() else sum(self.bits(count))
        self.bytes_(4 * defined)
        return defined

    def streams(self) -> _Streams:
        found, kind = _Streams(), self.byte()
        if kind == _PACK:
            found.start = self.number()
            self._packed(found)
            kind = self.byte()
        if kind == _UNPACK:
            self._folders(found)
            kind = self.byte()
        found.contents = [folder.size for folder in found.folders]
        if kind == _SUBSTREAMS:
            self._substreams(found)
            kind = self.byte()
        need(kind == _END)
        need(len(found.folders) == len(found.packed))
        return found

    def _packed(self, found: _Streams) -> None:
        count = self.count()
        while (kind := self.byte()) != _END:
            need(kind in {_SIZE, _CRC})
            if kind == _SIZE:
                found.packed = [self.number() for _ in range(count)]
            else:
                self.digests(count)
        need(len(found.packed) == count)

    def _folders(self, found: _Streams) -> None:
        need(self.byte() == _FOLDER)
        count = self.count()
        need(self.byte() == 0)  # else they stand elsewhere
        found.folders = [self._folder() for _ in range(count)]
        while (kind := self.byte()) != _END:
            need(kind in {_CODERS_SIZE, _CRC})
            if kind == _CRC:
                self.digests(count)
                continue
            for folder in found.folders:
                folder.sizes = [self.number() for _ in folder.coders]

    def _folder(self) -> _Folder:
        """Methods in a row, each fed by the one before it, the first by the packed stream."""
        coders = []
        for _ in range(self.count()):
            flags = self.byte()
            need(not flags & 0xD0)  # several streams into or out of one method
            method = self.bytes_(flags & 0x0F)
            coders.append((method, self.bytes_(self.count()) if flags & 0x20 else b""))
        bound = [(self.count(), self.count()) for _ in range(len(coders) - 1)]
        fed = set(range(len(coders))) - {into for into, _ in bound}
        free = set(range(len(coders))) - {out for _, out in bound}
        need(len(fed) == len(free) == 1)
        return _Folder(coders, fed.pop(), free.pop())

    def _substreams(self, found: _Streams) -> None:
        counts, kind = [1] * len(found.folders), self.byte()
        if kind == _STREAMS:
            counts, kind = [self.count() for _ in found.folders], self.byte()
        need(all(counts))  # what belongs to no file would be given out by nobody
        found.contents = []
        for folder, count in zip(found.folders, counts, strict=True):
            sizes = [self.number() for _ in range(count - 1)] if kind == _SIZE else []
            need(kind == _SIZE or count == 1)
            need(sum(sizes) <= folder.size)
            found.contents += [*sizes, folder.size - sum(sizes)]
        kind = self.byte() if kind == _SIZE else kind
        if kind == _CRC:
            self._skip_digests(counts)
            kind = self.byte()
        need(kind == _END)

    def _skip_digests(self, counts: list[int]) -> None:
        """Folders of one file may have told theirs already; both numbers of them are tried."""
        at = self.at
        for known in (sum(counts), sum(count for count in counts if count > 1)):
            self.at = at
            self.digests(known)
            if self.header[self.at : self.at + 1] == bytes([_END]):
                return
        need(False)

    def files(self, contents: list[int]) -> tuple[tuple[str, int], ...]:
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
        sizes = iter(contents)
        return tuple(
            (plain_name(name), 0 if is_empty else next(sizes))
            for name, is_empty in zip(names, empty, strict=True)
        )
