"""The last hop: an SMTP server in a thread that records what it gets and answers as it is told."""

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .ports import LOOPBACK, free_port

# As an answer: the connection is closed without any reply. After the final dot this leaves the
# sending side in doubt, since the message has arrived and is recorded.
SILENT = "silent"

# A text answers always; of a list each try uses up one answer, and after that all is well.
Answer = str | list[str]

_OK = "250 2.0.0 OK"
_SIZE_LIMIT = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """One message as it came over the wire: one transaction, with the recipients accepted in it."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    raw: bytes
    peer: tuple[str, int]
    helo: str
    mail_options: tuple[str, ...]
    reply: str


class Sink:
    """A recording SMTP server on a loopback port; a context manager.

    `answers` decides per recipient (lower case), `data_answer` for the message as a whole:

        sink.answers["bad@example.net"] = "550 5.1.1 no such user"
        sink.answers["slow@example.net"] = ["451 4.2.0 later"] * 2
        sink.data_answer = [SILENT]

    `messages` holds what was accepted, and what was left without a reply; `refused` what a
    `data_answer` turned down. `tries` counts the RCPT commands by recipient (lower case).
    """

    def __init__(self, port: int | None = None, hostname: str = "sink.example.net") -> None:
        self.port = port or free_port()
        self.hostname = hostname
        self.answers: dict[str, Answer] = {}
        self.data_answer: Answer | None = None
        self.messages: list[Received] = []
        self.refused: list[Received] = []
        self.tries: Counter[str] = Counter()
        self._news = threading.Condition()
        self._server: _Server | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens: the relayhost of the hop before it."""
        return (LOOPBACK, self.port)

    def start(self) -> None:
        """Listen, for the first time or again after `stop`; the records go on."""
        assert self._server is None, "it runs already"
        # Bound here: the Controller would wait for seconds before it told of a port taken.
        listener = _listener(self.port)
        self._server = _Server(listener, _Handler(self), self.hostname)
        self._server.start()

    def stop(self) -> None:
        """Close the port and all connections."""
        if self._server is not None:
            self._server.shut()
            self._server = None

    def wait(self, count: int = 1, timeout: float = 30.0) -> list[Received]:
        """Wait until `count` messages are recorded in all, and return a copy of the records.

        It blocks: in an async test use `await asyncio.to_thread(sink.wait, ...)`.
        """
        with self._news:
            if not self._news.wait_for(lambda: len(self.messages) >= count, timeout):
                raise TimeoutError(
                    f"{len(self.messages)} of {count} messages after {timeout} s; "
                    f"refused: {len(self.refused)}; tries: {dict(self.tries)}"
                )
            return list(self.messages)

    def clear(self) -> None:
        """Forget the records and the answers, for the next part of a test."""
        with self._news:
            self.messages.clear()
            self.refused.clear()
            self.tries.clear()
            self.answers.clear()
            self.data_answer = None

    def answer_recipient(self, recipient: str) -> str:
        """The answer that is due to a RCPT command, which this counts as a try."""
        with self._news:
            self.tries[recipient.lower()] += 1
            return _next(self.answers.get(recipient.lower()))

    def record(self, session: Session, envelope: Envelope) -> str:
        """Keep a message, and return the answer that is due to its final dot."""
        with self._news:
            reply = _next(self.data_answer)
            received = _received(session, envelope, reply)
            kept = reply == SILENT or reply.startswith("2")
            (self.messages if kept else self.refused).append(received)
            self._news.notify_all()
            return reply


def _listener(port: int) -> socket.socket:
    # With its protocol named, unlike create_server's: asyncio sets TCP_NODELAY only then, and
    # without it each session waits 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    return listener


def _next(answer: Answer | None) -> str:
    if isinstance(answer, list):
        return answer.pop(0) if answer else _OK
    return answer or _OK


def _received(session: Session, envelope: Envelope, reply: str) -> Received:
    content: Any = envelope.content
    peer: Any = session.peer
    sender = envelope.mail_from or ""
    return Received(
        # aiosmtpd keeps the null sender of a bounce as "<>".
        mail_from="" if sender == "<>" else sender,
        rcpt_tos=tuple(envelope.rcpt_tos),
        raw=bytes(content),
        peer=(peer[0], peer[1]),
        helo=session.host_name or "",
        mail_options=tuple(envelope.mail_options),
        reply=reply,
    )


class _Handler:
    """The hooks that aiosmtpd calls."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self._sink.answer_recipient(address)
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return await _reply(server, reply)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return await _reply(server, self._sink.record(session, envelope))


async def _reply(server: SMTP, reply: str) -> str:
    if reply == SILENT and server.transport is not None:
        server.transport.close()
        # aiosmtpd cancels its task once the connection is lost; until then nothing may be said.
        await asyncio.Event().wait()
    return reply


class _Server(Controller):
    """aiosmtpd's Controller on a socket that is bound already, and with an end that closes all."""

    def __init__(self, listener: socket.socket, handler: _Handler, hostname: str) -> None:
        super().__init__(
            handler,
            *listener.getsockname(),
            server_hostname=hostname,
            decode_data=False,
            enable_SMTPUTF8=True,
            data_size_limit=_SIZE_LIMIT,
        )
        self._listener = listener
        self._connections: WeakSet[SMTP] = WeakSet()

    def factory(self) -> SMTP:
        connection = SMTP(self.handler, **self.SMTP_kwargs)
        self._connections.add(connection)
        return connection

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)

    def shut(self) -> None:
        """Stop, with every connection closed first.

        The Controller leaves them to the garbage collector, whose ResourceWarning then fails
        some other test.
        """
        asyncio.run_coroutine_threadsafe(self._disconnect(), self.loop).result(10)
        self.stop()

    async def _disconnect(self) -> None:
        assert self.server is not None
        self.server.close()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            transports = [connection.transport for connection in self._connections]
            for transport in filter(None, transports):
                assert isinstance(transport, asyncio.Transport)
                transport.abort()
            if not any(transports):
                return
            await asyncio.sleep(0.01)
