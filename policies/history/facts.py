"""What the history of a mail tells: whose addresses, how old, from which organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.history.marks import ADDRESS
from policies.history.reading import Quoted, Reading

MAX_ADDRESSES = 2_000

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen janv sty leden", "feb fév fev lut únor", "mar mär mrt mars maa",
            "apr avr abr kwi", "may mai mag mei maj", "jun juin giu cze", "jul juil lug lip",
            "aug aoû ago sie", "sep set sept wrz", "oct okt ott out paź", "nov lis",
            "dec dez dic déc gru",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4})")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})\.?\s(?:de\s)?([^\W\d_]{3,12})[.,]{0,2}\s(?:de\s)?(\d{4})"
)
_MONTH_DAY = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.?\s(\d{1,2}),?\s(\d{4})")


@dataclass(frozen=True, slots=True)
class History:
    """The facts about the quoted history of one message.

    ``addresses`` are comparable (lower case), without the sender's own;
    ``organisations`` are their domains; dates are those of the introductions.
    """

    found: bool = False
    messages: int = 0
    addresses: tuple[str, ...] = ()
    signatures: int = 0
    oldest: date | None = None
    newest: date | None = None
    organisations: tuple[str, ...] = ()
    confidence: float = 0.0
    parts: tuple[int, ...] = ()  # numbers of the MIME parts that hold it

    def names(self, address: str) -> bool:
        """Whether an address stands in the history."""
        return address.strip().lower() in self.addresses

    def as_json(self) -> dict[str, Any]:
        """The facts as JSON values."""
        return {
            "found": self.found,
            "messages": self.messages,
            "addresses": len(self.addresses),
            "signatures": self.signatures,
            "oldest": self.oldest.isoformat() if self.oldest else None,
            "newest": self.newest.isoformat() if self.newest else None,
            "organisations": list(self.organisations),
            "confidence": self.confidence,
            "parts": list(self.parts),
        }


NO_HISTORY = History()


def gather(bodies: Iterable[tuple[int, Reading]], own: str) -> History:
    """The facts of all body parts of a message; the two sides of one mail count once.

    ``bodies`` are the numbers of the parts with their readings.
    """
    addresses: set[str] = set()
    dates: set[date] = set()
    messages = signatures = 0
    sure = 0.0
    parts: list[int] = []
    for number, reading in bodies:
        if not reading.regions:
            continue
        parts.append(number)
        messages = max(messages, len(reading.messages))
        signatures = max(signatures, len(reading.signatures))
        sure = max(sure, *(region.sure for region in reading.regions))
        for index in reading.old():
            if len(addresses) < MAX_ADDRESSES and "@" in reading.lines.texts[index]:
                found = ADDRESS.finditer(reading.lines.raw(index))
                addresses.update(match[0].lower() for match in found)
        dates.update(filter(None, (_date(reading, message) for message in reading.messages)))
    addresses.discard(own.lower())
    return History(
        found=sure > 0,
        messages=messages,
        addresses=tuple(sorted(addresses)),
        signatures=signatures,
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
        organisations=tuple(sorted({address.rpartition("@")[2] for address in addresses})),
        confidence=sure,
        parts=tuple(parts),
    )


def _date(reading: Reading, message: Quoted) -> date | None:
    """The date in the introduction of a quoted message."""
    for index in range(message.first, min(message.body, message.first + 12)):
        found = parse_date(reading.lines.texts[index][:400])
        if found:
            return found
    return None


def parse_date(text: str) -> date | None:
    """The first date that a line holds, in the forms that clients write."""
    if match := _YEAR_FIRST.search(text):
        return _made(match[1], match[2], match[3])
    if match := _DAY_MONTH.search(text):
        return _made(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.search(text):
        return _made(match[3], _month(match[1]), match[2])
    if match := _DAY_FIRST.search(text):
        return _made(match[3], match[2], match[1]) or _made(match[3], match[1], match[2])
    return None


def _month(name: str) -> str:
    low = name.lower()
    return str(_MONTHS.get(low[:4], _MONTHS.get(low[:3], 0)))


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
