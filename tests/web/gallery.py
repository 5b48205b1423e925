"""Every look that the sender's page can have, for the browser tests to open."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from quarantine.deciding import Decide
from quarantine.staff import ReleaseByStaff
from tests.web.gate import ALSO_ODD, COLLEAGUE, ODD, PARTNER, Gate, Held, mail

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
LONG_LOCAL = "purchasing.department.second.section.order-management.inbox"
LONG = f"{LONG_LOCAL}@kabushikigaisha-musashino-denshi-kogyo-seisakusho.example.co.jp"
_NAMES = [f + g for f in ("佐藤", "鈴木", "高橋", "田中") for g in ("一郎", "花子", "健太", "美咲")]
_LIST = "会員番号,氏名,電話番号,住所\r\n".encode() + b"".join(
    f"{n},{name},090-{1000 + n}-{2000 + 7 * n},東京都練馬区豊玉北{n % 6 + 1}-{n}\r\n".encode()
    for n, name in enumerate(_NAMES, start=1)
)
_FILES = {
    "2026年度_第3四半期_関東甲信越ブロック_新規お取引先様向け_ご提案資料および概算御見積書_"
    "最終版_修正2（社外秘）.xlsx": b"x" * 4_300_000,
    "Quarterly_report_for_the_board_of_directors_with_appendices_A_to_F_final_v2_signed.pdf": b"x"
    * 900,
    "会員一覧.csv": _LIST,
}
_PARAGRAPH = (
    "先日ご依頼いただきましたお見積りの件につきまして、社内で検討を重ねた結果、"
    "下記のとおりご提案させていただきたく、ご連絡申し上げます。\n"
)
_TEXT = "日向商事株式会社\n佐藤様\n\nお世話になっております。青空の田中です。\n" + _PARAGRAPH * 20
_HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'\u202egpj.exe\u202c\x07"


async def _one(gate: Gate) -> Held:
    return await gate.hold()


async def _three(gate: Gate) -> Held:
    to = [PARTNER, COLLEAGUE, ODD, "info@日本語.example"]
    held = await gate.hold(to, mail(to, files={"会員一覧.csv": _LIST}), bcc=[ALSO_ODD])
    await gate.deliver()
    return held


async def _forty(gate: Gate) -> Held:
    to = [f"member{n:02d}@club{n % 7}.example.ne.jp" for n in range(40)]
    colleagues = [f"staff{n:02d}@aozora.example.jp" for n in range(14)]
    held = await gate.hold(to + colleagues, mail(to + colleagues, subject="総会のご案内"))
    await gate.deliver()
    return held


async def _long(gate: Gate) -> Held:
    subject = "【ご確認のお願い】" + "新規お取引に関するご提案と概算お見積りの送付について" * 3
    return await gate.hold(
        [LONG, ODD], mail([LONG, ODD], subject=subject, text=_TEXT, files=_FILES)
    )


def _page(kind: str, **options: Any) -> bytes:
    """A printed page as a picture."""
    sheet = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(FONT, 30)
    for n, line in enumerate(("お見積書", "", "日向商事株式会社 御中", "", *_NAMES)):
        draw.text((90, 80 + n * 48), line, "black", font)
    draw.rectangle((90, 1000, 737, 1060), outline="navy", width=4)
    packed = io.BytesIO()
    sheet.save(packed, kind, **options)
    return packed.getvalue()


async def _files(gate: Gate) -> Held:
    letter = "拝啓\n時下ますますご清栄のこととお慶び申し上げます。\n" + _PARAGRAPH * 3
    files = {
        "お見積書.pdf": _page("PDF", resolution=100),
        "写真.jpg": _page("JPEG"),
        "会員一覧.csv": _LIST,
        "送付のご案内.txt": letter.encode(),
        "ご確認用.png": b"\x89PNG\r\n\x1a\nbroken",
    }
    return await gate.hold([ODD], mail([ODD], files=files))


async def _bare(gate: Gate) -> Held:
    return await gate.hold([ODD], mail(subject="", text=""))


async def _hostile(gate: Gate) -> Held:
    address = "s\u0430to@xn--80ak6aa92e.example"
    message = mail(subject=_HOSTILE, text=_HOSTILE, files={_HOSTILE: b"x", "a\r\nb.txt": b"x"})
    return await gate.hold([address, ODD], message)


QUOTED = """日向商事株式会社
佐藤様

お世話になっております。青空の田中です。
下記の件、先方からの回答をお送りします。ご確認をお願いいたします。

--
株式会社青空 営業部 田中 一郎

-----Original Message-----
From: 鈴木 花子 <suzuki@tsukikage.example.com>
Sent: Tuesday, November 24, 2026 10:12 AM
To: 田中 一郎 <tanaka@aozora.example.jp>
Cc: 高橋 健 <takahashi@tsukikage.example.com>
Subject: Re: 納期の件

田中様

いつもお世話になっております。月影製作所の鈴木です。
ご依頼の納期ですが、12月10日で承りました。
ご不明な点は 03-5555-0123 までお電話ください。

━━━━━━━━━━━━━━━━━━━━
株式会社月影製作所 営業第二部
鈴木 花子
〒100-0005 東京都千代田区丸の内9-9-9
TEL: 03-5555-0123 / FAX: 03-5555-0124
suzuki@tsukikage.example.com
━━━━━━━━━━━━━━━━━━━━
"""


async def _forwarded(gate: Gate) -> Held:
    to = [ODD, PARTNER, ALSO_ODD]
    return await gate.hold(to, mail(to, subject="Fw: 納期の件", text=QUOTED))


async def _cleaned(gate: Gate) -> Held:
    held = await _forwarded(gate)
    offer = next(o for o in (await gate.view(held)).offers if o.recipe.clean == "redact")
    ticked = frozenset({ODD, ALSO_ODD.lower(), PARTNER})
    await gate.store.run(
        Decide(held.token, "confirm", offer.version_id, ticked, frozenset(), "192.0.2.7", hide=True)
    )
    await gate.revise()
    await gate.deliver()
    return held


async def _confirmed(gate: Gate) -> Held:
    held = await _three(gate)
    keys = frozenset({ODD, "info@xn--wgv71a119e.example"})
    await _decide(gate, held, "confirm", keys, frozenset({ALSO_ODD.lower()}))
    await gate.revise()
    await gate.deliver()
    return held


async def _withdrawn(gate: Gate) -> Held:
    held = await gate.hold([ODD, ALSO_ODD])
    await _decide(gate, held, "withdraw")
    return held


async def _withdrawn_late(gate: Gate) -> Held:
    held = await _three(gate)
    await _decide(gate, held, "withdraw")
    return held


async def _expired(gate: Gate) -> Held:
    held = await gate.hold()
    await gate.expire()
    return held


async def _released(gate: Gate) -> Held:
    held = await gate.hold([ODD, ALSO_ODD])
    await gate.store.run(ReleaseByStaff(held.message_id, "cli:admin", "電話で確認"))
    await gate.deliver()
    return held


async def _decide(
    gate: Gate,
    held: Held,
    choice: str,
    ticked: frozenset[str] = frozenset(),
    dropped: frozenset[str] = frozenset(),
) -> None:
    await gate.store.run(Decide(held.token, choice, held.version_id, ticked, dropped, "192.0.2.7"))


HOLDS: dict[str, Callable[[Gate], Awaitable[Held]]] = {
    "one": _one,
    "files": _files,
    "three": _three,
    "forty": _forty,
    "long": _long,
    "bare": _bare,
    "hostile": _hostile,
    "forwarded": _forwarded,
}
OUTCOMES: dict[str, Callable[[Gate], Awaitable[Held]]] = {
    "confirmed": _confirmed,
    "cleaned": _cleaned,
    "withdrawn": _withdrawn,
    "withdrawn-late": _withdrawn_late,
    "expired": _expired,
    "released": _released,
}
