"""One SMTP conversation: aiosmtpd's protocol skeleton with our own commands.

aiosmtpd 1.4.6 cancels the handler when a client half-closes, keeps command
limits in a class attribute, answers exceptions with internal details, and parses
addresses loosely (smtp research, section 4). What is left of it is the protocol
object, the session state, STARTTLS and AUTH.
"""

import asyncio
import ipaddress
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from aiosmtpd.smtp import SMTP

from gateway.intake.grammar import Refused, parse_mail, parse_rcpt
from gateway.intake.receive import Body, receive
from gateway.intake.wire import Closed, LineTooLong, Wire
from policies.envelope import Address, Client, Envelope
from quarantine.errors import OutOfSpace, QuarantineError

log = logging.getLogger("sekisho.smtp")

MAX_ERRORS = 20
_HTTP = frozenset({"GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "PATCH"})
_ELSEWHERE = frozenset({"EXPN", "HELP", "STARTTLS", "AUTH", "TURN"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Intake:
    """What a listener does with messages, and its limits."""

    new_body: Callable[[int], Body]  # by the announced size; OutOfSpace to refuse
    accept: Callable[[Envelope, Body], Awaitable[str]]  # durable on return: the queue id
    hostname: str
    max_size: int
    max_recipients: int
    networks: tuple[Network, ...]
    idle_timeout: float


class SmtpSession(SMTP):
    """One connection. Commits run in tasks of their own, kept in ``commits``."""

    line_length_limit = 64 * 1024  # of aiosmtpd's stream buffer, not of SMTP lines

    def __init__(self, intake: Intake, commits: set["asyncio.Task[str]"]) -> None:
        super().__init__(
            handler=None,
            hostname=intake.hostname,
            ident="ESMTP Sekisho",
            data_size_limit=intake.max_size,
            enable_SMTPUTF8=True,
            timeout=intake.idle_timeout,
            loop=asyncio.get_running_loop(),
        )
        self._intake = intake
        self._commits = commits
        self._commands: dict[str, Callable[[str], Awaitable[None]]] = {
            "HELO": self._helo,
            "EHLO": self._ehlo,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "NOOP": self._noop,
            "QUIT": self._quit,
            "VRFY": self._vrfy,
        }
        self._errors = 0
        self._is_extended = False
        self._helo_name = ""
        self._open = False  # a MAIL was accepted
        self._sender: Address | None = None
        self._size = 0
        self._smtputf8 = False
        self._recipients: list[Address] = []

    # -- the connection ------------------------------------------------------

    def eof_received(self) -> bool | None:
        """A client may close its side and still wait for our answer."""
        assert self.session is not None
        if self.session.ssl is not None:
            return False  # True has no effect on TLS
        return asyncio.StreamReaderProtocol.eof_received(self)

    def _timeout_cb(self) -> None:
        self._writer.write(b"421 4.4.2 timeout, closing\r\n")
        assert self.transport is not None
        self.transport.close()

    def say_goodbye(self) -> None:
        """End the connection because the service stops; nothing unanswered was taken."""
        if self.transport is not None and not self.transport.is_closing():
            self._writer.write(b"421 4.3.2 service stops\r\n")
            self.transport.close()

    async def _handle_client(self) -> None:
        assert self.session is not None
        self._wire = Wire(self._reader, self._reset_timeout)
        try:
            await self.push(f"220 {self._intake.hostname} ESMTP Sekisho")
            while self.transport is not None and not self.transport.is_closing():
                await self._next_command()
        except (Closed, ConnectionError):
            log.debug("client %s left", self._client_host)
        finally:
            self._writer.close()

    async def _next_command(self) -> None:
        try:
            line = await self._wire.line()
            verb, argument = self._split(line)
            handler = self._commands.get(verb, partial(self._unknown, verb))
            await handler(argument)
        except LineTooLong:
            await self._refuse("500 5.5.6 line too long")
        except Refused as refused:
            await self._refuse(refused.reply)
        except (Closed, ConnectionError):
            raise
        except Exception:
            # Whatever went wrong inside is ours to read, not the client's.
            log.exception("a command of %s failed", self._client_host)
            await self._refuse("451 4.3.0 internal error, try again later")

    async def _unknown(self, verb: str, argument: str) -> None:
        if verb in _HTTP or "HTTP/" in argument:
            # A browser that was talked into posting here: its body would be commands.
            await self._hang_up("421 5.7.0 this is not a web server")
        elif verb == "BDAT":
            # Its octets follow whatever is answered, and must not be taken for commands.
            await self._hang_up("502 5.5.1 BDAT not offered, closing")
        else:
            code = "502 5.5.1" if verb in _ELSEWHERE else "500 5.5.2"
            raise Refused(f"{code} command not known here")

    async def _hang_up(self, reply: str) -> None:
        await self.push(reply)
        assert self.transport is not None
        self.transport.close()

    @staticmethod
    def _split(line: bytes) -> tuple[str, str]:
        if not line.endswith(b"\r\n") or b"\r" in line[:-2]:
            raise Refused("500 5.5.2 a command ends with CR LF, and only there")
        try:
            text = line[:-2].decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("501 5.5.2 the command is not valid UTF-8") from None
        verb, _, argument = text.partition(" ")
        return verb.upper(), argument.strip(" ")

    async def _refuse(self, reply: str) -> None:
        self._errors += 1
        if self._errors >= MAX_ERRORS:
            await self._hang_up("421 4.7.0 too many errors, closing")
            return
        await self.push(reply)

    @property
    def _client_host(self) -> str:
        peer: object = self.session.peer if self.session else None
        return str(peer[0]) if isinstance(peer, tuple) and peer else "unknown"

    @property
    def _is_trusted(self) -> bool:
        try:
            address = ipaddress.ip_address(self._client_host)
        except ValueError:
            return False
        return any(address in network for network in self._intake.networks)

    # -- commands ------------------------------------------------------------

    async def _helo(self, argument: str) -> None:
        self._greet(argument, extended=False)
        await self.push(f"250 {self._intake.hostname}")

    async def _ehlo(self, argument: str) -> None:
        self._greet(argument, extended=True)
        lines = [
            self._intake.hostname,
            "PIPELINING",
            f"SIZE {self._intake.max_size}",
            "8BITMIME",
            "ENHANCEDSTATUSCODES",
            "SMTPUTF8",
        ]
        # One write: a client that reads one packet must not take a part for the whole.
        reply = "\r\n".join(f"250-{line}" for line in lines[:-1]) + f"\r\n250 {lines[-1]}"
        await self.push(reply)

    def _greet(self, argument: str, *, extended: bool) -> None:
        if not argument or len(argument) > 255 or not argument.isprintable():
            raise Refused("501 5.5.4 a host name is needed")
        self._helo_name = argument
        self._is_extended = extended
        self._reset()

    async def _mail(self, argument: str) -> None:
        if not self._helo_name:
            raise Refused("503 5.5.1 send EHLO first")
        if self._open:
            raise Refused("503 5.5.1 nested MAIL")
        if not self._is_trusted:
            raise Refused("550 5.7.1 relaying denied")
        mail = parse_mail(argument, extended=self._is_extended, max_size=self._intake.max_size)
        self._open = True
        self._sender, self._size, self._smtputf8 = mail.sender, mail.size, mail.smtputf8
        await self.push("250 2.1.0 ok")

    async def _rcpt(self, argument: str) -> None:
        if not self._open:
            raise Refused("503 5.5.1 send MAIL first")
        to = parse_rcpt(argument, extended=self._is_extended, smtputf8=self._smtputf8)
        if len(self._recipients) >= self._intake.max_recipients:
            # Not an error of the client: it sends the rest in another transaction.
            await self.push("452 4.5.3 too many recipients")
            return
        self._recipients.append(to)
        await self.push("250 2.1.5 ok")

    async def _rset(self, argument: str) -> None:
        if argument:
            raise Refused("501 5.5.4 RSET takes nothing")
        self._reset()
        await self.push("250 2.0.0 ok")

    async def _noop(self, _argument: str) -> None:
        await self.push("250 2.0.0 ok")

    async def _vrfy(self, _argument: str) -> None:
        await self.push("252 2.5.0 send some mail, I will try my best")

    async def _quit(self, argument: str) -> None:
        if argument:
            raise Refused("501 5.5.4 QUIT takes nothing")
        await self._hang_up("221 2.0.0 bye")

    def _reset(self) -> None:
        self._open = False
        self._sender, self._size, self._smtputf8 = None, 0, False
        self._recipients = []

    # -- DATA ----------------------------------------------------------------

    async def _data(self, argument: str) -> None:
        if argument:
            raise Refused("501 5.5.4 DATA takes nothing")
        if not self._open or not self._recipients:
            raise Refused("503 5.5.1 send RCPT first")
        try:
            body = self._intake.new_body(self._size)
        except OutOfSpace:
            await self.push("452 4.3.1 not enough disk space")
            return
        envelope = self._envelope()
        try:
            await self.push("354 end with <CR LF>.<CR LF>")
            refusal = await receive(self._wire, body, max_size=self._intake.max_size)
        except (Closed, ConnectionError, asyncio.CancelledError):
            body.abort()
            raise
        except Exception:
            body.abort()
            log.exception("receiving a message of %s failed", self._client_host)
            # The rest of the message must not be read as commands.
            await self._hang_up("421 4.3.0 internal error, closing")
            return
        self._reset()
        if refusal:
            body.abort()
            await self._refuse(refusal)
        else:
            await self.push(await self._commit(envelope, body))

    async def _commit(self, envelope: Envelope, body: Body) -> str:
        """Make it durable in a task of its own, which the client's leaving cannot cancel."""

        async def accept() -> str:
            return await self._intake.accept(envelope, body)

        task = asyncio.get_running_loop().create_task(accept())
        self._commits.add(task)
        task.add_done_callback(self._commits.discard)
        try:
            return f"250 2.0.0 queued as {await asyncio.shield(task)}"
        except (OutOfSpace, OSError):
            return "452 4.3.1 not enough disk space"
        except QuarantineError:
            return "451 4.3.0 cannot store the message now"

    def _envelope(self) -> Envelope:
        kind = "UTF8SMTP" if self._smtputf8 else "ESMTP" if self._is_extended else "SMTP"
        client = Client(host=self._client_host, helo=self._helo_name, protocol=kind)
        return Envelope(self._sender, tuple(self._recipients), client, self._smtputf8)
