"""Strict decoding of body text, and the way back into the same character set.

``policies.charset`` decodes for people and never fails; here every character
must survive the round trip, because the part is written again. Python's
ISO-2022-JP codec refuses NEC row 13 (the circled digits of every Japanese
office) and half-width kana, so that one has its own table: JIS X 0208 through
CP932 (RFC 1468 for the escapes).
"""

import re
from dataclasses import dataclass
from functools import cache

_WIDER = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "iso-2022-jp": "iso-2022-jp",
    "iso-2022-jp-ms": "iso-2022-jp",
    "cp50220": "iso-2022-jp",
    "iso-8859-1": "latin-1",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "cp950",
    "us-ascii": "ascii",
    "": "ascii",
}
_GUESSES = ("utf-8", "iso-2022-jp", "cp932", "euc_jp", "gb18030", "cp949")
_NOT_TEXT = frozenset({"hex", "base64", "zip", "bz2", "quopri", "uu", "rot13", "rot_13", "idna"})
_ESCAPE = re.compile(rb"\x1b(?:\([BJI]|\$[B@])")
_NAME = re.compile(r"[\w.:+-]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that gives the same bytes back, and whether it is certain."""

    text: str
    codec: str
    certain: bool = True

    def encode(self, text: str) -> bytes:
        """The bytes of a changed text; UnicodeError when a character does not fit."""
        if self.codec == "iso-2022-jp":
            return _encode_jis(text)
        return text.encode(self.codec, "strict" if self.certain else "surrogateescape")


def decode(data: bytes, declared: str) -> Decoded:
    """Decode so that encoding gives the same bytes again, by label or by what fits.

    What fits nowhere is kept byte for byte in surrogates and marked uncertain.
    """
    name = declared.strip().strip("\"'").lower()
    wider = _WIDER.get(name, name)
    for codec in (wider, *_GUESSES):
        if codec == "iso-2022-jp" and b"\x1b" not in data and codec != wider:
            continue
        text = _strictly(data, codec)
        if text is not None:
            return Decoded(text, codec)
    return Decoded(data.decode("utf-8", "surrogateescape"), "utf-8", certain=False)


def _strictly(data: bytes, codec: str) -> str | None:
    """The text if the bytes are valid in this codec and come back the same."""
    if codec in _NOT_TEXT or not _NAME.fullmatch(codec):
        return None
    try:
        if codec == "iso-2022-jp":
            return _decode_jis(data)
        if codec == "ascii" and b"\x1b" in data:
            return None
        text = data.decode(codec)
        return text if codec == "utf-8" or text.encode(codec) == data else None
    except (LookupError, ValueError, TypeError):
        return None


@cache
def _jis_table() -> dict[int, str]:
    """Two JIS bytes (as a big-endian number) to their character."""
    table: dict[int, str] = {}
    for first in range(0x21, 0x7F):
        for second in range(0x21, 0x7F):
            high = (first - 0x21) // 2 + 0x81
            high += 0x40 if high > 0x9F else 0
            odd = (first - 0x21) % 2
            low = second + (0x7E if odd else 0x20 if second >= 0x60 else 0x1F)
            try:
                table[first << 8 | second] = bytes((high, low)).decode("cp932")
            except UnicodeDecodeError:
                continue
    return table


@cache
def _jis_codes() -> dict[str, bytes]:
    """A character to its two JIS bytes; the first code wins where CP932 has two."""
    codes: dict[str, bytes] = {}
    for number, char in _jis_table().items():
        codes.setdefault(char, number.to_bytes(2, "big"))
    return codes


def _decode_jis(data: bytes) -> str:
    out: list[str] = []
    mode = b"(B"
    at = 0
    for match in [*_ESCAPE.finditer(data), None]:
        chunk = data[at : match.start() if match else len(data)]
        out.append(_jis_chunk(chunk, mode))
        if match:
            mode, at = match[0][1:], match.end()
    return "".join(out)


def _jis_chunk(chunk: bytes, mode: bytes) -> str:
    if mode in {b"(B", b"(J"}:
        return chunk.decode("ascii")
    # A line end inside a double-byte run is against RFC 1468, and seen.
    if b"\n" in chunk or b"\r" in chunk:
        head, _, tail = chunk.partition(b"\n")
        line = head.removesuffix(b"\r")
        ending = head[len(line) :].decode() + "\n"
        return _jis_chunk(line, mode) + ending + tail.decode("ascii")
    if mode == b"(I":
        return bytes(byte | 0x80 for byte in chunk).decode("cp932")
    if len(chunk) % 2:
        raise UnicodeError("half a character")
    table = _jis_table()
    try:
        return "".join([table[chunk[at] << 8 | chunk[at + 1]] for at in range(0, len(chunk), 2)])
    except KeyError as error:
        raise UnicodeError("no such JIS character") from error


def _encode_jis(text: str) -> bytes:
    try:
        return text.encode("iso2022_jp")
    except UnicodeEncodeError:
        return b"\n".join(_encode_jis_line(line) for line in text.split("\n"))


def _encode_jis_line(line: str) -> bytes:
    codes = _jis_codes()
    out: list[bytes] = []
    mode = b"(B"
    for char in line:
        if char < "\x80":
            wanted, code = b"(B", char.encode()
        elif "\uff61" <= char <= "\uff9f":
            wanted, code = b"(I", bytes((char.encode("cp932")[0] & 0x7F,))
        elif char in codes:
            wanted, code = b"$B", codes[char]
        else:
            raise UnicodeEncodeError("iso-2022-jp", char, 0, 1, "not in JIS X 0208")
        if wanted != mode:
            out.append(b"\x1b" + wanted)
            mode = wanted
        out.append(code)
    if mode != b"(B":
        out.append(b"\x1b(B")
    return b"".join(out)
