"""The SMTP client towards the company's mail server (RFC 5321, 2920, 3207).

One connection per message. The replies to MAIL, RCPT and DATA are read in order
whether pipelined or not; what happens after the final dot without a reply is
*unknown*, never silently tried again.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass

from gateway.errors import RelayFault, UnsafeBytes
from gateway.transport import Outgoing, Result
from policies.envelope import Address
from quarantine.states import State

log = logging.getLogger("sekisho.relay")

_MAX_REPLY = 64 * 1024
_CONNECT_TIMEOUT = 30.0
_DOT_TIMEOUT = 600.0  # RFC 5321 4.5.3.2.6


class _NoTls(RelayFault):
    """No encrypted connection could be made, though the relay answers."""


@dataclass(frozen=True, slots=True)
class _Reply:
    code: int
    text: str

    @property
    def state(self) -> State:
        """What a refusal with this reply means for a recipient."""
        return State.FAILED if 500 <= self.code < 600 else State.DEFERRED

    def result(self, state: State | None = None) -> Result:
        return Result(state or self.state, self.code, f"{self.code} {self.text}")


class SmtpRelay:
    """Delivers to one host. ``tls`` is none, opportunistic or required (no name check)."""

    def __init__(self, host: str, port: int, *, hostname: str, tls: str, timeout: float) -> None:
        self._host = host
        self._port = port
        self._hostname = hostname
        self._tls = tls
        self._timeout = timeout

    async def send(self, outgoing: Outgoing) -> tuple[Result, ...]:
        """Deliver in one transaction; see ``Transport.send``."""
        try:
            connection = await self._connect(self._tls)
        except _NoTls as fault:
            if self._tls != "opportunistic":
                raise
            log.warning("%s; going on without TLS", fault)
            connection = await self._connect("none")
        try:
            return await _Transaction(connection, outgoing).run()
        finally:
            await connection.leave()

    async def _connect(self, tls: str) -> "_Connection":
        try:
            async with asyncio.timeout(min(self._timeout, _CONNECT_TIMEOUT)):
                reader, writer = await asyncio.open_connection(
                    self._host, self._port, limit=_MAX_REPLY
                )
        except (OSError, TimeoutError) as error:
            raise RelayFault(f"cannot connect to the relay: {_words(error)}") from error
        connection = _Connection(reader, writer, self._timeout)
        try:
            await connection.greet(self._hostname, tls)
        except BaseException:
            await connection.leave()
            raise
        return connection


class _Connection:
    """Commands and replies on one socket; every failure is a RelayFault."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, timeout: float
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._timeout = timeout
        self.features: dict[str, str] = {}

    async def greet(self, hostname: str, tls: str) -> None:
        await self._expect(220)
        await self._hello(hostname)
        if tls == "none":
            return
        if "STARTTLS" in self.features:
            await self.command("STARTTLS")
            reply = await self.reply()
            if reply.code != 220:
                raise _NoTls(f"the relay refused STARTTLS: {reply.code} {reply.text}")
            await self._start_tls()
            await self._hello(hostname)
        elif tls == "required":
            raise _NoTls("the relay offers no TLS, and [relay] tls is required")

    async def _hello(self, hostname: str) -> None:
        await self.command(f"EHLO {hostname}")
        reply = await self.reply()
        if reply.code == 250:
            lines = reply.text.split("\n")[1:]
            self.features = {
                line.partition(" ")[0].upper(): line.partition(" ")[2] for line in lines
            }
            return
        await self.command(f"HELO {hostname}")
        await self._expect(250)
        self.features = {}

    async def _start_tls(self) -> None:
        # Encryption against eavesdropping; whom we talk to is set by [relay] host.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            async with asyncio.timeout(self._timeout):
                await self._writer.start_tls(context)
        except (OSError, TimeoutError) as error:
            raise _NoTls(f"TLS with the relay failed: {_words(error)}") from error

    async def _expect(self, code: int) -> None:
        reply = await self.reply()
        if reply.code != code:
            raise RelayFault(f"the relay answered {reply.code} {reply.text}")

    async def command(self, line: str) -> None:
        await self.write(line.encode() + b"\r\n")

    async def write(self, data: bytes) -> None:
        try:
            self._writer.write(data)
            async with asyncio.timeout(self._timeout):
                await self._writer.drain()
        except (OSError, TimeoutError) as error:
            raise RelayFault(f"the connection to the relay broke: {_words(error)}") from error

    async def reply(self, patience: float | None = None) -> _Reply:
        """The next reply, its lines joined (RFC 5321 4.2)."""
        lines: list[str] = []
        try:
            async with asyncio.timeout(patience or self._timeout):
                while True:
                    line = (await self._reader.readuntil(b"\n")).decode("utf-8", "replace").rstrip()
                    lines.append(line[4:])
                    if not (line[:3].isascii() and line[:3].isdigit()) or len(lines) > 200:
                        raise RelayFault("the relay answered with something that is not SMTP")
                    if line[3:4] != "-":
                        return _Reply(int(line[:3]), "\n".join(lines)[:2000])
        except (asyncio.IncompleteReadError, OSError, TimeoutError) as error:
            raise RelayFault(f"no answer from the relay: {_words(error)}") from error
        except asyncio.LimitOverrunError as error:
            raise RelayFault("the relay's answer has no end") from error

    def abort(self) -> None:
        """Cut the connection at once, so that an unfinished message stays unfinished."""
        self._writer.transport.abort()

    async def leave(self) -> None:
        with contextlib.suppress(OSError, TimeoutError, RelayFault):
            if not self._writer.transport.is_closing():
                self._writer.write(b"QUIT\r\n")
            self._writer.close()
            async with asyncio.timeout(5):
                await self._writer.wait_closed()


class _Transaction:
    """MAIL, RCPT, DATA for one message on an open connection."""

    def __init__(self, connection: _Connection, outgoing: Outgoing) -> None:
        self._connection = connection
        self._outgoing = outgoing
        self._results: list[Result | None] = [None] * len(outgoing.recipients)

    async def run(self) -> tuple[Result, ...]:
        if self._needs_utf8 and "SMTPUTF8" not in self._connection.features:
            refusal = _Reply(550, "5.6.7 the relay does not take SMTPUTF8")
            return tuple(refusal.result() for _ in self._results)
        data = await self._envelope()
        if all(self._results):
            if data and data.code == 354:
                # Everybody was refused, yet it waits for a message: an empty one ends it.
                await self._connection.write(b".\r\n")
                await self._connection.reply()
        elif data is None or data.code != 354:
            self._settle(data.result() if data else None)
        else:
            self._settle(await self._body())
        assert all(self._results)
        return tuple(result for result in self._results if result)

    @property
    def _needs_utf8(self) -> bool:
        sender = self._outgoing.sender
        addresses: list[Address] = [*self._outgoing.recipients, *([sender] if sender else [])]
        return self._outgoing.smtputf8 or not all(address.is_ascii for address in addresses)

    async def _envelope(self) -> _Reply | None:
        """Send MAIL, RCPT and DATA; returns the answer to DATA, None if MAIL was refused."""
        features = self._connection.features
        options = (" BODY=8BITMIME" if "8BITMIME" in features else "") + (
            " SMTPUTF8" if self._needs_utf8 else ""
        )
        mail = f"MAIL FROM:<{self._outgoing.sender or ''}>{options}"
        rcpts = [f"RCPT TO:<{address}>" for address in self._outgoing.recipients]
        if "PIPELINING" in features:
            await self._connection.command("\r\n".join([mail, *rcpts, "DATA"]))
            return await self._read_replies(await self._connection.reply())
        await self._connection.command(mail)
        reply = await self._connection.reply()
        if reply.code != 250:
            self._settle(reply.result())
            return None
        for n, rcpt in enumerate(rcpts):
            await self._connection.command(rcpt)
            self._note_rcpt(n, await self._connection.reply())
        if all(self._results):
            return None
        await self._connection.command("DATA")
        return await self._connection.reply()

    async def _read_replies(self, mail: _Reply) -> _Reply:
        for n in range(len(self._results)):
            self._note_rcpt(n, await self._connection.reply())
        if mail.code != 250:
            # The answers to RCPT only say that there was no MAIL.
            self._results = [mail.result() for _ in self._results]
        return await self._connection.reply()

    def _note_rcpt(self, n: int, reply: _Reply) -> None:
        if reply.code not in {250, 251}:
            self._results[n] = reply.result()

    async def _body(self) -> Result:
        try:
            async for piece in stuffed(self._outgoing.chunks):
                await self._connection.write(piece)
            await self._outgoing.before_dot()
        except UnsafeBytes as error:
            self._connection.abort()
            return Result(State.FAILED, 0, f"550 5.6.11 {error}")
        except BaseException:
            self._connection.abort()
            raise
        try:
            await self._connection.write(b".\r\n")
            reply = await self._connection.reply(_DOT_TIMEOUT)
        except RelayFault as error:
            return Result(State.UNKNOWN, 0, f"{error}, after the whole message was sent")
        return reply.result(State.DELIVERED if reply.code // 100 == 2 else None)

    def _settle(self, result: Result | None) -> None:
        """Give every recipient that has no result of its own this one."""
        self._results = [own or result for own in self._results]


async def stuffed(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Dot-stuff a message for DATA, without its final dot (RFC 5321 4.5.2).

    Raises UnsafeBytes for a bare CR, a bare LF or a NUL. This is the only place
    that writes messages to the relay, and the last guard against smuggling a
    second message inside a released one.
    """
    held = b""
    at_line_start = True
    async for chunk in chunks:
        piece = held + chunk
        held = b"\r" if piece.endswith(b"\r") else b""
        piece = piece.removesuffix(held) if held else piece
        pairs = piece.count(b"\r\n")
        if pairs != piece.count(b"\r") or pairs != piece.count(b"\n") or b"\0" in piece:
            raise UnsafeBytes("the message holds a bare CR, a bare LF or a NUL")
        if at_line_start and piece.startswith(b"."):
            piece = b"." + piece
        if piece:
            at_line_start = piece.endswith(b"\r\n")
            yield piece.replace(b"\r\n.", b"\r\n..")
    if held:
        raise UnsafeBytes("the message ends in a bare CR")
    if not at_line_start:
        yield b"\r\n"


def _words(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
