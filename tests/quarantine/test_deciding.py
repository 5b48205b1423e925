"""Decisions: what they need, what they do, and that they are made once."""

import asyncio

import pytest

from quarantine.deciding import CONFIRM, WITHDRAW, Decide
from quarantine.errors import Conflict, NotFound, StepsMissing
from quarantine.links import Link
from quarantine.staff import ReleaseByStaff, WithdrawByStaff
from tests.quarantine.messages import HOUR, Desk

X, Y = "x@one.example", "y@two.example"
KNOWN = "c@partner.jp"


def decide(
    link: Link,
    choice: str = CONFIRM,
    *,
    ticked: tuple[str, ...] = (),
    dropped: tuple[str, ...] = (),
    version: str = "",
) -> Decide:
    return Decide(
        link.token,
        choice,
        version or link.view.version_id,
        frozenset(ticked),
        frozenset(dropped),
        "192.0.2.1",
    )


async def test_confirming_releases_exactly_the_ticked_recipients(desk: Desk) -> None:
    message_id = await desk.hold(X, KNOWN)
    assert await desk.states(message_id) == ["held", "released"]
    (link,) = await desk.notice()
    await desk.store.run(decide(link, ticked=(X,)))
    assert await desk.states(message_id) == ["released", "released"]
    await desk.deliver()
    assert await desk.states(message_id) == ["delivered", "delivered"]


@pytest.mark.parametrize(
    ("ticked", "dropped", "missing"),
    [((), (), (X, Y)), ((X,), (), (Y,)), ((X, Y), (Y,), (Y,)), (("z@else.example",), (), (X, Y))],
)
async def test_a_recipient_without_a_choice_is_a_missing_step(
    desk: Desk, ticked: tuple[str, ...], dropped: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    message_id = await desk.hold(X, Y)
    (link,) = await desk.notice()
    with pytest.raises(StepsMissing) as caught:
        await desk.store.run(decide(link, ticked=ticked, dropped=dropped))
    assert caught.value.recipients == missing
    assert await desk.states(message_id) == ["held", "held"]


async def test_a_decision_repeated_is_harmless_and_another_one_is_refused(desk: Desk) -> None:
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link, ticked=(X,)))
    await desk.store.run(decide(link, ticked=(X,)))
    with pytest.raises(Conflict):
        await desk.store.run(decide(link, WITHDRAW))
    kinds = [event.kind for event in (await desk.detail(message_id)).events]
    assert kinds.count("confirmed") == 1


async def test_confirm_and_withdraw_at_once_have_one_winner(desk: Desk) -> None:
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    orders = [decide(link, ticked=(X,)), decide(link, WITHDRAW)] * 20
    results = await asyncio.gather(*map(desk.store.run, orders), return_exceptions=True)
    assert sum(result is None for result in results) == 20
    assert sum(isinstance(result, Conflict) for result in results) == 20
    assert await desk.states(message_id) in (["released"], ["withdrawn"])


async def test_another_version_is_not_confirmed(desk: Desk) -> None:
    await desk.hold(X)
    (link,) = await desk.notice()
    with pytest.raises(Conflict):
        await desk.store.run(decide(link, ticked=(X,), version="0" * 26))


async def test_withdrawing_also_stops_what_has_not_left_yet(desk: Desk) -> None:
    message_id = await desk.hold(X, KNOWN)
    (link,) = await desk.notice()
    await desk.store.run(decide(link, WITHDRAW))
    assert await desk.states(message_id) == ["withdrawn", "withdrawn"]
    await desk.deliver()  # finds nothing to do
    assert "deliver" not in await desk.kinds()


async def test_withdrawing_does_not_undo_what_was_delivered(desk: Desk) -> None:
    message_id = await desk.hold(X, KNOWN)
    await desk.deliver()
    (link,) = await desk.notice()
    await desk.store.run(decide(link, WITHDRAW))
    assert await desk.states(message_id) == ["withdrawn", "delivered"]


async def test_dropping_somebody_named_in_the_header_asks_a_worker_for_a_version(
    desk: Desk,
) -> None:
    message_id = await desk.hold(X, Y)
    (link,) = await desk.notice()
    await desk.store.run(decide(link, ticked=(X,), dropped=(Y,)))
    # nothing is released before the new version has been made and judged
    assert await desk.states(message_id) == ["held", "dropped"]
    assert "revise" in await desk.kinds()
    assert "deliver" not in await desk.kinds()


async def test_dropping_everybody_ends_the_message(desk: Desk) -> None:
    message_id = await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link, dropped=(X,)))
    assert await desk.states(message_id) == ["dropped"]
    assert "revise" not in await desk.kinds()


async def test_a_link_is_for_its_purpose_and_its_time(desk: Desk) -> None:
    await desk.hold(X)
    (link,) = await desk.notice()
    for token in ("", "x", link.token[:-1], link.token + "x"):
        wrong = Decide(token, CONFIRM, link.view.version_id, frozenset({X}), frozenset(), "")
        with pytest.raises(NotFound):
            await desk.store.run(wrong)
    desk.clock.forward(200 * 24 * HOUR)
    with pytest.raises(NotFound):
        await desk.store.run(decide(link, ticked=(X,)))


async def test_staff_releases_with_a_reason_in_the_record(desk: Desk) -> None:
    message_id = await desk.hold(X)
    assert await desk.store.run(ReleaseByStaff(message_id, "cli:root", "phoned him")) == 1
    event = (await desk.detail(message_id)).events[-1]
    assert (event.kind, event.actor, event.detail["reason"]) == (
        "released",
        "cli:root",
        "phoned him",
    )
    with pytest.raises(Conflict):
        await desk.store.run(ReleaseByStaff(message_id, "cli:root", "again"))


async def test_staff_withdraws_until_everything_has_left(desk: Desk) -> None:
    message_id = await desk.hold(X, KNOWN)
    assert await desk.store.run(WithdrawByStaff(message_id, "cli:root")) == 2
    with pytest.raises(Conflict):
        await desk.store.run(WithdrawByStaff(message_id, "cli:root"))
    with pytest.raises(NotFound):
        await desk.store.run(WithdrawByStaff("0" * 26, "cli:root"))


async def test_a_decided_hold_is_neither_reminded_of_nor_expired(desk: Desk) -> None:
    await desk.hold(X)
    (link,) = await desk.notice()
    await desk.store.run(decide(link, WITHDRAW))
    desk.clock.forward(10 * 24 * HOUR)
    assert not {"remind", "expire"} & set(await desk.kinds())
