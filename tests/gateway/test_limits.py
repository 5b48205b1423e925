"""Limits of clients: how many connections, how often, how long, how slow."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from gateway.intake import wire
from gateway.intake.limits import Admission, Limits
from gateway.intake.listener import SmtpListener
from tests.gateway.intakes import an_intake

TRANSACTION = b"MAIL FROM:<a@own.jp>\r\nRCPT TO:<b@own.jp>\r\n"


@asynccontextmanager
async def listening(limits: Limits) -> AsyncIterator[SmtpListener]:
    intake = an_intake(limits=limits)
    async with SmtpListener(intake, "127.0.0.1", 0) as listener:
        yield listener


@dataclass
class Dialogue:
    """A connection, and what it was greeted with."""

    greeting: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def rest(self) -> list[str]:
        """All that is said until the other side closes."""
        async with asyncio.timeout(5):
            return (await self.reader.read()).decode().splitlines()


@asynccontextmanager
async def connected(listener: SmtpListener, source: str = "127.0.0.1") -> AsyncIterator[Dialogue]:
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", listener.port, local_addr=(source, 0)
    )
    try:
        async with asyncio.timeout(5):
            yield Dialogue((await reader.readline()).decode().rstrip(), reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def test_one_client_cannot_take_all_connections() -> None:
    async with (
        listening(Limits(per_client=2)) as listener,
        connected(listener) as first,
        connected(listener) as second,
        connected(listener) as third,
        connected(listener, "127.0.0.2") as other,
    ):
        assert {d.greeting[:4] for d in (first, second, other)} == {"220 "}
        assert third.greeting == "421 4.7.0 too many connections of yours at once"
        assert await third.rest() == []
        second.writer.write(b"QUIT\r\n")
        await second.rest()
        async with connected(listener) as again:
            assert again.greeting.startswith("220 ")


async def test_all_clients_together_have_a_limit() -> None:
    async with (
        listening(Limits(connections=2)) as listener,
        connected(listener, "127.0.0.1") as one,
        connected(listener, "127.0.0.2") as two,
        connected(listener, "127.0.0.3") as three,
    ):
        greetings = [one.greeting[:4], two.greeting[:4], three.greeting]
        assert greetings == ["220 ", "220 ", "421 4.3.2 too many connections, try again later"]


async def test_a_client_that_vanishes_gives_its_place_free() -> None:
    async with listening(Limits(per_client=1)) as listener:
        for _ in range(5):
            async with connected(listener) as dialogue:
                assert dialogue.greeting.startswith("220 ")
                dialogue.writer.transport.abort()
            await asyncio.sleep(0.1)


async def test_connections_messages_and_recipients_of_a_minute() -> None:
    limits = Limits(connections_per_minute=2, messages_per_minute=2, recipients_per_minute=3)
    async with listening(limits) as listener:
        async with connected(listener) as first:
            more = b"RCPT TO:<c@own.jp>\r\n"
            said = b"EHLO pc\r\n" + (TRANSACTION + more + b"RSET\r\n") * 3 + b"QUIT\r\n"
            first.writer.write(said)
            assert [reply[:9] for reply in (await first.rest())[-13:]] == [
                "250 2.1.0", "250 2.1.5", "250 2.1.5", "250 2.0.0",
                "250 2.1.0", "250 2.1.5", "450 4.7.1", "250 2.0.0",
                "450 4.7.1", "503 5.5.1", "503 5.5.1", "250 2.0.0", "221 2.0.0",
            ]  # fmt: skip
        async with connected(listener) as second, connected(listener) as third:
            assert second.greeting.startswith("220 ")
            assert third.greeting == "421 4.7.0 too many connections of yours in a minute"


def test_the_next_minute_is_a_new_one() -> None:
    now = 0.0
    admission = Admission(Limits(messages_per_minute=1), lambda: now)
    assert admission.message("192.0.2.1")
    assert not admission.message("192.0.2.1")
    assert admission.message("192.0.2.2")
    now = 61.0
    assert admission.message("192.0.2.1")


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
    ],
)
def test_who_is_one_client(one: str, other: str, are_one: bool) -> None:
    admission = Admission(Limits(per_client=1))
    assert not admission.enter(one)
    assert bool(admission.enter(other)) is are_one


async def test_a_connection_ends_after_its_time() -> None:
    async with listening(Limits(session=0.3)) as listener, connected(listener) as dialogue:
        said = ["250"]
        while said[-1].startswith("250"):
            dialogue.writer.write(b"NOOP\r\n")
            said.append((await dialogue.reader.readline()).decode())
            await asyncio.sleep(0.05)
        assert said[-1] == "421 4.4.2 connected for too long, closing\r\n"


async def test_a_message_that_only_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "GRACE", 0.2)
    async with listening(Limits(pace=10_000)) as listener, connected(listener) as dialogue:
        dialogue.writer.write(b"EHLO pc\r\n" + TRANSACTION + b"DATA\r\n")
        rest = asyncio.create_task(dialogue.rest())
        while not rest.done():
            dialogue.writer.write(b"x")
            await asyncio.sleep(0.02)
        assert (await rest)[-2:] == ["354 end with <CR LF>.<CR LF>", "421 4.4.2 too slow, closing"]


async def test_a_message_at_a_good_pace_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "GRACE", 0.2)
    async with listening(Limits(pace=100)) as listener, connected(listener) as dialogue:
        dialogue.writer.write(b"EHLO pc\r\n" + TRANSACTION + b"DATA\r\n")
        for _ in range(10):
            dialogue.writer.write(b"a line of a message\r\n" * 10)
            await asyncio.sleep(0.05)
        dialogue.writer.write(b".\r\nQUIT\r\n")
        assert "250 2.0.0 queued as ID" in await dialogue.rest()
