"""The index: which of 100,000 known texts lie within two edits of an asked one.

Deletion neighbourhoods (Mor & Fraenkel 1982; SymSpell): two texts within d edits
share a text that comes out of each by at most d deletions. All such remainders
of the known texts are hashed, whole arrays of equally long texts at a time, and
kept as one sorted array; a question is a few dozen binary searches. Only the
first ``PREFIX`` characters take part, which loses nothing: of two texts within
d edits, the two prefixes of any one length share such a remainder as well.

Hashes may collide; what ``find`` returns is therefore a superset, to be
verified by the caller. About 8 bytes per remainder: 40 MB per 100,000 names.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

PREFIX = 12
_CHUNK = 20_000
_BASE = 0x9E3779B97F4A7C15
_POWERS = [pow(_BASE, n, 1 << 64) for n in range(PREFIX)]
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MAX_BITS = 22  # of a hash, by which the table is divided: 16 MB of places
_WINDOW = np.arange(8, dtype=np.int32)


def most_edits(length: int) -> int:
    """How many edits a name of so many characters bears before it is another name."""
    return 0 if length <= 3 else 1 if length <= 7 else 2


class Neighbourhoods:
    """Known texts by their remainders; ``seeds`` keep texts of different groups apart."""

    def __init__(self, texts: Sequence[str], seeds: Sequence[int] | None = None) -> None:
        by_length: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            by_length[min(len(text), PREFIX), most_edits(len(text))].append(number)
        parts = [np.empty(0, np.uint64)]
        for (length, depth), numbers in by_length.items():
            for start in range(0, len(numbers), _CHUNK):
                some = numbers[start : start + _CHUNK]
                rows = _rows([texts[n][:PREFIX] for n in some], length)
                salt = np.array([seeds[n] for n in some], np.uint64) if seeds else None
                parts.append(_packed(_remainders(rows, depth, salt), some))
        self._table = np.concatenate(parts)
        parts.clear()
        self._table.sort()
        self._lengths = np.array([len(text) for text in texts], np.int32)
        bits = max(1, min(_MAX_BITS, len(self._table).bit_length()))
        self._spare = np.uint64(32 - bits)
        self._starts = _starts(self._table >> (_SHIFT + self._spare), 1 << bits)

    def find(self, text: str, seed: int | None = None) -> list[int]:
        """The numbers of all known texts that may lie within reach, and of few others."""
        prefix = text[:PREFIX]
        depth = most_edits(len(text))
        salt = None if seed is None else np.array([seed], np.uint64)
        asked = _remainders(_rows([prefix], len(prefix)), depth, salt)[0]
        numbers = (self._entries(asked) & _LOW).astype(np.int64)
        close = np.abs(self._lengths[numbers] - len(text)) <= depth
        return sorted(set(numbers[close].tolist()))

    def _entries(self, asked: Words) -> Words:
        """All entries of the asked hashes: a line of memory for each, seldom a search."""
        if not len(self._table):
            return self._table
        at = self._starts[asked >> self._spare]
        window = self._table.take(at[:, None] + _WINDOW, mode="clip")
        hashes = window >> _SHIFT
        found = [window[hashes == asked[:, None]]]
        for n in np.flatnonzero(hashes[:, -1] <= asked).tolist():  # it may go on behind the line
            first = int(self._table.searchsorted(asked[n] << _SHIFT))
            behind = int(self._table.searchsorted((asked[n] << _SHIFT) | _LOW, "right"))
            found.append(self._table[max(first, int(at[n]) + len(_WINDOW)) : behind])
        return np.concatenate(found) if len(found) > 1 else found[0]

    @property
    def nbytes(self) -> int:
        """The size of the arrays."""
        return self._table.nbytes + self._lengths.nbytes + self._starts.nbytes


class Exact:
    """Known texts by a hash of the whole text: smaller than a dict, and as safe to pickle."""

    def __init__(self, texts: Sequence[str]) -> None:
        hashes = np.array([_crc(text) for text in texts], np.uint64)
        self._table = (hashes << _SHIFT) | np.arange(len(texts), dtype=np.uint64)
        self._table.sort()

    def find(self, text: str, most: int = 200) -> list[int]:
        """The numbers of the known texts that are equal, and of few others; at most ``most``."""
        key = _crc(text)
        at = int(self._table.searchsorted(np.uint64(key << 32)))
        found: list[int] = []
        while at < len(self._table) and len(found) < most:
            entry = int(self._table[at])
            if entry >> 32 != key:
                break
            found.append(entry & 0xFFFFFFFF)
            at += 1
        return found


def _starts(places: Words, count: int) -> NDArray[np.int32]:
    """Where in the sorted table the entries of each place begin."""
    upto = np.zeros(count, np.int32)
    np.cumsum(np.bincount(places.astype(np.int64), minlength=count)[:-1], out=upto[1:])
    return upto


def _crc(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _rows(texts: Sequence[str], length: int) -> Words:
    """Equally long texts as one array of code points."""
    data = "".join(texts).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(data, np.uint32).reshape(len(texts), length).astype(np.uint64)


def _remainders(rows: Words, depth: int, salt: Words | None) -> Words:
    """Hashes (32 bits) of each row and of what up to ``depth`` deletions leave of it."""
    hashes = (rows + np.uint64(1)) @ _factors(rows.shape[1], depth)
    if salt is not None:
        hashes ^= (salt * np.uint64(_BASE))[:, None]
    return (hashes * np.uint64(0xD6E8FEB86659FD93)) >> _SHIFT


@cache
def _factors(length: int, depth: int) -> Words:
    """What each character counts in the hash of each remainder: one column for each.

    The hash is a polynomial modulo 2**64: of what is left, the first character counts
    1, the next one the base, and so on; deleted ones count nothing.
    """
    columns = []
    for deleted in range(min(depth, length) + 1):
        for places in combinations(range(length), deleted):
            left = iter(_POWERS)
            columns.append([0 if n in places else next(left) for n in range(length)])
    return np.array(columns, np.uint64).T.copy()


def _packed(hashes: Words, numbers: Sequence[int]) -> Words:
    """Hash above, number of the text below; each pair once."""
    packed = ((hashes << _SHIFT) | np.array(numbers, np.uint64)[:, None]).ravel()
    packed.sort()
    fresh: Words = packed[np.append(True, packed[1:] != packed[:-1])]
    return fresh
