"""What makes two transactions one mail: an equal Message-ID and an equal body.

Servers that split a mail by recipient may add Received and other trace lines to
each copy, so the header as a whole says nothing.
"""

import re
from hashlib import sha256

from policies import headers

MAX_HEADER = 1024 * 1024  # a mail with a longer one is like no other
MAX_REFERENCES = 20
_END = b"\r\n\r\n"
_ID = re.compile(rb"<([!-;=?-~]{1,500})>")


class ContentName:
    """Looks at a mail while its bytes go by; holds its header, and nothing of its body."""

    def __init__(self) -> None:
        self._header = bytearray()
        self._in_header = True
        self._body = sha256()

    def take(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        if not self._in_header:
            self._body.update(chunk)
            return
        if len(self._header) > MAX_HEADER:
            return
        start = max(0, len(self._header) - len(_END) + 1)
        self._header += chunk
        end = self._header.find(_END, start)
        if end >= 0:
            self._in_header = False
            self._body.update(self._header[end + len(_END) :])
            del self._header[end + len(_END) :]

    def finish(self) -> bytes:
        """Equal for equal Message-ID and body; empty for a mail that cannot be compared."""
        value = next(iter(self._values("message-id")), b"").strip()
        return value + b"\n" + self._body.digest() if value else b""

    def thread(self) -> tuple[bytes, ...]:
        """The mail's Message-ID (or empty), then the ids of those it refers to, newest first."""
        own = [found[0] for value in self._values("message-id") if (found := _ID.findall(value))]
        named = [*self._values("in-reply-to"), *self._values("references")]
        others = [found for value in named for found in reversed(_ID.findall(value))]
        return (own[0] if own else b"", *dict.fromkeys(others[:MAX_REFERENCES]))

    def _values(self, name: str) -> list[bytes]:
        if len(self._header) > MAX_HEADER:
            return []
        return [f.value for f in headers.split(bytes(self._header))[0] if f.name == name]
