"""Is a cleaned message exactly right? The same questions as ../../shared/corpora/strip asks."""

import email.policy
import re
import urllib.parse
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from html.parser import HTMLParser

from policies.history.charsets import decode
from tests.corpus.history.generate import Case

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_MARKS = re.compile(r"(?m)^(?:[ \t]*(?:[\w.-]{0,12}[>＞])+ ?)+")
_OPTIONAL = {"p", "li", "td", "th", "tr", "tbody", "thead", "html", "body", "head", "o:p"}
_VOID = {"br", "img", "hr", "meta", "input", "link", "col", "area", "base", "wbr"}


def squeezed(text: str) -> str:
    return _SPACE.sub("", text)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.attributes: list[str] = []
        self.open: list[str] = []
        self.faults = 0
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [value for _, value in attrs if value]
        self.skipping += tag in {"style", "script", "title"}
        self.words.append("\n")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in {"style", "script", "title"} and self.skipping > 0
        if tag in _VOID:
            return
        if tag not in self.open:
            self.faults += tag not in _OPTIONAL
            return
        while (top := self.open.pop()) != tag:
            self.faults += top not in _OPTIONAL

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.words.append(data)


@dataclass
class Seen:
    """What a message shows, and what its HTML source hides."""

    texts: dict[str, str] = field(default_factory=dict)
    source: str = ""
    faults: int = 0
    cids: set[str] = field(default_factory=set)


def look(raw: bytes) -> Seen:
    message = BytesParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    seen = Seen()
    for part in message.walk():
        if part["Content-ID"]:
            seen.cids.add(str(part["Content-ID"]).strip("<> "))
        kind = part.get_content_type()
        if (
            kind not in {"text/plain", "text/html"}
            or part.get_content_disposition() == "attachment"
        ):
            continue
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        decoded = decode(payload, part.get_content_charset() or "")
        assert decoded.certain
        if kind == "text/plain":
            seen.texts["plain"] = seen.texts.get("plain", "") + decoded.text
            continue
        page = _Page()
        page.feed(decoded.text)
        page.close()
        seen.texts["html"] = seen.texts.get("html", "") + "".join(page.words)
        seen.source += unescape(urllib.parse.unquote(decoded.text + " ".join(page.attributes)))
        seen.faults += page.faults + sum(tag not in _OPTIONAL for tag in page.open)
    return seen


@dataclass
class Score:
    lost: list[str]
    left: list[str]
    addresses: int
    problems: list[str]

    @property
    def exact(self) -> bool:
        return not (self.lost or self.left or self.problems)


def score(case: Case, cleaned: bytes, mode: str) -> Score:
    before, after = look(case.raw), look(cleaned)
    label = case.label
    result = Score([], [], 0, [])
    if label["expect"] == "unchanged" and cleaned != case.raw:
        result.problems.append("changed")
    wanted = list(label["new_text_must_contain"])
    if mode == "redact":
        wanted += label["history_sentences"]
    for kind, text in before.texts.items():
        was, now = _views(text), _views(after.texts.get(kind, ""))
        for line in wanted:
            needle = squeezed(line)
            if any(needle in view for view in was) and not any(needle in view for view in now):
                result.lost.append(f"{kind}: {line}")
        for line in _forbidden(label, mode):
            needle = squeezed(line)
            if not any(needle in view for view in was):
                continue
            hidden = "@" in line and kind == "html" and needle in squeezed(after.source)
            if hidden or any(needle in view for view in now):
                result.left.append(f"{kind}: {line}")
                result.addresses += line in label["history_addresses"]
    if after.faults > before.faults:
        result.problems.append("nesting")
    result.problems += [f"cid {cid}" for cid in label["cids"]["must_vanish"] if cid in after.cids]
    return result


def unmarked(text: str) -> str:
    """The text without quote marks."""
    return _MARKS.sub("", text)


def seen_of_body(text: str, kind: str) -> str:
    """What a body shows."""
    if kind == "plain":
        return text
    page = _Page()
    page.feed(text)
    page.close()
    return "".join(page.words)


def _views(text: str) -> tuple[str, str]:
    return squeezed(text), squeezed(_MARKS.sub("", text))


def _forbidden(label: dict[str, list[str]], mode: str) -> list[str]:
    if mode == "redact":
        names = ("history_addresses", "history_signature_lines", "history_phones")
    else:
        names = ("must_not_contain_when_stripped", "history_intro", "")
    return [line for name in names if name for line in label[name]]
