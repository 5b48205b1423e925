"""The personal data in the text of a file, with the places where it stands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policies.attachments import Extract, Piece
from policies.attachments.places import Places, Spread
from policies.finding import Finding, Where
from policies.personal_data import Budget, Entity, Report, distinct_persons, inspect, mask

MAX_SAMPLES = 5
MAX_FINDINGS = 20  # of one code: many of one kind must not hide another
_SHOWN = 60  # characters of a sample


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
    for start, text in _texts(extract.pieces):
        report = inspect(text, budget)
        reports.append(report)
        for entity in report.entities:
            at = start + entity.start
            where = entity.location if is_plain else str(places.of(at))
            entities.append(replace(entity, start=at, end=start + entity.end, location=where))
    return FileReport(extract, tuple(reports), tuple(entities))


def _texts(pieces: Sequence[Piece]) -> Iterator[tuple[int, str]]:
    """The text of each file inside, with its offset in the text of all."""
    start = at = 0
    run: list[str] = []
    path = ""
    for piece in pieces:
        if run and piece.path != path:
            yield start, "\n".join(run)
            start, run = at, []
        path = piece.path
        run.append(piece.text)
        at += len(piece.text) + 1
    if run:
        yield start, "\n".join(run)
