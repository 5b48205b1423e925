# ruff: noqa: E501, SIM905 - patterns and word lists
"""Western and romaji names in running text.

No model: titles, salutations, labels, and pairs of a listed given name with a
capitalised surname. Given names that are words (May, Mark, Will) need more.
"""

import re
import unicodedata
from collections.abc import Iterator

from policies.personal_data import names
from policies.personal_data.context import Context
from policies.personal_data.dictionary import names as lists
from policies.personal_data.labels import Field
from policies.personal_data.numbers import Hit

_L = "A-Za-zÀ-ÖØ-öø-ÿŁłŚśŻżŹźĆćŃńĄąĘęŠšŽžČč'’"
_U = "A-ZÀ-ÖØ-ÞŁŚŻŹĆŠŽČ"
_W = rf"[{_U}][{_L}\-]{{0,24}}"
_TITLED = re.compile(
    rf"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Herrn|Frau|Mme|Monsieur|Madame|Sr|Sra|Señor|Señora|Signor|Signora)\.? "
    rf"(?:Dr\. )?(?P<name>{_W}(?: (?:van|von|de|der|la|du|di|{_W}))?(?: {_W})?)"
)
_INSIDE = re.compile(rf"[{_L}0-9@._/\-]")
_SALUTED = re.compile(
    rf"^[ >]{{0,4}}(?:Dear|Hi|Hello|Hallo|Bonjour|Hola|Liebe|Lieber|Cher|Chère) (?P<name>{_W}(?: {_W})?)(?=[,:!\n])",
    re.MULTILINE,
)
_PAIR = re.compile(
    rf"({_W})(?=(,? )(?:([A-Z])\.? )?((?:(?:van|von|de|der|la|du|di|da|dos|del|le|el|al) )?{_W})(?![{_L}0-9@_]))"
)
_LABEL_VALUE = re.compile(
    rf"[^\S\n]{{0,8}}[:=.]?[^\S\n]{{0,8}}(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.? )?(?P<name>{_W}(?:,? (?:(?:van|von|de|der|la|du|di|da|del) )?(?:{_W}|[A-Z]\.)){{0,3}})"
)
_SIGNED = re.compile(
    rf"(?:regards|sincerely|wishes|thanks|thank you|cheers|grüße|grüßen|cordialement|saludos|saluti|yours truly|faithfully),?\r?\n{{1,2}}(?P<name>{_W}(?: {_W}){{0,2}})[ \t]{0, 8}(?=\r?\n|$)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"regards|sincerely|wishes|thank|cheers|grüße|cordialement|salu|yours|faithfully"
)
_WORDS = frozenset(
    (
        "may will mark grace hope faith joy summer dawn chase art bill jan april june august "
        "rose ruby daisy paris sydney austin florence georgia virginia carolina jordan "
        "chelsea madison dallas houston lincoln jackson washington victoria savannah asia "
        "china america india london brooklyn phoenix santa san los las new north south east "
        "west the this that our your their my his her its see all any dear best kind for from "
        "to in on at by of and or if when please thank thanks regards hello hi yes no not we "
        "you they it is are was order price sales major young long small black white green "
        "brown gray page case cash dollar early earnest ferry frank general guy harmony honey "
        "ivory jade jasmine king lance love max melody mercy miles olive pat pearl penny peg "
        "princess queen rich rob rocky royal rusty sandy sunny star sterling tiffany tommy "
        "trinity van wade ward will winter holly heather iris ivy lily ginger crystal amber "
        "autumn christian dean duke earl ben bob drew jean kay lane lee ray gene so do sage "
        "man son sun se ha hung"
    ).split()
)
_BRANDS = frozenset(
    [
        "morgan stanley",
        "philip morris",
        "wells fargo",
        "thomas cook",
        "ralph lauren",
        "calvin klein",
        "louis vuitton",
        "harley davidson",
        "jack daniels",
        "mary kay",
        "johnnie walker",
        "merrill lynch",
        "goldman sachs",
        "charles schwab",
        "estee lauder",
        "hewlett packard",
        "arthur andersen",
        "warner brothers",
        "marks spencer",
        "ernst young",
        "james hardie",
        "john deere",
        "martin marietta",
        "lloyd wright",
        "tommy hilfiger",
        "hugo boss",
        "jimmy choo",
        "duncan hines",
        "betty crocker",
        "aston martin",
        "mercedes benz",
        "rolls royce",
        "parker hannifin",
        "johnson matthey",
        "marsh mclennan",
        "smith nephew",
        "kate spade",
        "michael kors",
        "jim beam",
        "dean foods",
        "alfred dunhill",
        "henry schein",
        "victoria line",
        "santa maria",
        "san francisco",
        "new jersey",
    ]
)
_VERBS = frozenset(
    ("will may can april june august summer hope rose chase art bill dawn miles price").split()
)
_NOT_LAST = frozenset(
    (
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun page manual sans serif jst utc gmt cest cet est pst edt pdt version license public inc ltd llc gmbh corp corporation company co bank group street road avenue tower "
        "building hall school university college hospital award prize theorem airport station "
        "park center centre house hotel church square lane drive court library museum "
        "institute foundation association society club team office department services "
        "service systems solutions technologies partners holdings industries international "
        "limited plc ag sa kg motors foods electric steel january february march april may "
        "june july august september october november december monday tuesday wednesday "
        "thursday friday saturday sunday report meeting order invoice project manager "
        "director engineer sales support number date address phone email name team the and or "
        "of for to in is are was has have will can please controls wax chase island city "
        "county state beach bay river lake mountain street's road's day days server client "
        "version"
    ).split()
)


def find(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Names written in Latin letters, outside name columns."""
    text = context.text
    yield from _labelled(context, start, end)
    for pattern, why in ((_TITLED, "title"), (_SALUTED, "salutation"), (_SIGNED, "signature")):
        if why == "signature" and not _CLOSING.search(context.lower, start, end):
            continue
        for match in pattern.finditer(text, start, end):
            if _INSIDE.match(text[match.start() - 1 : match.start()]):
                continue
            name = _cut(match["name"])
            first = name.split(" ")[0].lower()
            if not name or first in _NOT_LAST or (why != "title" and not _named(name)):
                continue
            yield Hit(
                "PERSON",
                match.start("name"),
                match.start("name") + len(name),
                0.92,
                (why,),
                _form(name),
            )
    for match in _PAIR.finditer(text, start, end):
        if _INSIDE.match(text[match.start() - 1 : match.start()]):
            continue
        first, separator, initial, last = match[1], match[2], match[3], match[4]
        if not _pair(first, last, comma="," in separator, initial=bool(initial)) or _company(
            text, match.end(4)
        ):
            continue
        stop = match.end(4)
        form = "romaji" if names.is_romaji_name(first, last) else ""
        yield Hit("PERSON", match.start(1), stop, 0.85, ("given+surname", form or "western"), form)


def _labelled(context: Context, start: int, end: int) -> Iterator[Hit]:
    text = context.text
    for _, stop, field in context.labels_between(start, end):
        if (
            field not in {Field.NAME, Field.SURNAME, Field.GIVEN, Field.KANA}
            or not text[stop : stop + 1]
        ):
            continue
        match = _LABEL_VALUE.match(text, stop, min(end, stop + 80))
        if not match or match.start("name") == stop:
            continue
        name = _cut(match["name"])
        marked = any(c in ":=" for c in text[stop : match.start("name")])
        if (
            len(name) < 2
            or not (marked or _named(name))
            or _company(text, match.start("name") + len(name))
        ):
            continue
        words = name.replace(",", "").split(" ")
        if any(word.lower() in _NOT_LAST for word in words):
            continue
        if (
            field is Field.KANA
            or len(words) > 1
            or field in {Field.SURNAME, Field.GIVEN}
            or _named(name)
        ):
            form = "part" if field in {Field.SURNAME, Field.GIVEN} else _form(name)
            begin = match.start("name")
            yield Hit("PERSON", begin, begin + len(name), 0.93, ("label",), form)


def _pair(first: str, last: str, *, comma: bool, initial: bool) -> bool:
    a, b = first.lower(), last.rsplit(" ", maxsplit=1)[-1].lower().replace("'", "").replace("’", "")
    if comma:
        return last.split(" ", maxsplit=1)[0].isupper() and names.is_romaji_name(first, last)
    if a in _NOT_LAST or b in _NOT_LAST or min(len(a), len(b)) < 2 or len(a) + len(b) < 6:
        return False
    if names.is_romaji_name(first, last):
        return a not in _WORDS and len(a) + len(b) >= 6
    known_first = a in lists().western_first or first.lower() in lists().western_first
    known_last = b in lists().western_last
    if a in _WORDS:
        return known_first and known_last and (b not in _WORDS or a not in _VERBS)
    if f"{a} {b}" in _BRANDS:
        return False
    return (known_first or initial) and (known_last or not last.isascii())


def _plain(word: str) -> str:
    """Lower case without accents and apostrophes, as the lists have it."""
    letters = unicodedata.normalize(
        "NFD", word.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    )
    return "".join(c for c in letters if c.isalpha() and not unicodedata.combining(c))


def _named(name: str) -> bool:
    words = [word.lower() for word in name.replace(",", "").split(" ")]
    known = lists()
    return any(
        w in known.western_first
        or w in known.given_romaji
        or w in known.surname_romaji
        or w in known.western_last
        for w in words
    )


def _cut(name: str) -> str:
    """Drop trailing words that cannot belong to a name."""
    words = name.split(" ")
    while words and words[-1].lower().strip(",.") in _NOT_LAST:
        words.pop()
    return " ".join(words).rstrip(" ,.")


_AFTER_COMPANY = re.compile(
    r"[ ,]{1,2}(?:Inc|Ltd|LLC|GmbH|Corp|Co\.|& |AG\b|PLC|SA\b|Group|Bank|Street|St\.|Road|Avenue|Tower|Hall|University|School|Hospital|Airport|Controls|Theorem|Prize)"
)


def _company(text: str, at: int) -> bool:
    return bool(_AFTER_COMPANY.match(text, at))


def _form(name: str) -> str:
    words = name.replace(",", "").split(" ")
    return "romaji" if len(words) == 2 and names.is_romaji_name(words[0], words[1]) else ""
