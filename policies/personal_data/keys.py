"""Keyed hashes of persons, so that lists sent in slices can be added up.

The store keeps only these hashes per sender and recipient organisation: 99
people today and 99 others tomorrow are 198, the same 99 again are 99. The key
is the installation's; without it nobody can test a name against them.
"""

import hashlib
import hmac
from collections.abc import Iterable

from policies.personal_data.entity import Report

SIZE = 12  # bytes; 2^48 persons before one chance collision
MAX_PERSONS = 5_000  # of one mail
MAX_TRAITS = 4

#: One person: the hashes of their traits. Two are the same when any hash is equal.
Hashed = tuple[str, ...]


def person_hashes(reports: Iterable[Report], key: bytes) -> tuple[Hashed, ...]:
    """The persons of all parts of a mail, hashed; at most ``MAX_PERSONS``."""
    found: list[Hashed] = []
    known: set[str] = set()
    for report in reports:
        for traits in report.person_keys:
            if traits & known or not traits or len(found) == MAX_PERSONS:
                continue
            known |= traits
            found.append(tuple(_hash(key, trait) for trait in sorted(traits)[:MAX_TRAITS]))
    return tuple(found)


def distinct_persons(reports: Iterable[Report]) -> int:
    """Different people over several texts: the same traits are the same person."""
    known: set[str] = set()
    count = unnamed = 0
    for report in reports:
        unnamed += max(0, report.persons - len(report.person_keys))
        for traits in report.person_keys:
            count += not traits & known
            known |= traits
    return count + unnamed


def _hash(key: bytes, trait: str) -> str:
    text = b"person\0" + trait.encode("utf-8", "surrogatepass")
    return hmac.digest(key, text, hashlib.sha256)[:SIZE].hex()
