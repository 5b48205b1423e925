"""Times in CSV exports: ISO, or whatever the exporting PC's language made of them."""

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo

from policies.learning.sent import in_utc

_NUMBERS = re.compile(
    r"\s{0,4}(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})[ T,]{1,4}(\d{1,2})[:.](\d\d)", re.ASCII
)
_SECONDS = re.compile(r"[:.](\d\d)", re.ASCII)
_AFTERNOON = re.compile(r"\bp\.?m\b|午後", re.IGNORECASE)
_MORNING = re.compile(r"\ba\.?m\b|午前", re.IGNORECASE)
MAX_TEXT = 60


def day_comes_first(samples: Iterable[str]) -> bool:
    """Whether 5/6/2026 is the fifth of June in this file.

    Told by dots, by numbers above 12, and by AM or PM (then the month is first).
    A file that does not tell is read the American way, which is the default of
    Exchange Online exports.
    """
    for text in samples:
        match = _NUMBERS.match(text[:MAX_TEXT])
        if not match or len(match[1]) == 4:
            continue
        if int(match[1]) > 12 or "." in text[: match.start(3)]:
            return True
        if int(match[2]) > 12 or _AFTERNOON.search(text[:MAX_TEXT]):
            return False
    return False


def read_time(text: str, zone: tzinfo, *, day_first: bool) -> datetime | None:
    """The moment in UTC, one without a zone read in ``zone``; None when it is no time."""
    text = text.strip()[:MAX_TEXT]
    try:
        return in_utc(datetime.fromisoformat(_seven_digits_cut(text)), zone)
    except (ValueError, OverflowError):
        pass
    normal = text.replace("午前", " ").replace("午後", " ")
    match = _NUMBERS.match(normal)
    if not match:
        return None
    first, second, third, hour, minute = (int(number) for number in match.groups())
    if len(match[1]) == 4:
        year, month, day = first, second, third
    else:
        year = third
        month, day = (second, first) if day_first else (first, second)
    seconds = _SECONDS.match(normal, match.end())
    if _AFTERNOON.search(text):
        hour = hour % 12 + 12
    elif _MORNING.search(text):
        hour %= 12
    try:
        moment = datetime(year, month, day, hour, minute, int(seconds[1]) if seconds else 0)
        return in_utc(moment, zone)
    except (ValueError, OverflowError):
        return None


def _seven_digits_cut(text: str) -> str:
    """.NET writes seven decimals; Python reads at most six."""
    whole, point, decimals = text.partition(".")
    digits = len(decimals) - len(decimals.lstrip("0123456789"))
    return whole + point + decimals[: min(digits, 6)] + decimals[digits:] if point else text
