"""Abuse: links that are opened by machines, altered, repeated, raced, passed on."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.web.gate import ALSO_ODD, BASE_URL, ODD, Gate, Held


async def test_18_get_changes_nothing(gate: Gate) -> None:
    held = await gate.hold()
    before = gate.dump()
    answers = [await gate.client.request(m, held.path) for m in ("GET", "HEAD") for _ in range(100)]
    assert {answer.status_code for answer in answers} == {200}
    assert gate.dump() == before


async def test_19_no_script_for_a_scanner_to_run(gate: Gate) -> None:
    page = await gate.client.get((await gate.hold()).path)
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"<script|\son\w+=|http-equiv|javascript:", page.text)


@pytest.mark.parametrize("ticked", [(), (ODD,)], ids=["none", "some"])
async def test_20_post_without_every_tick(gate: Gate, ticked: tuple[str, ...]) -> None:
    held = await gate.hold([ODD, ALSO_ODD])
    assert (await gate.post(held, await gate.form(held, *ticked))).status_code == 422
    assert set((await gate.states(held)).values()) == {"held"}


async def test_21_post_under_the_minimum_time(tmp_path: Path) -> None:
    async with Gate(tmp_path, min_seconds=2) as gate:
        held = await gate.hold()
        assert (await gate.post(held, await gate.form(held, ODD))).status_code == 422
        assert await gate.states(held) == {ODD: "held"}


async def test_22_ten_posts_release_once(gate: Gate) -> None:
    held = await gate.hold()
    fields = await gate.form(held, ODD)
    answers = await asyncio.gather(*(gate.post(held, fields) for _ in range(10)))
    assert [answer.status_code for answer in answers] == [303] * 10
    assert (await gate.kinds(held)).count("confirmed") == 1
    assert rows(gate, "decision") == 1
    assert rows(gate, "task", "'deliver'") == 1


@pytest.mark.parametrize("n", range(8))
async def test_23_confirm_races_withdraw(gate: Gate, n: int) -> None:
    held = await gate.hold()
    confirm = await gate.form(held, ODD)
    withdraw = await gate.form(held, decision="withdraw")
    both = [confirm, withdraw] if n % 2 else [withdraw, confirm]
    answers = await asyncio.gather(*(gate.post(held, fields) for fields in both))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert rows(gate, "decision") == 1
    state = (await gate.states(held))[ODD]
    decided = next(both[at] for at, a in enumerate(answers) if a.status_code == 303)
    assert state == {"confirm": "released", "withdraw": "withdrawn"}[dict(decided)["decision"]]


async def test_24_wrong_tokens_are_all_alike(gate: Gate) -> None:
    held, other = await gate.hold(), await gate.hold()
    tokens = [held.token[:-1], "A" * 43, held.hold_id, other.hold_id, held.token[::-1]]
    answers = [await gate.client.get(f"/h/{token}") for token in tokens]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("end", ["used", "withdrawn", "expired"])
async def test_25_a_spent_link_shows_no_content(gate: Gate, end: str) -> None:
    held = await gate.hold()
    if end == "expired":
        await gate.expire()
    else:
        decision = "confirm" if end == "used" else "withdraw"
        await gate.post(held, await gate.form(held, ODD, decision=decision))
    page = await gate.client.get(held.path)
    assert page.status_code == 200
    assert "お見積りの件" not in page.text
    assert "お世話になって" not in page.text
    assert "<form" not in page.text


async def test_26_a_token_serves_one_purpose(gate: Gate) -> None:
    held = await gate.hold()
    await gate.expire()
    fetch = (await gate.fetch_path()).removeprefix("/f/")
    for path in (f"/f/{held.token}", f"/f/{held.token}/original.eml", f"/h/{fetch}"):
        assert (await gate.client.get(path)).status_code == 404
    form = [("decision", "withdraw"), ("version", held.version_id)]
    foreign = Held(fetch, held.message_id, held.hold_id, held.version_id)
    assert (await gate.post(foreign, form)).status_code == 404


async def test_28_nothing_carries_the_token_away(gate: Gate) -> None:
    held = await gate.hold()
    page = await gate.client.get(held.path)
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    assert held.token not in page.text, "the form posts to the address it was opened at"
    assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page.text)


async def test_29_the_host_header_is_not_believed(gate: Gate) -> None:
    held = await gate.hold()
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}
    page = await gate.client.get(held.path, headers=forged)
    assert "evil" not in page.text
    fields = await gate.form(held, ODD)
    answer = await gate.post(held, fields, X_Forwarded_Host="evil.example", Origin=BASE_URL)
    assert answer.headers["location"] == held.path


async def test_30_another_version_takes_new_ticks(gate: Gate) -> None:
    held, other = await gate.hold(), await gate.hold()
    fields = await gate.form(held, ODD, version=other.version_id)
    answer = await gate.post(held, fields)
    assert answer.status_code == 409
    assert "もう一度ご確認ください" in answer.text
    assert "checked" not in answer.text
    assert await gate.states(held) == {ODD: "held"}


def rows(gate: Gate, table: str, text: str = "") -> int:
    """How many rows a table has that hold a text."""
    start = f'INSERT INTO "{table}"'
    return sum(line.startswith(start) and text in line for line in gate.dump())
