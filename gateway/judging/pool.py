"""A pool of judging children. A child that dies or stalls is replaced; its message is held."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from types import TracebackType

from pydantic import ValidationError

from gateway.errors import JudgingFailed, JudgingUnavailable
from gateway.judging.orders import ANSWER, ORDER, TERMS, Answer, BriefOrder, Order, Terms
from gateway.transport import once
from policies.briefing import Briefing

_MAX_ANSWER = 32 * 1024 * 1024
#: Children are renewed now and then, so that nothing piles up in them.
_MESSAGES_PER_CHILD = 1000
_BRIEFING_TIMEOUT = 300.0  # seconds


class JudgePool:
    """An async context manager; ``obey`` may be called from many tasks at once.

    ``timeout`` (seconds) bounds one order, ``terms`` what a child may spend on it.
    """

    def __init__(self, processes: int, *, timeout: float, terms: Terms) -> None:
        self._processes = processes
        self._timeout = timeout
        self._terms = terms
        self._idle: asyncio.Queue[_Child | None] = asyncio.Queue()

    async def __aenter__(self) -> "JudgePool":
        for _ in range(self._processes):
            self._idle.put_nowait(None)  # started when first needed
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for _ in range(self._processes):
            child = await self._idle.get()
            if child:
                await child.kill()

    async def obey(
        self, order: Order, message: AsyncIterator[bytes], briefing: Briefing
    ) -> tuple[Answer, tuple[bytes, ...]]:
        """Have a child carry out an order on a message, under this briefing.

        Returns its answer, and the bytes of the versions that the answer names.

        Raises JudgingFailed with ``limit:time``, or ``judging-crashed`` when the
        child died, as it does at its memory limit or by a fault of ours.
        """
        child = await self._idle.get()
        healthy = False
        try:
            child = child or await self._start()
            await self._brief(child, briefing)
            async with asyncio.timeout(self._timeout):
                answer = await child.obey(order, message)
            healthy = child.served < _MESSAGES_PER_CHILD
        except TimeoutError:
            raise JudgingFailed("limit:time") from None
        except (
            OSError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            ValueError,
        ) as error:
            raise JudgingFailed("judging-crashed") from error
        else:
            return answer
        finally:
            # After a failure half an order may still be in its pipes.
            if child and not healthy:
                await child.kill()
            self._idle.put_nowait(child if healthy else None)

    async def _brief(self, child: "_Child", briefing: Briefing) -> None:
        """Outside the message's own time: a large directory says nothing about a message."""
        try:
            async with asyncio.timeout(_BRIEFING_TIMEOUT):
                await child.brief(briefing)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as error:
            raise JudgingUnavailable(f"a judging child cannot be briefed: {error!r}") from error

    async def _start(self) -> "_Child":
        try:
            return await _Child.start(self._terms)
        except OSError as error:
            # Says nothing about the message: it must wait, not be held.
            raise JudgingUnavailable(f"no judging child can be started: {error}") from error


class _Child:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._briefed = ""
        self.served = 0

    @classmethod
    async def start(cls, terms: Terms) -> "_Child":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # the working folder is no place to import from
            "-m",
            "gateway.judging.child",
            TERMS.dump_json(terms).decode(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_MAX_ANSWER,
            env={k: v for k, v in os.environ.items() if k in {"PATH", "LANG", "PYTHONPATH"}},
        )
        return cls(process)

    async def brief(self, briefing: Briefing) -> None:
        """Tell the child what has changed since its last briefing, if anything."""
        if self._briefed != briefing.version:
            await self.obey(BriefOrder(briefing), once(b""))
            self._briefed = briefing.version

    async def obey(
        self, order: Order, message: AsyncIterator[bytes]
    ) -> tuple[Answer, tuple[bytes, ...]]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(ORDER.dump_json(order) + b"\n")
        async for piece in message:
            stdin.write(piece)
            await stdin.drain()
        try:
            answer = ANSWER.validate_json(await stdout.readuntil(b"\n"))
        except ValidationError as error:
            raise ValueError("the answer of a judging child makes no sense") from error
        self.served += 1
        return answer, tuple([await stdout.readexactly(made.size) for made in answer.versions])

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        # Otherwise the transport of a dead child's pipe lingers until collected.
        if self._process.stdin is not None:
            self._process.stdin.close()
