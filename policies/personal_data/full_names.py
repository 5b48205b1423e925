# ruff: noqa: E501 - patterns and word lists
"""Full names without label or honorific: pairs from the lists, and whole lines of contact blocks."""

import re
from collections.abc import Iterator

from policies.personal_data import names
from policies.personal_data.context import Context
from policies.personal_data.dictionary import names as lists
from policies.personal_data.numbers import Hit
from policies.personal_data.titles import TITLES, without_title

K = names.KANJI

_SPACED = re.compile(
    rf"[{K}]{{1,10}}(?= ([{K}]{{1,5}}(?![{K}A-Za-z0-9])|[ぁ-んァ-ヶー]{{2,5}}(?![{K}ぁ-んァ-ヶーA-Za-z0-9])))"
)
_RUN = re.compile(rf"[{K}]{{3,14}}[ぁ-んァ-ヶー]{{0,4}}")
_COMPANY_NEAR = re.compile(
    r"株式会社|\(株\)|㈱|有限会社|\(有\)|㈲|合同会社|商事|商店|製作所|工業|建設|産業|運輸|病院|医院|クリニック|[社店舗館堂屋荘]|ビル|法律事務所|ホールディングス"
)
COMPANY_BEFORE = re.compile(r"(?:株式会社|\(株\)|㈱|有限会社|\(有\)|㈲|合同会社) ?$")
NAME_CHARACTER = re.compile(rf"[{K}ぁ-んァ-ヶーA-Za-z0-9]")
_TITLE_WORD = re.compile(rf"(?:{TITLES}|部|課|室|係)$")


def in_text(text: str, start: int, end: int) -> Iterator[Hit]:
    """Surname and given name from the lists, with or without a space."""
    for match in _SPACED.finditer(text, start, end):
        token, given = match[0], without_title(match[1])
        if NAME_CHARACTER.match(text[match.start() - 1 : match.start()]):
            continue
        if _TITLE_WORD.search(token) and not names.is_surname(token):
            continue
        at = max((i + 1 for i, c in enumerate(token[:-1]) if c in "部課室係長役任"), default=0)
        for i in {0, at}:
            surname = token[i:]
            parts = names.split(f"{surname} {given}") if given else None
            stop = match.end() + 1 + len(given)
            if parts and _free(text, match.start() + i, stop, parts, spaced=True):
                yield Hit("PERSON", match.start() + i, stop, 0.9, ("surname+given", "spaced-pair"))
    for match in _RUN.finditer(text, start, end):
        yield from _in_run(text, match.start(), match[0])


def _in_run(text: str, start: int, run: str) -> Iterator[Hit]:
    """A full name that makes up a run of kanji, or what is left of it behind a department."""
    for whole in (run.rstrip(_KANA), run):
        word = without_title(whole)
        at = max((i + 1 for i, c in enumerate(word[:-2]) if c in "部課室係任"), default=0)
        for i in {0, at}:
            parts = names.split(word[i:])
            stop = start + len(word)
            if parts and _free(text, start + i, stop, parts, spaced=False):
                yield Hit("PERSON", start + i, stop, 0.85, ("surname+given",))
                return
        if len(whole) == len(run):
            return


_KANA = "".join(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30F7), 0x30FC)))


def _free(text: str, start: int, end: int, parts: tuple[str, str, int], *, spaced: bool) -> bool:
    """Whether a pair may stand as a name without label or honorific."""
    surname, given, strength = parts
    word = surname + given
    if word in lists().not_names or names.organisation(word) or _COMPANY_NEAR.match(text, end):
        return False
    if COMPANY_BEFORE.search(text, max(0, start - 6), start):
        return False
    alone = _alone(text, start, end)
    sure = strength == 3 or (strength == 2 and given in names.SINGLE and surname in lists().common)
    if sure and len(surname) >= 2 and (len(given) >= 2 or given in names.SINGLE or spaced or alone):
        return given[0] >= "一" or spaced or alone
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    if strength >= 1 and bracketed and (len(surname) >= 2 or names.like_a_given_name(given)):
        return True
    if strength >= 1 and alone and (spaced or strength >= 2):
        return len(word) >= 3 or spaced
    return strength >= 2 and spaced and len(surname) == 1 and len(given) >= 2 and alone


_ENDS = re.compile(
    r"[ \t]{0,4}(?:$|[\n(\[|、,,/:)）」』>＜<\t]|TEL|Tel|tel|FAX|電話|携帯|〒|0[0-9]|生)"
)


def _alone(text: str, start: int, end: int) -> bool:
    """A name on its own line, or between a department, a title and a line end."""
    before = text[max(0, start - 1) : start]
    opened = before in {
        "",
        "\n",
        " ",
        "\t",
        ":",
        "|",
        ",",
        "、",
        "・",
        "/",
        "課",
        "部",
        "室",
        "係",
        "長",
        "役",
        "任",
        "(",
    }
    return opened and bool(_ENDS.match(text, end))


KANA_BESIDE = re.compile(
    r" ?[(\[/\n] ?([ぁ-んァ-ヶー]{2,8}(?:[ ・]?[ぁ-んァ-ヶー]{1,8})?) ?[)\]/\n]?"
)
_OWN_LINE = re.compile(rf"(?P<name>[{K}]{{1,5}} ?[{K}ぁ-んァ-ヶー]{{1,5}}) ?(?:[(\[/]|$)")
_CONTACT = re.compile(
    rf"株式会社|\(株\)|㈱|有限会社|〒|TEL|Tel|電話|@|0[0-9]{{1,3}}-|(?:{TITLES})$|[部課室係] ?$|法人|事務所",
    re.MULTILINE,
)


def in_lines(context: Context, start: int, end: int) -> Iterator[Hit]:
    """A name that is a whole line of a contact block: the lines around it tell."""
    lines = context.layout.lines
    for i in range(context.layout.line_at(start), len(lines)):
        begin, stop = lines[i]
        if begin >= end:
            return
        if not 2 <= stop - begin <= 60 or context.table(begin):
            continue
        yield from _own_line(context, begin, stop)


def _own_line(context: Context, begin: int, stop: int) -> Iterator[Hit]:
    text = context.text
    last = max(text.rfind(" ", begin, stop), text.rfind("\t", begin, stop))
    second = max(text.rfind(" ", begin, last), text.rfind("\t", begin, last)) if last > 0 else -1
    starts = sorted({begin, max(begin, second + 1), max(begin, last + 1)})
    for at in starts:
        match = _OWN_LINE.match(text, at, stop)
        if not match:
            continue
        word = match["name"]
        parts = names.split(word)
        reading = KANA_BESIDE.match(text, match.end("name"))
        sure = bool(reading and names.is_kana_name(reading[1]))
        if not parts or names.organisation(word):
            continue
        if not sure and (
            word.replace(" ", "") in lists().not_names or names.is_common_surname(word)
        ):
            continue
        before = text[
            max(
                0, text.rfind("\n", 0, max(0, match.start() - 1)), match.start() - 60
            ) : match.start()
        ]
        after = text[match.end() : match.end() + 120]
        if _CONTACT.search(before) or _CONTACT.search(after):
            yield Hit(
                "PERSON",
                match.start("name"),
                match.end("name"),
                0.85,
                ("surname+given", "contact-block"),
            )
            return
