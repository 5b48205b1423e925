"""Answers inside history: what the sender wrote between, below or over old lines.

Quote marks tell most of them apart. In unquoted history (Outlook) a colour does,
or a known original; a note such as "see below in red" without either makes the
region doubtful. A question that was answered stays above its answer.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from policies.history import marks, signature
from policies.history.context import Context
from policies.history.lines import key
from policies.history.reading import SURE, Label, Quoted, Reading, Region

MAX_QUESTION = 12
MAX_TAIL = 16
MAX_MAIL = 60

_NOTE = re.compile(
    r"\b(?i:in-?line|in (?:red|blue|green|bold|rot|blau|grün|rouge|bleu|rojo|azul|rosso|blu|"
    r"vermelho|rood|blauw)|en (?:rouge|bleu|vert|rojo|azul|verde)|im text unten|"
    r"(?:answers?|comments?|replies|responses?) (?:are )?(?:in the text )?below|"
    r"between the lines)\b|"
    r"赤字|青字|朱記|朱書|緑字|太字で|文中に|文中で|インライン|行間に|本文中|红字|蓝字|红色|蓝色|빨간|파란"
)
_ABOVE = 80  # lines
_GREETING = re.compile(
    r"様|さま|さん|殿|御中|각하|님|先生|您好|你好|^\s{0,3}(?i:dear|hi|hello|hallo|liebe|lieber|"
    r"sehr|"
    r"guten|bonjour|cher|chère|hola|estimad|ciao|gentile|olá|prezad|beste|geachte|cc|to)\b"
)


def keep(reading: Reading, context: Context) -> None:
    """Give answers back to the sender, and keep the questions they answer."""
    signed = reading.signed()
    unquoted = [n for n, r in enumerate(reading.regions) if not r.quoted and r.sure >= SURE]
    if unquoted:
        notes = [i for i in reading.new() if _NOTE.search(reading.lines.texts[i][:300])]
        coloured = any(markup.colour for markup in reading.lines.markups)
    for place in unquoted:
        region = reading.regions[place]
        found = _by_original(reading, region, context)
        if not found and coloured:
            found = _by_colour(reading, region, signed)
        _unquoted_answers(reading, place, found, notes)
    regions = [region for region in reading.regions if region.quoted]
    for before, after in pairwise([*regions, None]):
        assert before is not None
        between = reading.new(before.last, after.first if after else None)
        inline = after is not None and after.why == "quote" and bool(between)
        continued = before.why == "quote" and bool(between) and len(regions) > 1
        if inline or continued:
            _keep_question(reading, before.last)
    for index, label in enumerate(reading.labels):
        if signed[index] and label is Label.ANSWERED:
            reading.labels[index] = Label.OLD


def _keep_question(reading: Reading, end: int) -> None:
    """Keep the paragraph that ends at this line, unless it is a signature or a heading."""
    index = end - 1
    while index >= 0 and reading.lines.blanks[index]:
        index -= 1
    kept = 0
    while index >= 0 and kept < MAX_QUESTION and not reading.lines.blanks[index]:
        if reading.labels[index] is not Label.OLD or signature.is_closing(
            reading.lines.texts[index]
        ):
            return
        reading.labels[index] = Label.ANSWERED
        index -= 1
        kept += 1


def _unquoted_answers(
    reading: Reading, place: int, found: Sequence[int], notes: Sequence[int]
) -> None:
    """Give the found lines of a region to the sender; without any, heed a note above it."""
    region = reading.regions[place]
    for index in found:
        reading.labels[index] = Label.NEW
    if found:
        for index in found:
            if index and reading.labels[index - 1] is Label.OLD:
                _keep_question(reading, index)
        reading.doubts.append("answers-in-history")
    elif bisect_left(notes, region.first - _ABOVE) < bisect_left(notes, region.first):
        reading.doubt(place, "answers-promised")  # the text above says that answers stand below


def _by_original(reading: Reading, region: Region, context: Context) -> list[int]:
    """Lines that no known original has, where the originals cover the rest."""
    if not context.originals:
        return []
    body = [
        index
        for index in range(region.first, region.last)
        if reading.labels[index] is Label.OLD and len(key(reading.lines.texts[index])) >= 2
    ]
    share = context.seen(reading.lines.texts[index] for index in body)
    if share < 0.6 or share == 1.0:
        return []
    return [index for index in body if key(reading.lines.texts[index]) not in context.originals]


def _by_colour(reading: Reading, region: Region, signed: bytearray) -> list[int]:
    """Coloured lines among uncoloured ones of the same message, signatures aside."""
    found: list[int] = []
    for message in reading.inside(region):
        lines = [i for i in range(message.body, message.last) if reading.lines.texts[i]]
        colours = Counter(reading.lines.markups[index].colour for index in lines)
        if len(colours) < 2:
            continue
        usual = colours.most_common(1)[0][0]
        found += [
            index
            for index in lines
            if not signed[index]
            and reading.labels[index] is Label.OLD
            and reading.lines.markups[index].colour not in {"", usual}
            and _is_answer(reading, index)
        ]
    return found


def _is_answer(reading: Reading, index: int) -> bool:
    """A whole line of words, not a heading, a link or the grey of a signature."""
    text = reading.lines.texts[index]
    if len(key(text)) < 2 or marks.header(text) or marks.rule(text):
        return False
    return len(signature.kinds(text) - {"name", "title"}) < 2


def is_like_mail(reading: Reading, body: int, context: Context) -> bool:
    """Whether the next lines are written like a mail of someone else: closed or signed."""
    last = min(len(reading.lines), body + MAX_MAIL)
    shown = [index for index in range(body, last) if reading.lines.texts[index]]
    if any(_names(reading.lines.texts[i], context) for i in shown[2:] if _is_short(reading, i)):
        return False
    if any(signature.is_closing(reading.lines.texts[index]) for index in shown):
        return True
    return any(
        signature.strength(reading.lines, start, end) >= 2
        for start, end in signature.find(reading.lines, body, last)
    )


def _is_short(reading: Reading, index: int) -> bool:
    text = reading.lines.texts[index]
    return len(text) <= 80 and _GREETING.search(text) is None and marks.header(text) is None


def sender_signs_tail(reading: Reading, region: Region, context: Context) -> bool:
    """Whether the sender's name ends unquoted history that no message of his explains."""
    inside = reading.inside(region)
    if not context.names or not inside:
        return False
    last = inside[-1]
    shown = [i for i in range(last.body, last.last) if reading.lines.texts[i]]
    if not any(_signs(reading.lines.texts[i], context) for i in shown[2:][-MAX_TAIL:]):
        return False
    if _is_author(reading, last, context):
        return False
    above = reading.new(max(0, region.first - 40), region.first)
    return not any(_names(reading.lines.texts[index], context) for index in above)


def _signs(text: str, context: Context) -> bool:
    """A short line with the sender's name that neither greets him nor tells of him."""
    if len(text) > 80 or _GREETING.search(text) or signature.is_sentence(text):
        return False
    return _names(text, context) and marks.header(text) is None


def _names(text: str, context: Context) -> bool:
    bare = key(text)
    return any(name in bare for name in context.names)


def _is_author(reading: Reading, message: Quoted, context: Context) -> bool:
    """Whether a quoted message came from the sender himself."""
    intro = range(message.first, message.body)
    for index in intro:
        found = marks.header(reading.lines.texts[index])
        if found and found.field == "from":
            value = found.value
            if not value and index + 1 < message.body:
                value = reading.lines.texts[index + 1]
            return _names(value, context)
    return _names(" ".join(reading.lines.texts[index] for index in intro), context)
