"""HTML as lines: one per block or ``<br>``, with the offsets of every piece of text.

A leaf is what can be seen: a run of text that is not only white space, or an
image. Elements count the leaves before their beginning and end, so whether all
of an element goes is two look-ups later on (``cut``).
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from policies.history import classes
from policies.history.html import BLOCK, MAX_DEPTH, Tree, tokens
from policies.history.lines import LONG, MAX_KNOWN, Lines, Markup, unquoted
from policies.history.places import PARTED, PICTURE, Leaves, Places


@dataclass(frozen=True, slots=True)
class Context:
    """What an element of HTML passes down to what is inside it."""

    depth: int = 0
    cited: bool = False
    box: int = -1
    hint: str = ""
    colour: str = ""
    pre: bool = False


NOWHERE = Context()


class PageLines(Lines):
    """The lines of an HTML body: each begins at a leaf."""

    def __init__(self, leaves: Leaves) -> None:
        super().__init__()
        self.leaves = leaves

    def raw(self, index: int) -> str:
        """What the leaves of the line show."""
        return self.leaves.shown(self.starts[index], self.end(index))

    def line_of(self, leaf: int) -> int:
        """The line that a leaf stands on; behind the last one, how many lines there are."""
        return bisect_right(self.starts, leaf) - 1 if leaf < len(self.leaves) else len(self)

    def runs(self, index: int) -> Iterator[tuple[int, int, str]]:
        """The runs of text of a line, as ``Leaves.runs`` tells them."""
        return self.leaves.runs(self.starts[index], self.end(index))


_GAP = " \t\r\n\f\xa0\u200b\ufeff"
_CELLS = frozenset({"td", "th"})
_TELLING = frozenset({"blockquote", "pre"})  # without attributes too
_MARKS = ("&#13;&#10;", "&#10;", "&#xA;", "&#xa;", "&#x0A;")


@dataclass(frozen=True, slots=True)
class Page:
    """A whole HTML body.

    ``gaps`` (markup and white space that show nothing) and ``tags`` (start tags with
    contact data) carry the number of the next leaf.
    """

    source: str
    lines: PageLines
    leaves: Leaves
    gaps: Places
    tags: Places
    tree: Tree
    too_deep: bool


def read(source: str) -> Page:
    """Read an HTML body into lines."""
    return _Reader(source).run()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = Tree()
        self.contexts: list[Context] = []  # of the open elements
        self.known: dict[Context, Context] = {}
        self.now = NOWHERE
        self.leaves, self.gaps, self.tags = Leaves(source), Places(), Places()
        self.lines = PageLines(self.leaves)
        self.count = 0  # of leaves
        self.marked: dict[tuple[Any, ...], Markup] = {}
        self.shared: dict[str, str] = {}
        self.begun = 0  # the first leaf of the current line
        self.pictures = False
        self.first = NOWHERE
        self.colour: str | None = None  # of the text on the current line; empty for several
        self.last = ""  # the newest run of text
        self.divider = False
        self.cell = False

    def run(self) -> Page:
        steps = {"text": self._text, "open": self._open, "close": self._close, "void": self._void}
        for kind, start, end, tag in tokens(self.source):
            step = steps.get(kind)
            if step:
                step(start, end, tag)
            else:
                self.gaps.add(start, end, self.count)
            if len(self.contexts) > MAX_DEPTH:
                break
        self._flush()
        self.lines.limit = self.count
        self.tree.finish(len(self.source), self.count)
        too_deep = self.tree.deepest > MAX_DEPTH
        return Page(self.source, self.lines, self.leaves, self.gaps, self.tags, self.tree, too_deep)

    def _open(self, start: int, end: int, tag: str) -> None:
        if tag in BLOCK:
            self._flush()
        elif tag in _CELLS:
            self.cell = True
        number = self.tree.open(tag, start, self.count)
        del self.contexts[len(self.tree.stack) - 1 :]
        self.now = self.contexts[-1] if self.contexts else NOWHERE
        if end - start > len(tag) + 2 or tag in _TELLING:  # others have no attributes
            source = self.source[start:end]
            if "@" in source or "%40" in source or "tel:" in source:
                self.tags.add(start, end, self.count)
            self.now = self._context(tag, source, self.now, number)
        self.contexts.append(self.now)

    def _context(self, tag: str, source: str, above: Context, number: int) -> Context:
        said, tint = classes.meaning(tag, source), classes.colour(source)
        if said == "divider":
            self.divider = True
        depth, cited, box, hint = above.depth, above.cited, above.box, above.hint
        if said == "box":
            box, hint = number, ""
        elif said in {"cite", "indent"}:
            depth, cited = depth + 1, said == "cite" or cited or box >= 0
        elif said in {"intro", "signature"}:
            hint = said
        colour = above.colour if tint is None else tint
        made = Context(depth, cited, box, hint, colour, above.pre or tag == "pre")
        return made if box == number else self.known.setdefault(made, made)

    def _close(self, start: int, end: int, tag: str) -> None:
        if tag in BLOCK:
            self._flush()
        if not self.tree.close(tag, start, end, self.count):
            self.gaps.add(start, end, self.count)
        del self.contexts[len(self.tree.stack) :]
        self.now = self.contexts[-1] if self.contexts else NOWHERE

    def _void(self, start: int, end: int, tag: str) -> None:
        if tag == "img":
            self._begin()
            self.pictures = True
            self.tags.add(start, end, self.count)
            self._put(start, end, PICTURE)
            return
        if tag in {"br", "hr"}:
            self._flush(blank=tag == "br")
        self.gaps.add(start, end, self.count)
        if tag in {"hr", "a"} and classes.meaning(tag, self.source[start:end]) == "divider":
            self.divider = True

    def _text(self, start: int, end: int, tag: str) -> None:
        del tag
        if not self.now.pre:
            self._piece(start, end)
            return
        at = start
        while at < end:
            stop, following = self._line_end(at, end)
            self._piece(at, stop)
            if following > stop:
                self._flush(blank=True)
                self.gaps.add(stop, following, self.count)
            at = following

    def _line_end(self, at: int, limit: int) -> tuple[int, int]:
        """Where a line of preformatted text ends, and where the next one begins."""
        newline = self.source.find("\n", at, limit)
        stop = limit if newline < 0 else newline
        entity = self.source.find("&#", at, stop)
        while entity >= 0:
            for mark in _MARKS:
                if self.source.startswith(mark, entity):
                    return entity, entity + len(mark)
            entity = self.source.find("&#", entity + 2, stop)
        if newline < 0:
            return limit, limit
        end = newline - 1 if newline > at and self.source[newline - 1] == "\r" else newline
        return end, newline + 1

    def _piece(self, start: int, end: int) -> None:
        """Add a stretch of text to the current line."""
        text = self.source[start:end]
        if "&" in text:
            text = unescape(text)
        if not text.strip(_GAP):
            if end > start:
                self.gaps.add(start, end, self.count)
                self.cell = True  # white space between words still parts them
            return
        self._begin()
        self._put(start, end, PARTED if self.cell else 0)
        self.cell = False
        self.last = text
        if self.colour is None:
            self.colour = self.now.colour
        elif self.colour != self.now.colour:
            self.colour = ""

    def _put(self, start: int, end: int, flags: int) -> None:
        self.leaves.put(start, end, flags)
        self.count += 1

    def _begin(self) -> None:
        if self.begun == self.count:
            self.first = self.now
            self.colour = None
            self.pictures = False
            self.cell = False

    def _flush(self, *, blank: bool = False) -> None:
        """End the current line."""
        first, last = self.begun, self.count
        if first == last:
            if blank:
                now = self.now
                self._add(first, "", now.depth, (now.box, False, now.cited))
            return
        alone = last - first == 1 and not self.pictures
        marks, words = unquoted(self.last if alone else self.leaves.shown(first, last))
        if len(words) <= LONG:
            words = " ".join(words.split())
        around = self.first
        cited = around.cited or (marks > 0 and around.depth == 0)
        hint = "divider" if self.divider else around.hint
        said = (around.box, self.pictures, cited, hint, self.colour or "")
        self._add(first, words, around.depth + marks, said)
        self.divider = False
        self.begun = last

    def _add(self, first: int, text: str, depth: int, said: tuple[Any, ...]) -> None:
        """Add a line; equal texts, and equal markups, are one object."""
        markup = self.marked.get(said)
        if markup is None:
            markup = Markup(*said)
            if len(self.marked) < MAX_KNOWN:
                self.marked[said] = markup
        if len(self.shared) < MAX_KNOWN:
            text = self.shared.setdefault(text, text)
        else:
            text = self.shared.get(text, text)
        self.lines.add(first, text, depth, markup)
