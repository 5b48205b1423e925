"""Deciding on the sender's page: every check is the server's."""

import asyncio
from pathlib import Path

import pytest

from tests.web.gate import ALSO_ODD, COLLEAGUE, ODD, PARTNER, Gate, Held

ODD_KEYS = {ODD, ALSO_ODD}


async def still_held(gate: Gate, held: Held) -> bool:
    return set((await gate.states(held)).values()) == {"held"}


async def test_confirming_releases_the_ticked_version(gate: Gate) -> None:
    held = await gate.hold([ODD, ALSO_ODD])
    answer = await gate.post(held, await gate.form(held, ODD, ALSO_ODD))
    assert answer.status_code == 303
    assert answer.headers["location"] == held.path
    assert await gate.states(held) == {ODD: "released", ALSO_ODD: "released"}
    event = next(e for e in (await gate.show(held)).events if e.kind == "confirmed")
    assert event.data["version"] == held.version_id
    assert event.detail["ticked"] == sorted(address.lower() for address in ODD_KEYS)
    assert event.detail["client"] == "192.0.2.7"
    page = await gate.client.get(held.path)
    assert page.status_code == 200
    assert "確認を受け付けました" in page.text
    assert "最新の状況を表示する" in page.text
    await gate.deliver()
    page = await gate.client.get(held.path)
    assert "相手先サーバーに送信済み" in page.text
    assert "最新の状況を表示する" not in page.text, "it cannot become any newer"


async def test_the_language_asked_for_survives_the_decision(gate: Gate) -> None:
    held = await gate.hold()
    fields = await gate.form(held, decision="withdraw")
    answer = await gate.client.post(f"{held.path}?lang=en", data=dict(fields))
    assert answer.headers["location"] == f"{held.path}?lang=en"


async def test_dropping_one_and_ticking_the_other(gate: Gate) -> None:
    held = await gate.hold([ODD, ALSO_ODD])
    fields = await gate.form(held, ODD, drop=ALSO_ODD)
    assert (await gate.post(held, fields)).status_code == 303
    assert await gate.states(held) == {ODD: "held", ALSO_ODD: "dropped"}
    page = await gate.client.get(held.path)
    assert "確認済み（送信準備中）" in page.text, "held to be revised is not held to be checked"
    assert "保留中" not in page.text
    await gate.revise()
    assert await gate.states(held) == {ODD: "released", ALSO_ODD: "dropped"}


async def test_dropping_everybody_sends_nothing(gate: Gate) -> None:
    held = await gate.hold([ODD, ALSO_ODD])
    fields = [*await gate.form(held), ("drop", ODD), ("drop", ALSO_ODD)]
    assert (await gate.post(held, fields)).status_code == 303
    assert set((await gate.states(held)).values()) == {"dropped"}


async def test_withdrawing_needs_neither_ticks_nor_time(tmp_path: Path) -> None:
    async with Gate(tmp_path, min_seconds=60) as gate:
        held = await gate.hold([ODD, ALSO_ODD])
        fields = await gate.form(held, decision="withdraw", shown_at="")
        assert (await gate.post(held, fields)).status_code == 303
        assert set((await gate.states(held)).values()) == {"withdrawn"}


async def test_withdrawing_says_who_already_has_it(gate: Gate) -> None:
    held = await gate.hold([PARTNER, COLLEAGUE, ODD])
    await gate.deliver()
    await gate.post(held, await gate.form(held, decision="withdraw"))
    page = (await gate.client.get(held.path)).text
    assert "次の宛先にはすでに送信しています" in page
    sent, _, unsent = page.partition("送信しなかった宛先")
    assert sent.count("相手先サーバーに送信済み") == 2
    assert unsent.count("取り消し済み（相手には届いていません）") == 1


@pytest.mark.parametrize("ticked", [(), (ODD,), (ALSO_ODD,), (PARTNER, COLLEAGUE)], ids=str)
async def test_a_missing_tick_keeps_it_held(gate: Gate, ticked: tuple[str, ...]) -> None:
    held = await gate.hold([ODD, ALSO_ODD])
    before = gate.dump()
    answer = await gate.post(held, await gate.form(held, *ticked))
    assert answer.status_code == 422
    assert gate.dump() == before
    for address in ODD_KEYS:
        is_kept = f'value="{address}" checked' in answer.text
        assert is_kept == (address in ticked), "ticks are kept"
    assert answer.text.count("まだ選ばれていません") == len(ODD_KEYS - set(ticked))


async def test_ticked_and_dropped_at_once_is_neither(gate: Gate) -> None:
    held = await gate.hold([ODD, ALSO_ODD])
    answer = await gate.post(held, await gate.form(held, ODD, ALSO_ODD, drop=ODD))
    assert answer.status_code == 422
    assert "どちらか一方だけを選んでください" in answer.text
    assert await still_held(gate, held)


async def test_too_early_keeps_it_held_and_the_ticks(tmp_path: Path) -> None:
    async with Gate(tmp_path, min_seconds=0.5) as gate:
        held = await gate.hold([ODD, ALSO_ODD])
        fields = await gate.form(held, ODD, drop=ALSO_ODD)
        answer = await gate.post(held, fields)
        assert answer.status_code == 422
        assert "開いてすぐには送信できません" in answer.text
        assert f'name="recipient" value="{ODD}" checked' in answer.text
        assert f'name="drop" value="{ALSO_ODD}" checked' in answer.text
        assert await still_held(gate, held)
        await asyncio.sleep(0.5)
        assert dict(fields)["shown_at"] in answer.text, "the time goes on counting"
        assert (await gate.post(held, fields)).status_code == 303


@pytest.mark.parametrize(
    "shown_at", ["", "0", "1700000000000.", "1700000000000." + "0" * 64, "x.y"]
)
async def test_a_forged_time_is_refused(gate: Gate, shown_at: str) -> None:
    held = await gate.hold()
    answer = await gate.post(held, await gate.form(held, ODD, shown_at=shown_at))
    assert answer.status_code == 422
    assert await still_held(gate, held)


async def test_a_time_from_another_hold_is_refused(gate: Gate) -> None:
    held, other = await gate.hold(), await gate.hold()
    shown_at = dict(await gate.form(other))["shown_at"]
    answer = await gate.post(held, await gate.form(held, ODD, shown_at=shown_at))
    assert answer.status_code == 422
    assert await still_held(gate, held)


async def test_no_time_at_all_is_refused(gate: Gate) -> None:
    held = await gate.hold()
    fields = [field for field in await gate.form(held, ODD) if field[0] != "shown_at"]
    assert (await gate.post(held, fields)).status_code == 422
    assert await still_held(gate, held)


async def test_addresses_compare_without_case(gate: Gate) -> None:
    held = await gate.hold([ODD, ALSO_ODD])
    fields = await gate.form(held, ODD.upper(), ALSO_ODD.lower())
    assert (await gate.post(held, fields)).status_code == 303
    assert set((await gate.states(held)).values()) == {"released"}


async def test_ticking_somebody_else_is_harmless(gate: Gate) -> None:
    held = await gate.hold()
    fields = await gate.form(held, ODD, "stranger@elsewhere.example", drop=COLLEAGUE)
    assert (await gate.post(held, fields)).status_code == 303
    assert await gate.states(held) == {ODD: "released"}


async def test_the_same_decision_again_is_the_same_answer(gate: Gate) -> None:
    held = await gate.hold()
    fields = await gate.form(held, ODD)
    first, before = await gate.post(held, fields), gate.dump()
    second = await gate.post(held, fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert gate.dump() == before


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [("confirm", "withdraw", "確認を受け付けました"), ("withdraw", "confirm", "取り消しました")],
)
async def test_the_opposite_decision_sees_what_was_decided(
    gate: Gate, first: str, then: str, words: str
) -> None:
    held = await gate.hold()
    fields = await gate.form(held, ODD, decision=first)
    await gate.post(held, fields)
    before = gate.dump()
    answer = await gate.post(held, [("decision", then), *fields[1:]])
    assert answer.status_code == 409
    assert words in answer.text
    assert "<form" not in answer.text
    assert gate.dump() == before


async def test_a_broken_form_after_the_decision_shows_the_outcome_only(gate: Gate) -> None:
    held = await gate.hold()
    await gate.post(held, await gate.form(held, decision="withdraw"))
    answer = await gate.post(held, [("decision", "nonsense")])
    assert answer.status_code == 422
    assert "取り消しました" in answer.text
    assert "お見積りの件" not in answer.text
