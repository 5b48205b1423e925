"""Files through the whole service: what the sender sees of them, and who waits for whom."""

import io
import json
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, expect

from tests.journeys.reading import arrived, notice_link, until
from tests.journeys.service import OWN, Sekisho
from tests.peers.sink import Sink
from tests.policies.attachments import made_files
from tests.web.browser import MISSING, check_page, chromium, picture, window

pytestmark = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))

STRANGER = "mori@midori-kogyo.example.co.jp"
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
NAMES = [
    f + g
    for f in ("佐藤", "鈴木", "高橋", "田中", "渡辺")
    for g in ("一郎", "花子", "健太", "美咲")
]


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


def with_files(sender: str, to: str, files: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "資料の送付"
    message["Message-ID"] = f"<{sender}>"
    message.set_content("森様\n\n資料をお送りします。\n")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes().replace(b"\n", b"\r\n")


def members() -> bytes:
    rows = [("会員番号", "氏名", "電話番号")]
    rows += [(f"{n}", name, f"090-{1000 + n}-{2000 + 7 * n}") for n, name in enumerate(NAMES)]
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{"ABC"[c]}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
            for c, text in enumerate(row)
        )
        + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    return made_files.xlsx(cells)


def scan() -> bytes:
    """A list as a telephone would photograph it."""
    page = Image.new("L", (1654, 1200), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 34)
    for n, name in enumerate(NAMES[:14]):
        draw.text(
            (120, 80 + 76 * n), f"氏名 {name}　電話 090-{1000 + n}-{2000 + n}", font=font, fill=0
        )
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def locked(folder: Path) -> bytes:
    (folder / "list.txt").write_text(
        "".join(f"{n}様 090-{1000 + i}-2222\n" for i, n in enumerate(NAMES))
    )
    subprocess.run(["7z", "a", "-bd", "-ppw", "-tzip", "-mem=AES256", "a.zip", "list.txt"], cwd=folder, check=True, capture_output=True)  # fmt: skip  # noqa: E501
    return (folder / "a.zip").read_bytes()


def test_the_page_says_what_is_in_the_files_and_what_nobody_could_read(
    browser: Browser, gate: Sekisho, sink: Sink, tmp_path: Path
) -> None:
    sender = f"files@{OWN}"
    files = {
        "会員.xlsx": members(),
        "控え.zip": locked(tmp_path),
        "写真.png": scan(),
        "図.jpg": b"text",
    }
    gate.send([STRANGER], with_files(sender, STRANGER, files), sender=sender)
    link = notice_link(sink, sender)
    for width, name in ((390, "files-390"), (1100, "files-1100")):
        with window(browser, width=width) as page:
            page.goto(link)
            check_page(page, "ja")
            text = page.locator("section[aria-labelledby=attachments]").inner_text()
            picture(page, name)
    assert "個人情報 20人分" in text
    assert "S1 1〜21行" in text or "S1 2〜21行" in text
    assert "パスワードで保護されています" in text
    assert "list.txt" in text
    assert "拡張子と実際の中身の形式が違います" in text
    read = text[text.index("写真.png") : text.index("図.jpg")]
    assert "氏名、電話番号" in read


def test_a_password_given_on_the_page_opens_the_file(
    browser: Browser, gate: Sekisho, sink: Sink, tmp_path: Path
) -> None:
    sender = f"locked@{OWN}"
    raw = with_files(sender, STRANGER, {"控え.zip": locked(tmp_path)})
    gate.send([STRANGER], raw, sender=sender)
    with window(browser) as page:
        page.goto(notice_link(sink, sender))
        files = page.locator("section[aria-labelledby=attachments]")
        for password, wanted in (("wrong", "開けませんでした"), ("pw", "個人情報 20人分")):
            files.get_by_role("textbox").fill(password)
            picture(page, f"password-{password}")
            with page.expect_navigation():  # else the page might be loaded again under way
                files.get_by_role("button").click()
            until(lambda: page.reload() and wanted in files.inner_text(), seconds=30)  # noqa: B023
        check_page(page, "ja")
        picture(page, "password-opened")
        assert "パスワードで保護" not in files.inner_text()
        page.locator("input[name=recipient]").check()
        page.locator("button.confirm").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("確認を受け付けました")
    assert arrived(sink, STRANGER).raw.count(b"Content-Disposition: attachment") == 1
    assert "pw" not in gate.log()


def test_no_other_mail_waits_for_a_file_that_takes_long(gate: Sekisho, sink: Sink) -> None:
    slow = f"slow@{OWN}"
    pages = {f"{n}.png": scan() for n in range(8)}
    gate.send([STRANGER], with_files(slow, STRANGER, pages), sender=slow)
    quick = f"quick@{OWN}"
    gate.send([f"colleague@{OWN}"], with_files(quick, f"colleague@{OWN}", {}), sender=quick)
    arrived(sink, f"colleague@{OWN}")
    assert "received" in states(gate, slow)
    until(lambda: states(gate, slow) == {"held"}, seconds=60)


def states(gate: Sekisho, sender: str) -> set[str]:
    """Of the recipients of a sender's mail."""
    messages = json.loads(gate.command("mailq", "--all", "--json").stdout)
    return {r["state"] for m in messages if m["sender"] == sender for r in m["recipients"]}
