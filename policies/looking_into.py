"""The personal data in the text of a file, with the places where it stands."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from policies.attachments import Extract, Piece
from policies.attachments.places import Places, Spread
from policies.finding import Finding, Where
from policies.personal_data import Budget, Entity, Report, distinct_persons, inspect, mask

MAX_SAMPLES = 5
MAX_FINDINGS = 20  # of one code: many of one kind must not hide another
_SHOWN = 60  # characters of a sample
CHUNK = 1_000_000  # characters that are inspected at once, at 150 bytes of memory each
_MAX_HEADER = 2_000
_CELLS = re.compile(r"[\t,;|]")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in a file. Offsets of ``entities`` point into ``extract.text``."""

    extract: Extract
    reports: tuple[Report, ...]  # of each file inside that has text
    entities: tuple[Entity, ...]

    @property
    def persons(self) -> int:
        """Different people in all of it."""
        return distinct_persons(self.reports)

    @property
    def least(self) -> int:
        """The fewest people that it may be."""
        return max((report.persons_min for report in self.reports), default=0)

    @property
    def most(self) -> int:
        """The most people that it may be."""
        return sum(report.persons_max for report in self.reports)

    @property
    def sensitive(self) -> bool:
        """Whether it says something sensitive about a person."""
        return any(report.sensitive for report in self.reports)

    @property
    def kind(self) -> str:
        """The kind of document: that of the part with most people."""
        telling = sorted(self.reports, key=lambda r: (r.kind == "other", -r.persons))
        return telling[0].kind if telling else "other"

    @property
    def types(self) -> tuple[str, ...]:
        """The types of personal data in it, each once."""
        return tuple(dict.fromkeys(e.type for e in self.entities if e.grade == "personal"))

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """Where the personal data stands."""
        personal = (e.start for e in self.entities if e.grade == "personal")
        return Places(self.extract).spreads(personal)

    @property
    def samples(self) -> tuple[str, ...]:
        """Masked values, one of each type."""
        first = {e.type: e for e in reversed(self.entities) if e.grade == "personal"}
        wanted = [first[kind] for kind in self.types[:MAX_SAMPLES]]
        return tuple(mask.value(e.type, e.value)[:_SHOWN] for e in wanted)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What people should know of the file besides: what was not read, disguise, limits."""
        extract = self.extract
        found = [
            Finding(
                code="not-read",
                where=Where(path=file.path),
                why=(file.reason,),
                data={"status": file.status, "format": file.format},
            )
            for file in extract.files
            if file.status != "text"
        ]
        found += [
            Finding(code=noticed.code, where=Where(path=noticed.path), data=dict(noticed.data))
            for noticed in extract.noticed
        ]
        seen: Counter[str] = Counter()
        kept = []
        for finding in found:
            seen[finding.code] += 1
            if seen[finding.code] <= MAX_FINDINGS:
                kept.append(finding)
        return tuple(kept)


def look_into(extract: Extract, budget: Budget) -> FileReport:
    """Inspect the text of every file in an extract."""
    reports: list[Report] = []
    entities: list[Entity] = []
    places = Places(extract)
    is_plain = [p.place or p.path or p.is_grid for p in extract.pieces] == [""]
    for start, header, text in _texts(extract.pieces):
        report = inspect(header + text, budget)
        reports.append(report)
        shift = start - len(header)
        for entity in report.entities:
            if entity.start < len(header):
                continue  # it was found where the header stands
            at = shift + entity.start
            where = entity.location if is_plain and not start else str(places.of(at))
            entities.append(replace(entity, start=at, end=shift + entity.end, location=where))
    return FileReport(extract, tuple(reports), tuple(entities))


class _Segment(NamedTuple):
    """A stretch of one piece; ``header`` is that of the table it goes on with, or empty."""

    path: str
    start: int
    header: str
    text: str


def _texts(pieces: Sequence[Piece]) -> Iterator[tuple[int, str, str]]:
    """Texts of about ``CHUNK`` characters at most, each of one file inside.

    Yields the offset in the text of all, the header of the table that a text goes on with
    (empty for a beginning), and the text.
    """
    group: list[_Segment] = []
    size = 0
    for segment in _segments(pieces):
        is_other = bool(group) and segment.path != group[0].path
        if group and (is_other or size + len(segment.text) > CHUNK):
            yield group[0].start, group[0].header, _joined(group)
            group, size = [], 0
        group.append(segment)
        size += len(segment.text)
    if group:
        yield group[0].start, group[0].header, _joined(group)


def _joined(group: Sequence[_Segment]) -> str:
    """The segments as they stand in the text of all: pieces are apart by a line end."""
    out = group[0].text
    at = group[0].start + len(out)
    rest = []
    for segment in group[1:]:
        rest.append("\n" * (segment.start - at) + segment.text)
        at = segment.start + len(segment.text)
    return out + "".join(rest)


def _segments(pieces: Sequence[Piece]) -> Iterator[_Segment]:
    """Pieces, long ones cut between lines; what goes on with a table gets its header."""
    at = 0
    before, header = ("", ""), ""
    for piece in pieces:
        goes_on = piece.is_grid and (piece.path, piece.place) == before
        before = (piece.path, piece.place)
        header = header if goes_on else _header(piece.text)
        start = 0
        while start < len(piece.text):
            end = len(piece.text)
            if end - start > CHUNK:
                end = piece.text.rfind("\n", start + CHUNK // 2, start + CHUNK) + 1 or start + CHUNK
            text = piece.text[start:end]
            yield _Segment(piece.path, at + start, header if goes_on or start else "", text)
            start = end
        at += len(piece.text) + 1


def _header(text: str) -> str:
    """The first line of a table, with its line end; empty when it does not look like one."""
    line = text[:_MAX_HEADER].partition("\n")[0]
    return f"{line}\n" if len(line) < _MAX_HEADER and _CELLS.search(line) else ""
