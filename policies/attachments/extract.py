"""What reading an attachment brings: its text with places, and what was noticed."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

#: From the one that tells least about the content to the one that tells most.
STATUSES = ("text", "encrypted", "uninspectable", "corrupt", "bomb")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and where it stands.

    ``path`` leads through archives and attached mails to the file ("" for the attachment
    itself), ``place`` stands inside that file: ``page 3``, ``slide 2 notes``, a sheet's
    name. With ``is_grid`` the text is a table, cells apart by tab and rows by line, whose
    first cell is at ``row`` and ``column`` (both from 1). ``hidden`` says that a reader of
    the file would not see it, and why: ``hidden-sheet``, ``deleted``, ``comment`` …
    """

    text: str
    place: str = ""
    path: str = ""
    hidden: str = ""
    is_grid: bool = False
    row: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something about a file that people should know: a code, where, and values for words."""

    code: str
    path: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file that was met: the attachment itself (path "") or one inside it."""

    path: str
    format: str
    size: int
    status: str = "text"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """Reading of the attachment has begun: what it is, should nothing more be heard of it."""

    format: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn small: rows of red, green and blue bytes, in base64."""

    width: int
    height: int
    pixels: str

    @property
    def data(self) -> bytes:
        """The bytes; raises ValueError when there are more or fewer than it says."""
        data = base64.b64decode(self.pixels, validate=True)
        if not all(0 < side <= PICTURE_SIDE for side in (self.width, self.height)):
            raise ValueError("the picture is too large, or empty")
        if len(data) != self.width * self.height * 3:
            raise ValueError("the picture has not the pixels that it says")
        return data


PICTURE_SIDE = 420  # pixels, the longer one at most

Item = Begun | Piece | Noticed | ReadFile | Picture

#: The reason of a picture, or of a page that is one, while nobody has recognised its characters.
OCR = "ocr"
#: Noticed of a small picture on a page of text, while nobody has recognised its characters.
SMALL_PICTURE = "small-picture"


@dataclass(frozen=True, slots=True)
class Extract:
    """All that was read of one attachment; ``files`` has it (path "") and those inside it.

    ``status`` is the gravest of all files; ``reason`` says why.
    """

    format: str
    status: str
    reason: str = ""
    pieces: tuple[Piece, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    files: tuple[ReadFile, ...] = ()

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Extract":
        """Put together what a reader found; of one that was cut off, ``files`` lacks the own."""
        files = tuple(item for item in items if isinstance(item, ReadFile))
        format_ = next((item.format for item in items if isinstance(item, Begun)), "unknown")
        own = next((file for file in files if not file.path), replace(UNREAD, format=format_))
        worst = max((*files, own), key=lambda file: STATUSES.index(file.status))
        return cls(
            format=own.format,
            status=worst.status,
            reason=worst.reason,
            pieces=tuple(item for item in items if isinstance(item, Piece)),
            noticed=tuple(item for item in items if isinstance(item, Noticed)),
            files=files,
        )

    @property
    def wants_ocr(self) -> bool:
        """Whether character recognition would show more."""
        small = any(noticed.code == SMALL_PICTURE for noticed in self.noticed)
        return small or any(file.reason == OCR for file in self.files)

    @property
    def text(self) -> str:
        """The text of all pieces, one after the other, apart by a line end."""
        return "\n".join(piece.text for piece in self.pieces)


UNREAD = ReadFile("", "unknown", 0, "uninspectable", "unfinished")
