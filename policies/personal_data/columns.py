"""Columns: what an unlabelled one holds (votes), and the values of labelled ones.

A vote needs at least five values. Names: 60 % name-shaped and 40 % from the
lists. My Number: every value passes the check digit (chance 10^-n). Birth
dates: all dates of the past that span more than twenty years.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from policies.personal_data import addresses, checks, dates, names, sensitive
from policies.personal_data.context import Context, Label
from policies.personal_data.labels import Field
from policies.personal_data.layout import Layout, Table
from policies.personal_data.numbers import Hit

SAMPLE = 200
MIN_VOTES = 5

_HONORIFIC = re.compile(r" ?(?:様|殿|さん|氏|先生|御中)$")
_POSTAL = re.compile(r"〒? ?[0-9]{3}-?[0-9]{4}$")
_PHONE = re.compile(r"0[0-9]{9,10}$|0[0-9]{1,4}[-(][0-9]{1,4}[-)][0-9]{3,4}$")
_TWELVE = re.compile(r"[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}$")
_ADDRESS = re.compile(r".{2,40}?[市区町村郡].{1,40}[0-9]")
_NOTHING = re.compile(
    r"(?:-|ー|—|なし|無し?|特になし|特記事項なし|異常なし|異常を?認めず|所見なし|正常|良好|健康|未受診|なし\.|n/?a|none|no|n|ok|A|―|○|〇|×|null|該当なし|有|あり|未記入|問題なし|平常|[A-E]\d?|陰性|\(-\)|-|経過良好|特記なし|異常無し)$",
    re.IGNORECASE,
)
_NAME_FIELDS = {
    Field.NAME: "",
    Field.KANA: "kana",
    Field.SURNAME: "part",
    Field.GIVEN: "part",
    Field.SURNAME_KANA: "part",
    Field.GIVEN_KANA: "part",
}
_SENSITIVE = {
    Field.HEALTH: "HEALTH",
    Field.CRIMINAL: "CRIMINAL",
    Field.CRIME_VICTIM: "CRIME_VICTIM",
    Field.CREED: "CREED",
}


def infer(text: str, layout: Layout) -> tuple[Layout, frozenset[int]]:
    """The layout with voted fields, and the starts of tables that had votes."""
    tables: list[Table] = []
    voted: set[int] = set()
    for table in layout.tables:
        fields = list(table.fields)
        labels = list(table.labels) or [""] * table.width
        for column in range(table.width):
            if fields[column] is None:
                fields[column], why = _vote(text, table, column)
                labels[column] = labels[column] or why
        _split_names(text, table, fields, labels)
        if tuple(fields) == table.fields:
            tables.append(table)
        else:
            voted.add(table.start)
            tables.append(replace(table, fields=tuple(fields), labels=tuple(labels)))
    return replace(layout, tables=tuple(tables)), frozenset(voted)


def _values(text: str, table: Table, column: int) -> list[str]:
    cells = (row[column] for row in table.rows[:SAMPLE])
    return [text[a:b] for a, b in cells if b > a]


def _vote(text: str, table: Table, column: int) -> tuple[Field | None, str]:
    values = _values(text, table, column)
    count = len(values)
    if count < MIN_VOTES:
        return None, ""
    if all(_TWELVE.match(value) for value in values):
        digits = [re.sub("[^0-9]", "", value) for value in values]
        if all(map(checks.my_number, digits)) and len(set(digits)) > count // 2:
            return Field.MY_NUMBER, f"votes:{count}/{count}"
        return None, ""
    for field, good in (
        (Field.POSTAL, lambda v: bool(_POSTAL.match(v))),
        (Field.PHONE, lambda v: bool(_PHONE.match(v))),
        (Field.ADDRESS, lambda v: bool(_ADDRESS.match(v))),
        (Field.KANA, names.is_kana_name),
        (Field.NAME, _known_name),
    ):
        votes = sum(1 for value in values if len(value) <= 60 and good(value))
        least = 0.9 if field is Field.POSTAL else 0.8 if field is not Field.NAME else 0.6
        if votes >= least * count and len(set(values)) * 3 >= count:
            if field is Field.POSTAL and not _has_address(text, table):
                continue
            return field, f"votes:{votes}/{count}"
    return (Field.BIRTH, "votes:dates") if _births(values) else (None, "")


@lru_cache(maxsize=65_536)
def _known_name(value: str) -> bool:
    value = _HONORIFIC.sub("", value)
    parts = names.split(value) if len(value) <= 12 else None
    if parts:
        return parts[2] >= 2 and not names.organisation(value)
    words = value.replace(",", "").split(" ")
    return (
        len(words) in {2, 3}
        and names.latin_shaped(value)
        and (names.is_romaji_name(words[0], words[-1]) or names.is_western_name(words))
    )


def _has_address(text: str, table: Table) -> bool:
    if Field.ADDRESS in table.fields:
        return True
    row = table.rows[0]
    return any(_ADDRESS.match(text[a:b]) for a, b in row) or any(
        text[a:b] in addresses.PREFECTURES for a, b in row
    )


def _births(values: list[str]) -> bool:
    found = [dates.parse(value) for value in values if len(value) <= 16]
    years = sorted(int(date[:4]) for date in found if date)
    if len(years) < 0.9 * len(values) or len(years) < MIN_VOTES:
        return False
    return years[-1] - years[0] > 20 and years[0] < 1985 and years[len(years) // 2] < 2008


def _split_names(text: str, table: Table, fields: list[Field | None], labels: list[str]) -> None:
    """Surname and given name in neighbouring unlabelled columns."""
    for column in range(table.width - 1):
        if fields[column] is not None or fields[column + 1] is not None:
            continue
        first, second = _values(text, table, column), _values(text, table, column + 1)
        if len(first) < MIN_VOTES or len(second) < MIN_VOTES:
            continue
        surnames = sum(1 for value in first if names.is_surname(value))
        given = sum(1 for value in second if names.is_given(value))
        if surnames >= 0.7 * len(first) and given >= 0.7 * len(second):
            fields[column], fields[column + 1] = Field.SURNAME, Field.GIVEN
            labels[column] = labels[column] or f"votes:{surnames}/{len(first)}"
            labels[column + 1] = labels[column + 1] or f"votes:{given}/{len(second)}"


def find(context: Context, table: Table) -> Iterator[Hit]:
    """Names, addresses and sensitive values of the columns that announce them."""
    people = any(field in _NAME_FIELDS for field in table.fields)
    for column, field in enumerate(table.fields):
        label = Label(field, table.labels[column], "column") if field and table.labels else None
        if label is None or field is None:
            continue
        if field in _NAME_FIELDS:
            yield from _names(context, table, column, label)
        elif field is Field.ADDRESS and _is_street(context.text, table, column):
            yield from _addresses(context, table, column, label)
        elif field in _SENSITIVE and (people or _person_id(table)):
            yield from _conditions(context, table, column, label)


def _person_id(table: Table) -> bool:
    return Field.PERSON_ID in table.fields or Field.BIRTH in table.fields


def _names(context: Context, table: Table, column: int, label: Label) -> Iterator[Hit]:  # noqa: C901 - one rule a line
    form = _NAME_FIELDS[label.field]
    why = (label.why,)
    trusted = _mostly_names(context.text, table, column)
    for row in table.rows:
        start, end = row[column]
        value = context.text[start:end]
        cut = _HONORIFIC.search(value)
        if cut:
            end = start + cut.start()
            value = value[: cut.start()]
        bracket = value.find("(")
        if bracket > 1:
            end, value = start + len(value[:bracket].rstrip()), value[:bracket].rstrip()
        if form == "part":
            if 1 <= len(value) <= 20 and not any(c.isdigit() or c in "@:/" for c in value):
                yield Hit("PERSON", start, end, 0.93, why, "part")
        elif form == "kana":
            if 2 <= len(value) <= 40 and (names.kana_shaped(value) or names.latin_shaped(value)):
                yield Hit("PERSON", start, end, 0.93, why, "kana")
        elif names.field_value(value):
            written = "" if names.split(value) else "kana" if names.kana_shaped(value) else ""
            if not written and names.latin_shaped(value):
                written = _latin_form(value)
            elif not written and " " not in value and names.is_surname(value):
                written = "surname"
            yield Hit("PERSON", start, end, 0.95, (*why, "name-shaped"), written)
        elif trusted and names.could_be_name(value):
            yield Hit("PERSON", start, end, 0.75, (*why, "column-of-names"))


def _mostly_names(text: str, table: Table, column: int) -> bool:
    """Whether the known names of a column vouch for its unknown ones."""
    values = _values(text, table, column)
    known = sum(1 for value in values if _known_name(value))
    return len(values) >= 3 and known >= 0.6 * len(values)


def _latin_form(value: str) -> str:
    words = value.replace(",", "").split(" ")
    return "romaji" if len(words) == 2 and names.is_romaji_name(words[0], words[1]) else ""


def _is_street(text: str, table: Table, column: int) -> bool:
    """Prefectures alone are an address only where a street stands beside them."""
    values = _values(text, table, column)
    with_digits = sum(
        1 for value in values if any(c.isdigit() or c in "一二三四五六七八九十" for c in value)
    )
    if with_digits * 2 >= len(values):
        return True
    return any(
        field is Field.ADDRESS
        and other != column
        and any(c.isdigit() for c in "".join(_values(text, table, other)[:20]))
        for other, field in enumerate(table.fields)
    )


def _addresses(context: Context, table: Table, column: int, label: Label) -> Iterator[Hit]:
    for row in table.rows:
        start, end = row[column]
        text = context.text
        while start < end and (
            text[start] in "〒 -"
            or (
                text[start].isdigit()
                and text[start:end].lstrip("〒 ")[:8].replace("-", "").isdigit()
                and _leading_postal(text, start, end)
            )
        ):
            start += 1
        hit = addresses.in_cell(context, start, end, label)
        if hit:
            yield hit


_LEADING = re.compile(r"[0-9]{0,3}-?[0-9]{1,4} (?=[一-鿿])")


def _leading_postal(text: str, start: int, end: int) -> bool:
    return bool(_LEADING.match(text, start, end))


def _conditions(context: Context, table: Table, column: int, label: Label) -> Iterator[Hit]:
    assert label.field is not None
    kind = _SENSITIVE[label.field]
    for row in table.rows:
        start, end = row[column]
        value = context.text[start:end]
        if value and not _NOTHING.match(value) and len(value) <= 200:
            yield Hit(sensitive.kind_of(value) or kind, start, end, 0.93, (label.why,))
