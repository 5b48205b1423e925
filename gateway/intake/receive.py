"""Taking a message in after DATA: what is looked at while its bytes go by."""

import logging
from typing import Protocol

from gateway.intake.wire import Wire

log = logging.getLogger("sekisho.smtp")

MAX_HOPS = 100  # Received lines, RFC 5321 6.3


class Body(Protocol):
    """Where the bytes of a message go while they arrive."""

    def write(self, chunk: bytes) -> None:
        """Take the next bytes; OSError when the disk refuses."""

    def abort(self) -> None:
        """Forget everything written."""


async def receive(wire: Wire, body: Body, *, max_size: int) -> str:
    """Read to the final dot; returns the refusal, or nothing when all is well.

    A refused message is read to its end without storing: the client only listens
    after its dot.
    """
    ends, hops = LineEnds(), HopCount()
    size = 0
    refusal = ""
    async for piece in wire.data():
        size += len(piece)
        ends.take(piece)
        hops.take(piece)
        if size > max_size:
            refusal = "552 5.3.4 message too large"
        elif not ends.are_clean:
            refusal = refusal or "550 5.6.11 bare CR, bare LF or NUL in the message"
        elif hops.count > MAX_HOPS:
            refusal = refusal or "554 5.4.6 too many hops, this mail loops"
        if refusal:
            continue
        try:
            body.write(piece)
        except OSError as error:
            log.error("cannot store a message: %s", error.strerror)
            refusal = "452 4.3.1 not enough disk space"
    return refusal


class LineEnds:
    """Counts what must not stand alone in a message: CR, LF, and NUL anywhere.

    RFC 5321 2.3.8 allows none of them, and next hops that take a bare LF for a
    line end can be made to see a second message inside the first.
    """

    def __init__(self) -> None:
        self.are_clean = True

    def take(self, piece: bytes) -> None:
        """Look at the next piece of ``Wire.data``."""
        pairs = piece.count(b"\r\n")
        if pairs != piece.count(b"\n") or pairs != piece.count(b"\r") or b"\0" in piece:
            self.are_clean = False


class HopCount:
    """Counts the Received lines of a message's header while it arrives."""

    def __init__(self) -> None:
        self.count = 0
        self._in_header = True
        self._tail = b"\r\n"  # the first line begins a line, too

    def take(self, piece: bytes) -> None:
        """Look at the next piece of ``Wire.data``; free once the header has ended."""
        if not self._in_header:
            return
        seen = (self._tail + piece).lower()
        end = seen.find(b"\r\n\r\n")
        self._in_header = end < 0
        self.count += seen.count(b"\r\nreceived:", 0, end if end >= 0 else len(seen))
        self._tail = seen[-10:]
