"""winmail.dat (TNEF, MS-OXTNEF): text, properties and files of Outlook's own envelope."""

import struct
from collections.abc import Iterator

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats.outlook import put_packed_rtf
from policies.attachments.formats.text import put_text
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode
from policies.personal_data import markup

_SUBJECT, _BODY, _FILE_NAME, _FILE = 0x8004, 0x800C, 0x8010, 0x800F
_MESSAGE_PROPERTIES, _FILE_PROPERTIES = 0x9003, 0x9005
_FILE_BEGINS = 0x9002
#: Attributes without words: versions, code pages, dates, classes, ids.
_MUTE = frozenset(
    {0x9006, 0x9007, 0x8005, 0x8006, 0x8008, 0x8009, 0x800A, 0x800B, 0x800D, 0x8020, 0x8012}
    | {0x8013, 0x9001, 0x0006, 0x0007, 0x0008, 0x8007, 0x8011}
)
_STRING, _WIDE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8,
          0x40: 8, 0x48: 16}  # fmt: skip
_MAX_PROPERTIES = 20_000


def read(data: bytes, reader: Reader) -> None:
    """All attributes in their order; a file's name comes before or behind its bytes."""
    name, content, texts = "", b"", []
    for kind, body in _attributes(data):
        if kind == _FILE_BEGINS:
            _put_file(name, content, reader)
            name, content = "", b""
        elif kind == _FILE_NAME:
            name = decode(body.rstrip(b"\0"))[0]
        elif kind == _FILE:
            content = body
        elif kind in {_MESSAGE_PROPERTIES, _FILE_PROPERTIES}:
            found = _Properties(body, reader)
            name = found.name or name
            content = found.content or content
        elif kind in {_SUBJECT, _BODY}:
            texts.append(decode(body.rstrip(b"\0"))[0])
        elif kind not in _MUTE and len(body) > 4:
            reader.text(decode(body.rstrip(b"\0"))[0], "properties")
    _put_file(name, content, reader)
    put_text("\n".join(texts), reader)


def _put_file(name: str, content: bytes, reader: Reader) -> None:
    if content:
        reader.file(name or "attachment", content)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        _, kind, _, length = struct.unpack_from("<BHHL", data, at)
        at += 9
        if at + length + 2 > len(data):
            raise Corrupt("tnef:cut-off")
        yield kind, data[at : at + length]
        at += length + 2
    if data[at:].strip(b"\0"):
        raise Corrupt("tnef:cut-off")


class _Properties:
    """MAPI properties: strings are put down, bodies too; a file is kept for its owner."""

    def __init__(self, data: bytes, reader: Reader) -> None:
        self.name = ""
        self.content = b""
        self._data = data
        self._at = 0
        strings: dict[str, None] = {}
        for _ in range(min(self._long(), _MAX_PROPERTIES)):
            kind, tag = struct.unpack("<2H", self._take(4))
            if tag >= 0x8000:
                self._take(16)
                if self._long():
                    strings[self._sized().decode("utf-16-le", "replace").rstrip("\0")] = None
                else:
                    self._take(4)
            for value in self._values(kind):
                self._value(kind & 0x0FFF, tag, value, strings, reader)
        reader.text("\n".join(text for text in strings if text.strip()), "properties")

    def _value(
        self, kind: int, tag: int, value: bytes, strings: dict[str, None], reader: Reader
    ) -> None:
        if kind in {_STRING, _WIDE}:
            text = value.decode("utf-16-le", "replace") if kind == _WIDE else decode(value)[0]
            text = text.rstrip("\0")
            strings[text] = None
            if tag == 0x3707:
                self.name = text
        elif tag == 0x1009:
            put_packed_rtf(value, reader)
        elif tag == 0x1013:
            reader.text(markup.text_of(decode(value)[0]), "html")
        elif tag == 0x3701:
            self.content = value[16:] if kind == _OBJECT else value
        elif kind == _BINARY and len(value) > 4_096:
            reader.file(f"property {tag:04x}", value)

    def _values(self, kind: int) -> list[bytes]:
        is_many = bool(kind & 0x1000)
        kind &= 0x0FFF
        if kind in _FIXED:
            count = self._long() if is_many else 1
            return [self._take(_FIXED[kind]) for _ in range(min(count, _MAX_PROPERTIES))]
        if kind in {_STRING, _WIDE, _BINARY, _OBJECT}:
            return [self._sized() for _ in range(min(self._long(), _MAX_PROPERTIES))]
        raise Uninspectable("tnef:property")

    def _sized(self) -> bytes:
        """A value with its length before it, filled up to four bytes."""
        length = self._long()
        value = self._take(length)
        self._at += -length % 4
        return value

    def _long(self) -> int:
        number: int = struct.unpack("<L", self._take(4))[0]
        return number

    def _take(self, length: int) -> bytes:
        if length > len(self._data) - self._at:
            raise Corrupt("tnef:cut-off")
        self._at += length
        return self._data[self._at - length : self._at]
