"""What the mail server will never take: one report to whoever is ours, none to anybody else."""

import re
from collections.abc import Iterator

import pytest

from tests.journeys.reading import (
    Report,
    arrived,
    queue,
    quiet_gate,
    report_in,
    rows_of,
    settle,
    to,
    until,
)
from tests.journeys.service import OWN, PARTNER, Sekisho, mail
from tests.peers.sink import Received, Sink

COMPLIANCE = f"compliance@{OWN}"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    settings = {"SEKISHO_NOTICE__COMPLIANCE": COMPLIANCE}
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port, settings) as gate:
        yield gate


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    """A gate that gives up after two seconds."""
    settings = {"SEKISHO_RELAY__LIFETIME": "2s"}
    with quiet_gate(tmp_path_factory.mktemp("hasty"), sink.port, settings) as gate:
        yield gate


def report_to(sink: Sink, sender: str) -> Report:
    return report_in(arrived(sink, sender))


def test_a_refused_recipient_is_reported_and_the_others_get_it(gate: Sekisho, sink: Sink) -> None:
    sender, bad, good = f"bad@{OWN}", f"bad@{PARTNER}", f"good@{PARTNER}"
    sink.answers[bad] = "550 5.1.1 no such user"
    message = mail([bad, good])
    gate.send([bad, good], message, sender=sender)
    assert arrived(sink, good).rcpt_tos == (good,)
    report = report_to(sink, sender)
    assert [dict(block) for block in report.recipients] == [
        {
            "Final-Recipient": f"rfc822; {bad}",
            "Action": "failed",
            "Status": "5.1.1",
            "Diagnostic-Code": "smtp; 550 5.1.1 no such user",
        }
    ]
    assert (report.returned_type, report.returned) == ("message/rfc822", message)
    assert bad in report.text
    assert good not in report.text
    assert sink.tries[bad] == 1
    settle(gate, sink)
    assert len(to(sink, sender)) == 1


def test_all_recipients_refused_make_one_report(gate: Sekisho, sink: Sink) -> None:
    sender = f"all@{OWN}"
    recipients = [f"all-{n}@{PARTNER}" for n in range(3)]
    sink.answers |= dict.fromkeys(recipients, "550 5.7.1 not you")
    gate.send(recipients, sender=sender)
    report = report_to(sink, sender)
    assert [b["Final-Recipient"] for b in report.recipients] == [f"rfc822; {r}" for r in recipients]
    settle(gate, sink)
    assert len(to(sink, sender)) == 1


def test_each_refusal_is_reported_once_when_it_happens(gate: Sekisho, sink: Sink) -> None:
    sender, now, later = f"twice@{OWN}", f"now@{PARTNER}", f"then@{PARTNER}"
    sink.answers[now] = "550 5.1.1 unknown"
    sink.answers[later] = ["451 4.2.0 wait", "550 5.2.1 closed"]
    gate.send([now, later], sender=sender)
    named = [report_in(arrived(sink, sender, count=n)).recipients for n in (1, 2)]
    assert [[block["Status"] for block in blocks] for blocks in named] == [["5.1.1"], ["5.2.1"]]
    settle(gate, sink)
    assert len(to(sink, sender)) == 2


def test_a_message_refused_after_the_dot_is_reported(gate: Sekisho, sink: Sink) -> None:
    sender, recipient = f"content@{OWN}", f"content@{PARTNER}"
    sink.data_answer = ["554 5.7.1 content refused"]
    gate.send(recipient, sender=sender)
    (block,) = report_to(sink, sender).recipients
    assert block["Status"] == "5.7.1"
    assert not to(sink, recipient)


def test_what_is_too_old_is_given_up_and_reported(hasty: Sekisho, sink: Sink) -> None:
    sender, recipient = f"old@{OWN}", f"old@{PARTNER}"
    sink.answers[recipient] = "451 4.2.0 not today"
    message = mail([recipient])
    hasty.send(recipient, message, sender=sender)
    report = report_to(sink, sender)
    (block,) = report.recipients
    assert block["Action"] == "failed"
    assert block["Diagnostic-Code"] == "smtp; 451 4.2.0 not today"
    assert report.returned == message
    tries = sink.tries[recipient]
    assert tries >= 2
    settle(hasty, sink)
    assert len(to(sink, sender)) == 1
    assert sink.tries[recipient] == tries


def test_a_relay_that_never_comes_back_ends_in_a_report(hasty: Sekisho, sink: Sink) -> None:
    sender, recipient = f"never@{OWN}", f"never@{PARTNER}"
    sink.stop()
    hasty.send(recipient, sender=sender)
    until(lambda: rows_of(hasty, recipient, "failed"))
    sink.start()
    (block,) = report_to(sink, sender).recipients
    assert "cannot connect to the relay" in block["Diagnostic-Code"]
    assert not to(sink, recipient)


def test_the_null_sender_gets_no_report(gate: Sekisho, sink: Sink) -> None:
    recipient = f"null@{PARTNER}"
    sink.answers[recipient] = "550 5.1.1 no such user"
    reports = our_mails(sink)
    gate.send(recipient, sender="")
    (row,) = until(lambda: rows_of(gate, recipient, "failed"))
    assert row.code == 550
    queue_id = queue(gate, everything=True)[0].id
    until(lambda: re.search(f"{queue_id}: .*nobody of ours can be told", gate.log()))
    assert our_mails(sink) == reports


def test_a_sender_outside_gets_no_report_but_compliance_does(gate: Sekisho, sink: Sink) -> None:
    sender, recipient = "someone@elsewhere.example.net", f"outsider@{PARTNER}"
    sink.answers[recipient] = "550 5.1.1 no such user"
    reports = our_mails(sink)
    gate.send(recipient, sender=sender)
    (block,) = report_to(sink, COMPLIANCE).recipients
    assert block["Final-Recipient"] == f"rfc822; {recipient}"
    settle(gate, sink)
    assert len(to(sink, sender)) == 0
    new = our_mails(sink)[len(reports) :]
    assert {to for mail in new for to in mail.rcpt_tos if not to.startswith("probe-")} == {
        COMPLIANCE
    }


def our_mails(sink: Sink) -> list[Received]:
    """What the gate wrote itself, to anybody."""
    return [message for message in sink.messages if message.mail_from == ""]
