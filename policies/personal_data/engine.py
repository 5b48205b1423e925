# ruff: noqa: SIM905 - word lists read best as text
"""The engine: one text in, a report out.

Order matters and is the design: fold, structure, column votes, one candidate
pass for numbers, addresses, then names where nothing else stands, sensitive
terms tied to the names, records, persons, kind.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from policies.finding import Finding
from policies.personal_data import (
    addresses,
    bulk,
    columns,
    dates,
    disguise,
    fold,
    grouping,
    kinds,
    layout,
    mailboxes,
    names,
    numbers,
    people,
    persons,
    sensitive,
    western,
)
from policies.personal_data.budget import MAX_CHARACTERS, MAX_ENTITIES, Budget
from policies.personal_data.context import Context
from policies.personal_data.entity import SENSITIVE_TYPES, Entity, Report
from policies.personal_data.grade import grade
from policies.personal_data.labels import Field
from policies.personal_data.numbers import Hit
from policies.personal_data.spans import Spans

CHUNK = 100_000  # characters between two looks at the clock

_NAME_COLUMNS = frozenset(
    {
        Field.NAME,
        Field.KANA,
        Field.SURNAME,
        Field.GIVEN,
        Field.SURNAME_KANA,
        Field.GIVEN_KANA,
        Field.ADDRESS,
    }
)
_NOT_PEOPLE = frozenset(
    {
        Field.THING,
        Field.COMPANY,
        Field.NUMBER,
        Field.DATE,
        Field.TITLE,
        Field.PHONE,
        Field.EMAIL,
        Field.MEASURE,
        Field.HEALTH,
        Field.RELATION,
        Field.PERSON_ID,
        Field.BANK,
        Field.POSTAL,
        Field.BIRTH,
    }
)


def inspect(text: str, budget: Budget | None = None, *, depth: int = 0) -> Report:
    """Personal data of one text, the people in it, and why one thinks so."""
    budget = budget or Budget()
    findings: list[Finding] = []
    if len(text) > MAX_CHARACTERS:
        findings.append(Finding(code="limit", why=("characters",), data={"limit": MAX_CHARACTERS}))
        text = text[:MAX_CHARACTERS]
    folded = fold.fold(text)
    if folded.disguised:
        findings.append(Finding(code="disguise", why=("invisible-characters",)))
    structure, _ = columns.infer(folded.text, layout.read(folded.text))
    context = Context(folded.text, structure)
    hits = _hits(context, budget)
    rows = grouping.records_of(context, hits)
    counted = persons.count(rows)
    found = [_entity(text, folded, context, hit) for hit in hits[:MAX_ENTITIES]]
    keys = list(counted.keys)
    inner = _hidden(text, budget, depth)
    for hidden, report in inner:
        found += [_moved(entity, hidden) for entity in report.entities]
        keys += report.person_keys
        findings.append(Finding(code="disguise", why=(hidden.how,), count=len(report.entities)))
    table = bulk.find(folded.text, structure)
    if finding := table.finding():
        findings.append(finding)
    if budget.stage:
        findings.append(Finding(code="limit", why=("time", budget.stage)))
    more = sum(report.persons for _, report in inner)
    is_sensitive = any(e.type in SENSITIVE_TYPES for e in found)
    return Report(
        kind=kinds.classify(_evidence(context, hits, counted.persons, is_sensitive)),
        persons=counted.persons + more,
        persons_min=counted.least + sum(report.persons_min for _, report in inner),
        persons_max=counted.most + sum(report.persons_max for _, report in inner),
        sensitive=is_sensitive,
        entities=tuple(sorted(found, key=lambda e: (e.start, e.end))),
        findings=tuple(findings),
        person_keys=tuple(keys),
        rows=table.rows + sum(report.rows for _, report in inner),
        characters=len(text),
    )


def _hits(context: Context, budget: Budget) -> list[Hit]:  # noqa: C901 - one rule a line
    """All hits of a folded text, without overlaps, by position."""
    firm = Spans()
    for table in context.layout.tables:
        if budget.spent("columns"):
            break
        firm.take(columns.find(context, table))
    ranges = list(_chunks(context))
    for start, end in ranges:
        if budget.spent("numbers"):
            break
        firm.take(mailboxes.find(context.text, start, end))
        with_digits = list(_digit_lines(context.text, start, end))
        firm.take(hit for a, b in with_digits for hit in dates.find(context, a, b))
        firm.take(hit for a, b in with_digits for hit in numbers.find(context, a, b))
    for start, end in ranges:
        if budget.spent("addresses"):
            break
        firm.take(
            hit for hit in addresses.find(context, start, end) if _reads(context, hit, _ADDRESS_NOT)
        )
    for start, end in ranges:
        if budget.spent("names"):
            break
        firm.take(mailboxes.owners(context.text, firm.between(start, end, "EMAIL")))
        firm.take(
            hit for hit in people.find(context, start, end) if _reads(context, hit, _NOT_PEOPLE)
        )
        firm.take(
            hit for hit in western.find(context, start, end) if _reads(context, hit, _NOT_PEOPLE)
        )
    named = [hit for hit in firm.sorted() if hit.type == "PERSON"]
    firm.take(people.kana_beside(context.text, named))
    if not budget.spent("names again"):
        again = people.known_again(
            context.text,
            _surnames(context.text, named),
            _full_names(context.text, named),
            0,
            len(context.text),
        )
        firm.take(hit for hit in again if _reads(context, hit, _NOT_PEOPLE))
    everyone = [hit for hit in firm.sorted() if hit.type == "PERSON"]
    if not budget.spent("sensitive"):
        firm.take(sensitive.find(context, everyone))
        if not any(hit.type == "HEALTH" for hit in firm.sorted()):
            firm.take(sensitive.measured(context, everyone))
    return firm.sorted()


_ADDRESS_NOT = frozenset({Field.THING, Field.NUMBER, Field.DATE, Field.COMPANY})


def _reads(context: Context, hit: Hit, without: frozenset[Field]) -> bool:
    """Whether running-text stages apply here: not in columns that say otherwise."""
    place = context.cell(hit.start)
    if place is None:
        return context.table(hit.start) is None  # header rows announce, they hold nothing
    table, _, column = place
    field = table.fields[column]
    if hit.type == "PERSON" and field in _NAME_COLUMNS and field is not Field.ADDRESS:
        return False
    return field not in without


def _chunks(context: Context) -> Iterator[tuple[int, int]]:
    """Stretches of whole lines of about CHUNK characters."""
    start = 0
    for begin, end in context.layout.lines:
        if end - start >= CHUNK:
            if begin > start:
                yield start, begin
                start = begin
            while end - start >= 2 * CHUNK:
                yield start, start + CHUNK
                start += CHUNK
    if start < len(context.text):
        yield start, len(context.text)


def _digit_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of lines that hold a digit; nothing else can hold a number or a date."""
    low, high = -1, -1
    match = _ANY_DIGIT.search(text, start, end)
    while match:
        begin = max(start, text.rfind("\n", start, match.start()) + 1)
        stop = text.find("\n", match.end(), end)
        stop = end if stop < 0 else stop
        if low < 0 or high + 1 < begin:
            if low >= 0:
                yield low, high
            low = begin
        high = stop
        match = _ANY_DIGIT.search(text, stop, end)
    if low >= 0:
        yield low, high


_ANY_DIGIT = re.compile(r"[0-9]")


def _surnames(text: str, named: list[Hit]) -> frozenset[str]:
    """Surnames that the text has established, of at most 200 people."""
    found: set[str] = set()
    for hit in named[:200]:
        value = text[hit.start : hit.end]
        if hit.form == "surname":
            found.add(value)
        elif not hit.form:
            parts = names.split(value)
            if parts and len(parts[0]) >= 2:
                found.add(parts[0])
    return frozenset(s for s in found if len(s) >= 2 or s in _ONE)


def _full_names(text: str, named: list[Hit]) -> frozenset[str]:
    """Full Japanese names that the text has established, with and without the space."""
    found: set[str] = set()
    for hit in named[:200]:
        value = text[hit.start : hit.end]
        parts = None if hit.form else names.split(value)
        if parts and len(parts[0] + parts[1]) >= 3:
            found |= {parts[0] + parts[1], f"{parts[0]} {parts[1]}"}
    return frozenset(found)


_ONE = frozenset(("林 森 原 東 関 谷 辻 堀 岡 菅 榎 梶 柴 桂").split())


def _entity(text: str, folded: fold.Folded, context: Context, hit: Hit) -> Entity:
    start, end = folded.original(hit.start, hit.end)
    level, why = grade(context, hit)
    return Entity(
        type=hit.type,
        start=start,
        end=end,
        value=text[start:end],
        confidence=hit.confidence,
        why=hit.why + why,
        grade=level,
        form=hit.form,
        location=context.location(hit.start),
    )


def _hidden(text: str, budget: Budget, depth: int) -> list[tuple[disguise.Hidden, Report]]:
    """Reports on encoded blocks, two layers deep at most."""
    if depth >= 2 or budget.spent("disguise"):
        return []
    found = [
        (hidden, inspect(hidden.text, budget, depth=depth + 1)) for hidden in disguise.find(text)
    ]
    return [(hidden, report) for hidden, report in found if report.entities]


def _moved(entity: Entity, hidden: disguise.Hidden) -> Entity:
    return Entity(
        type=entity.type,
        start=hidden.start,
        end=hidden.end,
        value=entity.value,
        confidence=entity.confidence,
        why=(*entity.why, f"hidden:{hidden.how}"),
        grade=entity.grade,
        form=entity.form,
        location=f"{hidden.how} {entity.location}",
    )


def _evidence(context: Context, hits: list[Hit], count: int, is_sensitive: bool) -> kinds.Evidence:
    tables = [t for t in context.layout.tables if any(t.fields)]
    starts = [hit.start for hit in hits if hit.type in {"PERSON", "EMAIL"}]
    rows = max(
        (
            len(t.rows)
            for t in tables
            if bisect_right(starts, t.end) - bisect_left(starts, t.start) >= 2
        ),
        default=0,
    )
    lines = sum(1 for a, b in context.layout.lines if context.text[a:b].strip())
    loose = not rows and count >= 5 and count * 4 >= lines
    if loose:
        rows = count
    return kinds.Evidence(
        text=context.lower[:60_000],
        types=Counter(hit.type for hit in hits),
        persons=count,
        sensitive=is_sensitive,
        fields=frozenset(field for t in tables for field in t.fields if field),
        labels=" ".join(" ".join(t.labels) for t in tables).lower(),
        rows=rows,
        lines=lines,
        loose=loose,
    )
