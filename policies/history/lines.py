"""Lines: the one shape in which text and HTML are read.

A line knows its words without quote marks and how deep it is quoted; ``Lines`` know
where each stands in the source. Text makes one per line (RFC 3676 4.5 for quote marks);
HTML makes one per block or ``<br>`` (``blocks``).
"""

import re
from abc import ABCMeta, abstractmethod
from array import array
from collections import Counter
from dataclasses import dataclass, field

from policies.history.marks import MAX_TESTED, attribution

MAX_MARKS = 10_000  # quote marks counted on one line
MAX_KNOWN = 10_000  # different lines of which equal ones are shared
MAX_BLANKS = 12
LONG = 2_000  # a line longer than this is prose: only its beginning is tested

_MARKS = ">＞"
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = " \t　\xa0"
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


@dataclass(eq=False, slots=True)
class Line:
    """One line of a body part: a value that equal lines share, and that nobody changes.

    ``text`` is what is shown without quote marks and outer spaces, ``depth`` how deep it
    is quoted. ``blank``: nothing is to be seen on it.
    """

    text: str
    depth: int
    markup: Markup = PLAIN
    blank: bool = field(init=False)

    def __post_init__(self) -> None:
        self.blank = not self.text and not self.markup.pictures


class Lines(list[Line], metaclass=ABCMeta):
    """The lines of a part, and where each begins in it.

    A body may have a million of them, so that a line knows no place of its own.
    ``starts`` are offsets in text, numbers of leaves in HTML. A long run of blank lines
    is one line from the twelfth on.
    """

    def __init__(self, limit: int = 0) -> None:
        super().__init__()
        self.starts = array("i")
        self.limit = limit  # where the last line ends
        self._blanks = 0

    def add(self, start: int, line: Line) -> None:
        """Add a line behind the others."""
        self._blanks = self._blanks + 1 if line.blank else 0
        if self._blanks > MAX_BLANKS:
            return
        self.append(line)
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
        following = index + 1
        end = self.starts[following] if following < len(self.starts) else self.limit
        return self.source[self.starts[index] : end].rstrip("\r\n")


def of_text(text: str) -> TextLines:
    """The lines of a text/plain body with their offsets."""
    names = _quoting_names(text)
    lines = TextLines(text)
    known: dict[str, Line] = {}  # a thread repeats its lines
    at, limit = 0, len(text)
    while at < limit:
        end = text.find("\n", at) + 1 or limit
        source = text[at:end]
        line = known.get(source)
        if line is None:
            depth, words = unquoted(source.rstrip("\r\n"), names)
            line = Line(words, depth)
            if len(known) < MAX_KNOWN:
                known[source] = line
        lines.add(at, line)
        at = end
    return lines


def unquoted(raw: str, names: frozenset[str] = frozenset()) -> tuple[int, str]:
    """How many quote marks a line begins with, and its words without them."""
    depth = at = 0
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
    words = raw[at:].strip(_SPACES + "\r\n\ufeff\u200b\u200e\u200f")
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
