"""What leaves: one Received line more, private headers less, nothing else."""

from collections.abc import AsyncIterator

from gateway.wireform import received_line, submission_lines, wire_form
from policies.envelope import Address, Client, Envelope

ENVELOPE = Envelope(None, (Address.parse("x@y.jp"),), Client("192.0.2.1", "pc-1.local", "ESMTP"))
RECEIVED = b"Received: r\r\n"


async def sent(*chunks: bytes, added: bytes = b"") -> bytes:
    async def body() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return b"".join([piece async for piece in wire_form(body(), RECEIVED, added=added)])


async def test_private_headers_do_not_travel() -> None:
    raw = (
        b"From: a\r\nBcc: s@x.jp\r\nRETURN-PATH: <a>\r\nResent-Bcc: t\r\nTo: b\r\n\r\nBcc: kept\r\n"
    )
    assert await sent(raw) == RECEIVED + b"From: a\r\nTo: b\r\n\r\nBcc: kept\r\n"


async def test_everything_else_keeps_its_bytes() -> None:
    for raw in (
        b"Subject: x\r\n\r\nbody\r\n",
        b"Subject:\xff\xfe\r\n odd fold\r\n\r\n\xe3\x81\x82",
        b"Subject: no body\r\n",
        b"Subject: x\r\nnot a header line\r\n\r\nbody\r\n",
        b"\r\nbody only\r\n",
    ):
        assert await sent(raw) == RECEIVED + raw


async def test_a_message_without_header_gets_the_empty_line_it_needs() -> None:
    assert await sent(b"just text\r\n") == RECEIVED + b"\r\njust text\r\n"


async def test_a_header_that_arrives_in_pieces_is_still_cleaned() -> None:
    raw = b"From: a\r\nBcc: s@x.jp,\r\n t@x.jp\r\nTo: b\r\n\r\nbody\r\n"
    for at in range(1, len(raw)):
        assert await sent(raw[:at], raw[at:]) == RECEIVED + b"From: a\r\nTo: b\r\n\r\nbody\r\n"


def test_the_received_line_names_the_client_and_no_recipient() -> None:
    line = received_line(ENVELOPE, "01ABC", "gate.example", 0).decode()
    assert line == (
        "Received: from pc-1.local ([192.0.2.1])\r\n"
        "\tby gate.example (Sekisho) with ESMTP id 01ABC;\r\n"
        "\tThu, 01 Jan 1970 00:00:00 +0000\r\n"
    )


def test_a_hostile_helo_does_not_reach_the_header() -> None:
    envelope = Envelope(None, ENVELOPE.recipients, Client("::1", "x (y)\r\nBcc: z"))
    line = received_line(envelope, "01ABC", "gate.example", 0)
    assert line.startswith(b"Received: from unknown ([IPv6:::1])\r\n")
    assert line.count(b"\r\n") == 3


def test_date_and_message_id_are_added_only_where_missing() -> None:
    assert submission_lines(b"Date: x\r\nMessage-Id: y\r\n\r\n", "01", "h", 0) == b""
    assert submission_lines(b"Subject: x\r\n\r\n", "01A", "h.jp", 0) == (
        b"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nMessage-ID: <01a@h.jp>\r\n"
    )
