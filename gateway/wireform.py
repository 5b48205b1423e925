"""The bytes that leave: as received plus one Received line, minus what must not travel.

Removed are Bcc, Resent-Bcc and Return-Path; nothing else changes, because
signatures would break. Date and Message-ID are added only where we are the
submission server (RFC 6409 8).
"""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime

from policies import headers
from policies.envelope import Envelope

_HELO = re.compile(r"[A-Za-z0-9.:_\[\]-]{1,255}\Z")


def received_line(envelope: Envelope, message_id: str, hostname: str, received_at: int) -> bytes:
    """Our Received line (RFC 5321 4.4). It names no recipient, so that Bcc stays private."""
    client = envelope.client
    helo = client.helo if _HELO.match(client.helo) else "unknown"
    host = f"IPv6:{client.host}" if ":" in client.host else client.host
    when = format_datetime(datetime.fromtimestamp(received_at / 1000, UTC))
    return (
        f"Received: from {helo} ([{host}])\r\n"
        f"\tby {hostname} (Sekisho) with {client.protocol} id {message_id};\r\n"
        f"\t{when}\r\n"
    ).encode()


def submission_lines(head: bytes, message_id: str, hostname: str, received_at: int) -> bytes:
    """Date and Message-ID for a message that came without."""
    names = {field.name for field in headers.split(head)[0]}
    lines = b""
    if "date" not in names:
        when = format_datetime(datetime.fromtimestamp(received_at / 1000, UTC))
        lines += f"Date: {when}\r\n".encode()
    if "message-id" not in names:
        lines += f"Message-ID: <{message_id.lower()}@{hostname}>\r\n".encode()
    return lines


async def wire_form(
    body: AsyncIterator[bytes], received: bytes, *, added: bytes = b""
) -> AsyncIterator[bytes]:
    """The message to send. ``added`` are whole header lines to put below Received."""
    yield received + added
    is_first = True
    async for chunk in headers.without_private(body):
        if is_first:
            fields, start = headers.split(chunk)
            if not fields and start == 0:
                yield b"\r\n"  # a body without any header line
        is_first = False
        yield chunk
