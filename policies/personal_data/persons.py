"""Distinct persons: records merged by union-find.

Rows merge by e-mail, mobile number, identifier, or name plus one more equal
trait; namesakes with different data stay apart. In running text the name is
enough, and a bare surname belongs to the full name that has it. Members of one
enumeration (attendees) are different people even with equal names.
"""

from collections import defaultdict
from dataclasses import dataclass

from policies.personal_data.entity import STRONG_IDS
from policies.personal_data.records import Record

_TELLING = frozenset(
    {"EMAIL", "MOBILE", "PHONE", "BIRTH", "PERSON_ID", "ADDRESS", "POSTAL", *STRONG_IDS}
)
_HARD = frozenset({"BIRTH", "PERSON_ID", *STRONG_IDS})
MAX_BUCKET = 50
MAX_TRIES = 20  # full names that a bare surname is offered


@dataclass(frozen=True, slots=True)
class Count:
    """How many people, between which bounds, and each person's comparable traits."""

    persons: int
    least: int
    most: int
    keys: tuple[frozenset[str], ...]


def count(records: list[Record]) -> Count:
    """Merge records into persons."""
    kept = [record for record in records if record.counts]
    sets = _Sets(kept)
    for bucket in _buckets(kept).values():
        for i in bucket[1:MAX_BUCKET]:
            for j in bucket[:MAX_BUCKET]:
                if j >= i:
                    break
                sets.join_if_same(i, j)
    sets.join_surnames()
    roots: dict[int, list[Record]] = defaultdict(list)
    for i, record in enumerate(kept):
        roots[sets.root(i)].append(record)
    unsure = sum(1 for group in roots.values() if all(not r.name and not r.kana for r in group))
    persons = len(roots)
    keys = tuple(frozenset(k for r in group for k in keys_of(r)) for group in roots.values())
    return Count(persons, max(0, persons - unsure - sets.near), persons + sets.loose, keys)


def keys_of(record: Record) -> set[str]:
    """Comparable traits that identify a person across messages."""
    keys = {
        f"{k}:{v}"
        for k in record.traits.keys() & (STRONG_IDS | {"EMAIL", "MOBILE"})
        for v in record.traits[k]
    }
    name = record.name or record.kana
    if name and not record.surname_only:
        more = [
            f"{k}:{v}"
            for k in ("BIRTH", "PHONE", "PERSON_ID", "POSTAL")
            for v in record.traits.get(k, ())
        ]
        keys |= {f"NAME:{name}|{m}" for m in more}
        if not keys:
            keys.add(f"NAME:{name}")
    return keys


def _buckets(records: list[Record]) -> dict[str, list[int]]:
    """Records that share a key and so may be the same person."""
    found: dict[str, list[int]] = defaultdict(list)
    for i, record in enumerate(records):
        for kind in record.traits.keys() & _TELLING - {"ADDRESS", "POSTAL", "BIRTH"}:
            for value in record.traits[kind]:
                found[f"{kind}:{value}"].append(i)
        for birth in record.traits.get("BIRTH", ()):
            found[f"BIRTH:{birth}"].append(i)
        if record.name:
            found[f"N:{record.name}"].append(i)
        if record.kana:
            found[f"K:{record.kana}"].append(i)
    return {key: bucket for key, bucket in found.items() if len(bucket) > 1}


class _Sets:
    """Union-find over records."""

    def __init__(self, records: list[Record]) -> None:
        self._records = records
        self._parent = list(range(len(records)))
        self._groups = [{record.group} - {-1} for record in records]
        self.near = 0  # namesakes kept apart although little tells them apart
        self.loose = 0  # merges that rest on a name alone

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def _join(self, i: int, j: int) -> None:
        """Merge two sets, unless that made two members of one enumeration the same."""
        a, b = self.root(i), self.root(j)
        if a != b and not self._groups[a] & self._groups[b]:
            self._parent[a] = b
            self._groups[b] |= self._groups[a]

    def join_if_same(self, i: int, j: int) -> None:
        """Merge two records when they are the same person as far as one can tell."""
        a, b = self._records[i], self._records[j]
        if self.root(i) == self.root(j) or (a.group >= 0 and a.group == b.group):
            return
        names_agree = _compatible(a, b)
        if not names_agree:
            return
        shared = {k for k in a.traits.keys() & b.traits.keys() if a.traits[k] & b.traits[k]}
        differing = {k for k in (a.traits.keys() & b.traits.keys()) - shared if k in _TELLING}
        named = bool(a.name and a.name == b.name) or bool(a.kana and a.kana == b.kana)
        if shared & (STRONG_IDS | {"EMAIL", "MOBILE", "PERSON_ID"}):
            if not (differing & _HARD - {"PERSON_ID"}) or named:
                self._join(i, j)
            return
        if "PHONE" in shared and (named or not (_called(a) and _called(b))):
            if not differing & _HARD:
                self._join(i, j)
            return
        if "BIRTH" in shared and (_scripts_differ(a, b) or named):
            if named or shared & {"POSTAL", "ADDRESS"}:
                self._join(i, j)
            return
        if named:
            self._by_name(i, j, shared, differing)

    def _by_name(self, i: int, j: int, shared: set[str], differing: set[str]) -> None:
        a, b = self._records[i], self._records[j]
        if a.surname_only or b.surname_only:
            if not (a.row and b.row):
                self._join(i, j)
            return
        if shared & {"POSTAL", "ADDRESS"} and not differing & _HARD:
            self._join(i, j)
        elif differing & _HARD or (a.row and b.row and differing):
            self.near += 0 if differing & _HARD else 1
        else:
            self.loose += 1 if a.row and b.row else 0
            self._join(i, j)

    def join_surnames(self) -> None:  # noqa: C901 - one rule a line
        """A bare surname in running text belongs to a full name that has it."""
        full: dict[str, list[int]] = defaultdict(list)
        bare: dict[str, list[int]] = defaultdict(list)
        for i, record in enumerate(self._records):
            if record.surname_only:
                bare[record.name].append(i)
            elif record.name:
                if record.surname:
                    full[record.surname].append(i)
                for word in record.name.split(" ") if " " in record.name else ():
                    full[word].append(i)
        for surname, members in bare.items():
            for i in members:
                if self._records[i].row:
                    continue
                for j in full.get(surname, ())[:MAX_TRIES]:
                    self._join(i, j)
                    if self.root(i) == self.root(j):
                        break


def _called(record: Record) -> bool:
    return bool(record.name or record.kana)


def _scripts_differ(a: Record, b: Record) -> bool:
    if not (a.name and b.name):
        return True
    return a.name.isascii() != b.name.isascii()


def _compatible(a: Record, b: Record) -> bool:
    """Whether two records' names can be one person's."""
    if a.kana and b.kana and a.kana != b.kana:
        return a.kana.startswith(b.kana) or b.kana.startswith(a.kana)
    if a.name and b.name and a.name != b.name and a.name.isascii() == b.name.isascii():
        if a.surname_only or b.surname_only:
            return a.name.startswith(b.name) or b.name.startswith(a.name)
        return False
    return True
