"""Dates, and which of them are dates of birth.

A date is a birth date only by a label, by 生 or an age beside it, or by a
column of dates that spans decades of the past. Era years: 令和 2018+n, 平成
1988+n, 昭和 1925+n, 大正 1911+n, 明治 1867+n; 元年 is 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.personal_data.context import Context
from policies.personal_data.labels import Field
from policies.personal_data.numbers import Hit

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHRmtshr])[. ]?(?P<ey>元|[0-9]{1,2})(?P<esep>[年./-]) ?"
    r"(?P<em>[0-9]{1,2})[月./-] ?(?P<ed>[0-9]{1,2})日?(?![0-9])"
    r"|(?P<y>(?:18|19|20)[0-9]{2})(?:年|[./-]) ?(?P<m>[0-9]{1,2})(?:月|[./-]) ?(?P<d>[0-9]{1,2})"
    r"(?![0-9])日?"
    r"|(?P<d2>[0-9]{1,2})[./-](?P<m2>[0-9]{1,2})[./-](?P<y2>(?:19|20)[0-9]{2})(?![0-9])"
    r"|(?P<c>(?:19|20)[0-9]{6})(?![0-9A-Za-z-])"
    r"|(?P<d3>[0-9]{1,2})(?:st|nd|rd|th)?\.? (?P<m3>"
    + _MONTH
    + r")\.?,? (?P<y3>(?:19|20)[0-9]{2})(?![0-9])"
    r"|(?P<m4>"
    + _MONTH
    + r")\.? (?P<d4>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<y4>(?:19|20)[0-9]{2})(?![0-9])"
    r")"
)
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}
_ERA_LAST = {1867: 45, 1911: 15, 1925: 64, 1988: 31, 2018: 40}
_MONTHS = {
    name: i + 1
    for i, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    )
}
_BORN_AFTER = re.compile(
    r" ?(?:\(?[月火水木金土日]\)?)? ?(?:生(?!産|活|地)|うまれ|\(?満? ?[0-9]{1,3} ?(?:歳|才))"
)
_BORN_BEFORE = re.compile(
    r"(?:born|geboren(?: am)?|né(?:e)? le|nacid[oa] el|生まれ[は:]?|生年月日)[ :は]{0,3}$"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A plausible date and its span."""

    start: int
    end: int
    year: int
    key: str  # ISO form, for comparing persons


def dates(context: Context, start: int, end: int) -> Iterator[Date]:
    """All plausible dates of a stretch."""
    for match in _DATE.finditer(context.lower, start, end):
        value = _value(match)
        if value:
            yield Date(match.start(), match.end(), value[0], _iso(value))


def parse(text: str) -> str:
    """ISO form of a birth date as written, or empty."""
    match = _DATE.search(text.lower())
    value = _value(match) if match else None
    return _iso(value) if value else ""


def _iso(value: tuple[int, int, int]) -> str:
    return f"{value[0]:04}-{value[1]:02}-{value[2]:02}"


def _value(match: re.Match[str]) -> tuple[int, int, int] | None:
    if match["era"]:
        base = _ERAS[match["era"]]
        count = 1 if match["ey"] == "元" else int(match["ey"])
        if not 1 <= count <= _ERA_LAST[base]:
            return None
        year, month, day = base + count, int(match["em"]), int(match["ed"])
    elif match["y"]:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    elif match["y2"]:
        year, month, day = int(match["y2"]), int(match["m2"]), int(match["d2"])
        if month > 12:
            month, day = day, month
    elif match["c"]:
        year, month, day = int(match["c"][:4]), int(match["c"][4:6]), int(match["c"][6:])
    else:
        name, number = ("m3", "d3") if match["m3"] else ("m4", "d4")
        year = int(match["y3"] or match["y4"])
        month, day = _MONTHS[match[name][:3]], int(match[number])
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1868 <= year <= 2060):
        return None
    return year, month, day


def find(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Dates of birth of a stretch of text."""
    text = context.text
    for date in dates(context, start, end):
        label = context.label(date.start)
        if label and label.field is Field.BIRTH:
            yield Hit("BIRTH_DATE", date.start, date.end, 0.97, ("pattern", label.why))
        elif text[date.start : date.end].isdigit() and not text.startswith("生", date.end):
            continue
        elif (after := _BORN_AFTER.match(text, date.end)) and not (
            label and label.how == "header" and label.field is not Field.NOTE
        ):
            yield Hit(
                "BIRTH_DATE",
                date.start,
                date.end,
                0.93,
                ("pattern", f"beside:{after[0].strip()[:8]}"),
            )
        elif _BORN_BEFORE.search(context.lower, max(start, date.start - 24), date.start):
            yield Hit("BIRTH_DATE", date.start, date.end, 0.93, ("pattern", "beside:born"))
