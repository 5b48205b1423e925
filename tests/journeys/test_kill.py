"""kill -9 between every two arrows of the path, and at any moment under load.

What was acknowledged arrives; what was not confirmed does not; nothing comes twice,
except where the record said so beforehand. Leases of a dead process last a minute:
that nothing here waits so long shows that they are taken over at once.
"""

import random
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.journeys.reading import QUEUE_ID, parsed, report_in
from tests.journeys.service import DIRECTORY, OWN, PARTNER, SENDER, mail
from tests.journeys.story import Mortal, Story
from tests.peers.sink import Sink

ONE, TWO = "one@first.example.com", "two@second.example.net"

ARROWS = (
    "Accept",
    "Judged",
    "MintLinks",
    "Noticed",
    "Decide",
    "StartDelivery",
    "BeforeDot",
    "EndDelivery",
    "LeaveDelivery",
)
POINTS = [
    *(f"{when}:{arrow}" for arrow in ARROWS for when in ("before", "after")),
    *(f"after:Claim[{kind}]" for kind in ("judge", "notice", "deliver")),
    *(f"during:{arrow}" for arrow in ("Accept", "Decide", "EndDelivery")),
]
#: Between the dot and the stored outcome: how many copies there then are.
IN_DOUBT = {"after:BeforeDot": 1, "before:EndDelivery": 2, "during:EndDelivery": 2}


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.mark.parametrize("point", POINTS)
def test_a_confirmed_mail_arrives_once_wherever_the_service_dies(
    tmp_path: Path, sink: Sink, point: str
) -> None:
    with Mortal(tmp_path, sink.port, point) as gate:
        story = Story(gate, sink, [ONE, TWO])
        story.hand_in()
        story.decide()
        story.end()
        for queue_id in {story.acknowledged, story.confirmed}:
            for recipient in (ONE, TWO):
                assert len(story.copies(queue_id, recipient)) == IN_DOUBT.get(point, 1)
        kinds = story.kinds(story.confirmed)
        assert kinds.count("possible-duplicate") == (point in IN_DOUBT)


def test_a_dropped_recipient_gets_nothing_though_the_service_dies_four_times(
    tmp_path: Path, sink: Sink
) -> None:
    points = ("after:Claim[revise]", "before:Revised", "during:Revised", "after:Revised")
    with Mortal(tmp_path, sink.port, *points) as gate:
        story = Story(gate, sink, [ONE, TWO], text="長い本文\r\n" * 20_000)  # its body is a file
        story.hand_in()
        story.decide(drop=[TWO])
        story.end()
        assert story.copies(recipient=TWO) == []
        (copy,) = story.copies(story.acknowledged, ONE)
        assert parsed(copy)["To"] == ONE
        assert parsed(copy).get_content().count("長い本文") == 20_000
        assert story.states(story.acknowledged) == {"delivered", "dropped"}


def test_a_withdrawn_mail_never_leaves_though_the_service_dies_twice(
    tmp_path: Path, sink: Sink
) -> None:
    with Mortal(tmp_path, sink.port, "before:Decide", "after:Decide") as gate:
        story = Story(gate, sink, [ONE, TWO])
        story.hand_in()
        story.decide("withdraw")
        gate.rest()
        assert story.states(story.acknowledged) == {"withdrawn"}
        assert story.kinds(story.acknowledged).count("withdrawn") == 1
        assert story.copies() == []


@pytest.mark.parametrize(
    ("points", "returns"),
    [
        (("after:Claim[expire]", "after:Claim[report]"), 1),
        (("before:Expire", "after:Expire"), 1),
        (("before:OpenReport", "after:OpenReport"), 1),
        (("before:Finish[report]", "after:Finish[report]"), 2),
    ],
)
def test_an_expired_mail_goes_back_and_nowhere_else_though_the_service_dies_twice(
    tmp_path: Path, sink: Sink, points: tuple[str, str], returns: int
) -> None:
    settings = {"SEKISHO_HOLD__EXPIRE_AFTER": "1s"}
    with Mortal(tmp_path, sink.port, *points, settings=settings) as gate:
        story = Story(gate, sink, [ONE, TWO], text="期限まで待つ本文")
        story.hand_in()
        gate.persist(lambda: story.states(story.acknowledged) == {"expired"})
        gate.rest()
        assert story.copies() == []
        reports = [m for m in story.own_mail() if parsed(m).get_content_type() == REPORT]
        assert len(reports) == returns
        assert all("期限まで待つ本文".encode() in report_in(m).returned for m in reports)


REPORT = "multipart/report"


def test_a_reminder_is_not_forgotten_though_the_service_dies_twice(
    tmp_path: Path, sink: Sink
) -> None:
    settings = {"SEKISHO_HOLD__REMIND_AFTER": "300ms"}
    with Mortal(tmp_path, sink.port, "before:Remind", "after:Remind", settings=settings) as gate:
        story = Story(gate, sink, [ONE])
        story.hand_in()
        gate.rest()
        assert story.kinds(story.acknowledged).count("reminded") == 1
        assert story.copies() == []
        story.decide()
        story.end()
        assert len(story.copies(story.acknowledged, ONE)) == 1


def test_the_body_of_a_passed_mail_is_purged_though_the_service_dies_thrice(
    tmp_path: Path, sink: Sink
) -> None:
    with Mortal(tmp_path, sink.port, "before:Purge", "during:Purge", "after:Purge") as gate:
        story = Story(gate, sink, [f"suzuki@{OWN}"], text="長い本文\r\n" * 20_000)
        story.hand_in()
        gate.rest()
        assert len(story.copies(story.acknowledged)) == 1
        assert story.kinds(story.acknowledged).count("purged") == 1
        assert [
            path
            for path in (gate.data / "blobs").rglob("*")
            if path.is_file() and path.name != "lock"
        ] == []


def test_a_possible_duplicate_is_on_record_before_the_second_try(
    tmp_path: Path, sink: Sink
) -> None:
    found = []

    def look() -> None:
        found.append((len(story.copies()), gate.show(story.acknowledged)["events"]))

    with Mortal(tmp_path, sink.port, "before:EndDelivery", "after:StartDelivery") as gate:
        story = Story(gate, sink, [ONE, TWO])
        story.hand_in()
        gate.on_death = look
        story.decide()
        story.end()
    (_, (copies, events)) = found  # at the second death
    assert copies == 1
    flag = next(event for event in events if event["kind"] == "possible-duplicate")
    assert flag["data"]["recipients"] == [0, 1]
    tries = [event for event in events if event["kind"] == "attempting"]
    assert [event["data"]["possible_duplicate"] for event in tries] == [[], [0, 1]]
    assert tries[0]["n"] < flag["n"] < tries[1]["n"]
    assert len(story.copies()) == 2


def test_tasks_are_taken_over_though_the_restart_dies_too(tmp_path: Path, sink: Sink) -> None:
    points = ("after:Claim[deliver]", "before:FreeAll", "after:FreeAll")
    with Mortal(tmp_path, sink.port, *points) as gate:
        story = Story(gate, sink, [ONE])
        story.hand_in()
        story.decide()
        story.end()
        assert gate.deaths == 3
        assert len(story.copies()) == 1


class Load:
    """Clients that send many mails at once and repeat what was not acknowledged."""

    LIVES, PER_LIFE, THREADS = 5, 3, 4

    def __init__(self, gate: Mortal) -> None:
        self.gate = gate
        self.life = 0
        self.to = [f"suzuki@{OWN}", f"yamada@{PARTNER}"]

    def send_all(self, thread: int) -> list[str]:
        """One client's mails, some in every life of the service; their queue ids."""
        return [
            self._send(number // self.PER_LIFE, f"client {thread}, mail {number}")
            for number in range(self.LIVES * self.PER_LIFE)
        ]

    def _send(self, life: int, subject: str) -> str:
        message = mail(self.to, subject=subject, text="x" * 70 * (random.random() < 0.3))
        message += b"long line\r\n" * random.choice((1, 10_000))  # in the row, or as a file
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.life >= life:
                try:
                    return self.gate.hand_in(self.to, message)
                except (OSError, smtplib.SMTPException):
                    pass
            time.sleep(0.01)
        raise TimeoutError(f"not taken: {subject}\n{self.gate.log()}")

    def kill_now_and_then(self) -> None:
        """The other side: kill -9 while they send."""
        for life in range(1, self.LIVES):
            self.life = life
            time.sleep(random.uniform(0.02, 0.3))
            self.gate.kill()
            self.gate.live()


def test_everything_acknowledged_under_load_survives_kills_at_any_moment(
    tmp_path: Path, sink: Sink
) -> None:
    (tmp_path / "directory.csv").write_text(DIRECTORY, "utf-8")
    with Mortal(tmp_path, sink.port) as gate, ThreadPoolExecutor(Load.THREADS) as clients:
        gate.cli("domains", "import", str(tmp_path / "directory.csv"))
        load = Load(gate)
        sent = [clients.submit(load.send_all, thread) for thread in range(load.THREADS)]
        load.kill_now_and_then()
        acknowledged = {queue_id for client in sent for queue_id in client.result()}
        gate.rest()
        assert len(acknowledged) == load.LIVES * load.PER_LIFE * load.THREADS
        assert {m.mail_from for m in sink.messages} == {SENDER}
        copies = Counter(
            (QUEUE_ID.findall(m.raw.decode())[0], recipient)
            for m in sink.messages
            for recipient in m.rcpt_tos
        )
        for queue_id in acknowledged:
            assert all(copies[queue_id, recipient] for recipient in load.to)
        for queue_id in {queue_id for (queue_id, _), count in copies.items() if count > 1}:
            kinds = [event["kind"] for event in gate.show(queue_id)["events"]]
            assert "possible-duplicate" in kinds
