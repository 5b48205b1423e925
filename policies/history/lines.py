"""Lines: the one shape in which text and HTML are read.

A line knows its words without quote marks, how deep it is quoted, and where it
stands in the source. Text makes one per line (RFC 3676 4.5 for quote marks);
HTML makes one per block or ``<br>`` (``html``).
"""

import re
from collections import Counter
from dataclasses import dataclass

from policies.history.marks import MAX_TESTED, attribution
from policies.history.places import Leaves

MAX_MARKS = 10_000  # quote marks counted on one line
LONG = 2_000  # a line longer than this is prose: only its beginning is tested

_MARKS = ">＞"
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = " \t　\xa0"
_NAMED = re.compile(r"(?m:^)[ \t]{0,4}([\w.぀-鿿-]{1,12})[>＞]")


@dataclass(frozen=True, slots=True)
class Context:
    """What an element of HTML passes down to what is inside it."""

    depth: int = 0
    cited: bool = False
    box: int = -1
    hint: str = ""
    colour: str = ""
    pre: bool = False


@dataclass(slots=True)
class Markup:
    """What HTML knows of a line besides its text: its leaves, and what is around them."""

    leaves: Leaves
    first: int
    last: int
    around: Context
    pictures: bool = False
    cited: bool = False
    hint: str = ""
    colour: str = ""


@dataclass(slots=True)
class Line:
    """One line of a body part; made once and not changed after that.

    ``text`` is what is shown without quote marks and outer spaces; ``raw`` has them
    and is made from ``source`` when asked for, because a body may have a million
    lines. ``start`` and ``end`` are of text only; HTML has leaves. ``box`` numbers the
    innermost history container of HTML, ``hint`` is what its markup says of the line:
    ``intro``, ``divider``, ``signature``.
    """

    source: str
    text: str
    depth: int
    start: int
    end: int
    markup: Markup | None = None

    @property
    def blank(self) -> bool:
        """Nothing to see on it."""
        return not self.text and (self.markup is None or not self.markup.pictures)

    @property
    def pictures(self) -> bool:
        """Whether a picture stands on it."""
        return self.markup is not None and self.markup.pictures

    @property
    def raw(self) -> str:
        """What is shown, quote marks and spaces included."""
        if self.markup is not None:
            return self.markup.leaves.shown(self.markup.first, self.markup.last)
        return self.source[self.start : self.end].rstrip("\r\n")

    @property
    def cited(self) -> bool:
        """Whether its quoting is that of mail, not an indented block."""
        return self.markup is None or self.markup.cited

    @property
    def hint(self) -> str:
        """What the markup calls the line."""
        return "" if self.markup is None else self.markup.hint

    @property
    def box(self) -> int:
        """The innermost history container, or -1."""
        return -1 if self.markup is None else self.markup.around.box

    @property
    def colour(self) -> str:
        """The one colour of all its text; empty for the usual ones and for several."""
        return "" if self.markup is None else self.markup.colour


def of_text(text: str) -> list[Line]:
    """The lines of a text/plain body with their offsets."""
    names = _quoting_names(text)
    lines: list[Line] = []
    known: dict[str, str] = {}  # a thread repeats its lines: each is kept once
    at, limit = 0, len(text)
    while at < limit:
        end = text.find("\n", at) + 1 or limit
        depth, words = unquoted(text[at:end].rstrip("\r\n"), names)
        lines.append(Line(text, known.setdefault(words, words), depth, at, end))
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
