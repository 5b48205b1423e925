"""The four sample mails of the demonstration."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from policies.recipients.directory import Entry

OWN_DOMAIN = "aozora.example.jp"
COMPANY = "株式会社青空（デモ）"
TANAKA, SUZUKI = ("田中 一郎", f"tanaka@{OWN_DOMAIN}"), ("鈴木 花子", f"suzuki@{OWN_DOMAIN}")

PARTNERS = (
    Entry(domain="hinata-shoji.example.co.jp", organisation="日向商事株式会社"),
    Entry(domain="weber-gmbh.example", organisation="Weber GmbH"),
)

_CUSTOMERS = "\r\n".join(
    ["会員番号,氏名,電話番号,住所"]
    + [
        f"{1000 + n},{name},03-5550-01{n:02d},東京都架空区見本町{n}-1"
        for n, name in enumerate(
            ["佐藤 結衣", "鈴木 大翔", "高橋 陽葵", "渡辺 蓮", "伊藤 さくら", "山本 湊"], start=1
        )
    ]
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail of the demonstration, and what it shows."""

    about: str
    sender: str
    to: str
    message: bytes


def samples() -> tuple[Sample, ...]:
    """Internal; to a known partner; one letter wrong in the partner's domain; a list attached.

    The last has another sender: one person's holds share a notice, and each should show its link.
    """
    return (
        _sample(
            "社内のメール / internal",
            f"yamada@{OWN_DOMAIN}",
            "明日の打ち合わせ",
            "山田さん\r\n\r\n明日の打ち合わせは10時に変更です。\r\n\r\n田中\r\n",
        ),
        _sample(
            "登録済みの取引先 / a known partner",
            "sato@hinata-shoji.example.co.jp",
            "お見積りの件",
            "日向商事株式会社\r\n佐藤様\r\n\r\nお見積りをお送りいたします。"
            "\r\n\r\n株式会社青空 田中\r\n",
        ),
        _sample(
            "取引先のドメインが一文字違い / one wrong letter in the partner's domain",
            "sato@hinata-shouji.example.co.jp",
            "Re: お見積りの件",
            "日向商事株式会社\r\n佐藤様\r\n\r\n先ほどのお見積りを訂正いたします。"
            "\r\n\r\n株式会社青空 田中\r\n",
        ),
        _sample(
            "顧客一覧を添付 / a customer list attached",
            "suzuki.private@freemail.example",
            "会員リスト",
            "自宅で作業するため送ります。\r\n",
            sender=SUZUKI,
            attached=True,
        ),
    )


def _sample(
    about: str,
    to: str,
    subject: str,
    text: str,
    *,
    sender: tuple[str, str] = TANAKA,
    attached: bool = False,
) -> Sample:
    name, address = sender
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{name} <{address}>"
    mail["To"] = to
    mail["Subject"] = subject
    mail.set_content(text, cte="base64")
    if attached:
        mail.add_attachment(
            _CUSTOMERS.encode("cp932"), maintype="text", subtype="csv", filename="会員一覧.csv"
        )
    return Sample(about, address, to, mail.as_bytes())
