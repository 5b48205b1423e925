"""Japanese names in Latin letters, however people spell them, in one plain form.

satou, satoh, Satō and サトウ all become ``sato``; tuda and tsuda, homma and honma
meet as well. Vowel length is lost on purpose: mail addresses do not keep it.
"""

import re
import unicodedata
from functools import lru_cache

_KUNREI = (
    (re.compile(r"sy(?=[auo])"), "sh"),
    (re.compile(r"[tc]y(?=[auo])"), "ch"),
    (re.compile(r"[zjd]y(?=[auo])"), "j"),
    (re.compile(r"si"), "shi"),
    (re.compile(r"(?<![sc])ti"), "chi"),
    (re.compile(r"tu"), "tsu"),
    (re.compile(r"(?<![sc])hu"), "fu"),
    (re.compile(r"[zd]i"), "ji"),
    (re.compile(r"d[zu]u?"), "zu"),
    (re.compile(r"m(?=[bpm])"), "n"),
    (re.compile(r"tch"), "cch"),
    (re.compile(r"o[ou]"), "o"),
    (re.compile(r"oh(?![aiueoy])"), "o"),
    (re.compile(r"uu"), "u"),
)
_SHIFT = str.maketrans({chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)})
_LETTERS = 64  # of one name; longer ones are cut

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}
_KANA = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
} | {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "vu"}
_SMALL = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}


def plain(text: str) -> str:
    """Latin letters only, lower case, in the one spelling that all variants share."""
    return _plain(text[:_LETTERS])


@lru_cache(16_384)  # the same words in mail after mail
def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).lower()
    result = "".join(char for char in letters if "a" <= char <= "z")
    for pattern, spelling in _KUNREI:
        result = pattern.sub(spelling, result)
    return result


def of_kana(text: str) -> str:
    """The plain spelling of a name in hiragana or katakana; empty when it is not in kana."""
    letters = unicodedata.normalize("NFKC", text[:_LETTERS]).translate(_SHIFT)
    spelled: list[str] = []
    for kana in letters:
        if kana in _SMALL and spelled:
            previous = spelled[-1]
            glide = _SMALL[kana]
            spelled[-1] = (
                previous[:-1] if previous.endswith(("i", "u", "e")) else previous
            ) + glide
        elif kana in _KANA:
            spelled.append(_KANA[kana])
        elif kana == "っ":
            spelled.append("っ")
        elif kana != "ー" or not spelled:
            return ""
    joined = "".join(spelled)
    return plain(re.sub(r"っ(.?)", r"\1\1", joined))
