"""The listening socket: hands each connection to a session, and ends in good order."""

import asyncio
import contextlib
import weakref
from types import TracebackType

from gateway.intake.session import Intake, SmtpSession


class SmtpListener:
    """An async context manager around the listening socket; ``port`` is the real one.

    With ``tls`` every connection begins with it (RFC 8314), by the intake's certificate.
    """

    def __init__(self, intake: Intake, host: str, port: int, *, tls: bool = False) -> None:
        self._intake = intake
        self._tls = intake.certificate.context if tls and intake.certificate else None
        self._host = host
        self.port = port
        self._commits: set[asyncio.Task[str]] = set()
        self._sessions: weakref.WeakSet[SmtpSession] = weakref.WeakSet()

    async def __aenter__(self) -> "SmtpListener":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._open_session,
            self._host,
            self.port,
            ssl=self._tls,
            backlog=512,
            ssl_handshake_timeout=30 if self._tls else None,
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Take nothing new; what has passed its final dot is still made durable."""
        self._server.close()
        for task in list(self._commits):
            with contextlib.suppress(Exception):
                await task
        for session in list(self._sessions):
            session.say_goodbye()

    def _open_session(self) -> SmtpSession:
        session = SmtpSession(self._intake, self._commits)
        self._sessions.add(session)
        return session
