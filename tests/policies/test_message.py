"""What a person is shown of a message, however broken it is."""

import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.charset import decode_header, decode_text
from policies.message import Message, text_of_html
from tests.policies.attachments.reading import extract


def summary_of(raw: bytes):  # type: ignore[no-untyped-def]
    return Message(raw, opener=extract).summary()


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"Subject: plain", "plain"),
        ("Subject: 生のUTF-8".encode(), "生のUTF-8"),
        ("Subject: 髙橋①".encode("cp932"), "髙橋①"),
        ("Subject: 日本語".encode("iso2022_jp"), "日本語"),
        (b"Subject: =?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=", "日本語"),
        (b"Subject: =?utf-8?B?5pel5pys?=\r\n =?utf-8?B?6Kqe?=", "日本語"),
        # a character cut in two between encoded words
        (b"Subject: =?utf-8?B?5pel5pw=?=\r\n =?utf-8?B?rOiqng==?=", "日本語"),
        (b"Subject: =?utf-8?Q?=E6=97=A5_a?= b", "日 a b"),
        (b"Subject: =?no-such-charset?B?QUJD?=", "ABC"),
        (b"Subject: =?utf-8?B?!!!?=", ""),
        (b"Subject:", ""),
        (b"X: y", ""),
    ],
)
def test_subjects_are_readable(raw: bytes, subject: str) -> None:
    assert summary_of(raw + b"\r\n\r\n").subject == subject


@pytest.mark.parametrize("charset", ["utf-7", "punycode", "unicode_escape", "hex", "zlib", "idna"])
def test_character_sets_that_mail_has_no_use_for_are_not_run(charset: str) -> None:
    assert decode_text(b"+2AA-\\ud800", charset) == "+2AA-\\ud800"


def test_text_and_attachments_are_found() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "田中 <Tanaka@Own.jp>"
    mail["To"] = "A <a@x.jp>, b@y.jp"
    mail["Cc"] = "c@z.jp"
    mail.set_content("本文です")
    mail.add_alternative("<p>本文です</p>", "html")
    mail.add_attachment(b"1,2\r\n", maintype="text", subtype="csv", filename="会員 一覧.csv")
    mail.add_attachment(Message(b"").raw, maintype="application", subtype="pdf", filename="e.pdf")
    summary = summary_of(mail.as_bytes())
    assert summary.text.strip() == "本文です"
    assert [(a.name, a.size) for a in summary.attachments] == [("会員 一覧.csv", 5), ("e.pdf", 0)]
    assert summary.sender == "tanaka@own.jp"
    assert summary.to == ("a@x.jp", "b@y.jp", "c@z.jp")


def test_an_attached_message_is_an_attachment_and_its_text_is_not_ours() -> None:
    inner = EmailMessage(policy=SMTP)
    inner["Subject"] = "inner"
    inner.set_content("inner text")
    mail = EmailMessage(policy=SMTP)
    mail.set_content("outer text")
    mail.add_attachment(inner)
    summary = summary_of(mail.as_bytes())
    assert summary.text.strip() == "outer text"
    assert [a.name for a in summary.attachments] == ["inner.eml"]


def test_html_alone_is_shown_as_text() -> None:
    raw = b"Content-Type: text/html; charset=utf-8\r\n\r\n<style>x{}</style>a<br>b<p>c &amp; d</p>"
    assert summary_of(raw).text == "a\nb\nc & d"
    assert text_of_html("<script>alert(1)</script>x<img src=y onerror=z>") == "x"


@pytest.mark.parametrize(
    ("value", "automatic"), [(b"auto-replied", True), (b"No", False), (b"", False)]
)
def test_automatic_mail_says_so(value: bytes, automatic: bool) -> None:
    raw = b"Auto-Submitted: " + value + b"\r\n\r\n" if value else b"\r\n"
    assert summary_of(raw).automatic is automatic


def test_limits_are_findings_not_crashes() -> None:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    many = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 3000 + b"--b--\r\n"
    assert [f.code for f in summary_of(many).findings] == ["limit:parts"]
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(3000)
    )
    assert [f.code for f in summary_of(deep).findings] == ["limit:nesting"]


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_can_be_shown(raw: bytes) -> None:
    summary = summary_of(raw)
    summary.text.encode()
    summary.subject.encode()


@given(st.binary(max_size=300), st.text(max_size=20))
def test_decoding_never_fails(data: bytes, charset: str) -> None:
    decode_text(data, charset)
    decode_header(data)


@pytest.mark.parametrize(
    "hostile",
    [
        b"=?utf-8?B?",
        b"=?utf-8?Q?=41?= ",
        b"=?a?b",
        b"<br ",
        b"\n \t",
        b'"\\',
        b"((((",
        b",<,",
        b"a@b,",
        b"x" * 50,
    ],
)
def test_doubling_hostile_text_at_most_doubles_the_time(hostile: bytes) -> None:
    def seconds(repeat: int) -> float:
        value = (hostile * repeat)[:400_000]
        raw = b"Subject: " + value + b"\r\nTo: " + value + b"\r\nContent-Type: text/html\r\n\r\n"
        start = time.process_time()
        summary_of(raw + value)
        return time.process_time() - start

    once, twice = (min(seconds(n) for _ in range(3)) for n in (4_000, 8_000))
    assert twice < 0.05 or twice < once * 3.5  # noise allowed; quadratic would be 4 and growing
