"""The pages of further steps: typing, reasons, a second person, waiting."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from policies.recipients.directory import Entry
from quarantine import queue
from quarantine.links import MintApproval
from tests.web.gate import ALSO_ODD, BRIEFING, ODD, PARTNER, Gate, Held, mail

POLICY = """
[[rule]]
name = "strict"
scope = "recipient"
when = "!recipient.known"
steps = ["tick", "reason", "second-person"]
text.ja = "もう一人の確認が必要な宛先です。"
text.en = "This needs a second person."
"""
NEAR = "sato@hinata-shouji.example.co.jp"
BOSS = "boss@aozora.example.jp"


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Gate]:
    briefing = replace(BRIEFING, policy_source=POLICY)
    async with Gate(tmp_path, briefing=briefing, approvers=(BOSS,)) as gate:
        yield gate


@pytest.fixture
async def near(tmp_path: Path) -> AsyncIterator[Gate]:
    entry = Entry(domain="hinata-shoji.example.co.jp", organisation="日向商事株式会社")
    async with Gate(tmp_path, briefing=replace(BRIEFING, entries=(entry,))) as gate:
        yield gate


async def confirmed(gate: Gate) -> tuple[Held, str]:
    """A mail that its sender has confirmed, and the approver's path."""
    held = await gate.hold([ODD])
    fields = [*await gate.form(held, ODD), ("reason", "契約のため")]
    assert (await gate.post(held, fields)).status_code == 303
    claimed = await gate.store.run(queue.Claim("test", 100))
    (task,) = [task for task in claimed if task.kind == "approval"]
    link = await gate.store.run(MintApproval(task, BOSS))
    assert link is not None
    return held, f"/a/{link.token}"


async def test_a_look_alike_is_shown_letter_by_letter_and_has_to_be_typed(near: Gate) -> None:
    held = await near.hold([NEAR])
    page = (await near.client.get(held.path)).text
    assert "hinata-shoji.example.co.jp によく似た別の宛先です（11文字目の u が余分です）" in page
    assert f'name="retype.{NEAR}"' in page
    answer = await near.post(held, await near.form(held, NEAR))
    assert answer.status_code == 422
    assert "入力されたドメインが宛先と一致しません" in answer.text
    wrong = [*await near.form(held), (f"retype.{NEAR}", "hinata-shoji.example.co.jp")]
    assert (await near.post(held, wrong)).status_code == 422
    right = [*await near.form(held), (f"retype.{NEAR}", "Hinata-Shouji.example.co.jp")]
    assert (await near.post(held, right)).status_code == 303
    assert await near.states(held) == {NEAR: "released"}


async def test_the_rules_words_are_shown_in_the_readers_language(strict: Gate) -> None:
    held = await strict.hold([ODD])
    assert "もう一人の確認が必要な宛先です。" in (await strict.client.get(held.path)).text
    english = (await strict.client.get(f"{held.path}?lang=en")).text
    assert "This needs a second person." in english


async def test_a_reason_that_is_missing_keeps_the_ticks(strict: Gate) -> None:
    held = await strict.hold([ODD])
    answer = await strict.post(held, await strict.form(held, ODD))
    assert answer.status_code == 422
    assert "送信する理由を入力してください" in answer.text
    assert f'value="{ODD}" checked' in answer.text


async def test_a_second_person_sees_the_reason_and_approves(strict: Gate) -> None:
    held, path = await confirmed(strict)
    waiting = (await strict.client.get(held.path)).text
    assert "承認待ち" in waiting
    page = (await strict.client.get(path)).text
    assert "契約のため" in page
    assert ODD.partition("@")[0] in page
    fields = await strict.approval(path, "approve")
    assert (await strict.post_to(path, fields)).status_code == 422  # not looked
    assert await strict.states(held) == {ODD: "held"}
    assert (await strict.post_to(path, [*fields, ("looked", "1")])).status_code == 303
    assert await strict.states(held) == {ODD: "released"}
    assert "承認しました" in (await strict.client.get(path)).text
    assert (await strict.post_to(path, [*fields, ("looked", "1")])).status_code == 409


async def test_declining_needs_no_tick_and_sends_nothing(strict: Gate) -> None:
    held, path = await confirmed(strict)
    fields = [*await strict.approval(path, "decline"), ("reason", "宛先が違います")]
    assert (await strict.post_to(path, fields)).status_code == 303
    assert await strict.states(held) == {ODD: "withdrawn"}
    assert "却下されました" in (await strict.client.get(path)).text
    assert (await strict.client.get(held.path)).status_code == 200


async def test_the_sender_can_withdraw_while_others_decide(strict: Gate) -> None:
    held, path = await confirmed(strict)
    fields = [("decision", "withdraw"), ("version", held.version_id)]
    assert (await strict.post(held, fields)).status_code == 303
    assert await strict.states(held) == {ODD: "withdrawn"}
    assert "承認の必要はなくなりました" in (await strict.client.get(path)).text


async def test_links_work_for_their_purpose_only(strict: Gate) -> None:
    held, path = await confirmed(strict)
    assert (await strict.client.get(f"/a/{held.token}")).status_code == 404
    assert (await strict.client.get(path.replace("/a/", "/h/"))).status_code == 404
    for method in ("GET", "HEAD"):
        for _ in range(20):
            await strict.client.request(method, path)
    assert await strict.states(held) == {ODD: "held"}


async def test_hostile_reasons_are_text(strict: Gate) -> None:
    held = await strict.hold([ODD], mail(text="x"))
    fields = [*await strict.form(held, ODD), ("reason", "<script>alert(1)</script>\u202e")]
    assert (await strict.post(held, fields)).status_code == 303
    claimed = await strict.store.run(queue.Claim("test", 100))
    (task,) = [task for task in claimed if task.kind == "approval"]
    link = await strict.store.run(MintApproval(task, BOSS))
    assert link is not None
    page = (await strict.client.get(f"/a/{link.token}")).text
    assert "<script>" not in page
    assert "⟨U+202E⟩" in page


COUNTING = """
[[rule]]
name = "many"
scope = "recipient"
when = "!recipient.known && message.externals > 2"
steps = ["tick", "reason", "second-person", "cooling:10m"]
text.ja = "理由"
text.en = "why"
"""


async def test_dropping_one_does_not_take_the_others_steps_away(tmp_path: Path) -> None:
    briefing = replace(BRIEFING, policy_source=COUNTING)
    async with Gate(tmp_path, briefing=briefing, approvers=(BOSS,)) as gate:
        held = await gate.hold([ODD, ALSO_ODD, PARTNER, "other@hinata.example.co.jp"])
        fields = await gate.form(held, ODD, drop=ALSO_ODD, reason="契約のため")
        assert (await gate.post(held, fields)).status_code == 303
        await gate.revise()
        states = await gate.states(held)
        assert (states[ODD], states[ALSO_ODD]) == ("held", "dropped")
        claimed = await gate.store.run(queue.Claim("test", 100))
        (task,) = [task for task in claimed if task.kind == "approval"]
        link = await gate.store.run(MintApproval(task, BOSS))
        assert link is not None
        path = f"/a/{link.token}"
        assert "契約のため" in (await gate.client.get(path)).text
        approval = [*await gate.approval(path, "approve"), ("looked", "1")]
        assert (await gate.post_to(path, approval)).status_code == 303
        assert (await gate.states(held))[ODD] == "cooling"
        # the sender's first link still works, and still stops it
        page = (await gate.client.get(held.path)).text
        assert "送信待ち" in page
        version = page.partition('name="version" value="')[2].partition('"')[0]
        stop = [("decision", "withdraw"), ("version", version)]
        assert (await gate.post(held, stop)).status_code == 303
        assert (await gate.states(held))[ODD] == "withdrawn"
