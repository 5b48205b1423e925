"""Steps beyond the tick: typing the domain, a reason, a second person, a cooling-off."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from quarantine.approving import APPROVED, DECLINED, Approve, DecideByStaff
from quarantine.deciding import CONFIRM, WITHDRAW, Decide
from quarantine.errors import Conflict, NotFound, StepsMissing
from quarantine.links import Link, MintApproval
from quarantine.stages import EndCooling, is_same_person
from quarantine.steps import folded
from tests.quarantine.messages import BRIEFING, HOUR, Desk, open_desk

X, Y = "x@one.example", "y@two.example"
APPROVERS = ("boss@own.jp", "tanaka@own.jp")

POLICY = """
[[rule]]
name = "all"
scope = "recipient"
when = "!recipient.own"
steps = [{steps}]
text.ja = "理由"
text.en = "why"
"""


def desk_with(folder: Path, *steps: str) -> Desk:
    desk = open_desk(folder)
    quoted = ", ".join(json.dumps(step) for step in steps)
    desk.briefing = replace(BRIEFING, policy_source=POLICY.format(steps=quoted))
    return desk


def decide(link: Link, **changes: object) -> Decide:
    values: dict[str, object] = {
        "token": link.token,
        "choice": CONFIRM,
        "version_id": link.view.version_id,
        "ticked": frozenset({X}),
        "dropped": frozenset(),
        "client": "192.0.2.1",
        "approvers": APPROVERS,
    }
    return Decide(**{**values, **changes})  # type: ignore[arg-type]


async def approval_link(desk: Desk) -> Link:
    task = await desk.claim("approval")
    link = await desk.store.run(MintApproval(task, "boss@own.jp"))
    assert link is not None
    return link


@pytest.mark.parametrize(
    "typed", ["one.example", " ONE.example ", "ｏｎｅ．ｅｘａｍｐｌｅ", "one.example."]
)
async def test_the_domain_is_typed_without_regard_to_width_case_and_blanks(
    tmp_path: Path, typed: str
) -> None:
    desk = desk_with(tmp_path, "retype")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link, ticked=frozenset(), retyped={X: typed}))
    assert await desk.states(message_id) == ["released"]
    desk.store.close()


@pytest.mark.parametrize("typed", ["", "two.example", "x@one.example", "one.examp1e"])
async def test_a_tick_or_a_wrong_domain_does_not_stand_for_typing(
    tmp_path: Path, typed: str
) -> None:
    desk = desk_with(tmp_path, "tick", "retype")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    with pytest.raises(StepsMissing) as caught:
        await desk.store.run(decide(link, retyped={X: typed} if typed else {}))
    assert caught.value.recipients == (X,)
    assert "retype" in caught.value.kinds
    assert await desk.states(message_id) == ["held"]
    desk.store.close()


async def test_a_reason_is_asked_for_and_kept(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "tick", "reason")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    for reason in ("", "   "):
        with pytest.raises(StepsMissing) as caught:
            await desk.store.run(decide(link, reason=reason))
        assert caught.value.kinds == {"reason"}
    await desk.store.run(decide(link, reason="見積もりの依頼"))
    (event,) = [e for e in (await desk.detail(message_id)).events if e.kind == "confirmed"]
    assert event.detail["reason"] == "見積もりの依頼"
    desk.store.close()


async def test_a_second_person_approves_what_the_sender_confirmed(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "tick", "second-person")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    await desk.store.run(decide(link))  # twice is once
    detail = await desk.detail(message_id)
    assert detail.message.waiting_for == "approver"
    assert await desk.states(message_id) == ["held"]
    approval = await approval_link(desk)
    approve = Approve(approval.token, APPROVED, approval.view.version_id, "", "192.0.2.2")
    await desk.store.run(approve)
    assert await desk.states(message_id) == ["released"]
    with pytest.raises(Conflict):
        await desk.store.run(approve)
    kinds = [e.kind for e in (await desk.detail(message_id)).events]
    assert kinds.count("approved") == 1
    desk.store.close()


@pytest.mark.parametrize(
    "approver", ["Tanaka@own.jp", "tanaka+approvals@own.jp", "tanaka@mail.own.jp"]
)
async def test_the_sender_is_never_asked_to_approve_his_own_mail(
    tmp_path: Path, approver: str
) -> None:
    desk = desk_with(tmp_path, "tick", "second-person")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link, approvers=(approver,)))
    assert (await desk.detail(message_id)).message.waiting_for == "compliance"
    task = await desk.claim("approval")
    assert json.loads(task.params) == {"person": ""}
    told = await desk.store.run(MintApproval(task, ""))
    assert told is not None
    assert told.token == ""
    # his own link still shows the mail, and still withdraws it
    await desk.store.run(decide(link, choice=WITHDRAW))
    assert await desk.states(message_id) == ["withdrawn"]
    desk.store.close()


def test_persons_are_compared_and_not_addresses() -> None:
    assert is_same_person("boss@own.jp", "boss")
    assert not is_same_person("boss@own.jp", "boss@other.jp")
    assert not is_same_person("boss@own.jp", "")


async def test_a_later_step_alone_still_asks_the_sender_first(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "second-person")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    with pytest.raises(StepsMissing):
        await desk.store.run(decide(link, ticked=frozenset()))
    await desk.store.run(decide(link))
    assert (await desk.detail(message_id)).message.waiting_for == "approver"
    desk.store.close()


async def test_a_senders_link_does_not_approve_and_an_approvers_does_not_decide(
    tmp_path: Path,
) -> None:
    desk = desk_with(tmp_path, "tick", "second-person")
    await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    approval = await approval_link(desk)
    with pytest.raises(NotFound):
        await desk.store.run(Approve(link.token, APPROVED, link.view.version_id, "", ""))
    with pytest.raises(NotFound):
        await desk.store.run(decide(link, token=approval.token))
    desk.store.close()


async def test_declining_ends_it_and_tells_the_sender(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "tick", "second-person")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    approval = await approval_link(desk)
    await desk.store.run(
        Approve(approval.token, DECLINED, approval.view.version_id, "社外秘です", "")
    )
    assert await desk.states(message_id) == ["withdrawn"]
    assert "report" in await desk.kinds()
    desk.store.close()


async def test_what_waits_for_approval_expires_like_any_hold(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "tick", "second-person")
    await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    desk.clock.forward(72 * HOUR)
    assert "expire" in await desk.kinds()
    desk.store.close()


async def test_a_cooling_off_ends_by_itself_or_by_withdrawing(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "tick", "cooling:10m")
    first = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    assert await desk.states(first) == ["cooling"]
    assert "cool" not in await desk.kinds()
    desk.clock.forward(600_000)
    await desk.store.run(EndCooling(await desk.claim("cool")))
    assert await desk.states(first) == ["released"]
    second = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    await desk.store.run(decide(link, choice=WITHDRAW))
    assert await desk.states(second) == ["withdrawn"]
    desk.clock.forward(600_000)
    assert "cool" not in await desk.kinds()
    desk.store.close()


async def test_approval_comes_before_the_cooling_off(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "tick", "second-person", "cooling:10m")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    approval = await approval_link(desk)
    await desk.store.run(Approve(approval.token, APPROVED, approval.view.version_id, "", ""))
    assert await desk.states(message_id) == ["cooling"]
    desk.store.close()


def test_folding_is_bounded() -> None:
    assert folded("Ａ" * 5000) == "a" * 1000


async def test_staff_approves_or_declines_in_place_of_a_second_person(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, "tick", "second-person")
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    approve = DecideByStaff(message_id, "cli:root", APPROVED, "電話で確認")
    with pytest.raises(Conflict):
        await desk.store.run(approve)  # its sender comes first
    await desk.store.run(decide(link))
    with pytest.raises(Conflict):
        await desk.store.run(replace(approve, actor="cli:tanaka"))  # his own mail
    assert await desk.store.run(approve) == 1
    assert await desk.states(message_id) == ["released"]
    (event,) = [e for e in (await desk.detail(message_id)).events if e.kind == "approved"]
    assert (event.actor, event.detail["comment"]) == ("cli:root", "電話で確認")
    desk.clock.forward(HOUR)
    other = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link))
    await desk.store.run(DecideByStaff(other, "cli:root", DECLINED, "契約前のため"))
    assert await desk.states(other) == ["withdrawn"]
    assert "report" in await desk.kinds()
    desk.store.close()
