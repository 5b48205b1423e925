"""A store with messages in it, moved along by the product's own commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from pathlib import Path

from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.judge import judge
from policies.lookups import Lookups
from policies.message import Message
from policies.recipients.directory import Entry
from policies.rule import default_source
from quarantine import queue
from quarantine.delivering import (
    BeforeDot,
    DeliveryJob,
    EndDelivery,
    LeaveDelivery,
    Outcome,
    StartDelivery,
)
from quarantine.holding import Deadlines
from quarantine.intake import Accept
from quarantine.judging import Judged, OpenMessage
from quarantine.links import Link, MintLinks, Noticed
from quarantine.listing import MessageDetail, ShowMessage
from quarantine.locked import RecallLocked
from quarantine.memory import RecallMemory
from quarantine.places import Places
from quarantine.states import State
from quarantine.stopped import RecallStopped
from quarantine.store import Store
from tests.policies.attachments.reading import extract

SENDER = "tanaka@own.jp"
BRIEFING = Briefing(
    version="1",
    own_domains=("own.jp",),
    entries=(Entry(domain="partner.jp", organisation="Partner"),),
    established=(),
    policy_source=default_source(),
    mode="enforce",
)
HOUR = 3_600_000
DEADLINES = Deadlines(4 * HOUR, 72 * HOUR)


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now

    def forward(self, milliseconds: int) -> None:
        self.now += milliseconds


@dataclass
class Desk:
    """A store and the moves a worker would make with it."""

    store: Store
    clock: Clock
    briefing: Briefing = BRIEFING

    async def receive(self, *to: str, sender: str = SENDER, text: str = "hello") -> str:
        """Accept a message whose To names every recipient."""
        head = f"From: {SENDER}\r\nTo: {', '.join(to)}\r\nSubject: 件名\r\n"
        raw = f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()
        envelope = Envelope(
            Address.parse(sender) if sender else None,
            tuple(Address.parse(address) for address in to),
            Client("127.0.0.1"),
        )
        return await self._accept(raw, envelope)

    async def receive_raw(self, raw: bytes, *to: str) -> str:
        """Accept these bytes for these recipients."""
        recipients = tuple(Address.parse(address) for address in to)
        return await self._accept(
            raw, Envelope(Address.parse(SENDER), recipients, Client("127.0.0.1"))
        )

    async def _accept(self, raw: bytes, envelope: Envelope) -> str:
        writer = self.store.new_body()
        writer.write(raw)
        return await self.store.run(Accept(envelope, writer.finish(), writer.key))

    async def claim(self, kind: str) -> queue.Claimed:
        """Claim everything due, give the others back, and return the one of this kind."""
        claimed = await self.store.run(queue.Claim("worker", 1000))
        for task in claimed:
            if task.kind != kind:
                await self.store.run(queue.Postpone(task, 0))
        (found,) = [task for task in claimed if task.kind == kind]
        return found

    async def claim_one(self, kind: str) -> queue.Claimed:
        """Claim the oldest due task of this kind."""
        (found,) = await self.store.run(queue.Claim("worker", 1, frozenset({kind})))
        return found

    async def judge(self) -> None:
        """Judge the message that waits for it."""
        await self.judge_task(await self.claim("judge"))

    async def judge_task(self, task: queue.Claimed) -> None:
        """What a worker does with a judging task."""
        opened = await self.store.ask(OpenMessage(task.ref))
        raw = b"".join([frame async for frame in self.store.body(opened.body)])
        secret = self.store.keyring.derive("pseudonyms")
        summary = Message(raw, secret=secret, seen=opened.seen, opener=extract).summary()
        recall = await self.store.ask(
            RecallMemory(opened.envelope.sender, opened.envelope.recipients)
        )
        today = date(2026, 11, 26)
        stopped = await self.store.ask(RecallStopped(opened.envelope.sender))
        envelope = opened.envelope
        locked = await self.store.ask(RecallLocked(envelope.sender, envelope.recipients))
        lookups = Lookups(opened.siblings, stopped=stopped, locked=locked)
        judgement = judge(opened.envelope, summary, self.briefing, recall, today, lookups)
        await self.store.run(Judged(task, opened.version_id, judgement, summary, DEADLINES))

    async def hold(self, *to: str, sender: str = SENDER, text: str = "hello") -> str:
        """Receive and judge."""
        message_id = await self.receive(*to, sender=sender, text=text)
        await self.judge()
        return message_id

    async def notice(self, person: str = SENDER) -> tuple[Link, ...]:
        """Send the person's notice, as far as the store knows."""
        task = await self.claim("notice")
        links = await self.store.run(MintLinks(task, person))
        await self.store.run(Noticed(task, person, tuple(link.view.hold_id for link in links)))
        return links

    async def start_delivery(self) -> tuple[queue.Claimed, tuple[DeliveryJob, ...]]:
        task = await self.claim("deliver")
        return task, await self.store.run(StartDelivery(task))

    async def deliver(self, state: State = State.DELIVERED, code: int = 250) -> None:
        """Carry the delivery task out with the same outcome for everybody."""
        task, jobs = await self.start_delivery()
        for job in jobs:
            await self.store.run(BeforeDot(task, job.attempt_id))
            outcomes = tuple(Outcome(n, state, code, f"{code} words") for n in job.numbers)
            await self.store.run(EndDelivery(task, job, outcomes, 60_000, 5 * 24 * HOUR))
        await self.store.run(LeaveDelivery(task))

    async def detail(self, message_id: str) -> MessageDetail:
        return await self.store.ask(ShowMessage(message_id))

    async def states(self, message_id: str) -> list[str]:
        return [r.state for r in (await self.detail(message_id)).message.recipients]

    async def kinds(self) -> list[str]:
        """The kinds of all due tasks; they stay due."""
        claimed: Sequence[queue.Claimed] = await self.store.run(queue.Claim("looker", 1000))
        for task in claimed:
            await self.store.run(queue.Postpone(task, 0))
        return sorted(task.kind for task in claimed)


def open_desk(folder: Path, zone: tzinfo = UTC) -> Desk:
    clock = Clock()
    return Desk(Store(Places.in_folder(folder / "data"), zone=zone, clock=clock), clock)
