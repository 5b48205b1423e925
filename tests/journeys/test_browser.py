"""The sender's story in a real browser: the mail comes in by SMTP and leaves when it should.

Pictures of the way are kept under artifacts/. How every page looks is in tests/web/test_looks.py.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.service import OWN, PARTNER, Sekisho, mail
from tests.peers.sink import Received, Sink
from tests.web.browser import MISSING, check_page, chromium, picture, window

pytestmark = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))

ODD = "sato@hinata-shouji.example.co.jp"
ALSO_ODD = "suzuki.hanako@freemail.example"


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
    assert not re.search(r"/[hf]/[A-Za-z0-9_-]{20}", gate.log()), "a token in the log"


class Story:
    """One mail of one sender (a person has one notice in three minutes), and its page."""

    def __init__(self, gate: Sekisho, sink: Sink, name: str, *to: str) -> None:
        self.sink = sink
        self.sender = f"{name}@{OWN}"
        gate.send(list(to), mail(to, subject=f"お見積りの件（{name}）"), sender=self.sender)
        self.notice = self._await(self.sender)
        text = parsed(self.notice).get_body(("plain",))
        assert text is not None
        found = re.search(rf"{gate.url}/h/\S+", str(text.get_content()))
        assert found is not None
        self.link = found[0]

    def arrived(self, address: str) -> Received:
        """Wait for this mail at a recipient."""
        return self._await(address, self.sender)

    def has_arrived(self, address: str) -> bool:
        return any(address in m.rcpt_tos and m.mail_from == self.sender for m in self.sink.messages)

    def _await(self, address: str, sender: str = "") -> Received:
        seen = 0
        while True:
            messages = self.sink.wait(seen + 1)
            for message in messages[seen:]:
                if address in message.rcpt_tos and message.mail_from == sender:
                    return message
            seen = len(messages)


def parsed(received: Received) -> EmailMessage:
    message = message_from_bytes(received.raw, _class=EmailMessage, policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message


def tick(page: Page, address: str, name: str = "recipient") -> None:
    page.locator(f"input[name={name}][value='{address}']").check()


def test_held_opened_ticked_confirmed_delivered(
    browser: Browser, gate: Sekisho, sink: Sink
) -> None:
    story = Story(gate, sink, "story", ODD)
    with window(browser) as page:
        page.goto(story.link)
        expect(page.locator(".recipient .address")).to_have_text(ODD)
        expect(
            page.get_by_text("社内から、まだ一度も送ったことのない宛先です").first
        ).to_be_visible()
        expect(page.get_by_text("保留中（まだ送信されていません）")).to_be_visible()
        assert not story.has_arrived(ODD)
        picture(page, "story-1-opened")
        page.get_by_label("間違いありません").check()
        picture(page, "story-2-ticked")
        page.get_by_role("button", name="確認して送信する").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
        assert "story" in str(parsed(story.arrived(ODD))["Subject"])
        while not page.get_by_text("相手先サーバーに送信済み").is_visible():
            page.reload()
        picture(page, "story-3-confirmed")
        check_page(page, "ja")


def test_withdrawn_is_never_sent_and_the_page_says_who_has_it(
    browser: Browser, gate: Sekisho, sink: Sink
) -> None:
    partner = f"sato@{PARTNER}"
    story = Story(gate, sink, "withdraw", partner, ODD)
    story.arrived(partner)
    with window(browser) as page:
        page.goto(story.link)
        page.get_by_role("button", name="送信を取り消す").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("送信を取り消しました")
        expect(page.locator("section.reached .address")).to_have_text(partner)
        picture(page, "withdrawn-1-with-a-copy-out")
    Story(gate, sink, "after-withdraw", ODD)
    assert not story.has_arrived(ODD)


def test_one_recipient_is_dropped(browser: Browser, gate: Sekisho, sink: Sink) -> None:
    story = Story(gate, sink, "drop", ODD, ALSO_ODD)
    with window(browser) as page:
        page.goto(story.link)
        tick(page, ALSO_ODD)
        tick(page, ODD, "drop")
        picture(page, "drop-1-chosen")
        page.locator("button.confirm").click()
        expect(page.get_by_text("宛先から除外")).to_be_visible()
    copy = story.arrived(ALSO_ODD)
    assert copy.rcpt_tos == (ALSO_ODD,)
    assert str(parsed(copy)["To"]) == ALSO_ODD, "the copy does not name whom it did not go to"
    assert not story.has_arrived(ODD)


def test_a_forgotten_tick_is_shown_and_the_others_stay(
    browser: Browser, gate: Sekisho, sink: Sink
) -> None:
    story = Story(gate, sink, "forgot", ODD, ALSO_ODD, "info@third.example")
    with window(browser) as page:
        page.goto(story.link)
        tick(page, ODD)
        tick(page, "info@third.example", "drop")
        page.locator("button.confirm").click()
        expect(page.get_by_role("alert")).to_contain_text("まだ確認の済んでいない宛先があります")
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page).to_have_title(re.compile("^確認: "))
        expect(page.locator(".recipient.open .address")).to_have_text(ALSO_ODD)
        assert page.locator("input:checked").count() == 2
        picture(page, "forgot-1-fault")
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.locator(".recipient.open")).to_be_in_viewport()
        tick(page, ALSO_ODD)
        page.locator("button.confirm").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
    story.arrived(ODD)
    story.arrived(ALSO_ODD)
    assert not story.has_arrived("info@third.example")


def test_too_early_keeps_the_tick(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, sink: Sink
) -> None:
    settings = {"SEKISHO_WEB__MIN_SECONDS": "2"}
    with Sekisho(tmp_path_factory.mktemp("slow"), sink.port, settings=settings) as slow:
        story = Story(slow, sink, "early", ODD)
        with window(browser) as page:
            page.goto(story.link)
            tick(page, ODD)
            page.locator("button.confirm").click()
            expect(page.get_by_role("alert")).to_contain_text("開いてすぐには送信できません")
            expect(page.locator("input[name=recipient]")).to_be_checked()
            picture(page, "early-1-fault")
            page.wait_for_timeout(2_000)
            page.locator("button.confirm").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
        story.arrived(ODD)


def test_without_javascript(browser: Browser, gate: Sekisho, sink: Sink) -> None:
    story = Story(gate, sink, "noscript", ODD, ALSO_ODD)
    with window(browser, java_script_enabled=False) as page:
        page.goto(story.link)
        tick(page, ODD)
        page.locator("button.confirm").click()
        expect(page.get_by_role("alert")).to_be_visible()
        tick(page, ALSO_ODD)
        page.locator("button.confirm").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
    story.arrived(ALSO_ODD)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_at_320_pixels(browser: Browser, gate: Sekisho, sink: Sink, colours: str) -> None:
    long = "purchasing.department.second.section@kabushikigaisha-musashino-denshi.example.co.jp"
    story = Story(gate, sink, f"narrow-{colours}", ODD, long)
    with window(browser, width=320, height=568, color_scheme=colours) as page:
        page.goto(story.link)
        check_page(page, "ja")
        picture(page, f"narrow-1-{colours}")
        for target in page.locator("label, button").all():
            target.scroll_into_view_if_needed()
            box = target.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320
        for label in page.locator("label.tick").all():
            label.click()
        page.locator("button.confirm").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
        check_page(page, "ja")


def test_by_keyboard_alone(browser: Browser, gate: Sekisho, sink: Sink) -> None:
    story = Story(gate, sink, "keyboard", ODD, ALSO_ODD)
    with window(browser, width=1100) as page:
        page.goto(story.link)
        order: list[str] = []
        while not order or order[-1] != "withdraw":
            page.keyboard.press("Tab")
            focus = page.evaluate(_FOCUS)
            assert focus["outline"] >= 2, f"the focus cannot be seen on {focus['name']}"
            order.append(focus["name"])
            if focus["name"] in {f"recipient {ODD}", f"drop {ALSO_ODD}"}:
                page.keyboard.press("Space")
                picture(page, f"keyboard-{len(order)}")
        odd, also = [f"recipient {ODD}", f"drop {ODD}"], [f"recipient {ALSO_ODD}"]
        assert order == ["ja-en", *odd, *also, f"drop {ALSO_ODD}", "confirm", "withdraw"]
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
    story.arrived(ODD)
    assert not story.has_arrived(ALSO_ODD)


_FOCUS = """() => {
  const e = document.activeElement, ring = getComputedStyle(e.closest('label') || e);
  return {
    name: e.name === 'decision' ? e.value : e.name ? `${e.name} ${e.value}` : 'ja-' + e.lang,
    outline: ring.outlineStyle === 'none' ? 0 : parseFloat(ring.outlineWidth),
  };
}"""


@pytest.mark.parametrize("how", ["asked for", "by the browser"])
def test_in_english(browser: Browser, gate: Sekisho, sink: Sink, how: str) -> None:
    story = Story(gate, sink, f"english-{how[:2]}", ODD, ALSO_ODD)
    with window(browser, language="ja" if how == "asked for" else "en") as page:
        page.goto(story.link)
        if how == "asked for":
            page.get_by_role("link", name="English").click()
        check_page(page, "en")
        tick(page, ODD)
        page.get_by_role("button", name="Confirm and send").click()
        expect(page.get_by_role("alert")).to_contain_text("Some recipients are still open")
        tick(page, ALSO_ODD)
        page.get_by_role("button", name="Confirm and send").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Confirmed")
        check_page(page, "en")
    story.arrived(ODD)


def test_staff_was_faster(browser: Browser, gate: Sekisho, sink: Sink) -> None:
    story = Story(gate, sink, "staff", ODD)
    with window(browser) as page:
        page.goto(story.link)
        queue_id = page.locator(".decide code").inner_text()
        gate.command("release", queue_id, "--reason", "電話で確認した")
        page.locator("button.withdraw").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("担当者が保留を解除しました")
        story.arrived(ODD)
        picture(page, "staff-1-released")


@pytest.mark.parametrize("width", [320, 800])
def test_the_notice_looks_right_and_leads_to_the_page(
    browser: Browser, gate: Sekisho, sink: Sink, width: int
) -> None:
    story = Story(gate, sink, f"notice{width}", ODD, ALSO_ODD)
    body = parsed(story.notice).get_body(("html",))
    assert body is not None
    with window(browser, width=width) as page:
        page.set_content(str(body.get_content()))
        picture(page, f"notice-{width}")
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        expect(page.get_by_text(ODD.partition("@")[2])).to_be_visible()
        page.get_by_role("link").click()
        expect(page.locator(".recipient")).to_have_count(2)
