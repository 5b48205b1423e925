"""Abuse: requests, headers, mails and log lines made to confuse."""

import asyncio
import logging
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest

from gateway.logs import start_logging
from gateway.notices.compose import Composer, Letterhead
from policies.envelope import Address
from policies.errors import AddressError
from quarantine.links import Link
from tests.web.gate import BASE_URL, ODD, OWN, SENDER, Gate, mail
from web import form

FORM = {"Content-Type": form.MEDIA_TYPE}


async def test_47_wrong_type_and_duplicate_keys(gate: Gate) -> None:
    held = await gate.hold()
    fields = await gate.form(held, ODD)
    twice = await gate.post(held, [*fields, ("decision", "withdraw")])
    typed = await gate.post(held, fields, Content_Type="application/json")
    assert (twice.status_code, typed.status_code) == (422, 415)
    assert await gate.states(held) == {ODD: "held"}


async def test_48_oversize_slow_and_many_fields(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await gate.hold()
    monkeypatch.setattr(form, "MAX_SECONDS", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        yield b"decision="
        await asyncio.sleep(30)

    bodies: list[bytes | AsyncIterator[bytes]] = [b"x" * 9_000_000, slow(), b"a=&" * 10_000]
    answers = [await gate.client.post(held.path, content=body, headers=FORM) for body in bodies]
    assert [answer.status_code for answer in answers] == [413, 408, 422]
    assert await gate.states(held) == {ODD: "held"}


@pytest.mark.parametrize("query", ["next=//evil.example", "next=https://evil.example", "\\evil"])
async def test_49_redirects_stay_here(gate: Gate, query: str) -> None:
    held = await gate.hold()
    fields = await gate.form(held, ODD)
    answer = await gate.client.post(f"{held.path}?{query}", data=dict(fields))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{held.path}?")


async def test_50_forwarded_address_is_not_recorded(gate: Gate) -> None:
    held = await gate.hold()
    forged = {"X_Forwarded_For": "198.51.100.9", "X_Real_IP": "198.51.100.9"}
    await gate.post(held, await gate.form(held, ODD), **forged)
    event = next(e for e in (await gate.show(held)).events if e.kind == "confirmed")
    assert event.detail["client"] == "192.0.2.7"


async def test_51_error_pages_tell_nothing(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    held = await gate.hold()

    async def fail(*_: object) -> None:
        raise RuntimeError("SELECT * FROM message -- /srv/sekisho/store.py")

    monkeypatch.setattr(gate.store, "run", fail)
    answer = await gate.post(held, await gate.form(held, ODD))
    assert answer.status_code == 500
    for word in ("SELECT", "/srv", ".py", "Traceback", "RuntimeError"):
        assert word not in answer.text


async def test_56_line_ends_add_no_header_to_a_notice(gate: Gate) -> None:
    subject = "x\r\nBcc: victim@evil.example\r\n\r\n\r\n確認: https://evil.example/h/x"
    harmless, held = await gate.hold(), await gate.hold([ODD], mail(subject=subject))
    letterhead = Letterhead("", BASE_URL, "株式会社青空", f"gate.{OWN}", ZoneInfo("Asia/Tokyo"))
    notices = [
        message_from_bytes(
            Composer(letterhead).notice(
                SENDER, [SENDER], (Link("T" * 43, view, False, (view.hold_id,)),)
            ),
            policy=policy.default,
        )
        for view in (await gate.view(harmless), await gate.view(held))
        for link in [Link("T" * 43, view, False, (view.hold_id,))]
    ]
    assert notices[0].keys() == notices[1].keys()
    for kind in ("plain", "html"):
        bodies = [notice.get_body((kind,)) for notice in notices]
        plain, hostile = (str(body.get_content()) for body in bodies if body)
        assert plain.count("\n") == hostile.count("\n"), "no line of its own"
        assert "⟨U+000D⟩⟨U+000A⟩Bcc" in hostile
    for bad in ("a@b.example\r\nRCPT TO:<x@evil.example>", "a\r\n@b.example", "a\n@b.example"):
        with pytest.raises(AddressError):
            Address.parse(bad)


def test_64_a_log_line_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.root.handlers = []
    try:
        start_logging()
        hostile = "a@b\r\n2026-01-01 INFO sekisho released\x1b[2J\u2028\u202e"
        logging.getLogger("sekisho.smtp").warning("from %s", hostile)
        logging.getLogger("sekisho.web").warning("GET /h/%s", "A" * 43)
    finally:
        logging.root.handlers = handlers
        logging.root.setLevel(level)
    first, second = capsys.readouterr().err.splitlines()
    assert "b\\r\\n2026-01-01 INFO" in first
    assert first.isprintable()
    assert second.endswith("GET /h/…")
