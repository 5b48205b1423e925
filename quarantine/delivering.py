"""Delivery: every attempt is on record before the first byte that could arrive.

``started_at`` is committed before the relay is called, ``data_at`` before the
final dot, the outcome after the reply. A crash between dot and outcome leaves an
attempt with ``data_at`` and no ``ended_at``: its recipients become *unknown*,
and that is on record before the second try (RFC 1047 tells why no client can
know). Without ``data_at`` nothing can have arrived, and the try is repeated.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from policies.codec import load_verdict
from policies.envelope import Address, Envelope
from quarantine import queue, tables
from quarantine.bodies import BodyRef
from quarantine.errors import LostLease
from quarantine.holding import queue_report
from quarantine.ids import new_id
from quarantine.memory import remember_delivery, remember_together
from quarantine.record import RecipientRow, Record, open_record
from quarantine.states import SENDABLE, State
from quarantine.transaction import Tx
from quarantine.versions import open_version

#: Tries with unknown outcome before a recipient is parked.
MAX_UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the relay answered for one recipient.

    ``state`` is delivered, deferred, failed or unknown; ``code`` the SMTP reply
    (0 when there was none) and ``text`` its words or our own for a connection fault.
    """

    n: int
    state: State
    code: int
    text: str


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    """One transaction with the relay: one version to some recipients."""

    attempt_id: str
    message_id: str
    received_at: int
    envelope: Envelope  # with exactly the recipients of this job
    numbers: tuple[int, ...]  # their recipient numbers, in the same order
    tries: int  # the highest number of earlier tries among them
    number: int  # of the version; 0 is the original
    body: BodyRef


@dataclass(frozen=True, slots=True)
class StartDelivery:
    """Begin an attempt for what is due; one job per version. May return nothing."""

    task: queue.Claimed

    def apply(self, tx: Tx) -> tuple[DeliveryJob, ...]:
        """Settle interrupted attempts first, then start new ones."""
        queue.check(tx, self.task)
        record = open_record(tx, self.task.ref)
        _settle_interrupted(record)
        due = [
            r
            for r in record.in_state(*SENDABLE)
            if r.next_try_at is not None and r.next_try_at <= tx.now
        ]
        jobs = tuple(
            _start(record, version_id, [r for r in due if r.version_id == version_id])
            for version_id in dict.fromkeys(r.version_id for r in due)
            if version_id
        )
        record.save()
        return jobs


@dataclass(frozen=True, slots=True)
class BeforeDot:
    """The body is out, the final dot is next: from here on it may have arrived."""

    task: queue.Claimed
    attempt_id: str

    def apply(self, tx: Tx) -> None:
        """Raises LostLease when another worker has taken over: then the dot must not be sent."""
        queue.check(tx, self.task)
        table = tables.attempt
        done = tx.connection.execute(
            update(table)
            .where(table.c.id == self.attempt_id, table.c.ended_at.is_(None))
            .values(data_at=tx.now)
        )
        if done.rowcount != 1:
            raise LostLease(f"attempt {self.attempt_id}")


@dataclass(frozen=True, slots=True)
class EndDelivery:
    """The relay's answer. ``retry_in`` is the backoff, ``lifetime`` when to give up (ms)."""

    task: queue.Claimed
    job: DeliveryJob
    outcomes: tuple[Outcome, ...]
    retry_in: int
    lifetime: int

    def apply(self, tx: Tx) -> None:
        """Move each recipient, and queue one report for those that failed."""
        queue.check(tx, self.task)
        table = tables.attempt
        tx.connection.execute(
            update(table).where(table.c.id == self.job.attempt_id).values(ended_at=tx.now)
        )
        record = open_record(tx, self.job.message_id)
        failed = [r for o in self.outcomes if (r := self._settle(record, o)).state is State.FAILED]
        if failed:
            queue_report(record, failed, "failed")
        self._remember(record)
        record.note(
            "attempted",
            "system",
            {
                "attempt": self.job.attempt_id,
                "outcomes": [
                    [o.n, record.recipients[o.n].state.value, o.code] for o in self.outcomes
                ],
            },
            {"replies": [o.text for o in self.outcomes]},
        )
        record.save()

    def _remember(self, record: Record) -> None:
        """What has been delivered outside teaches who knows whom."""
        sender = record.envelope.sender
        if sender is None or record.verdict_json is None:
            return
        outside = {r.address for r in load_verdict(record.verdict_json).recipients if not r.own}
        concerned = [record.recipients[o.n] for o in self.outcomes]
        reached = [
            r.address for r in concerned if r.state is State.DELIVERED and str(r.address) in outside
        ]
        remember_delivery(record.tx, sender, reached)
        gone = [r.address for r in record.in_state(State.DELIVERED) if str(r.address) in outside]
        if reached:
            remember_together(record.tx, gone)

    def _settle(self, record: Record, outcome: Outcome) -> RecipientRow:
        recipient = record.recipients[outcome.n]
        now = record.tx.now
        record.move(
            [recipient],
            outcome.state,
            reply=outcome.text,
            code=outcome.code,
            next_try_at=now + self.retry_in,
            tries=recipient.tries + 1,
            unknowns=recipient.unknowns + (outcome.state is State.UNKNOWN),
        )
        is_over = now - (recipient.released_at or now) >= self.lifetime
        if recipient.state is State.DEFERRED and is_over:
            record.move([recipient], State.FAILED)
        elif recipient.state is State.UNKNOWN and (is_over or recipient.unknowns >= MAX_UNKNOWN):
            # Every further try may be one more copy: now a person decides (``retry``).
            record.move([recipient], State.PARKED, next_try_at=None)
        return recipient


@dataclass(frozen=True, slots=True)
class LeaveDelivery:
    """Nothing more to do now: wait for the next try, or be done with the message."""

    task: queue.Claimed

    def apply(self, tx: Tx) -> None:
        """Give the task back for the earliest retry, or remove it."""
        record = open_record(tx, self.task.ref)
        tries = [r.next_try_at for r in record.in_state(*SENDABLE)]
        if waiting := [at for at in tries if at is not None]:
            queue.postpone(tx, self.task, min(waiting))
        else:
            queue.finish(tx, self.task)


def _settle_interrupted(record: Record) -> None:
    """Recipients still *delivering* belong to an attempt whose worker is gone."""
    interrupted = {r.n: r for r in record.in_state(State.DELIVERING)}
    if not interrupted:
        return
    tx, table = record.tx, tables.attempt
    rows = tx.connection.execute(
        select(table).where(table.c.message_id == record.id, table.c.ended_at.is_(None))
    ).all()
    for row in rows:
        recipients = [interrupted[n] for n in json.loads(row.recipients) if n in interrupted]
        if row.data_at is None:
            record.move(recipients, State.DEFERRED)
        else:
            record.move(recipients, State.UNKNOWN)
            record.note(
                "possible-duplicate",
                "system",
                {"attempt": row.id, "recipients": [r.n for r in recipients]},
            )
        tx.connection.execute(update(table).where(table.c.id == row.id).values(ended_at=tx.now))


def _start(record: Record, version_id: str, recipients: Sequence[RecipientRow]) -> DeliveryJob:
    tx, attempt_id = record.tx, new_id()
    tries = max(r.tries for r in recipients)
    unknown = [r.n for r in recipients if r.state is State.UNKNOWN]
    record.move(recipients, State.DELIVERING)
    numbers = tuple(r.n for r in recipients)
    tx.connection.execute(
        insert(tables.attempt).values(
            id=attempt_id,
            message_id=record.id,
            version_id=version_id,
            recipients=json.dumps(numbers),
            started_at=tx.now,
        )
    )
    record.note(
        "attempting",
        "system",
        {
            "attempt": attempt_id,
            "version": version_id,
            "recipients": numbers,
            "possible_duplicate": unknown,
        },
    )
    version = open_version(record, version_id)
    return DeliveryJob(
        attempt_id=attempt_id,
        message_id=record.id,
        received_at=record.received_at,
        envelope=_only(record.envelope, [r.address for r in recipients]),
        numbers=numbers,
        tries=tries,
        number=version.number,
        body=version.body,
    )


def _only(envelope: Envelope, recipients: Sequence[Address]) -> Envelope:
    return Envelope(envelope.sender, tuple(recipients), envelope.client, envelope.smtputf8)
