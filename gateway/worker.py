"""The worker: claims due tasks and carries them out, each under a lease it renews."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from gateway.delivery import Delivery
from gateway.errors import JudgingFailed, JudgingUnavailable, NeedsTime, RelayFault
from gateway.judgement import THOROUGHLY, Judging
from gateway.notices.post import NoticePost, Undelivered
from quarantine import queue
from quarantine.deadlines import Expire, Purge, Remind
from quarantine.errors import Damaged, LostLease, NotFound, QuarantineError, Unavailable
from quarantine.ids import new_id
from quarantine.stages import EndCooling
from quarantine.store import Store

log = logging.getLogger("sekisho.worker")

_POLL = 1.0  # seconds; being woken is only a hint
_HEARTBEAT = queue.LEASE / 1000 / 4
_LONGEST_WAIT = 3600_000  # ms, between tries of a task that fails
_LAST_WAIT = 20.0  # seconds, for running tasks when the service stops

_JUDGING = ("judge", "revise", "rejudge")
#: Kinds of tasks that share slots, so that a relay that hangs stops neither judging nor
#: deadlines, and a heap of deliveries no notice.
_GROUPS: dict[str, tuple[frozenset[str], int]] = {
    "judging": (frozenset(_JUDGING), 8),
    "thorough": (frozenset(kind + THOROUGHLY for kind in _JUDGING), 2),
    "delivery": (frozenset({"deliver"}), 16),
    "notices": (frozenset({"notice", "report", "approval"}), 4),
    "store": (frozenset({"remind", "expire", "purge", "cool"}), 4),
}


class Worker:
    """Runs until cancelled. ``wake`` may be called from any thread."""

    def __init__(
        self, store: Store, judging: Judging, delivery: Delivery, post: NoticePost
    ) -> None:
        self._store = store
        self._owner = new_id()
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._running: dict[str, set[asyncio.Task[None]]] = {group: set() for group in _GROUPS}
        self._handlers: dict[str, Callable[[queue.Claimed], Awaitable[None]]] = {
            **{
                kind + lane: getattr(judging, kind)
                for kind in _JUDGING
                for lane in ("", THOROUGHLY)
            },
            "deliver": delivery.deliver,
            "notice": lambda task: post.notice(task, json.loads(task.params)["person"]),
            "report": post.report,
            "approval": lambda task: post.approval(task, json.loads(task.params)["person"]),
            "cool": lambda task: store.run(EndCooling(task)),
            "remind": lambda task: store.run(Remind(task)),
            "expire": lambda task: store.run(Expire(task)),
            "purge": lambda task: store.run(Purge(task)),
        }

    def wake(self) -> None:
        """There may be something to do."""
        self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Claim and carry out tasks for ever. Cancelled, it lets what runs come to its end."""
        interrupted = await self._store.run(queue.FreeAll())
        if interrupted:
            log.warning("%d tasks were interrupted by the last stop and are taken up", interrupted)
        try:
            while True:
                for group in _GROUPS:
                    await self._claim(group)
                try:
                    async with asyncio.timeout(_POLL):
                        await self._woken.wait()
                except TimeoutError:
                    continue
                finally:
                    self._woken.clear()
        finally:
            await self._finish()

    async def _finish(self) -> None:
        """Wait for running tasks, because a delivery cut off behind its dot would be repeated."""
        running = [task for tasks in self._running.values() for task in tasks]
        if running:
            _, late = await asyncio.wait(running, timeout=_LAST_WAIT)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _claim(self, group: str) -> None:
        kinds, slots = _GROUPS[group]
        free = slots - len(self._running[group])
        if free <= 0:
            return
        try:
            claimed = await self._store.run(queue.Claim(self._owner, free, kinds))
        except QuarantineError as error:
            log.error("cannot claim tasks: %s", error)
            return
        for task in claimed:
            running = self._loop.create_task(self._carry_out(task), name=f"{task.kind} {task.ref}")
            self._running[group].add(running)
            running.add_done_callback(partial(self._ended, group))

    def _ended(self, group: str, running: "asyncio.Task[None]") -> None:
        self._running[group].discard(running)
        self._woken.set()  # a slot is free

    async def _carry_out(self, task: queue.Claimed) -> None:
        heartbeat = self._loop.create_task(self._keep_lease(task))
        try:
            await self._handlers[task.kind](task)
        except LostLease:
            log.warning("%s %s: another worker has taken over", task.kind, task.ref)
        except NotFound:
            await self._give_back(queue.Finish(task))
        except NeedsTime:
            await self._give_back(queue.Redirect(task, task.kind + THOROUGHLY))
        except (JudgingFailed, JudgingUnavailable, RelayFault, Undelivered, Unavailable) as error:
            log.warning("%s %s: %s; tried again later", task.kind, task.ref, error)
            await self._give_back(queue.Postpone(task, _wait(task)))
        except Damaged:
            # Never sent, never dropped: it needs a person.
            log.critical("%s %s: stored data is damaged", task.kind, task.ref, exc_info=True)
            await self._give_back(queue.Postpone(task, _LONGEST_WAIT))
        except Exception:
            log.exception("%s %s failed", task.kind, task.ref)
            await self._give_back(queue.Postpone(task, _wait(task)))
        finally:
            heartbeat.cancel()

    async def _give_back(self, command: queue.Finish | queue.Postpone | queue.Redirect) -> None:
        try:
            await self._store.run(command)
        except QuarantineError as error:
            log.warning("%s %s: %s", command.task.kind, command.task.ref, error)

    async def _keep_lease(self, task: queue.Claimed) -> None:
        while True:
            await asyncio.sleep(_HEARTBEAT)
            try:
                await self._store.run(queue.Extend(task))
            except LostLease:
                return
            except QuarantineError as error:
                log.warning("%s %s: heartbeat failed: %s", task.kind, task.ref, error)


def _wait(task: queue.Claimed) -> int:
    """Doubling from a second to an hour, in milliseconds."""
    return int(min(1000 * 2 ** min(task.tries - 1, 20), _LONGEST_WAIT))
