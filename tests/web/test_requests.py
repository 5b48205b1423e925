"""Requests that no browser of ours would send: always a page, never a trace, nothing changed."""

import pytest

from tests.web.gate import BASE_URL, ODD, Gate
from web.form import MAX_BYTES

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "body",
    [
        "decision=approve",
        "decision=release&version={version}",
        "decision=confirm",
        "version={version}",
        "decision=confirm&decision=withdraw&version={version}",
        "decision=confirm&decision=confirm&version={version}",
        "decision=confirm&version={version}&version={version}",
        "decision=confirm&version={version}&shown_at=1&shown_at=2",
        "decision=confirm&version={version}&recipient=no-address",
        "decision=confirm&version={version}&recipient=a%40b%00.example",
        "decision=confirm&version={version}&drop=%0d%0a%40x.example",
        "decision=confirm&version={version}&recipient=%ff%fe%40x.example",
        "decision=confirm&version=%ed%a0%80",
        "decision=%zz%&version=%",
        "%",
        "&&&;;;===",
        "decision[]=confirm&version[$ne]=x",
        "",
    ],
)
async def test_a_form_that_is_not_ours_is_refused(gate: Gate, body: str) -> None:
    held = await gate.hold()
    before = gate.dump()
    content = body.format(version=held.version_id).encode()
    answer = await gate.client.post(held.path, content=content, headers={"Content-Type": FORM})
    assert answer.status_code == 422
    assert "保留中" in answer.text
    assert gate.dump() == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"a=b&" * 10_000, FORM, 422),
        (b"recipient=" + b"x" * 2_000_000, FORM, 422),
        (b"x" * (MAX_BYTES + 1), FORM, 413),
        (b"\xff\xfe\x00decision=confirm", FORM, 422),
        (b"decision=confirm", "text/plain", 415),
        (b'{"decision":"confirm"}', "application/json", 415),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x", 415),
        (b"decision=confirm", "", 415),
        (b"decision=confirm", "a" * 5_000, 415),
    ],
    ids=lambda value: repr(value)[:24],
)
async def test_a_body_that_is_no_form_is_refused(
    gate: Gate, body: bytes, kind: str, status: int
) -> None:
    held = await gate.hold()
    before = gate.dump()
    answer = await gate.client.post(held.path, content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert "保留中" in answer.text
    assert gate.dump() == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": f"{BASE_URL}.evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": BASE_URL}, 403),
        ({"Origin": BASE_URL}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": BASE_URL}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({}, 303),
    ],
    ids=str,
)
async def test_only_our_own_pages_may_post(
    gate: Gate, headers: dict[str, str], status: int
) -> None:
    held = await gate.hold()
    answer = await gate.post(held, await gate.form(held, ODD), **headers)
    assert answer.status_code == status
    assert await gate.states(held) == {ODD: "held" if status == 403 else "released"}
    if status == 403:
        assert "お見積りの件" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
async def test_other_methods_are_not_served(gate: Gate, method: str) -> None:
    held = await gate.hold()
    before = gate.dump()
    answer = await gate.client.request(method, held.path)
    assert answer.status_code == 405
    assert "お見積りの件" not in answer.text
    assert gate.dump() == before


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/h/",
        "/h/a/b",
        "/h/%00",
        "/h/%ff%fe",
        "/h/%ed%a0%80",
        "/h/" + "A" * 50_000,
        "/h/..%2f..%2fetc%2fpasswd",
        "/f/x/original.eml",
        "/static/",
        "/static/nothing.css",
        "/static/%2e%2e/app.py",
        "/static/..%5capp.py",
        "/static/%00",
        "/favicon.ico",
        "/metrics",
        "/openapi.json",
    ],
    ids=lambda path: path[:30],
)
async def test_an_unknown_path_is_a_page(gate: Gate, path: str) -> None:
    answer = await gate.client.get(path)
    assert answer.status_code == 404
    assert "このリンクは使えません" in answer.text


@pytest.mark.parametrize(
    "query", ["lang=%ff", "lang=fr", "lang=en&lang=ja", "%", "lang[]=en", "&="]
)
async def test_a_strange_query_is_no_matter(gate: Gate, query: str) -> None:
    held = await gate.hold()
    assert (await gate.client.get(f"{held.path}?{query}")).status_code == 200
