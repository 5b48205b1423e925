"""OpenDocument with a password (ISO 26300-3, 4.8): each part is locked by itself.

A part is packed, then encrypted with a key that is derived from the password. LibreOffice
from 24.2 on locks the whole package as one part named ``encrypted-package`` instead.
"""

import base64
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from policies.attachments import xml_walk
from policies.attachments.errors import Corrupt, Encrypted, Uninspectable
from policies.attachments.formats.unfolding import unfold
from policies.attachments.limits import MIB
from policies.attachments.reader import BROKEN, Reader

WHOLE = "encrypted-package"
_MAX_ITERATIONS = 5_000_000  # LibreOffice: 100,000
_MAX_ARGON = 256 * MIB  # LibreOffice: 64 MiB
_CHECKED = 1024  # bytes that the checksum is made of
_TAG, _NONCE = 16, 12
_ATTRIBUTES = {
    "algorithm": "algorithm-name",
    "start-key-generation": "start-key-generation-name",
    "key-derivation": "key-derivation-name",
}


@dataclass(slots=True)
class Lock:
    """What the manifest says of one locked part: the attributes of its elements, by local name."""

    said: dict[str, str] = field(default_factory=dict)

    def number(self, name: str, otherwise: int = 0) -> int:
        """A number that is not negative."""
        text = self.said.get(name, "")
        return int(text) if text.isdigit() and len(text) < 12 else otherwise

    def data(self, name: str) -> bytes:
        """Bytes in base64."""
        return base64.b64decode(self.said.get(name, ""))


class _Manifest:
    def __init__(self) -> None:
        self.locks: dict[str, Lock] = {}
        self._path = self._size = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "file-entry":
            self._path = attributes.get("full-path", "")
            self._size = attributes.get("size", "")
        elif name == "encryption-data":
            self.locks[self._path] = Lock({"size": self._size, **attributes})
        elif name in _ATTRIBUTES and self._path in self.locks:
            # Both the start key and the key itself have a size: told apart by their element.
            renamed = {f"{name}-{k}" if k == "key-size" else k: v for k, v in attributes.items()}
            self.locks[self._path].said.update(renamed)

    def end(self, name: str) -> None:
        """Nothing ends anything here."""

    def text(self, text: str) -> None:
        """A manifest has no words."""


def locks(manifest: bytes, reader: Reader) -> dict[str, Lock]:
    """The locked parts by name; raises Corrupt for a manifest that cannot be read."""
    found = _Manifest()
    xml_walk.parse(manifest, found, reader.limits)
    return found.locks


def password_for(lock: Lock, packed: bytes, reader: Reader) -> str:
    """The first given password that opens a part; raises Encrypted when none does."""
    for password in reader.passwords:
        try:
            _decrypted(lock, packed, password)
        except _WRONG:
            continue
        reader.notice("password-used")
        return password
    raise Encrypted("odf")


def content(lock: Lock, packed: bytes, password: str, reader: Reader) -> bytes:
    """The content of a part, within the limits of what may come out of a file."""
    try:
        plain = _decrypted(lock, packed, password)
    except _WRONG:
        raise Encrypted("odf") from None  # one part has a password of its own
    if plain.startswith(b"PK\x03\x04"):  # a whole package is not packed once more
        return plain
    out = bytearray()

    def put(block: bytes) -> None:
        out.extend(block)
        reader.inflated(len(block), len(out), len(packed))

    try:
        end = unfold(zlib.decompressobj(wbits=-15), plain, 0, put)
    except zlib.error as error:
        raise Corrupt("odf:broken-part") from error
    if end != len(plain) or len(out) != lock.number("size", len(out)):
        raise Corrupt("odf:broken-part")
    return bytes(out)


class _WrongPassword(Exception):  # noqa: N818 - caught in this file
    pass


_WRONG = (_WrongPassword, *BROKEN)


def _decrypted(lock: Lock, packed: bytes, password: str) -> bytes:
    key, vector = _key(lock, password), lock.data("initialisation-vector")
    algorithm = lock.said.get("algorithm-name", "").lower()
    if algorithm.endswith("aes256-gcm"):
        return _gcm(key, vector, packed)
    if algorithm.endswith(("aes256-cbc", "aes192-cbc", "aes128-cbc")):
        decryptor = Cipher(AES(key), CBC(vector)).decryptor()
        plain = decryptor.update(packed) + decryptor.finalize()
        plain = plain[: -plain[-1]] if plain and 0 < plain[-1] <= 16 else b""
    elif algorithm.endswith(("blowfish cfb", "#blowfish")):
        decryptor = Cipher(Blowfish(key), CFB(vector)).decryptor()
        plain = decryptor.update(packed) + decryptor.finalize()
    else:
        raise Uninspectable("odf:algorithm")
    _check(lock, plain)
    return plain


def _gcm(key: bytes, vector: bytes, packed: bytes) -> bytes:
    """The vector stands before what is encrypted (XML Encryption 1.1, 5.2.4), the tag behind."""
    body = packed[_NONCE:] if packed.startswith(vector) else packed
    try:
        return AESGCM(key).decrypt(vector[:_NONCE], body, None)
    except Exception as error:  # InvalidTag, and what a short body leads to
        raise _WrongPassword from error


def _check(lock: Lock, plain: bytes) -> None:
    """The checksum tells a wrong password; some writers count the first bytes only."""
    kind = lock.said.get("checksum-type", "").lower()
    digest = hashlib.sha256 if "sha256" in kind else hashlib.sha1
    told = lock.data("checksum")
    if told not in {digest(plain).digest(), digest(plain[:_CHECKED]).digest()}:
        raise _WrongPassword


def _key(lock: Lock, password: str) -> bytes:
    start_name = lock.said.get("start-key-generation-name", "sha1").lower()
    start_digest = hashlib.sha256 if "sha256" in start_name else hashlib.sha1
    start = start_digest(password.encode()).digest()
    size = lock.number("key-derivation-key-size", 16)
    derivation = lock.said.get("key-derivation-name", "").lower()
    if size > 64:
        raise Uninspectable("odf:key")
    if "argon2id" in derivation:
        return _argon(lock, start, size)
    if not derivation.endswith("pbkdf2"):
        raise Uninspectable("odf:key")
    iterations = lock.number("iteration-count")
    if not 0 < iterations <= _MAX_ITERATIONS:
        raise Uninspectable("odf:key")
    return hashlib.pbkdf2_hmac("sha1", start, lock.data("salt"), iterations, size)


def _argon(lock: Lock, start: bytes, size: int) -> bytes:
    memory, passes, lanes = map(lock.number, ("argon2-memory", "argon2-iterations", "argon2-lanes"))
    if memory * 1024 > _MAX_ARGON or passes > 50 or lanes > 16:
        raise Uninspectable("odf:key")
    derive = Argon2id(
        salt=lock.data("salt"), length=size, iterations=passes, lanes=lanes, memory_cost=memory
    )
    return derive.derive(start)
