# ruff: noqa: E501 - patterns
"""One candidate pass for everything with digits, and what each shape can be.

The pass finds runs of digits with their separators and letter-digit ids; the
dispatch looks at length, shape, check digit and nearest label. A label that
announces something else is a veto.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.personal_data import checks, phones
from policies.personal_data.context import Context, Label
from policies.personal_data.labels import Field

_CANDIDATE = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?P<id>[A-Z]{2}[0-9]{8}[A-Z]{2}(?![0-9A-Za-z])"
    r"|[A-Z]{2} ?[0-9]{7}(?![0-9A-Za-z-])"
    r"|[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z](?![0-9A-Za-z])"
    r"|[A-Z]{2}[0-9]{6}[A-D](?![0-9A-Za-z])|[A-Z]{2} [0-9]{2} [0-9]{2} [0-9]{2} [A-D](?![0-9A-Za-z])"
    r"|(?:[0-9]{8}|[XYZ][0-9]{7})-?[A-Z](?![0-9A-Za-z])"
    r"|[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,40})"
    r"|(?P<number>[+(]{0,2}[0-9][-0-9() .]{2,40}))"
)
_YUCHO = re.compile(r"記号[:: ]{0,3}(1[0-9]{4})[^0-9\n]{0,6}番号[:: ]{0,3}([0-9]{6,8})(?![0-9])")
_SYMBOL_AND_NUMBER = re.compile(
    r"記号[:: ]{0,3}([0-9]{1,8}[^0-9\n]{0,6}番号[:: ]{0,3}[0-9]{1,8})(?![0-9])"
)
_DIGITS = re.compile(r"[0-9]{1,64}")
_NOT_DIGIT = re.compile(r"[^0-9]")
_NEXT_ADDRESS = re.compile(
    r"[-, \t\r\n\"]{0,4}(?:TEL[^\n]{0,24}\n)?"
    r"(?:北海道|東京都|京都府|大阪府|[一-鿿]{2,3}県|[一-鿿ぁ-んァ-ヶ]{1,6}[市区郡町])"
)

#: A column or line that says what it is vetoes everything but itself.
VETO = frozenset({Field.NUMBER, Field.DATE, Field.THING, Field.PERSON_ID, Field.COMPANY})


@dataclass(frozen=True, slots=True)
class Hit:
    """A typed span in the folded text, before persons are made of it."""

    type: str
    start: int
    end: int
    confidence: float
    why: tuple[str, ...]
    form: str = ""
    grade: str = "personal"


def find(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Hits among the digits of a stretch of text."""
    text = context.text
    for match in _YUCHO.finditer(text, start, end) if text.find("記号", start, end) >= 0 else ():
        yield Hit(
            "BANK_ACCOUNT", match.start(2), match.end(2), 0.95, ("pattern:yucho", "label:記号 番号")
        )
    yield from _insured(text, start, end)
    for match in _CANDIDATE.finditer(text, start, end):
        label = context.label(match.start())
        if match["id"]:
            yield from _letters(match, label)
        else:
            yield from _number(context, match.start(), match[0], label)


def _insured(text: str, start: int, end: int) -> Iterator[Hit]:
    """「記号 12345 番号 678」 of a health insurance card, not of a postal savings book."""
    if text.find("番号", start, end) < 0 or "保険" not in text:
        return
    for match in _SYMBOL_AND_NUMBER.finditer(text, start, end):
        if not _YUCHO.match(text, match.start()):
            yield Hit(
                "INSURED_NUMBER", match.start(1), match.end(1), 0.9, ("pattern", "label:記号 番号")
            )


def _letters(match: re.Match[str], label: Label | None) -> Iterator[Hit]:
    raw = match["id"].rstrip()
    compact = raw.replace(" ", "")
    start, end = match.start(), match.start() + len(raw)
    field = label.field if label else None
    why = (label.why,) if label else ()
    if len(compact) == 12 and compact[2:10].isdigit() and compact[10:].isalpha():
        if field is Field.RESIDENCE:
            yield Hit("RESIDENCE_CARD", start, end, 0.97, ("pattern", *why))
        elif field not in VETO:
            yield Hit("RESIDENCE_CARD", start, end, 0.6, ("pattern", "no-label"))
        return
    if len(compact) == 9 and compact[:2].isalpha() and compact[2:].isdigit():
        if field is Field.PASSPORT:
            yield Hit("PASSPORT", start, end, 0.95, ("pattern", *why))
        return
    country = checks.national_by_letters(compact.replace("-", ""))
    if country and field not in VETO:
        yield Hit("NATIONAL_ID", start, end, 0.95, ("pattern", f"check-digit:{country}", *why))
        return
    if len(compact) == 9 and field is Field.NATIONAL:
        yield Hit("NATIONAL_ID", start, end, 0.9, ("pattern:gb-nino", *why))
        return
    for stop in _iban_ends(raw):
        if checks.iban(raw[:stop].replace(" ", "")):
            yield Hit("IBAN", start, start + stop, 0.98, ("pattern", "check-digit:iban", *why))
            return


def _iban_ends(raw: str) -> Iterator[int]:
    """Where an IBAN in this run may end: after each group, or at the whole run."""
    yield len(raw)
    for at in range(len(raw) - 1, 14, -1):
        if raw[at] == " ":
            yield at


def _number(context: Context, start: int, raw: str, label: Label | None) -> Iterator[Hit]:
    raw = raw.rstrip("-(. ")
    if "  " in raw:
        raw = raw[: raw.index("  ")]
    whole = _whole(context, start, raw, label)
    if whole:
        yield whole
        return
    if " " not in raw:
        return
    at = 0
    for piece in raw.split(" "):
        trimmed = piece.strip("-.")
        if len(trimmed) >= 4:
            begin = start + at + piece.index(trimmed)
            hit = _whole(context, begin, trimmed, context.label(begin))
            if hit:
                yield hit
        at += len(piece) + 1


def _whole(context: Context, start: int, raw: str, label: Label | None) -> Hit | None:
    """What a run of digits is when taken as one number."""
    digits = _NOT_DIGIT.sub("", raw)
    end = start + len(raw)
    field = label.field if label else None
    after = context.text[end : end + 1]
    if len(digits) < 4 or (after.isascii() and after.isalpha() and field not in _LABELLED):
        return None
    if field is Field.PHONE and label and "直通" not in label.text and raw.startswith("〒"):
        return None
    if field in _LABELLED:
        hit = _labelled(start, end, raw, digits, label)
        if hit:
            return hit
    if field in VETO and not (field is Field.COMPANY and label and label.how != "header"):
        return None
    return (
        _postal(context, start, end, raw, digits, label)
        or phones.phone(context, start, raw, digits, label)
        or _by_itself(context, start, end, raw, digits, label)
    )


_LABELLED = frozenset(
    {
        Field.MY_NUMBER,
        Field.LICENSE,
        Field.PENSION,
        Field.INSURER,
        Field.INSURED,
        Field.CARD,
        Field.BANK,
        Field.NATIONAL,
    }
)


def _labelled(start: int, end: int, raw: str, digits: str, label: Label | None) -> Hit | None:  # noqa: C901, PLR0911 - one rule a line
    """A value whose label names an identifier; the check digit must hold where one exists."""
    assert label is not None
    field, count, why = label.field, len(digits), ("pattern", label.why)
    checked = ("pattern", "check-digit", label.why)
    if field is Field.MY_NUMBER and checks.my_number(digits):
        return Hit("MY_NUMBER", start, end, 0.98, checked)
    if field is Field.LICENSE and checks.driver_license(digits):
        return Hit("DRIVER_LICENSE", start, end, 0.97, checked)
    if field is Field.PENSION and count == 10:
        return Hit("PENSION_NUMBER", start, end, 0.95, why)
    if field is Field.INSURER and checks.insurer(digits):
        return Hit("INSURER_NUMBER", start, end, 0.97, checked)
    if field is Field.INSURED and 3 <= count <= 14 and " " not in raw:
        return Hit("INSURED_NUMBER", start, end, 0.9, why)
    if field is Field.CARD and checks.credit_card(digits):
        return Hit("CREDIT_CARD", start, end, 0.99, checked)
    if field is Field.BANK and 6 <= count <= 8 and "." not in raw and "(" not in raw:
        return Hit("BANK_ACCOUNT", start, end, 0.93, why)
    if field is Field.BANK and count == 13 and raw[5:6] in "- ":
        return Hit("BANK_ACCOUNT", start, end, 0.93, ("pattern:yucho", label.why))
    if field is Field.NATIONAL:
        country, _ = checks.national_by_digits(digits, _shape(raw))
        if country:
            return Hit("NATIONAL_ID", start, end, 0.95, (f"check-digit:{country}", label.why))
    return None


def _postal(
    context: Context, start: int, end: int, raw: str, digits: str, label: Label | None
) -> Hit | None:
    if label and label.field is Field.POSTAL and raw == digits and len(digits) in {4, 5}:
        return Hit("POSTAL_CODE", start, end, 0.9, ("pattern", label.why))
    shaped = len(raw) == 8 and raw[3] == "-"
    if len(digits) != 7 or not (shaped or raw == digits):
        return None
    if digits == "0000000":
        return None
    if label and label.field is Field.POSTAL:
        return Hit("POSTAL_CODE", start, end, 0.97, ("pattern", label.why))
    if shaped and (label is None or label.field is Field.ADDRESS):  # noqa: SIM102 - two questions
        if _NEXT_ADDRESS.match(context.text, end, min(end + 60, len(context.text))):
            return Hit("POSTAL_CODE", start, end, 0.9, ("pattern", "before-address"))
    return None


def _by_itself(
    context: Context, start: int, end: int, raw: str, digits: str, label: Label | None
) -> Hit | None:
    """Numbers that prove themselves by shape and check digit without a label."""
    if len(digits) < 9:
        return None
    shape = _shape(raw)
    if shape in {"4-4-4-4", "4 4 4 4", "4-6-5", "4 6 5", "4-6-4", "4 6 4"}:  # noqa: SIM102 - two questions
        if checks.credit_card(digits):
            return Hit("CREDIT_CARD", start, end, 0.85, ("pattern", "check-digit", "grouped"))
    country, proves = checks.national_by_digits(digits, shape)
    if country and proves and (label is None or label.field is not Field.PHONE):
        return Hit("NATIONAL_ID", start, end, 0.85, ("pattern", f"check-digit:{country}"))
    return None


def _shape(raw: str) -> str:
    """Lengths of the digit groups with their separators: ``3-4-4``."""
    return _DIGITS.sub(lambda group: str(len(group[0])), raw)
