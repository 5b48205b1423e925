"""The versions of a stored message: immutable, each made from another by a recipe."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, func, insert, select

from policies.versions import Recipe
from quarantine import tables
from quarantine.bodies import BodyRef, StoredBody
from quarantine.errors import NotFound
from quarantine.ids import new_id
from quarantine.keys import MessageKey
from quarantine.record import Record
from quarantine.transaction import Tx

_RECIPE = TypeAdapter(Recipe)


def insert_version(
    tx: Tx,
    key: MessageKey,
    body: StoredBody,
    *,
    parent_id: str | None = None,
    recipe: Recipe | None = None,
) -> str:
    """Store an immutable version and return its id."""
    version_id = new_id()
    tx.connection.execute(
        insert(tables.version).values(
            id=version_id,
            message_id=key.message_id,
            number=body.version,
            parent_id=parent_id,
            recipe_ct=recipe and _seal_recipe(key, body.version, recipe),
            size=body.size,
            digest=body.digest,
            body=body.inline,
            file=body.file,
        )
    )
    return version_id


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One stored version: its id and number, and how to read its body."""

    id: str
    number: int
    body: BodyRef
    summary_json: str | None


def open_version(record: Record, version_id: str) -> VersionRow:
    """One version of a message; raise NotFound when it is not one of its versions."""
    table = tables.version
    row = record.tx.connection.execute(
        select(table).where(table.c.id == version_id, table.c.message_id == record.id)
    ).first()
    if row is None:
        raise NotFound(f"message {record.id} has no version {version_id}")
    return _version(record, row)


def current_version(record: Record) -> VersionRow:
    """The version that is held, or was last; before any hold the original.

    Versions that were only offered to the sender do not count.
    """
    table = tables.hold
    held = record.tx.connection.scalar(
        select(table.c.version_id)
        .where(table.c.message_id == record.id)
        .order_by(table.c.created_at.desc())
        .limit(1)
    )
    return open_version(record, held) if held else _original(record)


def next_number(record: Record) -> int:
    """The number of the version that is made next."""
    table = tables.version
    newest = record.tx.connection.scalar(
        select(func.max(table.c.number)).where(table.c.message_id == record.id)
    )
    return int(newest or 0) + 1


@dataclass(frozen=True, slots=True)
class OfferView:
    """A version that the sender may choose instead of the one that is held."""

    version_id: str
    recipe: Recipe


def offers(record: Record, held_id: str) -> tuple[OfferView, ...]:
    """The versions made from the held one for its sender to choose, in the order they were made."""
    table = tables.version
    rows = record.tx.connection.execute(
        select(table.c.id, table.c.number, table.c.recipe_ct)
        .where(table.c.message_id == record.id, table.c.parent_id == held_id)
        .order_by(table.c.number)
    ).all()
    found = (OfferView(row.id, _recipe(record.key, row.number, row.recipe_ct)) for row in rows)
    # Another child of the held version is what a decision has made of it.
    return tuple(offer for offer in found if offer.recipe == Recipe(clean=offer.recipe.clean))


def _original(record: Record) -> VersionRow:
    table = tables.version
    row = record.tx.connection.execute(
        select(table).where(table.c.message_id == record.id, table.c.number == 0)
    ).one()
    return _version(record, row)


def _seal_recipe(key: MessageKey, number: int, recipe: Recipe) -> bytes:
    return key.seal(f"version/{number}/recipe", json.dumps(recipe.as_json()))


def _recipe(key: MessageKey, number: int, sealed: bytes | None) -> Recipe:
    if sealed is None:
        return Recipe()
    return _RECIPE.validate_json(key.open(f"version/{number}/recipe", sealed))


def _version(record: Record, row: Row[Any]) -> VersionRow:
    stored = StoredBody(row.number, row.size, row.digest, inline=row.body, file=row.file)
    sealed = row.summary_ct
    return VersionRow(
        id=row.id,
        number=row.number,
        body=BodyRef(record.id, record.key.wrapped, stored),
        summary_json=sealed and record.key.open(f"version/{row.number}/summary", sealed),
    )
