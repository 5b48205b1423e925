"""Hits of all stages in one text, without overlaps."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from policies.personal_data.numbers import Hit


class Spans:
    """Hits without overlaps; the earlier stage wins."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._hits: list[Hit] = []

    def take(self, hits: Iterable[Hit]) -> None:
        """Add the hits of a stage where nothing stands yet."""
        fresh = list(hits)
        if not fresh:
            return
        fresh.sort(key=lambda h: (h.start, -h.confidence, h.start - h.end))
        kept: list[Hit] = []
        end = -1
        for hit in fresh:
            if hit.start < end and kept and hit.confidence <= kept[-1].confidence:
                continue
            if self._free(hit.start, hit.end):
                if kept and hit.start < end:
                    kept.pop()
                kept.append(hit)
                end = hit.end
        if not kept:
            return
        low = bisect_left(self._starts, kept[0].start)
        high = bisect_left(self._starts, kept[-1].end)
        merged = sorted([*self._hits[low:high], *kept], key=lambda h: h.start)
        self._hits[low:high] = merged
        self._starts[low:high] = [hit.start for hit in merged]

    def _free(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, start)
        if at and self._hits[at - 1].end > start:
            return False
        return at >= len(self._starts) or self._starts[at] >= end

    def between(self, start: int, end: int, kind: str) -> list[Hit]:
        """The hits of one type that begin in a stretch."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [hit for hit in self._hits[low:high] if hit.type == kind]

    def sorted(self) -> list[Hit]:
        """All hits by position."""
        return self._hits
