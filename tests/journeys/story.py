"""The story of one held mail, told to its end however often the service dies on the way."""

import contextlib
import itertools
import json
import signal
import smtplib
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import httpx
from click.testing import CliRunner

from gateway.cli import sekisho
from gateway.errors import ControlError
from tests.journeys.killer import PROGRAM
from tests.journeys.reading import link_in, open_form, plain_text, queue_id_in
from tests.journeys.service import OWN, SENDER, Sekisho, mail
from tests.peers.sink import Received, Sink

T = TypeVar("T")

#: Far below the lease of 60 s: what a dead process held must be taken over at once.
PATIENCE = 45.0


class Mortal(Sekisho):
    """A gate that dies where it is told to (``killer.py`` says how), and is then started again."""

    def __init__(
        self, folder: Path, relay_port: int, *, settings: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(folder, relay_port, settings=settings, program=PROGRAM)
        self._orders = folder / "kill-at"
        self.environment["KILL_AT_FILE"] = str(self._orders)
        self.doom()

    def __enter__(self) -> "Mortal":
        self.live()
        return self

    def __exit__(self, *error: object) -> None:
        if self.running:
            self.kill()

    def doom(self, *points: str) -> None:
        """Let this life and the following ones end at these points, and later ones never."""
        self.points = list(points)
        self.deaths = 0
        self.on_death: Callable[[], object] = lambda: None  # before it is started again
        self._order_next()

    @property
    def is_doomed(self) -> bool:
        """Whether a point is still ahead."""
        return self._orders.exists()

    def _order_next(self) -> None:
        self._orders.unlink(missing_ok=True)
        if self.points:
            order = self._orders.with_suffix(".new")
            order.write_text(self.points.pop(0))
            order.rename(self._orders)

    def live(self) -> None:
        """Start; a doomed one may end before it answers."""
        with contextlib.suppress(RuntimeError):
            self.start()
        assert self.running or self.is_doomed, self.log()

    def _wait_until_up(self) -> None:
        """The SMTP listener comes last; asking it alone is cheap, and lives are many here."""
        deadline = time.monotonic() + 30
        while self.running and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                smtplib.SMTP("127.0.0.1", self.port, timeout=5).close()
                return
            time.sleep(0.02)
        raise RuntimeError(f"the service did not start:\n{self.log()}")

    def revive(self) -> None:
        """Start it again if it has died, which only the killer may have done."""
        if not self.running:
            assert self.wait_for_exit() == -signal.SIGKILL, self.log()
            self.deaths += 1
            self.on_death()
            self._order_next()
            self.live()

    def persist(self, step: Callable[[], T]) -> T:
        """Do as people and their programs do: try until it works, and start what has died."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.revive()
            with contextlib.suppress(OSError, smtplib.SMTPException, httpx.TransportError):
                if found := step():
                    return found
            assert time.monotonic() < deadline, f"{step} is stuck\n{self.tasks()}\n{self.log()}"
            time.sleep(0.03)

    def hand_in(self, to: Sequence[str], message: bytes, *, sender: str = SENDER) -> str:
        """Send by SMTP; the queue id of the 250. Anything else raises."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            client.ehlo_or_helo_if_needed()
            assert client.mail(sender)[0] == 250
            assert all(client.rcpt(address)[0] == 250 for address in to)
            code, words = client.data(message)
            assert code == 250
            return queue_id_in(words.decode())

    def cli(self, *arguments: str) -> str:
        """A command with the settings of this gate, in this process; it must end with 0."""
        result = CliRunner().invoke(sekisho, arguments, env=self.environment)
        if isinstance(result.exception, OSError | ControlError):
            raise ConnectionError("the service went away") from result.exception
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    def show(self, queue_id: str) -> dict[str, Any]:
        """``sekisho show --json``."""
        found: dict[str, Any] = json.loads(self.cli("show", "--json", queue_id))
        return found

    def tasks(self) -> list[tuple[str, str | None, int]]:
        """Every task: kind, owner, and milliseconds until it is due."""
        url = f"file:{self.data}/sekisho.db?mode=ro"
        with contextlib.closing(sqlite3.connect(url, uri=True)) as connection:
            rows = connection.execute("SELECT kind, owner, run_at FROM task").fetchall()
        now = time.time() * 1000
        return [(kind, owner, int(run_at - now)) for kind, owner, run_at in rows]

    def is_idle(self) -> bool:
        """Nothing is being done, and nothing is due."""
        return all(owner is None and due > 0 for _, owner, due in self.tasks())

    def rest(self) -> None:
        """Wait until every death has been died and nothing is left to do; look at the record."""
        self.persist(lambda: not self.is_doomed)
        self.persist(self.is_idle)
        self.cli("audit", "verify")


_NUMBERS = itertools.count(1)


class Story:
    """One mail, by default to unknown recipients: handed in, held, confirmed, delivered.

    Its people appear in no other story, so that stories may share a gate.
    """

    def __init__(
        self,
        gate: Mortal,
        sink: Sink,
        domains: Sequence[str] = ("first.example.com", "second.example.net"),
        *,
        text: str = "本文",
    ) -> None:
        number = next(_NUMBERS)
        self.gate = gate
        self.sink = sink
        self.sender = f"sender{number}@{OWN}"
        self.to = [f"recipient{number}@{domain}" for domain in domains]
        self.message = mail(self.to, text=text)
        self.acknowledged = ""
        self.confirmed = ""

    def hand_in(self) -> None:
        """The client sends until it gets its 250; before each repeat the gate comes to rest."""

        def send() -> str:
            if self.gate.deaths:
                self.gate.persist(self.gate.is_idle)
            return self.gate.hand_in(self.to, self.message, sender=self.sender)

        self.acknowledged = self.gate.persist(send)

    def decide(self, choice: str = "confirm", *, drop: Sequence[str] = ()) -> None:
        """The sender opens the first notice and decides; after an error he looks again."""
        notice = self.gate.persist(lambda: self.own_mail()[:1])[0]
        self.confirmed = queue_id_in(plain_text(notice))
        assert not self.copies(), "it has left before it was confirmed"
        link = link_in(notice)

        def press() -> bool:
            form = open_form(link)
            if form.recipients:
                ticked = [r for r in form.recipients if r not in drop]
                assert form.post(choice, tick=ticked, drop=drop).status_code == 303
            return not open_form(link).recipients

        self.gate.persist(press)

    def own_mail(self) -> list[Received]:
        """What the sender was sent by the gate itself."""
        return [m for m in list(self.sink.messages) if m.rcpt_tos == (self.sender,)]

    def copies(self, queue_id: str = "", recipient: str = "") -> list[Received]:
        """What has come of the mail (or of its copy with this id) to (one of) its recipients."""
        wanted = {recipient} if recipient else set(self.to)
        return [
            m
            for m in list(self.sink.messages)
            if m.mail_from and wanted & set(m.rcpt_tos) and f"id {queue_id}".encode() in m.raw
        ]

    def states(self, queue_id: str) -> set[str]:
        """Where its recipients stand."""
        return {r["state"] for r in self.gate.show(queue_id)["message"]["recipients"]}

    def is_delivered(self, queue_id: str) -> bool:
        """No recipient can move any more, and one at least has it."""
        states = self.states(queue_id)
        return states <= {"delivered", "dropped"} and "delivered" in states

    def kinds(self, queue_id: str) -> list[str]:
        """The kinds of the message's audit events, in their order."""
        return [event["kind"] for event in self.gate.show(queue_id)["events"]]

    def end(self) -> None:
        """Wait until all is done and at rest. A copy the client had to repeat goes out by staff."""
        self.gate.persist(lambda: self.is_delivered(self.confirmed))
        if self.acknowledged != self.confirmed:
            (first, *_) = self.gate.show(self.acknowledged)["events"]
            assert first["data"]["possible_repeat_of"] == self.confirmed
            self.gate.persist(lambda: self.states(self.acknowledged) == {"held"})
            assert not self.copies(self.acknowledged)
            self.gate.cli("release", self.acknowledged, "--reason", "the client's repeat")
            self.gate.persist(lambda: self.is_delivered(self.acknowledged))
        self.gate.rest()
