"""Abuse: what a hostile mail does on the page where its sender sees it."""

from tests.web.gate import ODD, Gate, mail

SCRIPT = "<script>alert(1)</script>"


async def test_02_script_in_headers_is_text(gate: Gate) -> None:
    message = mail(subject=SCRIPT).replace(
        b"MIME-Version", b"Message-ID: <%s@x>\r\nMIME-Version" % SCRIPT.encode()
    )
    page = await _page(gate, message.replace(b"From: ", b'From: "%s" ' % SCRIPT.encode()))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_03_attachment_name_is_escaped(gate: Gate) -> None:
    page = await _page(gate, mail(files={'"><img src=x onerror=alert(1)>': b"x"}))
    assert "<img" not in page
    assert "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;" in page


async def test_04_type_carrying_html_is_not_served(gate: Gate) -> None:
    message = mail(files={"a.txt": b"<script>alert(1)</script>"})
    hostile = message.replace(b"application/octet-stream", b"text/html<img src=x onerror=alert(1)>")
    page = await _page(gate, hostile)
    assert "<img" not in page
    await gate.expire()
    saved = await gate.client.get(f"{await gate.fetch_path()}/original.eml")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["x-content-type-options"] == "nosniff"


async def test_05_text_makes_no_links(gate: Gate) -> None:
    text = "https://evil.example/ www.evil.example mailto:a@evil.example tel:+81-3-0000-0000"
    page = await _page(gate, mail(subject=text, text=text))
    assert page.count("evil.example") == 6
    assert 'href="http' not in page
    assert page.count("<a ") == 1, "the other language, and nothing else"


async def test_07_names_cannot_touch_the_download_header(gate: Gate) -> None:
    name = 'a\r\nSet-Cookie: x=1\r\n"; filename="b.html'
    held = await gate.hold([ODD], mail(subject=name, files={name: b"x"}))
    await gate.expire()
    saved = await gate.client.get(f"{await gate.fetch_path()}/original.eml")
    expected = f'attachment; filename="{held.message_id}.eml"'
    assert saved.headers.get_list("content-disposition") == [expected]
    assert "set-cookie" not in saved.headers


async def test_10_direction_and_lookalikes_are_marked(gate: Gate) -> None:
    held = await gate.hold(["tan\u0430ka@ex\u0430mple.jp"], mail(files={"\u202egpj.exe": b"x"}))
    page = (await gate.client.get(held.path)).text
    assert "\u202e" not in page
    assert "⟨U+202E⟩gpj.exe" in page
    assert "xn--" in page
    assert "\u0430 (U+0430)" in page


async def _page(gate: Gate, message: bytes) -> str:
    held = await gate.hold([ODD], message)
    answer = await gate.client.get(held.path)
    assert answer.status_code == 200
    return answer.text
