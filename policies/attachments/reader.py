"""The desk on which a file is taken apart: format readers put down what they find.

A format reader is a function ``read(data, reader)``. It calls ``reader.text`` for text
with its place, ``reader.file`` for a file inside, ``reader.notice`` for what people should
know, and raises an AttachmentError when the file cannot be read; what was put down before
stays. The desk counts everything against the limits.
"""

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from policies.attachments.errors import AttachmentError, Bomb, Corrupt, Uninspectable
from policies.attachments.extract import Begun, Item, Noticed, Piece, ReadFile
from policies.attachments.limits import LIMITS, Limits
from policies.attachments.recognise import is_disguised, recognise

MAX_NAME = 255
MAX_NOTICED = 200  # of one code: many of one kind must not hide another
#: Errors of parsers on broken input; whatever else they raise is our fault and ends the process.
BROKEN = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError, OSError,
    struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile,
)  # fmt: skip

Format = Callable[[bytes, "Reader"], None]


class Recogniser(Protocol):
    """Character recognition: a picture's bytes to its text."""

    def __call__(self, picture: Any) -> str:
        """The text in a Pillow image."""
        ...


class Reader:
    """Reads one attachment with all that is inside it, and hands what it finds to ``put``.

    ``formats`` maps the names that ``recognise`` gives to format readers, ``passwords``
    are tried on what is encrypted, ``recogniser`` is None where pictures are left to another.
    """

    def __init__(
        self,
        put: Callable[[Item], None],
        formats: Mapping[str, Format],
        limits: Limits = LIMITS,
        passwords: tuple[str, ...] = (),
        recogniser: Recogniser | None = None,
    ) -> None:
        self.limits = limits
        self.passwords = passwords
        self.recogniser = recogniser
        self.name = ""
        self.path = ""
        self.depth = 0
        self._put = put
        self._formats = formats
        self._noticed: Counter[str] = Counter()
        self._counted = dict.fromkeys(("characters", "cells", "files", "inflated", "ocr_pages"), 0)

    # -- for format readers ------------------------------------------------------------------

    def text(
        self,
        text: str,
        place: str = "",
        *,
        hidden: str = "",
        is_grid: bool = False,
        row: int = 1,
        column: int = 1,
    ) -> None:
        """Put down a stretch of text; see ``Piece``. Empty ones are left out."""
        if not text.strip():
            return
        room = self.limits.characters - self._counted["characters"]
        where = writable(place)[:MAX_NAME]
        shown = writable(text[:room])
        self._put(Piece(shown, where, self.path, hidden, is_grid, row, column))
        self.count("characters", len(text))

    def notice(self, code: str, **data: Any) -> None:
        """Say something about the file that is being read."""
        self._noticed[code] += 1
        if self._noticed[code] <= MAX_NOTICED:
            said = {k: writable(v)[:MAX_NAME] if isinstance(v, str) else v for k, v in data.items()}
            self._put(Noticed(code, self.path, said))

    def file(self, name: str, data: bytes, *, kind: str = "") -> ReadFile:
        """Read a file that is inside the current one; its faults are its own.

        ``kind`` is the format, where the container leaves no doubt about it.
        """
        self.count("files", 1)
        if self.depth >= self.limits.depth:
            raise Bomb("limit:depth", is_final=True)
        outer = self.name, self.path
        self.name = writable(name).replace("\0", "")[:MAX_NAME] or "?"
        self.path = f"{self.path}/{self.name}" if self.path else self.name
        self.depth += 1
        try:
            return self._read(data, kind)
        finally:
            self.name, self.path = outer
            self.depth -= 1

    def unreadable(self, name: str, error: AttachmentError, size: int = 0) -> None:
        """Note a file inside that cannot even be taken out."""
        self.count("files", 1)
        name = writable(name)[:MAX_NAME]
        path = f"{self.path}/{name}" if self.path else name
        self._put(ReadFile(path, "unknown", size, error.status, error.reason))

    def count(self, limit: str, amount: int) -> None:
        """Count towards a limit over the whole attachment; raise Bomb or Uninspectable."""
        self._counted[limit] += amount
        if self._counted[limit] > getattr(self.limits, limit):
            kind = Bomb if limit in {"inflated", "files"} else Uninspectable
            raise kind(f"limit:{limit}", is_final=True)

    def inflated(self, amount: int, total: int, packed: int) -> None:
        """Count bytes that came out of a compressed file.

        ``total`` are those of this member so far, ``packed`` the bytes it came from.
        """
        limits = self.limits
        self.count("inflated", amount)
        if total > limits.member:
            raise Bomb("limit:member")
        if total > limits.ratio_from and total > limits.ratio * max(1, packed):
            raise Bomb("limit:ratio")

    def read(self, name: str, data: bytes) -> None:
        """Read the attachment itself."""
        self.name = name[:MAX_NAME]
        try:
            if len(data) > self.limits.size:
                raise Uninspectable("limit:size", is_final=True)
            self._read(data, "")
        except AttachmentError as error:
            kind = recognise(data, self.name)
            self._put(ReadFile("", kind, len(data), error.status, error.reason))

    def _read(self, data: bytes, kind: str) -> ReadFile:
        """One file to the end; only what ends everything is raised."""
        kind = kind or recognise(data, self.name)
        if not self.depth:
            self._put(Begun(kind))
        path, status, reason = self.path, "text", ""
        if is_disguised(kind, self.name):
            self.notice("type-mismatch", name=self.name, format=kind)
        try:
            if kind not in self._formats:
                raise Uninspectable(f"format:{kind}")
            self._formats[kind](data, self)
        except AttachmentError as error:
            if error.is_final:
                raise
            status, reason = error.status, error.reason
        except MemoryError:
            status, reason = "uninspectable", "limit:memory"
        except RecursionError:
            status, reason = "bomb", "limit:recursion"
        except BROKEN as error:
            broken = Corrupt(f"broken:{type(error).__name__}")
            status, reason = broken.status, broken.reason
        file = ReadFile(path, kind, len(data), status, reason)
        self._put(file)
        return file


def writable(text: str) -> str:
    """The text without lone surrogates, which fit into no answer."""
    return text.encode("utf-8", "replace").decode()
