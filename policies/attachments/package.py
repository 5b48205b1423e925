"""A ZIP file from which members are taken within the limits: archives and Office packages."""

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import inflate64

from policies.attachments import zip_check
from policies.attachments.errors import Corrupt, Encrypted, Uninspectable
from policies.attachments.formats.unfolding import unfold
from policies.attachments.reader import Reader
from policies.attachments.zip_check import Member

_BLOCK = 1 << 18
_SMALL = 4_096  # of input: it may unfold a thousandfold
_DEFLATE64 = 9
#: Methods that are unfolded here: stored, Deflate, bzip2.
_STREAMS: dict[int, Callable[[], Any]] = {
    0: object,
    8: lambda: zlib.decompressobj(wbits=-15),
    12: bz2.BZ2Decompressor,
}
_AES = 99
_TEXTS_OF_NAMES = ("utf-8", "cp932")


class Package:
    """The members of a ZIP by name; what could be read differently elsewhere is noticed."""

    def __init__(self, data: bytes, reader: Reader) -> None:
        self.members, self.comment = zip_check.members(data)
        for what in zip_check.differences(data):
            reader.notice("parser-differential", what=what)
        self._data = data
        self._reader = reader
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise Corrupt("zip:no-directory") from error
        self._infos = self._archive.infolist()
        if len(self._infos) != len(self.members):
            reader.notice("parser-differential", what="entry-count")

    def name(self, n: int) -> str:
        """The name of a member: UTF-8 where it is, else what Japanese Windows writes."""
        member = self.members[n]
        for codec in _TEXTS_OF_NAMES:
            try:
                return member.name.decode(codec)
            except UnicodeDecodeError:
                continue
        return member.name.decode("cp437")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members, in the order of the directory."""
        return tuple(self.name(n) for n in range(len(self.members)))

    def read(self, n: int) -> bytes:
        """The content of a member.

        Raises Encrypted, Corrupt for a wrong sum or a broken stream, Uninspectable for a
        method that is not known here, Bomb for what unfolds too far.
        """
        member = self.members[n]
        if n >= len(self._infos):
            raise Corrupt("zip:no-entry")
        if member.flags & 1:
            return self._decrypted(member, n)
        if member.method in _STREAMS:
            return self._unfolded(member)
        return self._taken(member, n, None)

    def _unfolded(self, member: Member) -> bytes:
        """Unfold the packed bytes ourselves: Python stops at the declared size, others may not."""
        name, extra = struct.unpack_from("<2H", self._data, member.start + 26)
        begin = member.start + 30 + name + extra
        packed = self._data[begin : begin + member.packed]
        out = bytearray()

        def put(block: bytes) -> None:
            out.extend(block)
            self._reader.inflated(len(block), len(out), member.packed)

        end = len(packed)
        try:
            if member.method:
                end = unfold(_STREAMS[member.method](), packed, 0, put)
            else:
                put(packed)
        except (zlib.error, OSError, ValueError, EOFError) as error:
            raise Corrupt("zip:broken-member") from error
        if len(out) != member.size or zlib.crc32(out) != member.crc:
            raise Corrupt("zip:broken-member")
        if end != len(packed):
            self._reader.notice("parser-differential", what="data-behind-stream")
        return bytes(out)

    def _decrypted(self, member: Member, n: int) -> bytes:
        if member.method == _AES:
            raise Encrypted("zip:aes")
        for password in self._reader.passwords:
            try:
                content = self._taken(member, n, password.encode())
            except (RuntimeError, Corrupt):
                continue
            self._reader.notice("password-used")
            return content
        raise Encrypted("zip:zipcrypto")

    def _taken(self, member: Member, n: int, password: bytes | None) -> bytes:
        blocks: list[bytes] = []
        total = 0
        try:
            with self._archive.open(self._infos[n], pwd=password) as source:
                while block := source.read(_BLOCK):
                    total += len(block)
                    self._reader.inflated(len(block), total, member.packed)
                    blocks.append(block)
        except NotImplementedError:
            if member.method == _DEFLATE64:
                return self._deflate64(member)
            raise Uninspectable(f"zip:method-{member.method}") from None
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
            raise Corrupt("zip:broken-member") from error
        return b"".join(blocks)

    def _deflate64(self, member: Member) -> bytes:
        """What Windows writes into members of 2 GiB and more; neither Python nor libarchive."""
        at = member.start
        name, extra = struct.unpack_from("<2H", self._data, at + 26)
        begin = at + 30 + name + extra
        stream = inflate64.Inflater()
        blocks: list[bytes] = []
        total = 0
        for start in range(begin, begin + member.packed, _SMALL):
            packed = self._data[start : min(start + _SMALL, begin + member.packed)]
            block = stream.inflate(packed)
            total += len(block)
            self._reader.inflated(len(block), total, member.packed)
            blocks.append(block)
        content = b"".join(blocks)
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise Corrupt("zip:broken-member")
        return content
