"""The rig itself: mail that travels through two real Postfix instances to the sink."""

import re
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from .ports import free_port
from .postfix import Postfix, postfix_missing
from .sink import SILENT, Sink

needs_postfix = pytest.mark.skipif(
    postfix_missing() is not None, reason=postfix_missing() or "Postfix is there"
)

SENDER = "tanaka@example.co.jp"
RECIPIENT = "suzuki@example.net"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture
def first(tmp_path: Path, second: Postfix) -> Iterator[Postfix]:
    with Postfix(
        tmp_path / "first", port=free_port(), relayhost=second.address, hostname="a.example.co.jp"
    ) as postfix:
        yield postfix


@pytest.fixture
def second(tmp_path: Path, sink: Sink) -> Iterator[Postfix]:
    with Postfix(
        tmp_path / "second", port=free_port(), relayhost=sink.address, hostname="b.example.co.jp"
    ) as postfix:
        yield postfix


def letter(subject: str = "見積書") -> EmailMessage:
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = RECIPIENT
    message["Subject"] = subject
    message.set_content("お世話になっております。\n")
    return message


def send(to: tuple[str, int], message: EmailMessage, *recipients: str) -> None:
    with smtplib.SMTP(*to, timeout=30) as client:
        client.send_message(message, SENDER, list(recipients or [RECIPIENT]))


@needs_postfix
def test_a_message_passes_both_instances(first: Postfix, second: Postfix, sink: Sink) -> None:
    send(first.address, letter())
    (received,) = sink.wait(1)
    assert (received.mail_from, received.rcpt_tos) == (SENDER, (RECIPIENT,))
    assert (received.helo, received.peer[0]) == ("b.example.co.jp", "127.0.0.1")
    message = message_from_bytes(received.raw, policy=policy.SMTP)
    hops = [re.search(r"by (\S+)", line) for line in message.get_all("Received", [])]
    assert [hop and hop[1] for hop in hops] == ["b.example.co.jp", "a.example.co.jp"]
    assert message["Subject"] == "見積書"
    assert message["Date"] is None, "Postfix adds no headers"
    first.wait_empty()
    second.wait_empty()


@needs_postfix
def test_an_internationalised_address_passes(first: Postfix, sink: Sink) -> None:
    with smtplib.SMTP(*first.address, timeout=30) as client:
        client.ehlo()
        client.sendmail(
            SENDER, ["鈴木@例え.jp"], "Subject: 件名\r\n\r\n本文\r\n".encode(), ["SMTPUTF8"]
        )
    (received,) = sink.wait(1)
    assert received.rcpt_tos == ("鈴木@例え.jp",)
    assert "SMTPUTF8" in received.mail_options
    assert received.raw.endswith("Subject: 件名\r\n\r\n本文\r\n".encode())


@needs_postfix
def test_mail_waits_while_the_next_mta_is_down(first: Postfix, second: Postfix, sink: Sink) -> None:
    second.stop()
    assert not second.running
    send(first.address, letter())
    first.wait_log(r"Connection refused")
    assert RECIPIENT in first.queue()
    second.start()
    first.flush()
    assert len(sink.wait(1)) == 1
    first.wait_empty()
    assert "Mail queue is empty" in first.queue()


@needs_postfix
def test_the_queue_survives_a_restart(second: Postfix, sink: Sink) -> None:
    sink.stop()
    send(second.address, letter())
    second.wait_log(r"status=deferred")
    second.stop()
    assert [entry["sender"] for entry in second.queued()] == [SENDER]
    sink.start()
    second.start()
    assert len(sink.wait(1)) == 1


@needs_postfix
def test_a_temporary_refusal_is_tried_again(first: Postfix, second: Postfix, sink: Sink) -> None:
    sink.answers[RECIPIENT] = ["451 4.2.0 try later"] * 2
    sink.data_answer = ["452 4.3.1 no room"]
    send(first.address, letter())
    sink.wait(1)
    assert sink.tries[RECIPIENT] == 4
    assert [refusal.reply for refusal in sink.refused] == ["452 4.3.1 no room"]
    second.wait_log(r"451 4\.2\.0 try later")


@needs_postfix
def test_a_refused_recipient_comes_back_as_a_bounce(tmp_path: Path, sink: Sink) -> None:
    sink.answers["bad@example.net"] = "550 5.1.1 no such user"
    with (
        Sink(hostname="home.example.co.jp") as home,
        Postfix(
            tmp_path / "mta",
            port=free_port(),
            relayhost=sink.address,
            routes={"example.co.jp": home.address},
        ) as mta,
    ):
        send(mta.address, letter(), RECIPIENT, "bad@example.net")
        (bounce,) = home.wait(1)
        (arrived,) = sink.wait(1)
    assert (bounce.mail_from, bounce.rcpt_tos) == ("", (SENDER,))
    assert b"550 5.1.1 no such user" in bounce.raw
    assert arrived.rcpt_tos == (RECIPIENT,)


@needs_postfix
def test_a_silent_close_makes_postfix_deliver_twice(second: Postfix, sink: Sink) -> None:
    sink.data_answer = [SILENT]
    send(second.address, letter())
    messages = sink.wait(2)
    assert [message.reply for message in messages] == [SILENT, "250 2.0.0 OK"]
    second.wait_log(r"lost connection with .* while sending end of data")


@needs_postfix
def test_without_a_relayhost_mail_stays(tmp_path: Path) -> None:
    with Postfix(tmp_path, port=free_port(), relayhost=None) as mta:
        send(mta.address, letter())
        mta.wait_log(r"status=deferred \(deferred transport\)")
        assert RECIPIENT in mta.queue()
        assert running_with(tmp_path)
    assert not running_with(tmp_path)
    assert "status=deferred" in mta.log(), "the log stays when the instance is gone"


@needs_postfix
def test_a_taken_port_is_told_and_leaves_nothing(tmp_path: Path, sink: Sink) -> None:
    mta = Postfix(tmp_path, port=sink.port, relayhost=None)
    with pytest.raises(RuntimeError, match="Address already in use"), mta:
        pytest.fail("it started on a port that is taken")
    assert not mta.running


@needs_postfix
def test_nothing_is_left_when_the_test_process_is_killed(tmp_path: Path) -> None:
    script = f"""
import os, pathlib, signal
from tests.peers.postfix import Postfix
with Postfix(pathlib.Path({str(tmp_path)!r}), port={free_port()}, relayhost=None) as mta:
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    main_cf = (tmp_path / "main.cf").read_text()
    found = re.search(r"queue_directory = (\S+)/queue", main_cf)
    assert found is not None
    deadline = time.monotonic() + 10
    while Path(found[1]).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(found[1]).exists()
    assert not running_with(tmp_path)


def running_with(folder: Path) -> list[Path]:
    """Processes whose command line names the folder; from /proc, since pgrep may be missing."""
    return [path for path in Path("/proc").glob("[0-9]*/cmdline") if names(path, folder)]


def names(cmdline: Path, folder: Path) -> bool:
    try:
        return str(folder).encode() in cmdline.read_bytes().split(b"\0")
    except OSError:  # it ended meanwhile
        return False


def test_the_sink_alone_refuses_and_goes_silent(sink: Sink) -> None:
    sink.answers["bad@example.net"] = "550 5.1.1 no such user"
    sink.data_answer = [SILENT, "554 5.7.1 no"]
    with (
        smtplib.SMTP(*sink.address, timeout=10) as client,
        pytest.raises(smtplib.SMTPRecipientsRefused),
    ):
        client.sendmail(SENDER, ["BAD@example.net"], b"x\r\n")
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(sink.address, letter())
    with pytest.raises(smtplib.SMTPDataError, match="no"):
        send(sink.address, letter())
    send(sink.address, letter())
    assert [message.reply for message in sink.wait(2)] == [SILENT, "250 2.0.0 OK"]
    with pytest.raises(TimeoutError, match="2 of 3"):
        sink.wait(3, timeout=0.05)


def test_the_sink_stops_with_a_connection_open(sink: Sink) -> None:
    with socket.create_connection(sink.address, timeout=10) as connection:
        assert connection.recv(100).startswith(b"220 sink.example.net")
        started = time.monotonic()
        sink.stop()
        assert time.monotonic() - started < 2
        assert connection.recv(100) == b""
    sink.start()
    send(sink.address, letter())
    sink.wait(1)
