"""How the pages look: every variant in Chromium, measured, and kept as a picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import MISSING, check_page, chromium, picture, window
from tests.web.gallery import HOLDS, OUTCOMES
from tests.web.gate import ODD, Gate
from tests.web.server import apart, served

pytestmark = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))

# Width, language, colours: phone, small phone, desktop; each pair of the others once or more.
LOOKS = [(390, "ja", "light"), (320, "en", "dark"), (1100, "ja", "dark"), (1100, "en", "light")]


# What a careless change could do to a page; each must be noticed.
SPOILED = {
    "too wide": "document.body.style.width = '2000px'",
    "too small": "document.querySelector('.language').style.minHeight = 0",
    "too pale": "document.querySelector('h1').style.color = '#888'",
    "no label": "document.querySelector('label.tick').childNodes[1].remove()",
    "no description": "document.querySelector('.about').remove()",
    "no heading": "document.querySelector('h1').remove()",
    "a level left out": "document.querySelector('h2').outerHTML = '<h3>x</h3>'",
    "no language": "document.documentElement.lang = ''",
}


@dataclass(frozen=True)
class Pages:
    """The served pages by name; at ``slow_url`` they ask for an hour of looking."""

    url: str
    slow_url: str
    paths: dict[str, str]

    def open(self, page: Page, name: str, *, slow: bool = False) -> None:
        answer = page.goto((self.slow_url if slow else self.url) + self.paths[name])
        assert answer is not None
        assert answer.status == 200


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    gate, paths = apart(_fill(tmp_path_factory.mktemp("gate")))
    with served(gate.app) as url, served(gate.pages(min_seconds=3_600)) as slow_url:
        yield Pages(url, slow_url, paths)
    apart(gate.client.aclose())
    gate.store.close()


async def _fill(folder: Path) -> tuple[Gate, dict[str, str]]:
    gate = Gate(folder)
    paths = {name: (await make(gate)).path for name, make in (HOLDS | OUTCOMES).items()}
    return gate, {**paths, "fetch": await gate.fetch_path()}


@pytest.mark.parametrize(("width", "language", "colours"), LOOKS)
@pytest.mark.parametrize("name", [*HOLDS, *OUTCOMES, "fetch"])
def test_page_is_sound(
    browser: Browser, pages: Pages, name: str, width: int, language: str, colours: str
) -> None:
    with window(browser, width=width, language=language, color_scheme=colours) as page:
        pages.open(page, name)
        picture(page, f"{name}-{width}-{language}-{colours}")
        check_page(page, language)
        for summary in page.locator("summary").all():
            summary.click()
        check_page(page, language)
        if name == "files":
            picture(page, f"{name}-open-{width}-{language}-{colours}")


def test_first_pages_are_shown(browser: Browser, pages: Pages) -> None:
    with window(browser, width=390, language="ja", color_scheme="light") as page:
        pages.open(page, "files")
        first = page.locator(".preview img")
        assert first.count() == 2
        for n in range(2):
            page.locator(".preview:has(img) summary").nth(n).click()
            expect(first.nth(n)).to_have_js_property("complete", value=True)
            assert first.nth(n).evaluate("image => image.naturalWidth") > 200
        page.locator(".preview:has(table) summary").click()
        assert page.locator(".preview td").first.inner_text() == "会員番号"
        page.locator(".preview:has(.text) summary").click()
        assert page.locator(".preview .text").inner_text().startswith("拝啓")


@pytest.mark.parametrize(("width", "language", "colours"), LOOKS)
@pytest.mark.parametrize("fault", ["missing", "early", "gone", "changed"])
def test_faults_are_sound(
    browser: Browser, pages: Pages, fault: str, width: int, language: str, colours: str
) -> None:
    with window(browser, width=width, language=language, color_scheme=colours) as page:
        pages.open(page, "three", slow=fault == "early")
        page.locator(f"input[name=recipient][value='{ODD}']").check()
        if fault == "missing":
            page.locator("input[name=drop]").first.check()
            page.locator("button.confirm").click()
        elif fault == "early":
            page.locator("input[name=recipient]").nth(1).check()
            page.locator("input[name=drop]").last.check()
            page.locator("button.confirm").click()
        elif fault == "changed":
            page.evaluate("document.forms[0].version.value = 'OLD'")
            page.locator("button.confirm").click()
        else:
            page.goto(pages.url + "/h/" + "A" * 43)
        assert page.locator(".fault").count() == (fault != "gone")
        picture(page, f"fault-{fault}-{width}-{language}-{colours}")
        check_page(page, language)


@pytest.mark.parametrize("how", SPOILED)
def test_the_checks_notice(browser: Browser, pages: Pages, how: str) -> None:
    with window(browser) as page:
        pages.open(page, "one")
        page.evaluate(SPOILED[how])
        with pytest.raises((AssertionError, IndexError)):
            check_page(page, "ja")
