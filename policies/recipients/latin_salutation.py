"""Salutations in Latin letters: English, German, and a little French, Spanish, Italian."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_REST = 100

_GREETING = re.compile(
    r"[ \t\u3000]{0,8}(?:my )?(dear|hi there|hi|hello|hey|good (?:morning|afternoon|evening|day)"
    r"|greetings|sehr geehrte[rs]?|sehr verehrte[rs]?|liebe[rs]?|hallo"
    r"|guten (?:tag|morgen|abend)|moin|servus|gr(?:ü|ue)zi"
    r"|gr(?:ü|ue)(?:ß|ss) gott|verehrte[rs]?|bonjour|bonsoir|ch(?:er|ère)"
    r"|madame|monsieur|estimad[oa]|querid[oa]"
    r"|hola|gentile|egregio|car[oa]|ciao|buongiorno)(?=[\s,:!.]|\Z)[ \t,]{0,4}",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:mr|ms|mrs|miss|mx|messrs|dr|prof(?:essor)?|herrn?|frau|fräulein"
    r"|m|mme|mlle|madame|monsieur|sr|sra"
    r"|srta|señor|señora|sig|signor|signora|ing|dipl|dott|sir"
    r"|med|phil|rer|nat|mag|hon|rev)\.?(?![\w'’])[ \t.]{0,3}"
    r"(?:(?:and|und|&) (?=mr|ms|frau|herr))?",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-]){0,40}\.?(?![\w@])")
_SAN = re.compile(r"[- ](?:san|sama|sensei|kun)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"[ \t]{0,3}(?:,[ \t]{0,3})?(?:(?:and|und|et|y|e|&|/|\+)(?=[ \t]))?[ \t]{0,3}"
    r"|[ \t]{0,2},[ \t]{1,3}"
)
_END = re.compile(r"[ \t]{0,4}(?:[,:;!.–—-]|\Z)")
_SIRS = frozenset({"sir", "madame", "monsieur"})
_PARTICLE_WORDS = """
von van der den de del della di da la le du zu zur vom al bin ten ter dos
"""
_PARTICLE = frozenset(_PARTICLE_WORDS.split())
_NOBODY_WORDS = """
all alle team everyone everybody folks sir madam sirs madams colleague colleagues customer
customers friend friends both there guys ladies gentlemen damen herren kollegen kolleginnen
kollege kollegin zusammen hiring recipient recipients support sales partner partners valued client
clients member members user users subscriber subscribers reader readers supplier suppliers vendor
vendors whom who concerned again everyone's kunde kunden kundin kundinnen leser tous toutes
messieurs mesdames todos todas manager editor applicant group committee board staff students
parents neighbours miteinander leute teilnehmer interessenten partnerin participants attendees
shareholder shareholders investor investors kind sirs/madams office reception
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())
_NOT_NAMES_WORDS = """
thanks thank thx hope hoping please i i'm we just sorry many attached here quick following as re
per happy good any can could would will do did is are was it this that the a an to for from in on
at of my our your you if when what how why with regarding great nice hello hi dear yes no ok okay
sure not let see find sent below above and or bitte danke vielen anbei ich wir wie im am hier
leider gerne schön das die der ein eine für mit es best kind regards sincerely cheers mfg viele
grüße gruß beste yours update reminder note fyi asap urgent well however therefore first second
also monday tuesday wednesday thursday friday today tomorrow sehr hallo liebe lieber guten merci
bien voici je nous gracias adjunto
"""
_NOT_NAMES = frozenset(_NOT_NAMES_WORDS.split())


@dataclass(frozen=True, slots=True)
class LatinName:
    """A name with its offsets in the line; empty when a group or function is greeted."""

    text: str
    start: int
    end: int
    formal: bool


def latin_names(line: str, *, bare: bool) -> Iterator[LatinName]:
    """The names greeted at the beginning of a line.

    ``bare``: the line may begin with the name itself ("Tom,", "Sato-san,"), as the
    first line of a text does.
    """
    greeting = _GREETING.match(line)
    if not greeting:
        yield from _bare(line, allowed=bare)
        return
    word = greeting[1].lower()
    at = greeting.start(1) if word in {"madame", "monsieur"} else greeting.end()
    limit = min(len(line), at + MAX_REST)
    formal = False
    while at < limit:
        name = _name(line, at, limit, formal=formal)
        if name is None:
            return
        yield name
        at = _next(line, name.end)
        again = _GREETING.match(line, at)
        if again:
            at = again.end()
        elif at == name.end or not _follows(line, at):
            return


def _bare(line: str, *, allowed: bool) -> Iterator[LatinName]:
    """A line that is a name: "Tom," or "Anna Weber:" alone; "Sato-san" before anything."""
    at = len(line) - len(line.lstrip(" \t\u3000"))
    name = _name(line, at, min(len(line), at + MAX_REST), formal=False)
    if name is None or not name.text or not name.text[0].isupper():
        return
    polite = line[name.start : name.end] != name.text and _SAN.search(line, name.start, name.end)
    if polite or (allowed and line[name.end :].strip() in {",", ":", "，"}):
        yield name


def _next(line: str, at: int) -> int:
    gap = _BETWEEN.match(line, at)
    return gap.end() if gap else at


def _follows(line: str, at: int) -> bool:
    """Whether what stands behind a comma or "and" is one more name, not the sentence."""
    name = _name(line, at, min(len(line), at + 40), formal=False)
    return bool(
        name
        and name.text
        and name.text[0].isupper()
        and _END.match(line, name.end)
        and line[name.end :].strip()[:1] in {"", ",", ":", "!", "&"}
    )


def _name(line: str, at: int, limit: int, *, formal: bool) -> LatinName | None:
    """Titles, then up to four words of a name."""
    while title := _TITLE.match(line, at, limit):
        if title.end() >= limit and not title[0].strip(" ."):
            break
        word = title[0].strip(" .").lower()
        followed = _NAME.match(line, title.end())
        if word in _SIRS and (not followed or followed[0].lower() in {"or", "and", "et", "ou"}):
            return LatinName("", at, title.end(), formal=False)
        formal, at = True, title.end()
    words: list[tuple[int, int]] = []
    position = at
    while len(words) < 4 and (match := _NAME.match(line, position, limit)):
        word = match[0].rstrip(".")
        plain = word.lower()
        if plain in _NOBODY:
            return LatinName("", at, match.end(), formal=False)
        if plain in _NOT_NAMES or (
            words and word.islower() and plain not in _PARTICLE and plain != "san"
        ):
            break
        words.append((match.start(), match.end()))
        position = match.end()
        while line[position : position + 1] in {" ", "\t"} and position < limit:
            position += 1
    if not words:
        return None
    start, end = words[0][0], words[-1][1]
    text = _SAN.sub("", line[start:end]).strip(" .")
    return LatinName(text, start, end, formal or text != line[start:end].strip(" ."))
