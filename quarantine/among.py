"""Statements that are written once, also those that ask for many keys at once.

To write a statement anew at each execution, to look it up by its parts, and to wrap
its rows takes SQLAlchemy longer than the database needs for the answer. Here the text
is made once for each dialect and goes to the driver as it is: so these take and give
plain numbers, texts and bytes only. An ``IN`` has a few fixed lengths, and the keys
that are missing to the next one are the last key again.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Dialect, Select, bindparam
from sqlalchemy.exc import OperationalError

from quarantine.transaction import Tx

_LENGTHS = (1, 2, 4, 8, 16, 24, 32, 48, 64)


class Question:
    """A statement with named values, as text."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._texts: dict[str, tuple[str, Mapping[str, Any], Sequence[str] | None]] = {}

    def rows(self, tx: Tx, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows for these values; raise OperationalError when the database fails."""
        connection = tx.connection
        text, constants, order = self._in(connection.dialect)
        named = {**constants, **values}
        given = named if order is None else tuple([named[name] for name in order])
        try:
            cursor = connection.connection.cursor()
            cursor.execute(text, given)
            return cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            raise OperationalError(text, None, error) from error

    def _in(self, dialect: Dialect) -> tuple[str, Mapping[str, Any], Sequence[str] | None]:
        """The text, its own values, and all names in order where the driver wants none."""
        found = self._texts.get(dialect.driver)  # its own name: pysqlite, psycopg
        if found is None:
            made = self._statement.compile(dialect=dialect)
            found = self._texts[dialect.driver] = str(made), made.params, made.positiontup
        return found


class Among:
    """A statement that is limited to rows with one of some keys in a column."""

    def __init__(self, statement: Select[*tuple[Any, ...]], column: Column[Any]) -> None:
        self._statement = statement
        self._column = column
        self._of = cache(self._written)

    def rows(self, tx: Tx, keys: Sequence[bytes], **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of these keys, in no order; ``values`` are the statement's own."""
        for at in range(0, len(keys), _LENGTHS[-1]):
            some = keys[at : at + _LENGTHS[-1]]
            statement, names = self._of(next(n for n in _LENGTHS if n >= len(some)))
            asked = dict.fromkeys(names, some[-1])
            asked.update(zip(names, some, strict=False))
            yield from statement.rows(tx, {**asked, **values})

    def _written(self, length: int) -> tuple[Question, Sequence[str]]:
        names = [f"key{n}" for n in range(length)]
        keys = [bindparam(name, type_=self._column.type) for name in names]
        return Question(self._statement.where(self._column.in_(keys))), names
