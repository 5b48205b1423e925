"""One delivered mail of the past, and the tally of a reading.

Every parser yields ``Sent`` values and books what it could not use in a
``Reading``: a bad line is counted and named by its number, never fatal. The
samples hold numbers and reason codes only; a log line is full of addresses.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from policies.envelope import Address
from policies.errors import AddressError

MAX_SAMPLES = 20
#: Mail outside these years is a broken clock, not a memory.
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that was delivered: when (UTC), from whom, to whom.

    ``recipients`` are those it was delivered to, in order, each once. The
    Message-ID is without angle brackets and may be empty.
    """

    at: datetime
    sender: Address
    recipients: tuple[Address, ...]
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """Where a reading stumbled (line, row or message number) and over what."""

    number: int
    reason: str


@dataclass(slots=True)
class Reading:
    """What one reading saw: filled while the parser runs, read afterwards.

    ``bad`` counts what should have been readable and was not, by reason code;
    ``skipped`` counts what was understood and does not count as sent.
    """

    lines: int = 0
    sent: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    samples: list[BadLine] = field(default_factory=list)

    def stumble(self, reason: str) -> None:
        """Count the present line as bad; the first few are kept with their number."""
        self.bad[reason] += 1
        if len(self.samples) < MAX_SAMPLES:
            self.samples.append(BadLine(self.lines, reason))


def address(text: str) -> Address | None:
    """The address, or None for the null sender, bare local parts and junk."""
    try:
        return Address.parse(text.strip())
    except AddressError:
        return None


def in_utc(moment: datetime, zone: tzinfo) -> datetime | None:
    """The moment in UTC, a naive one read in ``zone``; None outside the sane years."""
    if not FIRST_YEAR <= moment.year < LAST_YEAR:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)
