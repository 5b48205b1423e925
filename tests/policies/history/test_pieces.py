"""Character sets, HTML, redaction, facts, views."""

# ruff: noqa: E501

from datetime import date

import pytest

from policies.history import blocks, charsets, marks, redact
from policies.history.clean import clean
from policies.history.cut_html import without_contacts
from policies.history.facts import parse_date
from policies.history.lines import of_text
from policies.history.plan import Mode
from policies.history.views import Kind, views
from tests.policies.history.mail import GMAIL, OUTLOOK, mail, only


@pytest.mark.parametrize("charset", ["iso-2022-jp", "shift_jis", "euc-jp", "utf-8"])
def test_japanese_character_sets_come_back_the_same(charset: str) -> None:
    body = f"本文です。～ＡＢＣ\n\n{GMAIL}\n> 古い文\n"
    codec = {"shift_jis": "cp932", "iso-2022-jp": "iso2022_jp_2"}.get(charset, charset)
    raw = mail("X", charset=charset).replace(b"X", b"") + body.replace("～", "").replace(
        "\n", "\r\n"
    ).encode(codec)
    assert clean(raw).message.endswith("本文です。ＡＢＣ\r\n".encode(codec))


def test_iso_2022_jp_with_circled_digits_and_half_width_kana() -> None:
    data = b'\x1b$B-!-"F|K\\\x1b(I166\x1b(B end\r\n'
    decoded = charsets.decode(data, "iso-2022-jp")
    assert decoded.text == "①②日本ｱｶｶ end\r\n"
    assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize("charset", ["hex", "rot13", "no-such", "utf-16", "idna"])
def test_odd_charset_names_do_no_harm(charset: str) -> None:
    raw = mail(f"New.\n\n{GMAIL}\n> old\n").replace(
        b"charset=utf-8", b"charset=" + charset.encode()
    )
    assert b"New." in clean(raw).message


def test_lines_know_their_depth() -> None:
    depths = [
        line.depth for line in of_text("a\n> b\n>> c\n> > > d\n＞ e\n tanaka> f\n tanaka> g\n")
    ]
    assert depths == [0, 1, 2, 3, 1, 0, 0]


def test_names_before_the_mark_need_an_attribution() -> None:
    text = "2024/05/01 10:00、田中 さんは書きました:\ntanaka> f\ntanaka> g\nh\n"
    assert [line.depth for line in of_text(text)] == [0, 1, 1, 0]


def test_html_lines() -> None:
    page = blocks.read(
        "<p>a<br>b</p><blockquote type=cite>c</blockquote><pre>d\n&gt; e</pre><table><tr><td>f<td>g</table>"
    )
    assert [(line.text, line.depth) for line in page.lines] == [
        ("a", 0),
        ("b", 0),
        ("c", 1),
        ("d", 0),
        ("e", 1),
        ("f g", 0),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<p>a",
        "<a href='x",
        "<!-- x",
        "a < b",
        "<style>p{}",
        "</p>",
        "<td><td></table>",
        "<b><i></b></i>",
    ],
)
def test_broken_html_is_read(source: str) -> None:
    assert len(blocks.read(source).lines) <= 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TEL: 03-5550-0111 / FAX 03-5550-0112", ["03-5550-0111", "03-5550-0112"]),
        ("call +49 171 5550113 today", ["+49 171 5550113"]),
        ("TEL:03-5550-0111, Tel.03-5550-0112", ["03-5550-0111", "03-5550-0112"]),
        ("(503) 555-0123", ["(503) 555-0123"]),
        ("ＴＥＬ０３－５５５５－０１００", ["０３－５５５５－０１００"]),
        ("a.b+c@d-e.example.co.jp,", ["a.b+c@d-e.example.co.jp"]),
        ("mailto:x@y.example?subject=a", ["x@y.example"]),
        ("2024-05-01 10:00 order 1234567890", []),
        ("version 1.2.3.4, 12/05/2024, EUR 1 234 567", []),
    ],
)
def test_contact_data(text: str, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in redact.find(text)] == found


def test_contacts_leave_attributes() -> None:
    tag = "<a class=x href=\"mailto:a@b.example\" title='a@b.example' data-x=1>"
    assert without_contacts(tag) == "<a class=x data-x=1>"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("On Mon, May 1, 2024 at 10:00 AM X <x@y.example> wrote:", 3),
        ("2024年5月1日(水) 10:00 佐藤 <s@y.example>:", 3),
        ("2024/05/01 10:00、佐藤 <s@y.example>のメール:", 3),
        ("Am 01.05.24 um 10:00 schrieb X:", 3),
        ("Le mer. 1 mai 2024 à 10:00, X <x@y.example> a écrit :", 3),
        ("佐藤 さんは書きました：", 1),
        ("On 5 May 2024 the critic wrote: a masterpiece.", 0),
        ("The following clause of 2024-05-01:", 0),
        ("Note:", 0),
    ],
)
def test_attributions(text: str, level: int) -> None:
    assert marks.attribution(text) == level


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年5月1日(水)", date(2024, 5, 1)),
        ("On Wed, May 1, 2024 at", date(2024, 5, 1)),
        ("Am 01.05.2024 um", date(2024, 5, 1)),
        ("El mié, 1 de mayo de 2024", date(2024, 5, 1)),
        ("13/31/2024", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert parse_date(text) == day


def test_facts_of_the_history() -> None:
    body = (
        f"New.\n\n{OUTLOOK}Cc: p@third.example\n\nOld.\n\nRegards\nXaver Yu\nTel +44 20 7946 0000\n"
    )
    history = clean(mail(body)).history
    assert history.found
    assert history.organisations == ("third.example", "y.example")
    assert history.names("X@Y.example")
    assert not history.names("t.tanaka@aoba.example.jp")
    assert history.oldest == date(2024, 5, 1)
    assert history.signatures == 1
    assert len(history.addresses) == 2


def test_three_versions_side_by_side() -> None:
    shown = views(mail(f"New words.\n\n{GMAIL}\n> Old x@y.example words.\n"))
    assert shown.removed.text == "New words."
    assert "Old [address removed] words." in shown.redacted.text
    assert shown.written.text.splitlines()[-1] == "> Old x@y.example words."
    row = shown.rows[-1]
    assert row.kind is Kind.HISTORY
    assert row.removed is None
    assert [row.written[span.start : span.end] for span in row.spans] == ["x@y.example"]
    for version in (shown.written, shown.removed, shown.redacted):
        assert all(a.end <= b.start for a, b in zip(version.spans, version.spans[1:], strict=False))


def test_views_of_html_and_of_locked_mail() -> None:
    shown = views(
        mail(
            "<p>New</p><blockquote type=cite>On Mon, May 1, 2024 at 10:00 X &lt;x@y.example&gt; wrote:<br>old</blockquote>",
            "text/html",
        )
    )
    assert shown.removed.text == "New"
    assert views(mail("x", "application/pkcs7-mime")).rows == ()


def test_redaction_of_html_takes_links_and_signatures() -> None:
    page = (
        "<p>New</p><div class=gmail_quote><div class=gmail_attr>On Mon, May 1, 2024 at 10:00 AM X &lt;<a href='mailto:x@y.example'>x@y.example</a>&gt; wrote:</div>"
        "<blockquote class=gmail_quote style='border-left:1px'><div>Old words</div><div>Regards,</div><div>Xaver Yu<br>Foo Ltd<br>Tel +44 20 7946 0000<br><a href='mailto:x@y.example'>x@y.example</a></div></blockquote></div>"
    )
    text = only(clean(mail(page, "text/html"), Mode.REDACT).message)
    assert "Old words" in text
    assert "[signature removed]" in text
    for gone in ("@", "Xaver", "Foo Ltd", "7946", "mailto"):
        assert gone not in text
