"""Addresses that are legal and rare: held, shown, confirmed, dropped and reported like any."""

from collections.abc import Iterator

import pytest

from tests.journeys.dialogue import Dialogue, stuffed
from tests.journeys.reading import (
    arrived,
    notice_link,
    open_form,
    quiet_gate,
    report_in,
    to,
    unstamped,
    until,
)
from tests.journeys.service import OWN, PARTNER, Sekisho
from tests.peers.sink import Sink

STRANGER = "unknown.example.com"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate


def hand_in(gate: Sekisho, message: bytes, sender: str, *recipients: str, utf8: bool) -> None:
    with Dialogue(gate.port) as smtp:
        smtp.say("EHLO client.example")
        parameters = " SMTPUTF8 BODY=8BITMIME" if utf8 else ""
        assert smtp.say(f"MAIL FROM:<{sender}>{parameters}").startswith("250 ")
        for recipient in recipients:
            assert smtp.say(f"RCPT TO:<{recipient}>").startswith("250 ")
        assert smtp.say("DATA").startswith("354 ")
        smtp.send(stuffed(message))
        assert smtp.reply().startswith("250 ")


def letter(sender: str, *recipients: str) -> bytes:
    head = f"From: <{sender}>\r\nTo: {', '.join(f'<{r}>' for r in recipients)}\r\n"
    return f"{head}Subject: 件名\r\n\r\n本文\r\n".encode()


ODD = [
    '"a b"',
    '"<script>&amp;"',
    "..dots..",
    "a'b",
    "a+b=c",
    "x" * 64,
    "a&recipient=b",
]


@pytest.mark.parametrize("local", ODD)
def test_an_odd_local_part_can_be_confirmed(gate: Sekisho, sink: Sink, local: str) -> None:
    sender, recipient = f"odd-{ODD.index(local)}@{OWN}", f"{local}@{STRANGER}"
    message = letter(sender, recipient)
    hand_in(gate, message, sender, recipient, utf8=False)
    form = open_form(notice_link(sink, sender))
    assert form.recipients == (recipient,)
    form.confirm()
    received = until(lambda: [m for m in sink.messages if m.mail_from == sender])
    assert unstamped(received[0].raw) == message


def test_international_addresses_are_held_and_confirmed(gate: Sekisho, sink: Sink) -> None:
    sender, recipient = f"田中@{OWN}", "鈴木@例え.jp"
    message = letter(sender, recipient)
    hand_in(gate, message, sender, recipient, utf8=True)
    form = open_form(notice_link(sink, sender))
    assert form.recipients == ("鈴木@xn--r8jz45g.jp",)
    form.confirm()
    received = arrived(sink, "鈴木@xn--r8jz45g.jp")
    assert received.mail_from == sender
    assert "SMTPUTF8" in received.mail_options
    assert unstamped(received.raw) == message


def test_an_international_address_is_dropped_from_the_header(gate: Sekisho, sink: Sink) -> None:
    sender, wrong, right = f"佐藤@{OWN}", "間違い@例え.jp", "正しい@例え.jp"
    hand_in(gate, letter(sender, wrong, right), sender, wrong, right, utf8=True)
    form = open_form(notice_link(sink, sender))
    dropped, ticked = form.recipients
    assert form.post("confirm", tick=[ticked], drop=[dropped]).status_code == 303
    received = arrived(sink, ticked)
    assert unstamped(received.raw) == letter(sender, right)


def test_an_international_address_that_is_refused_is_reported(gate: Sekisho, sink: Sink) -> None:
    sender, recipient = f"高橋@{OWN}", f"不明@{PARTNER}"
    sink.answers[recipient] = "550 5.1.1 no such user"
    message = letter(sender, recipient)
    hand_in(gate, message, sender, recipient, utf8=True)
    report = report_in(arrived(sink, sender))
    (block,) = report.recipients
    assert block["Final-Recipient"] == f"utf-8; {recipient}"
    assert report.returned == message


def test_the_same_recipient_twice_gets_it_once(gate: Sekisho, sink: Sink) -> None:
    sender, recipient = f"twice@{OWN}", f"twice@{STRANGER}"
    hand_in(gate, letter(sender, recipient), sender, recipient, recipient.upper(), utf8=False)
    open_form(notice_link(sink, sender)).confirm()
    arrived(sink, recipient)
    assert len(to(sink, recipient)) == 1
