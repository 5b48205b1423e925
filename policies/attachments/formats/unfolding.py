"""Decompressing in small steps: never much comes out at once, whatever goes in."""

from collections.abc import Callable
from typing import Any

_BLOCK = 1 << 16
_MOST = 1 << 20


def unfold(stream: Any, packed: bytes, start: int, put: Callable[[bytes], None]) -> int:
    """Hand out what a decompressor of the standard library makes of bytes from ``start`` on.

    Returns where its stream ends, or -1 when it does not. Raises what the library raises.
    """
    for at in range(start, len(packed), _BLOCK):
        fed = min(at + _BLOCK, len(packed))
        put(stream.decompress(packed[at:fed], _MOST))
        while not stream.eof:
            left = getattr(stream, "unconsumed_tail", b"")
            if not left and getattr(stream, "needs_input", True):
                break
            put(stream.decompress(left, _MOST))
        if stream.eof:
            return fed - len(stream.unused_data)
    return -1
