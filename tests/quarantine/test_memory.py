"""Memory of deliveries: only what was delivered teaches, and figures about rules add up."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from policies.envelope import Address
from policies.evaluate import evaluate
from policies.learning.learned import summarise
from policies.learning.sent import Sent
from policies.recipients.acquaintance import Acquaintance
from quarantine.deciding import CONFIRM, WITHDRAW, Decide
from quarantine.errors import Unavailable
from quarantine.known import ReadKnowledge
from quarantine.memory import Learn, RecallMemory
from quarantine.replaying import ReadFacts
from quarantine.rule_use import ReadRuleUse
from quarantine.staff import ReleaseByStaff
from tests.quarantine.messages import HOUR, SENDER, Desk, open_desk

X, Y, KNOWN = "x@one.example", "y@two.example", "c@partner.jp"
DAY = 24 * HOUR


async def about(desk: Desk, address: str, sender: str = "tanaka@own.jp") -> Acquaintance:
    recall = await desk.store.ask(RecallMemory(Address.parse(sender), (Address.parse(address),)))
    return recall.about(0)


async def send(desk: Desk, *to: str) -> str:
    """Hold, release and deliver."""
    message_id = await desk.hold(*to)
    if "held" in await desk.states(message_id):
        await desk.store.run(ReleaseByStaff(message_id, "cli:root", "test"))
    await desk.deliver()
    return message_id


async def test_only_what_was_delivered_is_remembered(desk: Desk) -> None:
    await desk.hold(X)
    assert await about(desk, X) == Acquaintance()
    await send(desk, X)
    found = await about(desk, X)
    assert (found.sent_by_sender, found.sent_by_company, found.days) == (1, 1, 1)
    assert (found.senders, found.domain_mails, found.domain_days) == (1, 1, 1)
    other = await about(desk, X, "sato@own.jp")
    assert (other.sent_by_sender, other.sent_by_company) == (0, 1)


async def test_three_days_make_it_known_and_ten_mails_in_a_day_do_not(desk: Desk) -> None:
    for _ in range(10):
        await send(desk, X)
    assert (await about(desk, X)).days == 1
    message_id = await desk.hold(X)
    assert await desk.states(message_id) == ["held"]
    for _ in range(2):
        desk.clock.forward(DAY)
        await send(desk, X)
    assert (await about(desk, X)).days == 3
    assert "one.example" in (await desk.store.ask(ReadKnowledge())).established
    message_id = await desk.hold(X)
    assert await desk.states(message_id) == ["released"]


async def test_who_was_together_is_remembered(desk: Desk) -> None:
    await send(desk, X, KNOWN)
    addresses = (Address.parse(X), Address.parse(KNOWN), Address.parse(Y))
    recall = await desk.store.ask(RecallMemory(None, addresses))
    assert recall.were_together("one.example", "partner.jp")
    assert not recall.were_together("one.example", "two.example")


async def test_what_the_sender_withdrew_is_remembered_against_it(desk: Desk) -> None:
    await desk.hold(X)
    (link,) = await desk.notice()
    none: frozenset[str] = frozenset()
    await desk.store.run(Decide(link.token, WITHDRAW, link.view.version_id, none, none, ""))
    found = await about(desk, X)
    assert found.refused
    assert found.sent_by_sender == 0


async def test_learning_from_the_past_counts_as_deliveries(desk: Desk) -> None:
    sent = [
        Sent(
            datetime(2026, 11, day, 3, tzinfo=UTC),
            Address.parse("tanaka@own.jp"),
            (Address.parse(X),),
            f"<{day}@own.jp>",
        )
        for day in (1, 2, 3, 4)
    ]
    learned = summarise(sent, frozenset({"own.jp"}), is_near=lambda _domain: False)
    assert await desk.store.run(Learn(learned, "cli:root")) == 1
    found = await about(desk, X)
    assert (found.sent_by_sender, found.days) == (4, 4)
    message_id = await desk.hold(X)
    assert await desk.states(message_id) == ["released"]


async def test_rules_are_counted_with_what_people_decided(desk: Desk) -> None:
    none: frozenset[str] = frozenset()
    await desk.hold(KNOWN)
    for choice in (CONFIRM, WITHDRAW):
        await desk.hold(X)
        (link,) = await desk.notice()
        ticked = frozenset({X})
        await desk.store.run(Decide(link.token, choice, link.view.version_id, ticked, none, ""))
        desk.clock.forward(HOUR)
    await desk.hold("a@own.jp")
    total, *rules = await desk.store.ask(ReadRuleUse())
    assert (total.hits, total.prompts, total.confirmed, total.changed) == (3, 2, 1, 1)
    first = next(use for use in rules if use.rule == "first-time")
    assert (first.hits, first.prompts, first.confirmed, first.changed) == (2, 2, 1, 1)


async def test_replaying_the_same_policy_says_what_was_said(desk: Desk) -> None:
    for to in ((X,), (KNOWN,), (X, KNOWN, "a@own.jp"), (Y,)):
        await desk.hold(*to)
    await desk.hold("a@own.jp")
    past = await desk.store.ask(ReadFacts(0))
    assert len(past) == 4  # internal mail is none of its business
    for mail in past:
        assert mail.facts is not None
        again = evaluate(desk.briefing.policy, mail.facts)
        assert [r.action for r in again.recipients] == [r.action for r in mail.verdict.recipients]
        assert [r.rules for r in again.recipients] == [r.rules for r in mail.verdict.recipients]
    page = await desk.store.ask(ReadFacts(0, past[1].message_id, 1))
    assert [mail.message_id for mail in page] == [past[2].message_id]


async def test_a_tag_does_not_make_another_sender(desk: Desk) -> None:
    for tag in ("", "+1", "+two"):
        message_id = await desk.hold(X, sender=f"taro{tag}@own.jp")
        await desk.store.run(ReleaseByStaff(message_id, "cli:root", "test"))
        await desk.deliver()
    found = await about(desk, X, "Taro+3@own.jp")
    assert (found.senders, found.sent_by_sender, found.sent_by_company) == (1, 3, 3)


async def test_a_day_begins_in_the_company_s_zone(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, zone=ZoneInfo("Asia/Tokyo"))
    # 23:30 and 00:30 in Tokyo, on one day of UTC; then 08:30 and 09:30, on two of UTC.
    for hour in ("2027-01-15T14:30", "2027-01-15T15:30", "2027-01-15T23:30", "2027-01-16T00:30"):
        desk.clock.now = int(datetime.fromisoformat(f"{hour}+00:00").timestamp() * 1000)
        await send(desk, X)
    assert (await about(desk, X)).days == 2
    desk.store.close()


async def test_the_same_log_twice_teaches_once(desk: Desk) -> None:
    at = datetime(2027, 1, 10, tzinfo=UTC)
    to = (Address.parse(X),)
    mails = [Sent(at + timedelta(days=n), Address.parse(SENDER), to) for n in (0, 1)]
    learned = summarise(mails, frozenset({"own.jp"}), is_near=lambda _: False)
    for _ in range(2):
        await desk.store.run(Learn(learned, "cli:root"))
    found = await about(desk, X)
    assert (found.sent_by_sender, found.days) == (2, 2)


async def test_a_mail_in_several_transactions_is_one_prompt(desk: Desk) -> None:
    raw = b"Message-ID: <a@own.jp>\r\nFrom: tanaka@own.jp\r\nTo: x@one.example\r\n\r\nhello\r\n"
    for to in (X, Y, "z@three.example"):
        await desk.receive_raw(raw, to)
        await desk.judge()
    total = (await desk.store.ask(ReadRuleUse()))[0]
    assert (total.hits, total.prompts) == (1, 1)


async def test_a_database_that_fails_is_told_as_one_and_shows_no_addresses(
    desk: Desk, tmp_path: Path
) -> None:
    with sqlite3.connect(next(tmp_path.rglob("sekisho.db"))) as database:
        database.execute("DROP TABLE pair")
    with pytest.raises(Unavailable) as failed:
        await about(desk, X)
    assert X not in str(failed.value) + str(failed.value.__cause__)


async def test_more_recipients_than_one_question_holds(desk: Desk) -> None:
    for n in range(3):
        await send(desk, f"p{n * 70}@many.example")
    everybody = tuple(Address.parse(f"p{n}@many.example") for n in range(200))
    recall = await desk.store.ask(RecallMemory(Address.parse("tanaka@own.jp"), everybody))
    assert [n for n in range(200) if recall.about(n).sent_by_sender] == [0, 70, 140]
    nobody = await desk.store.ask(RecallMemory(Address.parse("tanaka@own.jp"), ()))
    assert nobody.recipients == ()
