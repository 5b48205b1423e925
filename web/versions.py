"""The text of a held mail in the versions its sender may choose from, set side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.history.views import Kind, Row
from policies.versions import REMOVE
from quarantine.hold_view import HoldView

MAX_CHARACTERS = 30_000

_OLD = frozenset({Kind.INTRODUCTION, Kind.HISTORY, Kind.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; ``mark`` says what it is, such as an address or a signature."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of one kind: ``new``, ``old``, or ``gone`` with the number of ``lines`` taken out."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """One version: ``key`` is written, remove or redact; ``cut`` if not all of it is shown."""

    version_id: str
    key: str
    stretches: tuple[Stretch, ...]
    is_chosen: bool
    cut: bool


def panels(view: HoldView, chosen: str = "") -> tuple[Panel, ...]:
    """The versions to choose from, what was written first; none where nothing is offered.

    ``chosen`` is the id that a form named; otherwise the policy proposes.
    """
    if not view.offers:
        return ()
    keys = {view.version_id: "written", **{o.version_id: o.recipe.clean for o in view.offers}}
    if chosen not in keys:
        chosen = proposed(view)
    rows = view.summary.views.rows
    cut = view.summary.views.cut_off
    made = []
    for version_id, key in keys.items():
        stretches, is_long = _shortened(_merged(_stretches(rows, key)))
        made.append(Panel(version_id, key, stretches, version_id == chosen, cut or is_long))
    return tuple(made)


def proposed(view: HoldView) -> str:
    """The version that the policy proposes: of those that are offered the nearest to its wish."""
    wish = view.verdict.proposed
    if not wish or not view.offers:
        return view.version_id
    named = {offer.recipe.clean: offer.version_id for offer in view.offers}
    return named.get(wish) or view.offers[-1].version_id


def _stretches(rows: Sequence[Row], key: str) -> Iterator[Stretch]:
    for row in rows:
        kind = "old" if row.kind in _OLD else "new"
        if key == "written":
            yield Stretch(kind, (*_written(row), Piece("\n")), 1)
        else:
            text = row.removed if key == REMOVE else row.redacted
            if text is not None:
                yield Stretch(kind, (*_left(row, text), Piece("\n")), 1)
            elif key == REMOVE or row.kind is not Kind.SIGNATURE:
                yield Stretch("gone", (), int(bool(row.written.strip())))


def _written(row: Row) -> Iterator[Piece]:
    """The line as it stands, with what names people marked."""
    if row.kind is Kind.SIGNATURE:
        yield Piece(row.written, "signature")
        return
    at = 0
    for span in row.spans:
        yield Piece(row.written[at : span.start])
        yield Piece(row.written[span.start : span.end], span.kind.value)
        at = span.end
    yield Piece(row.written[at:])


def _left(row: Row, text: str) -> Iterator[Piece]:
    """The line as it leaves, with the words that stand for what was taken out marked."""
    if row.kind is Kind.SIGNATURE and text != row.written:
        yield Piece(text, "taken-out")
        return
    at = read = 0
    for n, span in enumerate(row.spans):
        before = row.written[read : span.start]
        until = row.spans[n + 1].start if n + 1 < len(row.spans) else len(row.written)
        after = row.written[span.end : until]
        start = at + len(before)
        end = text.find(after, start) if after else len(text)
        if text == row.written or not text.startswith(before, at) or end < start:
            break
        yield Piece(before)
        yield Piece(text[start:end], "taken-out")
        at, read = end, span.end
    yield Piece(text[at:])


def _merged(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one kind as one."""
    kind, pieces, lines = "", list[Piece](), 0
    for stretch in stretches:
        if stretch.kind != kind and (pieces or lines):
            yield Stretch(kind, tuple(pieces), lines)
            pieces, lines = [], 0
        kind = stretch.kind
        lines += stretch.lines
        pieces += (piece for piece in stretch.pieces if piece.text)
    if pieces or lines:
        yield Stretch(kind, tuple(pieces), lines)


def _shortened(stretches: Iterator[Stretch]) -> tuple[tuple[Stretch, ...], bool]:
    """As much as a page shows, and whether there is more."""
    shown: list[Stretch] = []
    left = MAX_CHARACTERS
    for stretch in stretches:
        left -= sum(len(piece.text) for piece in stretch.pieces)
        if left < 0 and shown:
            return tuple(shown), True
        shown.append(stretch)
    return tuple(shown), False
