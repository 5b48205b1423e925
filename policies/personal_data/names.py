# ruff: noqa: E501 - patterns and word lists
"""Japanese personal names: is this string a name, and where does it split.

Evidence is graded. A common surname with a given name from the lists is a name
by itself; a rare surname needs a label, an honorific or its column.
"""

import re
from functools import lru_cache

from policies.personal_data import fold
from policies.personal_data.dictionary import names

KANJI = "一-鿿々〆ヶケノ"
_KANJI_RUN = re.compile(rf"[{KANJI}ぁ-んァ-ヶー]{{1,9}}$")
_KANA_RUN = re.compile(r"[ぁ-んァ-ヶー]{2,14}(?:[ ・][ぁ-んァ-ヶー]{2,8})?$")
_ORGANISATION = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|\(株\)|㈱|\(有\)|㈲|商事|製作所|商店|商会|工業|建設|運輸|銀行|病院|クリニック|大学|高校|学校|学園|"
    r"協会|組合|法人|財団|事務所|センター|支店|支社|本社|本店|営業所|工場|店$|課$|部$|室$|係$|局$|省$|庁$|署$|駅$|屋$|堂$|社$|会$|院$|園$|"
    r"御中|各位|未定|不明|該当|なし|その他|合計|担当|同上|以上|ホテル|サービス|システム|グループ|ホールディングス|県$|都$|府$|市$|区$|町$"
)


@lru_cache(maxsize=65_536)
def split(run: str) -> tuple[str, str, int] | None:
    """Surname, given name and strength (3 sure, 2 likely, 1 possible) of a full name.

    ``run`` is folded, with or without one space.
    """
    if " " in run:
        surname, _, given = run.partition(" ")
        strength = _strength(surname, given)
        return (surname, given, strength) if strength else None
    if not 2 <= len(run) <= 8 or not _KANJI_RUN.match(run):
        return None
    best: tuple[str, str, int] | None = None
    score = 0.0
    for at in (2, 3, 1, 4, 5):
        if at < len(run):
            strength = _strength(run[:at], run[at:])
            # Two and three characters are what most surnames have: 浜田 治, not 浜 田治.
            weight = strength + (
                1.2 if strength and at in {2, 3} and run[:at] in names().common else 0
            )
            if weight > score:
                best, score = (run[:at], run[at:], strength), weight
    return best


# Given names of one character that are names also in the middle of a sentence.
SINGLE = frozenset(
    "誠隆修学浩治稔明豊茂実勇進昇剛徹聡翔蓮陸涼亮愛舞恵薫梓葵凛光忍翼健勝弘博宏哲猛潤淳純渉渚遥楓藍茜零幹湊蒼司守樹"
)


def _strength(surname: str, given: str) -> int:
    lists = names()
    if surname in lists.common:
        if given in lists.given or (given[:1] < "一" and fold.hiragana(given) in lists.given_hira):
            return 3
        if given in lists.given_words or given in SINGLE:
            return 2
        if len(surname) >= 2 and like_a_given_name(given):
            return 3
        return 1 if 1 <= len(given) <= 3 and (_kana(given) or _made_of_name_kanji(given)) else 0
    if surname in lists.rare and (
        given in lists.given or given in lists.given_words or _kana(given)
    ):
        return 2 if len(surname) >= 2 and given in lists.given else 1
    return 0


def _kana(text: str) -> bool:
    return text[:1] < "一" and fold.hiragana(text) in names().given_kana


_GIVEN_ENDS = frozenset(
    "斗翔太介助郎子美奈香菜音花愛希真輝樹哉也司彦雄男夫之吾志貴紀織里穂葉莉咲結"
)


def like_a_given_name(text: str) -> bool:
    """New given names that no list has: two kanji of names, the last a usual ending (優斗)."""
    lists = names()
    return (
        len(text) == 2
        and text[1] in _GIVEN_ENDS
        and text[0] in lists.given_characters
        and text not in lists.not_given
    )


def _made_of_name_kanji(text: str) -> bool:
    """One to three kanji that given names are made of: 蒼, 朝陽, 奈津実."""
    return 1 <= len(text) <= 3 and all(c in names().given_characters for c in text)


def is_surname(text: str) -> bool:
    """Whether a string is a surname of the lists."""
    lists = names()
    return text in lists.common or text in lists.rare


def is_common_surname(text: str) -> bool:
    """Whether a string is a surname that is evidence by itself."""
    return text in names().common


def is_given(text: str) -> bool:
    """Whether a string is a given name, in kanji or kana."""
    lists = names()
    return (
        text in lists.given or text in lists.given_words or fold.hiragana(text) in lists.given_kana
    )


@lru_cache(maxsize=65_536)
def is_kana_name(text: str) -> bool:
    """Surname and given name in kana, with or without a space."""
    lists = names()
    plain = fold.hiragana(text)
    if " " in plain or "・" in plain:
        surname, _, given = plain.replace("・", " ").partition(" ")
        return surname in lists.surname_kana and (given in lists.given_kana or len(given) >= 2)
    if not 3 <= len(plain) <= 14:
        return False
    return any(
        plain[:at] in lists.surname_kana and plain[at:] in lists.given_kana
        for at in range(2, min(8, len(plain) - 1))
    )


def kana_shaped(text: str) -> bool:
    """Kana of the length of a name."""
    return bool(_KANA_RUN.match(text))


@lru_cache(maxsize=65_536)
def organisation(text: str) -> bool:
    """Whether a string carries the mark of a company, a place or a filler."""
    return bool(_ORGANISATION.search(text))


_LATIN_NAME = re.compile(
    r"[A-Za-zÀ-ÖØ-öø-ÿŁłŚśŻżŹźĆćŃńĄąĘęŠšŽžČč'’.\-]{1,25}(?:,? [A-Za-zÀ-ÖØ-öø-ÿŁłŚśŻżŹźĆćŃńĄąĘęŠšŽžČč'’.\-]{1,25}){0,3}$"
)


def latin_shaped(text: str) -> bool:
    """Letters of a Western or romaji name, up to four words."""
    return bool(_LATIN_NAME.match(text)) and any(c.isupper() for c in text)


def is_romaji_name(first: str, second: str) -> bool:
    """Two words that read as a Japanese surname and given name, in either order."""
    lists = names()
    a, b = first.lower(), second.lower()
    return (a in lists.surname_romaji and b in lists.given_romaji) or (
        b in lists.surname_romaji and a in lists.given_romaji
    )


def is_western_name(words: list[str]) -> bool:
    """A listed given name first and a listed surname last."""
    return words[0].lower() in names().western_first and words[-1].lower() in names().western_last


@lru_cache(maxsize=65_536)
def field_value(text: str) -> bool:
    """Whether the value of a name field can be a name at all."""
    text = text.strip()
    if not 1 <= len(text) <= 40 or organisation(text):
        return False
    if latin_shaped(text):
        return len(text) >= 2
    compact = text.replace(" ", "").replace("・", "").replace("=", "")
    if not _KANJI_NAME.match(compact):
        return False
    if split(text) or split(compact):
        return True
    if len(compact) >= 2 and (_kana_only(compact) or is_surname(compact)):
        return True
    return 2 <= len(compact) <= 8 and (
        is_surname(compact[:2]) or is_surname(compact[:3]) or is_surname(compact[:1])
    )


def could_be_name(text: str) -> bool:
    """Whether a string has the shape of a name, known or not."""
    if organisation(text) or not 2 <= len(text) <= 12:
        return False
    return bool(_KANJI_NAME.match(text.replace(" ", "").replace("・", "")))


_KANJI_NAME = re.compile(rf"[{KANJI}ぁ-んァ-ヶー]{{1,20}}$")


def _kana_only(text: str) -> bool:
    return all("ぁ" <= c <= "ヶ" or c == "ー" for c in text)
