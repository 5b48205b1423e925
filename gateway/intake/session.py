"""One SMTP conversation: our own commands, and what they add up to (RFC 5321)."""

import asyncio
import ipaddress
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from gateway.intake.certificate import Certificate
from gateway.intake.connection import Connection
from gateway.intake.grammar import Refused, parse_mail, parse_rcpt
from gateway.intake.limits import Admission
from gateway.intake.receive import Body, receive
from gateway.intake.wire import Closed, TooSlow
from policies.envelope import Address, Client, Envelope
from quarantine.errors import OutOfSpace, QuarantineError

log = logging.getLogger("sekisho.smtp")

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
    admission: Admission
    certificate: Certificate | None = None  # offers STARTTLS
    tls_required: bool = False  # before MAIL


class SmtpSession(Connection):
    """One connection. Commits run in tasks of their own, kept in ``commits``."""

    def __init__(self, intake: Intake, commits: set["asyncio.Task[str]"]) -> None:
        super().__init__(intake.hostname, intake.max_size, intake.admission, intake.certificate)
        self._intake = intake
        self._commits = commits
        self._commands |= {
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
        self._is_extended = False
        self._helo_name = ""
        self._open = False  # a MAIL was accepted
        self._sender: Address | None = None
        self._size = 0
        self._smtputf8 = False
        self._recipients: list[Address] = []

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
        if self._certificate is not None and not self._is_tls:
            lines.append("STARTTLS")
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
        if self._intake.tls_required and not self._is_tls:
            raise Refused("530 5.7.0 send STARTTLS first")
        if not self._is_trusted:
            raise Refused("550 5.7.1 relaying denied")
        if not self._admission.message(self._client_host):
            await self.push("450 4.7.1 too many messages of yours in a minute")
            return
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
        if not self._admission.recipient(self._client_host):
            await self.push("450 4.7.1 too many recipients of yours in a minute")
            return
        self._recipients.append(to)
        await self.push("250 2.1.5 ok")

    def _forget(self) -> None:
        self._reset()
        self._helo_name, self._is_extended = "", False

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
        except TooSlow:
            body.abort()
            await self._hang_up("421 4.4.2 too slow, closing")
            return
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
        client = Client(host=self._client_host, helo=self._helo_name, protocol=self._protocol)
        return Envelope(self._sender, tuple(self._recipients), client, self._smtputf8)

    @property
    def _protocol(self) -> str:
        """How the message came (RFC 3848, 6531 4.3)."""
        if not self._is_extended:
            return "SMTP"
        return ("UTF8SMTP" if self._smtputf8 else "ESMTP") + "S" * self._is_tls
