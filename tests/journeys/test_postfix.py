"""Sekisho where it belongs: a real Postfix in front of it, the company's real Postfix behind it.

client → front (relayhost = gate) → gate → rear (the company MTA) → sink
"""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.reading import (
    arrived,
    notice_link,
    open_form,
    parsed,
    queue,
    quiet_gate,
    rows_of,
    to,
    unstamped,
    until,
)
from tests.journeys.service import OWN, PARTNER, Sekisho, mail
from tests.peers.ports import free_port
from tests.peers.postfix import Postfix, postfix_missing
from tests.peers.sink import Sink

pytestmark = pytest.mark.skipif(
    postfix_missing() is not None, reason=postfix_missing() or "Postfix is there"
)

STRANGER = "unknown.example.com"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chain")


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def rear(folder: Path, sink: Sink) -> Iterator[Postfix]:
    with Postfix(
        folder / "rear", port=free_port(), relayhost=sink.address, hostname=f"rear.{OWN}"
    ) as rear:
        yield rear


@pytest.fixture(scope="module")
def gate(folder: Path, rear: Postfix) -> Iterator[Sekisho]:
    with quiet_gate(folder / "gate", rear.port) as gate:
        yield gate


@pytest.fixture(scope="module")
def front(folder: Path, gate: Sekisho) -> Iterator[Postfix]:
    with Postfix(
        folder / "front",
        port=free_port(),
        relayhost=("127.0.0.1", gate.port),
        hostname=f"front.{OWN}",
    ) as front:
        yield front


def hand_in(front: Postfix, sender: str, recipients: list[str], message: bytes) -> None:
    with smtplib.SMTP(*front.address, timeout=30) as client:
        assert client.sendmail(sender, recipients, message) == {}


def assert_settled(front: Postfix, gate: Sekisho, rear: Postfix) -> None:
    """Nothing is under way any more, so nothing can come a second time."""
    front.wait_empty()
    until(lambda: queue(gate) == ())
    rear.wait_empty()


def test_mail_to_a_known_partner_passes_both(
    front: Postfix, gate: Sekisho, rear: Postfix, sink: Sink
) -> None:
    recipient = f"known@{PARTNER}"
    message = mail([recipient])
    hand_in(front, f"pass@{OWN}", [recipient], message)
    received = arrived(sink, recipient)
    assert unstamped(received.raw) == message
    assert received.mail_from == f"pass@{OWN}"
    hops = [line for line in received.raw.split(b"\r\n") if line.startswith(b"\tby ")]
    assert [b"rear." in hops[0], b"(Sekisho)" in hops[1], b"front." in hops[2]] == [True] * 3
    assert_settled(front, gate, rear)
    assert len(to(sink, recipient)) == 1


def test_mail_to_a_stranger_waits_for_its_sender(
    front: Postfix, gate: Sekisho, rear: Postfix, sink: Sink
) -> None:
    sender, recipient, colleague = f"asked@{OWN}", f"new@{STRANGER}", f"colleague@{OWN}"
    message = mail([recipient, colleague], text="..先頭の点\r\n.\r\nと空白 \r\n\r\n\r\n終わり")
    hand_in(front, sender, [recipient, colleague], message)
    arrived(sink, colleague)
    form = open_form(notice_link(sink, sender))
    assert form.recipients == (recipient,)
    assert not to(sink, recipient)
    form.confirm()
    assert unstamped(arrived(sink, recipient).raw) == message
    form.confirm()
    assert_settled(front, gate, rear)
    assert [len(to(sink, address)) for address in (recipient, colleague, sender)] == [1, 1, 1]


def test_a_blind_copy_stays_blind(front: Postfix, sink: Sink) -> None:
    shown, hidden = f"shown@{PARTNER}", f"hidden@{PARTNER}"
    message = mail([shown])
    with_bcc = message.replace(b"Subject:", b"Bcc: " + hidden.encode() + b"\r\nSubject:")
    hand_in(front, f"blind@{OWN}", [shown, hidden], with_bcc)
    arrived(sink, hidden)
    assert unstamped(arrived(sink, shown).raw) == message


@pytest.mark.parametrize("charset", ["utf-8", "shift_jis"])
def test_raw_8_bit_headers_pass_both(front: Postfix, sink: Sink, charset: str) -> None:
    recipient = f"{charset}@{PARTNER}"
    message = mail([recipient]).decode().replace("utf-8", charset).encode(charset)
    hand_in(front, f"{charset}@{OWN}", [recipient], message)
    assert unstamped(arrived(sink, recipient).raw) == message


def test_an_attachment_passes_both_unchanged(front: Postfix, sink: Sink) -> None:
    recipient = f"large@{PARTNER}"
    line = bytes(range(33, 127)) * 10 + b"\r\n"
    message = mail([recipient]) + line * 3_000
    hand_in(front, f"large@{OWN}", [recipient], message)
    assert unstamped(arrived(sink, recipient).raw) == message


def test_while_the_gate_is_down_the_front_keeps_the_mail(
    front: Postfix, gate: Sekisho, rear: Postfix, sink: Sink
) -> None:
    recipient = f"gate-down@{PARTNER}"
    message = mail([recipient])
    gate.stop()
    hand_in(front, f"gate-down@{OWN}", [recipient], message)
    front.wait_log(f"to=<{recipient}>.*status=deferred.*Connection refused")
    gate.start()
    front.flush()
    assert unstamped(arrived(sink, recipient).raw) == message
    assert_settled(front, gate, rear)
    assert len(to(sink, recipient)) == 1


def test_while_the_rear_is_down_the_gate_keeps_the_mail(
    front: Postfix, gate: Sekisho, rear: Postfix, sink: Sink
) -> None:
    recipient = f"rear-down@{PARTNER}"
    message = mail([recipient])
    rear.stop()
    hand_in(front, f"rear-down@{OWN}", [recipient], message)
    front.wait_empty()
    until(lambda: rows_of(gate, recipient, "deferred"))
    rear.start()
    assert unstamped(arrived(sink, recipient).raw) == message
    assert_settled(front, gate, rear)
    assert len(to(sink, recipient)) == 1


def test_a_notice_waits_for_the_rear_as_well(
    front: Postfix, gate: Sekisho, rear: Postfix, sink: Sink
) -> None:
    sender, recipient = f"late-notice@{OWN}", f"late@{STRANGER}"
    rear.stop()
    hand_in(front, sender, [recipient], mail([recipient]))
    until(lambda: rows_of(gate, recipient, "held"))
    rear.start()
    open_form(notice_link(sink, sender)).confirm()
    arrived(sink, recipient)


def test_what_the_gate_refuses_comes_back_from_the_front(front: Postfix, sink: Sink) -> None:
    sender, recipient = f"too-large@{OWN}", f"too-large@{PARTNER}"
    message = mail([recipient]) + (b"x" * 998 + b"\r\n") * 53_000
    hand_in(front, sender, [recipient], message)
    front.wait_log(f"to=<{recipient}>.*status=bounced")
    assert parsed(arrived(sink, sender)).get_content_type() == "multipart/report"
    assert not to(sink, recipient)
