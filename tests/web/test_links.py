"""Links: one hold, one purpose; whatever is not exactly right gets the same page."""

import logging

import pytest

from tests.web.gate import ALSO_ODD, HOUR, ODD, SENDER, Gate, mail


async def test_every_wrong_token_gets_the_same_page(gate: Gate) -> None:
    held = await gate.hold()
    await gate.expire()
    fetch = (await gate.fetch_path()).removeprefix("/f/")
    flipped = held.token[:-1] + ("A" if held.token[-1] != "A" else "B")
    wrong = ["x", "A" * 43, flipped, held.token[:-1], held.token + "A", held.token.swapcase()]
    wrong += [held.hold_id, held.message_id, fetch]
    paths = [f"/h/{token}" for token in wrong]
    others = [f"/f/{token}" for token in [*wrong[:-1], held.token]]
    others += [f"/f/{held.token}/original.eml", "/nothing/at/all"]
    pages = {(await gate.client.get(path)).text for path in [*paths, *others]}
    pages |= {(await gate.client.post(path, data={"decision": "x"})).text for path in paths}
    assert len(pages) == 1
    assert "このリンクは使えません" in pages.pop()


async def test_an_expired_hold_says_so_without_content(gate: Gate) -> None:
    held = await gate.hold([ODD], mail(files={"会員一覧.csv": b"x"}))
    fields = await gate.form(held, ODD)
    await gate.expire()
    for answer in (await gate.client.get(held.path), await gate.post(held, fields)):
        assert answer.status_code in {200, 409}
        assert "期限切れ" in answer.text
        assert "差出人へ返却しました" in answer.text
        for content in ("お見積りの件", "お世話になって", "会員一覧", "<form"):
            assert content not in answer.text
    assert await gate.states(held) == {ODD: "expired"}


async def test_a_link_runs_out_a_month_after_its_hold(gate: Gate) -> None:
    held = await gate.hold()
    await gate.expire()
    assert (await gate.client.get(held.path)).status_code == 200
    gate.late += 31 * 24 * HOUR
    assert (await gate.client.get(held.path)).status_code == 404


async def test_a_returned_mail_is_saved_and_never_opened(gate: Gate) -> None:
    message = mail(subject='x"; filename="evil.html', text="<script>alert(1)</script>")
    await gate.hold([ODD], message)
    await gate.expire()
    path = await gate.fetch_path()
    page = await gate.client.get(path)
    assert page.status_code == 200
    assert f'href="{path}/original.eml"' in page.text
    saved = await gate.client.get(f"{path}/original.eml")
    assert saved.content == message
    assert saved.headers["content-type"] == "application/octet-stream"
    assert (await gate.client.post(path)).status_code == 405


async def test_no_log_line_holds_a_token(
    gate: Gate, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    held = await gate.hold([ODD, ALSO_ODD])
    await gate.client.get(held.path)
    await gate.post(held, [("decision", "x")])
    await gate.post(held, await gate.form(held, ODD, ALSO_ODD))
    await gate.client.get(held.path)

    async def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(gate.store, "ask", fail)
    await gate.client.get(held.path)
    ours = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert any("a page failed" in record.getMessage() for record in ours)
    formatter = logging.Formatter("%(name)s %(message)s")
    text = "\n".join(formatter.format(record) for record in ours)
    assert held.token not in text
    assert SENDER not in text
    assert ODD not in text
