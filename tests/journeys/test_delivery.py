"""Handing mail to the company's mail server: retries, doubts, and what leaves with it."""

from collections.abc import Iterator

import pytest

from tests.journeys.reading import (
    arrived,
    events,
    gate_id,
    notice_link,
    open_form,
    quiet_gate,
    rows_of,
    settle,
    to,
    unstamped,
    until,
)
from tests.journeys.service import OWN, PARTNER, Sekisho, mail
from tests.peers.sink import SILENT, Sink

STRANGER = "unknown.example.com"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate


# -- not now -------------------------------------------------------------------


def test_a_recipient_put_off_is_tried_again_and_nobody_else(gate: Sekisho, sink: Sink) -> None:
    slow, quick = f"slow@{PARTNER}", f"quick@{PARTNER}"
    sink.answers[slow] = ["451 4.2.0 try later"] * 2
    message = mail([slow, quick])
    gate.send([slow, quick], message, sender=f"slow@{OWN}")
    received = arrived(sink, slow)
    assert unstamped(received.raw) == message
    assert received.rcpt_tos == (slow,)
    assert arrived(sink, quick).rcpt_tos == (quick,)
    assert [sink.tries[slow], sink.tries[quick]] == [3, 1]
    tried = events(gate, gate_id(received), "attempting")
    ended = events(gate, gate_id(received), "attempted")
    waits = [after.at - before.at for before, after in zip(ended, tried[1:], strict=False)]
    # 200 ms doubled, give or take a tenth.
    assert waits[0] >= 180
    assert waits[1] >= 360
    assert ended[0].detail["replies"][0] == "451 4.2.0 try later"
    assert not to(sink, f"slow@{OWN}"), "no report about what went well in the end"


def test_a_message_put_off_after_the_dot_is_tried_again(gate: Sekisho, sink: Sink) -> None:
    recipient = f"later@{PARTNER}"
    sink.data_answer = ["452 4.3.1 no room"]
    gate.send(recipient, sender=f"later@{OWN}")
    assert gate_id(arrived(sink, recipient)) == gate_id(sink.refused[-1])
    assert sink.tries[recipient] == 2


def test_while_the_relay_is_away_mail_waits(gate: Sekisho, sink: Sink) -> None:
    recipient = f"away@{PARTNER}"
    sink.stop()
    gate.send(recipient, sender=f"away@{OWN}")
    (row,) = until(lambda: rows_of(gate, recipient, "deferred"))
    assert "cannot connect to the relay" in row.reply
    sink.start()
    arrived(sink, recipient)
    until(lambda: rows_of(gate, recipient, "delivered"))


def test_silence_after_the_dot_is_noted_before_the_second_try(gate: Sekisho, sink: Sink) -> None:
    recipient = f"silent@{PARTNER}"
    sink.data_answer = [SILENT]
    gate.send(recipient, sender=f"silent@{OWN}")
    first, second = arrived(sink, recipient), arrived(sink, recipient, count=2)
    assert [first.reply, second.reply] == [SILENT, "250 2.0.0 OK"]
    assert first.raw == second.raw
    until(lambda: rows_of(gate, recipient, "delivered"))
    story = events(gate, gate_id(first), "attempting", "attempted")
    assert [event.kind for event in story] == ["attempting", "attempted"] * 2
    assert story[0].data["possible_duplicate"] == []
    assert story[1].data["outcomes"] == [[0, "unknown", 0]]
    assert story[2].data["possible_duplicate"] == [0], "on record before the second try"
    assert story[3].data["outcomes"] == [[0, "delivered", 250]]
    assert not to(sink, f"silent@{OWN}")


def test_after_three_silences_a_person_decides(gate: Sekisho, sink: Sink) -> None:
    recipient = f"parked@{PARTNER}"
    sink.data_answer = [SILENT] * 3
    gate.send(recipient, sender=f"parked@{OWN}")
    until(lambda: rows_of(gate, recipient, "parked"))
    assert [message.reply for message in to(sink, recipient)] == [SILENT] * 3
    gate.command("retry", gate_id(arrived(sink, recipient)))
    arrived(sink, recipient, count=4)
    until(lambda: rows_of(gate, recipient, "delivered"))


def test_one_silence_after_an_outage_is_tried_again_as_well(gate: Sekisho, sink: Sink) -> None:
    recipient = f"outage@{PARTNER}"
    sink.answers[recipient] = ["451 4.3.2 out of service"] * 3
    sink.data_answer = [SILENT]
    gate.send(recipient, sender=f"outage@{OWN}")
    arrived(sink, recipient, count=2, seconds=8)
    until(lambda: rows_of(gate, recipient, "delivered"))


# -- what leaves ---------------------------------------------------------------


PRIVATE = (
    "Return-Path: <private@{own}>\r\nBcc: hidden@{own},\r\n\thidden-too@{own}\r\n"
    "Resent-Bcc: hidden-again@{own}\r\n"
)


def test_private_headers_never_leave(gate: Sekisho, sink: Sink) -> None:
    recipient = f"private@{PARTNER}"
    message = mail([recipient])
    gate.send(recipient, PRIVATE.format(own=OWN).encode() + message, sender=f"private@{OWN}")
    assert unstamped(arrived(sink, recipient).raw) == message


def test_a_dropped_recipient_gets_nothing_and_is_named_nowhere(gate: Sekisho, sink: Sink) -> None:
    sender, wrong, right, known = (
        f"drop@{OWN}",
        f"wrong@{STRANGER}",
        f"right@{STRANGER}",
        f"known@{PARTNER}",
    )
    message = mail([wrong, right, known])
    gate.send([wrong, right, known], PRIVATE.format(own=OWN).encode() + message, sender=sender)
    assert unstamped(arrived(sink, known).raw) == message, "it went at once, as it was"
    form = open_form(notice_link(sink, sender))
    assert form.recipients == (wrong, right)
    assert form.post("confirm", tick=[right], drop=[wrong]).status_code == 303
    received = arrived(sink, right)
    to_line = f"To: {wrong}, {right}, {known}".encode()
    assert message.count(to_line) == 1
    # Addresses of a changed field stand on lines of their own; everything else is as it was.
    expected = message.replace(to_line, f"To: {right},\r\n {known}".encode())
    assert unstamped(received.raw) == expected
    assert received.rcpt_tos == (right,)
    assert len(to(sink, known)) == 1
    settle(gate, sink)
    assert len(to(sink, sender)) == 1
    assert sink.tries[wrong] == 0


NAMED = {
    "group": "To: 取引先: {wrong}, {right};",
    "display-name": 'To: "{wrong}" <{right}>',
    "comment": "To: {right} ({wrong} はやめました)",
    "capitals": "Cc: {right}\r\nTo: {upper}",
    "fold": "To: {right},\r\n\t<{wrong}>",
}


@pytest.mark.parametrize("place", NAMED)
def test_a_dropped_recipient_is_found_wherever_it_stands(
    gate: Sekisho, sink: Sink, place: str
) -> None:
    sender, wrong, right = f"{place}@{OWN}", f"{place}-w@{STRANGER}", f"{place}-r@{STRANGER}"
    line = NAMED[place].format(wrong=wrong, right=right, upper=wrong.upper())
    message = f"From: <{sender}>\r\n{line}\r\nSubject: x\r\n\r\ntext\r\n".encode()
    gate.send([wrong, right], message, sender=sender)
    form = open_form(notice_link(sink, sender))
    assert form.post("confirm", tick=[right], drop=[wrong]).status_code == 303
    received = arrived(sink, right)
    assert wrong.lower().encode() not in received.raw.lower()
    assert received.raw.endswith(b"Subject: x\r\n\r\ntext\r\n")


def test_dropping_everybody_sends_nothing(gate: Sekisho, sink: Sink) -> None:
    sender, recipients = f"none@{OWN}", [f"none-1@{STRANGER}", f"none-2@{STRANGER}"]
    gate.send(recipients, sender=sender)
    form = open_form(notice_link(sink, sender))
    assert form.post("confirm", drop=recipients).status_code == 303
    settle(gate, sink)
    assert len(to(sink, sender)) == 1
    assert [sink.tries[recipient] for recipient in recipients] == [0, 0]
    assert [rows_of(gate, r)[0].state for r in recipients] == ["dropped"] * 2
