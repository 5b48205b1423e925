"""Records: which hits belong to one person, before persons are merged.

A table row is a record (two name columns make two); in running text a record
begins with a name and takes what follows in its block, or with data that has
no name yet and takes the first name after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policies.personal_data import dates, fold, names
from policies.personal_data.context import Context
from policies.personal_data.entity import STRONG_IDS
from policies.personal_data.labels import Field
from policies.personal_data.layout import Table
from policies.personal_data.numbers import Hit

_DIGITS = re.compile(r"[^0-9]")
_BLANK = re.compile(r"\n[ \t\r]{0,20}\n")
_BREAK = re.compile(
    r"\n[-=*_・◆■━─~]{3,64}|\n[^\n]{0,6}(?:お届け先|ご?依頼主|送り主|届け先|宛先|From:|To:|Ship)"
)
_NEAR = 120  # characters over which data behind a blank line still belongs to the name before
_LIST_HOSTS = ("lists.", "list.", "bugs.", "ml.", "groups.")
_ROLE = re.compile(
    r"(?:info|sales|support|contact|office|admin|noreply|no-reply|donotreply|webmaster|postmaster|recruit|soumu|eigyo|help|"
    r"helpdesk|service|customer|privacy|press|hr|jinji|mail|inquiry|toiawase|saiyo|keiri|kouhou|news|newsletter|billing|"
    r"accounts?|orders?|shop|web|pr|ir|team|hello|general|desk|security|abuse|marketing|koho|gyomu|honsha|tokyo|osaka|"
    r"jimu|uketsuke|madoguchi|cs|jobs|careers|user|username|git|ftpmaster|listmaster|hostmaster|root|daemon|mailer-daemon|control|your[a-z.]{0,20}|enquiries|feedback|reservation|booking|it|system|alert|notify|notification)s?"
    r"(?:[-_.]?(?:jp|tokyo|osaka|[0-9]{1,3}))?@"
)


@dataclass(slots=True)
class Record:
    """One mention of one person with what belongs to it."""

    row: bool  # a table row; otherwise running text
    group: int = -1  # members of one enumeration are different people
    name: str = ""  # folded, no spaces; kanji or Latin
    kana: str = ""
    surname_only: bool = False
    surname: str = ""  # of a full name
    traits: dict[str, set[str]] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)

    def add(self, kind: str, value: str) -> None:
        """Note a comparable value."""
        self.traits.setdefault(kind, set()).add(value)

    @property
    def counts(self) -> bool:
        """Whether this alone identifies a person."""
        if self.name or self.kana:
            return True
        if self.traits.keys() & (STRONG_IDS | {"EMAIL", "MOBILE"}):
            return True
        return "PERSON_ID" in self.traits and len(self.traits) > 1


def is_role(email: str) -> bool:
    """An address of an office, not of a person."""
    email = email.lower()
    return bool(_ROLE.match(email)) or email.partition("@")[2].startswith(_LIST_HOSTS)


def trait(context: Context, hit: Hit) -> tuple[str, str] | None:  # noqa: PLR0911 - one rule a line
    """The comparable form of a hit other than a name."""
    value = context.text[hit.start : hit.end]
    if hit.type == "EMAIL":
        return None if is_role(value) else ("EMAIL", value.lower())
    if hit.type in {"PHONE", "FAX_NUMBER"}:
        digits = _DIGITS.sub("", value)
        if digits.startswith("81") and len(digits) in {11, 12}:
            digits = "0" + digits[2:]
        mobile = digits.startswith(("070", "080", "090")) and len(digits) == 11
        return "MOBILE" if mobile else "PHONE", digits
    if hit.type == "BIRTH_DATE":
        return "BIRTH", dates.parse(value)
    if hit.type == "ADDRESS":
        return "ADDRESS", re.sub(r"[ \-丁目番地号のノ]", "", value)[:40]
    if hit.type == "POSTAL_CODE":
        return "POSTAL", _DIGITS.sub("", value)
    if hit.type in STRONG_IDS:
        return hit.type, value.replace(" ", "").replace("-", "").upper()
    if hit.type in {"BANK_ACCOUNT", "IBAN"}:
        return "ACCOUNT", value.replace(" ", "")
    return None


def set_name(record: Record, text: str, form: str) -> None:
    """Store a name by its script."""
    plain = text.replace(" ", "").replace("・", "").replace(",", "")
    if form == "kana" or names.kana_shaped(plain):
        record.kana = record.kana or fold.hiragana(plain)
    elif not record.name:
        words = text.replace(",", " ").split()
        latin = text.isascii() or names.latin_shaped(text)
        record.name = " ".join(sorted(w.lower() for w in words)) if latin else plain
        record.surname_only = form == "surname"
        parts = None if latin or record.surname_only else names.split(text) or names.split(plain)
        record.surname = parts[0] if parts else ""


def of_table(context: Context, table: Table, hits: list[Hit]) -> Iterator[Record]:
    """Records of the rows; ``hits`` are those inside the table, by position."""
    by_row: dict[int, list[tuple[int, Hit]]] = {}
    for hit in hits:
        place = context.cell(hit.start)
        if place and place[1] >= 0:
            by_row.setdefault(place[1], []).append((place[2], hit))
    ids = [i for i, f in enumerate(table.fields) if f is Field.PERSON_ID]
    for index, cells in sorted(by_row.items()):
        records = list(_row(context, table, sorted(cells, key=lambda c: (c[0], c[1].start))))
        for column in ids[:1]:
            start, end = table.rows[index][column]
            if records and end > start:
                records[0].add("PERSON_ID", context.text[start:end])
        yield from records


def _row(context: Context, table: Table, cells: list[tuple[int, Hit]]) -> Iterator[Record]:  # noqa: C901 - one rule a line
    current = Record(row=True)
    parts: list[tuple[Field, str]] = []
    for column, hit in cells:
        value = context.text[hit.start : hit.end]
        announced = table.fields[column]
        if hit.type == "PERSON":
            if announced in {Field.SURNAME, Field.GIVEN}:
                if parts and announced in {kind for kind, _ in parts}:
                    set_name(current, _joined(parts), "surname")
                    parts = []
                if current.name:
                    yield current
                    current = Record(row=True)
                parts.append((announced, value))
                current.hits.append(hit)
                if len(parts) == 2:
                    set_name(current, _joined(parts), "")
                    parts = []
                continue
            if announced in {Field.SURNAME_KANA, Field.GIVEN_KANA}:
                current.kana += fold.hiragana(value)
                current.hits.append(hit)
                continue
            if (announced is not Field.KANA and hit.form != "kana" and current.name) or (
                hit.form == "kana" and announced is not Field.KANA and current.kana and current.name
            ):
                yield current
                current = Record(row=True)
            set_name(current, value, "kana" if announced is Field.KANA else hit.form)
        else:
            found = trait(context, hit)
            if found:
                current.add(*found)
        current.hits.append(hit)
    if parts:
        set_name(current, _joined(parts), "surname")
    if current.hits:
        yield current


def _joined(parts: list[tuple[Field, str]]) -> str:
    """Surname first; with a space for Latin letters."""
    words = [value for _, value in sorted(parts, key=lambda p: p[0] is Field.GIVEN)]
    return (" " if words[0].isascii() else "").join(words)


def of_prose(context: Context, hits: list[Hit]) -> Iterator[Record]:
    """Records of running text, by blocks; ``hits`` by position."""
    current: Record | None = None
    previous_end = 0
    for hit in hits:
        gap = context.text[previous_end : hit.start]
        value = context.text[hit.start : hit.end]
        if current and _apart(context, current, hit, gap[:4_000]):
            yield current
            current = None
        if hit.type == "PERSON":
            current, done = _person(current, hit, value, gap)
            if done:
                yield done
        else:
            found = trait(context, hit)
            if current and found and _starts_anew(current, found):
                yield current
                current = None
            current = current or Record(row=False)
            if found:
                current.add(*found)
            current.hits.append(hit)
        previous_end = hit.end
    if current:
        yield current


def _apart(context: Context, current: Record, hit: Hit, gap: str) -> bool:
    """Whether what follows a gap belongs to somebody else."""
    if _BREAK.search(gap):
        return True
    if not _BLANK.search(gap):
        return False
    found = None if hit.type == "PERSON" else trait(context, hit)
    return found is None or not current.name or len(gap) > _NEAR or found[0] in current.traits


def _starts_anew(current: Record, found: tuple[str, str]) -> bool:
    """A second address of the same sort where no name holds them together."""
    kind, value = found
    known = current.traits.get(kind)
    if not known or value in known:
        return False
    single = kind in STRONG_IDS or kind in {"EMAIL", "MOBILE", "BIRTH"}
    return single and not current.name and not current.kana


def _person(current: Record | None, hit: Hit, value: str, gap: str) -> tuple[Record, Record | None]:
    """Attach a name to the open record or begin a new one."""
    is_kana = hit.form == "kana" or names.kana_shaped(value)
    done: Record | None = None
    if (
        current
        and is_kana
        and not current.kana
        and (
            current.name == ""
            or len(gap) <= 3
            or "label:kana" in hit.why
            or "label" in hit.why
            or "カナ" in gap
            or "がな" in gap
        )
    ):
        pass
    elif (
        current
        and hit.form == "romaji"
        and current.name
        and len(gap) <= 40
        and "\n" in gap
        and not current.name.isascii()
    ):
        current.hits.append(hit)
        return current, None
    elif (
        current
        and hit.form == "part"
        and len(gap) <= 40
        and any(h.form == "part" for h in current.hits)
    ):
        current.name = f"{current.name}{value}"
        current.hits.append(hit)
        return current, None
    elif (current and (current.name or (is_kana and current.kana))) or (
        current and current.kana and gap.count("\n") > 1
    ):
        done, current = current, None
    current = current or Record(row=False)
    set_name(current, value, hit.form)
    current.hits.append(hit)
    return current, done
