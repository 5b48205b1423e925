"""Cleaning a message: history out or redacted, everything else byte for byte the same.

A part that is not changed keeps its bytes; a changed one keeps its character set
and transfer encoding. Inline pictures that only the removed text showed go with
it. What must not or cannot be cleaned is reported by code (DESIGN.md section 4).
"""

import re
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from policies.history import cut_html, cut_text, document, facts, mime, plan, redact
from policies.history.document import Body, Document, Notice
from policies.history.edits import apply
from policies.history.facts import History
from policies.history.originals import keys_of
from policies.history.plan import Mode, OwnSignature, Plan
from policies.history.reading import SURE

# How likely it is history after all, by reason of doubt.
_DOUBTS = {
    "bare-quote": 0.25,
    "weak-marker": 0.3,
    "answers-in-history": 0.6,
    "answers-promised": 0.5,
    "own-signature-below": 0.5,
}
_CID = re.compile(r"(?i:cid:)([^\"'\s)>&]{1,300})")


@dataclass(frozen=True, slots=True)
class Removed:
    """Something taken out: ``kind`` is history, signature, address, phone, name or picture."""

    kind: str
    part: int
    count: int
    confidence: float = 1.0
    why: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What was removed, as JSON values."""
        return {
            "kind": self.kind,
            "part": self.part,
            "count": self.count,
            "confidence": self.confidence,
            "why": list(self.why),
        }


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The message after cleaning, and the account of it."""

    message: bytes
    changed: bool
    removed: tuple[Removed, ...]
    verdicts: tuple[Notice, ...]
    history: History

    @property
    def codes(self) -> tuple[str, ...]:
        """The verdict codes, each once."""
        return tuple(dict.fromkeys(notice.code for notice in self.verdicts))


def clean(
    raw: bytes,
    mode: Mode = Mode.REMOVE,
    own_signature: OwnSignature = OwnSignature.KEEP,
    originals: Iterable[str] = (),
) -> Cleaned:
    """Take the history out of a message, or the contact data out of its history.

    ``originals`` are texts of mail the gate has seen: the best evidence of what is
    old. A mail that says nothing new is redacted also in mode ``remove``, because
    the history is all it has to say.
    """
    return carry_out(document.read(raw, keys_of(originals)), mode, own_signature)


def carry_out(read: Document, mode: Mode, own_signature: OwnSignature) -> Cleaned:
    """Clean a message that was read already."""
    history = facts.gather(((b.number, b.reading) for b in read.bodies), read.sender)
    notices = list(read.notices)
    if read.locked or read.unread:
        return Cleaned(read.raw, False, (), tuple(notices), history)
    nothing_new = read.nothing_new
    if nothing_new:
        notices.append(Notice("nothing-new"))
        mode = Mode.REDACT
    notices += _unsure(read)
    removed: list[Removed] = []
    changes: list[tuple[int, int, bytes]] = []
    before: set[str] = set()
    after: set[str] = set()
    for body in read.bodies:
        made = plan.make(body.reading, mode, own_signature, read.context, nothing_new=nothing_new)
        text = None if made.empty else _changed(body, made)
        kept = body.decoded.text if text is None else text
        if body.page is not None:
            before |= _cids(body.decoded.text)
            after |= _cids(kept)
        if text is None or text == body.decoded.text:
            continue
        data = _encoded(read.raw, body, made, text)
        if data is None:
            notices.append(Notice("undecodable", why="charset"))
            after |= _cids(body.decoded.text)
            continue
        changes.append((body.part.body, body.part.end, data))
        removed += _account(body, made)
    for number, part in enumerate(read.root.walk()):
        if part.content_id and part.content_id in before - after and part.slot[0] > 0:
            changes.append((*part.slot, b""))
            removed.append(Removed("picture", number, 1))
    message = _spliced(read.raw, changes)
    return Cleaned(message, message != read.raw, tuple(removed), tuple(notices), history)


def _unsure(read: Document) -> list[Notice]:
    """The doubts of all parts, with the confidence of what was doubted."""
    notices: dict[str, Notice] = {}
    for body in read.bodies:
        weak = [region.sure for region in body.reading.regions if region.sure < SURE]
        for why in body.reading.doubts:
            notices.setdefault(why, Notice("unsure", _DOUBTS.get(why, 0.5), why))
        if weak and not body.reading.doubts:
            notices.setdefault("weak", Notice("unsure", max(weak), "weak-marker"))
    return list(notices.values())


def _edited(body: Body, made: Plan, words: redact.Words) -> str:
    source = body.decoded.text
    if body.page is not None:
        return apply(source, cut_html.edits(body.page, made, words))
    newline = "\r\n" if "\r\n" in source else "\n"
    return apply(source, cut_text.edits(body.reading, made, words, newline))


def _changed(body: Body, made: Plan) -> str:
    return _edited(body, made, redact.words_for(body.decoded.text, body.decoded.codec))


def _encoded(raw: bytes, body: Body, made: Plan, text: str) -> bytes | None:
    """The new body as bytes; in plain words where the character set is too small."""
    newline = b"\r\n" if b"\r\n" in raw[body.part.start : body.part.end][:65_536] else b"\n"
    seven = body.part.encoding in {"", "7bit"} and raw[body.part.body : body.part.end].isascii()
    for words in (None, redact.ENGLISH):
        candidate = text if words is None else _edited(body, made, words)
        try:
            data = body.decoded.encode(candidate)
        except UnicodeError:
            continue
        if seven and not data.isascii():
            continue
        return _like_before(raw, body, mime.encoded_body(data, body.part, newline), newline)
    return None


def _like_before(raw: bytes, body: Body, data: bytes, newline: bytes) -> bytes:
    """The body with or without a last line end, as it was."""
    if raw[body.part.body : body.part.end].endswith(b"\n"):
        return data if data.endswith(b"\n") else data + newline
    return data.removesuffix(b"\n").removesuffix(b"\r") if data.endswith(b"\n") else data


def _cids(markup: str) -> set[str]:
    return {urllib.parse.unquote(match[1]) for match in _CID.finditer(markup)}


def _account(body: Body, made: Plan) -> list[Removed]:
    """What a plan took out of a part."""
    regions = body.reading.regions
    sure = max((region.sure for region in regions), default=1.0)
    why = tuple(dict.fromkeys(region.why for region in regions))
    blanks = body.reading.lines.blanks
    shown = sum(gone > blank for gone, blank in zip(made.gone, blanks, strict=True))
    found: list[Removed] = []
    if shown:
        found.append(Removed("history", body.number, shown, sure, why))
    if made.signed:
        found.append(Removed("signature", body.number, len(made.signed), sure))
    counts = ((kind, made.hits.count(kind)) for kind in redact.KINDS)
    return [*found, *(Removed(kind, body.number, count, sure) for kind, count in counts if count)]


def _spliced(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    out: list[bytes] = []
    at = 0
    for start, end, data in sorted(changes, key=lambda change: change[0]):
        if start < at:
            continue
        out += [raw[at:start], data]
        at = end
    return b"".join([*out, raw[at:]])
