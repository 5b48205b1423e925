"""Check digits and issuer ranges. Each takes a string of digits and says whether it holds.

Sources: My Number: MIC ordinance 85/2014 article 5. Driver's licence: several
public descriptions that agree, none official. Insurer: MHLW numbering rule.
Cards: ISO/IEC 7812 and the issuers' published ranges. Others: python-stdnum.
"""

from functools import lru_cache

from stdnum import iban as _iban
from stdnum import luhn as _luhn
from stdnum.br import cpf as _cpf
from stdnum.cn import ric as _ric
from stdnum.de import idnr as _idnr
from stdnum.es import dni as _dni
from stdnum.es import nie as _nie
from stdnum.fr import nir as _nir
from stdnum.gb import nhs as _nhs
from stdnum.it import codicefiscale as _codice
from stdnum.kr import rrn as _rrn
from stdnum.nl import bsn as _bsn
from stdnum.pl import pesel as _pesel
from stdnum.se import personnummer as _personnummer
from stdnum.us import ssn as _ssn

_MY_NUMBER = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_LICENCE = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_COMMISSIONS = frozenset(
    [
        *range(10, 15),
        *range(20, 26),
        30,
        *range(40, 50),
        *range(50, 56),
        *range(60, 66),
        *range(70, 75),
        *range(80, 84),
        *range(90, 98),
    ]
)


def my_number(digits: str) -> bool:
    """Twelve digits, the last of them weighted mod 11."""
    if len(digits) != 12 or len(set(digits)) == 1:
        return False
    rest = sum(w * int(d) for w, d in zip(_MY_NUMBER, digits, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def driver_license(digits: str) -> bool:
    """Twelve digits: commission, year, serial, check digit, reissue count."""
    if len(digits) != 12 or int(digits[:2]) not in _COMMISSIONS:
        return False
    total = sum(w * int(d) for w, d in zip(_LICENCE, digits, strict=False))
    return int(digits[10]) == (11 - total % 11) % 10


def corporate_number(digits: str) -> bool:
    """Thirteen digits of a Japanese company: a decoy, not a person."""
    if len(digits) != 13:
        return False
    total = sum((2 if i % 2 else 1) * int(d) for i, d in enumerate(reversed(digits[1:])))
    return int(digits[0]) == 9 - total % 9


def luhn(digits: str) -> bool:
    """ISO/IEC 7812 annex B."""
    return _luhn.is_valid(digits)


def insurer(digits: str) -> bool:
    """Eight digits (six for municipal national health insurance), Luhn, prefecture 01-47."""
    if len(digits) not in {6, 8} or not luhn(digits):
        return False
    prefecture = int(digits[-6:-4])
    return 1 <= prefecture <= 47


def credit_card(digits: str) -> bool:
    """Luhn and an issuer range with its length."""
    return card_range(digits) and len(set(digits)) > 1 and luhn(digits)


def card_range(digits: str) -> bool:
    """Whether an issuer gives out numbers of this beginning and length."""
    count = len(digits)
    two, three, four = int(digits[:2]), int(digits[:3]), int(digits[:4])
    if count == 16:
        return (
            digits[0] == "4"
            or 51 <= two <= 55
            or 2221 <= four <= 2720
            or 3528 <= four <= 3589
            or two in {60, 62, 64, 65}
        )
    if count == 15:
        return two in {34, 37}
    if count == 14:
        return 300 <= three <= 305 or two in {36, 38, 39}
    return count in {18, 19} and two in {62, 65}


@lru_cache(maxsize=4_096)
def iban(text: str) -> bool:
    """ISO 13616, mod 97 and the country's own length."""
    return _iban.is_valid(text)


def national_by_digits(digits: str, shape: str) -> tuple[str, bool]:
    """Country code and whether the number proves itself (needs no label); empty if none fits."""
    if shape == "3-2-4" and _ssn.is_valid(digits):
        return "us-ssn", True
    if shape == "6-7" and _rrn.is_valid(digits):
        return "kr-rrn", True
    if shape == "3.3.3-2" and _cpf.is_valid(digits):
        return "br-cpf", True
    if len(digits) == 15 and digits[0] in "12" and _nir.is_valid(digits):
        return "fr-nir", True
    if len(digits) == 18 and _ric.is_valid(digits):
        return "cn-ric", True
    return _labelled_national(digits)


def _labelled_national(digits: str) -> tuple[str, bool]:  # noqa: PLR0911 - one rule a line
    if len(digits) == 11 and _idnr.is_valid(digits):
        return "de-idnr", False
    if len(digits) == 11 and _pesel.is_valid(digits):
        return "pl-pesel", False
    if len(digits) == 11 and _cpf.is_valid(digits):
        return "br-cpf", False
    if len(digits) == 10 and _nhs.is_valid(digits):
        return "gb-nhs", False
    if len(digits) in {10, 12} and _personnummer.is_valid(digits[-10:-4] + "-" + digits[-4:]):
        return "se-personnummer", False
    if len(digits) == 9 and _bsn.is_valid(digits):
        return "nl-bsn", False
    if len(digits) == 9 and _ssn.is_valid(digits):
        return "us-ssn", False
    return "", False


def national_by_letters(text: str) -> str:
    """Country code of a national id with letters whose check holds, else empty."""
    if len(text) == 9 and text[0].isdigit() and _dni.is_valid(text):
        return "es-dni"
    if len(text) == 9 and text[0] in "XYZ" and _nie.is_valid(text):
        return "es-nie"
    if len(text) == 16 and _codice.is_valid(text):
        return "it-codicefiscale"
    return ""
