"""Time stamps of mail logs: classic syslog (RFC 3164, no year, no zone) and RFC 3339."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from policies.learning.sent import in_utc

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLASSIC = re.compile(r"([A-Z][a-z]{2}) ([ 0-3]\d) ([0-2]\d):([0-5]\d):([0-6]\d)", re.ASCII)
_BARE_OFFSET = re.compile(r"[+-]\d{4}\Z", re.ASCII)


class Clock:
    """Reads the time stamps of one log, in order; finds the year that classic ones lack.

    ``year`` is that of the first line. Each stamp is read in the year that puts it
    nearest to the one before, so the log may roll over New Year, and a late line
    of December behind the first of January stays in the old year.
    """

    def __init__(self, year: int, zone: tzinfo) -> None:
        self._year = year
        self._zone = zone
        self._last: datetime | None = None
        self._seen: dict[str, datetime | None] = {}  # the present second only

    def read(self, stamp: str) -> datetime | None:
        """The moment in UTC, or None when the stamp is not one."""
        if stamp not in self._seen:
            moment = self._classic(stamp) if stamp[:1].isalpha() else self._rfc3339(stamp)
            self._seen = {stamp: moment}
        return self._seen[stamp]

    def _rfc3339(self, stamp: str) -> datetime | None:
        text = stamp.replace(",", ".")
        if _BARE_OFFSET.search(text):  # journald's short-iso
            text = f"{text[:-2]}:{text[-2:]}"
        try:
            return in_utc(datetime.fromisoformat(text), self._zone)
        except (ValueError, OverflowError):
            return None

    def _classic(self, stamp: str) -> datetime | None:
        match = _CLASSIC.fullmatch(stamp)
        if not match or match[1] not in _MONTHS:
            return None
        month = _MONTHS.index(match[1]) + 1
        day, hour, minute, second = (int(match[group]) for group in range(2, 6))
        years = (self._year,) if self._last is None else range(self._year - 1, self._year + 2)
        near: list[datetime] = []
        for year in years:
            try:
                near.append(datetime(year, month, day, hour, minute, min(second, 59)))
            except ValueError:  # 29 February, 31 June, hour 25, year 0
                continue
        if not near:
            return None
        last = self._last or near[0]
        moment = min(near, key=lambda candidate: abs(candidate - last))
        if moment >= last:
            self._last, self._year = moment, moment.year
        return in_utc(moment, self._zone)


def first_year(line: str, modified: datetime) -> int:
    """The year of a log's first line, from the time the file was last written.

    That is the latest year in which the line is not after ``modified``; a log is
    taken to span less than a year. A line without a classic stamp gives
    ``modified``'s year, which nothing then needs.
    """
    naive = modified.astimezone(UTC).replace(tzinfo=None) if modified.tzinfo else modified
    for year in (naive.year, naive.year - 1):
        moment = Clock(year, UTC).read(line[:15])
        # A day to spare: the log's zone is not ours to know here.
        if moment and moment.replace(tzinfo=None) <= naive + timedelta(days=1):
            return year
    return naive.year
