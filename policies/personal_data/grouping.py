"""From hits to records: tables by rows, the text between them by blocks."""

import re
from bisect import bisect_left, bisect_right

from policies.personal_data import records
from policies.personal_data.context import Context
from policies.personal_data.numbers import Hit


def records_of(context: Context, hits: list[Hit]) -> list[records.Record]:
    """Records of tables and of the text between them."""
    found: list[records.Record] = []
    starts = [hit.start for hit in hits]
    at = 0
    for table in context.layout.tables:
        low, high = bisect_left(starts, table.start), bisect_right(starts, table.end)
        found += _prose(context, hits[at:low])
        if any(table.fields):
            found += records.of_table(context, table, hits[low:high])
        else:
            found += _by_line(context, hits[low:high])
        at = high
    return found + _prose(context, hits[at:])


def _prose(context: Context, hits: list[Hit]) -> list[records.Record]:
    found = list(records.of_prose(context, hits))
    _mark_enumerations(context, found)
    return found


def _by_line(context: Context, hits: list[Hit]) -> list[records.Record]:
    """Rows without a known column: what stands on one line belongs together."""
    lines: dict[int, list[Hit]] = {}
    for hit in hits:
        lines.setdefault(context.layout.line_at(hit.start), []).append(hit)
    found = [record for line in lines.values() for record in records.of_prose(context, line)]
    for record in found:
        record.row = True
    return found


_BETWEEN = re.compile(r"[^\n、,，;；/・]{0,14}[、,，;；/・][^\n、,，;；/・]{0,8}")


def _mark_enumerations(context: Context, found: list[records.Record]) -> None:
    """Three or more names in one list: each is somebody else."""
    run: list[records.Record] = []
    group = 0
    for record in [*found, None]:
        if record and record.name and record.hits and run:
            gap = context.text[run[-1].hits[-1].end : record.hits[0].start]
            if len(gap) <= 24 and _BETWEEN.fullmatch(gap):
                run.append(record)
                continue
        if len(run) >= 3:
            group += 1
            for member in run:
                member.group = group
        run = [record] if record and record.name and record.hits else []
