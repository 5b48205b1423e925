"""What makes two transactions one mail: an equal Message-ID and an equal body.

Servers that split a mail by recipient may add Received and other trace lines to
each copy, so the header as a whole says nothing.
"""

from hashlib import sha256

from policies import headers

MAX_HEADER = 1024 * 1024  # a mail with a longer one is like no other
_END = b"\r\n\r\n"


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
        if len(self._header) > MAX_HEADER:
            return b""
        fields = headers.split(bytes(self._header))[0]
        value = next((f.value for f in fields if f.name == "message-id"), b"").strip()
        return value + b"\n" + self._body.digest() if value else b""
