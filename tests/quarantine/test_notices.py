"""When people are told: at once, together, again, and at the end."""

from quarantine.deadlines import AskCompliance, Expire, Remind
from quarantine.holding import PER_HOUR, SHARED
from quarantine.links import MintLinks
from tests.quarantine.messages import DEADLINES, HOUR, Desk

X = "x@one.example"
MINUTE = 60_000


async def test_the_first_hold_is_told_at_once_and_the_next_ones_share_a_notice(
    desk: Desk,
) -> None:
    await desk.hold(X)
    assert len(await desk.notice()) == 1
    desk.clock.forward(MINUTE)
    await desk.hold(X)
    await desk.hold("y@two.example")
    assert "notice" not in await desk.kinds()
    desk.clock.forward(SHARED)
    assert len(await desk.notice()) == 2


async def test_more_than_ten_an_hour_become_a_digest(desk: Desk) -> None:
    for _ in range(PER_HOUR):
        await desk.hold(X)
        assert len(await desk.notice()) == 1
        desk.clock.forward(SHARED)
    for _ in range(5):
        await desk.hold(X)
        desk.clock.forward(SHARED)
    assert "notice" not in await desk.kinds()
    desk.clock.forward(HOUR)
    assert len(await desk.notice()) == 5


async def test_a_hold_that_comes_while_a_notice_is_sent_is_told_by_the_next(desk: Desk) -> None:
    await desk.hold(X)
    task = await desk.claim("notice")
    links = await desk.store.run(MintLinks(task, "tanaka@own.jp"))
    await desk.hold("y@two.example")
    from quarantine.links import Noticed

    ids = tuple(link.view.hold_id for link in links)
    await desk.store.run(Noticed(task, "tanaka@own.jp", ids))
    desk.clock.forward(SHARED)
    (link,) = await desk.notice()
    assert [r.address for r in link.view.held] == ["y@two.example"]


async def test_a_reminder_and_then_the_return(desk: Desk) -> None:
    message_id = await desk.hold(X)
    await desk.notice()
    desk.clock.forward(DEADLINES.remind_after)
    await desk.store.run(Remind(await desk.claim("remind")))
    (link,) = await desk.notice()
    assert link.reminder
    desk.clock.forward(DEADLINES.expire_after)
    await desk.store.run(Expire(await desk.claim("expire")))
    assert await desk.states(message_id) == ["expired"]
    assert await desk.kinds() == ["purge", "report"]


async def test_a_notice_that_cannot_reach_its_person_goes_to_compliance(desk: Desk) -> None:
    message_id = await desk.hold(X)
    task = await desk.claim("notice")
    (link,) = await desk.store.run(MintLinks(task, "tanaka@own.jp"))
    await desk.store.run(AskCompliance(task, "tanaka@own.jp"))
    (again,) = await desk.notice("")
    assert again.view.hold_id == link.view.hold_id
    assert again.token == ""
    assert (await desk.detail(message_id)).message.waiting_for == "compliance"


async def test_a_hold_of_the_null_sender_waits_for_compliance(desk: Desk) -> None:
    message_id = await desk.hold(X, sender="")
    detail = await desk.detail(message_id)
    assert detail.message.waiting_for == "compliance"
    assert await desk.notice("")
