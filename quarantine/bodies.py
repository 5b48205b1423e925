"""Message bodies: sealed frames, small ones in the database row, large ones in files.

A frame is up to 1 MiB of plaintext under AES-256-GCM; its nonce counts and marks
the last frame (the STREAM construction), so frames cannot be swapped, repeated
or cut off unseen. A file is written as tmp, fsync, rename, fsync of the folder:
when ``finish`` returns, the body survives a power cut.
"""

import hmac
import os
import secrets
import time
from collections.abc import Container, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from quarantine.content import ContentName
from quarantine.errors import Damaged
from quarantine.keys import MessageKey, sync_folder

INLINE = 64 * 1024
FRAME = 1024 * 1024
SALT = 16
_TAG = 16


@dataclass(frozen=True, slots=True)
class StoredBody:
    """Where a body lies: ``inline`` frames for the row, or the name of a file.

    ``digest`` is a keyed hash of the plaintext, so equal bodies are recognised
    inside this installation and by nobody else. ``content`` is one of Message-ID and
    body only, and empty where they cannot be compared; ``thread`` those of the Message-ID
    and of the mail that is referred to, 16 bytes each.
    """

    version: int
    size: int
    digest: bytes
    inline: bytes | None = None
    file: str | None = None
    content: bytes = b""
    thread: bytes = b""


@dataclass(frozen=True, slots=True)
class BodyRef:
    """All that is needed to read one stored body again."""

    message_id: str
    wrapped: bytes  # the message's key, wrapped
    stored: StoredBody

    @property
    def is_kept(self) -> bool:
        """Whether the bytes have not been purged."""
        return self.stored.inline is not None or self.stored.file is not None


class BodyWriter:
    """Takes a body in chunks; memory stays below two frames whatever its size."""

    def __init__(self, folder: Path, key: MessageKey, version: int, digest_key: bytes) -> None:
        self.key = key
        self.size = 0
        self._version = version
        self._name = f"{key.message_id[-2:]}/{key.message_id}.{version}"
        self._folder = folder
        # A version that is made twice, after a crash, must not use a key and nonce twice.
        self._salt = secrets.token_bytes(SALT)
        self._cipher = AESGCM(key.for_body(version, self._salt))
        self._digest_key = digest_key
        self._digest = hmac.new(digest_key, digestmod=sha256)
        self._name_of_content = ContentName()
        self._pending = bytearray()
        self._frames = 0
        self._file: int | None = None
        self._renamed = False

    @property
    def _temporary(self) -> Path:
        return self._folder / "tmp" / f"{self.key.message_id}.{self._version}"

    def write(self, chunk: bytes) -> None:
        """Take the next bytes. Raises OSError when the disk does."""
        self.size += len(chunk)
        self._digest.update(chunk)
        self._name_of_content.take(chunk)
        self._pending += chunk
        while len(self._pending) > FRAME:
            self._put(bytes(self._pending[:FRAME]), last=False)
            del self._pending[:FRAME]

    def finish(self) -> StoredBody:
        """Make the body durable and say where it lies."""
        digest, content, thread = self._digest.digest(), self._content(), self._thread()
        if self._file is None and self.size <= INLINE:
            inline = self._salt + self._seal(bytes(self._pending), last=True)
            return StoredBody(self._version, self.size, digest, inline, None, content, thread)
        self._put(bytes(self._pending), last=True)
        assert self._file is not None
        os.fsync(self._file)
        os.close(self._file)
        self._file = None
        target = self._folder / self._name
        target.parent.mkdir(exist_ok=True, mode=0o700)
        self._temporary.rename(target)
        self._renamed = True
        sync_folder(target.parent)
        sync_folder(self._folder)
        return StoredBody(self._version, self.size, digest, None, self._name, content, thread)

    def abort(self) -> None:
        """Leave nothing behind; allowed at any time, also twice."""
        self._pending.clear()
        if self._file is not None:
            os.close(self._file)
            self._file = None
            self._temporary.unlink(missing_ok=True)
        if self._renamed:
            self._renamed = False
            (self._folder / self._name).unlink(missing_ok=True)

    def _content(self) -> bytes:
        name = self._name_of_content.finish()
        return hmac.digest(self._digest_key, b"content\n" + name, "sha256") if name else b""

    def _thread(self) -> bytes:
        named = self._name_of_content.thread()
        if len(named) == 1 and not named[0]:
            return b""
        key = self._digest_key
        hashed = (hmac.digest(key, b"message-id\n" + name, "sha256")[:16] for name in named[1:])
        own = hmac.digest(key, b"message-id\n" + named[0], "sha256")[:16] if named[0] else bytes(16)
        return b"".join([own, *hashed])

    def _put(self, plain: bytes, *, last: bool) -> None:
        if self._file is None:
            self._temporary.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            self._file = os.open(self._temporary, flags, 0o600)
            os.write(self._file, self._salt)
        frame = memoryview(self._seal(plain, last=last))
        while frame:
            frame = frame[os.write(self._file, frame) :]

    def _seal(self, plain: bytes, *, last: bool) -> bytes:
        nonce = _nonce(self._frames, last=last)
        self._frames += 1
        return self._cipher.encrypt(nonce, plain, _binding(self.key, self._version))


def read_body(folder: Path, key: MessageKey, body: StoredBody) -> Iterator[bytes]:
    """The plaintext frame by frame; raise Damaged for anything but what was written.

    A reader must not use the first frames before it has seen the last one arrive,
    or it must be able to take back what it did with them.
    """
    binding = _binding(key, body.version)
    frames = _frames(folder, body)
    salt, _ = next(frames)
    cipher = AESGCM(key.for_body(body.version, salt))
    for number, (frame, last) in enumerate(frames):
        try:
            yield cipher.decrypt(_nonce(number, last=last), frame, binding)
        except InvalidTag as error:
            raise Damaged(f"the body of {key.message_id} is damaged") from error


def remove_file(folder: Path, name: str) -> None:
    """Delete a body file; it may be gone already."""
    (folder / name).unlink(missing_ok=True)


def sweep(folder: Path, kept: Container[str]) -> None:
    """At start, remove what interrupted intakes left: all of tmp, and old orphans.

    ``kept`` are the names that rows refer to. A body is written before its row, so
    only a file older than a day is surely an orphan.
    """
    for path in (folder / "tmp").glob("*"):
        path.unlink(missing_ok=True)
    oldest = time.time() - 24 * 3600
    for path in folder.glob("??/*"):
        if path.stat().st_mtime < oldest and f"{path.parent.name}/{path.name}" not in kept:
            path.unlink(missing_ok=True)


def _frames(folder: Path, body: StoredBody) -> Iterator[tuple[bytes, bool]]:
    """First the salt, then every frame with whether it is the last."""
    if body.inline is not None:
        yield body.inline[:SALT], False
        yield body.inline[SALT:], True
        return
    if body.file is None:
        raise Damaged("the body has been purged")
    try:
        file = (folder / body.file).open("rb")
    except OSError as error:
        raise Damaged(f"the body file {body.file} cannot be opened") from error
    with file:
        yield file.read(SALT), False
        frame = file.read(FRAME + _TAG)
        while True:
            following = file.read(FRAME + _TAG)
            yield frame, not following
            if not following:
                return
            frame = following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _binding(key: MessageKey, version: int) -> bytes:
    return f"{key.message_id}/body/{version}".encode()
