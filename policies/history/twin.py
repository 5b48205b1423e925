"""Text and HTML of one mail must say the same afterwards.

Both were read on their own. Where only one side found history, the other side
follows it if it has the same lines; where the sides disagree about a line inside
history, the side that calls it new is believed, because losing a word is worse
than keeping one.
"""

from collections import Counter

from policies.history.lines import key
from policies.history.reading import SURE, Label, Reading, Region

MIN_KEY = 4
_SHINGLE = 10


def agree(plain: Reading, markup: Reading) -> None:
    """Bring the readings of text/plain and text/html of the same mail together."""
    _follow(plain, markup)
    _follow(markup, plain)
    _doubts(plain, markup)
    _doubts(markup, plain)
    _give_back(plain, markup)
    _give_back(markup, plain)


def _sure(reading: Reading) -> bool:
    return any(region.sure >= SURE for region in reading.regions)


def _follow(leader: Reading, other: Reading) -> None:
    """Mark in ``other``, which found nothing, the history that ``leader`` is sure of."""
    if not _sure(leader) or other.regions:
        return
    old = Counter(_keys(leader, new=False))
    new = Counter(_keys(leader, new=True))
    if not old:
        return
    places = [
        index
        for index, text in enumerate(other.lines.texts)
        if (name := key(text)) and old[name] and not new[name]
    ]
    found = {key(other.lines.texts[index]) for index in places}
    long = {name for name in old if len(name) >= MIN_KEY}
    if len(found & long) * 10 < len(long) * 6:
        return
    _take_over(other, places, old, new)


def _take_over(other: Reading, places: list[int], old: Counter[str], new: Counter[str]) -> None:
    first, last = places[0], places[-1] + 1
    for index in range(first, last):
        name = key(other.lines.texts[index])
        # A line that only the other side knows may be the sender's.
        if not name or (old[name] and not new[name]):
            other.labels[index] = Label.OLD
    other.regions.append(Region(first, last, 0.85, "other-part", quoted=True))


def _keys(reading: Reading, *, new: bool) -> list[str]:
    return [
        name
        for text, label in zip(reading.lines.texts, reading.labels, strict=True)
        if (label is Label.NEW) is new and (name := key(text))
    ]


def _doubts(one: Reading, other: Reading) -> None:
    """History that one side doubts and the other is sure of without quote marks: doubt it too."""
    if one.regions and not _sure(one) and "bare-quote" not in one.doubts:
        telling = {"answers-promised", "own-signature-below"} & set(one.doubts)
        for place, region in enumerate(other.regions):
            if telling and region.sure >= SURE and not region.quoted:
                other.doubt(place, next(iter(telling)))


def _give_back(one: Reading, other: Reading) -> None:
    """Lines that ``one`` calls new below where its history begins are new in ``other`` as well."""
    if not one.regions or not other.regions:
        return
    begins = min(region.first for region in one.regions)
    answers = [key(one.lines.texts[index]) for index in one.new(begins)]
    answers = [name for name in answers if len(name) >= 2]
    if not answers:
        return
    wanted = Counter(answers)
    wanted.subtract(Counter(_keys(other, new=True)))
    missing = {name: count for name, count in wanted.items() if count > 0}
    if missing:
        _promote(other, missing)


def _promote(other: Reading, missing: dict[str, int]) -> None:
    """Call lines new that stand in the missing ones, whole or as wrapped pieces."""
    pieces = {
        name[at : at + _SHINGLE]
        for name in missing
        for at in range(max(1, len(name) - _SHINGLE + 1))
        if len(name) > _SHINGLE
    }
    for index in other.old():
        name = key(other.lines.texts[index])
        if missing.get(name, 0) > 0:
            missing[name] -= 1
            other.labels[index] = Label.NEW
        elif len(name) >= _SHINGLE and _is_piece(name, pieces):
            other.labels[index] = Label.NEW


def _is_piece(name: str, pieces: set[str]) -> bool:
    middle = (len(name) - _SHINGLE) // 2
    return all(name[at : at + _SHINGLE] in pieces for at in (0, middle, len(name) - _SHINGLE))
