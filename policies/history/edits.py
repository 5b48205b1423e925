"""Changes to a source text: ranges with what stands there instead."""

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str = ""


def apply(source: str, edits: Iterable[Edit]) -> str:
    """The source with all edits done; an edit inside a wider one gives way."""
    out: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start < at:
            continue
        out.append(source[at : edit.start])
        out.append(edit.text)
        at = edit.end
    out.append(source[at:])
    return "".join(out)


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
