"""Carrying out a plan on text/plain: lines go, or characters in them are replaced."""

from policies.history.edits import Edit
from policies.history.plan import Plan
from policies.history.reading import Reading
from policies.history.redact import Words, word


def edits(reading: Reading, plan: Plan, words: Words, newline: str) -> list[Edit]:
    """The edits on the decoded text of the part."""
    lines = reading.lines
    starts = lines.starts
    found = [Edit(starts[first], lines.end(last - 1)) for first, last in plan.stretches()]
    for first, last in plan.signed:
        for index in range(first, last):
            line = lines[index]
            if line.blank:
                continue
            if index > first:
                found.append(Edit(starts[index], lines.end(index)))
                continue
            raw = lines.raw(index)
            start = starts[index] + (raw.find(line.text) if line.text else 0)
            found.append(Edit(start, starts[index] + len(raw), words.signature))
    for index, hits in plan.hits.items():
        start = starts[index]
        found += [Edit(start + hit.start, start + hit.end, word(words, hit.kind)) for hit in hits]
    return [*found, *_joints(reading, plan, newline)]


def _joints(reading: Reading, plan: Plan, newline: str) -> list[Edit]:
    """An empty line where a cut would join two paragraphs (format=flowed joins them)."""
    lines = reading.lines
    return [
        Edit(lines.starts[last], lines.starts[last], newline)
        for first, last in plan.stretches()
        if first and last < len(lines) and not lines[first - 1].blank and not lines[last].blank
    ]
