"""Changes to a source text: ranges with what stands there instead."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str = ""


def place_of(edit: Edit) -> tuple[int, int]:
    """What edits are put in order by: a wider one before those inside it."""
    return edit.start, -edit.end


def apply(source: str, edits: Iterable[Edit]) -> str:
    """The source with all edits done, given in order; one inside a wider one gives way."""
    return joined(_pieces(source, edits))


def _pieces(source: str, edits: Iterable[Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        if edit.start < at:
            continue
        yield source[at : edit.start]
        yield edit.text
        at = edit.end
    yield source[at:]


def joined(pieces: Iterable[str]) -> str:
    """All pieces in one; a list of a million short ones would take ten times as much memory."""
    left = iter(pieces)
    parts: list[str] = []
    while some := list(islice(left, 4_096)):
        parts.append("".join(some))
    return "".join(parts)


def uncovered(edits: Iterable[Edit], wider: list[Edit]) -> list[Edit]:
    """The edits that lie inside none of the wider ones; both in order of their starts."""
    found: list[Edit] = []
    place = 0
    for edit in edits:
        while place < len(wider) and wider[place].end <= edit.start:
            place += 1
        if place >= len(wider) or edit.start < wider[place].start:
            found.append(edit)
    return found
