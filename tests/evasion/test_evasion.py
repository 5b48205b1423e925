# ruff: noqa: E501 - ways
"""What an insider would try: each way ends in a finding, or stands by name in docs/limits.md.

The sender is a colleague, the recipient a partner that is known and listed: nothing but the
content gives a mail away. Ways that need a history of mails are tested where it is kept; they
are named at the end.
"""

import base64
import io
import zipfile
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from policies.attachments import recognition
from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.judge import judge
from policies.message import Message
from policies.recipients.acquaintance import Recall
from policies.recipients.directory import Entry
from policies.rule import default_source
from policies.verdict import Verdict
from tests.policies.attachments import made_files as f
from tests.policies.attachments.reading import extract

ROOT = Path(__file__).parents[2]
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SENDER, PARTNER = "hayashi@own.jp", "sato@partner.co.jp"
BRIEFING = Briefing(
    "1", ("own.jp",), (Entry(domain="partner.co.jp", organisation="相手商事"),), (),
    default_source(), "enforce",
)  # fmt: skip
ROWS = [
    (f"{family}{given}", f"090-{1000 + 17 * n}-{2000 + 31 * n}")
    for n, (family, given) in enumerate(
        (a, b)
        for a in ("佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "中村", "小林", "加藤")
        for b in ("一郎", "花子", "健太", "美咲", "直樹", "由美")
    )
]
LIST = "氏名,電話番号\n" + "".join(f"{name},{phone}\n" for name, phone in ROWS)


@pytest.fixture(scope="module")
def read() -> Callable[[str, bytes], object]:
    assert not recognition.missing()
    return partial(extract, recogniser=recognition.load())


def mail(
    text: str = "資料です。", files: dict[str, bytes] | None = None, **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, PARTNER, "資料の件"
    message["Message-ID"], message["Date"] = "<1@own.jp>", "Thu, 26 Nov 2026 10:00:00 +0900"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for name, data in (files or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def judged(message: EmailMessage | bytes, read: object, *to: str) -> Verdict:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    summary = Message(raw, opener=read).summary()  # type: ignore[arg-type]
    envelope = Envelope(
        Address.parse(SENDER), tuple(map(Address.parse, to or (PARTNER,))), Client("127.0.0.1")
    )
    return judge(envelope, summary, BRIEFING, Recall(), date(2026, 11, 26)).verdict


def codes(verdict: Verdict) -> set[str]:
    """All that was noticed, of the mail, its files and its recipients."""
    found = {finding.code for finding in verdict.findings}
    found |= {f.code for a in verdict.attachments for f in a.findings}
    found |= {f.code for r in verdict.recipients for f in r.findings}
    return found | {rule.name for rule in verdict.rules if rule.fired}


def picture() -> bytes:
    page = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 28)
    for n, (name, phone) in enumerate(ROWS):
        draw.text((100, 40 + 38 * n), f"{name}　{phone}", font=font, fill=0)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def qr_code() -> bytes:
    barcode = zxingcpp.create_barcode(LIST[:600], zxingcpp.BarcodeFormat.QRCode)
    out = io.BytesIO()
    Image.fromarray(barcode.to_image(scale=5)).save(out, "PNG")
    return out.getvalue()


def inline_picture() -> EmailMessage:
    message = mail()
    message.add_alternative('<p>資料です。</p><img src="cid:a">', subtype="html")
    message.get_payload()[1].add_related(picture(), "image", "png", cid="<a>")  # type: ignore[index, union-attr]
    return message


def zip_with_password() -> bytes:
    data = bytearray(f.zipped("list.csv", LIST.encode()))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def chunks() -> dict[str, bytes]:
    noise = io.BytesIO()
    with zipfile.ZipFile(noise, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", LIST * 40)
    data = noise.getvalue()
    return {"a.z01": data[: len(data) // 2], "a.zip": data[len(data) // 2 :]}


def with_html(markup: str) -> EmailMessage:
    message = mail()
    message.add_alternative(markup, subtype="html")
    return message


def calendar() -> EmailMessage:
    described = LIST.replace(",", "\\,").replace("\n", "\\n")
    event = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:{described}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    message = mail()
    message.add_attachment(event.encode(), "text", "calendar")
    return message


def enveloped() -> bytes:
    body = base64.encodebytes(bytes.fromhex("308006092a864886f70d010703a080") + bytes(200)).decode()
    return (
        f"From: {SENDER}\nTo: {PARTNER}\nSubject: x\nMIME-Version: 1.0\n"
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
        f"Content-Transfer-Encoding: base64\n\n{body}"
    ).encode()


def undecodable_side() -> bytes:
    """HTML with history whose base64 lacks its end: what programs show of it differs."""
    message = with_html(f"<p>new</p><blockquote>{QUOTED}</blockquote>")
    side = message.get_payload()[1]  # type: ignore[index]
    side.replace_header("Content-Transfer-Encoding", "base64")  # type: ignore[union-attr]
    side.set_payload(base64.encodebytes(QUOTED.encode() * 3).decode().rstrip("=\n")[:-2])  # type: ignore[union-attr]
    return message.as_bytes()


QUOTED = "On Mon, 1 May 2024 at 10:00, A B <ab@third.co.jp> wrote:\n> secret terms\n"
INVISIBLE = "\u200b"
WAYS: dict[str, tuple[Callable[[], EmailMessage | bytes], str]] = {
    "a list in a file": (lambda: mail(files={"l.csv": LIST.encode()}), "bulk-data"),
    "a renamed file": (lambda: mail(files={"photo.jpg": LIST.encode()}), "type-mismatch"),
    "a picture": (lambda: mail(files={"a.png": picture()}), "bulk-data"),
    "a QR code": (lambda: mail(files={"a.png": qr_code()}), "persons"),
    "an inline picture": (inline_picture, "bulk-data"),
    "an archive with an unknown password": (lambda: mail(files={"a.zip": zip_with_password()}), "not-inspected"),
    "S/MIME encryption": (enveloped, "not-inspected"),
    "PGP in a file": (lambda: mail(files={"a.asc": b"-----BEGIN PGP MESSAGE-----\n\nhQ==\n"}), "not-inspected"),
    "a picture that is an archive too": (lambda: mail(files={"a.png": f.png(behind=f.zipped("l.csv", LIST.encode()))}), "trailing-data"),
    "a file cut into pieces": (lambda: mail(files=chunks()), "not-inspected"),
    "invisible characters in the numbers": (lambda: mail("\n".join(f"{n} {INVISIBLE.join(p)}" for n, p in ROWS)), "disguise"),
    "base64 in the text": (lambda: mail(base64.encodebytes(LIST.encode()).decode()), "bulk-data"),
    "a base64 archive in the text": (lambda: mail(base64.encodebytes(f.zipped("l.csv", LIST.encode())).decode()), "bulk-data"),
    "a uuencoded file in the text": (lambda: mail(f.uuencoded("l.csv", LIST.encode())), "bulk-data"),
    "the description of a meeting": (calendar, "bulk-data"),
    "the name of a file": (lambda: mail(files={f"{n}_{p}.txt": b"x" for n, p in ROWS}), "bulk-data"),
    "a header of one's own": (lambda: mail(X_Note=LIST.replace("\n", " ; ")), "hidden-content"),
    "a header of a part": (lambda: mail(files={"a.txt": b"x"}).as_bytes().replace(b"Content-Disposition", b"X-Note: " + LIST.replace("\n", " ; ").encode() + b"\nContent-Disposition", 1), "hidden-content"),
    "alternative text of pictures": (lambda: with_html("".join(f'<img alt="{n} {p}">' for n, p in ROWS)), "bulk-data"),
    "HTML beside a harmless text": (lambda: with_html("".join(f"<p>{n} {p}</p>" for n, p in ROWS)), "bulk-data"),
    "behind the last part": (lambda: mail(files={"a.txt": b"x"}).as_bytes() + b"\n" + LIST.encode(), "hidden-content"),
    "a hidden sheet": (lambda: mail(files={"a.xlsx": f.xlsx("".join(f'<row r="{n}"><c t="inlineStr"><is><t>{a}</t></is></c><c t="inlineStr"><is><t>{b}</t></is></c></row>' for n, (a, b) in enumerate(ROWS, start=1)), state=' state="hidden"')}), "bulk-data"),
    "deleted text": (lambda: mail(files={"a.docx": f.docx("".join(f"<w:p><w:del><w:r><w:delText>{n} {p}</w:delText></w:r></w:del></w:p>" for n, p in ROWS))}), "bulk-data"),
    "a workbook in a document": (lambda: mail(files={"a.docx": f.docx(word__embeddings__x_dot_xlsx=f.xlsx("".join(f'<row r="{n}"><c t="inlineStr"><is><t>{a}</t></is></c><c t="inlineStr"><is><t>{b}</t></is></c></row>' for n, (a, b) in enumerate(ROWS, start=1))))}), "bulk-data"),
    "cards": (lambda: mail(files={"a.vcf": "".join(f"BEGIN:VCARD\nFN:{n}\nTEL:{p}\nEND:VCARD\n" for n, p in ROWS).encode()}), "bulk-data"),
    "Outlook's envelope": (lambda: mail(files={"winmail.dat": f.tnef(LIST)}), "bulk-data"),
    "a mail attached to a mail": (lambda: mail(files={"a.eml": mail(LIST).as_bytes()}), "bulk-data"),
    "full-width digits": (lambda: mail("\n".join(f"{n} {p.translate({ord(c): ord(c) + 0xFEE0 for c in '0123456789-'})}" for n, p in ROWS)), "bulk-data"),
    "two file names for one file": (lambda: mail(files={"a.pdf": b"x"}).as_bytes().replace(b'filename="a.pdf"', b'filename="a.pdf"; filename="l.csv"'), "parser-differential"),
    "history behind more quotes than anybody writes": (lambda: mail("new\n" + "> q\nanswer\n" * 20_010 + QUOTED), "history-unread"),
    "history in a side that cannot be decoded": (undecodable_side, "history-unread"),
    "a link to a file share": (lambda: mail("こちらです https://drive.google.com/file/d/1AbCdEf/view"), "sharing-link"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_each_way_ends_in_a_finding(way: str, read: object) -> None:
    make, wanted = WAYS[way]
    verdict = judged(make(), read)
    if wanted == "persons":
        assert verdict.persons
    else:
        assert wanted in codes(verdict), (codes(verdict), verdict.persons)


def test_ones_own_freemail_is_seen(read: object) -> None:
    verdict = judged(mail(files={"a.csv": b"x,y\n"}), read, "own.hayashi@gmail.com")
    assert verdict.action == "hold"


def test_a_blind_copy_to_oneself_beside_a_partner_is_seen(read: object) -> None:
    verdict = judged(mail(files={"a.csv": b"x,y\n"}), read, PARTNER, "hayashi1987@gmail.com")
    actions = {r.address: r.action.value for r in verdict.recipients}
    assert actions == {PARTNER: "pass", "hayashi1987@gmail.com": "hold"}


#: Ways that need more than one mail, and where they are tested.
ELSEWHERE = {
    "99 rows a day": "tests/quarantine/test_carried.py",
    "the same again after a withdrawal": "tests/policies/test_resemblance.py",
}
#: Ways that nothing here sees.
UNSEEN = ("A fax of a list", "Letters turned into other letters", "Steganography", "Spoken words")


def test_the_rest_is_named() -> None:
    for path in ELSEWHERE.values():
        assert (ROOT / path).exists(), path
    limits = (ROOT / "docs/limits.md").read_text("utf-8")
    for way in UNSEEN:
        assert way in limits, way
