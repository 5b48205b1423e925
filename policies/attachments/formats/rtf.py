"""Rich Text Format: characters in their code pages, hidden text apart, objects and pictures."""

import re
import struct
from dataclasses import dataclass, replace

from policies.attachments.errors import Bomb, Corrupt, Uninspectable
from policies.attachments.formats.bitmaps import as_file
from policies.attachments.formats.left_out import put_rest
from policies.attachments.reader import Reader

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})"
    rb"|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_CODE_PAGES = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030",
               136: "cp950", 161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256",
               186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}  # fmt: skip
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t",
           b"cell": "\t", b"nestcell": "\t", b"nestrow": "\n", b"emdash": "—", b"endash": "–",
           b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
           b"emspace": " ", b"enspace": " "}  # fmt: skip
#: Destinations of what programs note for themselves: names of fonts, styles, authors.
_NAMES = frozenset(
    b"fonttbl colortbl stylesheet latentstyles listtable listoverridetable rsidtbl generator "
    b"xmlnstbl mmathPr panose falt filetbl revtbl".split()
)
_PROPERTIES = frozenset({b"info", b"picprop", b"sp"})
#: Destinations in hexadecimal digits.
_FILES = {b"pict": "picture", b"objdata": "object", b"themedata": "theme",
          b"datastore": "datastore", b"colorschememapping": "colours"}  # fmt: skip
_PICTURES = {b"pngblip": "png", b"jpegblip": "jpeg", b"emfblip": "emf", b"wmetafile": "wmf",
             b"dibitmap": "bmp"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What a group says of the text in it."""

    destination: bytes = b""
    is_hidden: bool = False
    codec: str = "cp1252"
    skip: int = 1  # characters that stand in for one of Unicode
    picture: str = ""


def read(data: bytes, reader: Reader) -> None:
    """All text; hidden text, properties, notes; then objects and pictures."""
    _Rtf(data, reader).read()


class _Rtf:
    def __init__(self, data: bytes, reader: Reader) -> None:
        self._data = data
        self._reader = reader
        self._group = _Group()
        self._stack: list[_Group] = []
        self._texts: dict[str, list[str]] = {}
        self._bytes = bytearray()
        self._hex: list[bytes] = []
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._skipping = 0
        self._shut: Uninspectable | None = None

    def read(self) -> None:
        """Go through the file once."""
        end = 0
        for match in _TOKEN.finditer(self._data):
            word, number, code, symbol, brace, plain = match.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._characters(bytes([int(code, 16)]))
            elif symbol:
                self._symbol(symbol)
            else:
                self._characters(plain)
            end = match.end()
        self._flush()
        for kind, pieces in self._texts.items():
            hidden = "hidden-text" if kind == "hidden" else ""
            if hidden:
                self._reader.notice("hidden-content", kind=hidden)
            # Characters beyond the first plane come as two halves.
            text = (
                "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            )
            self._reader.text(text, "" if kind == "text" else kind, hidden=hidden)
        if self._stack or end < len(self._data.rstrip(b"\r\n\0 ")):
            raise Corrupt("rtf:cut-off")
        if self._shut:
            raise self._shut

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            self._stack.append(self._group)
            if len(self._stack) > self._reader.limits.rtf_depth:
                raise Bomb("limit:rtf_depth")
            return
        if self._stack:
            before, self._group = self._group, self._stack.pop()
            if before.destination != self._group.destination:
                self._end(before)

    def _end(self, group: _Group) -> None:
        """A destination has ended: what was hexadecimal is a file."""
        if group.destination not in _FILES:
            return
        digits = b"".join(self._hex)
        self._hex = []
        try:
            content = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
        except ValueError:
            self._shut = self._shut or Uninspectable("rtf:object")
            return
        if group.destination != b"pict":
            _put_object(_FILES[group.destination], content, self._reader)
        elif content:
            is_bitmap = group.picture == "bmp"
            name = f"picture.{group.picture or 'pict'}"
            self._reader.file(name, as_file(content) if is_bitmap else content)

    def _word(self, word: bytes, number: int | None) -> None:  # noqa: C901
        if word in _BREAKS:
            self._flush()
            self._put(_BREAKS[word])
        elif word in _NAMES or word in _PROPERTIES or word in _FILES:
            self._flush()
            self._group = replace(self._group, destination=word)
        elif word in _PICTURES:
            self._group = replace(self._group, picture=_PICTURES[word])
        elif word == b"v":
            self._flush()
            self._group = replace(self._group, is_hidden=number != 0)
        elif word == b"plain":
            self._flush()
            self._group = replace(self._group, is_hidden=False)
        elif word == b"u" and number is not None:
            self._flush()
            self._put(chr(number % 65536))
            self._skipping = self._group.skip
        elif word == b"uc":
            self._group = replace(self._group, skip=max(0, min(number or 0, 10)))
        elif word == b"ansicpg" and number:
            self._group = replace(
                self._group, codec=f"cp{number}" if number < 100_000 else "cp1252"
            )
            self._fonts[-1] = self._group.codec
        elif word == b"f" and number is not None:
            self._flush()
            self._font = number
            if self._group.destination != b"fonttbl" and number in self._fonts:
                self._group = replace(self._group, codec=self._fonts[number])
        elif word == b"fcharset" and self._group.destination == b"fonttbl":
            self._fonts[self._font] = _CODE_PAGES.get(number or 0, self._fonts.get(-1, "cp1252"))
        elif word == b"bin":
            self._shut = Uninspectable("rtf:binary")

    def _symbol(self, symbol: bytes) -> None:
        if symbol in b"\\{}":
            self._characters(symbol)
        elif symbol == b"~":
            self._characters(b" ")
        elif symbol in b"\r\n":
            self._put("\n")
        elif symbol in b"_-":
            self._characters(b"-" if symbol == b"_" else b"")

    def _characters(self, content: bytes) -> None:
        if self._skipping:
            dropped = min(self._skipping, len(content))
            self._skipping -= dropped
            content = content[dropped:]
        if self._group.destination in _FILES:
            self._hex.append(b"".join(content.split()))
        else:
            self._bytes += content

    def _flush(self) -> None:
        """Decode what has come: characters of two bytes stand in two tokens."""
        if not self._bytes:
            return
        try:
            text = self._bytes.decode(self._group.codec, "replace")
        except LookupError:
            text = self._bytes.decode("cp1252", "replace")
        self._bytes = bytearray()
        self._put(text)

    def _put(self, text: str) -> None:
        kind = "hidden" if self._group.is_hidden else "text"
        if self._group.destination in _PROPERTIES:
            kind = "properties"
        elif self._group.destination in _NAMES:
            kind = "names"
        self._texts.setdefault(kind, []).append(text)


def _put_object(name: str, content: bytes, reader: Reader) -> None:
    """A file, often with a header and a trailer of older programs around it (MS-OLEDS 2.2.5)."""
    at = content.find(b"\xd0\xcf\x11\xe0")
    if at < 4:
        reader.file(name, content)
        return
    (size,) = struct.unpack_from("<L", content, at - 4)
    reader.file(name, content[at : at + size])
    put_rest(content[: at - 4] + content[at + size :], reader, "properties")
