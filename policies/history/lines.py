"""Lines: the one shape in which text and HTML are read.

A line knows its words without quote marks and how deep it is quoted; ``Lines`` know
where each stands in the source. Text makes one per line (RFC 3676 4.5 for quote marks);
HTML makes one per block or ``<br>`` (``blocks``).
"""

import re
from abc import ABCMeta, abstractmethod
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from policies.errors import TooIntricate
from policies.history.marks import MAX_TESTED, attribution

MAX_MARKS = 10_000  # quote marks counted on one line
MAX_KNOWN = 10_000  # different lines of which equal ones are shared
MAX_BLANKS = 12
MAX_LINES = 500_000
LONG = 2_000  # a line longer than this is prose: only its beginning is tested

_MARKS = ">＞"
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = " \t　\xa0"
_OUTER = _SPACES + "\r\n\ufeff\u200b\u200e\u200f"
_NAMED = re.compile(r"(?m:^)[ \t]{0,4}([\w.぀-鿿-]{1,12})[>＞]")


@dataclass(eq=False, slots=True)
class Markup:
    """What HTML says of a line besides its text; lines of text have ``PLAIN``.

    ``box`` numbers the innermost history container, -1 is none. ``hint`` is ``intro``,
    ``divider`` or ``signature``. ``cited``: its quoting is that of mail, not an indented
    block. ``colour`` is the one of all its text; empty for the usual ones and for several.
    """

    box: int = -1
    pictures: bool = False
    cited: bool = True
    hint: str = ""
    colour: str = ""


PLAIN = Markup()


class Line(NamedTuple):
    """One line of a body part.

    ``text`` is what is shown without quote marks and outer spaces, ``depth`` how deep it
    is quoted. ``blank``: nothing is to be seen on it.
    """

    text: str
    depth: int
    blank: bool
    markup: Markup


class Lines(metaclass=ABCMeta):
    """The lines of a part in columns, and where each begins in it.

    A body may have half a million of them, so that no line is an object of its own.
    ``starts`` are offsets in text, numbers of leaves in HTML. A long run of blank lines
    is one line from the twelfth on.
    """

    def __init__(self, limit: int = 0) -> None:
        self.texts: list[str] = []
        self.depths = array("H")
        self.blanks = bytearray()
        self.markups: list[Markup] = []
        self.starts = array("i")
        self.limit = limit  # where the last line ends
        self._blanks = 0

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: int) -> Line:
        return Line(
            self.texts[index], self.depths[index], bool(self.blanks[index]), self.markups[index]
        )

    def __iter__(self) -> Iterator[Line]:
        return map(self.__getitem__, range(len(self)))

    def add(self, start: int, text: str, depth: int, markup: Markup = PLAIN) -> None:
        """Add a line behind the others; raise TooIntricate when there are too many."""
        blank = not text and not markup.pictures
        self._blanks = self._blanks + 1 if blank else 0
        if self._blanks > MAX_BLANKS:
            return
        if len(self.texts) >= MAX_LINES:
            raise TooIntricate("lines")
        self.texts.append(text)
        self.depths.append(depth)
        self.blanks.append(blank)
        self.markups.append(markup)
        self.starts.append(start)

    def end(self, index: int) -> int:
        """Where a line ends, as ``starts`` counts."""
        return self.starts[index + 1] if index + 1 < len(self) else self.limit

    @abstractmethod
    def raw(self, index: int) -> str:
        """What is shown of a line, quote marks and spaces included."""


class TextLines(Lines):
    """The lines of a text/plain body."""

    def __init__(self, source: str) -> None:
        super().__init__(len(source))
        self.source = source

    def raw(self, index: int) -> str:
        """The line without its end."""
        return self.source[self.starts[index] : self.end(index)].rstrip("\r\n")


def of_text(text: str) -> TextLines:
    """The lines of a text/plain body with their offsets."""
    names = _quoting_names(text)
    lines = TextLines(text)
    known: dict[str, tuple[int, str]] = {}  # a thread repeats its lines
    at, limit = 0, len(text)
    while at < limit:
        end = text.find("\n", at) + 1 or limit
        source = text[at:end]
        read = known.get(source)
        if read is None:
            read = unquoted(source.rstrip("\r\n"), names)
            if len(known) < MAX_KNOWN:
                known[source] = read
        depth, words = read
        lines.add(at, words, depth)
        at = end
    return lines


def unquoted(raw: str, names: frozenset[str] = frozenset()) -> tuple[int, str]:
    """How many quote marks a line begins with, and its words without them."""
    depth = at = 0
    if not names and raw[:1].isalnum():  # as most lines do
        words = raw.rstrip(_OUTER)
        return 0, _UNSEEN.sub("", words) if _UNSEEN.search(words) else words
    if names and (match := _NAMED.match(raw)) and match[1] in names:
        depth, at = 1, match.end()
    limit = len(raw)
    while at < limit and depth < MAX_MARKS:
        char = raw[at]
        if char in _MARKS:
            depth += 1
            at += 1
        elif char in _SPACES and (following := _after_spaces(raw, at)) >= 0:
            at = following
        else:
            break
    words = raw[at:].strip(_OUTER)
    return depth, _UNSEEN.sub("", words) if _UNSEEN.search(words) else words


def _after_spaces(raw: str, at: int) -> int:
    """Where the next quote mark is, if only a few spaces stand before it; else -1."""
    for step in range(at, min(at + 5, len(raw))):
        if raw[step] in _MARKS:
            return step
        if raw[step] not in _SPACES:
            return -1
    return -1


def _quoting_names(text: str) -> frozenset[str]:
    """Names that stand before the mark on several lines (``tanaka> ``, ``田中＞``).

    Prompts and dialogues look the same, so the first must follow an attribution.
    """
    counts: Counter[str] = Counter()
    found: set[str] = set()
    for match in _NAMED.finditer(text):
        name = match[1]
        counts[name] += 1
        if counts[name] == 1:
            above = text[max(0, match.start() - MAX_TESTED) : match.start()].rstrip()
            if attribution(above.rpartition("\n")[2].strip()):
                found.add(name)
    return frozenset(name for name in found if counts[name] >= 2)


_KEEP = re.compile(r"[\W_]{1,1000}")


def key(text: str) -> str:
    """What two renderings of the same line have in common: letters and digits."""
    return _KEEP.sub("", text[:LONG]).casefold()
