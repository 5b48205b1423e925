"""The objects of a PDF as they stand in the file, whether or not a page shows them.

Not a reader of structure: every object is looked at where it stands, also one that a newer
one replaces or that nothing refers to. ISO 32000-1, 7.2 to 7.5.
"""

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policies.attachments.formats.unfolding import unfold
from policies.attachments.reader import Reader

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})[ \t\r\n\0\f]{1,8}(\d{1,5})[ \t\r\n\0\f]{1,8}obj\b")
_LENGTH = re.compile(rb"/Length[ \t\r\n]{1,8}(\d{1,10})(?![ \t\r\n]{1,8}\d{1,5}[ \t\r\n]{1,8}R)")
_FILTER = re.compile(
    rb"/(FlateDecode|Fl|LZWDecode|ASCII85Decode|A85|ASCIIHexDecode|AHx|DCTDecode|JPXDecode"
    rb"|CCITTFaxDecode|JBIG2Decode|RunLengthDecode|Crypt)\b"
)
_MARK = re.compile(rb"[()\\<>]")
_HEX = re.compile(rb"[0-9A-Fa-f \t\r\n]{0,20000}")
_DATE = re.compile(r"D:\d{4}[\d+\-Z':]{0,30}")
_GLYPHS = re.compile(r"(?:/[A-Za-z][A-Za-z0-9._]{0,30}){1,2000}")  # a font tells which it has
_JAPANESE = re.compile(r"[\u3041-\u30fe\u4e00-\u9fff]{2}")
_MAX_DICTIONARY = 200_000
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stored:
    """An object: its dictionary or value as written, and the bytes of its stream if it has one."""

    number: int
    said: bytes
    packed: bytes | None = None

    def has(self, *names: bytes) -> bool:
        """Whether one of these names stands in the dictionary."""
        return any(re.search(b"/" + name + rb"(?![A-Za-z0-9])", self.said) for name in names)

    @property
    def filters(self) -> list[bytes]:
        """How the stream is packed, outermost first."""
        return _FILTER.findall(self.said)


def objects(data: bytes) -> Iterator[Stored]:
    """Every object of the file in its order."""
    at = 0
    while found := _OBJECT.search(data, at):
        begin = found.end()
        end = data.find(b"endobj", begin)
        end = len(data) if end < 0 else end
        stream = data.find(b"stream", begin, min(end, begin + _MAX_DICTIONARY))
        if stream < 0 or not data[begin:stream].rstrip().endswith(b">>"):
            yield Stored(int(found[1]), data[begin:end])
            at = end
            continue
        said = data[begin:stream]
        start = stream + 6 + (2 if data.startswith(b"\r\n", stream + 6) else 1)
        told = _LENGTH.search(said)
        stop = start + int(told[1]) if told else -1
        if stop < 0 or not data[stop : stop + 20].lstrip().startswith(b"endstream"):
            stop = data.find(b"endstream", start)
            stop = len(data) if stop < 0 else stop
        yield Stored(int(found[1]), said, data[start:stop])
        at = stop


def content(stored: Stored, reader: Reader) -> bytes | None:
    """What a stream holds; None when it is packed in a way that is not known here, or broken."""
    data = stored.packed
    for name in stored.filters:
        unpack = _UNPACK.get(name)
        if data is None or unpack is None:
            return None
        try:
            data = unpack(data, reader)
        except (zlib.error, ValueError, LookupError):
            return None
    return data


def _inflated(data: bytes, reader: Reader) -> bytes:
    """As far as it goes: viewers show the beginning of a stream that is cut off."""
    out = bytearray()

    def put(block: bytes) -> None:
        out.extend(block)
        reader.inflated(len(block), len(out), len(data))

    try:
        unfold(zlib.decompressobj(), data, 0, put)
    except zlib.error:
        if not out:
            raise
    return bytes(out)


def _from_85(data: bytes, _reader: Reader) -> bytes:
    text = b"".join(data.partition(b"~>")[0].split())
    return base64.a85decode(text.removeprefix(b"<~"))


def _from_hex(data: bytes, _reader: Reader) -> bytes:
    digits = b"".join(data.partition(b">")[0].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _from_lzw(data: bytes, reader: Reader) -> bytes:
    """Codes of 9 to 12 bits, widened one early (ISO 32000-1, 7.4.4)."""
    table = [bytes([n]) for n in range(256)] + [b"", b""]
    out: list[bytes] = []
    before, width, bits, held = b"", 9, 0, 0
    for byte in data:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & ((1 << width) - 1)
        if code == _LZW_END:
            break
        if code == _LZW_CLEAR:
            del table[258:]
            before, width = b"", 9
            continue
        piece = table[code] if code < len(table) else before + before[:1]
        reader.inflated(len(piece), 0, 1)
        out.append(piece)
        if before and len(table) < 4096:
            table.append(before + piece[:1])
        before = piece
        width = min(12, max(9, (len(table) + 1).bit_length()))
    return b"".join(out)


_LZW_CLEAR, _LZW_END = 256, 257
_UNPACK: dict[bytes, Callable[[bytes, Reader], bytes]] = {
    b"FlateDecode": _inflated, b"Fl": _inflated, b"LZWDecode": _from_lzw,
    b"ASCII85Decode": _from_85, b"A85": _from_85, b"ASCIIHexDecode": _from_hex, b"AHx": _from_hex,
}  # fmt: skip


def strings(said: bytes) -> Iterator[str]:
    """The texts that stand in an object: literal and hexadecimal strings (7.3.4)."""
    at = 0
    while mark := _MARK.search(said, at):
        at = mark.end()
        if mark[0] == b"(":
            end = _closing(said, at)
            yield _text(_ESCAPE.sub(_unescaped, said[at : end - 1]))
            at = end
        elif mark[0] == b"<" and not said.startswith(b"<", at):
            digits = _HEX.match(said, at)
            if digits and said.startswith(b">", digits.end()):
                pure = b"".join(digits[0].split())
                yield _text(bytes.fromhex((pure + b"0" * (len(pure) % 2)).decode()))
                at = digits.end() + 1
        elif mark[0] == b"<":
            at += 1


def _closing(said: bytes, at: int) -> int:
    """Behind the bracket that ends a string."""
    depth = 1
    while mark := _MARK.search(said, at):
        at = mark.end()
        if mark[0] == b"\\":
            at += 1
        elif mark[0] == b"(":
            depth += 1
        elif mark[0] == b")":
            depth -= 1
            if not depth:
                return at
    return len(said) + 1


def _unescaped(match: re.Match[bytes]) -> bytes:
    told = match[1]
    if told.isdigit() and told[:1] in b"01234567":
        return bytes([int(told, 8) & 0xFF])
    return b"" if told in {b"\r\n", b"\n", b"\r"} else _ESCAPES.get(told, told)


def _text(data: bytes) -> str:
    """Text strings have a mark in front when they are Unicode; binary ones and dates are none."""
    if data.startswith(b"\xfe\xff"):
        text = data[2:].decode("utf-16-be", "replace")
    elif data.startswith(b"\xff\xfe"):
        text = data[2:].decode("utf-16-le", "replace")
    elif data.isascii():
        text = data.decode("ascii")
    else:
        text = _guessed(data)
    bare = text.strip("\0 \r\n\t")
    readable = sum(c.isprintable() or c in "\r\n\t" for c in bare)
    is_noise = _DATE.fullmatch(bare) or _GLYPHS.fullmatch(bare)
    return "" if is_noise or readable < len(bare) * 0.9 else bare


def _guessed(data: bytes) -> str:
    """Text in UTF-8 or CP932, as some programs write it, or in Latin letters; else nothing."""
    for codec in ("utf-8", "cp932"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec == "utf-8" or _JAPANESE.search(text):
            return text
    text = data.decode("latin-1")
    return text if sum(c.isascii() for c in text) > len(text) * 0.6 else ""
