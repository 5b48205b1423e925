"""SMTP by hand: bytes out, replies in, for what no client library would send."""

import re
import socket
from types import TracebackType
from typing import Self

_END = re.compile(rb"(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r\n")


class Dialogue:
    """One connection; the greeting is read. ``with Dialogue(port) as smtp``."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._buffer = b""
        self.greeting = self.reply()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def send(self, data: bytes) -> None:
        """Send bytes and wait for nothing."""
        self._socket.sendall(data)

    def say(self, line: str | bytes) -> str:
        """Send one command line; return its reply."""
        self.send((line.encode() if isinstance(line, str) else line) + b"\r\n")
        return self.reply()

    def reply(self) -> str:
        """The next reply, all lines of it."""
        while not (match := _END.match(self._buffer)):
            chunk = self._socket.recv(65536)
            if not chunk:
                raise EOFError(f"closed after {self._buffer!r}")
            self._buffer += chunk
        self._buffer = self._buffer[match.end() :]
        return match[0].decode().rstrip()

    def replies(self, count: int) -> list[str]:
        """The next replies."""
        return [self.reply() for _ in range(count)]

    def rest(self) -> list[str]:
        """All further replies until the server closes."""
        found: list[str] = []
        while True:
            try:
                found.append(self.reply())
            except EOFError:
                return found

    def open(self, sender: str, *recipients: str) -> None:
        """EHLO, MAIL, RCPT and DATA, which must all be taken."""
        assert self.say("EHLO client.example").startswith("250")
        assert self.say(f"MAIL FROM:<{sender}>") == "250 2.1.0 ok"
        for recipient in recipients:
            assert self.say(f"RCPT TO:<{recipient}>") == "250 2.1.5 ok"
        assert self.say("DATA").startswith("354 ")

    def finish_sending(self) -> None:
        """Close our side only; the server may still answer."""
        self._socket.shutdown(socket.SHUT_WR)


def stuffed(message: bytes) -> bytes:
    """The message for DATA, with the final dot."""
    body = message.replace(b"\r\n.", b"\r\n..")
    if body.startswith(b"."):
        body = b"." + body
    return body + (b"" if not body or body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def codes(replies: list[str]) -> list[int]:
    """Only the codes."""
    return [int(reply[:3]) for reply in replies]
