"""The tasks ``judge`` and ``revise``: look-ups first, then a judging child, then the store."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gateway.errors import JudgingFailed
from gateway.judging.orders import JudgeOrder, ReviseOrder
from gateway.judging.pool import JudgePool
from gateway.transport import once
from policies.envelope import Envelope
from policies.judge import Policy, unjudged
from policies.message import Summary
from policies.recipients.directory import Directory
from policies.recipients.facts import Facts, gather
from policies.verdict import Verdict
from quarantine import queue
from quarantine.bodies import BodyRef
from quarantine.errors import Damaged
from quarantine.holding import Deadlines
from quarantine.judging import Judged, OpenMessage, Revised, RevisionFailed
from quarantine.known import DirectoryVersion, ReadDirectory
from quarantine.store import Store

log = logging.getLogger("sekisho.judge")

#: A child that dies may have been unlucky; the third time it is the message.
_CRASHES = 3


@dataclass
class Judging:
    """Carries out judging tasks. Holds the newest directory snapshot between them."""

    store: Store
    pool: JudgePool
    policy: Policy
    own_domains: tuple[str, ...]
    time_zone: ZoneInfo
    deadlines: Deadlines
    _directory: Directory = field(default_factory=Directory)

    async def judge(self, task: queue.Claimed) -> None:
        """Judge a received message and put the verdict into effect."""
        opened = await self.store.ask(OpenMessage(task.ref))
        verdict, summary = await self._judge(
            task, opened.envelope, self.store.body(opened.body), opened.body.stored.size
        )
        await self.store.run(Judged(task, opened.version_id, verdict, summary, self.deadlines))
        log.info("%s: %s by policy %s", task.ref, verdict.action, verdict.policy)

    async def revise(self, task: queue.Claimed) -> None:
        """Make the version that a decision asked for, judge it, and store both."""
        asked = json.loads(task.params)
        opened = await self.store.ask(OpenMessage(task.ref))
        drop = tuple(asked["drop"])
        facts = await self._facts(opened.envelope)
        order = ReviseOrder(drop, facts.own_domains, opened.body.stored.size)
        try:
            _, version = await self.pool.obey(order, self.store.body(opened.body))
        except (JudgingFailed, Damaged) as failure:
            if task.tries < _CRASHES:
                raise
            await self.store.run(RevisionFailed(task, _cause(failure), self.deadlines))
            return
        verdict, summary = await self._judge(task, opened.envelope, once(version), len(version))
        body = await self._keep(opened.body, opened.number + 1, version)
        await self.store.run(
            Revised(
                task=task,
                parent_id=opened.version_id,
                body=body.stored,
                recipe={"drop": list(drop)},
                ticked=frozenset(asked["ticked"]),
                verdict=verdict,
                summary=summary,
                deadlines=self.deadlines,
            )
        )

    async def _judge(
        self, task: queue.Claimed, envelope: Envelope, body: AsyncIterator[bytes], size: int
    ) -> tuple[Verdict, Summary]:
        facts = await self._facts(envelope)
        order = JudgeOrder(envelope, facts, self.policy, size)
        try:
            answer, _ = await self.pool.obey(order, body)
        except (JudgingFailed, Damaged) as failure:
            cause = _cause(failure)
            log.warning("%s: could not be judged: %s", task.ref, cause)
            if cause == "judging-crashed" and task.tries < _CRASHES:
                raise
            return unjudged(envelope, facts, self.policy, cause), _NOTHING
        assert answer.verdict is not None
        assert answer.summary is not None
        return answer.verdict, answer.summary

    async def _facts(self, envelope: Envelope) -> Facts:
        if await self.store.ask(DirectoryVersion()) != self._directory.version:
            snapshot = await self.store.ask(ReadDirectory())
            self._directory = Directory(snapshot.entries, snapshot.version)
        today = datetime.now(UTC).astimezone(self.time_zone).date()
        return gather(envelope, self.own_domains, self._directory, today)

    async def _keep(self, parent: BodyRef, number: int, content: bytes) -> BodyRef:
        writer = self.store.next_body(parent, number)
        try:
            writer.write(content)
            return replace(parent, stored=writer.finish())
        except BaseException:
            writer.abort()
            raise


def _cause(failure: JudgingFailed | Damaged) -> str:
    return failure.cause if isinstance(failure, JudgingFailed) else "damaged"


_NOTHING = Summary("", "", (), "", (), automatic=False, findings=())
