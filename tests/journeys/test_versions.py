"""A forwarded mail whose history is cleaned: chosen on the page, and exactly that leaves."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.service import OWN, Sekisho
from tests.journeys.test_browser import parsed
from tests.peers.sink import Received, Sink
from tests.web.browser import MISSING, check_page, chromium, picture, window

pytestmark = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))

NEW_PARTNER = "sato@hinata-shouji.example.co.jp"
ALSO_NEW = "mori@midori-kogyo.example.co.jp"
THIRD = "rep@tsukikage.example.com"
WORDS = "納期の件、先方からの回答を転送します。ご確認ください。"
REPLY = "ご依頼の納期ですが、12月10日で承りました。"
PLAIN = f"""{WORDS}

田中

-----Original Message-----
From: 鈴木 花子 <{THIRD}>
Sent: Tuesday, November 24, 2026 10:12 AM
To: 田中 一郎 <tanaka@{OWN}>
Subject: 納期の件

いつもお世話になっております。
{REPLY}

━━━━━━━━━━━━━━━━━━━━
株式会社月影製作所 営業第二部
鈴木 花子
TEL: 03-5555-0123 / FAX: 03-5555-0124
{THIRD}
━━━━━━━━━━━━━━━━━━━━
"""
MARKUP = f"""<html><body><div>{WORDS}</div><div>田中</div>
<div><hr style="width:98%"><div id="divRplyFwdMsg"><b>From:</b> 鈴木 花子 &lt;{THIRD}&gt;<br>
<b>Sent:</b> Tuesday, November 24, 2026 10:12 AM<br><b>To:</b> 田中 一郎 &lt;tanaka@{OWN}&gt;<br>
<b>Subject:</b> 納期の件</div><p>いつもお世話になっております。</p><p>{REPLY}</p>
<p>━━━━━━━━━━━━━━━━━━━━<br>株式会社月影製作所 営業第二部<br>鈴木 花子<br>
TEL: 03-5555-0123 / FAX: 03-5555-0124<br>{THIRD}<br>━━━━━━━━━━━━━━━━━━━━</p></div></body></html>
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    with Sekisho(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate
    assert "Traceback" not in gate.log()


def forwarded(sender: str, *to: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = f"田中 一郎 <{sender}>", ", ".join(to)
    message["Subject"] = "Fw: 納期の件"
    message["Message-ID"] = f"<fw-{sender}>"
    message.set_content(PLAIN, charset="iso-2022-jp")
    message.add_alternative(MARKUP, subtype="html")
    message.add_attachment(b"\x00\x01" * 500, maintype="image", subtype="x-plan", filename="図.bin")
    return message.as_bytes().replace(b"\n", b"\r\n")


def hold(gate: Sekisho, sink: Sink, name: str, *to: str) -> tuple[str, bytes]:
    """Send a forwarded mail; the link in the notice, and what was sent."""
    sender = f"{name}@{OWN}"
    raw = forwarded(sender, *to)
    gate.send(list(to), raw, sender=sender)
    text = parsed(wait_for(sink, sender, "")).get_body(("plain",))
    assert text is not None
    found = re.search(rf"{gate.url}/h/\S+", str(text.get_content()))
    assert found is not None
    return found[0], raw


def wait_for(sink: Sink, address: str, sender: str) -> Received:
    seen = 0
    while True:
        messages = sink.wait(seen + 1)
        for message in messages[seen:]:
            if address in message.rcpt_tos and message.mail_from == sender:
                return message
        seen = len(messages)


def confirm(page: Page) -> None:
    for box in page.locator("input[name=recipient]").all():
        box.check()
    page.locator("button.confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")


def save(page: Page) -> bytes:
    """What the page says has really left."""
    while not page.locator("#copies").is_visible():
        page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="保存する（.eml）").click()
    return Path(download.value.path()).read_bytes()


def text_and_markup(raw: Received) -> tuple[str, str]:
    parts = [parsed(raw).get_body((kind,)) for kind in ("plain", "html")]
    assert all(parts)
    return str(parts[0] and parts[0].get_content()), str(parts[1] and parts[1].get_content())


def test_contact_data_in_the_history_is_taken_out_as_proposed(
    browser: Browser, gate: Sekisho, sink: Sink
) -> None:
    link, raw = hold(gate, sink, "redact", NEW_PARTNER)
    with window(browser, width=1280, accept_downloads=True) as page:
        page.goto(link)
        check_page(page, "ja")
        expect(page.get_by_text("tsukikage.example.com の方の連絡先").first).to_be_visible()
        assert page.locator(".panel:has(:checked)").get_attribute("class") == "panel redact"
        expect(page.locator(".panel.written mark.address")).to_contain_text([THIRD] * 1)
        assert THIRD not in page.locator(".panel.redact").inner_text()
        assert THIRD not in page.locator(".panel.remove").inner_text()
        picture(page, "versions-1-proposed")
        confirm(page)
        received = wait_for(sink, NEW_PARTNER, f"redact@{OWN}")
        saved = save(page)
        picture(page, "versions-2-sent")
    for text in text_and_markup(received):
        assert WORDS in text
        assert REPLY in text, "the history itself stays"
        assert THIRD not in text
        assert "03-5555" not in text
        assert "月影製作所" not in text
    assert received.raw.endswith(saved), "what can be saved is what left"
    assert raw.partition(b"\r\n\r\n")[2][-1500:] in saved, "the attachment is the same bytes"


def test_as_written_leaves_byte_for_byte(browser: Browser, gate: Sekisho, sink: Sink) -> None:
    link, raw = hold(gate, sink, "written", NEW_PARTNER)
    with window(browser) as page:
        page.goto(link)
        page.get_by_role("radio", name="書いたまま").check()
        confirm(page)
    assert wait_for(sink, NEW_PARTNER, f"written@{OWN}").raw.endswith(raw)


def test_without_history_dropped_and_hidden_at_once(
    browser: Browser, gate: Sekisho, sink: Sink
) -> None:
    to = (NEW_PARTNER, ALSO_NEW, "kato@third.example", "abe@fourth.example")
    link, _ = hold(gate, sink, "remove", *to)
    with window(browser, java_script_enabled=False) as page:
        page.goto(link)
        page.get_by_role("radio", name="引用を削除").check()
        page.get_by_label("Bcc として送る").check()
        for address in to[:3]:
            page.locator(f"input[name=recipient][value='{address}']").check()
        page.locator(f"input[name=drop][value='{to[3]}']").check()
        picture(page, "versions-3-chosen")
        page.locator("button.confirm").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
    received = wait_for(sink, ALSO_NEW, f"remove@{OWN}")
    assert sorted(received.rcpt_tos) == sorted(to[:3])
    assert b"@hinata-shouji" not in received.raw
    assert str(parsed(received)["To"]) == "undisclosed-recipients:;"
    for text in text_and_markup(received):
        assert WORDS in text
        assert REPLY not in text


def test_a_rule_may_forbid_to_send_it_as_written(
    browser: Browser, tmp_path: Path, sink: Sink
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(
        '[[rule]]\nname = "cleaned-only"\nwhen = "message.history_addresses > 0"\ndo = "hold"\n'
        'steps = ["tick", "clean"]\ntext.ja = "引用の連絡先は送れません。"\ntext.en = "No."\n',
        encoding="utf-8",
    )
    settings = {"SEKISHO_POLICY__FILE": str(policy)}
    with Sekisho(tmp_path / "gate", sink.port, settings=settings) as gate:
        link, _ = hold(gate, sink, "strict", NEW_PARTNER)
        with window(browser) as page:
            page.goto(link)
            expect(page.get_by_role("radio", name="書いたまま")).to_be_checked()
            page.locator("input[name=recipient]").check()
            page.locator("button.confirm").click()
            expect(page.get_by_role("alert")).to_contain_text("書いたままでは送信できません")
            expect(page.locator("input[name=recipient]")).to_be_checked()
            page.get_by_role("radio", name="引用の連絡先を削除").check()
            page.locator("button.confirm").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
        assert THIRD.encode() not in wait_for(sink, NEW_PARTNER, f"strict@{OWN}").raw
