"""Many record-like rows are a finding of their own, whatever they hold.

Works on shapes only, so that a list in a language, encoding or cipher that the
other stages cannot read is still seen.
"""

import re
from dataclasses import dataclass

from policies.finding import Finding, Where
from policies.personal_data.layout import Layout

LEAST = 100

_MARK = re.compile(r"[,;\t|: ]")


@dataclass(frozen=True, slots=True)
class Bulk:
    """The longest run of record-like rows, and where it is."""

    rows: int
    start: int
    end: int
    why: str

    def finding(self) -> Finding | None:
        """``bulk_table``, from a hundred rows on."""
        if self.rows < LEAST:
            return None
        return Finding(
            code="bulk_table",
            where=Where(start=self.start, end=self.end),
            count=self.rows,
            confidence=0.9 if self.why == "table" else 0.7,
            why=(self.why, f"rows:{self.rows}"),
        )


def find(text: str, layout: Layout) -> Bulk:
    """The largest table, or a longer run of lines of one shape where that is bulk."""
    tables = (table for table in layout.tables if table.width >= 2)
    best = max(tables, key=lambda table: len(table.rows), default=None)
    table = Bulk(len(best.rows), best.start, best.end, "table") if best else Bulk(0, 0, 0, "table")
    if table.rows >= LEAST:
        return table
    run = _longest_run(text, layout)
    return run if run.rows >= LEAST else table


def _longest_run(text: str, layout: Layout) -> Bulk:
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
    return Bulk(*longest, "lines-of-one-shape")


def _shape(line: str) -> int:
    """Number of separators; prose lines of equal length differ in it."""
    return len(_MARK.findall(line))
