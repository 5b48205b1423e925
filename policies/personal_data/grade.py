"""Whether contact data is a person's or a company's.

A signature block's office address and switchboard are the company's; a mobile
number, a private address or a table row is a person's.
"""

import re

from policies.personal_data.context import Context
from policies.personal_data.entity import Grade
from policies.personal_data.numbers import Hit
from policies.personal_data.records import is_role

_COMPANY = re.compile(
    r"株式会社|\(株\)|㈱|有限会社|\(有\)|㈲|合同会社|商事|製作所|本社|支店|営業所|病院|法人|御中|商店|工業|"
    r"\bInc\b|\bLtd\b|\bLLC\b|\bGmbH\b|\bCorp\b|\bCo\.,|S\.A\."
)
_REACH = 160  # characters around a value that make its block
_CONTACT = frozenset({"ADDRESS", "PHONE", "FAX_NUMBER", "POSTAL_CODE", "EMAIL", "BANK_ACCOUNT"})


def grade(context: Context, hit: Hit) -> tuple[Grade, tuple[str, ...]]:  # noqa: PLR0911 - one rule a line
    """The grade of a hit with its reason code."""
    if hit.type not in _CONTACT:
        return "personal", ()
    text = context.text
    if hit.type == "EMAIL":
        if is_role(text[hit.start : hit.end]):
            return "business", ("business-contact:role-address",)
        return "personal", ()
    digits = text[hit.start : hit.end].lstrip("(+")
    if hit.type == "PHONE":
        if digits.startswith(("0120", "0800", "0570")):
            return "business", ("business-contact:toll-free",)
        if digits.startswith(("070", "080", "090", "81")):
            return "personal", ()
    if context.table(hit.start):
        return "personal", ()
    low = max(text.rfind("\n\n", 0, hit.start), hit.start - _REACH, 0)
    high = text.find("\n\n", hit.end, hit.end + _REACH)
    block = text[low : high if high >= 0 else hit.end + _REACH]
    if _COMPANY.search(block):
        return "business", ("business-contact:company-block",)
    return "personal", ()
