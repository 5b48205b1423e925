"""Reading from an SMTP client: command lines, and DATA in large pieces.

aiosmtpd reads DATA line by line, which costs most of its time and all of the
message in memory. Here DATA arrives in pieces of up to 64 KiB, un-stuffed and
checked, and whatever follows the final dot is left for the next command.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

CHUNK = 64 * 1024
MAX_COMMAND = 4096
GRACE = 60.0  # seconds of a message in which no pace is asked for
_END = b"\r\n.\r\n"


class LineTooLong(Exception):  # noqa: N818 - says what it is
    """A command line beyond the limit; it has been read to its end."""


class Closed(Exception):  # noqa: N818
    """The client is gone, or has finished sending."""


class TooSlow(Exception):  # noqa: N818
    """A message comes so slowly that its client only keeps the connection."""


class Wire:
    """Buffered reading for one connection; ``pace`` is the least bytes a second of a message."""

    def __init__(
        self, reader: asyncio.StreamReader, on_progress: Callable[[], None], pace: int = 0
    ) -> None:
        self._reader = reader
        self._on_progress = on_progress
        self._pace = pace
        self._buffer = bytearray()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read that no command has taken."""
        return not self._buffer

    async def line(self) -> bytes:
        """The next command line with its line end. Raises LineTooLong and Closed."""
        dropped = False
        while (end := self._buffer.find(b"\n") + 1) == 0:
            if len(self._buffer) > MAX_COMMAND:
                dropped = True
                self._buffer.clear()
            await self._fill()
        line = bytes(self._buffer[:end])
        del self._buffer[:end]
        if dropped or len(line) > MAX_COMMAND:
            raise LineTooLong
        return line

    async def data(self) -> AsyncIterator[bytes]:
        """The message after DATA up to the final dot, un-stuffed (RFC 5321 4.5.2).

        Every piece ends in front of a line end, inside a line (never behind a CR),
        or with the message, so that line ends can be counted piece by piece.
        Raises Closed when the client leaves before the dot, and TooSlow.
        """
        began, arrived = time.monotonic(), len(self._buffer)
        # A line end stands in front of the message in thought: the dot may come first.
        self._buffer[:0] = b"\r\n"
        skip = 2
        searched = 0
        while (end := self._buffer.find(_END, searched)) < 0:
            searched = max(0, len(self._buffer) - len(_END) + 1)
            cut = self._buffer.rfind(b"\r\n")
            if cut <= 0 and len(self._buffer) > CHUNK:
                cut = len(self._buffer) - self._buffer.endswith(b"\r")
            if cut > 0:
                piece = _unstuffed(self._buffer[:cut])
                del self._buffer[:cut]
                searched = max(0, searched - cut)
                yield piece[skip:]
                skip = 0
            arrived += await self._fill()
            if (spent := time.monotonic() - began) > GRACE and arrived < self._pace * spent:
                raise TooSlow
        piece = _unstuffed(self._buffer[: end + 2])
        del self._buffer[: end + len(_END)]
        yield piece[skip:]

    async def _fill(self) -> int:
        chunk = await self._reader.read(CHUNK)
        if not chunk:
            raise Closed
        self._buffer += chunk
        self._on_progress()
        return len(chunk)


def _unstuffed(piece: bytearray) -> bytes:
    return bytes(piece.replace(b"\r\n.", b"\r\n"))
