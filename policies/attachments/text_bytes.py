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
    try:
        return data.decode("utf-8"), "utf-8"
    except ValueError:
        return _japanese(data)[0]


def other_reading(data: bytes) -> str:
    """The second reading of bytes that make sense in two Japanese character sets, or empty."""
    _, codec = decode(data)
    if codec not in {"cp932", "euc_jp", "cp1252"}:
        return ""
    readings = _japanese(data)
    return readings[1][0] if len(readings) > 1 and _is_doubtful(data) else ""


def _japanese(data: bytes) -> list[tuple[str, str]]:
    """The readings that make sense, the likelier first; broken bytes only if none does."""
    found = []
    for codec in ("cp932", "euc_jp"):
        try:
            found.append((data.decode(codec), codec))
        except ValueError:
            continue
    if len(found) == 2 and _is_euc(data):
        found.reverse()
    if not _NEIGHBOURS.search(data):  # letters with accents stand alone, kanji side by side
        found.insert(0, (data.decode("cp1252", "replace"), "cp1252"))
    return found or [(data.decode("cp932", "replace"), "cp932")]


_NEIGHBOURS = re.compile(rb"[\x80-\xff]{2}")
#: Bytes of half-width kana, and those of them that may carry a voice mark (ｶ-ﾄ, ﾊ-ﾎ, ｳ).
_HALF_WIDTH = re.compile(rb"[\xa1-\xdf]+")
_VOICED = re.compile(rb"[\xb3\xb6-\xc4\xca-\xce]\xde|[\xca-\xce]\xdf")
_KANA_LEAD = re.compile(rb"[\xa4\xa5][\xa1-\xf6]")
_BEYOND = re.compile(rb"[\xe0-\xfe]")


def _is_euc(data: bytes) -> bool:
    """Whether bytes that are valid in both sets are EUC-JP.

    Kanji of CP932 nearly always have a byte that EUC-JP lacks, so what is left is
    half-width kana, or EUC-JP: kana in pairs, bytes beyond, marks where none can be.
    """
    if _KANA_LEAD.search(data) or _BEYOND.search(data):
        return True
    marks = data.count(b"\xde") + data.count(b"\xdf")
    if marks:
        return marks != len(_VOICED.findall(data))
    runs = _HALF_WIDTH.findall(data)
    return bool(runs) and all(len(run) % 2 == 0 for run in runs)


def _is_doubtful(data: bytes) -> bool:
    """No kana of EUC-JP, which would settle it: a short list of names in either."""
    return not _KANA_LEAD.search(data)


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
