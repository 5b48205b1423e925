"""Days in spreadsheets: a number, and a format that says it is one (ECMA-376 18.8.30)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

#: Formats without a code of their own that show days; 27-36 and 50-58 are East Asian.
_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_TIMES_ONLY = frozenset({18, 19, 20, 21, 45, 46, 47})
_QUOTED = re.compile(r'"[^"]{0,200}"|\\.|\[[^\]]{0,100}\]|_.|\*.')
_DAY = re.compile(r"[yYdDeEgGaA年月日]|m{3}", re.ASCII)
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_MAX_DAYS = 2_958_466  # the end of the year 9999


class DateFormats:
    """Collects styles.xml, and knows which styles of cells show days."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._formats: list[str] = []
        self._in_cells = False
        self._known: dict[str, bool] = {}
        self.plain: set[str] = set()  # styles that are known to show no day

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Number formats, and the formats of cells."""
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._formats.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        """Only the formats in cellXfs are those of cells."""
        if name == "cellXfs":
            self._in_cells = False

    def text(self, text: str) -> None:
        """Styles have none."""

    def is_date(self, style: str) -> bool:
        """Whether cells of this style show a day."""
        if style not in self._known:
            n = int(style) if style.isdigit() else 0
            format_ = self._formats[n] if n < len(self._formats) else "0"
            self._known[style] = self._shows_day(format_)
            if not self._known[style]:
                self.plain.add(style)
        return self._known[style]

    def _shows_day(self, format_: str) -> bool:
        if format_ in self._codes:
            return shows_day(self._codes[format_])
        return format_.isdigit() and int(format_) in _BUILT_IN - _TIMES_ONLY


def shows_day(code: str) -> bool:
    """Whether a format code shows a day, and not only a number or a time."""
    plain = _QUOTED.sub("", code[:500])
    return plain.lower() != "general" and bool(_DAY.search(plain))


@lru_cache(100_000)
def as_date(number: str, *, from_1904: bool = False) -> str:
    """A serial day as ISO 8601, with the time where there is one; else the number itself."""
    try:
        days = float(number)
    except ValueError:
        return number
    if not 0 < days < _MAX_DAYS:
        return number
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=days)
    shown = moment.strftime("%Y-%m-%d") if moment.year >= 1000 else str(moment.date())
    return shown if not days % 1 else f"{shown} {moment.strftime('%H:%M')}"
