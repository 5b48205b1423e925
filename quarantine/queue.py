"""The queue: tasks claimed by lease and fence.

A lease says until when a worker may be trusted to be at work; the fence number
says whose result counts. A worker that comes back after its lease was given away
finds its fence outdated, and its result is discarded with LostLease.
"""

from dataclasses import dataclass

from sqlalchemy import delete, or_, select, true, update

from quarantine import tables
from quarantine.errors import LostLease
from quarantine.transaction import Tx

LEASE = 60_000  # ms


@dataclass(frozen=True, slots=True)
class Claimed:
    """A task that this worker holds; hand it back with every result."""

    id: str
    kind: str
    ref: str
    route: str
    fence: int
    owner: str
    tries: int  # this one included
    params: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Take up to ``limit`` due tasks of some kinds (none named: of all).

    Tasks whose lease ran out are due again.
    """

    owner: str
    limit: int
    kinds: frozenset[str] = frozenset()

    def apply(self, tx: Tx) -> tuple[Claimed, ...]:
        """Mark them as ours and raise their fences."""
        table = tables.task
        of_kind = table.c.kind.in_(sorted(self.kinds)) if self.kinds else true()
        due = (
            select(table.c.id)
            .where(of_kind)
            .where(
                or_(
                    table.c.owner.is_(None) & (table.c.run_at <= tx.now),
                    table.c.owner.is_not(None) & (table.c.lease_until < tx.now),
                )
            )
            .order_by(table.c.run_at)
            .limit(self.limit)
            .with_for_update(skip_locked=True)
        )
        rows = tx.connection.execute(
            update(table)
            .where(table.c.id.in_(due.scalar_subquery()))
            .values(
                owner=self.owner,
                lease_until=tx.now + LEASE,
                fence=table.c.fence + 1,
                tries=table.c.tries + 1,
            )
            .returning(table)
        ).all()
        return tuple(
            Claimed(
                id=row.id,
                kind=row.kind,
                ref=row.ref,
                route=row.route,
                fence=row.fence,
                owner=self.owner,
                tries=row.tries,
                params=tx.keyring.open(f"task/{row.kind}/{row.ref}/{row.route}", row.params_ct)
                if row.params_ct
                else "",
            )
            for row in rows
        )


@dataclass(frozen=True, slots=True)
class Extend:
    """Heartbeat: keep the lease; raises LostLease when it is gone."""

    task: Claimed

    def apply(self, tx: Tx) -> None:
        """Push the end of the lease out."""
        _change(tx, self.task, lease_until=tx.now + LEASE)


@dataclass(frozen=True, slots=True)
class Postpone:
    """Give a task back, to be run again after ``delay`` milliseconds."""

    task: Claimed
    delay: int

    def apply(self, tx: Tx) -> None:
        """Free it."""
        postpone(tx, self.task, tx.now + self.delay)


@dataclass(frozen=True, slots=True)
class Redirect:
    """Give a task to those who carry out another ``kind``; it is due at once."""

    task: Claimed
    kind: str

    def apply(self, tx: Tx) -> None:
        """Replace it."""
        task = self.task
        finish(tx, task)
        tx.add_task(self.kind, task.ref, route=task.route, params=task.params or None)


@dataclass(frozen=True, slots=True)
class Finish:
    """Remove a task that has nothing left to do."""

    task: Claimed

    def apply(self, tx: Tx) -> None:
        """Delete it."""
        finish(tx, self.task)


@dataclass(frozen=True, slots=True)
class FreeAll:
    """At start on SQLite: every lease belongs to a process that is gone."""

    def apply(self, tx: Tx) -> int:
        """Free the tasks and return how many were interrupted."""
        table = tables.task
        done = tx.connection.execute(
            update(table).where(table.c.owner.is_not(None)).values(owner=None, lease_until=None)
        )
        return done.rowcount


def finish(tx: Tx, task: Claimed) -> None:
    """Remove the task inside a command; raise LostLease when it is not ours any more."""
    table = tables.task
    done = tx.connection.execute(
        delete(table).where(
            table.c.id == task.id, table.c.fence == task.fence, table.c.owner == task.owner
        )
    )
    if done.rowcount != 1:
        raise LostLease(f"{task.kind} {task.ref}")


def postpone(tx: Tx, task: Claimed, run_at: int) -> None:
    """Free the task inside a command, to be run at a time; raise LostLease as ``finish``."""
    _change(tx, task, owner=None, lease_until=None, run_at=run_at)


def check(tx: Tx, task: Claimed) -> None:
    """Raise LostLease unless the task is still ours."""
    _change(tx, task, lease_until=tx.now + LEASE)


def _change(tx: Tx, task: Claimed, **values: object) -> None:
    table = tables.task
    done = tx.connection.execute(
        update(table)
        .where(table.c.id == task.id, table.c.fence == task.fence, table.c.owner == task.owner)
        .values(values)
    )
    if done.rowcount != 1:
        raise LostLease(f"{task.kind} {task.ref}")
