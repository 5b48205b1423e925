"""Whether edits look like a slip of the hand, or like another name altogether.

Look-alikes are everywhere in a large directory: of 100,000 romanised company
names, most have a neighbour one letter off. What tells a mistake from another
company: how long the name is, whether the edit is one that hands and eyes make
(swap, doubled letter, neighbouring key, same look), where it is (hardly anyone
mistypes the first letter), and whether both spellings are words.

All functions give a confidence from 0 (not a look-alike) to 1.
"""

from collections.abc import Set as AbstractSet

from policies.recipients import homographs
from policies.recipients.differences import SLIPS, Edit

#: Shorter names have so many neighbours that only the same look means anything.
SHORT = 3
_WORD = 3
_SHORT_WORD = 5


def looks(edits: tuple[Edit, ...], length: int) -> float:
    """Two homographs: short names must be really hard to tell apart."""
    if not edits or (
        length <= SHORT and not all(homographs.hardly_told_apart(e.asked, e.known) for e in edits)
    ):
        return 0.0
    return 0.95


def slip(asked: str, known: str, edits: tuple[Edit, ...], words: AbstractSet[str]) -> float:
    """Two names one or two edits apart; ``words`` are words that names are made of."""
    length = min(len(asked), len(known))
    if length <= SHORT or not edits or any(_numbers_differ(edit) for edit in edits):
        return 0.0
    sure = _one(edits[0], length) if len(edits) == 1 else _more(edits, length, asked)
    if sure and any(_may_be_a_word(edit) for edit in edits) and _words(asked, known, words):
        return 0.0
    return sure


def _words(asked: str, known: str, words: AbstractSet[str]) -> bool:
    if both_words(asked, known, words):
        return True
    plain, other = asked.replace("-", ""), known.replace("-", "")
    return len(plain) + len(other) < len(asked) + len(known) and both_words(plain, other, words)


def _one(edit: Edit, length: int) -> float:
    if edit.kind in SLIPS:
        return 0.9
    first = 0 in (edit.at, edit.known_at)
    enough = 6 if edit.kind == "substitution" else 5
    if length >= enough + (2 if first else 0):
        return 0.8
    return 0.6 if length == enough - 1 and not first else 0.0


def _more(edits: tuple[Edit, ...], length: int, asked: str) -> float:
    """Two edits: not at the first letter, not side by side, not both in a short word."""
    slips = sum(edit.kind in SLIPS for edit in edits)
    sure_first = {"swap", "doubled", "halved", "confusable"}
    if any(edit.kind not in sure_first and 0 in (edit.at, edit.known_at) for edit in edits):
        return 0.0
    start, end = edits[0].at, edits[-1].at
    word = asked[asked.rfind("-", 0, start) + 1 :].partition("-")[0]
    if "-" not in asked[start : end + 1] and len(word) <= _SHORT_WORD and slips < len(edits):
        return 0.0
    if not slips and end - start <= 1:
        return 0.0
    return 0.6 + 0.05 * slips if length >= (8 if slips else 10) else 0.0


def both_words(asked: str, known: str, words: AbstractSet[str]) -> bool:
    """Whether the two differ in one word, and both have a real word there.

    ``yamada-denki`` and ``hamada-denki`` are two companies; ``yanada-denki``
    is a mistake for the first. The word may stand at the end as well.
    """
    if not words:
        return False
    before, behind = _same(asked, known), _same(asked[::-1], known[::-1])
    start = asked.rfind("-", 0, before) + 1
    heads = (
        (asked[start : len(asked) - n], known[start : len(known) - n]) for n in range(behind + 1)
    )
    tails = ((asked[n:], known[n:]) for n in range(before + 1))
    return any(
        a in words and k in words and len(a) >= _WORD and len(k) >= _WORD
        for pairs in (heads, tails)
        for a, k in pairs
    )


def _numbers_differ(edit: Edit) -> bool:
    """Other digits are another number: ``branch2`` is not a mistake for ``branch1``."""
    digits = (edit.asked + edit.known).isdigit()
    return digits and edit.kind != "swap"


def _may_be_a_word(edit: Edit) -> bool:
    """Not a swap or the like, nor a long vowel, which romanisation writes either way."""
    if len(edit.asked) != len(edit.known):
        return edit.kind in ("insertion", "deletion", "keyboard") and (
            edit.asked + edit.known not in ("h", "u")
        )
    return edit.kind in ("substitution", "keyboard")


def _same(one: str, other: str) -> int:
    """How many characters two texts share from the start."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
