"""Taking mail addresses and phone numbers out of history that stays.

Only the found characters are replaced; a date, an order number or an amount is
no phone number. The words that stand instead are chosen so that they fit the
part's character set.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
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

    def instead_of(self, kind: str) -> str:
        """What stands where a hit of this kind was."""
        said: str = getattr(self, kind)
        return said


JAPANESE = Words("[アドレス削除]", "[電話番号削除]", "[署名削除]", "[氏名削除]")
ENGLISH = Words("[address removed]", "[phone removed]", "[signature removed]", "[name removed]")


#: What is taken out of lines.
KINDS = ("address", "phone", "name")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a line to take out, and which of ``KINDS`` it is."""

    start: int
    end: int
    kind: str


class Hits:
    """The hits of a part by line, in arrays: there may be some on each of many lines."""

    def __init__(self) -> None:
        self._lines = array("i")
        self._starts = array("i")
        self._ends = array("i")
        self._kinds = bytearray()

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[tuple[int, list[Hit]]]:
        """The lines that have any, each with its hits, in order."""
        first = 0
        while first < len(self._lines):
            line, last = self._lines[first], first + 1
            while last < len(self._lines) and self._lines[last] == line:
                last += 1
            yield line, self._some(first, last)
            first = last

    def add(self, line: int, hits: Iterable[Hit]) -> None:
        """Add the hits of a line behind the others."""
        for hit in hits:
            self._lines.append(line)
            self._starts.append(hit.start)
            self._ends.append(hit.end)
            self._kinds.append(KINDS.index(hit.kind))

    def on(self, line: int) -> list[Hit]:
        """The hits of a line, in order."""
        return self._some(bisect_left(self._lines, line), bisect_right(self._lines, line))

    def _some(self, first: int, last: int) -> list[Hit]:
        return [
            Hit(self._starts[n], self._ends[n], KINDS[self._kinds[n]]) for n in range(first, last)
        ]

    def count(self, kind: str) -> int:
        """How many there are of a kind."""
        return self._kinds.count(KINDS.index(kind))


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
        digits = sum(map(str.isdecimal, number))
        if not 7 <= digits <= 16 or _DATE.match(number):
            continue
        before = max(0, match.start() - 24)
        if _is_phone(number, digits) or _LABEL.search(text, before, match.start()):
            yield Hit(match.start(), match.end(), "phone")


def _is_phone(number: str, digits: int) -> bool:
    """Whether a number of this many digits can be no other one, also without a label."""
    if number.startswith("+") or _NORTH_AMERICA.match(number):
        return True
    return digits >= 9 and number.lstrip("(").startswith("0") and not number.isdecimal()
