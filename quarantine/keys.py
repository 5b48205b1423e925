"""Keys and sealing: nothing a person wrote is stored in plain.

One random key per message seals its addresses, subject, names and body; it is
stored wrapped by the master key. Destroying the wrapped key erases the message.
Addresses are found again through a keyed HMAC, which the master key file also
carries. AES-256-GCM throughout; the associated data binds every sealed value to
its message and place, so that values cannot be swapped.
"""

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from quarantine.errors import Damaged, KeyMissing

NONCE = 12


@dataclass(frozen=True)
class MessageKey:
    """The key of one message, open in memory only."""

    message_id: str
    secret: bytes
    wrapped: bytes

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.secret)

    def seal(self, place: str, text: str) -> bytes:
        """Seal a text for one place (``table.column`` and what tells rows apart)."""
        return _seal(self._cipher, f"{self.message_id}/{place}", text.encode("utf-8", "replace"))

    def open(self, place: str, sealed: bytes) -> str:
        """The text that was sealed for this place; raise Damaged for anything else."""
        return _open(self._cipher, f"{self.message_id}/{place}", sealed).decode()

    def for_body(self, version: int, salt: bytes) -> bytes:
        """The key of one body. Its own, because body frames count their nonces."""
        return hmac.digest(self.secret, f"body/{version}/".encode() + salt, sha256)


class Keyring:
    """The master key and the look-up key of an installation."""

    def __init__(self, master: bytes, lookup: bytes, kek_id: str) -> None:
        self.kek_id = kek_id
        self._lookup = lookup
        self._keyed = HMAC(lookup, SHA256())
        self._wrapper = AESGCM(master)

    @classmethod
    def load(cls, path: Path, *, may_create: bool) -> "Keyring":
        """Read the key file, or make it (mode 0600) when the store is new.

        Raises KeyMissing when data exists but its key does not: a new key would
        make everything stored unreadable without anybody noticing.
        """
        if not path.exists():
            if not may_create:
                raise KeyMissing(f"{path} is missing, and stored mail cannot be read without it")
            _write_new(path)
        try:
            held = json.loads(path.read_text("ascii"))
            master = base64.b64decode(held["master"][held["current"]])
            lookup = base64.b64decode(held["lookup"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KeyMissing(f"{path} cannot be read as a key file") from error
        return cls(master, lookup, held["current"])

    def new_message_key(self, message_id: str) -> MessageKey:
        """A fresh key for one message, already wrapped."""
        secret = secrets.token_bytes(32)
        wrapped = _seal(self._wrapper, message_id, secret)
        return MessageKey(message_id, secret, wrapped)

    def message_key(self, message_id: str, wrapped: bytes) -> MessageKey:
        """Unwrap the key of a stored message."""
        return MessageKey(message_id, _open(self._wrapper, message_id, wrapped), wrapped)

    def lookup(self, text: str) -> bytes:
        """The keyed hash under which an address is found again."""
        keyed = self._keyed.copy()  # a third of the time of hmac.digest, and many a mail
        keyed.update(text.encode("utf-8", "replace"))
        return keyed.finalize()

    def derive(self, label: str) -> bytes:
        """A key for another purpose, such as signing form fields."""
        return hmac.digest(self._lookup, f"derive/{label}".encode(), sha256)

    def seal(self, place: str, text: str) -> bytes:
        """Seal what belongs to no message, such as a directory row."""
        return _seal(self._wrapper, place, text.encode("utf-8", "replace"))

    def open(self, place: str, sealed: bytes) -> str:
        """The text that ``seal`` was given; raise Damaged for anything else."""
        return _open(self._wrapper, place, sealed).decode()


def _seal(cipher: AESGCM, place: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + cipher.encrypt(nonce, plain, place.encode())


def _open(cipher: AESGCM, place: str, sealed: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Damaged(f"a sealed value does not fit its place {place.partition('/')[2]}") from error


def _write_new(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "current": "k1",
        "master": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()},
        "lookup": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    temporary = path.with_suffix(".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
    sync_folder(path.parent)
    sync_folder(path.parent.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
