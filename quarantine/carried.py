"""What mail has carried: persons, as keyed hashes, and rows of tables.

Kept per sender and recipient organisation for 30 days, so that a list sent in
slices is added up. It counts from the release on, before anything is delivered:
slices that follow each other at once must see each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, case, delete, func, insert, select, update

from policies.codec import load_summary, load_verdict
from policies.envelope import Address
from policies.personal_data import Hashed
from policies.recipients.acquaintance import NOTHING_CARRIED, WINDOWS, Carried
from policies.recipients.freemail import house
from quarantine import tables
from quarantine.among import Among, Question
from quarantine.record import RecipientRow, Record
from quarantine.transaction import Tx
from quarantine.versions import open_version

_DAY = 24 * 3_600_000
KEPT = WINDOWS[-1] * _DAY
MAX_TRAITS = 20_000  # that are compared
_CHUNK = 200

_table = tables.carried
# Made once: to build a statement anew costs more than to run it.
_LATELY = Among(
    select(_table.c.party_hmac, _table.c.trait, _table.c.person, _table.c.rows, _table.c.at)
    .where(_table.c.sender_hmac == bindparam("sender"), _table.c.at > bindparam("since"))
    .order_by(_table.c.at.desc())
    .limit(MAX_TRAITS),
    _table.c.party_hmac,
)

_message = tables.message
_SENT = Question(
    select(
        func.sum(case((_message.c.received_at > bindparam("hour"), 1), else_=0)), func.count()
    ).where(
        _message.c.sender_hmac == bindparam("sender"),
        _message.c.received_at > bindparam("day"),
        _message.c.external == 1,
    )
)


class _Went(NamedTuple):
    """One trait of a person, or a number of rows, that went to a party, and when."""

    trait: str
    person: str
    rows: int
    at: int


def recall_carried(
    tx: Tx, sender: Address | None, recipients: Sequence[Address]
) -> tuple[Carried, ...]:
    """What this sender's mail has carried to each recipient's organisation."""
    if sender is None:
        return ()
    keys = {house(r): tx.keyring.lookup(house(r)) for r in recipients}
    mine, since = tx.keyring.lookup(sender.mailbox), tx.now - KEPT
    found: dict[bytes, list[_Went]] = {}
    for party, *row in _LATELY.rows(tx, list(keys.values())[:_CHUNK], sender=mine, since=since):
        found.setdefault(party, []).append(_Went(*row))
    if not found:
        return ()
    told = {name: _carried(tx.now, found.get(key, ())) for name, key in keys.items()}
    return tuple(told[house(r)] for r in recipients)


def remember_carried(record: Record, recipients: Iterable[RecipientRow], version_id: str) -> None:
    """This version is about to leave for these recipients."""
    sender, tx = record.envelope.sender, record.tx
    outside = _outside(record)
    parties = {house(r.address) for r in recipients if str(r.address) in outside}
    if sender is None or not parties:
        return
    sealed = open_version(record, version_id).summary_json
    summary = load_summary(sealed) if sealed else None
    if summary is None or not (summary.hashed_persons or summary.rows):
        return
    mine = tx.keyring.lookup(sender.mailbox)
    tx.connection.execute(delete(_table).where(_table.c.at <= tx.now - KEPT))
    for party in sorted(parties):
        theirs = tx.keyring.lookup(party)
        traits = _named(tx, mine, theirs, summary.hashed_persons)
        rows = {f"rows/{record.id}": ("", summary.rows)} if summary.rows else {}
        _store(tx, mine, theirs, {**traits, **rows})


def _outside(record: Record) -> frozenset[str]:
    if record.verdict_json is None:
        return frozenset()
    return frozenset(r.address for r in load_verdict(record.verdict_json).recipients if not r.own)


def _named(
    tx: Tx, mine: bytes, theirs: bytes, persons: Sequence[Hashed]
) -> dict[str, tuple[str, int]]:
    """Every trait with its person: one known there already by any of the traits, or a new one."""
    known: dict[str, str] = {}
    every = [trait for person in persons for trait in person]
    for at in range(0, len(every), _CHUNK):
        rows = tx.connection.execute(
            select(_table.c.trait, _table.c.person).where(
                _table.c.sender_hmac == mine,
                _table.c.party_hmac == theirs,
                _table.c.trait.in_(every[at : at + _CHUNK]),
            )
        )
        known.update((row.trait, row.person) for row in rows)
    named: dict[str, tuple[str, int]] = {}
    for person in persons:
        name = next((known[trait] for trait in person if trait in known), person[0])
        named.update((trait, (name, 0)) for trait in person)
    return named


def _store(tx: Tx, mine: bytes, theirs: bytes, traits: Mapping[str, tuple[str, int]]) -> None:
    same = (_table.c.sender_hmac == mine) & (_table.c.party_hmac == theirs)
    names = list(traits)
    there: set[str] = set()
    for at in range(0, len(names), _CHUNK):
        chunk = _table.c.trait.in_(names[at : at + _CHUNK])
        there.update(tx.connection.scalars(select(_table.c.trait).where(same, chunk)))
        tx.connection.execute(update(_table).where(same, chunk).values(at=tx.now))
    new = [
        {"sender_hmac": mine, "party_hmac": theirs, "trait": trait, "person": person,
         "rows": rows, "at": tx.now}
        for trait, (person, rows) in traits.items()
        if trait not in there
    ]  # fmt: skip
    if new:
        tx.connection.execute(insert(_table), new)


def _carried(now: int, rows: Sequence[_Went]) -> Carried:
    if not rows:
        return NOTHING_CARRIED
    ages = [(row, (now - row.at) // _DAY) for row in rows]
    one, seven, thirty = (sum(row.rows for row, age in ages if age < days) for days in WINDOWS)
    traits = {row.trait: (row.person, age) for row, age in ages if row.person}
    return Carried(traits, (one, seven, thirty))


def count_sent(tx: Tx, sender: Address | None) -> tuple[int, int]:
    """Judged mails of this sender to outside, within the last hour and the last day."""
    if sender is None:
        return 0, 0
    mine = tx.keyring.lookup(sender.key)
    values = {"sender": mine, "hour": tx.now - _DAY // 24, "day": tx.now - _DAY}
    lately, in_all = _SENT.rows(tx, values)[0]
    return lately or 0, in_all
