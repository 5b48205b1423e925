"""What every answer carries, in which language, and what an error page keeps to itself."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from quarantine.errors import Damaged, Unavailable
from tests.web.gate import ODD, Gate, mail

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


async def every_answer(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Response]:
    """One answer of each kind that there is."""
    held, done = await gate.hold(), await gate.hold()
    fields = await gate.form(done, ODD)
    answers = [
        await gate.client.get("/livez"),
        await gate.client.get("/static/sekisho.css"),
        await gate.client.get("/static/nothing"),
        await gate.client.get("/nothing"),
        await gate.client.get("/h/unknown"),
        await gate.client.get("/f/unknown"),
        await gate.client.get(held.path),
        await gate.client.head(held.path),
        await gate.client.put(held.path),
        await gate.post(held, []),
        await gate.post(held, fields, Origin="https://evil.example"),
        await gate.post(done, fields),
        await gate.post(done, [("decision", "withdraw"), *fields[1:]]),
        await gate.client.get(done.path),
    ]
    await gate.expire()
    path = await gate.fetch_path()
    answers += [await gate.client.get(path), await gate.client.get(f"{path}/original.eml")]
    for error in (ValueError("secret"), Damaged("secret"), Unavailable("secret")):
        answers.append(await broken(gate, monkeypatch, error).get(held.path))
    return iter(answers)


def broken(gate: Gate, monkeypatch: pytest.MonkeyPatch, error: Exception) -> httpx.AsyncClient:
    """The client, with a store that fails from now on."""

    async def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(gate.store, "ask", fail)
    return gate.client


async def test_every_answer_is_protected(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = set()
    for answer in await every_answer(gate, monkeypatch):
        statuses.add(answer.status_code)
        for name, value in HEADERS.items():
            assert answer.headers.get(name) == value, (answer.url, answer.status_code)
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
    assert statuses == {200, 303, 403, 404, 405, 409, 422, 500, 503}


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_error_page_tells_nothing(
    gate: Gate, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    held = await gate.hold()
    client = broken(gate, monkeypatch, RuntimeError("SELECT secret FROM /work/web/app.py"))
    answer = await client.request(method, held.path)
    assert answer.status_code == 500
    assert "処理できませんでした" in answer.text
    for word in ("secret", "SELECT", "RuntimeError", "Traceback", ".py", held.token):
        assert word not in answer.text


async def test_a_failing_store_is_said_to_be_away(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await gate.hold()
    answer = await broken(gate, monkeypatch, Unavailable("disk")).get(held.path)
    assert answer.status_code == 503
    assert "disk" not in answer.text


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in {"href", "src", "action", "srcset", "data", "poster", "background"}:
                self.targets.append(value or "")


async def test_no_page_reaches_outside_or_runs_anything(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in await every_answer(gate, monkeypatch):
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found = _Links()
        found.feed(answer.text)
        assert all(re.match(r"[?#]|/(static|f|h)/", target) for target in found.targets)
        assert not found.tags & {"script", "iframe", "object", "embed", "base", "style", "img"}
        assert not {a for a in found.attributes if a.startswith("on") or a == "style"}
        assert 'http-equiv="refresh"' not in answer.text


def test_the_style_sheet_reaches_nowhere() -> None:
    css = (Path(__file__).parents[2] / "web/static/sekisho.css").read_text("utf-8")
    assert "url(" not in css
    assert "@import" not in css


async def test_a_page_is_small(gate: Gate) -> None:
    held = await gate.hold([ODD], mail(text="漢" * 1_000))
    page = await gate.client.get(held.path)
    style = await gate.client.get("/static/sekisho.css")
    assert page.text.count("漢") == 1_000
    assert len(page.content) + len(style.content) <= 100_000


async def test_a_page_for_a_thousand_recipients_can_be_posted(gate: Gate) -> None:
    to = [f"member{n:04d}@{'long-' * 8}name{n % 7}.example.ne.jp" for n in range(1_000)]
    held = await gate.hold(to, mail(to[:3]))
    answer = await gate.post(held, await gate.form(held, *to))
    assert answer.status_code == 303
    assert set((await gate.states(held)).values()) == {"released"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "ja"),
        ("", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("en;q=0.1, ja;q=0.9", "ja"),
        ("fr, en;q=0.5", "en"),
        ("de", "ja"),
        ("en;q=0", "ja"),
        ("en;q=x, *;q=nan,\x7f", "ja"),
        ("," * 5_000, "ja"),
    ],
)
async def test_language_of_the_browser(gate: Gate, accepted: str | None, language: str) -> None:
    headers = {} if accepted is None else {"Accept-Language": accepted}
    answer = await gate.client.get("/nothing", headers=headers)
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text


async def test_the_language_can_be_chosen(gate: Gate) -> None:
    held = await gate.hold()
    english = await gate.client.get(f"{held.path}?lang=en", headers={"Accept-Language": "ja"})
    assert "Please check the recipient" in english.text
    assert 'href="?lang=ja"' in english.text
    japanese = await gate.client.get(f"{held.path}?lang=ja", headers={"Accept-Language": "en"})
    assert "宛先をご確認ください" in japanese.text
