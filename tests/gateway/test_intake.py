"""The listener over a real socket: what is refused, and what is never run as a command."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from gateway.demo.mta import MemoryBody
from gateway.intake.listener import SmtpListener
from gateway.intake.receive import Body
from policies.envelope import Envelope
from quarantine.errors import OutOfSpace, Unavailable
from tests.gateway.intakes import an_intake

HELLO = b"EHLO pc\r\nMAIL FROM:<a@own.jp>\r\nRCPT TO:<b@own.jp>\r\nDATA\r\n"


class FailingBody(MemoryBody):
    def write(self, chunk: bytes) -> None:
        raise MemoryError


@dataclass
class Gate:
    """A listener that keeps what it accepts, and fails as it is told."""

    stored: list[tuple[Envelope, bytes]] = field(default_factory=list)
    new_body: Callable[[int], Body] = lambda _size: MemoryBody()
    before_accept: Callable[[], Awaitable[None]] | None = None
    port: int = 0
    listener: SmtpListener | None = None

    async def accept(self, envelope: Envelope, body: Body) -> str:
        if self.before_accept:
            await self.before_accept()
        assert isinstance(body, MemoryBody)
        self.stored.append((envelope, bytes(body.content)))
        return "ID"

    async def talk(self, data: bytes, *, half_close: bool = False) -> list[str]:
        """Send everything at once and return every reply line until the other side closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(data)
        if half_close:
            writer.write_eof()
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        return answer.decode().splitlines()


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    gate = Gate()

    def new_body(size: int) -> Body:
        return gate.new_body(size)  # as the test has set it by then

    intake = an_intake(gate.accept, new_body=new_body, max_size=100_000)
    async with SmtpListener(intake, "127.0.0.1", 0) as listener:
        gate.port = listener.port
        gate.listener = listener
        yield gate


async def test_a_message_is_taken_with_its_envelope(gate: Gate) -> None:
    replies = await gate.talk(HELLO + b"Subject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n")
    assert replies[-2:] == ["250 2.0.0 queued as ID", "221 2.0.0 bye"]
    ((envelope, content),) = gate.stored
    assert content == b"Subject: x\r\n\r\n.dot\r\n"
    assert str(envelope.sender) == "a@own.jp"
    assert (envelope.client.host, envelope.client.helo) == ("127.0.0.1", "pc")


async def test_a_slow_commit_outlives_a_client_that_half_closes(gate: Gate) -> None:
    async def slow() -> None:
        await asyncio.sleep(0.3)

    gate.before_accept = slow
    replies = await gate.talk(HELLO + b"x\r\n.\r\nQUIT\r\n", half_close=True)
    assert replies[-2:] == ["250 2.0.0 queued as ID", "221 2.0.0 bye"]
    assert len(gate.stored) == 1


async def test_a_commit_is_not_cancelled_by_a_client_that_is_gone(gate: Gate) -> None:
    begun = asyncio.Event()

    async def slow() -> None:
        begun.set()
        await asyncio.sleep(0.3)

    gate.before_accept = slow
    _, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    writer.write(HELLO + b"x\r\n.\r\n")
    await asyncio.wait_for(begun.wait(), 5)
    writer.transport.abort()
    await asyncio.sleep(0.6)
    assert len(gate.stored) == 1


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (OutOfSpace("full"), "452 4.3.1 not enough disk space"),
        (OSError(28, "No space left on device: /secret/path"), "452 4.3.1 not enough disk space"),
        (Unavailable("locked"), "451 4.3.0 cannot store the message now"),
        (RuntimeError("secret"), "451 4.3.0 internal error, try again later"),
    ],
)
async def test_a_store_that_fails_is_answered_without_its_details(
    gate: Gate, error: Exception, reply: str
) -> None:
    async def fail() -> None:
        raise error

    gate.before_accept = fail
    assert (await gate.talk(HELLO + b"x\r\n.\r\nQUIT\r\n"))[-2] == reply


async def test_no_room_is_said_before_the_message_is_sent(gate: Gate) -> None:
    def full(_size: int) -> Body:
        raise OutOfSpace("full")

    gate.new_body = full
    assert "452 4.3.1 not enough disk space" in await gate.talk(HELLO + b"QUIT\r\n")


async def test_after_a_failure_inside_data_the_rest_is_not_run_as_commands(gate: Gate) -> None:
    gate.new_body = lambda _size: FailingBody()
    inside = b"MAIL FROM:<ceo@own.jp>\r\nRCPT TO:<b@own.jp>\r\nDATA\r\nevil\r\n.\r\n"
    replies = await gate.talk(HELLO + b"x" * 70_000 + b"\r\n" + inside)
    assert replies[-1].startswith("421 ")
    assert gate.stored == []


async def test_a_browser_that_posts_here_is_hung_up_on(gate: Gate) -> None:
    posted = b"POST / HTTP/1.1\r\nHost: x\r\n\r\n" + HELLO + b"evil\r\n.\r\n"
    assert (await gate.talk(posted))[1:] == ["421 5.7.0 this is not a web server"]
    assert gate.stored == []


async def test_bdat_is_refused_and_its_octets_are_not_commands(gate: Gate) -> None:
    replies = await gate.talk(b"EHLO pc\r\nBDAT 100 LAST\r\n" + HELLO + b"evil\r\n.\r\n")
    assert replies[-1].startswith("502 ")
    assert gate.stored == []


@pytest.mark.parametrize(
    ("rcpt", "code"),
    [
        ("<victim%evil.example@own.jp>", "550 5.7.1"),
        ("<evil.example!victim@own.jp>", "550 5.7.1"),
        ('<"victim@evil.example"@own.jp>', "550 5.7.1"),
        ("<@relay.example:a@own.jp>", "501 5.1.3"),
        ("<a@[127.0.0.1]>", "501 5.1.3"),
        ("<a b@own.jp>", "501 5.1.3"),
        ("a@own.jp", "501 5.1.3"),
        ("<>", "501 5.1.3"),
        ("<a@own.jp> NOTIFY=NEVER", "555 5.5.4"),
        ("<あ@own.jp>", "553 5.6.7"),
    ],
)
async def test_recipients_that_are_not_plain_addresses_are_refused(
    gate: Gate, rcpt: str, code: str
) -> None:
    command = f"EHLO pc\r\nMAIL FROM:<a@own.jp>\r\nRCPT TO:{rcpt}\r\nQUIT\r\n"
    assert (await gate.talk(command.encode()))[-2].startswith(code)


async def test_a_loop_is_refused(gate: Gate) -> None:
    hop = b"Received: from a by b\r\n"
    for hops, code in ((100, "250"), (101, "554 5.4.6")):
        message = hop * hops + b"Subject: x\r\n\r\n" + hop * 200
        assert (await gate.talk(HELLO + message + b".\r\nQUIT\r\n"))[-2].startswith(code)


async def test_too_many_errors_end_the_conversation(gate: Gate) -> None:
    replies = await gate.talk(b"NONSENSE\r\n" * 100)
    assert replies[-1] == "421 4.7.0 too many errors, closing"
    assert len(replies) == 21


async def test_an_open_connection_is_told_that_the_service_stops(gate: Gate) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    await reader.readline()
    assert gate.listener is not None
    await gate.listener.__aexit__(None, None, None)
    assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"421 4.3.2")
    writer.close()


async def test_a_client_that_says_nothing_is_timed_out(gate: Gate) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    async with asyncio.timeout(9):
        answer = await reader.read()
    assert answer.splitlines()[-1].startswith(b"421 4.4.2")
    writer.close()
