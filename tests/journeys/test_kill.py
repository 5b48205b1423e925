"""kill -9 between every two arrows of the path, and at any moment under load.

What was acknowledged arrives; what was not confirmed does not; nothing comes twice,
except where the record said so beforehand. Leases of a dead process last a minute:
that nothing here waits so long shows that they are taken over at once.
"""

import io
import random
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.journeys.reading import QUEUE_ID, link_in, open_form, parsed, report_in
from tests.journeys.service import DIRECTORY, OWN, PARTNER, SENDER, mail
from tests.journeys.story import Mortal, Story
from tests.peers.sink import Sink
from tests.policies.attachments.test_zip import made

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
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
LONG = "長い本文\r\n" * 20_000  # kept as a file, not in the row
#: Between the dot and the stored outcome: how many copies there then are.
IN_DOUBT = {"after:BeforeDot": 1, "before:EndDelivery": 2, "during:EndDelivery": 2}


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Mortal]:
    with Mortal(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate


@pytest.fixture
def gate(survivor: Mortal) -> Iterator[Mortal]:
    """One gate with the traces of many deaths on it: a restart is what costs time."""
    yield survivor
    survivor.doom()
    if not survivor.running:
        survivor.live()


@pytest.mark.parametrize("point", POINTS)
def test_a_confirmed_mail_arrives_once_wherever_the_service_dies(
    gate: Mortal, sink: Sink, point: str
) -> None:
    gate.doom(point)
    story = Story(gate, sink)
    story.hand_in()
    story.decide()
    story.end()
    for queue_id in {story.acknowledged, story.confirmed}:
        for recipient in story.to:
            assert len(story.copies(queue_id, recipient)) == IN_DOUBT.get(point, 1)
    kinds = story.kinds(story.confirmed)
    assert kinds.count("possible-duplicate") == (point in IN_DOUBT)


def test_a_dropped_recipient_gets_nothing_though_the_service_dies_four_times(
    gate: Mortal, sink: Sink
) -> None:
    gate.doom("after:Claim[revise]", "before:Revised", "during:Revised", "after:Revised")
    story = Story(gate, sink, text=LONG)
    kept, dropped = story.to
    story.hand_in()
    story.decide(drop=[dropped])
    story.end()
    assert story.copies(recipient=dropped) == []
    (copy,) = story.copies(story.acknowledged, kept)
    assert parsed(copy)["To"] == kept
    assert parsed(copy).get_content().strip() == LONG.strip()
    assert story.states(story.acknowledged) == {"delivered", "dropped"}


def test_a_mail_whose_files_take_long_is_judged_though_the_service_dies_six_times(
    gate: Mortal, sink: Sink
) -> None:
    gate.doom(
        "before:Redirect",
        "during:Redirect",
        "after:Redirect",
        "after:Claim[judge-thoroughly]",
        "before:Judged",
        "during:Judged",
    )
    story = Story(gate, sink)
    story.message = carrying(story, "picture.png", written("お知らせ 納期のご案内"))
    story.hand_in()
    story.decide()
    story.end()
    assert story.kinds(story.acknowledged).count("judged") == 1
    (attachment,) = gate.show(story.acknowledged)["verdict"]["attachments"]
    assert attachment["status"] == "text"


def test_a_given_password_is_tried_though_the_service_dies_six_times(
    gate: Mortal, sink: Sink, tmp_path: Path
) -> None:
    gate.doom(
        "before:OpenFiles",
        "during:OpenFiles",
        "after:Claim[rejudge]",
        "before:Rejudged",
        "during:Rejudged",
        "after:Rejudged",
    )
    story = Story(gate, sink)
    command = ("7z", "a", "-bd", "-tzip", "-pAbc-1234", "made.zip", "a.txt")
    story.message = carrying(story, "a.zip", made(tmp_path, *command))
    story.hand_in()
    link = link_in(gate.persist(lambda: story.own_mail()[:1])[0])

    def status() -> str:
        (attachment,) = gate.show(story.acknowledged)["verdict"]["attachments"]
        return str(attachment["status"])

    def press() -> bool:
        open_form(link).post("open", passwords=["Abc-1234"])
        return status() == "text"

    gate.persist(press)
    gate.rest()
    assert story.states(story.acknowledged) == {"held"}
    assert story.copies() == []
    story.decide("withdraw")
    gate.rest()
    assert b"Abc-1234" not in b"".join(p.read_bytes() for p in gate.data.rglob("*") if p.is_file())


def carrying(story: Story, name: str, data: bytes) -> bytes:
    """The mail of a story with a file."""
    message = EmailMessage()
    message["From"], message["To"] = story.sender, ", ".join(story.to)
    message["Subject"] = "件名"
    message.set_content("本文")
    message.add_attachment(data, "application", "octet-stream", filename=name)
    return message.as_bytes().replace(b"\n", b"\r\n")


def written(words: str) -> bytes:
    """A picture of some words."""
    picture = Image.new("L", (1000, 200), 255)
    ImageDraw.Draw(picture).text((60, 60), words, font=ImageFont.truetype(FONT, 48), fill=0)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_withdrawn_mail_never_leaves_though_the_service_dies_twice(
    gate: Mortal, sink: Sink
) -> None:
    gate.doom("before:Decide", "after:Decide")
    story = Story(gate, sink)
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
    with Mortal(tmp_path, sink.port, settings=settings) as gate:
        gate.doom(*points)
        story = Story(gate, sink, text="期限まで待つ本文")
        story.hand_in()
        gate.persist(lambda: story.states(story.acknowledged) == {"expired"})
        gate.rest()
        assert story.copies() == []
        mails = [parsed(m).get_content_type() for m in story.own_mail()]
        assert mails.count("multipart/report") == returns
        assert "期限まで待つ本文".encode() in report_in(story.own_mail()[-1]).returned


def test_a_reminder_is_not_forgotten_though_the_service_dies_twice(
    tmp_path: Path, sink: Sink
) -> None:
    settings = {"SEKISHO_HOLD__REMIND_AFTER": "300ms"}
    with Mortal(tmp_path, sink.port, settings=settings) as gate:
        gate.doom("before:Remind", "after:Remind")
        story = Story(gate, sink)
        story.hand_in()
        gate.rest()
        assert story.kinds(story.acknowledged).count("reminded") == 1
        story.decide()
        story.end()
        assert len(story.copies(story.acknowledged)) == 1


def test_the_body_of_a_passed_mail_is_purged_though_the_service_dies_thrice(
    gate: Mortal, sink: Sink
) -> None:
    gate.doom("before:Purge", "during:Purge", "after:Purge")
    story = Story(gate, sink, [OWN], text=LONG)
    story.hand_in()
    gate.rest()
    assert len(story.copies(story.acknowledged)) == 1
    assert story.kinds(story.acknowledged).count("purged") == 1
    assert list((gate.data / "blobs").rglob(f"{story.acknowledged}*")) == []


def test_a_possible_duplicate_is_on_record_before_the_second_try(gate: Mortal, sink: Sink) -> None:
    found = []

    def look() -> None:
        found.append((len(story.copies()), gate.show(story.acknowledged)["events"]))

    gate.doom("before:EndDelivery", "after:StartDelivery")
    gate.on_death = look
    story = Story(gate, sink)
    story.hand_in()
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


def test_tasks_are_taken_over_though_the_restart_dies_too(gate: Mortal, sink: Sink) -> None:
    gate.doom("after:Claim[deliver]", "before:FreeAll", "after:FreeAll")
    story = Story(gate, sink)
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
        copies = Counter(
            (QUEUE_ID.findall(m.raw.decode())[0], recipient)
            for m in sink.messages
            for recipient in m.rcpt_tos
            if m.mail_from == SENDER
        )
        assert {recipient for _, recipient in copies} == set(load.to)
        for queue_id in acknowledged:
            assert all(copies[queue_id, recipient] for recipient in load.to)
        for queue_id in {queue_id for (queue_id, _), count in copies.items() if count > 1}:
            kinds = [event["kind"] for event in gate.show(queue_id)["events"]]
            assert "possible-duplicate" in kinds
