"""Hostile mail on the page: escaped, and what hides itself is written out."""

from html.parser import HTMLParser

import pytest
from markupsafe import escape

from tests.web.gate import ODD, Gate, mail
from web.visible import fold, unicode_domain, unusual_letters, visible, visible_line

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</div></main><h1>偽の画面</h1>",
    "<!-- --><base href=//evil.example>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &#60;b&#62;",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
]
UNSEEN = {
    "bidi override": "\u202egpj.exe",
    "bidi isolate": "\u2066abc\u2069",
    "zero width": "pay\u200bpal",
    "soft hyphen": "pay\xadpal",
    "control": "a\x07b\x1b[31mc",
    "C1 control": "a\x9bc",
    "line separator": "a\u2028b",
    "byte order mark": "a\ufeffb",
    "Hangul filler": "a\u3164b",
    "tag characters": "a\U000e0041b",
    "Arabic letter mark": "a\u061cb",
}


@pytest.mark.parametrize("text", MARKUP, ids=lambda text: text[:20])
async def test_markup_is_shown_as_text(gate: Gate, text: str) -> None:
    plain = await gate.hold([ODD], mail(files={"a.txt": b"x"}))
    held = await gate.hold([ODD], mail(subject=text, text=text, files={text: b"x"}))
    page = (await gate.client.get(held.path)).text
    assert page.count(str(escape(text))) == 3
    assert tags(page) == tags((await gate.client.get(plain.path)).text)


def tags(page: str) -> list[str]:
    """The start tags of a page in their order, as a browser finds them."""
    found: list[str] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: found.append(tag)  # type: ignore[method-assign]
    reader.feed(page)
    return found


@pytest.mark.parametrize("name", UNSEEN)
async def test_what_hides_is_written_out(gate: Gate, name: str) -> None:
    text = UNSEEN[name]
    held = await gate.hold([ODD], mail(subject=text, text=text, files={text: b"x"}))
    page = (await gate.client.get(held.path)).text
    hidden = [c for c in text if not c.isprintable() or c in "\u3164\U000e0041"]
    for character in hidden:
        assert character not in page
        assert page.count(f"⟨U+{ord(character):04X}⟩") == 3


async def test_line_ends_do_not_forge_lines(gate: Gate) -> None:
    held = await gate.hold([ODD], mail(subject="a\r\nb\tc", files={"a\tb.txt": b"x"}))
    page = (await gate.client.get(held.path)).text
    assert "a⟨U+000D⟩⟨U+000A⟩b⟨U+0009⟩c" in page
    assert "a⟨U+0009⟩b.txt" in page


async def test_long_names_and_texts_are_bounded(gate: Gate) -> None:
    message = mail(subject="件" * 4_000, text="x" * 200_000, files={"縦" * 4_000 + ".exe": b"x"})
    held = await gate.hold([ODD], message)
    page = (await gate.client.get(held.path)).text
    assert page.count("件" * 100) == 5
    assert page.count("縦") == 255
    assert len(page) < 100_000


async def test_lookalike_addresses_are_pointed_out(gate: Gate) -> None:
    held = await gate.hold(["s\u0430to@xn--80ak6aa92e.example", "info@日本語.example"])
    page = (await gate.client.get(held.path)).text
    assert "xn--80ak6aa92e" in page
    assert "\u0430 (U+0430) \u0440 (U+0440)" in page
    assert "国際化ドメイン名です：日本語.example" in page
    assert page.count("英字に似た別の文字") == 1, "Japanese letters look like themselves"


def test_visible() -> None:
    assert visible("a\r\nb\rc\n\td") == "a\nb\nc\n\td"
    assert visible_line("a\r\nb") == "a⟨U+000D⟩⟨U+000A⟩b"
    assert visible("\ud800") == "⟨U+D800⟩", "a lone surrogate cannot be encoded"
    assert visible("日本語 абв é 👍") == "日本語 абв é 👍"


def test_unicode_domain() -> None:
    assert unicode_domain("example.co.jp") == ""
    assert unicode_domain("xn--wgv71a119e.jp") == "日本語.jp"
    assert unicode_domain("xn--a.example") == "", "not a name at all"
    assert unusual_letters("tanaka@example.jp") == ""
    assert unusual_letters("タナカ@example.jp") == ""


@pytest.mark.parametrize(
    "text", ["", "short", "x" * 5_000, "line\n" * 400, "\n" * 5_000, "あ" * 499 + "\n" + "い" * 900]
)
def test_fold_loses_nothing(text: str) -> None:
    shown, rest = fold(text)
    assert (shown + rest).replace("\n", "") == text.replace("\n", "")
    assert len(shown) <= 600
