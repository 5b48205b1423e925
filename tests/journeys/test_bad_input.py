"""Odd mail is taken and handled; wrong mail is refused with the right code. Never a traceback."""

import base64
from collections.abc import Iterator

import pytest

from tests.journeys.dialogue import Dialogue, codes, stuffed
from tests.journeys.reading import (
    arrived,
    notice_link,
    open_form,
    quiet_gate,
    to,
    unstamped,
)
from tests.journeys.service import OWN, PARTNER, SENDER, Sekisho, mail
from tests.peers.sink import Sink

MAX_SIZE = 50 * 1024 * 1024
STRANGER = "unknown.example.com"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate


def hand_in(gate: Sekisho, message: bytes, *recipients: str, sender: str = SENDER) -> str:
    """One transaction by hand; the answer to the final dot."""
    with Dialogue(gate.port) as smtp:
        smtp.open(sender, *recipients)
        smtp.send(stuffed(message))
        return smtp.reply()


# -- taken and handled ---------------------------------------------------------


def nested(depth: int) -> bytes:
    """Multiparts inside multiparts, none of them closed."""
    lines = [b"From: x@aozora.example.jp", b"MIME-Version: 1.0"]
    for level in range(depth):
        lines += [b'Content-Type: multipart/mixed; boundary="b%d"' % level, b"", b"--b%d" % level]
    return b"\r\n".join([*lines, b"", "最も深いところ".encode(), b""])


def many_parts(count: int) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="p"\r\n\r\n'
    part = b'--p\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="%d"\r\n'
    return head + b"".join(part % n + b"\r\nx\r\n" for n in range(count)) + b"--p--\r\n"


ODD = {
    "utf-8-headers": "From: 田中 <t@aozora.example.jp>\r\nSubject: 件名\r\n\r\n本文\r\n".encode(),
    "shift-jis-headers": "From: 田中\r\nSubject: ―ソ表\r\n\r\n本文\r\n".encode("shift_jis"),
    "invalid-8-bit-headers": b"Subject: \xff\xfe\x80\r\nTo: \xe3\x81\r\n\r\n\xff\r\n",
    "no-subject": b"From: t@aozora.example.jp\r\nMessage-ID: <1@x>\r\n\r\ntext\r\n",
    "no-message-id": b"From: t@aozora.example.jp\r\nSubject: x\r\n\r\ntext\r\n",
    "no-from": b"Subject: x\r\n\r\ntext\r\n",
    "empty-body": b"From: t@aozora.example.jp\r\nSubject: x\r\n\r\n",
    "no-empty-line": b"From: t@aozora.example.jp\r\nSubject: x\r\n",
    "no-header-but-an-empty-line": b"\r\ntext\r\n",
    "junk-in-the-header": b"Subject: x\r\nthis is no header line\r\nTo: y\r\n\r\ntext\r\n",
    "header-without-a-value": b"Subject:\r\nFrom:\r\nTo:\r\nContent-Type:\r\n\r\ntext\r\n",
    "twice-the-same": b"From: a@a\r\nFrom: b@b\r\nSubject: 1\r\nSubject: 2\r\n\r\ntext\r\n",
    "endless-subject": b"Subject: " + b"\r\n ".join([b"x" * 900] * 200) + b"\r\n\r\ntext\r\n",
    "many-header-lines": b"X-A: b\r\n" * 5_000 + b"\r\ntext\r\n",
    "folded-for-a-megabyte": b"Subject: x\r\n" + b" x\r\n" * 250_000 + b"\r\ntext\r\n",
    "dots": b"Subject: x\r\n\r\n.\r\n..\r\n...\r\n.x\r\n",
    "unclosed-boundary": (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n'
        b"Content-Type: application/pdf\r\n\r\nhalf\r\n"
    ),
    "nested-300": nested(300),
    "unknown-charset": b"Content-Type: text/plain; charset=no-such\r\n\r\n\x8a\xbf\x8e\x9a\r\n",
    "charset-that-is-no-text": b"Content-Type: text/plain; charset=zip\r\n\r\n\x8a\xbf\r\n",
    "charset-in-pieces": b"Content-Type: text/plain; charset*0*=x'%ff; charset*2=y\r\n\r\na\r\n",
    "bad-base64": b"Content-Transfer-Encoding: base64\r\n\r\n*** no base64 \xe3\x81 ===\r\n",
    "unknown-encoding": b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644\r\n`\r\nend\r\n",
    "bad-encoded-words": b"Subject: =?utf-8?B?4?= =?x?Q?=zz?= =?iso-2022-jp?B?GyRC?=\r\n\r\nx\r\n",
    "bad-file-name": (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/b\r\n"
        b"Content-Disposition: attachment; filename*=no-such''%ff%zz; filename=\xff\r\n\r\nx\r\n"
        b"--b--\r\n"
    ),
    "attached-junk": b"Content-Type: message/rfc822\r\n\r\n\xff\xff junk\r\n",
    "bad-html": b"Content-Type: text/html\r\n\r\n<<b><![CDATA[<script><!-- <p &#x110000;\r\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_mail_arrives_as_it_was_sent(gate: Sekisho, sink: Sink, name: str) -> None:
    recipient = f"{name}@{PARTNER}"
    assert hand_in(gate, ODD[name], recipient).startswith("250 ")
    assert unstamped(arrived(sink, recipient).raw) == ODD[name]


@pytest.mark.parametrize("name", ODD)
def test_odd_mail_can_be_held_and_confirmed(gate: Sekisho, sink: Sink, name: str) -> None:
    sender, recipient = f"{name}@{OWN}", f"{name}@{STRANGER}"
    assert hand_in(gate, ODD[name], recipient, sender=sender).startswith("250 ")
    open_form(notice_link(sink, sender)).confirm()
    assert unstamped(arrived(sink, recipient).raw) == ODD[name]


def test_a_body_without_any_header_gets_an_empty_line_above(gate: Sekisho, sink: Sink) -> None:
    recipient = f"no-header@{PARTNER}"
    assert hand_in(gate, b"only text\r\n", recipient).startswith("250 ")
    assert unstamped(arrived(sink, recipient).raw) == b"\r\nonly text\r\n"


def test_nothing_at_all_is_a_message_too(gate: Sekisho, sink: Sink) -> None:
    recipient = f"nothing@{PARTNER}"
    assert hand_in(gate, b"", recipient).startswith("250 ")
    assert unstamped(arrived(sink, recipient).raw).strip() == b""


BEYOND = {
    "boundary-that-never-comes": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\ntext\r\n',
    "multipart-without-a-boundary": b"Content-Type: multipart/mixed\r\n\r\ntext\r\n",
    "parts": many_parts(2_000),
    "header-lines": b"X-A: b\r\n" * 100_000 + b"\r\ntext\r\n",
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_a_limit_or_reads_two_ways_is_held_even_for_a_known_partner(
    gate: Sekisho, sink: Sink, name: str
) -> None:
    sender, own, known = f"{name}@{OWN}", f"{name}-own@{OWN}", f"{name}@{PARTNER}"
    assert hand_in(gate, BEYOND[name], own, known, sender=sender).startswith("250 ")
    assert unstamped(arrived(sink, own).raw) == BEYOND[name]
    form = open_form(notice_link(sink, sender))
    assert form.recipients == (known,)
    assert not to(sink, known)
    form.confirm()
    assert unstamped(arrived(sink, known).raw) == BEYOND[name]


def test_exactly_the_largest_message_is_taken_and_one_octet_more_is_not(
    gate: Sekisho, sink: Sink
) -> None:
    recipient = f"50-mib@{OWN}"
    head = mail([recipient])
    line = base64.b64encode(bytes(range(256)) * 2) + b"\r\n"
    message = head + line * ((MAX_SIZE - len(head)) // len(line))
    message += b"y" * (MAX_SIZE - len(message) - 2) + b"\r\n"
    assert len(message) == MAX_SIZE
    with Dialogue(gate.port) as smtp:
        smtp.open(SENDER, recipient)
        smtp.send(stuffed(message[:-2] + b"z\r\n"))
        assert smtp.reply() == "552 5.3.4 message too large"
        smtp.open(SENDER, recipient)
        smtp.send(stuffed(message))
        assert smtp.reply().startswith("250 ")
    received = arrived(sink, recipient, seconds=60)
    assert unstamped(received.raw) == message
    sink.messages.remove(received)


def test_a_thousand_recipients_are_taken_and_the_next_is_put_off(gate: Sekisho, sink: Sink) -> None:
    recipients = [f"n{n}@{OWN}" for n in range(1_000)]
    over = f"one-too-many@{OWN}"
    message = mail(recipients[:3])
    with Dialogue(gate.port) as smtp:
        smtp.say("EHLO client.example")
        smtp.say(f"MAIL FROM:<{SENDER}>")
        smtp.send("".join(f"RCPT TO:<{r}>\r\n" for r in [*recipients, over]).encode())
        said = smtp.replies(1_001)
        assert set(codes(said[:1_000])) == {250}
        assert said[1_000] == "452 4.5.3 too many recipients"
        assert smtp.say("DATA").startswith("354 ")
        smtp.send(stuffed(message))
        assert smtp.reply().startswith("250 ")
    received = arrived(sink, recipients[-1])
    assert received.rcpt_tos == tuple(recipients)
    assert unstamped(received.raw) == message
    assert not to(sink, over)


def test_a_thousand_strangers_can_be_confirmed_on_one_page(gate: Sekisho, sink: Sink) -> None:
    sender = f"thousand@{OWN}"
    recipients = [f"n{n}@{STRANGER}" for n in range(1_000)]
    assert hand_in(gate, mail(recipients[:3]), *recipients, sender=sender).startswith("250 ")
    form = open_form(notice_link(sink, sender))
    assert form.recipients == tuple(recipients)
    assert form.post("confirm", tick=recipients[:-1]).status_code == 422, "one tick is missing"
    form.confirm()
    assert arrived(sink, recipients[-1]).rcpt_tos == tuple(recipients)


# -- refused -------------------------------------------------------------------


@pytest.mark.parametrize("bad", [b"a\nb", b"a\rb", b"a\0b", b"\r", b"\n", b"\r\r\n", b"x\r\n\n"])
def test_bare_cr_bare_lf_and_nul_are_refused(gate: Sekisho, bad: bytes) -> None:
    answer = hand_in(gate, b"Subject: x\r\n\r\n" + bad + b"\r\n", f"bare@{PARTNER}")
    assert answer == "550 5.6.11 bare CR, bare LF or NUL in the message"


def test_a_bare_cr_far_into_a_large_message_is_found(gate: Sekisho) -> None:
    body = (b"x" * 998 + b"\r\n") * 3_000
    answer = hand_in(gate, b"Subject: x\r\n\r\n" + body + b"\r" + body, f"bare@{PARTNER}")
    assert answer.startswith("550 5.6.11")
    assert not list((gate.data / "blobs" / "tmp").glob("*"))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"MAIL FROM:<{SENDER}> SIZE={MAX_SIZE + 1}", "552 5.3.4"),
        (f"MAIL FROM:<{SENDER}> SIZE=99999999999999999999", "552 5.3.4"),
        (f"MAIL FROM:<{SENDER}> SIZE=-1", "501 5.5.4"),
        (f"MAIL FROM:<{SENDER}> SIZE=²", "501 5.5.4"),
        (f"MAIL FROM:<{SENDER}> FOO=BAR", "555 5.5.4"),
        (f"MAIL FROM:{SENDER}", "501 5.1.7"),
        ("MAIL FROM:<", "501 5.1.7"),
        ("MAIL FROM:<a@>", "501 5.1.7"),
        ("MAIL FROM:<@b>", "501 5.1.7"),
        ("MAIL FROM:<a b@example.jp>", "501 5.1.7"),
        ("MAIL FROM:<a@example..jp>", "501 5.1.7"),
        ("MAIL FROM:<a@b@example.jp>", "501 5.1.7"),
        ("MAIL FROM:<田中@aozora.example.jp>", "553 5.6.7"),
        ("MAIL", "501 5.5.4"),
    ],
)
def test_a_bad_sender_is_refused(gate: Sekisho, command: str, code: str) -> None:
    with Dialogue(gate.port) as smtp:
        smtp.say("EHLO client.example")
        assert smtp.say(command).startswith(code)
        assert smtp.say(f"MAIL FROM:<{SENDER}>").startswith("250 ")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("<>", "501 5.1.3"),
        ("<a>", "501 5.1.3"),
        ("<a@b", "501 5.1.3"),
        ("a@example.jp", "501 5.1.3"),
        ("<a@-example.jp>", "501 5.1.3"),
        ("<a@exa mple.jp>", "501 5.1.3"),
        (f"<a@{'x' * 64}.jp>", "501 5.1.3"),
        (f"<a@{'x.' * 150}jp>", "501 5.1.3"),
        (f"<{'x' * 300}@example.jp>", "501 5.1.3"),
        ('<"a\rb"@example.jp>', "500 5.5.2"),
        ("<a\0b@example.jp>", "501 5.1.3"),
        ("<a\tb@example.jp>", "501 5.1.3"),
        ("<a,b@example.jp>", "501 5.1.3"),
        ("<鈴木@example.jp>", "553 5.6.7"),
        ('<"a@b"@example.jp>', "550 5.7.1"),
        ("<a%b.example@example.jp>", "550 5.7.1"),
        (f"<a@{PARTNER}> NOTIFY=NEVER", "555 5.5.4"),
    ],
)
def test_a_bad_recipient_is_refused_and_the_others_stay(
    gate: Sekisho, path: str, code: str
) -> None:
    with Dialogue(gate.port) as smtp:
        smtp.say("EHLO client.example")
        smtp.say(f"MAIL FROM:<{SENDER}>")
        assert smtp.say(f"RCPT TO:{path}").startswith(code)
        assert smtp.say("DATA").startswith("503 ")
        assert smtp.say(f"RCPT TO:<others@{PARTNER}>").startswith("250 ")
        assert smtp.say("DATA").startswith("354 ")


def test_a_client_outside_the_networks_may_not_send(
    tmp_path_factory: pytest.TempPathFactory, sink: Sink
) -> None:
    folder = tmp_path_factory.mktemp("closed")
    with (
        quiet_gate(folder, sink.port, {"SEKISHO_SMTP__NETWORKS": "192.0.2.0/24"}) as closed,
        Dialogue(closed.port) as smtp,
    ):
        smtp.say("EHLO client.example")
        assert smtp.say(f"MAIL FROM:<{SENDER}>") == "550 5.7.1 relaying denied"
        assert smtp.say(f"RCPT TO:<own@{OWN}>").startswith("503 ")
