"""Clients as people have them, and clients that behave oddly, against the running gate."""

import smtplib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.dialogue import Dialogue, codes, stuffed
from tests.journeys.reading import (
    QUEUE_ID,
    arrived,
    gate_id,
    queue_id_in,
    quiet_gate,
    rows_of,
    to,
    unstamped,
    until,
)
from tests.journeys.service import OWN, PARTNER, SENDER, Sekisho, mail
from tests.peers.postfix_setup import ENVIRONMENT, SBIN, postfix_missing
from tests.peers.sink import Sink

needs_postfix = pytest.mark.skipif(
    postfix_missing() is not None, reason=postfix_missing() or "Postfix is there"
)


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A mail in a file, for clients that send files."""
    path = tmp_path / "letter.eml"
    path.write_bytes(mail([f"file@{PARTNER}"]))
    return path


def run(*words: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> str:
    done = subprocess.run(words, input=stdin, env=env, capture_output=True, check=True, timeout=60)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def assert_came(sink: Sink, recipient: str, queue_id: str, message: bytes) -> None:
    """It arrived once, unchanged, under the id that the client was told."""
    received = arrived(sink, recipient)
    assert unstamped(received.raw) == message
    assert gate_id(received) == queue_id
    assert len(to(sink, recipient)) == 1


# -- programs ------------------------------------------------------------------


def test_swaks_delivers(gate: Sekisho, sink: Sink, letter: Path) -> None:
    recipient = f"swaks@{PARTNER}"
    said = run(
        *("swaks", "--server", "127.0.0.1", "--port", str(gate.port), "--from", SENDER),
        *("--to", recipient, "--data", f"@{letter}"),
    )
    (answer,) = (line for line in said.splitlines() if "queued as" in line)
    # swaks ends the message with an empty line of its own.
    assert_came(sink, recipient, queue_id_in(answer), letter.read_bytes() + b"\r\n")


def test_curl_delivers(gate: Sekisho, sink: Sink, letter: Path) -> None:
    recipient = f"curl@{PARTNER}"
    said = run(
        *("curl", "-sv", f"smtp://127.0.0.1:{gate.port}/client.example", "--mail-from", SENDER),
        *("--mail-rcpt", recipient, "--upload-file", letter),
    )
    (answer,) = (line for line in said.splitlines() if line.startswith("< 250 2.0.0 queued as"))
    assert_came(sink, recipient, queue_id_in(answer), letter.read_bytes())


def test_smtplib_delivers(gate: Sekisho, sink: Sink) -> None:
    recipient = f"smtplib@{PARTNER}"
    message = mail([recipient])
    with smtplib.SMTP("127.0.0.1", gate.port, timeout=30) as client:
        client.ehlo()
        client.mail(SENDER, ["BODY=8BITMIME", f"SIZE={len(message)}"])
        client.rcpt(recipient)
        code, answer = client.data(message)
    assert code == 250
    assert_came(sink, recipient, queue_id_in(answer.decode()), message)


def test_perls_net_smtp_delivers(gate: Sekisho, sink: Sink, letter: Path) -> None:
    recipient = f"perl@{PARTNER}"
    script = """
        my ($port, $from, $to) = @ARGV; local $/; my $mail = <STDIN>;
        my $smtp = Net::SMTP->new("127.0.0.1", Port => $port) or die;
        $smtp->mail($from) && $smtp->to($to) && $smtp->data($mail) or die $smtp->message;
        print $smtp->message; $smtp->quit;
    """
    said = run(
        *("perl", "-MNet::SMTP", "-e", script, str(gate.port), SENDER, recipient),
        stdin=letter.read_bytes(),
    )
    assert_came(sink, recipient, queue_id_in(said), letter.read_bytes())


@needs_postfix
def test_smtp_source_delivers_over_several_connections(gate: Sekisho, sink: Sink) -> None:
    recipient = f"source@{PARTNER}"
    run(
        *(SBIN / "smtp-source", "-m", "12", "-s", "4", "-l", "2000", "-f", SENDER, "-t", recipient),
        f"inet:127.0.0.1:{gate.port}",
        env=ENVIRONMENT,
    )
    arrived(sink, recipient, count=12)
    ids = {gate_id(received) for received in to(sink, recipient)}
    assert len(ids) == len(to(sink, recipient)) == 12


# -- by hand -------------------------------------------------------------------


def opening(recipient: str) -> bytes:
    return f"MAIL FROM:<{SENDER}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode()


def test_two_messages_in_one_pipeline(gate: Sekisho, sink: Sink) -> None:
    recipients = [f"pipe-1@{PARTNER}", f"pipe-2@{PARTNER}"]
    first, second = (mail([recipient]) for recipient in recipients)
    with Dialogue(gate.port) as smtp:
        smtp.say("EHLO client.example")
        smtp.send(
            opening(recipients[0]) + stuffed(first) + opening(recipients[1]) + stuffed(second)
        )
        said = smtp.replies(8)
    assert codes(said) == [250, 250, 354, 250] * 2
    assert_came(sink, recipients[0], queue_id_in(said[3]), first)
    assert_came(sink, recipients[1], queue_id_in(said[7]), second)


def test_everything_in_one_write(gate: Sekisho, sink: Sink) -> None:
    recipient = f"blind@{PARTNER}"
    message = mail([recipient])
    with Dialogue(gate.port) as smtp:
        smtp.send(b"EHLO x\r\n" + opening(recipient) + stuffed(message) + b"QUIT\r\n")
        said = smtp.rest()
    assert codes(said) == [250, 250, 250, 354, 250, 221]
    assert_came(sink, recipient, queue_id_in(said[4]), message)


def test_a_half_close_after_dot_and_quit_still_gets_its_answers(gate: Sekisho, sink: Sink) -> None:
    recipient = f"half@{PARTNER}"
    message = mail([recipient])
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, recipient)
        smtp.send(stuffed(message) + b"QUIT\r\n")
        smtp.finish_sending()
        said = smtp.rest()
    assert codes(said) == [250, 221]
    assert_came(sink, recipient, queue_id_in(said[0]), message)
    assert len(rows_of(gate, recipient)) == 1


def test_a_half_close_before_the_dot_stores_nothing(gate: Sekisho) -> None:
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, f"cut@{PARTNER}")
        smtp.send(mail([f"cut@{PARTNER}"]))
        smtp.finish_sending()
        assert smtp.rest() == []
    assert rows_of(gate, f"cut@{PARTNER}") == []


def test_a_connection_dropped_in_data_leaves_nothing(gate: Sekisho) -> None:
    half_stored = (gate.data / "blobs" / "tmp").glob
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, f"dropped@{PARTNER}")
        smtp.send(b"Subject: x\r\n\r\n" + (b"x" * 78 + b"\r\n") * 50_000)
        until(lambda: list(half_stored("*")))
    until(lambda: not list(half_stored("*")))
    assert rows_of(gate, f"dropped@{PARTNER}") == []


ENDINGS = {
    "LF . LF": b"\n.\n",
    "LF . CRLF": b"\n.\r\n",
    "CRLF . LF": b"\r\n.\n",
    "CR . CR": b"\r.\r",
    "CRLF . CR": b"\r\n.\r",
    "CR . CRLF": b"\r.\r\n",
    "CRCRLF . CRCRLF": b"\r\r\n.\r\r\n",
    "CRLF . NUL CRLF": b"\r\n.\0\r\n",
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_no_ending_but_the_right_one_ends_a_message(
    gate: Sekisho, sink: Sink, ending: bytes
) -> None:
    smuggled, after = f"smuggled@{PARTNER}", f"after@{PARTNER}"
    seen = len(to(sink, after))
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, f"carrier@{PARTNER}")
        smtp.send(b"Subject: outer\r\n\r\nouter" + ending + opening(smuggled))
        smtp.send(b"Subject: inner\r\n\r\ninner\r\n.\r\n")
        assert smtp.reply() == "550 5.6.11 bare CR, bare LF or NUL in the message"
        smtp.send(opening(after) + stuffed(mail([after])) + b"QUIT\r\n")
        said = smtp.rest()
    assert codes(said) == [250, 250, 354, 250, 221], "one reply for the whole of it, and no more"
    assert QUEUE_ID.search(said[3])
    arrived(sink, after, count=seen + 1)
    assert not to(sink, smuggled)
    assert not to(sink, f"carrier@{PARTNER}")


def test_the_end_of_a_message_may_come_in_pieces(gate: Sekisho, sink: Sink) -> None:
    recipient = f"pieces@{PARTNER}"
    message = mail([recipient], text="\r\n.\r\n..\r\n")
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, recipient)
        for octet in stuffed(message):
            smtp.send(bytes([octet]))
        assert_came(sink, recipient, queue_id_in(smtp.reply()), message)


def test_a_client_that_only_knows_helo(gate: Sekisho, sink: Sink) -> None:
    recipient = f"helo@{PARTNER}"
    message = mail([recipient])
    with Dialogue(gate.port) as smtp:
        assert smtp.say("helo old.example") == f"250 gate.{OWN}"
        assert smtp.say(f"mail from: <{SENDER}>").startswith("250 ")
        assert smtp.say(f"rcpt to:<{recipient}>").startswith("250 ")
        assert smtp.say("data").startswith("354 ")
        smtp.send(stuffed(message))
        assert_came(sink, recipient, queue_id_in(smtp.reply()), message)


def test_the_session_goes_on_after_a_refusal(gate: Sekisho, sink: Sink) -> None:
    recipient = f"second-try@{OWN}"
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, recipient)
        smtp.send(b"bare\nLF\r\n.\r\n")
        assert smtp.reply().startswith("550 5.6.11")
        assert smtp.say("DATA").startswith("503"), "the refused envelope is gone"
        smtp.open(SENDER, recipient)
        smtp.send(stuffed(mail([recipient])))
        assert smtp.reply().startswith("250 ")
    arrived(sink, recipient)
