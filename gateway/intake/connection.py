"""One SMTP connection: reading commands, refusing, TLS; aiosmtpd's skeleton made strict.

aiosmtpd 1.4.6 cancels the handler when a client half-closes, keeps command limits in a
class attribute, and answers exceptions with internal details (smtp research, section
4). What is left of it is the protocol object, the session state, STARTTLS and AUTH.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from aiosmtpd.smtp import SMTP, TLSSetupException

from gateway.intake.certificate import Certificate
from gateway.intake.grammar import Refused
from gateway.intake.limits import Admission
from gateway.intake.wire import Closed, LineTooLong, Wire

log = logging.getLogger("sekisho.smtp")

_HTTP = frozenset({"GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "PATCH"})
_ELSEWHERE = frozenset({"EXPN", "HELP", "STARTTLS", "AUTH", "TURN"})


class Connection(SMTP):
    """What every conversation needs; the mail commands are those of a subclass."""

    line_length_limit = 64 * 1024  # of aiosmtpd's stream buffer, not of SMTP lines

    def __init__(
        self, hostname: str, max_size: int, admission: Admission, certificate: Certificate | None
    ) -> None:
        super().__init__(
            handler=None,
            hostname=hostname,
            ident="ESMTP Sekisho",
            data_size_limit=max_size,
            enable_SMTPUTF8=True,
            timeout=admission.limits.idle,
            loop=asyncio.get_running_loop(),
        )
        self._admission = admission
        self._certificate = certificate
        self._commands: dict[str, Callable[[str], Awaitable[None]]] = {}
        if certificate is not None:
            self._commands["STARTTLS"] = self._starttls
        self._errors = 0
        self._is_tls = False

    def _forget(self) -> None:
        """Nothing that was said before counts any more."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A connection begins, or goes over to TLS."""
        # Kept, because a transport that is closed cannot be asked.
        self._is_tls = transport.get_extra_info("sslcontext") is not None
        super().connection_made(transport)

    def eof_received(self) -> bool | None:
        """A client may close its side and still wait for our answer."""
        if self._is_tls:
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
        host, admission = self._client_host, self._admission
        self._wire = Wire(self._reader, self._reset_timeout, admission.limits.pace)
        refusal = admission.enter(host)
        try:
            if refusal:
                log.warning("client %s refused: %s", host, refusal)
                await self._hang_up(refusal)
            else:
                await self._converse()
        except (Closed, ConnectionError):
            log.debug("client %s left", host)
        finally:
            if not refusal:
                admission.leave(host)
            self._writer.close()

    async def _converse(self) -> None:
        until = self.loop.time() + self._admission.limits.session
        await self.push(f"220 {self.hostname} ESMTP Sekisho")
        while self.transport is not None and not self.transport.is_closing():
            if self.loop.time() > until:
                await self._hang_up("421 4.4.2 connected for too long, closing")
                return
            await self._next_command()

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
        except TLSSetupException as error:
            log.info("client %s: no TLS: %s", self._client_host, error.__cause__)
            raise Closed from error
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
        if self._errors >= self._admission.limits.errors:
            await self._hang_up("421 4.7.0 too many errors, closing")
            return
        await self.push(reply)

    @property
    def _client_host(self) -> str:
        peer: object = self.session.peer if self.session else None
        return str(peer[0]) if isinstance(peer, tuple) and peer else "unknown"

    async def _starttls(self, argument: str) -> None:
        """Begin TLS (RFC 3207): nothing that was said before counts any more."""
        if argument:
            raise Refused("501 5.5.4 STARTTLS takes nothing")
        if self._is_tls:
            raise Refused("503 5.5.1 TLS is on already")
        if not self._wire.is_empty:
            # Plain text behind the command would be taken for what TLS protects.
            await self._hang_up("503 5.5.1 nothing may follow STARTTLS")
            return
        self._forget()
        assert self._certificate is not None
        self.tls_context = self._certificate.context
        await self.smtp_STARTTLS("")
