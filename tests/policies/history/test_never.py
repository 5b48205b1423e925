"""What must never happen, on input nobody thought of: new text lost, time that explodes."""

# ruff: noqa: E501

import time
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.history.clean import clean
from policies.history.plan import Mode
from tests.corpus.history.clients import CLIENTS
from tests.corpus.history.generate import Case, make
from tests.corpus.history.score import look, squeezed
from tests.policies.history.mail import GMAIL, OUTLOOK, mail, only

# Words as people type them: any letters, marks and signs, but not a line that *is* a marker.
LINES = st.lists(
    st.text(
        st.characters(
            blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\ufeff\u200b"
        ),
        min_size=1,
        max_size=60,
    ).filter(lambda line: line.strip() and not line.lstrip(" \t　\xa0").startswith((">", "＞"))),
    min_size=1,
    max_size=8,
)
HISTORIES = [
    f"{GMAIL}\n\n> Old words.\n> More.\n",
    f"{OUTLOOK}\nOld words.\n",
    "________________________________\n差出人: 佐藤 <s@y.example>\n送信日時: 2024年5月1日 10:00\n宛先: c@d.example\n件名: 旧\n\n古い文。\n",
    "---------- Forwarded message ---------\nFrom: X <x@y.example>\nDate: Mon, May 1, 2024 at 10:00 AM\nSubject: a\nTo: <t@z.example>\n\nold\n",
    "> 2024/05/01 10:00、佐藤 <s@y.example>のメール:\n> \n> 古い文。\n",
]


@given(lines=LINES, history=st.sampled_from(HISTORIES), mode=st.sampled_from(list(Mode)))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_text_above_an_appended_history_is_kept(lines: list[str], history: str, mode: Mode) -> None:
    body = "\n".join(lines) + "\n\n"
    assert only(clean(mail(body + history), mode).message).startswith(body.rstrip("\n"))


@given(lines=LINES, history=st.sampled_from(HISTORIES[:1]), mode=st.sampled_from(list(Mode)))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_text_below_a_quoted_history_is_kept(lines: list[str], history: str, mode: Mode) -> None:
    text = only(clean(mail(history + "\n" + "\n".join(lines) + "\n"), mode).message)
    assert squeezed("\n".join(lines)) in squeezed(text)


PAGES = [
    '<div class="gmail_quote"><div class="gmail_attr">On Mon, May 1, 2024 at 10:00 AM X &lt;x@y.example&gt; wrote:</div><blockquote class="gmail_quote" style="border-left:1px">old</blockquote></div>',
    "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0mm 0mm 0mm'><p><b>差出人:</b> X &lt;x@y.example&gt;<br><b>送信日時:</b> 2024年5月1日 10:00<br><b>宛先:</b> c@d.example<br><b>件名:</b> 旧</p></div></div><p>古い文</p>",
    '<div class="moz-cite-prefix">On 2024/05/01 10:00, X wrote:</div><blockquote type="cite">old</blockquote>',
    '<div class="yahoo_quoted"><div>old words</div></div>',
]


@given(lines=LINES, history=st.sampled_from(PAGES), mode=st.sampled_from(list(Mode)))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_html_above_an_appended_history_is_kept(lines: list[str], history: str, mode: Mode) -> None:
    new = "".join(f"<p>{escape(line)}</p>" for line in lines)
    text = only(clean(mail(new + history, "text/html"), mode).message)
    assert text.startswith(new)


@given(
    seed=st.integers(0, 10**9),
    client=st.sampled_from([client for client in CLIENTS if client.kind == "reply"]),
    lines=LINES,
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_generated_mail_loses_nothing(seed: int, client: object, lines: list[str]) -> None:
    found = next(one for one in CLIENTS if one is client)
    case: Case = make(1, seed, found, found.langs[seed % len(found.langs)], "reply", CLIENTS, "dev")
    for mode in Mode:
        after = look(clean(case.raw, mode).message)
        for text in after.texts.values():
            for new in case.label["new_text_must_contain"]:
                assert squeezed(new) in squeezed(text)


@given(st.text(max_size=400), st.sampled_from(["text/plain", "text/html"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_failing(body: str, kind: str) -> None:
    raw = mail("", kind) + body.encode("utf-8", "replace")
    clean(raw)
    clean(raw, Mode.REDACT)


@given(st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_without_failing(body: bytes) -> None:
    clean(body)
    clean(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + body)


TAGS = st.lists(
    st.sampled_from(
        ["<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<blockquote type=cite>", "</blockquote>", "<table>", "<tr>", "<td>", "</td>",
         "</table>", "<br>", "new", "<div class=gmail_quote>", "On Mon, May 1, 2024 at 10:00 AM X &lt;x@y.example&gt; wrote:", "<ul>", "<li>", "</ul>"]
    ),
    max_size=40,
)  # fmt: skip


@given(TAGS)
@settings(max_examples=300, deadline=None)
def test_nesting_never_gets_worse(pieces: list[str]) -> None:
    raw = mail("".join(pieces), "text/html")
    for mode in Mode:
        assert look(clean(raw, mode).message).faults <= look(raw).faults


PATHOLOGICAL: dict[str, Callable[[int], str]] = {
    "nested": lambda n: "<p>new</p>" + "<blockquote type=cite>x<br>" * (n // 25) + "</blockquote>" * (n // 25),
    "open tags": lambda n: "<p>new</p>" + "<div>x" * (n // 6),
    "open quotes": lambda n: '<p>new</p>' + '<a ="' * (n // 5),
    "brackets": lambda n: "<" * n,
    "comments": lambda n: "<!--" * (n // 4),
    "wrong order": lambda n: "<b></i>" * (n // 7),
    "cells": lambda n: "<td>x" * (n // 5),
    "containers": lambda n: "<div class=gmail_quote>x</div>y" * (n // 31),
    "pre": lambda n: "<pre>" + "&#1;" * (n // 4),
    "On a,": lambda n: "On a," * (n // 5),
    "attributions": lambda n: "On 1 May 2024 at 10:00\n" * (n // 23),
    "dashes": lambda n: "-" * n,
    "marks": lambda n: "> " * (n // 2),
    "blank": lambda n: "\n" * n,
    "headers": lambda n: "From: a@b.example\n" * (n // 18),
    "recipients": lambda n: "To: a@b.example,\n" * (n // 17),
    "at": lambda n: f"{GMAIL}\n> " + "a@" * (n // 2),
    "dots": lambda n: f"{GMAIL}\n> " + "a@a." * (n // 4),
    "digits": lambda n: f"{OUTLOOK}\n" + "0-" * (n // 2),
    "rules": lambda n: f"new\n\n{OUTLOOK}\n" + "----------\nTEL 03-5550-0111\n" * (n // 28),
    "inline": lambda n: f"{GMAIL}\n" + "> question\nanswer\n" * (n // 18),
    "separators": lambda n: "-----Original Message-----\n" * (n // 27),
    "numbers": lambda n: "".join(f"{at:07d}\n" for at in range(n // 8)),
    "different": lambda n: f"{GMAIL}\n" + "".join(f"> line {at:012d}\n" for at in range(n // 20)),
}  # fmt: skip


HTML_KINDS = frozenset(
    {"nested", "open tags", "open quotes", "brackets", "comments", "wrong order", "cells"}
    | {"containers", "pre"}
)


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_time_grows_with_length_only(name: str) -> None:
    kind = "text/html" if name in HTML_KINDS else "text/plain"

    def spent(size: int) -> float:
        raw = mail(PATHOLOGICAL[name](size), kind)
        best = 9.0
        for _ in range(6):  # other programs on the machine slow some of them down
            start = time.process_time()
            clean(raw, Mode.REDACT)
            best = min(best, time.process_time() - start)
        return best

    small, large = spent(30_000), spent(120_000)
    # Four times the length: four times the time, with room for a busy machine.
    assert large < small * 8 + 0.1
