"""The tasks ``judge`` and ``revise``: look-ups first, then a judging child, then the store."""

import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from gateway.deliverability import Deliverability
from gateway.errors import JudgingFailed, NeedsTime
from gateway.judging.orders import JudgeOrder, ReviseOrder
from gateway.judging.pool import JudgePool
from gateway.policy_in_use import PolicyInUse
from gateway.transport import once
from policies.briefing import Briefing
from policies.envelope import Envelope, within
from policies.facts import FactSet
from policies.judge import Judgement, unjudged
from policies.lookups import Lookups
from policies.message import NOTHING_SEEN, Summary
from policies.recipients.acquaintance import Recall
from policies.versions import Recipe
from quarantine import queue
from quarantine.agreed import RecallAgreed
from quarantine.bodies import BodyRef
from quarantine.errors import Damaged
from quarantine.holding import Deadlines
from quarantine.judging import (
    Judged,
    MessageToJudge,
    NewVersion,
    OpenMessage,
    Rejudged,
    Revised,
    RevisionFailed,
)
from quarantine.known import KnowledgeVersion, ReadKnowledge
from quarantine.locked import RecallLocked
from quarantine.memory import RecallMemory
from quarantine.stopped import RecallStopped
from quarantine.store import Store

log = logging.getLogger("sekisho.judge")

#: A child that dies may have been unlucky; the third time it is the message.
_CRASHES = 3
#: Ends the kind of a task that is carried out in the thorough pool.
THOROUGHLY = "-thoroughly"
_REREAD = 600.0  # seconds


class Briefer:
    """Keeps the briefing of the judging children up to date.

    An imported directory counts at once; domains that became known by use are taken
    over every ten minutes, because building the index of look-alikes anew takes
    seconds at a hundred thousand of them. A reloaded policy counts at once.
    """

    def __init__(
        self, store: Store, own_domains: tuple[str, ...], policy: PolicyInUse, mode: str
    ) -> None:
        self._store = store
        self._own_domains = own_domains
        self._policy = policy
        self._mode = mode
        self._current: Briefing | None = None
        self._directory = 0
        self._read_at = 0.0

    async def current(self) -> Briefing:
        """The newest directory, memory of known domains, and policy."""
        source, name = self._policy.source, self._policy.hash
        version = await self._store.ask(KnowledgeVersion())
        is_old = time.monotonic() - self._read_at > _REREAD
        current = self._current
        is_new = current is None or current.policy_source != source
        if is_new or self._directory != version or is_old:
            known = await self._store.ask(ReadKnowledge())
            self._directory, self._read_at = known.version, time.monotonic()
            self._current = current = Briefing(
                version=f"{known.version}.{len(known.established)}.{name}",
                own_domains=self._own_domains,
                entries=known.entries,
                established=known.established,
                policy_source=source,
                mode=self._mode,
            )
        assert current is not None
        return current


@dataclass(frozen=True)
class Judging:
    """Carries out judging tasks: most in a ``pool`` that is quick, the rest in a ``thorough`` one.

    The quick one raises NeedsTime for files that take long, so that no mail waits for them.
    """

    store: Store
    pool: JudgePool
    thorough: JudgePool
    briefer: Briefer
    time_zone: ZoneInfo
    deadlines: Deadlines
    dns: Deliverability | None = None  # when [policy] dns says so

    async def judge(self, task: queue.Claimed) -> None:
        """Judge a received message and put the verdict into effect; may raise NeedsTime."""
        opened = await self.store.ask(OpenMessage(task.ref))
        judgement, summary, made = await self._judge(
            task, opened, self.store.body(opened.body), opened.body.stored.size, offer=True
        )
        offers = tuple(
            [
                await self._keep(opened.body, number, recipe, content)
                for number, (recipe, content) in enumerate(made, start=opened.next_number)
            ]
        )
        await self.store.run(
            Judged(task, opened.version_id, judgement, summary, self.deadlines, offers)
        )
        verdict = judgement.verdict
        log.info("%s: %s by policy %s", task.ref, verdict.action, verdict.policy)

    async def rejudge(self, task: queue.Claimed) -> None:
        """Judge what is held again, because passwords for its files have been given."""
        opened = await self.store.ask(OpenMessage(task.ref))
        body = self.store.body(opened.body)
        judgement, summary, _ = await self._judge(task, opened, body, opened.body.stored.size)
        await self.store.run(Rejudged(task, opened.version_id, judgement, summary))

    async def revise(self, task: queue.Claimed) -> None:
        """Make the version that a decision asked for, judge it, and store both."""
        asked = json.loads(task.params)
        opened = await self.store.ask(OpenMessage(task.ref, asked["version"]))
        recipe = Recipe(drop=tuple(asked["drop"]), hide=asked["hide"])
        try:
            version = await self._make(opened, recipe)
        except (JudgingFailed, Damaged) as failure:
            if task.tries < _CRASHES:
                raise
            await self.store.run(RevisionFailed(task, _cause(failure), self.deadlines))
            return
        judgement, summary, _ = await self._judge(task, opened, once(version), len(version))
        made = None
        if not recipe.is_empty:
            made = await self._keep(opened.body, opened.next_number, recipe, version)
        await self.store.run(
            Revised(
                task=task,
                version_id=opened.version_id,
                made=made,
                done=frozenset(asked["done"]),
                approvers=tuple(asked["approvers"]),
                judgement=judgement,
                summary=summary,
                deadlines=self.deadlines,
            )
        )

    async def _make(self, opened: MessageToJudge, recipe: Recipe) -> bytes:
        """The version by this recipe; without one, the chosen version as it is."""
        body = self.store.body(opened.body)
        if recipe.is_empty:
            return b"".join([chunk async for chunk in body])
        briefing = await self.briefer.current()
        order = ReviseOrder(recipe, briefing.own(opened.envelope), opened.body.stored.size)
        _, (version,) = await self.pool.obey(order, body, briefing)
        return version

    async def _judge(
        self,
        task: queue.Claimed,
        opened: MessageToJudge,
        body: AsyncIterator[bytes],
        size: int,
        *,
        offer: bool = False,
    ) -> tuple[Judgement, Summary, tuple[tuple[Recipe, bytes], ...]]:
        """The judgement, the summary, and the versions to offer with their recipes."""
        envelope = opened.envelope
        briefing = await self.briefer.current()
        recall = await self.store.ask(RecallMemory(envelope.sender, envelope.recipients))
        today = datetime.now(UTC).astimezone(self.time_zone).date()
        unreachable = await self._undeliverable(envelope, briefing, recall, today)
        stopped = await self.store.ask(RecallStopped(envelope.sender))
        locked = await self.store.ask(RecallLocked(envelope.sender, envelope.recipients))
        agreed = await self.store.ask(RecallAgreed(envelope.recipients))
        lookups = Lookups(opened.siblings, unreachable, stopped, locked)
        order = JudgeOrder(
            envelope, recall, today, size, lookups, offer,
            secret=self.store.keyring.derive("pseudonyms").hex(),
            seen=tuple(line.hex() for line in opened.seen),
            passwords=(*opened.passwords, *agreed),
        )  # fmt: skip
        try:
            pool = self.thorough if task.kind.endswith(THOROUGHLY) else self.pool
            answer, versions = await pool.obey(order, body, briefing)
        except (JudgingFailed, Damaged) as failure:
            cause = _cause(failure)
            log.warning("%s: could not be judged: %s", task.ref, cause)
            if cause == "judging-crashed" and task.tries < _CRASHES:
                raise
            return Judgement(unjudged(envelope, briefing, cause), FactSet()), NOTHING_SEEN, ()
        if answer.hurried:
            raise NeedsTime(task.ref)
        assert answer.judgement is not None
        assert answer.summary is not None
        recipes = (made.recipe for made in answer.versions)
        return answer.judgement, answer.summary, tuple(zip(recipes, versions, strict=True))

    async def _undeliverable(
        self, envelope: Envelope, briefing: Briefing, recall: Recall, today: date
    ) -> dict[str, str]:
        """Ask about domains that nobody here has reached yet, and that are in no list of ours."""
        if self.dns is None:
            return {}
        own = briefing.own(envelope)
        return await self.dns.undeliverable(
            address.domain
            for n, address in enumerate(envelope.recipients)
            if not within(address.domain, own)
            and not recall.about(n).domain_mails
            and not briefing.directory.find(address, today)
        )

    async def _keep(
        self, parent: BodyRef, number: int, recipe: Recipe, content: bytes
    ) -> NewVersion:
        writer = self.store.next_body(parent, number)
        try:
            writer.write(content)
            return NewVersion(recipe, writer.finish())
        except BaseException:
            writer.abort()
            raise


def _cause(failure: JudgingFailed | Damaged) -> str:
    return failure.cause if isinstance(failure, JudgingFailed) else "damaged"
