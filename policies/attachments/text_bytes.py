"""Bytes that are text, and in which character set."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_JIS = re.compile(rb"\x1b(?:\$[@B]|\$\([A-Z]|\([BJI])")


def is_text(data: bytes) -> bool:
    """Whether this is text in any character set: no control characters but a few strays."""
    if any(data.startswith(bom) for bom, _ in _BOMS) or _utf16_without_mark(data):
        return True
    if b"\0" in data:
        return False
    return len(_CONTROL.findall(data)) * 200 <= len(data)


def decode(data: bytes) -> tuple[str, str]:
    """The text and its character set; what cannot be read becomes U+FFFD."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace").lstrip("\ufeff"), codec
    if codec := _utf16_without_mark(data):
        return data.decode(codec, "replace"), codec
    if _JIS.search(data):
        for codec in ("iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_ext"):
            try:
                return data.decode(codec), codec
            except ValueError:
                continue
    for codec in ("utf-8", "cp932", "euc_jp"):
        try:
            return data.decode(codec), codec
        except ValueError:
            continue
    return data.decode("cp932", "replace"), "cp932"


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 shows by its zero bytes, all on one side."""
    head = data[:4_096]
    if len(head) < 4 or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.2 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.2 and not odd else ""
