"""Telephone numbers: Japanese by the numbering plan, others by phonenumbers.

Source: MIC numbering plan (area codes plus subscriber numbers make ten digits,
mobile and IP numbers eleven). Foreign numbers go through phonenumbers only as
candidates; its matcher on whole texts would cost 10 times the rest.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import phonenumbers

from policies.personal_data.labels import Field

if TYPE_CHECKING:
    from policies.personal_data.context import Context, Label
    from policies.personal_data.numbers import Hit

_GROUPS = re.compile(r"[0-9]{1,64}")
_MOBILE = ("050", "060", "070", "080", "090", "020")
_TOLL = ("0120", "0800", "0570", "0990")
_NOT_PHONE = frozenset({Field.NUMBER, Field.DATE, Field.THING, Field.PERSON_ID, Field.POSTAL})
_TRUSTED = frozenset({Field.PHONE, Field.FAX})


def phone(
    context: "Context", start: int, raw: str, digits: str, label: "Label | None"
) -> "Hit | None":
    """A telephone or fax number, or None."""
    from policies.personal_data.numbers import Hit

    field = label.field if label else None
    if field in _NOT_PHONE or not 9 <= len(digits) <= 15:
        return None
    text = context.text
    if start and text[start - 1] == "+" and not text[start - 2 : start - 1].isalnum():
        start, raw = start - 1, "+" + raw
    closed = raw.count("(") == raw.count(")")
    if not closed:
        raw = raw.rstrip("()")
        if raw.startswith("(") and ")" not in raw:
            start, raw = start + 1, raw[1:]
    trusted = field in _TRUSTED
    region = _region(raw, digits, trusted=trusted)
    if not region:
        return None
    kind = "FAX_NUMBER" if field is Field.FAX else "PHONE"
    why = ["pattern", f"numbering-plan:{region}"]
    if label and trusted:
        why.append(label.why)
    sure = 0.98 if trusted else 0.85 if raw != digits else 0.6
    return Hit(kind, start, start + len(raw), sure, tuple(why))


def _region(raw: str, digits: str, *, trusted: bool) -> str:  # noqa: C901, PLR0911 - one rule a line
    groups = tuple(len(g) for g in _GROUPS.findall(raw))
    if raw.startswith(("+", "(+")):
        return _international(re.sub(r"\(0\)", "", raw).replace("(", "").replace(")", ""))
    if "." in raw and not trusted:
        return ""
    if digits[0] == "0" and digits[1] != "0" and _japanese(digits, groups, raw, trusted=trusted):
        return "jp"
    if digits.startswith(("0081", "010", "00")) and trusted:
        return "international"
    if raw.startswith("(") and groups == (3, 3, 4) and digits[0] in "23456789":
        return "us"
    if groups == (3, 3, 4) and digits[0] in "23456789" and digits[3] in "23456789":
        return "us" if trusted or "-" in raw else ""
    if groups == (1, 3, 3, 4) and digits[0] == "1":
        return "us"
    if digits[0] == "0" and groups == (2, 2, 2, 2, 2) and digits[1] != "0":
        return "fr"
    if digits[0] == "0" and trusted and len(groups) <= 4:
        return "national"
    if trusted and 9 <= len(digits) <= 11 and raw == digits:
        return "national"
    if trusted and len(digits) == 9 and len(groups) == 3:
        return "national"
    return ""


def _japanese(digits: str, groups: tuple[int, ...], raw: str, *, trusted: bool) -> bool:  # noqa: PLR0911 - one rule a line
    count = len(digits)
    mobile = digits.startswith(_MOBILE)
    if count == 11 and not mobile and not digits.startswith("0800"):
        return False
    if count not in {10, 11} or (count == 10 and mobile and not digits.startswith("020")):
        return False
    if len(groups) == 1:
        return trusted or (count == 11 and digits[:3] in {"070", "080", "090"})
    if len(groups) == 3:
        if mobile and count == 11:
            return groups in {(3, 4, 4), (3, 3, 5), (4, 3, 4)}
        if digits.startswith(_TOLL):
            return groups in {(4, 3, 3), (4, 2, 4), (4, 3, 4), (3, 3, 4)}
        return groups[2] == 4 and 2 <= groups[0] <= 5 and 1 <= groups[1] <= 4
    if len(groups) == 2:
        return groups[0] in {2, 3, 4} and (trusted or "(" in raw or mobile)
    return False


@lru_cache(maxsize=8_192)
def _international(raw: str) -> str:
    try:
        number = phonenumbers.parse(raw, None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.region_code_for_number(number) or "international").lower()
