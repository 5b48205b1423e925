"""What a reading of a body part consists of: lines, labels, regions, messages."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from policies.history.lines import Lines

SURE = 0.75  # below it history is kept and only redacted


class Label(Enum):
    """What a line is: the sender's, an introduction, history, an answered quote, or doubtful."""

    NEW = "new"
    INTRO = "intro"
    OLD = "history"
    ANSWERED = "answered"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Region:
    """History from line ``first`` to before ``last``: how sure, and why."""

    first: int
    last: int
    sure: float
    why: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quoted message: its introduction ``first`` to ``body``, its words to ``last``."""

    first: int
    body: int
    last: int


@dataclass(slots=True)
class Reading:
    """A body part read: its lines, a label for each, the regions, and the doubts."""

    lines: Lines
    labels: list[Label]
    regions: list[Region] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    messages: list[Quoted] = field(default_factory=list)
    signatures: list[tuple[int, int]] = field(default_factory=list)

    def new(self, first: int = 0, last: int | None = None) -> list[int]:
        """The lines of the sender that show something, within a range."""
        stop = len(self.lines) if last is None else last
        return [
            index
            for index in range(first, stop)
            if self.labels[index] is Label.NEW and not self.lines.blanks[index]
        ]

    def old(self) -> Iterator[int]:
        """The lines that are not the sender's and show something."""
        for index, label in enumerate(self.labels):
            if label is not Label.NEW and not self.lines.blanks[index]:
                yield index

    def inside(self, region: Region) -> list[Quoted]:
        """The messages of a region; all messages are in order."""
        start = bisect_left(self.messages, region.first, key=lambda message: message.first)
        found: list[Quoted] = []
        for place in range(start, len(self.messages)):
            if self.messages[place].last > region.last:
                break
            found.append(self.messages[place])
        return found

    def signed(self) -> bytearray:
        """A byte for every line: whether it belongs to a signature in the history."""
        marked = bytearray(len(self.lines))
        for start, end in self.signatures:
            marked[start:end] = b"\x01" * (end - start)
        return marked

    def doubt(self, place: int, why: str) -> None:
        """Make the region at this place doubtful: it is kept, and only redacted."""
        region = self.regions[place]
        self.regions[place] = Region(region.first, region.last, 0.5, why, region.quoted)
        for index in range(region.first, region.last):
            if self.labels[index] is not Label.NEW:
                self.labels[index] = Label.DOUBT
        self.doubts.append(why)
