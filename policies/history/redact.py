"""Taking mail addresses and phone numbers out of history that stays.

Only the found characters are replaced; a date, an order number or an amount is
no phone number. The words that stand instead are chosen so that they fit the
part's character set.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.history.marks import ADDRESS

_PHONE = re.compile(
    r"(?<![0-9A-Za-z０-９@/+-])(?<![0-9][.,])(?:\+|＋|\(?\+?)"
    r"[0-9０-９][0-9０-９ ()（）./‐–－ー−-]{6,22}[0-9０-９](?![\w@])"
)
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(
    r"(?i:tel|phone|fon|fax|mob|cell|handy|móvil|direct|portable|celular)|TEL|℡|☎|電話|携帯|直通|"
    r"ＴＥＬ|ＦＡＸ|Ｔｅｌ|Ｆａｘ|電話番号|电话|電話|手机|传真|전화|휴대폰|팩스|내선"
)
_DATE = re.compile(r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d)")
_NORTH_AMERICA = re.compile(r"^(?:1[-. ])?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９（）－＋‐–−ー", "0123456789()-+----")
_KANA = re.compile(r"[ぁ-ヺ]")
_ENCODED = re.compile(
    r"[\w.!#$&'*+/=^`{|}~%-]{1,80}(?:%40|&#64;|&#x40;)[\w.%-]{3,190}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands where something was taken out."""

    address: str
    phone: str
    signature: str
    name: str


JAPANESE = Words("[アドレス削除]", "[電話番号削除]", "[署名削除]", "[氏名削除]")
ENGLISH = Words("[address removed]", "[phone removed]", "[signature removed]", "[name removed]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a line to take out: ``address``, ``phone`` or ``name``."""

    start: int
    end: int
    kind: str


def words_for(text: str, declared: str) -> Words:
    """The words in the language of the text, if the character set has them."""
    name = declared.lower()
    japanese = name.startswith(("utf", "iso-2022-jp", "shift", "euc", "cp932", "x-sjis", "win"))
    japanese = japanese and not name.startswith(("windows-125", "win125"))
    return JAPANESE if japanese and _KANA.search(text[:50_000]) else ENGLISH


def may_hold(text: str) -> bool:
    """Whether there can be a hit in a line: all of them have an ``@`` or a digit."""
    return "@" in text or _DIGIT.search(text) is not None


def find(text: str) -> list[Hit]:
    """The addresses and phone numbers of a line, in order, not overlapping."""
    hits: list[Hit] = []
    found = [*_addresses(text), *_phones(text)]
    for hit in sorted(found, key=lambda hit: (hit.start, hit.kind)):
        if not hits or hit.start >= hits[-1].end:
            hits.append(hit)
    return hits


def _addresses(text: str) -> Iterator[Hit]:
    if "@" in text:
        for match in ADDRESS.finditer(text):
            yield Hit(match.start(), match.end(), "address")
    if "%40" in text or "&#" in text:
        for match in _ENCODED.finditer(text):
            if "@" not in match[0]:
                yield Hit(match.start(), match.end(), "address")


def _phones(text: str) -> Iterator[Hit]:
    if not _DIGIT.search(text, 0, 5_000):
        return
    for match in _PHONE.finditer(text):
        number = match[0].translate(_FULL_WIDTH).strip()
        if _is_phone(
            number, _LABEL.search(text[max(0, match.start() - 24) : match.start()]) is not None
        ):
            yield Hit(match.start(), match.end(), "phone")


def _is_phone(number: str, labelled: bool) -> bool:
    digits = len(_DIGIT.findall(number))
    if _DATE.match(number) or not 7 <= digits <= 16:
        return False
    if number.startswith("+") or labelled or _NORTH_AMERICA.match(number):
        return True
    parted = any(char in "-() ./" for char in number)
    return digits >= 9 and number.lstrip("(").startswith("0") and parted


def word(words: Words, kind: str) -> str:
    """The word for a kind of hit."""
    return {"address": words.address, "phone": words.phone, "name": words.name}[kind]
