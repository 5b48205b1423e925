"""The judging children: a message can kill or stall one, and nothing else."""

import asyncio
import base64
import io
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from gateway.errors import JudgingFailed
from gateway.judging.orders import JudgeOrder, ReviseOrder, Terms
from gateway.judging.pool import JudgePool
from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.preview import NO_PREVIEW
from policies.recipients.acquaintance import Recall
from policies.rule import default_source
from policies.versions import Recipe
from tests.web.gate import mail

ENVELOPE = Envelope(Address.parse("a@own.jp"), (Address.parse("x@y.jp"),), Client("127.0.0.1"))
BRIEFING = Briefing("1", ("own.jp",), (), (), default_source(), "enforce")
TODAY = date(2026, 11, 26)
MEMORY = 1024**3


async def once(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 1_000_000):
        yield data[at : at + 1_000_000]


def order(size: int, to: str = "x@y.jp") -> JudgeOrder:
    envelope = replace(ENVELOPE, recipients=(Address.parse(to),))
    return JudgeOrder(envelope, Recall(), TODAY, size)


async def test_many_messages_at_once_get_their_own_verdicts() -> None:
    async with JudgePool(2, timeout=30, terms=Terms(MEMORY)) as pool:
        raws = [b"Subject: %d\r\n\r\nx\r\n" % n for n in range(40)]
        answers = await asyncio.gather(*(pool.obey(order(len(r)), once(r), BRIEFING) for r in raws))
    assert [a.summary.subject for a, _ in answers if a.summary] == [str(n) for n in range(40)]


async def test_a_version_comes_back_as_bytes() -> None:
    raw = b"To: x@y.jp, z@y.jp\r\n\r\nbody\r\n"
    async with JudgePool(1, timeout=30, terms=Terms(MEMORY)) as pool:
        asked = ReviseOrder(Recipe(drop=("x@y.jp",)), frozenset(), len(raw))
        answer = await pool.obey(asked, once(raw), BRIEFING)
        assert answer[1] == (b"To: z@y.jp\r\n\r\nbody\r\n",)


async def test_what_is_held_comes_with_the_first_pages_of_its_files() -> None:
    page = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(page, "PDF")
    files = {"a.pdf": page.getvalue(), "b.csv": b"x,y\r\n1,2\r\n", "c.bin": b"\x01\x02"}
    raw = mail(["x@y.jp"], files=files)
    async with JudgePool(1, timeout=30, terms=Terms(MEMORY)) as pool:
        held, _ = await pool.obey(order(len(raw)), once(raw), BRIEFING)
        passed, _ = await pool.obey(order(len(raw), "b@own.jp"), once(raw), BRIEFING)
    assert held.summary
    pdf, csv, other = held.summary.previews
    assert base64.b64decode(pdf.picture).startswith(b"\xff\xd8")
    assert csv.rows == (("x", "y"), ("1", "2"))
    assert other == NO_PREVIEW
    assert passed.summary
    assert not passed.summary.previews  # nobody will look at them


async def test_a_child_that_takes_too_long_is_replaced() -> None:
    async def endless() -> AsyncIterator[bytes]:
        await asyncio.sleep(60)
        yield b""

    async with JudgePool(1, timeout=1.5, terms=Terms(MEMORY)) as pool:
        start = time.monotonic()
        with pytest.raises(JudgingFailed, match="limit:time"):
            await pool.obey(order(10), endless(), BRIEFING)
        assert time.monotonic() - start < 10
        raw = b"Subject: next\r\n\r\n"
        assert (await pool.obey(order(len(raw)), once(raw), BRIEFING))[0].judgement


async def test_a_child_at_its_memory_limit_dies_alone() -> None:
    huge = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1_500_000
    async with JudgePool(1, timeout=60, terms=Terms(300 * 1024**2)) as pool:
        with pytest.raises(JudgingFailed, match="judging-crashed"):
            await pool.obey(order(len(huge)), once(huge), BRIEFING)
        raw = b"Subject: next\r\n\r\n"
        assert (await pool.obey(order(len(raw)), once(raw), BRIEFING))[0].judgement


async def test_a_cancelled_order_does_not_spoil_the_next() -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"Subject: half"
        await asyncio.sleep(60)

    async with JudgePool(1, timeout=30, terms=Terms(MEMORY)) as pool:
        task = asyncio.create_task(pool.obey(order(1000), slow(), BRIEFING))
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        raw = b"Subject: whole\r\n\r\n"
        answer, _ = await pool.obey(order(len(raw)), once(raw), BRIEFING)
        assert answer.summary is not None
        assert answer.summary.subject == "whole"
