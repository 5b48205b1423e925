"""Source ranges in arrays: a page may have a million of them, objects would cost too much."""

from array import array
from collections.abc import Iterator
from html import unescape

from policies.history.edits import joined

PICTURE, PARTED = 1, 2


class Places:
    """Many source ranges, each with a number: how many leaves stand before it."""

    def __init__(self) -> None:
        self.starts = array("i")
        self.ends = array("i")
        self.numbers = array("i")

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.starts, self.ends, self.numbers, strict=True)

    def add(self, start: int, end: int, number: int) -> None:
        """Add a range behind the others."""
        self.starts.append(start)
        self.ends.append(end)
        self.numbers.append(number)


class Leaves:
    """What can be seen of an HTML source: the ranges of runs of text and of pictures.

    A run is ``PARTED`` when white space or a cell stands before it on its line.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = array("i")
        self.ends = array("i")
        self.flags = bytearray()

    def __len__(self) -> int:
        return len(self.flags)

    def put(self, start: int, end: int, flags: int) -> None:
        """Add a leaf behind the others."""
        self.starts.append(start)
        self.ends.append(end)
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
        return joined(self._pieces(first, last))

    def _pieces(self, first: int, last: int) -> Iterator[str]:
        length = 0
        for _, at, text in self.runs(first, last):
            yield " " * (at - length)
            yield text
            length = at + len(text)
