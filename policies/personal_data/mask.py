"""Masked values and masked copies, for reviewers who may not see the data.

A mask keeps just enough to recognise one's own data: the first character of a
name, the last four digits of a number, the municipality of an address.
"""

import re
from collections.abc import Iterable

from policies.personal_data.entity import Entity

DOT = "●"
_KEEP_LAST = frozenset({"PHONE", "FAX_NUMBER", "CREDIT_CARD", "IBAN"})
_REGION = re.compile(r"[^0-9]{2,4}?[都道府県][^0-9\s]{0,5}?[市区町村]|[^0-9\s]{1,5}?[市区町村]")


def value(kind: str, text: str) -> str:
    """The masked form of one value, of the same length."""
    if kind == "EMAIL":
        local, at, domain = text.partition("@")
        return local[:1] + DOT * max(0, len(local) - 1) + at + domain
    if kind == "ADDRESS":
        region = _REGION.match(text)
        kept = region.end() if region else 0
        return text[:kept] + _dots(text[kept:])
    if kind == "PERSON":
        return text[:1] + _dots(text[1:]) if len(text) > 1 else DOT
    if kind in _KEEP_LAST:
        return _dots(text[:-4]) + text[-4:]
    return _dots(text)


def _dots(text: str) -> str:
    return "".join(c if c in " 　-()\t\r\n" else DOT for c in text)


def copy(text: str, entities: Iterable[Entity]) -> str:
    """The text with every entity masked; same length, so offsets stay valid."""
    pieces: list[str] = []
    at = 0
    for entity in sorted(entities, key=lambda e: (e.start, -e.end)):
        start = max(at, entity.start)
        if start >= entity.end:
            continue
        pieces.append(text[at:start])
        span = text[start : entity.end]
        pieces.append(value(entity.type, span) if start == entity.start else _dots(span))
        at = entity.end
    pieces.append(text[at:])
    return "".join(pieces)
