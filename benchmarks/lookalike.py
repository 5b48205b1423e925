"""Look-alikes among 1,000 to 100,000 known domains: time, memory, recall, false alarms.

Memory is what the interpreter holds more after building than before (arrays and
objects, by tracemalloc in a run of its own). Hits are mistakes made in known
names, misses are other companies. The limit is 1 ms per recipient.
"""

import random
import statistics
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterable

from benchmarks.companies import WORDS, domains, mistakes, plain
from policies.envelope import Address
from policies.recipients.lookalike import KnownNames

SIZES = (1_000, 10_000, 100_000)
ASKED = 2_000


def main() -> None:
    """Print the tables."""
    _say(
        f"{'known':>8} {'build s':>8} {'MB':>6} {'peak MB':>8}  " + "median / p99 ms, hits; misses"
    )
    others = domains(4 * ASKED, seed=2)
    for size in SIZES:
        known = domains(size, seed=1)
        taken = {plain(name) for name in known}
        unknown = [name for name in others if plain(name) not in taken][:ASKED]
        people = [Address(f"{n % 977}.sato{n % 7}", name) for n, name in enumerate(known)]
        started = time.process_time()
        names = KnownNames(known, people, words=WORDS)
        took = time.process_time() - started
        held, peak = _memory(known, people)
        hits = [text for name in known[: ASKED // 16] for _, text in _makeable(name)]
        line = f"{size:>8} {took:>8.2f} {held:>6.0f} {peak:>8.0f}  "
        line += "; ".join(_times(names, some) for some in (hits, unknown))
        _say(line)
        alarms(names, unknown, size)
    recall(domains(10_000, seed=1))
    _say(pairs(5_000))


def pairs(count: int) -> str:
    """False alarms among unrelated companies, one against one."""
    ours, theirs = domains(count, seed=3), domains(count, seed=4)
    alarms = [
        f"{asked}~{known}"
        for known, asked in zip(ours, theirs, strict=True)
        if KnownNames([known], words=WORDS).near_domain(asked)
    ]
    return f"false alarms in {count} unrelated pairs: {len(alarms)} {alarms[:5]}"


def alarms(names: KnownNames, unknown: Iterable[str], size: int) -> None:
    """Print how many of other companies' names resemble any of all known ones, by code."""
    codes: Counter[str] = Counter()
    shown: list[str] = []
    total = 0
    for name in unknown:
        near = names.near_domain(name)
        total += 1
        if near:
            codes[near[0].code] += 1
            if near[0].code == "typo":
                shown.append(f"{name}~{near[0].known}")
    share = ", ".join(f"{code} {count / total:.2%}" for code, count in codes.most_common())
    _say(f"         other companies called look-alikes of {size} known: {share or 'none'}")
    _say(f"         such as {' '.join(shown[:6])}")


def recall(known: list[str]) -> None:
    """Print which share of mistakes, by class and length of the name, names the right domain."""
    names, found = KnownNames(known, words=WORDS), defaultdict[str, Counter[str]](Counter)
    for name in known[:3_000]:
        length = len(name.partition(".")[0])
        group = "4-5" if length <= 5 else "6-7" if length <= 7 else "8+"
        for kind, text in _makeable(name):
            near = names.near_domain(text)
            right = any(one.known == name for one in near)
            if length > 3 and text not in known:
                found[kind].update({group: 1, f"{group} right": right})
    for kind, counts in found.items():
        groups = [g for g in ("4-5", "6-7", "8+") if counts[g]]
        shares = (f"{g}: {counts[f'{g} right'] / counts[g]:>7.2%}" for g in groups)
        _say(f"  recall {kind:<18} " + "  ".join(shares))


def _makeable(name: str) -> list[tuple[str, str]]:
    rng = random.Random(name)
    return [(kind, text) for kind, text in mistakes(name, rng) if text != name]


def _times(names: KnownNames, asked: Iterable[str]) -> str:
    spent = []
    for name in asked:
        address = Address.parse(f"taro.sato@{name}")
        started = time.process_time()
        names.near(address)
        spent.append((time.process_time() - started) * 1_000)
    return f"{statistics.median(spent):.3f} / {statistics.quantiles(spent, n=100)[98]:.3f}"


def _memory(known: list[str], people: list[Address]) -> tuple[float, float]:
    tracemalloc.start()
    names = KnownNames(known, people, words=WORDS)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del names
    return held / 1e6, peak / 1e6


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
