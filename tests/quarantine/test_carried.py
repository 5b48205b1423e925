"""A list that is sent in slices: what has gone to one organisation is added up."""

from policies.envelope import Address
from policies.recipients.acquaintance import Carried
from quarantine.deciding import WITHDRAW, Decide
from quarantine.memory import RecallMemory
from quarantine.staff import ReleaseByStaff
from tests.quarantine.messages import HOUR, SENDER, Desk

X, COLLEAGUE_OF_X, Y = "x@one.example", "other@one.example", "y@two.example"
DAY = 24 * HOUR


def people(low: int, high: int) -> str:
    rows = (f"山田 太郎\t090-1111-{n:04}\tmember{n}@mail.example.jp" for n in range(low, high))
    return "氏名\t電話番号\tメール\r\n" + "\r\n".join(rows)


async def send(desk: Desk, text: str, to: str = X, sender: str = SENDER) -> set[str]:
    """Hold and release; the rules that held it."""
    message_id = await desk.hold(to, sender=sender, text=text)
    verdict = (await desk.detail(message_id)).verdict
    assert verdict is not None
    await desk.store.run(ReleaseByStaff(message_id, "cli:root", "test"))
    await desk.deliver()
    desk.clock.forward(HOUR)
    return {name for recipient in verdict["recipients"] for name in recipient["rules"]}


async def carried(desk: Desk, to: str = X, sender: str = SENDER) -> Carried:
    recall = await desk.store.ask(RecallMemory(Address.parse(sender), (Address.parse(to),)))
    return recall.carried_to(0)


async def test_a_list_in_slices_is_noticed(desk: Desk) -> None:
    assert "slices" not in await send(desk, people(0, 40))
    assert "slices" not in await send(desk, people(40, 80), COLLEAGUE_OF_X)
    assert "slices" in await send(desk, people(80, 120))
    assert (await carried(desk)).persons_with([]) == (120, 120, 120)
    assert (await carried(desk)).rows[0] >= 120


async def test_the_same_people_again_are_no_more_people(desk: Desk) -> None:
    for _ in range(4):
        assert "slices" not in await send(desk, people(0, 40))
    assert (await carried(desk)).persons_with([]) == (40, 40, 40)


async def test_each_sender_and_each_organisation_counts_alone(desk: Desk) -> None:
    await send(desk, people(0, 60))
    await send(desk, people(60, 120), Y)
    await send(desk, people(120, 180), X, "sato@own.jp")
    assert (await carried(desk)).persons_with([]) == (60, 60, 60)
    assert (await carried(desk, Y)).persons_with([]) == (60, 60, 60)
    assert (await carried(desk, Y, "sato@own.jp")) == Carried()


async def test_it_is_forgotten_after_thirty_days(desk: Desk) -> None:
    await send(desk, people(0, 40))
    desk.clock.forward(2 * DAY)
    assert (await carried(desk)).persons_with([]) == (0, 40, 40)
    desk.clock.forward(6 * DAY)
    assert (await carried(desk)).persons_with([]) == (0, 0, 40)
    desk.clock.forward(23 * DAY)
    assert await carried(desk) == Carried()


async def test_what_is_withdrawn_carries_nothing(desk: Desk) -> None:
    message_id = await desk.hold(X, text=people(0, 40))
    (link,) = await desk.notice()
    none: frozenset[str] = frozenset()
    await desk.store.run(
        Decide(link.token, WITHDRAW, link.view.version_id, none, none, "192.0.2.1")
    )
    assert "withdrawn" in await desk.states(message_id)
    assert await carried(desk) == Carried()


async def test_a_burst_is_noticed(desk: Desk) -> None:
    for _ in range(3):
        await desk.hold(X)
    recall = await desk.store.ask(RecallMemory(Address.parse(SENDER), (Address.parse(X),)))
    assert (recall.external_1h, recall.external_1d) == (3, 3)
    desk.clock.forward(2 * HOUR)
    recall = await desk.store.ask(RecallMemory(Address.parse(SENDER), (Address.parse(X),)))
    assert (recall.external_1h, recall.external_1d) == (0, 3)
