"""The task ``deliver``: attempt on record, wire form out, outcome on record."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from gateway.errors import RelayFault
from gateway.signing import Signer
from gateway.transport import Outgoing, Result, Transport, once
from gateway.wireform import received_line, submission_lines, wire_form
from policies import headers
from quarantine import queue
from quarantine.delivering import (
    BeforeDot,
    DeliveryJob,
    EndDelivery,
    LeaveDelivery,
    Outcome,
    StartDelivery,
)
from quarantine.errors import Unavailable
from quarantine.states import State
from quarantine.store import Store

log = logging.getLogger("sekisho.delivery")


@dataclass(frozen=True, slots=True)
class Backoff:
    """When to try again, and when to give up. Milliseconds."""

    first: int
    longest: int
    lifetime: int

    def after(self, tries: int) -> int:
        """The wait after this many tries: doubling, with a tenth of jitter."""
        wait: int = min(self.first * 2 ** min(tries, 30), self.longest)
        return int(wait * random.uniform(0.9, 1.1))  # noqa: S311 - spreads load, hides nothing


@dataclass(frozen=True)
class Delivery:
    """Carries out delivery tasks."""

    store: Store
    transport: Transport
    signer: Signer
    backoff: Backoff
    hostname: str
    is_submission: bool

    async def deliver(self, task: queue.Claimed) -> None:
        """One attempt for everything of a message that is due."""
        for job in await self.store.run(StartDelivery(task)):
            results = await self._attempt(task, job)
            outcomes = tuple(
                Outcome(n, result.state, result.code, result.text)
                for n, result in zip(job.numbers, results, strict=True)
            )
            await self._note_outcome(
                EndDelivery(
                    task, job, outcomes, self.backoff.after(job.tries), self.backoff.lifetime
                )
            )
            for outcome in outcomes:
                log.info(
                    "%s: recipient %d %s: %.200s",
                    job.message_id, outcome.n, outcome.state, outcome.text,
                )  # fmt: skip
        await self.store.run(LeaveDelivery(task))

    async def _attempt(self, task: queue.Claimed, job: DeliveryJob) -> tuple[Result, ...]:
        outgoing = Outgoing(
            sender=job.envelope.sender,
            recipients=job.envelope.recipients,
            chunks=self._wire_form(job),
            smtputf8=job.envelope.smtputf8,
            before_dot=partial(self._before_dot, task, job),
        )
        try:
            return await self.transport.send(outgoing)
        except RelayFault as fault:
            return tuple(Result(State.DEFERRED, 0, str(fault)) for _ in job.numbers)

    async def _note_outcome(self, order: EndDelivery) -> None:
        """Store what the relay said. It cannot be asked again, so a busy store is waited for."""
        for patience in (0.1, 1, 5, 15):
            try:
                await self.store.run(order)
            except Unavailable as error:
                log.warning("%s: the outcome waits for the store: %s", order.job.message_id, error)
                await asyncio.sleep(patience)
            else:
                return
        await self.store.run(order)

    async def _before_dot(self, task: queue.Claimed, job: DeliveryJob) -> None:
        await self.store.run(BeforeDot(task, job.attempt_id))

    async def _wire_form(self, job: DeliveryJob) -> AsyncIterator[bytes]:
        received = received_line(job.envelope, job.message_id, self.hostname, job.received_at)
        body = self.store.body(job.body)
        added = b""
        if job.number or self.is_submission:
            whole = b"".join([chunk async for chunk in body])
            if self.is_submission:
                added = submission_lines(whole, job.message_id, self.hostname, job.received_at)
            if job.number:
                # A version that we changed: signed anew in the name of its From domain.
                leaving = headers.without(added + whole, headers.PRIVATE)
                added = await self.signer.signature(leaving) + added
            body = once(whole)
        async for chunk in wire_form(body, received, added=added):
            yield chunk
