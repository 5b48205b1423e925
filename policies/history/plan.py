"""What happens to each line of a part: stay, go, or lose what is in it.

The plan is made on lines, the same for text and HTML; ``cut_text`` and
``cut_html`` carry it out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from policies.history import marks, redact, signature
from policies.history.context import Context
from policies.history.lines import key
from policies.history.reading import SURE, Label, Reading
from policies.history.redact import Hit, Hits


class Mode(StrEnum):
    """``remove`` drops history; ``redact`` keeps it without contact data."""

    REMOVE = "remove"
    REDACT = "redact"


class OwnSignature(StrEnum):
    """What happens to the sender's own signature."""

    KEEP = "keep"
    REMOVE = "remove"


@dataclass(slots=True)
class Plan:
    """Lines that go, signatures of which only a word stays, and hits inside lines that stay.

    ``gone`` and ``old`` (history that stays, redacted) have a byte for every line.
    """

    gone: bytearray
    old: bytearray
    signed: list[tuple[int, int]] = field(default_factory=list)
    hits: Hits = field(default_factory=Hits)

    @property
    def empty(self) -> bool:
        """Nothing is to be changed."""
        return not (self.signed or self.hits or any(self.gone))

    def stretches(self) -> Iterator[tuple[int, int]]:
        """The runs of lines that go."""
        start = self.gone.find(1)
        while start >= 0:
            end = self.gone.find(0, start)
            end = len(self.gone) if end < 0 else end
            yield start, end
            start = self.gone.find(1, end)


def make(
    reading: Reading, mode: Mode, own: OwnSignature, context: Context, *, nothing_new: bool = False
) -> Plan:
    """Decide for every line; where nothing is new, unquoted lines may be the sender's after all."""
    plan = Plan(bytearray(len(reading.lines)), bytearray(len(reading.lines)))
    for index, label in enumerate(reading.labels):
        if label is Label.NEW:
            continue
        if mode is Mode.REMOVE and label in {Label.OLD, Label.INTRO}:
            plan.gone[index] = 1
        elif not reading.lines.blanks[index]:
            plan.old[index] = 1
    careful = _careful(reading, nothing_new)
    _signatures(reading, plan, careful, context)
    _hits(reading, plan)
    if own is OwnSignature.REMOVE:
        for start, end in own_signatures(reading, context):
            plan.gone[start:end] = b"\x01" * (end - start)
    _join_blanks(reading, plan)
    return plan


def new_runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """The stretches of the sender's own text."""
    start = 0
    for index in range(len(reading.labels) + 1):
        if index < len(reading.labels) and reading.labels[index] is Label.NEW:
            continue
        if index > start:
            yield start, index
        start = index + 1


def own_signatures(reading: Reading, context: Context) -> list[tuple[int, int]]:
    """The signatures in the sender's own text."""
    return [
        found
        for start, end in new_runs(reading)
        for found in signature.find(reading.lines, start, end, context.names)
    ]


def _careful(reading: Reading, nothing_new: bool) -> set[int]:
    """Lines of unquoted history of which some may be new: only plain signatures go there."""
    return {
        index
        for region in reading.regions
        if not region.quoted and (nothing_new or region.sure < SURE)
        for index in range(region.first, region.last)
    }


def _signatures(reading: Reading, plan: Plan, careful: set[int], context: Context) -> None:
    """Signatures in history that stays go; images beside them go too."""
    for start, end in reading.signatures:
        if start in careful and signature.strength(reading.lines, start, end) < 2:
            continue
        if start in careful and _is_own(reading, start, end, context):
            plan.old[start:end] = bytes(end - start)
            continue
        inside = [index for index in range(start, end) if plan.old[index]]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        first, last = _with_images(reading, plan, first, last)
        plan.signed.append((first, last))


def _is_own(reading: Reading, start: int, end: int, context: Context) -> bool:
    """Whether a signature in doubtful history has the sender's name."""
    told = key(" ".join(reading.lines.texts[index] for index in range(start, end)))
    return any(name in told for name in context.names)


def _with_images(reading: Reading, plan: Plan, first: int, last: int) -> tuple[int, int]:
    """The signature with the pictures right before and after it (logos)."""
    lines = reading.lines
    while first - 1 >= 0 and plan.old[first - 1] and _only_image(reading, first - 1):
        first -= 1
    after = last
    while after < len(lines) and (lines.blanks[after] or _only_image(reading, after)):
        if _only_image(reading, after):
            last = after + 1
        after += 1
    return first, last


def _only_image(reading: Reading, index: int) -> bool:
    lines = reading.lines
    if not lines.markups[index].pictures or lines.texts[index]:
        return False
    return reading.labels[index] is not Label.NEW


def _hits(reading: Reading, plan: Plan) -> None:
    signed = {index for start, end in plan.signed for index in range(start, end)}
    names = _signed_names(reading, plan)
    intro = {i for message in reading.messages for i in range(message.first, message.body)}
    for index, old in enumerate(plan.old):
        if not old or index in signed:
            continue
        is_named = bool(names) and index in intro
        if not is_named and not redact.may_hold(reading.lines.texts[index]):
            continue
        raw = reading.lines.raw(index)
        hits = redact.find(raw)
        if is_named:
            hits = _with_names(raw, hits, names)
        plan.hits.add(index, hits)


def _signed_names(reading: Reading, plan: Plan) -> tuple[str, ...]:
    """Short lines of removed signatures: the names that introductions repeat."""
    found = {
        reading.lines.texts[index]
        for start, end in plan.signed
        for index in range(start, end)
        if 3 <= len(reading.lines.texts[index]) <= 40 and len(key(reading.lines.texts[index])) >= 3
    }
    drawn = {text for text in found if marks.rule(text) or signature.is_device(text)}
    return tuple(sorted(found - drawn, key=len, reverse=True)[:200])


def _with_names(raw: str, hits: list[Hit], names: Iterable[str]) -> list[Hit]:
    found = list(hits)
    for name in names:
        at = raw.find(name)
        if at >= 0 and all(at + len(name) <= hit.start or at >= hit.end for hit in found):
            found.append(Hit(at, at + len(name), "name"))
    return sorted(found, key=lambda hit: hit.start)


def _join_blanks(reading: Reading, plan: Plan) -> None:
    """Drop the blank lines that stood around what goes; one stays between new text."""
    lines = reading.lines
    done = -1
    for first, last in list(plan.stretches()):
        if first < done:
            continue
        before, after = first - 1, last
        while before >= 0 and lines.blanks[before] and not plan.gone[before]:
            before -= 1
        while after < len(lines) and (plan.gone[after] or lines.blanks[after]):
            after += 1
        keep = 0 if before < 0 or after >= len(lines) else 1
        between = [index for index in range(before + 1, after) if not plan.gone[index]]
        for index in between[keep:]:
            plan.gone[index] = 1
        done = after
