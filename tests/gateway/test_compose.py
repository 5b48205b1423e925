"""Our own mails: valid, bilingual, and immune to what hostile mail puts into them."""

import base64
import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gateway.notices.compose import Composer, Letterhead, one_line
from gateway.signing import Signer
from policies.envelope import Address, Client, Envelope
from quarantine.bodies import BodyRef, StoredBody
from quarantine.reporting import FailedRecipient, Report
from tests.quarantine.messages import Desk, open_desk

LETTERHEAD = Letterhead(
    "", "https://gate.own.jp", "株式会社青空", "gate.own.jp", ZoneInfo("Asia/Tokyo")
)


def parsed(raw: bytes) -> Any:
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def report(**changes: object) -> Report:
    values: dict[str, object] = {
        "reason": "failed",
        "message_id": "01ABC",
        "received_at": 1_800_000_000_000,
        "envelope": Envelope(Address.parse("a@own.jp"), (), Client("127.0.0.1")),
        "subject": "件名",
        "recipients": (FailedRecipient("x@y.jp", 550, "550 5.1.1 no such user"),),
        "body": BodyRef("01ABC", b"", StoredBody(0, 0, b"")),
        "fetch_token": "",
    }
    return Report(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def composer() -> Composer:
    return Composer(LETTERHEAD)


async def test_a_notice_tells_the_odd_address_and_not_the_content(
    composer: Composer, tmp_path: Path
) -> None:
    desk: Desk = open_desk(tmp_path)
    await desk.hold("x@one.example")
    links = await desk.notice()
    desk.store.close()
    mail = parsed(composer.notice("tanaka@own.jp", ["tanaka@own.jp"], links))
    assert str(mail["Subject"]) == "【要確認】送信を保留しています：件名"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"].addresses[0].addr_spec == "sekisho@own.jp"
    assert not [name for name, _ in mail.items() if name.lower().startswith("x-")]
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        text = re.sub(r"<(?:wbr|/?b)\b[^>]*>", "", part.get_content())
        assert f"https://gate.own.jp/h/{links[0].token}" in text
        assert "x@one.example" in text
        assert "まだ送信されていません" in text
        assert "not been sent" in text
        assert "hello" not in text


async def test_a_mail_in_several_transactions_is_one_item_with_a_link_each(
    composer: Composer, tmp_path: Path
) -> None:
    desk: Desk = open_desk(tmp_path)
    for address in ("x@one.example", "y@two.example"):
        head = b"Subject: split\r\nMessage-ID: <1@own.jp>\r\n"
        head += b"To: x@one.example, y@two.example\r\n"
        await desk.receive_raw(head + b"\r\nhi\r\n", address)
        await desk.judge()
    split = await desk.notice()
    desk.clock.forward(3_600_000)
    await desk.hold("z@three.example")
    other = await desk.notice()
    desk.store.close()
    mail = parsed(composer.notice("tanaka@own.jp", ["tanaka@own.jp"], split))
    assert "件のメール" not in str(mail["Subject"])
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert len(re.findall(r"/h/[\w-]{40,}", text)) == len(split) * (2 if kind == "plain" else 1)
        assert text.count("件名") == 1
        assert text.count("に操作がないとき" if kind == "html" else "期限:") == 1
        for link in split:
            assert link.view.message_id in text
    several = parsed(composer.notice("tanaka@own.jp", ["tanaka@own.jp"], (*split, *other)))
    assert "2件のメール" in str(several["Subject"])


@pytest.mark.parametrize(
    ("text", "status", "diagnostic"),
    [
        ("550 5.1.1 no such user", "5.1.1", "smtp; 550 5.1.1 no such user"),
        ("550 go away", "5.0.0", "smtp; 550 go away"),
        ("451 4.2.1 try later", "5.2.1", "smtp; 451 4.2.1 try later"),
        ("cannot connect to the relay: timeout", "5.4.7", None),
        ("550 a\nX-Evil: b", "5.0.0", "smtp; 550 a X-Evil: b"),
    ],
)
def test_a_report_is_a_delivery_status_notification(
    composer: Composer, text: str, status: str, diagnostic: str | None
) -> None:
    code = int(text[:3]) if text[:3].isdigit() else 0
    failed = report(recipients=(FailedRecipient("x@y.jp", code, text),))
    original = "Subject: 元\r\n\r\n本文\r\n".encode()
    mail = parsed(composer.report("a@own.jp", failed, original, complete=True))
    assert mail.get_content_type() == "multipart/report"
    assert mail.get_param("report-type") == "delivery-status"
    words, machine, returned = mail.iter_parts()
    assert "x@y.jp" in words.get_content()
    assert "\r\r" not in words.get_content()
    general, per_recipient = machine.get_payload()
    assert general["Reporting-MTA"] == "dns; gate.own.jp"
    assert per_recipient["Final-Recipient"] == "rfc822; x@y.jp"
    assert per_recipient["Action"] == "failed"
    assert per_recipient["Status"] == status
    if diagnostic:
        assert per_recipient["Diagnostic-Code"] == diagnostic
    assert returned.get_content_type() == "message/rfc822"
    assert returned.get_payload()[0]["Subject"] == "元"


def test_a_large_original_is_not_returned_but_linked(composer: Composer) -> None:
    late = report(reason="expired", fetch_token="TOKEN")
    mail = parsed(composer.report("a@own.jp", late, b"Subject: x\r\n", complete=False))
    words, machine, returned = mail.iter_parts()
    assert "https://gate.own.jp/f/TOKEN" in words.get_content()
    assert machine.get_payload()[1]["Status"] == "5.7.1"
    assert returned.get_content_type() == "text/rfc822-headers"


@pytest.mark.parametrize(
    "hostile",
    ["a\r\nBcc: x@y.jp", "a\nb", "\x00\x1b[31m", "\u202eevil", "a\x85b", "a\u2028b", "\ud800", ""],
)
def test_hostile_subjects_add_no_header(composer: Composer, hostile: str) -> None:
    raw = composer.report("a@own.jp", report(subject=hostile), b"Subject: x\r\n\r\n", complete=True)
    mail = parsed(raw)
    assert mail["Bcc"] is None
    assert one_line(hostile).isprintable()
    assert len(str(mail["Subject"]).splitlines()) == 1


async def test_mails_are_signed_where_a_key_exists(composer: Composer, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    (tmp_path / "own.jp.s1.pem").write_bytes(pem)
    signer = Signer(tmp_path)
    raw = composer.report("a@own.jp", report(), b"Subject: x\r\n\r\n", complete=True)
    signed = await signer.signature(raw) + raw
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"s1._domainkey.own.jp."
        return record

    assert dkim.verify(signed, dnsfunc=dns)
    assert not dkim.verify(signed.replace(b"Subject:", b"Subject: x"), dnsfunc=dns)
    assert await Signer(None).signature(raw) == b""
