"""``sekisho serve`` that kills itself with SIGKILL at a chosen command: a program for tests.

The file named by KILL_AT_FILE says where, and may come and go while the service runs.
``before:Accept:1`` dies just before the first Accept from then on is handed to the
store, ``during`` when it has been applied but its commit has not begun, ``after`` when
its outcome is durable and before anybody has learnt of it. ``after:Claim[judge]:1``
counts only commands whose task is of this kind, or claims that got one.
"""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from unittest import mock

from gateway.cli import main
from quarantine.store import Store
from quarantine.transaction import Command, Tx

T = TypeVar("T")

#: How to start it: the arguments of Python, for ``Sekisho(program=...)``.
PROGRAM = ("-P", str(Path(__file__)))


@dataclass(frozen=True)
class Point:
    """Where to die."""

    when: str
    command: str
    kind: str
    number: int

    @classmethod
    def parse(cls, text: str) -> "Point":
        """Read ``when:Command[kind]:number``; kind and number may be left out."""
        when, _, rest = text.partition(":")
        name, _, number = rest.partition(":")
        command, _, kind = name.rstrip("]").partition("[")
        return cls(when, command, kind, int(number or 1))

    def concerns(self, command: Command[Any], result: object = None) -> bool:
        """Whether this is such a command, about a task of that kind."""
        if type(command).__name__ != self.command:
            return False
        tasks = result if isinstance(result, tuple) else [getattr(command, "task", None)]
        return not self.kind or any(getattr(task, "kind", "") == self.kind for task in tasks)


@dataclass(frozen=True)
class _Dying:
    """A command that is applied, and then never committed."""

    command: Command[Any]

    def apply(self, tx: Tx) -> NoReturn:
        self.command.apply(tx)
        die()


def die() -> NoReturn:
    """As ``kill -9`` from outside: no handler, no flush, no farewell."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("alive")


class Killer:
    """Watches the store's commands for the point that its orders name."""

    def __init__(self, orders: Path) -> None:
        self._orders = orders
        self._text = ""
        self._seen = 0

    def is_it(self, when: str, command: Command[Any], result: object = None) -> bool:
        """Whether this is the moment."""
        text = self._orders.read_text() if self._orders.exists() else ""
        if text != self._text:
            self._text, self._seen = text, 0
        point = Point.parse(text)
        if point.when != when or not point.concerns(command, result):
            return False
        self._seen += 1
        return self._seen == point.number

    def watch(self) -> None:
        """From now on every command of every store passes here."""
        plain = Store.run

        async def run(store: Store, command: Command[T]) -> T:
            if self.is_it("before", command):
                die()
            if self.is_it("during", command):
                await plain(store, _Dying(command))
            result = await plain(store, command)
            if self.is_it("after", command, result):
                die()
            return result

        mock.patch.object(Store, "run", run).start()


if __name__ == "__main__":
    Killer(Path(os.environ["KILL_AT_FILE"])).watch()
    main()
