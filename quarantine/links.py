"""Links: bearer tokens for one hold, one person and one purpose, stored hashed."""

import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from quarantine import tables
from quarantine.bodies import BodyRef
from quarantine.errors import NotFound
from quarantine.hold_view import APPROVE, DECIDE, HoldView, view_of
from quarantine.holding import COMPLIANCE, REMINDER, SHARED
from quarantine.queue import Claimed, check, finish, postpone
from quarantine.record import open_record
from quarantine.transaction import Tx
from quarantine.versions import open_version

_GRACE = 30 * 24 * 3_600_000  # how long a link says what became of the hold, ms


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Follow a link. Raises NotFound for a token that never was or has run out."""

    token: str
    purpose: str

    def read(self, tx: Tx) -> HoldView:
        """Everything the page needs."""
        link = open_link_row(tx, self.token, purpose=self.purpose)
        return view_of(tx, link.hold_id, self.purpose)


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """One version of the mail that a sender's link is about: held, offered, or released.

    Raises NotFound for any other.
    """

    token: str
    version_id: str

    def read(self, tx: Tx) -> BodyRef:
        """Where its bytes lie."""
        view = view_of(tx, open_link_row(tx, self.token, purpose=DECIDE).hold_id, DECIDE)
        released = {r.version_id for r in view.recipients}
        if self.version_id not in view.choices | released:
            raise NotFound("no such version")
        return open_version(open_record(tx, view.message_id), self.version_id).body


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh link to one hold, or to those of one mail, with what a notice says about it.

    Compliance gets no link: its people act in the console or on the command line.
    """

    token: str
    view: HoldView
    reminder: bool
    hold_ids: tuple[str, ...]  # that it tells of


@dataclass(frozen=True, slots=True)
class MintLinks:
    """Make links for every hold that a person (empty: compliance) is still to be told of."""

    task: Claimed
    person: str
    limit: int = 50

    def apply(self, tx: Tx) -> tuple[Link, ...]:
        """Fresh tokens at each attempt; only their hashes stay here."""
        check(tx, self.task)
        table = tables.hold
        rows = tx.connection.execute(
            select(table.c.id, table.c.notice_due)
            .where(table.c.person_hmac == tx.keyring.lookup(self.person), table.c.notice_due > 0)
            .order_by(table.c.created_at)
            .limit(self.limit)
        ).all()
        links: dict[str, Link] = {}
        for row in rows:
            view = view_of(tx, row.id, DECIDE)
            # One page decides about all transactions of a mail; staff acts on each.
            name = view.mail_id if self.person else row.id
            reminder = row.notice_due == REMINDER
            if first := links.get(name):
                reminder = reminder and first.reminder
                links[name] = replace(first, reminder=reminder, hold_ids=(*first.hold_ids, row.id))
            else:
                token = mint(tx, row.id, self.person, DECIDE) if self.person else ""
                links[name] = Link(token, view, reminder, (row.id,))
        return tuple(links.values())


@dataclass(frozen=True, slots=True)
class Noticed:
    """The person has been told of these holds, and the task is done.

    Holds that came meanwhile found this task waiting and queued none of their own:
    for them it stays.
    """

    task: Claimed
    person: str
    hold_ids: tuple[str, ...]

    def apply(self, tx: Tx) -> None:
        """Note it, and finish the task or keep it for the next notice."""
        table = tables.hold
        tx.connection.execute(
            update(table)
            .where(table.c.id.in_(self.hold_ids))
            .values(notice_due=0, noticed_at=tx.now)
        )
        waiting = tx.connection.scalar(
            select(func.count()).where(
                table.c.person_hmac == tx.keyring.lookup(self.person), table.c.notice_due > 0
            )
        )
        if waiting:
            postpone(tx, self.task, tx.now + SHARED)
        else:
            finish(tx, self.task)


@dataclass(frozen=True, slots=True)
class MintApproval:
    """Make a link for somebody who may approve; None when nothing waits for it any more.

    An empty person is compliance, which acts on the command line and gets no link.
    """

    task: Claimed
    person: str

    def apply(self, tx: Tx) -> Link | None:
        """A fresh token at each attempt."""
        check(tx, self.task)
        table = tables.hold
        hold = tx.connection.execute(
            select(table.c.waiting_for, table.c.closed_at).where(table.c.id == self.task.ref)
        ).one()
        stage = "approver" if self.person else COMPLIANCE
        if hold.closed_at is not None or hold.waiting_for != stage:
            return None
        token = mint(tx, self.task.ref, self.person, APPROVE) if self.person else ""
        return Link(
            token, view_of(tx, self.task.ref, APPROVE), reminder=False, hold_ids=(self.task.ref,)
        )


def mint(tx: Tx, hold_id: str, person: str, purpose: str) -> str:
    """A new token: 256 random bits, of which only the hash is stored."""
    secret = secrets.token_urlsafe(32)
    hold = tx.connection.execute(
        select(tables.hold.c.expires_at, tables.hold.c.message_id).where(
            tables.hold.c.id == hold_id
        )
    ).one()
    key = open_record(tx, hold.message_id).key
    tx.connection.execute(
        insert(tables.token).values(
            hash=sha256(secret.encode()).digest(),
            hold_id=hold_id,
            purpose=purpose,
            person_hmac=tx.keyring.lookup(person),
            person_ct=key.seal(f"token/{hold_id}/person", person),
            created_at=tx.now,
            expires_at=hold.expires_at + _GRACE,
        )
    )
    return secret


def open_link_row(tx: Tx, secret: str, *, purpose: str) -> Row[Any]:
    """The stored link of a token; NotFound for any that is unknown, foreign or run out."""
    table = tables.token
    row = tx.connection.execute(
        select(table).where(table.c.hash == sha256(secret.encode()).digest())
    ).first()
    if row is None or row.purpose != purpose or row.expires_at < tx.now:
        raise NotFound("no such link")
    asked = tx.connection.scalar(
        select(tables.hold.c.person_hmac).where(tables.hold.c.id == row.hold_id)
    )
    if purpose == DECIDE and asked != row.person_hmac:
        raise NotFound("somebody else is asked by now")
    return row
