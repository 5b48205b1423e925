"""HTML as tags and text with source offsets, in one linear pass.

Not a browser: nothing is repaired, only what must be known to cut is kept (where
an element begins and ends, which text is inside). No search that failed is tried
again, so hostile input costs what its length costs. Raw text elements and
comments are opaque (HTML Living Standard 13.2.5).
"""

import re
from array import array
from collections.abc import Iterator
from html import unescape
from sys import intern

MAX_DEPTH = 20_000
MAX_LOOK_BACK = 200

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "basefont",
        "frame",
    ]
)
_RAW = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "template"})
BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
        "head",
    ]
)
_CLOSES_P = BLOCK - {"body", "html", "tbody", "tfoot", "thead", "tr", "head", "caption"}
_SCOPE = frozenset({"table", "td", "th", "body", "html"})
_TABLE_ENDS = frozenset({"table", "body", "html", "tr", "tbody", "thead"})
_P = frozenset({"p"})
_PAGE = frozenset({"html", "head", "body"})
_END_OPTIONAL = frozenset(
    {"p", "li", "td", "th", "tr", "dd", "dt", "option", "tbody", "thead", "tfoot"}
)
_SAME = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "dd": (frozenset({"dd", "dt"}), frozenset({"dl"})),
    "dt": (frozenset({"dd", "dt"}), frozenset({"dl"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}

# A tag: whether it ends an element, its name, its end when nothing else is in it. Or other markup.
_MARK = re.compile(r"<(?:(/?)([a-zA-Z][\w:.-]{0,60})(>)?|(?=[/!?]))")
_STOP = re.compile(r"=[ \t\r\n]{0,20}[\"']|>")
_ATTRIBUTE = re.compile(
    r"([\w:.-]{1,60})[ \t\r\n]{0,20}=[ \t\r\n]{0,20}"
    r"(?:\"([^\"]{0,8000})\"|'([^']{0,8000})'|([^\s\"'>]{1,4000}))"
)
_RAW_END = {tag: re.compile(rf"</{tag}", re.IGNORECASE) for tag in _RAW}


# Kind (text, open, close, void, or other for comments, declarations and raw text),
# start, end, tag. Plain tuples: there are as many as the source has characters.
Token = tuple[str, int, int, str]


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a document, in order and without gaps."""
    at, looked, limit = 0, 0, len(source)
    lost: set[str] = set()  # closers that do not occur any more
    while at < limit:
        begun = _MARK.search(source, looked)
        if begun is None:
            break
        mark, name = begun.start(), begun[2]
        if name:
            end = begun.end() if begun[3] else _tag_end(source, begun.end())
            if end < 0:
                break
        else:
            end = _markup_end(source, mark, lost)
            if end == mark + 1:  # a lone bracket is text
                looked = end
                continue
        if mark > at:
            yield "text", at, mark, ""
        at = looked = end
        if not name:
            yield "other", mark, end, ""
            continue
        tag = intern(name.lower())
        yield "close" if begun[1] else "void" if tag in VOID else "open", mark, end, tag
        if tag in _RAW and not begun[1] and (behind := _raw_end(source, end, tag, lost)) > end:
            at = looked = behind
            yield "other", end, behind, ""
    if at < limit:
        yield "text", at, limit, ""


def _tag_end(source: str, at: int) -> int:
    """Behind the ``>`` that ends a tag, or -1. Quotes hide it only in attribute values."""
    end = source.find(">", at)
    if end < 0 or not ('"' in (inside := source[at:end]) or "'" in inside):
        return end + 1 or -1
    while True:
        match = _STOP.search(source, at)
        if match is None:
            return -1
        stop = match[0]
        if stop == ">":
            return match.end()
        closing = source.find(stop[-1], match.end())
        if closing < 0:
            return -1
        at = closing + 1


def _raw_end(source: str, at: int, tag: str, lost: set[str]) -> int:
    """Behind the content of a raw text element; its end tag is read as usual."""
    match = None if tag in lost else _RAW_END[tag].search(source, at)
    if match is None:
        lost.add(tag)
        return at
    return match.start()


def _markup_end(source: str, mark: int, lost: set[str]) -> int:
    """Behind a comment, declaration or instruction; just behind a lone ``<``."""
    following = source[mark + 1 : mark + 4]
    if following.startswith("!--"):
        closer = "-->"
    elif following[:1] in {"!", "?", "/"} and following:
        closer = ">"
    else:
        return mark + 1
    if closer in lost:
        return mark + 1
    end = source.find(closer, mark + 2 if closer == "-->" else mark + 1)
    if end < 0:
        lost.add(closer)
        return mark + 1
    return end + len(closer)


def attributes(tag_source: str) -> dict[str, str]:
    """The attributes of a start tag, names in lower case."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag_source[:20_000]):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found


class Tree:
    """The elements of a document, in arrays: a page may hold a million of them.

    Of element ``n``: where it ``starts`` and ``ends`` in the source, how many leaves stand
    before its beginning (``firsts``) and its end (``lasts``), and whether it may go
    ``whole``: its end is there, and it is not the page itself. ``stack`` holds the tags
    of the open ones.
    """

    def __init__(self) -> None:
        self.starts = array("i")
        self.ends = array("i")
        self.firsts = array("i")
        self.lasts = array("i")
        self.whole = bytearray()
        self.stack: list[str] = []
        self.deepest = 0
        self._numbers: list[int] = []  # of the open ones
        self._opened: dict[str, int] = {}  # how many of a tag are open

    def __len__(self) -> int:
        return len(self.starts)

    def open(self, tag: str, start: int, leaves: int) -> int:
        """Open an element; what it closes by the HTML rules is closed first."""
        if tag in _CLOSES_P and self._opened.get("p"):
            self._close_implied(_P, _SCOPE, start, leaves, 40)
        if tag in _SAME:
            same, within = _SAME[tag]
            self._close_implied(same, within, start, leaves, MAX_LOOK_BACK)
        number = len(self.starts)
        self.starts.append(start)
        self.ends.append(-1)
        self.firsts.append(leaves)
        self.lasts.append(-1)
        self.whole.append(0)
        self._numbers.append(number)
        self.stack.append(tag)
        self._opened[tag] = self._opened.get(tag, 0) + 1
        self.deepest = max(self.deepest, len(self.stack))
        return number

    def close(self, tag: str, start: int, end: int, leaves: int) -> bool:
        """Close the element an end tag belongs to; False when there is none."""
        place = self._match(tag)
        if place < 0:
            return False
        while len(self.stack) > place + 1:
            self._finish(start, leaves, closed=True)
        self._finish(end, leaves, closed=True)
        return True

    def finish(self, end: int, leaves: int) -> None:
        """Close what was left open, without calling it well formed."""
        while self.stack:
            self._finish(end, leaves, closed=False)

    def _match(self, tag: str) -> int:
        """The place in the stack of the element that an end tag closes."""
        if not self._opened.get(tag):
            return -1
        if self.stack and self.stack[-1] == tag:
            return len(self.stack) - 1
        inline = tag not in BLOCK and tag not in {"td", "th"}
        for place in range(len(self.stack) - 1, max(-1, len(self.stack) - MAX_LOOK_BACK), -1):
            there = self.stack[place]
            if there == tag:
                return place
            if inline and (there in BLOCK or there in _SCOPE):
                return -1
            if there in _SCOPE and tag not in _TABLE_ENDS:
                return -1
        return -1

    def _close_implied(
        self, tags: frozenset[str], within: frozenset[str], at: int, leaves: int, limit: int
    ) -> None:
        if self.stack and self.stack[-1] in tags:  # by far the most frequent
            self._finish(at, leaves, closed=self.stack[-1] in _END_OPTIONAL)
            return
        for place in range(len(self.stack) - 1, max(-1, len(self.stack) - limit), -1):
            there = self.stack[place]
            if there in tags:
                # What needs an end tag of its own may still get it, further down.
                closed = all(above in _END_OPTIONAL for above in self.stack[place:])
                while len(self.stack) > place:
                    self._finish(at, leaves, closed=closed)
                return
            if there in within or (there in BLOCK and tags is _P):
                return

    def _finish(self, end: int, leaves: int, *, closed: bool) -> None:
        """End the innermost of the open elements."""
        number, tag = self._numbers.pop(), self.stack.pop()
        self.ends[number], self.lasts[number] = end, leaves
        self.whole[number] = closed and tag not in _PAGE
        self._opened[tag] -= 1
