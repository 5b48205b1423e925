"""Lines of originals: what stands in mail that the gate has seen is the best evidence of history.

The gate keeps no text of mail that has left, only keyed hashes of the lines that its
sender wrote. The key is the installation's.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from policies.history.lines import key
from policies.history.reading import Reading

MAX_CHARACTERS = 2_000_000  # of texts that are compared
MAX_LINES = 300  # of one mail
SIZE = 8  # bytes: among a million lines a chance hit is less likely than 1 in 10^13
SHORTEST = 4  # characters of a key: shorter lines stand in every mail


def keys_of(texts: Iterable[str]) -> frozenset[str]:
    """The lines of known texts, in the form in which lines are compared."""
    found: set[str] = set()
    left = MAX_CHARACTERS
    for text in texts:
        for line in text[: max(left, 0)].splitlines():
            name = key(line)
            if len(name) >= SHORTEST:
                found.add(name)
        left -= len(text)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class SeenLines:
    """Lines known by their hashes. ``key in lines`` asks about one."""

    secret: bytes
    hashes: frozenset[bytes]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _hash(self.secret, name) in self.hashes

    def __bool__(self) -> bool:
        return bool(self.hashes)


def line_hashes(readings: Iterable[Reading], secret: bytes) -> tuple[bytes, ...]:
    """The lines that the sender of a mail wrote, as hashes; at most ``MAX_LINES``."""
    found: dict[bytes, None] = {}
    for reading in readings:
        for index in reading.new():
            name = key(reading.lines.texts[index])
            if len(name) >= SHORTEST:
                found[_hash(secret, name)] = None
            if len(found) == MAX_LINES:
                return tuple(found)
    return tuple(found)


def _hash(secret: bytes, name: str) -> bytes:
    text = b"line\0" + name.encode("utf-8", "surrogatepass")
    return hmac.digest(secret, text, hashlib.sha256)[:SIZE]
