"""Many record-like rows are a finding of their own, whatever they hold.

Works on shapes only, so that a list in a language, encoding or cipher that the
other stages cannot read is still seen.
"""

import re
from collections.abc import Iterator

from policies.finding import Finding, Where
from policies.personal_data.layout import Layout

LEAST = 100

_MARK = re.compile(r"[,;\t|: ]")


def find(text: str, layout: Layout) -> Iterator[Finding]:
    """``bulk_table`` findings: tables, or runs of lines of one shape."""
    best = max(layout.tables, key=lambda table: len(table.rows), default=None)
    if best and len(best.rows) >= LEAST and best.width >= 2:
        yield _finding(len(best.rows), best.start, best.end, "table")
        return
    run, start, previous = 0, 0, -1
    longest = (0, 0, 0)
    for begin, end in layout.lines:
        if end - begin < 6:
            continue
        shape = _shape(text[begin : min(end, begin + 400)])
        if shape == previous and shape:
            run += 1
        else:
            run, start, previous = 1, begin, shape
        longest = max(longest, (run, start, end))
    if longest[0] >= LEAST:
        yield _finding(longest[0], longest[1], longest[2], "lines-of-one-shape")


def _shape(line: str) -> int:
    """Number of separators; prose lines of equal length differ in it."""
    return len(_MARK.findall(line))


def _finding(rows: int, start: int, end: int, why: str) -> Finding:
    return Finding(
        code="bulk_table",
        where=Where(start=start, end=end),
        count=rows,
        confidence=0.9 if why == "table" else 0.7,
        why=(why, f"rows:{rows}"),
    )
