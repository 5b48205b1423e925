"""Transactions that are one mail: Exchange Online and Postfix split by recipient."""

from collections.abc import Sequence

from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect

from policies.envelope import Address, Client, Envelope
from quarantine.content import MAX_HEADER, ContentName
from quarantine.engine import upgrade
from quarantine.hold_view import DECIDE
from quarantine.holding import GATHER
from quarantine.intake import Accept
from quarantine.judging import OpenMessage
from quarantine.links import OpenLink
from quarantine.replaying import ReadFacts
from quarantine.siblings import WINDOW
from quarantine.staff import WithdrawByStaff
from tests.quarantine.messages import SENDER, Desk

X, Y, Z = "x@one.example", "y@two.example", "z@three.example"
ALL = (X, Y, Z)


async def receive(
    desk: Desk,
    *to: str,
    shown: Sequence[str] = ALL,
    sender: str = SENDER,
    user: str = "",
    message_id: str | None = "<1@own.jp>",
    text: str = "hello",
) -> str:
    """One part of a mail, with a trace line of its own."""
    lines = [
        f"Received: from inside for {to[0]}",
        f"From: {SENDER}",
        f"To: {', '.join(shown)}",
        *([f"Message-ID: {message_id}"] if message_id else []),
        "Subject: part",
        "",
        text,
        "",
    ]
    recipients = tuple(Address.parse(address) for address in to)
    envelope = Envelope(Address.parse(sender), recipients, Client("127.0.0.1", user=user))
    writer = desk.store.new_body()
    writer.write("\r\n".join(lines).encode())
    return await desk.store.run(Accept(envelope, writer.finish(), writer.key))


async def siblings(desk: Desk, message_id: str) -> set[str]:
    return {str(a) for a in (await desk.store.ask(OpenMessage(message_id))).siblings}


async def test_parts_of_one_mail_know_each_other(desk: Desk) -> None:
    first = await receive(desk, X)
    second = await receive(desk, Y)
    third = await receive(desk, Z, X)
    assert await siblings(desk, first) == {Y, Z}
    assert await siblings(desk, second) == {X, Z}
    assert await siblings(desk, third) == {Y}, "its own recipients are not others"
    event = (await desk.detail(third)).events[0]
    assert event.data["sibling_of"] == first


async def test_what_differs_in_anything_else_is_another_mail(desk: Desk) -> None:
    first = await receive(desk, X)
    others = [
        await receive(desk, Y, sender="sato@own.jp"),
        await receive(desk, Y, user="sato@own.jp"),
        await receive(desk, Y, message_id="<2@own.jp>"),
        await receive(desk, Y, message_id=None),
        await receive(desk, Z, message_id=None),
        await receive(desk, Y, text="other"),
    ]
    for message_id in (first, *others):
        assert await siblings(desk, message_id) == set()


async def test_after_ten_minutes_it_is_another_mail(desk: Desk) -> None:
    first = await receive(desk, X)
    desk.clock.forward(WINDOW - 1)
    await receive(desk, Y)
    desk.clock.forward(1)
    late = await receive(desk, Z)
    assert await siblings(desk, first) == {Y}
    assert await siblings(desk, late) == set()


async def test_they_are_judged_with_one_recipient_count(desk: Desk) -> None:
    addresses = [f"p{n}@org{n}.example" for n in range(21)]
    parts = [await receive(desk, address, shown=addresses) for address in addresses]
    inside = await receive(desk, "a@own.jp", shown=addresses)
    for _ in (*parts, inside):
        await desk.judge_task(await desk.claim_one("judge"))
    past = [mail for mail in await desk.store.ask(ReadFacts(0)) if mail.facts]
    assert len(past) == 21
    for mail in past:
        assert mail.facts is not None
        facts = mail.facts.message
        assert facts["message.recipients"] == 22
        assert facts["message.externals"] == facts["message.shown_externals"] == 21
        assert facts["message.organisations"] == 21
        assert len(mail.verdict.recipients) == 1, "the others are not judged here"
        assert "many-shown" in {rule.name for rule in mail.verdict.rules if rule.fired}


async def test_who_does_not_get_it_does_not_count(desk: Desk) -> None:
    first = await receive(desk, X)
    await desk.judge()
    second = await receive(desk, Y)
    assert await siblings(desk, second) == {X}
    await desk.store.run(WithdrawByStaff(first, "cli:root", ""))
    assert await siblings(desk, second) == set()


async def test_they_share_one_notice_with_one_link(desk: Desk) -> None:
    for address in ALL:
        await receive(desk, address)
        await desk.judge()
        desk.clock.forward(500)
    (link,) = await desk.notice()
    assert [r.address for r in link.view.held] == [X, Y, Z]
    assert len(link.hold_ids) == 3
    assert "notice" not in await desk.kinds()
    view = await desk.store.ask(OpenLink(link.token, DECIDE))
    assert [r.address for r in view.companions] == [Y, Z]
    assert view.siblings == ()


async def test_the_notice_waits_a_little_for_parts_that_are_to_come(desk: Desk) -> None:
    await receive(desk, X, shown=[X, Y])
    await desk.judge()
    assert "notice" not in await desk.kinds()
    desk.clock.forward(GATHER)
    assert len(await desk.notice()) == 1


async def test_a_mail_that_is_whole_does_not_wait(desk: Desk) -> None:
    await receive(desk, X, Y, shown=[X, Y, "colleague@own.jp"])
    await desk.judge()
    assert len(await desk.notice()) == 1


HEADER = b"From: a@own.jp\r\nMessage-ID:\r\n <1@own.jp> \r\n\r\n"


@given(st.binary(max_size=300), st.lists(st.integers(0, 400), max_size=6))
def test_how_a_mail_is_cut_does_not_matter(body: bytes, cuts: list[int]) -> None:
    raw = HEADER + body
    whole, pieces = ContentName(), ContentName()
    whole.take(raw)
    at = 0
    for cut in [*sorted(cuts), len(raw)]:
        pieces.take(raw[at:cut])
        at = max(at, min(cut, len(raw)))
    assert whole.finish() == pieces.finish() != b""


def test_a_mail_without_end_of_header_is_held_in_bounds() -> None:
    endless = ContentName()
    for _ in range(40):
        endless.take(b"Message-ID: <1@own.jp>\r\n" + b"x" * 100_000)
    assert len(endless._header) < MAX_HEADER + 200_000
    assert endless.finish() == b""


async def test_the_migration_goes_down_and_up_with_mail_in_the_store(desk: Desk) -> None:
    first = await receive(desk, X)
    await desk.judge()
    place = desk.store.places.database
    desk.store.close()
    engine = create_engine(f"sqlite:///{place}")
    config = Config()
    config.set_main_option("script_location", "quarantine/migrations")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        connection.commit()
        names = {column["name"] for column in inspect(connection).get_columns("message")}
        assert not names & {"mail_hmac", "sibling_of"}
        assert connection.exec_driver_sql("SELECT count(*) FROM message").scalar() == 1
        connection.commit()
    upgrade(engine)
    with engine.connect() as connection:
        names = {column["name"] for column in inspect(connection).get_columns("message")}
        assert names >= {"mail_hmac", "sibling_of"}
        assert connection.exec_driver_sql("SELECT id FROM message").scalar() == first
    engine.dispose()
