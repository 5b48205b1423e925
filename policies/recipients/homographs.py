"""Names that look the same: one skeleton for all spellings the eye cannot tell apart.

Two texts are homographs when their skeletons are equal (the idea of Unicode
UTS #39). The tables are cut down to what a domain may hold after IDNA mapping,
from UTS #39 ``confusables.txt``, and widened by what people confuse in mail
addresses: digits for letters, ``rn`` for ``m``, ``vv`` for ``w``, ``cl`` for ``d``,
and the kana that look like kanji. Accents are dropped, voicing marks of kana
are not.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_LOOKS_LIKE = {
    "a": "ɑαа",
    "b": "Ꮟᑲᖯƅьɓ",
    "c": "сᴄⲥ𐐽",
    "d": "ԁᏧᑯꓒđɗ",
    "e": "еҽꬲєɛ",
    "f": "քꞙꬵƒ",
    "g": "ƍɡցᶃɠ",
    "h": "һհᏂħ",
    "i": "ıɩɪιіӏᎥꙇ",
    "j": "ϳјɉ",
    "k": "κкƙⲕᴋ",
    "l": "ǀᛁⵏꓲłɫƚ",
    "m": "мᴍɱ",
    "n": "ոռηпŋɲ",
    "o": "οσоօᴏᴑⲟꬽ𐐬𐓪ంಂംංం०੦૦௦౦೦൦๐໐ဝ၀ჿഠøɵ〇",
    "p": "ρрⲣþᴩ",
    "q": "ԛգզɋ",
    "r": "гᴦⲅꭇꭈɍ",
    "s": "ƽѕꜱ𐑈",
    "t": "тτᴛŧƭ",
    "u": "ʋυսᴜꞟꭎꭒ𐓶μц",
    "v": "νѵᴠ",
    "w": "ɯѡԝաᴡωш",
    "x": "хᕁᕽχ",
    "y": "ɣʏγуүყᶌỿꭚ",
    "z": "ᴢƶʐ",
    "ー": "一―─",
    "口": "ロ",
    "二": "ニ",
    "三": "ミ",
    "力": "カ",
    "夕": "タ",
    "工": "エ",
    "八": "ハ",
    "千": "チ",
    "才": "オ",
    "卜": "ト",
    "へ": "ヘ",
    "り": "リ",
    "べ": "ベ",
    "ぺ": "ペ",
    "ソ": "ン",
    "シ": "ツ",
}
_LETTER = {other: letter for letter, others in _LOOKS_LIKE.items() for other in others}
_PAIRS = {"rn": "m", "vv": "w", "cl": "d", "c1": "d"}
_DIGIT = dict(zip("0123456789", "olzeas6tbg", strict=True))
_ASCII = str.maketrans({**_DIGIT, "i": "l"})
#: Pairs of plain letters and digits that hardly anyone tells apart.
_STRICT = {frozenset(pair) for pair in ("0o", "1l", "1i")}
_JAPANESE = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}
_TOGETHER = (_JAPANESE, {"CJK", "HANGUL"}, {"CJK", "BOPOMOFO"})


class Unit(NamedTuple):
    """One character of a skeleton and the slice of the text it stands for."""

    shape: str
    start: int
    end: int


def units(text: str) -> Iterator[Unit]:
    """The skeleton of a lower-case text, character by character, with its origins."""
    at = 0
    while at < len(text):
        pair = _PAIRS.get(text[at : at + 2])
        if pair:
            yield Unit(pair, at, at + 2)
            at += 2
        else:
            yield Unit(_shape(text[at]), at, at + 1)
            at += 1


def skeleton(text: str) -> str:
    """What the eye sees of a lower-case text; equal for homographs."""
    if text.isascii():
        for pair, letter in _PAIRS.items():
            text = text.replace(pair, letter)
        return text.translate(_ASCII)
    return "".join(unit.shape for unit in units(text))


def confusable(one: str, other: str) -> bool:
    """Whether two different pieces of text look the same."""
    return one != other and skeleton(one) == skeleton(other)


def hardly_told_apart(one: str, other: str) -> bool:
    """The narrower question for very short names: 0/o, 1/l, rn/m, foreign letters."""
    plain = one.isascii() and other.isascii()
    return confusable(one, other) and (
        not plain or len(one) != len(other) or frozenset((one, other)) in _STRICT
    )


def disguise(label: str) -> str:
    """How one label (not a whole domain) hides what it is, whatever the known names are.

    ``mixed-script``: letters of scripts that no one language mixes (Japanese,
    Korean and Chinese may each mix theirs, also with Latin). ``whole-script``:
    all letters of one foreign script, every one of them looking like Latin.
    '' for all others; the label in Unicode, at most 63 characters are read.
    """
    label = label[:63]
    letters = [c for c in label if c.isalpha()]
    scripts = {_script(c) for c in letters}
    foreign = scripts - {"LATIN"}
    if len(scripts) > 1 and not any(foreign <= allowed for allowed in _TOGETHER):
        return "mixed-script"
    if foreign and "LATIN" not in scripts and all(_shape(c).isascii() for c in letters):
        return "whole-script"
    return ""


def _shape(character: str) -> str:
    """The letter that one character looks like; i, l and 1 are one shape."""
    if character.isascii():
        return character.translate(_ASCII)
    found = _LETTER.get(character)
    if found is None:
        first = unicodedata.normalize("NFKD", character)[0]
        if first == character or _script(first) not in {"LATIN", "GREEK", "CYRILLIC", "DIGIT"}:
            return character
        found = _LETTER.get(first, first)
    return "l" if found == "i" else _DIGIT.get(found, found)


def _script(character: str) -> str:
    """The script of a letter, by the first word of its Unicode name."""
    return unicodedata.name(character, "").split(" ")[0]
