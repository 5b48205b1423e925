"""Decisions as they are stored: who did what about a hold, when, and from where."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select

from quarantine import tables
from quarantine.ids import new_id
from quarantine.links import open_link_row
from quarantine.record import Record
from quarantine.transaction import Tx

_KINDS = {
    "confirm": "confirmed",
    "withdraw": "withdrawn",
    "approve": "approved",
    "decline": "declined",
}


def open_hold_of(tx: Tx, token: str, purpose: str) -> Row[Any]:
    """The hold that a link is about, with the person the link was made for."""
    link = open_link_row(tx, token, purpose=purpose)
    table = tables.hold
    return tx.connection.execute(
        select(table, tables.token.c.person_ct.label("approver_ct"))
        .join(tables.token, tables.token.c.hold_id == table.c.id)
        .where(tables.token.c.hash == link.hash)
    ).one()


def is_decided(tx: Tx, hold_id: str, role: str) -> bool:
    """Whether somebody in this role has decided about the hold."""
    table = tables.decision
    return (
        tx.connection.scalar(
            select(table.c.id).where(table.c.hold_id == hold_id, table.c.role == role)
        )
        is not None
    )


def store_decision(
    record: Record,
    hold: Row[Any],
    version_id: str,
    role: str,
    choice: str,
    actor: str,
    detail: Mapping[str, Any],
) -> None:
    """Keep who decided what, sealed, and note it in the audit record."""
    decision_id = new_id()
    text = json.dumps(detail)
    record.tx.connection.execute(
        insert(tables.decision).values(
            id=decision_id,
            hold_id=hold.id,
            role=role if choice != "withdraw" else f"{role}-withdraw",
            choice=choice,
            version_id=version_id,
            detail_ct=record.key.seal(f"decision/{decision_id}/detail", text),
            at=record.tx.now,
        )
    )
    data = {"hold": hold.id, "decision": decision_id, "version": version_id}
    record.note(_KINDS[choice], actor, data, detail)
