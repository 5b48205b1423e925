"""Delivery as the store sees it: attempts on record, duplicates flagged, retries, the end."""

import pytest

from quarantine import queue
from quarantine.deadlines import KEEP_HELD, Purge
from quarantine.delivering import (
    MAX_UNKNOWN,
    BeforeDot,
    EndDelivery,
    Outcome,
    StartDelivery,
)
from quarantine.errors import Damaged, LostLease
from quarantine.judging import OpenMessage
from quarantine.staff import ReleaseByStaff, RetryByStaff
from quarantine.states import State
from tests.quarantine.messages import HOUR, Desk

KNOWN, OTHER = "c@partner.jp", "d@partner.jp"


async def reclaim(desk: Desk) -> queue.Claimed:
    """Another worker takes the delivery over, after the first one's lease ran out."""
    desk.clock.forward(queue.LEASE + 1)
    return await desk.claim("deliver")


async def test_a_crash_before_the_dot_is_tried_again_without_suspicion(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN)
    await desk.start_delivery()
    (job,) = await desk.store.run(StartDelivery(await reclaim(desk)))
    assert job.numbers == (0,)
    kinds = [event.kind for event in (await desk.detail(message_id)).events]
    assert "possible-duplicate" not in kinds


async def test_a_crash_after_the_dot_is_recorded_before_the_second_try(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN)
    task, (job,) = await desk.start_delivery()
    await desk.store.run(BeforeDot(task, job.attempt_id))
    await desk.store.run(StartDelivery(await reclaim(desk)))
    events = (await desk.detail(message_id)).events
    kinds = [event.kind for event in events]
    assert kinds[-2:] == ["possible-duplicate", "attempting"]
    assert events[-2].data["recipients"] == [0]
    assert events[-1].data["possible_duplicate"] == [0]


async def test_a_worker_that_lost_its_lease_cannot_finish_nor_send_the_dot(desk: Desk) -> None:
    await desk.hold(KNOWN)
    task, (job,) = await desk.start_delivery()
    second = await reclaim(desk)
    outcome = (Outcome(0, State.DELIVERED, 250, "ok"),)
    for order in (BeforeDot(task, job.attempt_id), EndDelivery(task, job, outcome, 1, 1)):
        with pytest.raises(LostLease):
            await desk.store.run(order)
    with pytest.raises(LostLease):
        await desk.store.run(queue.Extend(task))
    await desk.store.run(queue.Extend(second))


async def test_a_deferred_recipient_waits_for_its_next_try(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN)
    await desk.deliver(State.DEFERRED, 451)
    assert await desk.states(message_id) == ["deferred"]
    assert "deliver" not in await desk.kinds()
    desk.clock.forward(60_000)
    await desk.deliver()
    assert await desk.states(message_id) == ["delivered"]


async def test_deferring_ends_with_the_lifetime_in_a_failure_and_a_report(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN)
    desk.clock.forward(5 * 24 * HOUR)
    await desk.deliver(State.DEFERRED, 451)
    assert await desk.states(message_id) == ["failed"]
    assert "report" in await desk.kinds()


async def test_recipients_of_one_try_part_ways(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN, OTHER)
    task, (job,) = await desk.start_delivery()
    outcomes = (Outcome(0, State.FAILED, 550, "550 no"), Outcome(1, State.UNKNOWN, 0, "gone"))
    await desk.store.run(EndDelivery(task, job, outcomes, 60_000, HOUR))
    assert await desk.states(message_id) == ["failed", "unknown"]


async def test_a_release_during_a_delivery_is_not_forgotten(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN, "x@one.example")
    task, (job,) = await desk.start_delivery()
    await desk.store.run(ReleaseByStaff(message_id, "cli:root", "fine"))
    await desk.store.run(
        EndDelivery(task, job, (Outcome(0, State.DELIVERED, 250, "ok"),), 60_000, HOUR)
    )
    await desk.store.run(queue.Postpone(task, 0))
    await desk.deliver()
    assert await desk.states(message_id) == ["delivered", "delivered"]


async def test_a_passed_mail_loses_its_body_at_once_and_keeps_its_record(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN)
    await desk.deliver()
    await desk.store.run(Purge(await desk.claim("purge")))
    opened = await desk.store.ask(OpenMessage(message_id))
    with pytest.raises(Damaged, match="purged"):
        [frame async for frame in desk.store.body(opened.body)]
    assert await desk.kinds() == []
    assert (await desk.detail(message_id)).message.subject == "件名"


async def test_a_held_mail_keeps_its_body_for_90_days_after_the_end(desk: Desk) -> None:
    message_id = await desk.hold("x@one.example")
    await desk.store.run(ReleaseByStaff(message_id, "cli:root", "fine"))
    await desk.deliver()
    await desk.store.run(Purge(await desk.claim("purge")))
    opened = await desk.store.ask(OpenMessage(message_id))
    assert [frame async for frame in desk.store.body(opened.body)]
    desk.clock.forward(KEEP_HELD + 1)
    await desk.store.run(Purge(await desk.claim("purge")))
    opened = await desk.store.ask(OpenMessage(message_id))
    assert opened.body.stored.inline is None


async def test_outcomes_that_stay_unknown_are_parked_until_somebody_retries(desk: Desk) -> None:
    message_id = await desk.hold(KNOWN)
    for _ in range(MAX_UNKNOWN):
        await desk.deliver(State.UNKNOWN, 0)
        desk.clock.forward(60_000)
    assert await desk.states(message_id) == ["parked"]
    assert "deliver" not in await desk.kinds()
    assert await desk.store.run(RetryByStaff(message_id, "cli:root")) == 1
    await desk.deliver()
    assert await desk.states(message_id) == ["delivered"]
