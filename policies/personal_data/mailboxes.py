# ruff: noqa: E501, SIM905 - word lists
"""E-mail addresses, and the names written before them: ``山田 太郎 <t.yamada@…>``."""

import re
from collections.abc import Iterator

from policies.personal_data import names
from policies.personal_data.labels import field_of
from policies.personal_data.numbers import Hit
from policies.personal_data.records import is_role

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@"
    r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
# What follows an @ in unit names, images and packages.
_NO_DOMAIN = frozenset(
    "service socket target mount timer slice scope png jpg jpeg gif svg js ts css py java so".split()
)
_BEFORE = re.compile(
    r"(?:^|[:;,、\"'(\t\n>]) ?([^:;,、\"'(<>\t\n]{2,30}?)[\"' ]{0,3}<(?:mailto:)?$"
)
_HONORIFIC = re.compile(r" ?(?:様|さん|殿|氏)$")


def find(text: str, start: int, end: int) -> Iterator[Hit]:
    """Addresses of a stretch of text."""
    if text.find("@", start, end) < 0:
        return
    for match in _EMAIL.finditer(text, start, end):
        stop = match.end() - (match[0][-1] == "-")
        ending = match[0].rpartition(".")[2].rstrip("-").lower()
        if not ending.isalpha() or len(ending) < 2 or ending in _NO_DOMAIN:
            continue
        yield Hit("EMAIL", match.start(), stop, 0.98, ("pattern",))


def owners(text: str, emails: list[Hit]) -> Iterator[Hit]:
    """Display names in front of addresses in angle brackets."""
    for hit in emails:
        low = max(0, hit.start - 44, text.rfind("\n", 0, hit.start) + 1)
        match = _BEFORE.search(text[low : hit.start])
        if not match or is_role(text[hit.start : hit.end]):
            continue
        name = _HONORIFIC.sub("", match[1].strip())
        if field_of(name) or not _is_name(name):
            continue
        begin = low + match.start(1) + match[1].index(name)
        form = "surname" if names.is_common_surname(name) else ""
        yield Hit("PERSON", begin, begin + len(name), 0.93, ("mailbox-owner",), form)


def _is_name(text: str) -> bool:
    words = text.split(" ")
    if names.latin_shaped(text):
        return 2 <= len(words) <= 3 and (
            names.is_romaji_name(words[0], words[-1]) or names.is_western_name(words)
        )
    if names.kana_shaped(text):
        return names.is_kana_name(text)
    return names.field_value(text)
