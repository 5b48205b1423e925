"""What happens when nobody decides, and who is asked when there is nobody to ask."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import httpx
import pytest

from tests.journeys.reading import (
    Report,
    arrived,
    events,
    link_in,
    notice_link,
    open_form,
    parsed,
    plain_text,
    queue,
    queue_id_in,
    quiet_gate,
    report_in,
    rows_of,
    to,
    unstamped,
    until,
)
from tests.journeys.service import OWN, Sekisho, mail
from tests.peers.sink import Received, Sink
from web.words import word

STRANGER = "unknown.example.com"
COMPLIANCE = f"compliance@{OWN}"
BRIEF = {
    "SEKISHO_HOLD__REMIND_AFTER": "2s",
    "SEKISHO_HOLD__EXPIRE_AFTER": "5s",
    "SEKISHO_NOTICE__COMPLIANCE": COMPLIANCE,
}

#: By sender. All are sent at once, so that the tests wait for their deadlines together.
LATE = {
    "slow": mail([f"slow@{STRANGER}", f"slow-colleague@{OWN}"], subject="見積書"),
    "large": mail([f"large@{STRANGER}"]) + (b"x" * 998 + b"\r\n") * 10_600,
    "null": mail([f"null@{STRANGER}"]),
    "inner": "From: x\r\nSubject: 生の8ビット\r\n\r\n--x\r\n.点\r\n".encode(),
}


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    """A gate that reminds after two seconds and returns after five, with mail to do it to."""
    with quiet_gate(tmp_path_factory.mktemp("brief"), sink.port, BRIEF) as gate:
        for name, message in LATE.items():
            sender = "" if name == "null" else f"{name}@{OWN}"
            gate.send([f"{name}@{STRANGER}", f"{name}-colleague@{OWN}"], message, sender=sender)
        yield gate


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    """A gate with a compliance address and the usual deadlines."""
    settings = {"SEKISHO_NOTICE__COMPLIANCE": COMPLIANCE}
    with quiet_gate(tmp_path_factory.mktemp("patient"), sink.port, settings) as gate:
        yield gate


def report_to(sink: Sink, person: str) -> tuple[Received, Report]:
    """Wait for the report in a person's mailbox, whatever notices came before it."""
    (found,) = until(
        lambda: [m for m in to(sink, person) if parsed(m).get_content_type() == "multipart/report"]
    )
    return found, report_in(found)


# -- the deadline --------------------------------------------------------------


def test_nobody_decides_reminder_return_and_the_page_says_so(brief: Sekisho, sink: Sink) -> None:
    sender, recipient, colleague = f"slow@{OWN}", f"slow@{STRANGER}", f"slow-colleague@{OWN}"
    link = notice_link(sink, sender)
    reminder = arrived(sink, sender, count=2)
    assert parsed(reminder)["Subject"] == "【再通知・要確認】送信を保留しています：見積書"
    assert httpx.get(link_in(reminder)).status_code == 200
    received, report = report_to(sink, sender)
    assert received.rcpt_tos == (sender,)
    assert parsed(received)["Subject"] == "期限切れ（送信していません）：見積書"
    assert [b["Final-Recipient"] for b in report.recipients] == [f"rfc822; {recipient}"]
    assert [b["Status"] for b in report.recipients] == ["5.7.1"]
    assert (report.returned_type, report.returned) == ("message/rfc822", LATE["slow"])
    assert colleague not in report.text
    for url in (link, link_in(reminder)):
        page = httpx.get(url)
        assert page.status_code == 200
        assert word("expired_title", "ja") in page.text
        assert "<form" not in page.text
    assert not to(sink, recipient)
    assert unstamped(arrived(sink, colleague).raw) == LATE["slow"]


def test_a_large_mail_comes_back_as_its_header_and_a_link(brief: Sekisho, sink: Sink) -> None:
    received, report = report_to(sink, f"large@{OWN}")
    assert report.returned_type == "text/rfc822-headers"
    assert report.returned.rstrip() == LATE["large"].partition(b"\r\n\r\n")[0]
    link = link_in(received)
    page = httpx.get(link)
    assert page.status_code == 200
    assert "/original.eml" in page.text
    original = httpx.get(f"{link}/original.eml")
    assert original.content == LATE["large"]
    assert original.headers["Content-Disposition"].startswith("attachment;")
    assert original.headers["Content-Type"] == "application/octet-stream"
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert httpx.get(link.replace("/f/", "/h/")).status_code == 404, "it decides nothing"


def test_what_has_no_sender_comes_back_to_compliance(brief: Sekisho, sink: Sink) -> None:
    received, report = report_to(sink, COMPLIANCE)
    assert received.rcpt_tos == (COMPLIANCE,)
    assert report.returned == LATE["null"]
    assert not to(sink, f"null@{STRANGER}")


def test_mail_inside_a_returned_mail_is_not_changed(brief: Sekisho, sink: Sink) -> None:
    received, report = report_to(sink, f"inner@{OWN}")
    assert report.returned == LATE["inner"]
    inner = message_from_bytes(received.raw, _class=EmailMessage, policy=SMTP)
    assert inner["Content-Transfer-Encoding"] == "8bit"


# -- nobody to ask -------------------------------------------------------------


def test_compliance_is_told_how_to_look_and_decide(patient: Sekisho, sink: Sink) -> None:
    recipient = f"told@{STRANGER}"
    message = mail([recipient])
    seen = len(to(sink, COMPLIANCE))
    patient.send(recipient, message, sender="")
    notice = arrived(sink, COMPLIANCE, count=seen + 1)
    assert (notice.mail_from, notice.rcpt_tos) == ("", (COMPLIANCE,))
    assert parsed(notice)["Subject"] == "【判断待ち】メールを保留しています：お見積りの件"
    text = plain_text(notice)
    assert "/h/" not in text, "links are for senders"
    assert f'sekisho release {queue_id_in(text)} --reason "…"' in text
    patient.command("release", queue_id_in(text), "--reason", "確認済み")
    assert unstamped(arrived(sink, recipient).raw) == message


@pytest.mark.parametrize(
    ("name", "sender", "header"),
    [
        ("nobody", "", "X-Kind: null sender"),
        ("robot", f"robot@{OWN}", "Auto-Submitted: auto-generated"),
        ("reply", f"away@{OWN}", "Auto-Submitted: auto-replied (vacation)"),
        ("outsider", "outsider@elsewhere.example.net", "X-Kind: foreign sender"),
    ],
)
def test_who_cannot_be_asked_is_not_asked(
    patient: Sekisho, sink: Sink, name: str, sender: str, header: str
) -> None:
    recipient = f"{name}@{STRANGER}"
    message = header.encode() + b"\r\n" + mail([recipient])
    if not sender.endswith(OWN):
        # The header From would be asked, if it were ours.
        message = message.replace(f"<tanaka@{OWN}>".encode(), b"<x@elsewhere.example.net>")
    patient.send(recipient, message, sender=sender)
    until(lambda: rows_of(patient, recipient, "held"))
    assert queue(patient)[0].waiting_for == "compliance"
    assert queue(patient)[0].asked == ""
    assert not to(sink, sender)
    assert not to(sink, "x@elsewhere.example.net")


def test_the_header_from_is_asked_for_a_trusted_client(patient: Sekisho, sink: Sink) -> None:
    patient.send(f"list@{STRANGER}", sender="bounce+7@lists.example.net")
    assert open_form(notice_link(sink, f"tanaka@{OWN}")).recipients == (f"list@{STRANGER}",)


def test_compliance_is_asked_when_the_notice_is_refused(patient: Sekisho, sink: Sink) -> None:
    sender, recipient = f"left@{OWN}", f"left@{STRANGER}"
    sink.answers[sender] = "550 5.1.1 has left the company"
    patient.send(recipient, sender=sender)
    until(lambda: rows_of(patient, recipient, "held") and queue(patient)[0].asked == "")
    assert queue(patient)[0].waiting_for == "compliance"
    assert events(patient, queue(patient)[0].id, "handed-to-compliance")
    assert sink.tries[sender] == 1


def test_a_notice_put_off_comes_later_with_a_link_that_works(patient: Sekisho, sink: Sink) -> None:
    sender, recipient = f"busy@{OWN}", f"busy@{STRANGER}"
    sink.answers[sender] = ["451 4.2.0 later"]
    patient.send(recipient, sender=sender)
    assert open_form(notice_link(sink, sender)).recipients == (recipient,)
    assert queue(patient)[0].waiting_for == "sender"
