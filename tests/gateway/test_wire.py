"""Reading DATA and writing it again: no chunking may change a byte or move the end."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import UnsafeBytes
from gateway.intake.receive import LineEnds
from gateway.intake.wire import Closed, LineTooLong, Wire
from gateway.relay import stuffed

# Bytes that matter to the framing are likely, others are there.
_FRAMING = st.lists(st.sampled_from([b"\r\n", b".", b"..", b"\r", b"\n", b"a", b"\0", b"xyz"]))


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(data[at : at + size])
        at += size
    return [piece for piece in [*pieces, data[at:]] if piece]


class Pieces:
    """A stream reader whose every read returns the next piece."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = list(pieces)

    async def read(self, _size: int) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


def wire_of(pieces: list[bytes]) -> Wire:
    return Wire(Pieces(pieces), lambda: None)  # type: ignore[arg-type]


async def read_data(wire: Wire) -> tuple[bytes, bool]:
    ends = LineEnds()
    content = b""
    async for piece in wire.data():
        ends.take(piece)
        content += piece
    return content, ends.are_clean


def expected(stream: bytes) -> tuple[bytes, bytes]:
    """RFC 5321 4.5.2 written down naively: the content, and what follows the dot."""
    end = (b"\r\n" + stream).index(b"\r\n.\r\n")
    content = (b"\r\n" + stream)[: end + 2].replace(b"\r\n.", b"\r\n")[2:]
    return content, stream[end + 3 :]


@settings(max_examples=400)
@given(_FRAMING, st.lists(st.integers(1, 6), max_size=30), _FRAMING)
def test_data_is_read_the_same_however_it_arrives(
    parts: list[bytes], sizes: list[int], after: list[bytes]
) -> None:
    stream = b"".join(parts) + b"\r\n.\r\n" + b"".join(after)
    content, rest = expected(stream)

    async def check() -> None:
        wire = wire_of(cut(stream, sizes))
        got, clean = await read_data(wire)
        assert got == content
        lone = content.replace(b"\r\n", b"")
        assert clean == (not {13, 10, 0} & set(lone))
        for line in rest.split(b"\n")[:-1]:
            assert await wire.line() == line + b"\n"

    asyncio.run(check())


async def test_long_lines_pass_in_pieces() -> None:
    line = b"x" * 300_000
    stream = b"a\r\n" + line + b"\r\n.." + line + b"\r\n.\r\nQUIT\r\n"
    wire = wire_of(cut(stream, [65_536] * 20))
    content, clean = await read_data(wire)
    assert content == b"a\r\n" + line + b"\r\n." + line + b"\r\n"
    assert clean
    assert await wire.line() == b"QUIT\r\n"


async def test_a_cr_at_the_end_of_a_piece_is_not_taken_for_a_bare_one() -> None:
    line = b"x" * 70_000
    wire = wire_of([line + b"\r", b"\n" + line + b"\r", b"\n.\r", b"\n"])
    assert await read_data(wire) == (line + b"\r\n" + line + b"\r\n", True)


async def test_a_client_that_leaves_before_the_dot_is_noticed() -> None:
    with pytest.raises(Closed):
        await read_data(wire_of([b"half a mess"]))


async def test_a_command_line_has_a_limit_and_memory_stays_flat() -> None:
    wire = wire_of([b"x" * 4000] * 500 + [b"\r\nNOOP\r\n"])
    with pytest.raises(LineTooLong):
        await wire.line()
    assert await wire.line() == b"NOOP\r\n"


async def out_of(pieces: list[bytes]) -> bytes:
    async def chunks() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return b"".join([piece async for piece in stuffed(chunks())])


@settings(max_examples=400)
@given(_FRAMING, st.lists(st.integers(1, 6), max_size=30))
def test_what_is_written_is_read_back_as_it_was_or_refused(
    parts: list[bytes], sizes: list[int]
) -> None:
    message = b"".join(parts)

    async def check() -> None:
        unsafe = bool({13, 10, 0} & set(message.replace(b"\r\n", b"")))
        try:
            wire_bytes = await out_of(cut(message, sizes))
        except UnsafeBytes:
            assert unsafe
            return
        assert not unsafe
        got, _ = await read_data(wire_of([wire_bytes + b".\r\n"]))
        ended = message if message.endswith(b"\r\n") or not message else message + b"\r\n"
        assert got == ended

    asyncio.run(check())
