"""Carrying out a plan on text/plain: lines go, or characters in them are replaced."""

from collections.abc import Iterator
from heapq import merge

from policies.history.edits import Edit, place_of
from policies.history.plan import Plan
from policies.history.reading import Reading
from policies.history.redact import Words


def edits(reading: Reading, plan: Plan, words: Words, newline: str) -> Iterator[Edit]:
    """The edits on the decoded text of the part, in order: there may be very many."""
    lines = reading.lines
    cuts = (Edit(lines.starts[first], lines.end(last - 1)) for first, last in plan.stretches())
    return merge(
        cuts,
        _signatures(reading, plan, words),
        _replacements(reading, plan, words),
        _joints(reading, plan, newline),
        key=place_of,
    )


def _signatures(reading: Reading, plan: Plan, words: Words) -> Iterator[Edit]:
    """The first line of a signature becomes a word, the others go."""
    lines = reading.lines
    for first, last in sorted(plan.signed):
        for index in range(first, last):
            if lines.blanks[index]:
                continue
            start = lines.starts[index]
            if index > first:
                yield Edit(start, lines.end(index))
                continue
            raw, text = lines.raw(index), lines.texts[index]
            yield Edit(start + (raw.find(text) if text else 0), start + len(raw), words.signature)


def _replacements(reading: Reading, plan: Plan, words: Words) -> Iterator[Edit]:
    for index, hits in plan.hits:
        start = reading.lines.starts[index]
        for hit in hits:
            yield Edit(start + hit.start, start + hit.end, words.instead_of(hit.kind))


def _joints(reading: Reading, plan: Plan, newline: str) -> Iterator[Edit]:
    """An empty line where a cut would join two paragraphs (format=flowed joins them)."""
    lines = reading.lines
    for first, last in plan.stretches():
        if first and last < len(lines) and not lines.blanks[first - 1] and not lines.blanks[last]:
            yield Edit(lines.starts[last], lines.starts[last], newline)
