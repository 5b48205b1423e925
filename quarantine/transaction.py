"""What a command works with: one transaction, its time, the keys, and the queue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, delete, insert, select, update

from quarantine import audit, tables
from quarantine.ids import new_id
from quarantine.keys import Keyring

_EPOCH = date(1970, 1, 1).toordinal()
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Tx:
    """One open transaction. ``now`` is its time in UTC milliseconds.

    ``zone`` is the company's: it says where a day begins.
    """

    connection: Connection
    now: int
    keyring: Keyring
    blobs: Path
    zone: tzinfo = UTC
    wake: Callable[[], object] = lambda: None  # tells the workers of a new task
    after_commit: list[Callable[[], object]] = field(default_factory=list)

    def day(self, at: int) -> int:
        """The day of a time in the company's zone, counted from 1970-01-01."""
        return datetime.fromtimestamp(at / 1000, self.zone).toordinal() - _EPOCH

    def add_task(
        self,
        kind: str,
        ref: str,
        *,
        route: str = "",
        run_at: int | None = None,
        params: str | None = None,
    ) -> None:
        """Queue a task, or bring an unclaimed one of the same kind, ref and route forward."""
        table = tables.task
        due = self.now if run_at is None else run_at
        same = (table.c.kind == kind) & (table.c.ref == ref) & (table.c.route == route)
        found = self.connection.execute(select(table.c.run_at).where(same)).first()
        if found is None:
            self.connection.execute(
                insert(table).values(
                    id=new_id(),
                    kind=kind,
                    ref=ref,
                    route=route,
                    run_at=due,
                    tries=0,
                    fence=0,
                    params_ct=params and self.keyring.seal(f"task/{kind}/{ref}/{route}", params),
                )
            )
        elif due < found.run_at:
            self.connection.execute(update(table).where(same).values(run_at=due))
        self.after_commit.append(self.wake)

    def drop_tasks(self, kind: str, ref: str) -> None:
        """Remove the tasks of a kind that have lost their reason."""
        table = tables.task
        self.connection.execute(delete(table).where(table.c.kind == kind, table.c.ref == ref))

    def record(
        self, subject: str, kind: str, actor: str, data: Mapping[str, Any], sealed: bytes | None
    ) -> None:
        """Append an audit event to the chain of a subject that is not a message."""
        table = tables.event
        last = self.connection.execute(
            select(table.c.n, table.c.hash)
            .where(table.c.subject == subject)
            .order_by(table.c.n.desc())
            .limit(1)
        ).first()
        n, head = (last.n + 1, last.hash) if last else (0, audit.GENESIS)
        event = audit.make_event(
            subject, n, head, at=self.now, kind=kind, actor=actor, data=data, sealed=sealed
        )
        self.insert_events([event])

    def insert_events(self, events: list[audit.Event]) -> None:
        """Store audit events that are already chained."""
        names = audit.Event.__dataclass_fields__
        rows = [{name: getattr(event, name) for name in names} for event in events]
        self.connection.execute(insert(tables.event), rows)


class Command(Protocol[T_co]):
    """A frozen order to change the store: applied whole, or not at all."""

    def apply(self, tx: Tx) -> T_co:
        """Do it inside the given transaction."""
        ...


class Query(Protocol[T_co]):
    """A frozen question to the store; changes nothing."""

    def read(self, tx: Tx) -> T_co:
        """Answer it from the given read-only transaction."""
        ...
