"""The three versions of a mail's text for the sender's page, with what to mark in them.

*As written*, *history removed*, *history kept but redacted*: row by row, so that a
page can set them side by side, and as whole texts with spans. Shown is the plain
text where the mail has one (what both sides say is the same), else the HTML's words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from policies.history import document, plan, redact
from policies.history.document import Body, Document
from policies.history.lines import PLAIN
from policies.history.originals import keys_of
from policies.history.plan import Mode, OwnSignature, Plan
from policies.history.reading import Label, Reading

MAX_ROWS = 5_000


class Kind(StrEnum):
    """What a stretch of text is."""

    NEW = "new"
    INTRODUCTION = "introduction"
    HISTORY = "history"
    SIGNATURE = "signature"
    ADDRESS = "address"
    PHONE = "phone"
    NAME = "name"


_KINDS = {
    Label.NEW: Kind.NEW,
    Label.INTRO: Kind.INTRODUCTION,
    Label.OLD: Kind.HISTORY,
    Label.ANSWERED: Kind.HISTORY,
    Label.DOUBT: Kind.HISTORY,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a text and what they are."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One line in the three versions; None where a version does not have it."""

    written: str
    removed: str | None
    redacted: str | None
    kind: Kind
    doubtful: bool = False
    spans: tuple[Span, ...] = ()  # addresses and the like, in ``written``


@dataclass(frozen=True, slots=True)
class Version:
    """A whole text with its spans, in order and not overlapping."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """What the page shows; ``cut_off``: the mail has more lines than are shown."""

    rows: tuple[Row, ...] = ()
    cut_off: bool = False

    @property
    def written(self) -> Version:
        """The text as the sender wrote and quoted it."""
        return _version((row.written, row) for row in self.rows)

    @property
    def removed(self) -> Version:
        """The text without history."""
        return _version((row.removed, row) for row in self.rows)

    @property
    def redacted(self) -> Version:
        """The text with history, without signatures and contact data in it."""
        return _version((row.redacted, row) for row in self.rows)


NO_VIEWS = Views()


def _version(lines: Iterable[tuple[str | None, Row]]) -> Version:
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for text, row in lines:
        if text is None:
            continue
        start = at
        texts.append(text)
        at += len(text) + 1
        if spans and spans[-1].kind is row.kind and spans[-1].end == start:
            spans[-1] = Span(spans[-1].start, at, row.kind)
        else:
            spans.append(Span(start, at, row.kind))
    return Version("\n".join(texts), tuple(spans))


def views(
    raw: bytes,
    own_signature: OwnSignature = OwnSignature.KEEP,
    originals: Iterable[str] = (),
) -> Views:
    """The three versions of a message's text; none for mail that must not be changed."""
    return of_document(document.read(raw, keys_of(originals)), own_signature)


def of_document(read: Document, own_signature: OwnSignature = OwnSignature.KEEP) -> Views:
    """The three versions of a message that was read already."""
    plain = [body for body in read.bodies if body.page is None]
    rows: list[Row] = []
    for body in plain or read.bodies:
        rows += _rows(body, read, own_signature)
    return Views(tuple(rows[:MAX_ROWS]), len(rows) > MAX_ROWS)


def _rows(body: Body, read: Document, own: OwnSignature) -> list[Row]:
    reading = body.reading
    nothing_new = read.nothing_new
    mode = Mode.REDACT if nothing_new else Mode.REMOVE
    removing = plan.make(reading, mode, own, read.context, nothing_new=nothing_new)
    redacting = plan.make(reading, Mode.REDACT, own, read.context, nothing_new=nothing_new)
    words = redact.words_for(body.decoded.text, body.decoded.codec)
    signed = reading.signed()
    return [
        Row(
            written=_shown(reading, index),
            removed=_after(reading, index, removing, words),
            redacted=_after(reading, index, redacting, words),
            kind=Kind.SIGNATURE if signed[index] and label is not Label.NEW else _KINDS[label],
            doubtful=label is Label.DOUBT,
            spans=_spans(reading, index, redacting),
        )
        for index, label in zip(range(MAX_ROWS + 1), reading.labels, strict=False)
    ]


def _lead(reading: Reading, index: int) -> str:
    """The quote marks of a line whose source has none (HTML)."""
    line = reading.lines[index]
    if line.markup is PLAIN or reading.lines.raw(index).startswith((">", "＞")):
        return ""
    return "> " * min(line.depth, 40)


def _shown(reading: Reading, index: int) -> str:
    line = reading.lines[index]
    if line.markup is not PLAIN:
        return _lead(reading, index) + (line.text or "[…]" * line.markup.pictures)
    return reading.lines.raw(index)


def _after(reading: Reading, index: int, made: Plan, words: redact.Words) -> str | None:
    """The line as a plan leaves it."""
    if made.gone[index]:
        return None
    for first, last in made.signed:
        if first <= index < last:
            return _lead(reading, index) + words.signature if index == first else None
    hits = made.hits.on(index)
    if not hits:
        return _shown(reading, index)
    raw, out, at = reading.lines.raw(index), "", 0
    for hit in hits:
        out += raw[at : hit.start] + words.instead_of(hit.kind)
        at = hit.end
    return _lead(reading, index) + out + raw[at:]


def _spans(reading: Reading, index: int, made: Plan) -> tuple[Span, ...]:
    """Where addresses, phone numbers and names stand in the line as written."""
    shown, at = _shown(reading, index), 0
    spans: list[Span] = []
    for hit in made.hits.on(index):
        found = shown.find(reading.lines.raw(index)[hit.start : hit.end], at)
        if found >= 0:
            at = found + hit.end - hit.start
            spans.append(Span(found, at, Kind(hit.kind)))
    return tuple(spans)
