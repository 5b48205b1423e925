"""What one line is: header line, separator, end mark, attribution, rule.

Each test looks at one line (an attribution at up to four joined ones), costs no
more than its first few hundred characters, and says nothing about the lines
around it; ``openings`` puts them together.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from policies.history import labels

MAX_TESTED = 400

ADDRESS = re.compile(
    r"(?<![\w.+%@/-])[\w.!#$&'*+=^`{|}~%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}"
    r"(?![\w@-])"
)
_DATE = re.compile(
    r"\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}"
    r"|(?<!\d)\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}(?!\d)"
    r"|(?<!\d)\d{1,2}(?:st|nd|rd|th)?[.,]?\s(?:de\s)?[^\W\d_]{3,12}[.,]{0,2}\s(?:de\s)?\d{2,4}"
    r"|(?<!\w)[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|令和\s?(?:\d{1,2}|元)年\s?\d{1,2}月\s?\d{1,2}"
    r"|(?<!\d)\d{1,2}月\s?\d{1,2}日"
    r"|(?<!\w)[^\W\d_]{3,12}-\d{1,2}-\d{2,4}(?!\d)|(?<!\d)\d{1,2}-[^\W\d_]{3,12}-\d{2,4}(?!\d)"
)
_DIGIT = re.compile(r"\d")  # every form of a date has one, most lines have none
_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?[:：]\s?\d{2}(?!\d{3})|\d{1,2}\s?時\s?\d{1,2}"
    r"|(?<!\d)\d{1,2}[.h]\d{2}(?![\d.])|\d{1,2}시"
)
_OLD_GMAIL = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2} [^<>@]{1,80} <[^<>\s]{3,200}@[^<>\s]{3,200}>")
_RUN_ON = re.compile(r"-{2,30} ?([^-\n]{4,60}?) ?-{2,30}[ \t\xa0]{0,4}(\S.{3,3000})")
_RULE_CHARS = frozenset(
    "-=*_~+#/\\|.:━─═＝－＊＿—–―‐ー…・･□■◆◇○●◎☆★▲△▼▽※♪∞≡§┏┓┗┛┌┐└┘├┤┬┴┼┃│〓♦◈❖∴∵:：;<>^˙。゜＋"
)
_TRIM = " \t　\xa0*_-–—=>:：<[]()【】《》「」+.~#|━─"


@dataclass(frozen=True, slots=True)
class Header:
    """One header line of a quoted message: the field, its value, and the label as written."""

    field: str
    value: str
    label: str


# Almost no line is any of these. What a glance tells is not looked up in a cache: of
# different lines each look-up would be in vain.


def header(text: str) -> Header | None:
    """The header line that this is, by its label; None for other lines."""
    return _header(text) if ":" in text or "：" in text else None


@lru_cache(maxsize=4_096)
def _header(text: str) -> Header | None:
    head = text[:60]
    colon, wide = head.find(":"), head.find("：")
    if wide > 0 and (colon < 1 or wide < colon):
        colon = wide
    if colon < 1 or colon > 40:
        return None
    label = head[:colon].strip(" \t　\xa0*_>|[]").lower()
    if not label:
        return None
    field = labels.FIELD_OF.get(label) or labels.FIELD_OF.get("".join(label.split()))
    if field is None:
        return None
    return Header(field, text[colon + 1 :].strip(" \t　\xa0*"), label)


def separator(text: str) -> int:
    """How surely a line separates history: 2 with dashes or a known form, 1 words only, 0 not."""
    if not text or len(text) > 200 or (text[0].isalnum() and text[0] not in _SEPARATOR_FIRST):
        return 0
    return _separator(text)


_SEPARATOR_FIRST = frozenset(
    first
    for words in (*labels.SEPARATORS, *labels.SEPARATOR_BEGINNINGS)
    for first in (words[0], words[0].upper())
)


@lru_cache(maxsize=4_096)
def _separator(text: str) -> int:
    if is_underscores(text):
        return 1
    words = text.strip(_TRIM).lower()
    if not words:
        return 0
    dashed = text[:2] in {"--", "==", "__", "**", "━━", "──", "~~", "##"} or text[:3] in {
        "- -",
        "-- ",
    }
    if words in labels.SEPARATORS:
        return 2 if dashed or text.rstrip().endswith((":", "：")) else 1
    if words.startswith(labels.SEPARATOR_BEGINNINGS):
        known = dashed or ADDRESS.search(text) is not None or has_date(text)
        return 2 if known else 0
    return 0


def run_on(text: str) -> str:
    """The headers behind a separator on the same line, as Yahoo! writes forwards; or empty."""
    match = _RUN_ON.match(text[:3_100]) if text.startswith("--") else None
    if match and match[1].strip().lower() in labels.SEPARATORS and header(match[2]):
        return match[2]
    return ""


def is_underscores(text: str) -> bool:
    """The 32 underscores that Outlook on the web writes."""
    return 20 <= len(text) <= 80 and text.strip() == "_" * len(text.strip())


@lru_cache(maxsize=4_096)
def ending(text: str) -> bool:
    """The end mark of a forward; new text may follow it."""
    if not 8 <= len(text) <= 120 or (
        text[:1] not in "-=*_━─~【[" and text[-1:] not in "-=*_━─~】]"
    ):
        return False
    words = text.strip(_TRIM).lower()
    return words.startswith(labels.ENDINGS)


def has_date(text: str) -> bool:
    """A date in any of the usual written forms."""
    part = text[:MAX_TESTED]
    return _DIGIT.search(part) is not None and _DATE.search(part) is not None


def has_time(text: str) -> bool:
    """A time of day."""
    return _TIME.search(text[:MAX_TESTED]) is not None


def has_address(text: str) -> bool:
    """A mail address."""
    part = text[: MAX_TESTED * 4]
    return "@" in part and ADDRESS.search(part) is not None


def attribution(text: str) -> int:
    """How surely this is the line above a quotation: 3 without quote marks too, 1 barely.

    3: date and time with an address or a verb; 2: a verb with a date or an
    address; 1: a verb, or date and time. All end with a colon (or an angle
    bracket and a colon); a sentence that goes on after it is none.
    """
    if not 6 <= len(text) <= MAX_TESTED or text[-1] not in _ATTRIBUTION_LAST:
        return 0
    return _attribution(text)


_AROUND = " \t　\xa0*_"
_ATTRIBUTION_ENDS = (
    ":", "：", ">:", "写道", "작성", "wrote", "書きました。", "書きました",
)  # fmt: skip
_ATTRIBUTION_LAST = frozenset({*_AROUND, "-", ">", *(end[-1] for end in _ATTRIBUTION_ENDS)})


@lru_cache(maxsize=4_096)
def _attribution(text: str) -> int:
    tail = text.rstrip(_AROUND)
    if text.startswith("--"):  # Zoho: "---- On … wrote ----"
        tail = tail.rstrip("- ")
    if _OLD_GMAIL.fullmatch(tail):
        return 1
    if not tail.endswith(_ATTRIBUTION_ENDS):
        return 0
    if tail.endswith(("wrote", "작성", "写道")) and not has_date(tail):
        return 0
    verb = has_verb(tail)
    address = has_address(tail)
    if not verb and not address and not has_date(tail):
        return 0
    return _level(tail, verb, address, dated=has_date(tail))


def has_verb(text: str) -> bool:
    """A word for writing in one of the languages."""
    low = text[:MAX_TESTED].lower()
    for word in labels.VERBS:  # noqa: SIM110 - any() takes twice as long
        if word in low:
            return True
    return False


def _level(tail: str, verb: bool, address: bool, dated: bool) -> int:
    timed = dated and has_time(tail)
    if timed and (verb or address):
        return 3
    if (verb and (dated or address)) or (dated and address):
        return 2
    return 1 if (verb and len(tail) <= 120) or (timed and len(tail) <= 120) else 0


def opens_attribution(text: str) -> bool:
    """Whether an attribution that goes on in the next lines may begin here."""
    low = text[:40].lower()
    if not low or text.endswith(("。", "!", "?", "！", "？")):
        return False
    return low[0].isdigit() or low.startswith(labels.OPENERS) or has_date(text[:80])


@lru_cache(maxsize=4_096)
def rule(text: str) -> bool:
    """A line drawn with repeated characters: at least five, of at most four kinds."""
    bare = text.replace(" ", "").replace("　", "")
    if not 5 <= len(bare) <= 200:
        return False
    kinds = set(bare)
    if kinds <= _RULE_CHARS:
        return len(kinds) <= 4
    return _ornament(bare)


def _ornament(bare: str) -> bool:
    """A drawn line with something in it: ``--★--☆``, ``/_/_/ ABC _/_/``, ``+----[x]----``."""
    drawn = sum(map(_RULE_CHARS.__contains__, bare))
    return drawn >= 10 and drawn * 10 >= len(bare) * 8


def pgp(text: str) -> str:
    """Which kind of inline PGP block begins here (RFC 9580 6.2), or empty."""
    if text.startswith("-----BEGIN PGP SIGNED MESSAGE"):
        return "signed"
    return "encrypted" if text.startswith("-----BEGIN PGP MESSAGE") else ""
