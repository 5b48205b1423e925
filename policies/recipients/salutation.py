"""Who the text is addressed to: 「株式会社青空 佐藤様」, "Dear Ms Weber,", 「各位」.

Only the first lines of the sender's own text are read, and only a block of lines
that stand together; 「佐藤様よりご紹介」 in running text is no salutation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.recipients import companies
from policies.recipients.latin_salutation import latin_names
from policies.recipients.new_text import Line, new_lines
from policies.recipients.party import is_kanji
from policies.recipients.surnames import surname_of

MAX_LINES = 8  # before the first salutation
MAX_FOUND = 10
MAX_PREFIX = 60

_HONORIFIC = re.compile(r"様方|様|さま|サマ|さん|殿|先生|各位|御中|ちゃん|くん|君|氏")
_AFTER = re.compile(
    r"[ \t\u3000]{0,8}(?:へ|宛て?|ほか|他|[（(](?:cc|bcc|写)?.{0,30}[)）])?[ \t\u3000]{0,8}"
    r"(?:\Z|[、，,。．.！!：:;；／/)）］\]】・&＆*＊]|及び|および|と[^の\s]{1,8}(?:様|さん|さま)"
    r"|お世話|いつも|こんにち|こんばん|おはよう|お疲れ|おつかれ|ご無沙汰|御無沙汰|初めまして|はじめまして|先日|平素|突然|早速|cc[:：])",
    re.IGNORECASE,
)
_SPACE_AFTER = re.compile(r"[ \t\u3000]{1,8}\S")
_GAP = re.compile(
    r"[ \t\u3000、，,・／/&＆()（）:：]{0,6}(?:及び|および|と|cc[:： ]|bcc[:： ])?[ \t\u3000]{0,4}",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"[ \t\u3000]{0,40}(?:(?:to|cc|宛先|宛|写し?)[ \t\u3000]{0,2}[:：；][ \t\u3000]{0,8}"
    r"|[（(【［\[■●◆＊*・]{1,3}(?:cc[:： ])?[ \t\u3000]{0,4})?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\u3000]{1,8}")
#: Greeted as a group or function; nobody in particular.
_GROUP = re.compile(
    r"(?:客|皆|みな|担当者?|関係者|取引先|得意|責任者|購読者|会員|利用者|受講者|参加者|出席者|採用|人事|役員|職員|社員"
    r"|委員|部員|保護者|先生方|皆々)\Z"
)
#: Words that only look like a name with 様, さん, 殿 behind it.
_NO_NAME = re.compile(
    r"\S{0,40}(?:お疲れ|おつかれ|ご苦労|お互い|お陰|おかげ|ごちそう|お子|仕|模|たく)"
    r"|\S{0,2}(?:奥|旦那|神|母|父|兄|姉|嬢)|[同多異一有外何諸図文紋各若親殿宮]|有り|なに|ひと|神社|宮司"
)
_TITLES = (
    "代表取締役社長|代表取締役会長|代表取締役|取締役|執行役員|専務|常務|副社長|社長|会長|副部長|部長代理|部長|次長|副課長|課長補佐|課長代理|課長"
    "|係長|主任|主査|主幹|主事|室長|局長|所長|支店長|支社長|店長|工場長|館長|院長|園長|校長|学長|理事長|理事|事務局長|事務長|本部長|部門長"
    "|グループ長|チームリーダー|リーダー|マネージャー|マネジャー|ディレクター|教授|准教授|博士|弁護士|税理士|会計士|司法書士|社労士|院長|参与|顧問|監査役|担当"
)
_TITLE_END = re.compile(rf"(?:{_TITLES})\Z")
_TITLE_LINE = re.compile(rf"\S{{0,20}}(?:{_TITLES})\Z")
_TITLED = re.compile(rf"([^\s、。,，]{{1,6}})({_TITLES})(?:\Z|[、，,。])")
_SENTENCE = re.compile(r"[、，：:。！？!?]|です|ます|ました|ください")


@dataclass(frozen=True, slots=True)
class Salutation:
    """Somebody addressed: the organisation and person named (either may be empty).

    ``start`` and ``end`` are offsets of the person (or 各位, 御中) in the text.
    ``formal`` says that a Latin name is a surname; ``group`` that nobody in
    particular is meant.
    """

    organisation: str
    person: str
    start: int
    end: int
    formal: bool = False
    group: bool = False


def salutations(text: str) -> tuple[Salutation, ...]:
    """The salutations at the head of the sender's own text, in order."""
    found: list[Salutation] = []
    organisation = ""
    for seen, line in enumerate(new_lines(text)):
        if seen >= MAX_LINES + len(found):
            break
        here = tuple(_in_line(line, organisation, first=seen == 0))
        found += here
        if here:
            organisation = here[-1].organisation
        elif found and not _is_address_line(line.text):
            break
        if len(found) >= MAX_FOUND:
            break
        organisation = _organisation_in(line.text) or organisation
    return tuple(found[:MAX_FOUND])


def _in_line(line: Line, organisation: str, *, first: bool) -> Iterator[Salutation]:
    japanese = tuple(_japanese(line, organisation))
    if japanese:
        yield from japanese
        return
    for name in latin_names(line.text, bare=first):
        start = line.start + name.start
        yield Salutation(
            organisation, name.text, start, line.start + name.end, name.formal, not name.text
        )


def _japanese(line: Line, organisation: str) -> Iterator[Salutation]:
    """Name and honorific from the beginning of the line on, several in a row."""
    text = line.text
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    while at < len(text):
        named = _next_name(text, at)
        if named is None:
            return
        before, honorific, end = named
        salutation = _salutation(line.start + at, before, honorific, organisation)
        if salutation is None:
            return
        organisation = salutation.organisation
        yield salutation
        gap = _GAP.match(text, end)
        at = gap.end() if gap else end


def _next_name(text: str, at: int) -> tuple[str, str, int] | None:
    """What stands before the next honorific, the honorific, and the end of it."""
    for match in _HONORIFIC.finditer(text, at, at + MAX_PREFIX):
        before = text[at : match.start()]
        if _SENTENCE.search(before):
            break  # running text
        if _AFTER.match(text, match.end()):
            return before, match[0], match.end()
        spaced = _SPACE_AFTER.match(text, match.end())
        if spaced and (match[0] != "氏" and match[0] != "君"):
            return before, match[0], match.end()
    titled = _TITLED.match(text, at)
    if titled and surname_of(titled[1]) == titled[1]:
        return titled[1], titled[2], titled.end(2)
    return None


def _salutation(start: int, before: str, honorific: str, organisation: str) -> Salutation | None:
    words = [word for word in _SPACES.split(before.strip(" \t\u3000")) if word]
    words = [*words[:-1], *_unglued(words[-1])] if words else words
    if honorific in {"各位", "御中"}:
        named = next((word for word in words if companies.looks_like_organisation(word)), "")
        if honorific == "御中" and not named and words and not companies.is_department(words[0]):
            named = "".join(words)
        end = start + len(before) + len(honorific)
        return Salutation(named or organisation, "", start, end, group=honorific == "各位")
    if not words:
        return None
    organisation = _organisation_of(words) or organisation
    person = _person_of(words)
    if _NO_NAME.fullmatch(words[-1]) and surname_of(words[-1]) != words[-1]:
        return None
    if _GROUP.search(person or words[-1]) or companies.is_department(words[-1]):
        return Salutation(organisation, "", start, start + len(before), group=True)
    if not _may_be_person(person):
        return None
    end = start + len(before.rstrip(" \t\u3000"))
    formal = not is_kanji(person)
    begin = start + max(before.rfind(person.split(" ")[0]), 0)
    return Salutation(organisation, person, begin, end, formal)


def _person_of(words: list[str]) -> str:
    """The last one or two words that are a name, titles cut off."""
    words = [_TITLE_END.sub("", word) for word in words]
    words = [
        word
        for word in words
        if word
        and not companies.is_department(word)
        and not companies.looks_like_organisation(word)
    ]
    if len(words) > 1 and (surname_of(words[-1]) or len(words[-2]) > 4 or _has_inside(words[-1])):
        return words[-1]
    return " ".join(words[-2:])


def _unglued(word: str) -> list[str]:
    """「株式会社青空商事佐藤」 as organisation and surname; any other word as it is."""
    for length in range(min(6, len(word) - 3), 0, -1):
        name = word[-length:]
        rest = word[:-length]
        if surname_of(name) and companies.looks_like_organisation(rest) and companies.normal(rest):
            return [rest, name]
    return [word]


def _has_inside(word: str) -> bool:
    return len(word) > 3 and is_kanji(word)


def _may_be_person(name: str) -> bool:
    """Kanji, kana or Latin of a name's length; particles mean running text."""
    bare = name.replace(" ", "")
    if not 1 <= len(bare) <= 24 or any(
        char in "」』>＞@#0123456789０１２３４５６７８９" for char in bare
    ):
        return False
    if not is_kanji(bare):
        return not (bare[:1] in "をはがのでに" and len(bare) < 3)
    return bool(surname_of(bare)) or (
        len(bare) <= 8 and not any(c in "をはがのでにともへ" for c in bare)
    )


def _organisation_of(words: list[str]) -> str:
    """The organisation before a person: by its form (also 「株式会社 青空」), or 「青空 佐藤」."""
    for at, word in enumerate(words[:-1]):
        if companies.looks_like_organisation(word):
            bare = companies.normal(word)
            return word if bare else f"{word} {words[at + 1]}"
    if len(words) > 1 and surname_of(words[-1]) and not surname_of(words[-2]):
        before = _TITLE_END.sub("", words[-2])
        return "" if companies.is_department(before) else before
    return ""


def _organisation_in(text: str) -> str:
    """The organisation that a line of an address block names, or empty."""
    stripped = text.strip()
    if len(stripped) > MAX_PREFIX or _SENTENCE.search(stripped):
        return ""
    words = _SPACES.split(stripped)
    if companies.has_form(stripped) and not is_kanji(stripped):
        return stripped.rstrip(",")
    named = next((at for at, w in enumerate(words) if companies.looks_like_organisation(w)), None)
    if named is None:
        return ""
    if companies.normal(words[named]):
        return words[named]
    return " ".join(words[named : named + 2])


def _is_address_line(text: str) -> bool:
    """A department or title on a line of its own, inside an address block."""
    stripped = text.strip()
    return len(stripped) <= 30 and (
        companies.is_department(stripped)
        or companies.looks_like_organisation(stripped)
        or bool(_TITLE_LINE.match(stripped))
    )
