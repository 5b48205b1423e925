"""Keyed hashes of persons, so that lists sent in slices can be added up.

The store keeps only these hashes per sender and recipient organisation: 99
people today and 99 others tomorrow are 198, the same 99 again are 99. The key
is the installation's; without it nobody can test a name against them.
"""

import hashlib
import hmac

from policies.personal_data.entity import Report

SIZE = 12  # bytes; 2^48 persons before one chance collision


def person_hashes(report: Report, key: bytes, scope: str) -> tuple[frozenset[str], ...]:
    """For each person the hashes of their traits, in a scope (sender and organisation).

    Two persons are the same when any hash is equal.
    """
    return tuple(
        frozenset(_hash(key, scope, trait) for trait in traits) for traits in report.person_keys
    )


def new_persons(hashes: tuple[frozenset[str], ...], seen: frozenset[str]) -> int:
    """How many of these persons were not seen before."""
    return sum(1 for person in hashes if not person & seen)


def _hash(key: bytes, scope: str, trait: str) -> str:
    text = f"{scope}\0{trait}".encode("utf-8", "surrogatepass")
    return hmac.new(key, text, hashlib.sha256).digest()[:SIZE].hex()
