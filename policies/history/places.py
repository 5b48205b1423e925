"""Source ranges in arrays: a page may have a million of them, objects would cost too much."""

from array import array
from collections.abc import Iterator
from html import unescape

PICTURE, PARTED = 1, 2


class Places:
    """Many source ranges, each with a number: a line, or how many leaves stand before it."""

    def __init__(self) -> None:
        self.starts = array("i")
        self.ends = array("i")
        self.numbers = array("i")

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.starts, self.ends, self.numbers, strict=True)

    def add(self, start: int, end: int, number: int) -> None:
        """Add a range behind the others."""
        self.starts.append(start)
        self.ends.append(end)
        self.numbers.append(number)


class Leaves(Places):
    """What can be seen of an HTML source: runs of text and pictures, with their lines.

    A run is ``PARTED`` when white space or a cell stands before it on its line.
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.flags = bytearray()

    def put(self, start: int, end: int, line: int, flags: int) -> None:
        """Add a leaf."""
        self.add(start, end, line)
        self.flags.append(flags)

    def text_of(self, leaf: int) -> str:
        """The text that a leaf shows."""
        text = self.source[self.starts[leaf] : self.ends[leaf]]
        return unescape(text) if "&" in text else text

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Of each run of text: its number, where it stands in the line, and its text."""
        at = 0
        for leaf in range(first, last):
            if self.flags[leaf] & PICTURE:
                continue
            at += bool(self.flags[leaf] & PARTED and at)
            text = self.text_of(leaf)
            yield leaf, at, text
            at += len(text)

    def shown(self, first: int, last: int) -> str:
        """The text of a line; where white space parted two runs one space stands."""
        if last - first == 1:  # most lines are one run
            return "" if self.flags[first] & PICTURE else self.text_of(first)
        parts: list[str] = []
        length = 0
        for _, at, text in self.runs(first, last):
            parts.append(" " * (at - length) + text)
            length = at + len(text)
        return "".join(parts)
