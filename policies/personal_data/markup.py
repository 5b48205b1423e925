# ruff: noqa: SIM905 - word lists read best as text
"""HTML as text in which tables stay tables: cells by tab, rows by line.

Alternative texts, titles and the names of linked files are read too, because
people hide behind what is not shown. Offsets of findings refer to this text.
"""

import html
import re

_HIDDEN = re.compile(r"<(script|style)\b[^<>]{0,2000}>", re.IGNORECASE)
_COMMENT_END = "-->"
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})((?:[^<>\"']|\"[^\"<>]{0,4000}\"|'[^'<>]{0,4000}'){0,200})>"
)
_ATTRIBUTE = re.compile(
    r"\b(?:alt|title|aria-label|download|placeholder|value)\s{0,4}=\s{0,4}(?:\"([^\"]{1,2000})\"|'([^']{1,2000})')",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"href\s{0,4}=\s{0,4}[\"']mailto:([^\"'?]{3,300})", re.IGNORECASE)
_BREAKS = frozenset(
    (
        "br p div tr li h1 h2 h3 h4 h5 h6 blockquote table ul ol dl dt dd section article "
        "header footer hr pre"
    ).split()
)
_CELLS = frozenset({"td", "th"})
_BLANKS = re.compile(r"\n[ \t\r\n]{2,400}")


def text_of(markup: str) -> str:
    """The words of an HTML text in their structure; linear in its length."""
    pieces: list[str] = []
    at = 0
    while True:
        start = markup.find("<", at)
        if start < 0:
            pieces.append(markup[at:])
            break
        pieces.append(_words(markup[at:start]))
        at = _after(markup, start, pieces)
    return _BLANKS.sub("\n\n", html.unescape("".join(pieces))).strip()


def _words(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")


def _after(markup: str, start: int, pieces: list[str]) -> int:
    """Handle what begins at a ``<`` and say where reading goes on."""
    if markup.startswith("<!--", start):
        end = markup.find(_COMMENT_END, start)
        return len(markup) if end < 0 else end + 3
    hidden = _HIDDEN.match(markup, start)
    if hidden:
        end = (
            markup.lower().find(f"</{hidden[1].lower()}", hidden.end())
            if len(markup) < 2_000_000
            else -1
        )
        return hidden.end() if end < 0 else end
    tag = _TAG.match(markup, start)
    if not tag:
        close = (
            markup.find(">", start, start + 4_000) if markup[start + 1 : start + 2] in "!?" else -1
        )
        if close < 0:
            pieces.append("<")
            return start + 1
        return close + 1
    name = tag[2].lower()
    if name in _CELLS:
        pieces.append("\t" if tag[1] else "")
    elif name in _BREAKS and not (name == "tr" and tag[1]):
        pieces.append("\n")
    if tag[3]:
        for value in (*_ATTRIBUTE.finditer(tag[3]), *_MAILTO.finditer(tag[3])):
            pieces.append(  # noqa: PERF401 - both kinds in one place
                f"\n{next(filter(None, value.groups()), '')}\n"
                if name != "a"
                else f" {value[1] or ''} "
            )
    return tag.end()
