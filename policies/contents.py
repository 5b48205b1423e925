"""Looking into what a mail carries: its text and its files, for the personal data in them.

Files are opened by somebody else, the ``opener``; one that has none leaves them unread.
One time budget serves the whole message; running out of it is a finding.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from policies.attachments import Extract, ReadFile
from policies.attachments.places import Spread
from policies.finding import Finding
from policies.looking_into import look_into
from policies.personal_data import (
    Budget,
    Hashed,
    Report,
    distinct_persons,
    inspect,
    person_hashes,
)

SECONDS = 20.0

#: Opens a file: its name and bytes to what can be read of it.
Opener = Callable[[str, bytes], Extract]


def no_clock() -> float:
    """For callers that do not limit the time."""
    return 0.0


def unopened(_name: str, data: bytes) -> Extract:
    """For callers that open no files."""
    return Extract.of([ReadFile("", "unknown", len(data), "uninspectable", "not-opened")])


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found in one file or text; ``status`` and ``reason`` as in ``Extract``."""

    status: str
    reason: str = ""
    format: str = ""
    persons: int | None = None
    kind: str = ""
    types: tuple[str, ...] = ()
    places: tuple[Spread, ...] = ()
    samples: tuple[str, ...] = ()  # masked
    findings: tuple[Finding, ...] = ()


#: A uuencoded file, or lines of base64: what a person writes has neither.
_PACKED = re.compile(
    r"(?m)^begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,200}\r?$|^(?:[A-Za-z0-9+/]{60,100}\r?\n){3}"
)


def holds_files(text: str) -> bool:
    """Whether files stand in a text, to be read as such."""
    return _PACKED.search(text) is not None


class Contents:
    """Collects what is found over all parts of one message."""

    def __init__(
        self,
        clock: Callable[[], float] = no_clock,
        opener: Opener = unopened,
        seconds: float = SECONDS,
    ) -> None:
        self._budget = Budget(seconds, clock)
        self._opener = opener
        self._reports: list[Report] = []

    def look_at_text(self, text: str) -> int:
        """Inspect a text; returns how many people it tells of."""
        self._reports.append(report := inspect(text, self._budget))
        return report.persons

    def look_at_file(self, name: str, content: bytes) -> Inside:
        """Open a file, and inspect what can be read of it."""
        report = look_into(self._opener(name, content), self._budget)
        self._reports += report.reports
        extract = report.extract
        is_read = bool(report.reports) or extract.status == "text"
        return Inside(
            status=extract.status,
            reason=extract.reason,
            format=extract.format,
            persons=report.persons if is_read else None,
            kind=report.kind if is_read else "",
            types=report.types,
            places=report.spreads,
            samples=report.samples,
            findings=report.findings,
        )

    @property
    def persons(self) -> int:
        """Different people over all parts."""
        return distinct_persons(self._reports)

    def hashed_persons(self, key: bytes) -> tuple[Hashed, ...]:
        """The same people as keyed hashes, to be recognised in later mail."""
        return person_hashes(self._reports, key)

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(report.rows for report in self._reports)

    @property
    def sensitive(self) -> bool:
        """Whether any part carries sensitive data of a person."""
        return any(report.sensitive for report in self._reports)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noticed besides: disguise, bulk tables, limits."""
        codes = {"limit": "limit:time", "disguise": "disguise", "bulk_table": "bulk-table"}
        found: dict[str, Finding] = {}
        for report in self._reports:
            for finding in report.findings:
                code = codes.get(finding.code, finding.code)
                found.setdefault(code, Finding(code=code, why=finding.why, count=finding.count))
        return tuple(found.values())
