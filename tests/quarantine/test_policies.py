"""Stored policies: each text once, sealed, with an audit chain of its own."""

import sqlite3

import pytest

from policies.rule import default_source, policy_hash
from quarantine.errors import NotFound
from quarantine.listing import VerifyAudit
from quarantine.policies import ListPolicies, NotePolicyWritten, ReadPolicy, StorePolicy
from tests.quarantine.messages import Desk

OTHER = '[[rule]]\nname = "log-all"\nwhen = "true"\ndo = "log-only"\n'


async def test_each_text_is_kept_once_and_each_switch_is_on_record(desk: Desk) -> None:
    first = await desk.store.run(StorePolicy(default_source(), "observe"))
    desk.clock.forward(1000)
    second = await desk.store.run(StorePolicy(OTHER, "observe"))
    desk.clock.forward(1000)
    assert await desk.store.run(StorePolicy(default_source(), "enforce")) == first
    newest, older = await desk.store.ask(ListPolicies())
    assert (newest.hash, newest.in_use) == (first, True)
    assert newest.used_at - newest.stored_at == 2000
    assert [(e.kind, e.mode) for e in newest.events] == [
        ("stored", ""),
        ("used", "observe"),
        ("used", "enforce"),
    ]
    assert (older.hash, older.in_use) == (second, False)
    assert second == policy_hash(OTHER)
    assert (await desk.store.ask(ReadPolicy(second))).source == OTHER


async def test_line_ends_make_no_other_policy(desk: Desk) -> None:
    one = await desk.store.run(StorePolicy(OTHER, "enforce"))
    assert await desk.store.run(StorePolicy(OTHER.replace("\n", "\r\n"), "enforce")) == one
    assert len(await desk.store.ask(ListPolicies())) == 1


async def test_the_beginning_of_a_hash_is_enough(desk: Desk) -> None:
    name = await desk.store.run(StorePolicy(OTHER, "enforce"))
    assert (await desk.store.ask(ReadPolicy(name[:4]))).hash == name
    for bad in (name[:3], "", "%%%%", "____", "0000" if name[:4] != "0000" else "1111", name + "0"):
        with pytest.raises(NotFound):
            await desk.store.ask(ReadPolicy(bad))


async def test_a_beginning_that_two_share_names_neither(desk: Desk) -> None:
    seen: dict[str, str] = {}
    for n in range(5000):
        text = f"{OTHER}# {n}\n"
        start = policy_hash(text)[:4]
        if start in seen:
            break
        seen[start] = text
    for source in (seen[start], text):
        await desk.store.run(StorePolicy(source, "enforce"))
    with pytest.raises(NotFound, match="2 policies begin with"):
        await desk.store.ask(ReadPolicy(start))


async def test_writing_one_back_names_the_person(desk: Desk) -> None:
    name = await desk.store.run(StorePolicy(OTHER, "enforce"))
    await desk.store.run(NotePolicyWritten(name[:8], "cli:root"))
    (found,) = await desk.store.ask(ListPolicies())
    assert [(e.kind, e.actor) for e in found.events][-1] == ("written-back", "cli:root")
    report = await desk.store.ask(VerifyAudit())
    assert (report.chains, report.events, report.broken) == (1, 3, ())


async def test_the_text_is_sealed(desk: Desk) -> None:
    await desk.store.run(StorePolicy(OTHER, "enforce"))
    with sqlite3.connect(desk.store.places.database) as connection:
        assert not [line for line in connection.iterdump() if "log-all" in line]
    connection.close()
