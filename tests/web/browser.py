"""A headless Chromium, and what every page has to keep to in it."""

import contextlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
MISSING = None if CHROMIUM.exists() else f"{CHROMIUM} is missing (Debian: apt install chromium)"
ARTIFACTS = Path(__file__).parents[2] / "artifacts"
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def window(
    browser: Browser, *, width: int = 390, height: int = 844, language: str = "ja", **options: Any
) -> Iterator[Page]:
    """A fresh profile with one tab; any request that leaves the machine fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="ja-JP" if language == "ja" else "en-GB",
        **options,
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    left: list[str] = []
    page.on("request", lambda r: None if _is_local(r.url) else left.append(r.url))
    page.on("dialog", lambda dialog: left.append(f"dialog: {dialog.message}"))
    try:
        yield page
        assert left == [], "a page reached outside, or ran a script"
    finally:
        context.close()


def picture(page: Page, name: str) -> None:
    """Keep a screenshot of the whole page under artifacts/."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.wait_for_load_state("load")
    page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)


def check_page(page: Page, language: str) -> None:
    """What holds for every page: width, language, headings, labels, targets, contrast."""
    page.wait_for_load_state("load")  # with the style sheet
    found: dict[str, Any] = page.evaluate(_LOOK)
    assert found["overflow"] <= 0, "the page scrolls sideways"
    assert found["lang"] == language
    assert page.title().endswith(" · Sekisho")
    levels: list[int] = found["headings"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for fault in ("unnamed", "small", "pale"):
        assert not found[fault], f"{fault}: {found[fault]}"


def contrast(one: str, other: str) -> float:
    """The contrast of two ``#rrggbb`` colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    text = re.sub("#(.)(.)(.)$", r"#\1\1\2\2\3\3", colour)
    parts = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "about:", "data:"))


# Runs in the page through the debugger, past its Content-Security-Policy.
_LOOK = """() => {
  const seen = e => e.getClientRects().length > 0;
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = e => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const all = [...document.querySelectorAll('body *')].filter(seen);
  const worded = all.filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
  const inputs = [...document.querySelectorAll('input:not([type=hidden])')];
  const targets = [...document.querySelectorAll('a, button, summary, label')].filter(seen);
  return {
    overflow: document.scrollingElement.scrollWidth - innerWidth,
    lang: document.documentElement.lang,
    headings: all.filter(e => /^H[1-6]$/.test(e.tagName)).map(e => +e.tagName[1]),
    unnamed: inputs.filter(e => ![...e.labels].some(l => l.textContent.trim())
        || (['recipient', 'drop'].includes(e.name)
          && (!e.closest('fieldset')?.querySelector('legend')?.textContent.includes('@')
            || !document.getElementById(e.getAttribute('aria-describedby')))))
        .map(e => e.outerHTML),
    small: targets.filter(e => e.getBoundingClientRect().height < 44
        || e.getBoundingClientRect().width < 44)
        .map(e => e.outerHTML + JSON.stringify(e.getBoundingClientRect())),
    pale: worded.filter(e => contrast(e) < 4.5).map(e => e.outerHTML),
  };
}"""
