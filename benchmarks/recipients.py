"""Judging the recipients of one mail: recall from the store, observing, evaluating.

Ten recipients, 50 rules, 1,000,000 remembered pairs in SQLite, and 1,000 to 100,000
known domains, half of them in the directory and half known by use. Times are those
of one core (process time) over mails that differ. On a busy machine the neighbours
slow down the core as well: the 10th percentile is nearest to a quiet one. The limit
for the median is 5 ms. ``even`` draws all recipients alike, which no company does;
``usual`` writes to some more often than to others. Both begin with a service that was
just started; ``again`` is the even mix once more, with what was kept in memory by then.
The first line says how fast the core itself is at that moment.
"""

import gc
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from os import cpu_count, getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.companies import domains, mistakes
from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.evaluate import evaluate
from policies.message import Message, Summary
from policies.observe import observe
from policies.recipients.acquaintance import Recall
from policies.recipients.directory import Entry
from policies.rule import default_source
from quarantine.engine import open_reader
from quarantine.keys import Keyring
from quarantine.memory import RecallMemory
from quarantine.places import Places
from quarantine.store import Store
from quarantine.transaction import Tx

SIZES = (1_000, 10_000, 100_000)
PAIRS = 1_000_000
SENDERS = 1_000
RULES = 50
ADDRESSES = 1_000  # in the directory
MAILS = 400
WARM = 20
LIMIT = 5.0
OWN = "hoshino-sekkei.co.jp"
_NOW = 1_795_000_000_000
_DAY = 24 * 3_600_000
T = TypeVar("T")
_TEXT = "株式会社青空\n佐藤様\n\nお世話になっております。\n見積書を添付いたします。\n"


def main() -> None:
    """Print one line for each number of known domains."""
    _, core = _timed(lambda: sum(n * n for n in range(1_000_000)))
    busy = f"load average {getloadavg()[0]:.1f} on {cpu_count()} cores"
    _say(f"{busy}; a million squares take {core:.0f} ms")
    _say(f"{'known':>8}        " + "p10 / median / p99 ms: recall, observe, evaluate, all of it")
    hosts = domains(SIZES[-1], seed=1)
    with TemporaryDirectory() as folder:
        for size in SIZES:
            places = Places.in_folder(Path(folder) / str(size))
            keyring = _fill(places, hosts[:size])
            briefing = _briefing(hosts[:size])
            gc.collect()
            gc.freeze()  # as a judging child does
            for name, skew in (("usual", 4), ("even", 1), ("again", 1)):
                mails = _mails(hosts[:size], skew)
                _say(f"{size:>8} {name:>5}  " + _measure(places, keyring, briefing, mails))


def _measure(
    places: Places, keyring: Keyring, briefing: Briefing, mails: Iterator[tuple[Envelope, Summary]]
) -> str:
    reader = open_reader(places.database)
    recalled: list[float] = []
    observed: list[float] = []
    evaluated: list[float] = []
    for n, (envelope, summary) in enumerate(mails):
        asked = RecallMemory(envelope.sender, envelope.recipients)

        def recall(query: RecallMemory = asked) -> Recall:
            with reader.begin() as connection:
                return query.read(Tx(connection, _NOW, keyring, places.blobs))

        memory, one = _timed(recall)
        notes, two = _timed(
            lambda e=envelope, s=summary, m=memory: observe(  # type: ignore[misc]
                e, s, briefing, m, date(2026, 11, 26)
            )
        )
        _, three = _timed(lambda f=notes.facts: evaluate(briefing.policy, f))  # type: ignore[misc]
        if n >= WARM:
            recalled.append(one)
            observed.append(two)
            evaluated.append(three)
    reader.dispose()
    whole = [sum(spent) for spent in zip(recalled, observed, evaluated, strict=True)]
    verdict = "ok" if statistics.median(whole) < LIMIT else f"over the limit of {LIMIT:.0f} ms"
    return ", ".join(map(_figures, (recalled, observed, evaluated, whole))) + f"; {verdict}"


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time_ns()
    found = call()
    return found, (time.process_time_ns() - started) / 1e6


def _figures(spent: list[float]) -> str:
    cuts = statistics.quantiles(spent, n=100)
    return f"{cuts[9]:.2f} / {statistics.median(spent):.2f} / {cuts[98]:.2f}"


def _mails(hosts: list[str], skew: int) -> Iterator[tuple[Envelope, Summary]]:
    """Ten recipients each: known ones, a new one, and in every third mail a misspelt one.

    With ``skew`` 1 all people are as frequent; with 4, half of all mail goes to a
    sixteenth of them.
    """
    rng = random.Random(3)
    for n in range(MAILS + WARM):
        number = rng.randrange(SENDERS)
        people = [_person(hosts, int(rng.random() ** skew * PAIRS)) for _ in range(8)]
        people.append(f"new.person{n}@{rng.choice(hosts)}")
        wrong = [name for _, name in mistakes(rng.choice(hosts), rng)]
        people.append(f"sato@{rng.choice(wrong) if n % 3 == 0 else f'unheard-{n}-of.co.jp'}")
        addresses = tuple(Address.parse(person) for person in dict.fromkeys(people))
        to = ", ".join(str(address) for address in addresses)
        raw = f"From: sato{number}@{OWN}\r\nTo: {to}\r\nSubject: x\r\n\r\n{_TEXT}".encode()
        sender = Address.parse(f"sato{number}@{OWN}")
        yield Envelope(sender, addresses, Client("127.0.0.1")), Message(raw).summary()


def _person(hosts: list[str], pair: int) -> str:
    """The recipient of a remembered pair; 200,000 people in all, spread over the domains."""
    person = pair // 5
    return f"person{person}@{hosts[person % len(hosts)]}"


def _briefing(hosts: list[str]) -> Briefing:
    half = len(hosts) // 2
    listed = tuple(
        Entry(domain=name, organisation=f"組織{n}") for n, name in enumerate(hosts[:half])
    )
    briefing = Briefing("1", (OWN,), tuple(listed), tuple(hosts[half:]), _policy(), "enforce")
    briefing.prepare()
    return briefing


def _policy() -> str:
    """The shipped rules, and made-up ones up to fifty: on counts, flags, names."""
    shipped = default_source()
    more = RULES - shipped.count("[[rule]]")
    return shipped + "".join(_rule(n) for n in range(more))


def _rule(n: int) -> str:
    when = (
        f"recipient.sent_by_company > {n + 50} && recipient.days_since_last > {n}",
        f"recipient.first_for_sender && recipient.freemail && message.attachments > {n}",
        f"recipient.sent_by_company > {n} && recipient.domain.endsWith('.zone{n}.jp')",
    )[n % 3]
    return f"""
[[rule]]
name = "made-up-{n}"
scope = "recipient"
when = "{when}"
do = "hold"
text.ja = "確認してください。"
text.en = "Please check."
"""


def _fill(places: Places, hosts: list[str]) -> Keyring:
    """Write a million pairs straight into the tables."""
    store = Store(places)
    keyring = store.keyring
    store.close()
    database = sqlite3.connect(places.database, isolation_level=None)
    database.execute("BEGIN")
    senders = [keyring.lookup(f"sato{n}@{OWN}") for n in range(SENDERS)]
    people = [keyring.lookup(_person(hosts, n * 5)) for n in range(200_000)]
    first, last = _NOW - 90 * _DAY, _NOW - _DAY
    database.executemany(
        "INSERT INTO pair (sender_hmac, recipient_hmac, first_at, last_at, mails)"
        " VALUES (?,?,?,?,9)",
        ((senders[n // 1_000], people[n % 200_000], first, last) for n in range(PAIRS)),
    )
    keys = [*people, *(keyring.lookup(f"@{name}") for name in hosts)]
    database.executemany(
        "INSERT INTO acquaintance (key_hmac, first_at, last_at, last_day, days, mails, senders)"
        " VALUES (?,?,?,?,20,40,5)",
        ((key, first, last, last // _DAY) for key in keys),
    )
    rng = random.Random(1)
    pairs = {tuple(sorted(rng.sample(hosts, 2))) for _ in range(200_000)}
    database.executemany(
        "INSERT INTO together (domains_hmac, mails, last_at) VALUES (?,3,?)",
        ((keyring.lookup(f"{a} {b}"), last) for a, b in pairs),
    )
    database.execute("COMMIT")
    database.close()
    return keyring


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
