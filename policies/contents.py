"""Looking into what a mail carries: text and text-like files, for the personal data in them.

Files of other formats are named and left uninspected. One time budget serves the
whole message; running out of it is a finding.
"""

from collections.abc import Callable
from dataclasses import dataclass

from policies.finding import Finding
from policies.personal_data import Budget, Hashed, Report, inspect, person_hashes
from policies.personal_data.reading import read

SECONDS = 20.0


def no_clock() -> float:
    """For callers that do not limit the time."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found in one file or text."""

    status: str  # text, uninspectable, corrupt
    persons: int | None = None
    kind: str = ""
    types: tuple[str, ...] = ()


class Contents:
    """Collects what is found over all parts of one message."""

    def __init__(self, clock: Callable[[], float] = no_clock) -> None:
        self._budget = Budget(SECONDS, clock)
        self._reports: list[Report] = []

    def look_at_text(self, text: str) -> Inside:
        """Inspect a text."""
        report = inspect(text, self._budget)
        self._reports.append(report)
        types = dict.fromkeys(e.type for e in report.entities if e.grade == "personal")
        return Inside("text", report.persons, report.kind, tuple(types))

    def look_at_file(self, name: str, content: bytes) -> Inside:
        """Inspect a file, if its text can be had."""
        reading = read(content, name)
        if reading.status != "text":
            return Inside(reading.status)
        return self.look_at_text(reading.text)

    @property
    def persons(self) -> int:
        """Different people over all parts: the same traits are the same person."""
        known: set[str] = set()
        count = unnamed = 0
        for report in self._reports:
            unnamed += max(0, report.persons - len(report.person_keys))
            for traits in report.person_keys:
                count += not traits & known
                known |= traits
        return count + unnamed

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
