"""A disk without room: the client is told to come back, and nothing half stored stays."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.dialogue import Dialogue, stuffed
from tests.journeys.reading import (
    arrived,
    gate_id,
    queue,
    queue_id_in,
    quiet_gate,
    to,
    unstamped,
    until,
)
from tests.journeys.service import OWN, SENDER, Sekisho, mail
from tests.peers.sink import Sink

LARGE = b"Subject: large\r\n\r\n" + (b"x" * 998 + b"\r\n") * 20_000


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of 8 MiB."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ("mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder))
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(("umount", str(folder)), check=True)


@pytest.fixture(scope="module")
def gate(disk: Path, tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    settings = {"SEKISHO_STORE__FOLDER": str(disk / "data"), "SEKISHO_STORE__MIN_FREE": "0"}
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port, settings) as gate:
        yield gate


def assert_small_mail_works(gate: Sekisho, sink: Sink, recipient: str) -> None:
    message = mail([recipient])
    gate.send(recipient, message)
    assert unstamped(arrived(sink, recipient).raw) == message


def test_what_does_not_fit_is_put_off_and_leaves_nothing(
    gate: Sekisho, disk: Path, sink: Sink
) -> None:
    free = os.statvfs(disk).f_bavail
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, f"large@{OWN}")
        smtp.send(stuffed(LARGE))
        assert smtp.reply() == "452 4.3.1 not enough disk space"
    left = [path.name for path in (disk / "data" / "blobs").rglob("*") if path.is_file()]
    assert [name for name in left if name != "lock"] == []
    assert os.statvfs(disk).f_bavail >= free * 9 // 10
    assert queue(gate, everything=True) == ()
    assert_small_mail_works(gate, sink, f"after-large@{OWN}")
    assert not to(sink, f"large@{OWN}")


def test_a_size_that_cannot_fit_is_put_off_before_it_is_sent(gate: Sekisho) -> None:
    with Dialogue(gate.port) as smtp:
        smtp.say("EHLO client.example")
        smtp.say(f"MAIL FROM:<{SENDER}> SIZE={len(LARGE)}")
        smtp.say(f"RCPT TO:<large@{OWN}>")
        assert smtp.say("DATA") == "452 4.3.1 not enough disk space"


def test_a_database_that_cannot_grow_refuses_and_recovers(
    gate: Sekisho, disk: Path, sink: Sink
) -> None:
    answers: list[str] = []
    ballast = disk / "ballast"
    fill(ballast)
    os.truncate(ballast, ballast.stat().st_size - 512 * 1024)
    message = b"Subject: small\r\n\r\n" + (b"x" * 998 + b"\r\n") * 50
    with Dialogue(gate.port) as smtp:
        while all(answer.startswith("250 ") for answer in answers):
            smtp.open(SENDER, f"filling@{OWN}")
            smtp.send(stuffed(message))
            answers.append(smtp.reply())
    assert answers[-1] == "452 4.3.1 not enough disk space"
    assert len(answers) > 1, "judging and delivery met the full disk as well"
    ballast.unlink()
    assert_small_mail_works(gate, sink, f"after-full@{OWN}")
    # A task that could not even be given back is taken up again a minute later, or at a restart.
    gate.stop()
    gate.start()
    taken = {queue_id_in(answer) for answer in answers[:-1]}
    until(lambda: {gate_id(received) for received in to(sink, f"filling@{OWN}")} >= taken)
    assert {gate_id(received) for received in to(sink, f"filling@{OWN}")} == taken
    assert gate.command("audit", "verify").returncode == 0


def fill(path: Path) -> None:
    """Write until the disk is full."""
    with path.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(64 * 1024))
            except OSError:
                return


def test_room_is_kept_back_before_the_disk_is_full(
    tmp_path_factory: pytest.TempPathFactory, sink: Sink
) -> None:
    settings = {"SEKISHO_STORE__MIN_FREE": "1000000 GiB"}
    with (
        quiet_gate(tmp_path_factory.mktemp("reserve"), sink.port, settings) as gate,
        Dialogue(gate.port) as smtp,
    ):
        smtp.say("EHLO client.example")
        smtp.say(f"MAIL FROM:<{SENDER}>")
        smtp.say(f"RCPT TO:<reserve@{OWN}>")
        assert smtp.say("DATA") == "452 4.3.1 not enough disk space"
        assert smtp.say("NOOP").startswith("250 ")
