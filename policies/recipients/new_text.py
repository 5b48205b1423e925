"""The lines that the sender wrote himself, as far as a quick look can tell.

Stops at the usual separators of quoted history and at the signature; lines that
begin with a quotation mark are passed over. The history package knows far more
forms; who has its answer hands in the text without history.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_TEXT = 200_000
MAX_LINE = 1_000

_QUOTE = (">", "＞", "|", "│", "┃")
_STOP = re.compile(
    r"\s{0,8}(?:-{2,60} {0,4}(?:original message|forwarded message|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|message d'origine"
    r"|元のメッセージ|転送メッセージ|転送されたメッセージ|転送)"
    r"|_{10,200}\s{0,8}\Z|-{30,200}\s{0,8}\Z|begin forwarded message"
    r"|(?:from|von|de|差出人|送信元|送信者) {0,2}[:：] {0,4}\S.{0,200}[@＠<\[]"
    r"|-- ?\Z)",
    re.IGNORECASE,
)
_FROM = re.compile(r"[*\s]{0,8}(?:from|von|de|差出人|送信元|送信者)[*\s]{0,3}[:：]", re.IGNORECASE)
_NEXT = re.compile(
    r"[*\s]{0,8}(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|送信日時|日時|日付|宛先|件名)[*\s]{0,3}[:：]",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\s{0,8}(?:(?:on|am|le|el) .{5,200}(?:wrote|schrieb|écrit|escribió) {0,2}.{0,60}[:：]"
    r"|(?:at )?(?:\d{4}[年/.-]).{3,200}(?:wrote|[:：>のさ]|書きました|書いた|writes)"
    r"|.{1,120}さん(?:は|が)書きました[:：]?)\s{0,8}\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, and its offset in the whole text."""

    text: str
    start: int


def new_lines(text: str) -> Iterator[Line]:
    """The non-empty lines of the sender's own text, in order."""
    lines = _lines(text)
    for at, line in enumerate(lines):
        if line.text.lstrip().startswith(_QUOTE):
            continue
        if _STOP.match(line.text):
            return
        following = [later.text for later in lines[at + 1 : at + 4] if later.text.strip()]
        if _FROM.match(line.text) and any(_NEXT.match(later) for later in following):
            return
        if _SAID.match(line.text) and _is_attribution(line.text, following):
            if not (following and following[0].lstrip().startswith(_QUOTE)):
                return
            continue
        if line.text.strip():
            yield line


def _is_attribution(line: str, following: list[str]) -> bool:
    """Whether somebody is quoted next: 「2026年11月26日(木) 佐藤 <a@x.jp>:」, not a date."""
    return "@" in line or "<" in line or bool(following and following[0].lstrip().startswith(">"))


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    at = 0
    text = text[:MAX_TEXT]
    for raw in text.splitlines(keepends=True):
        found.append(Line(raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")[:MAX_LINE], at))
        at += len(raw)
    return found
