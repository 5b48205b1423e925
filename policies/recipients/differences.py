"""How two texts differ, edit by edit, so that a person can be shown the place.

An edit says what the asked text has where the known one has something else.
The distance is that of optimal string alignment: insertions, deletions,
substitutions and swaps of two neighbours count one each.
"""

from dataclasses import dataclass, replace
from typing import Literal

from policies.recipients import homographs

Kind = Literal[
    "insertion",  # a character too many
    "doubled",  # the same character once too often
    "deletion",  # a character is missing
    "halved",  # one of two same characters is missing
    "substitution",  # another character
    "keyboard",  # a neighbour on the keyboard, instead of the right one or beside it
    "swap",  # two neighbours in the wrong order
    "confusable",  # something that looks the same
    "suffix",  # another public suffix
    "domain",  # the same local part at another domain
    "inside",  # the known name stands inside a longer one
]

#: Slips of the hand and the eye; other edits are as likely another name.
SLIPS = frozenset({"doubled", "halved", "keyboard", "swap", "confusable"})

_ROWS = (("1234567890-", 0.0), ("qwertyuiop", 0.5), ("asdfghjkl", 0.75), ("zxcvbnm,.", 1.25))
_KEYS = {
    key: (column + shift, row)
    for row, (keys, shift) in enumerate(_ROWS)
    for column, key in enumerate(keys)
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference: ``asked`` at position ``at`` stands for ``known`` at ``known_at``."""

    kind: Kind
    at: int
    known_at: int
    asked: str
    known: str

    def shifted(self, by: int, known_by: int) -> "Edit":
        """The same edit in texts that begin earlier."""
        return replace(self, at=self.at + by, known_at=self.known_at + known_by)


@dataclass(frozen=True, slots=True)
class Near:
    """A known name that the asked one resembles.

    ``known`` is the known domain or address itself. ``asked`` and ``shown`` are
    the two as people read them (international domains in Unicode); the edits
    and marks are positions in these. ``code``: homograph, inside, typo,
    other-suffix, address-typo, known-local-part. ``confidence`` runs 0 to 1.
    """

    known: str
    code: str
    distance: int
    asked: str
    shown: str
    edits: tuple[Edit, ...]
    confidence: float

    @property
    def marks(self) -> tuple[int, ...]:
        """Positions in ``asked`` of the characters that differ."""
        return tuple(sorted({p for e in self.edits for p in range(e.at, e.at + len(e.asked))}))

    @property
    def known_marks(self) -> tuple[int, ...]:
        """Positions in ``shown`` of the characters that differ."""
        spans = (range(e.known_at, e.known_at + len(e.known)) for e in self.edits)
        return tuple(sorted({p for span in spans for p in span}))


def neighbours(one: str, other: str) -> bool:
    """Whether two keys lie side by side on a keyboard (QWERTY, JIS)."""
    if one not in _KEYS or other not in _KEYS or one == other:
        return False
    (x, row), (y, other_row) = _KEYS[one], _KEYS[other]
    return abs(row - other_row) <= 1 and abs(x - y) <= (1.0 if row == other_row else 0.8)


def edits(asked: str, known: str, most: int) -> tuple[Edit, ...] | None:
    """The fewest edits between two texts, or None if that takes more than ``most``.

    Tries 0, 1, … edits: time grows with 4 to the power of ``most`` times the
    length; callers stay at 2.
    """
    for budget in range(most + 1):
        found = _walk(asked, known, 0, 0, budget)
        if found is not None:
            return tuple(found)
    return None


def lookalikes(asked: str, known: str) -> tuple[Edit, ...] | None:
    """The confusable places of two homographs, or None if they are not such."""
    ours, theirs = list(homographs.units(asked)), list(homographs.units(known))
    if [unit.shape for unit in ours] != [unit.shape for unit in theirs]:
        return None
    pairs = (
        Edit("confusable", a.start, k.start, asked[a.start : a.end], known[k.start : k.end])
        for a, k in zip(ours, theirs, strict=True)
    )
    return tuple(edit for edit in pairs if edit.asked != edit.known)


def punctuation(asked: str, known: str) -> tuple[Edit, ...] | None:
    """The edits if the texts differ in nothing but dots, hyphens and underscores, else None."""
    found: list[Edit] = []
    i = j = 0
    while i < len(asked) or j < len(known):
        a, k = asked[i : i + 1], known[j : j + 1]
        ours, theirs = a in tuple(".-_"), k in tuple(".-_")
        if a == k:
            pass
        elif ours and theirs:
            found.append(Edit("substitution", i, j, a, k))
        elif ours:
            found.append(Edit("insertion", i, j, a, ""))
            k = ""
        elif theirs:
            found.append(Edit("deletion", i, j, "", k))
            a = ""
        else:
            return None
        i, j = i + len(a), j + len(k)
    return tuple(found)


def _walk(asked: str, known: str, i: int, j: int, budget: int) -> list[Edit] | None:
    while i < len(asked) and j < len(known) and asked[i] == known[j]:
        i, j = i + 1, j + 1
    if i == len(asked) and j == len(known):
        return []
    if budget == 0 or abs((len(asked) - i) - (len(known) - j)) > budget:
        return None
    a, k = asked[i : i + 2], known[j : j + 2]
    steps = []
    if len(a) == len(k) == 2 and a == k[::-1]:
        steps.append((2, 2))
    steps += [(x, y) for x, y in ((1, 1), (1, 0), (0, 1)) if len(a) >= x and len(k) >= y]
    for x, y in steps:
        rest = _walk(asked, known, i + x, j + y, budget - 1)
        if rest is not None:
            return [_edit(asked, known, i, j, x, y), *rest]
    return None


def _edit(asked: str, known: str, i: int, j: int, x: int, y: int) -> Edit:
    """Name the edit that takes ``x`` asked characters for ``y`` known ones."""
    a, k = asked[i : i + x], known[j : j + y]
    kind: Kind
    if x == 2:
        kind = "swap"
    elif x == y:
        kind = "confusable" if homographs.confusable(a, k) else "substitution"
        kind = "keyboard" if kind == "substitution" and neighbours(a, k) else kind
    elif x:
        beside = asked[max(i - 1, 0) : i] + asked[i + 1 : i + 2]
        close = a.isalpha() and any(neighbours(a, c) for c in beside)
        kind = "doubled" if a in beside else "keyboard" if close else "insertion"
    else:
        kind = "halved" if k in known[max(j - 1, 0) : j] + known[j + 1 : j + 2] else "deletion"
    return Edit(kind, i, j, a, k)
