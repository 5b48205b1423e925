"""Asking for many keys at once, with statements that are written only once.

SQLAlchemy writes an ``IN`` of unknown length anew at each execution, which takes as
long as the answer itself. Here it has a few fixed lengths, and the keys that are
missing to the next one are the last key again.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Row, Select, bindparam

from quarantine.transaction import Tx

_LENGTHS = (1, 2, 4, 8, 16, 24, 32, 48, 64)


class Among:
    """A statement that is limited to rows with one of some keys in a column."""

    def __init__(self, statement: Select[Any], column: Column[Any]) -> None:
        self._statement = statement
        self._column = column
        self._of = cache(self._written)

    def rows(self, tx: Tx, keys: Sequence[bytes], **values: Any) -> Iterator[Row[Any]]:
        """The rows of these keys, in no order; ``values`` are the statement's own."""
        for at in range(0, len(keys), _LENGTHS[-1]):
            some = keys[at : at + _LENGTHS[-1]]
            length = next(n for n in _LENGTHS if n >= len(some))
            names = [f"key{n}" for n in range(length)]
            asked = dict(zip(names, [*some, *[some[-1]] * (length - len(some))], strict=True))
            yield from tx.connection.execute(self._of(length), {**asked, **values})

    def _written(self, length: int) -> Select[Any]:
        keys = [bindparam(f"key{n}", type_=self._column.type) for n in range(length)]
        return self._statement.where(self._column.in_(keys))
