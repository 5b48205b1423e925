# ruff: noqa: E501 - patterns and word lists
"""Names behind labels: 「氏名：…」, 「出席者：…、…、…」."""

import re
from collections.abc import Iterator

from policies.personal_data import names
from policies.personal_data.context import Context
from policies.personal_data.dictionary import names as lists
from policies.personal_data.labels import Field, field_of
from policies.personal_data.numbers import Hit
from policies.personal_data.titles import TITLES, without_title

K = names.KANJI

_AFTER_LABEL = re.compile(
    r"(?:番号|欄|等|の(?:方|欄|記入|変更|確認)|は(?:必ず|別|以下)|を|に|が|や|・|及び|変更|一覧|情報|様|さん|者|確認|リスト|名簿|別)"
)
_LEAD = re.compile(r"(?:\([^()\n]{0,12}\))? ?[\]】>)」]{0,2}[ \t]{0,8}[::=|]?[ \t]{0,8}")
_VALUE = re.compile(
    rf"(?:[{K}]{{1,6}}[ ・]{{1,2}}[{K}ぁ-んァ-ヶー]{{1,8}}|[{K}]{{1,8}}[ぁ-んァ-ヶー]{{0,6}}|[ァ-ヶー・=]{{2,20}}(?: [ァ-ヶー]{{1,10}})?"
    rf"|[ぁ-ん]{{2,8}}(?: [ぁ-ん]{{1,8}})?)"
)
_NEXT_NAME = re.compile(
    r"(?: ?(?:さん|様|氏|殿|くん|先生|\([^()\n]{0,10}\)|" + TITLES + r")){0,2} ?[、,,/／・] ?"
)
_SEPARATOR = re.compile(r"[^、,,/／・\n]{0,20}[、,,/／・] ?")


def find(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Names in the values of name labels, one or a list of them."""
    for _, stop, field in context.labels_between(start, end):
        if field in {Field.NAME, Field.KANA} and not _in_header(context, stop):
            at = _value_start(context, stop)
            if 0 <= at < end:
                yield from _values(context.text, at, end, field, glued=at == stop)


def _value_start(context: Context, stop: int) -> int:
    """Where the value of a label begins, or -1 when it announces nothing."""
    text = context.text
    lead = _LEAD.match(text, stop)
    at = lead.end() if lead else stop
    if at == stop and _AFTER_LABEL.match(text, at):
        return -1
    return _next_line(context, stop, at) if text.startswith("\n", at) else at


def _values(text: str, at: int, end: int, field: Field, *, glued: bool) -> Iterator[Hit]:
    for _ in range(MAX_NAMES):
        value = _VALUE.match(text, at, min(end, at + 24))
        if not value:
            return
        hit = _label_value(value, field, glued=glued)
        if hit:
            yield hit
        elif glued:
            return
        following = _NEXT_NAME.match(text, hit.end) if hit else _SEPARATOR.match(text, at)
        if not following or field is not Field.NAME:
            return
        at = following.end()


MAX_NAMES = 500  # in one list behind a label
_ALONE = re.compile(rf"[{K}ぁ-んァ-ヶー ・]{{2,20}}(?:\r?\n|$)")


def _next_line(context: Context, stop: int, at: int) -> int:
    """The next line when the label is a line of its own and the value too, else -1."""
    start, _ = context.layout.lines[context.layout.line_at(stop - 1)]
    if stop - start > 14 or not _ALONE.match(context.text, at + 1):
        return -1
    return at + 1


def _in_header(context: Context, offset: int) -> bool:
    """A label in the header row of a table announces a column, not what follows it."""
    return context.table(offset) is not None and context.cell(offset) is None


def _label_value(value: re.Match[str], field: Field, *, glued: bool) -> Hit | None:
    """The name that a value is, or None; without a separator the evidence must be stronger."""
    word = without_title(value[0])
    start = value.start()
    if field_of(word) is not None or (glued and (field is Field.KANA or names.kana_shaped(word))):
        return None
    reads = names.is_kana_name(word)
    if field is Field.KANA:
        sure = 0.93 if reads else 0.8
        hit = Hit("PERSON", start, start + len(word), sure, ("label:kana",), "kana")
        return hit if names.kana_shaped(word) else None
    if (reads and not names.split(word)) or (len(word) >= 4 and "・" in word):
        return Hit("PERSON", start, start + len(word), 0.9, ("label", "kana"), "kana")
    if not glued and _is_pair(word) and not names.split(word):
        return Hit("PERSON", start, start + len(word), 0.8, ("label", "given"))
    return _kanji_value(word, start, glued=glued)


def _is_pair(word: str) -> bool:
    """Two words of which the second is a given name: the first is a surname that no list has."""
    surname, _, given = word.partition(" ")
    known = names.is_given(given) or names.like_a_given_name(given)
    return 2 <= len(surname) <= 4 and known and not names.organisation(word)


def _kanji_value(word: str, start: int, *, glued: bool) -> Hit | None:
    parts = names.split(word)
    if not parts and " " in word and not names.organisation(word):
        # 「氏名 山田 様」, or a value behind a space that is no name.
        word = word.partition(" ")[0]
        parts = names.split(word)
    if names.organisation(word):
        return None
    end = start + len(word)
    surname = names.is_common_surname(word) or (len(word) == 2 and names.is_surname(word))
    if surname and not glued:
        return Hit("PERSON", start, end, 0.9, ("label", "surname"), "surname")
    if word in lists().not_names:
        return None
    if parts and not (glued and parts[2] < 3):
        return Hit("PERSON", start, end, 0.95, ("label", "surname+given"))
    if not glued and names.is_surname(word):
        return Hit("PERSON", start, end, 0.85, ("label", "surname"), "surname")
    return None
