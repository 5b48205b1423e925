"""Folding: one plain form for every way to write the same characters.

The folded text has one character per character of the original wherever that
is possible; where it is not (invisible characters, half-width kana with a
separate voicing mark, letters set wide apart), an index map leads back. NFKC
is not used: it changes lengths (㈱, ㍻) in ways nobody could map to a screen.

Source of the variant kanji: the common pairs of 異体字 in family names.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

_VARIANTS = dict(
    zip(
        "髙﨑邉邊齋齊斎濵濱廣瀨澤德眞惠國龍櫻嶋栁曻舘",
        "高崎辺辺斉斉斉浜浜広瀬沢徳真恵国竜桜島柳昇館",
        strict=True,
    )
)
_HALF_KANA = "ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ"
_FULL_KANA = (
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテト"
    "ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
)
_HYPHENS = "‐‑‒–—―−﹣⁃─━ｰ"
_TABLE: dict[int, int] = {ord(a): ord(b) for a, b in _VARIANTS.items()}
_TABLE |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE |= {ord(a): ord(b) for a, b in zip(_HALF_KANA, _FULL_KANA, strict=True)}
_TABLE |= {ord(c): ord("-") for c in _HYPHENS if c != "ｰ"}
_TABLE |= {0x3000: 0x20, 0xA0: 0x20, 0x2007: 0x20, 0x202F: 0x20, ord("｡"): ord("。")}
_TABLE |= {ord("､"): ord("、"), ord("･"): ord("・"), ord("｢"): ord("「"), ord("｣"): ord("」")}

_VOICED = dict(
    zip(
        "ウカキクケコサシスセソタチツテトハヒフヘホ",
        "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボ",
        strict=True,
    )
)
_HALF_VOICED = dict(zip("ハヒフヘホ", "パピプペポ", strict=True))
_LONG_BETWEEN_DIGITS = re.compile(r"(?<=[0-9)])ー(?=[0-9(])")

# Invisible: zero-width, joiners, direction marks, soft hyphen, variation selectors.
_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_K = "一-鿿々ぁ-んァ-ヶー"
_END = r"(?![^\s,;|\"、。:：()（）])"
_L = r"0-9０-９A-Za-z@.\-－ー"
_APART = re.compile(
    rf"[{_K}][ \u3000][{_K}](?:[ \u3000][{_K}]){{1,60}}{_END}"
    rf"|[{_L}][ \u3000][{_L}][ \u3000][{_L}](?:[ \u3000][{_L}]){{5,60}}{_END}"
)
_RARE = re.compile(rf"[{_INVISIBLE}\uff9e\uff9f]")
_GAPPED = re.compile(
    r"[ \u3000]\S[ \u3000]\S|^\S[ \u3000]\S[ \u3000]|[,;|\"、。:：(（\n]\S[ \u3000]\S[ \u3000]"
)
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_VOICING = "\uff9e\uff9f"


Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text and the way back to the original offsets."""

    text: str
    starts: "array[int] | None"  # original index of each folded character, plus the end
    disguised: bool  # characters had to be dropped to read it

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a folded span."""
        if self.starts is None or start >= end:
            return start, end
        return self.starts[start], self.starts[end - 1] + self._width(end - 1)

    def _width(self, index: int) -> int:
        # A voiced half-width kana is two characters in the original.
        assert self.starts is not None
        gap = self.starts[index + 1] - self.starts[index]
        return 2 if gap >= 2 and "ァ" <= self.text[index] <= "ヴ" else 1


def fold(text: str) -> Folded:
    """Fold a text; linear in its length."""
    drops = sorted([*_rare(text), *_apart(text)])
    if not drops:
        return Folded(_same_length(text), None, disguised=False)
    pieces: list[str] = []
    starts = array("l")
    for at, piece in _pieces(text, drops):
        pieces.append(piece)
        starts.extend(range(at, at + len(piece)))
    starts.append(len(text))
    invisible = len(_ZERO_WIDTH.findall(text[:200_000]))
    return Folded(_same_length("".join(pieces)), starts, disguised=invisible > 1)


def _rare(text: str) -> Iterator[Cell]:
    """Invisible characters, and half-width kana with their voicing marks."""
    for match in _RARE.finditer(text):
        at = match.start()
        if match[0] not in _VOICING:
            yield at, at + 1
        elif at and "\uff66" <= text[at - 1] <= "\uff9d":
            yield at - 1, at + 1


def _apart(text: str) -> Iterator[Cell]:
    """Runs of letters with a space between each."""
    if _GAPPED.search(text) is None:
        return
    for match in _APART.finditer(text):
        if _starts_word(text, match.start()):
            yield match.span()


def _pieces(text: str, drops: list[Cell]) -> Iterator[tuple[int, str]]:
    """Stretches to keep, each with its place; what is dropped is left out."""
    end = 0
    for start, stop in drops:
        if start < end:
            continue  # an invisible character inside a run that is read already
        if start > end:
            yield end, text[end:start]
        found = text[start:stop]
        if len(found) == 2:
            yield start, _voiced(found)
        elif len(found) > 2:
            for offset in range(0, len(found), 2):
                yield start + offset, found[offset]
        end = stop
    if end < len(text):
        yield end, text[end:]


def _starts_word(text: str, at: int) -> bool:
    """Whether nothing is written directly before a letter that stands apart."""
    return at == 0 or text[at - 1].isspace() or text[at - 1] in ',;|"、。:：()（）'


def _voiced(pair: str) -> str:
    plain = pair[0].translate(_TABLE)
    table = _VOICED if pair[1] == "\uff9e" else _HALF_VOICED
    return table.get(plain, plain)


def _same_length(text: str) -> str:
    folded = text.translate(_TABLE)
    if "ー" in folded:
        folded = _LONG_BETWEEN_DIGITS.sub("-", folded)
    return folded


def lower(text: str) -> str:
    """Lower case of the same length (İ and its kind would grow)."""
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_ASCII_LOWER)


_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def hiragana(text: str) -> str:
    """Katakana as hiragana, for looking up readings."""
    return text.translate(_HIRAGANA)
