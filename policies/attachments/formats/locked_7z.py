"""7z with a password: AES-256 around the usual methods, at times around the headers too."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from policies.attachments.errors import Encrypted, Uninspectable
from policies.attachments.reader import BROKEN, Reader
from policies.attachments.structures import seven_header
from policies.attachments.structures.packed import METHODS, is_filled, unfolded
from policies.attachments.structures.seven_header import Folder
from policies.attachments.structures.structure import Unchecked, need

_AES = b"\x06\xf1\x07\x01"
_BLOCK = 16
_MAX_CYCLES = 22  # a power of two; 7-Zip: 19
_ROUNDS = 4_096


class _Locked(Exception):  # noqa: N818 - an answer, not a fault
    pass


def is_locked(data: bytes) -> bool:
    """Whether headers or content of an archive are encrypted, as far as its headers are known."""
    try:
        archive = seven_header.read(data, _only_plain)
    except _Locked:
        return True
    except (Unchecked, *BROKEN):
        return False
    return any(_is_locked(folder) for folder in archive.streams.folders)


def read(data: bytes, reader: Reader, put_names: Callable[[list[str], Reader], None]) -> None:
    """Every file of an archive that one of the passwords opens; raises Encrypted without one."""
    for password in reader.passwords:
        try:
            found = list(_members(data, password, reader))
        except (Unchecked, *BROKEN):
            continue
        reader.notice("password-used")
        put_names([name for name, _ in found], reader)
        for name, content in found:
            reader.file(name, content)
        return
    raise Encrypted("7z")


def _members(data: bytes, password: str, reader: Reader) -> Iterator[tuple[str, bytes]]:
    """All files with their content; a wrong password is told by a checksum."""
    archive = seven_header.read(data, partial(_unfold, password, reader))
    contents = iter(archive.streams.contents)
    given: list[bytes] = []
    for folder, packed in archive.pieces(data):
        whole, at = _unfold(password, reader, folder, packed), 0
        for _ in range(folder.count):
            content = next(contents)
            piece = whole[at : at + content.size]
            need(content.crc is not None and zlib.crc32(piece) == content.crc)
            given.append(piece)
            at += content.size
    pieces = iter(given)
    for name, size in archive.members:
        content_of = next(pieces) if size else b""
        if size or not name.endswith("/"):
            yield name, content_of


def _is_locked(folder: Folder) -> bool:
    return any(method == _AES for method, _ in folder.coders)


def _only_plain(folder: Folder, packed: bytes) -> bytes:
    if _is_locked(folder):
        raise _Locked
    need(len(folder.coders) == 1)
    return unfolded(*folder.coders[0], packed, folder.size)


def _unfold(password: str, reader: Reader, folder: Folder, packed: bytes) -> bytes:
    """Method after method, from the packed bytes to the content."""
    data = packed
    for place in folder.order:
        (method, properties), size = folder.coders[place], folder.sizes[place]
        if method == _AES:
            data = _decrypted(data, properties, password, size)
            continue
        if method not in METHODS:
            raise Uninspectable("7z:method")
        reader.inflated(size, size, len(packed))
        need(is_filled(method, properties, data, size))
        data = unfolded(method, properties, data, size)
    return data


def _decrypted(packed: bytes, properties: bytes, password: str, size: int) -> bytes:
    """The stream without its padding, which must be less than a block."""
    cycles, salt, vector = _parameters(properties)
    need(size <= len(packed) < size + _BLOCK and len(packed) % _BLOCK == 0)
    decryptor = Cipher(AES(_key(password, salt, cycles)), CBC(vector)).decryptor()
    return (decryptor.update(packed) + decryptor.finalize())[:size]


def _parameters(properties: bytes) -> tuple[int, bytes, bytes]:
    """How often the key is hashed (as a power of two), salt and vector."""
    first = properties[0]
    cycles, salt_size, vector_size = first & 0x3F, first >> 7, first >> 6 & 1
    rest = properties[1:]
    if first & 0xC0:
        salt_size, vector_size = salt_size + (rest[0] >> 4), vector_size + (rest[0] & 0x0F)
        rest = rest[1:]
    if cycles > _MAX_CYCLES:
        raise Uninspectable("7z:key")
    need(len(rest) == salt_size + vector_size)
    return cycles, rest[:salt_size], rest[salt_size:].ljust(_BLOCK, b"\0")


@lru_cache(maxsize=64)
def _key(password: str, salt: bytes, cycles: int) -> bytes:
    """SHA-256 over salt, password and a counter, again and again."""
    digest = hashlib.sha256()
    start = salt + password.encode("utf-16-le")
    for at in range(0, 1 << cycles, _ROUNDS):
        rounds = range(at, min(at + _ROUNDS, 1 << cycles))
        digest.update(b"".join(start + n.to_bytes(8, "little") for n in rounds))
    return digest.digest()
