"""Text that hides as base64 or hex inside a text.

Only what decodes to readable text counts; keys, hashes and pictures do not.
The spans of what is found inside are the span of the encoded block.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BLOCKS = 200
MAX_DECODED = 2_000_000

_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{24,1000}={0,2}(?:\r?\n[A-Za-z0-9+/_-]{4,1000}={0,2}){0,20000}(?![A-Za-z0-9+/=_-])"
)
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}[ :]?){16,100000}(?![0-9A-Za-z])")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}[A-Za-z0-9._~%-]{24,60000}")
_LONG = re.compile(r"[A-Za-z0-9+/]{24}|%[0-9A-Fa-f]{2}%|(?:[0-9A-Fa-f]{2}[ :]){16}")
_READABLE = re.compile(r"[\w\s.,:;@()\-+/、。「」・]")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A decoded block and where its encoded form stands."""

    start: int
    end: int
    text: str
    how: str


def find(text: str) -> Iterator[Hidden]:
    """Decoded blocks of a text, at most MAX_BLOCKS."""
    if _LONG.search(text) is None:
        return
    blocks = 0
    for pattern, how in ((_BASE64, "base64"), (_HEX, "hex"), (_PERCENT, "percent")):
        for match in pattern.finditer(text):
            blocks += 1
            if blocks > MAX_BLOCKS:
                return
            decoded = _decode(match[0], how)
            if decoded:
                yield Hidden(match.start(), match.end(), decoded, how)


def _decode(block: str, how: str) -> str:
    try:
        if how == "base64":
            plain = re.sub(r"\s", "", block).replace("-", "+").replace("_", "/").rstrip("=")
            data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        elif how == "hex":
            data = bytes.fromhex(re.sub(r"[\s:]", "", block))
        else:
            from urllib.parse import unquote_to_bytes

            data = unquote_to_bytes(block)
    except (ValueError, binascii.Error):
        return ""
    data = data[:MAX_DECODED]
    for codec in ("utf-8", "cp932", "iso2022_jp", "utf-16"):
        try:
            decoded = data.decode(codec)
        except ValueError:
            continue
        good = len(_READABLE.findall(decoded[:4_000]))
        if len(decoded) >= 8 and good >= 0.9 * min(len(decoded), 4_000) and "\x00" not in decoded:
            return decoded
    return ""
