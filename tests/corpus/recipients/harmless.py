"""Single mails that nobody must be asked about: Japanese and English, of every kind."""

# ruff: noqa: E501, I001, ISC004 - tables read best as tables
from collections.abc import Iterator

from tests.corpus.recipients.mail import Mail, Person
from tests.corpus.recipients.world import (
    ALL, BAKER, CLARK, CUSTOMER, DESK, INFO, ITO, KATO, MILLER, MORI, ONO, OWN, SALES, SATO,
    SATO_HINATA, SUZUKI, SYSTEM, TANAKA, WEBER, YAMADA,
)  # fmt: skip

_JAPANESE = (
    "{who}様\n\nいつもお世話になっております。田中です。\n明日の打ち合わせ、10時に伺います。\n",
    "{who}さん\n\nお世話になっております。\n図面の件、承知しました。\n",
    "お世話になっております。星野設計の田中です。\nご連絡が遅くなり申し訳ございません。\n",
    "{who}様\n\nお世話になっております。\n先日添付いただいた資料、拝見しました。ありがとうございます。\n",
    "{who}様\n（CC：弊社 森）\n\nお世話になっております。\n納期は12月10日でお願いいたします。\n",
    "ご担当者様\n\n平素より大変お世話になっております。\n年末年始の休業日をお知らせいたします。\n",
    "各位\n\nお疲れさまです。\n次回の定例会議は12月3日（木）15時からです。\n",
    "{who}様\n\nお世話になります。\n現場の写真は後ほど別メールで添付してお送りします。\n",
    "{who}様\n\n承知いたしました。社内で確認のうえ、改めてご連絡いたします。\n取り急ぎご返信まで。\n",
    "{who}様\n\nお世話になっております。\n佐々木様よりご紹介いただきました件、進めております。\n",
    "{who}部長\n\nお世話になっております。\n昨日はありがとうございました。\n",
    "お世話になっております。\nお手数ですが、申込書を添付のうえご返信ください。\n",
)
_ENGLISH = (
    "Dear {who},\n\nThank you for your call. Tuesday at ten works for us.\n\nBest regards\nAlice\n",
    "Hi {first},\n\njust a short note: we are running ten minutes late.\n\nAlice\n",
    "Hello {first},\n\nThanks for the attachment, received safely.\n\nKind regards\n",
    "Dear all,\n\nThe site visit is on 3 December. Please bring your helmets.\n",
    "Thanks, that works. See you on Thursday.\n",
    "Dear {who},\n\nCould you please attach the signed form to your answer?\n\nBest regards\n",
    "Hi {first},\n\nI have shared the drawings with you last week; any comments?\n\nCheers\n",
    "Dear Sir or Madam,\n\nplease confirm the delivery on 10 December.\n\nYours faithfully\n",
)
_ANSWERS = (
    "\n\n-----Original Message-----\nFrom: {name} <{address}>\nSent: Tuesday, November 24, 2026 10:15 AM\n"
    "To: {mine}\nSubject: RE: drawings\n\nThe old text. Regards\n",
    "\n\n________________________________\n差出人: {name} <{address}>\n送信日時: 2026年11月24日 10:15\n"
    "宛先: {mine}\n件名: 図面の件\n\n以前の本文です。見積書を添付します。\n",
    "\n\n2026年11月24日(火) 10:15 {name} <{address}>:\n\n> 日向電機株式会社\n> 鈴木様\n> 以前の本文です。\n",
    "\n\nOn Tue, Nov 24, 2026 at 10:15 AM {name} <{address}> wrote:\n> Dear Ms Weber,\n> old text\n",
    "\n\n> 以前の本文です。\n> 添付をご確認ください。\n",
    "",
)
_PEOPLE = (SATO, SUZUKI, ITO, YAMADA, ONO)
_WESTERNERS = (WEBER, CLARK, MILLER)
_SYSTEM_TEXTS = (
    "ご注文を受け付けました。注文番号 2026-1126-01\n※このメールは自動送信されています。\n",
    "Your order 4711 has been shipped. Do not answer this mail.\n",
    "パスワードの有効期限が近づいています。\n",
    "【自動通知】バックアップが完了しました。\n",
    "Out of office: I am back on 1 December.\n",
    "ただいま不在にしております。12月1日に戻ります。\n",
)


def harmless() -> list[Mail]:
    """All of them."""
    return [
        *_letters(), *_answers(), *_invitations(), *_lists(), *_automatic(), *_internal(),
        *_groups(), *_files(), *_odd_looking(),
    ]  # fmt: skip


def _letters() -> Iterator[Mail]:
    """First mails of a conversation, to long-known people."""
    for text in _JAPANESE:
        for person in _PEOPLE:
            yield Mail(TANAKA, (person,), text.format(who=person.surname), kind="letter")
    for text in _ENGLISH:
        for person in _WESTERNERS:
            first = person.name.split()[0]
            greeted = text.format(who=person.name, first=first)
            yield Mail(BAKER, (person,), greeted, "Site visit", kind="letter")


def _answers() -> Iterator[Mail]:
    """Answers with the history that mail clients quote."""
    for history in _ANSWERS:
        for person in (*_PEOPLE, *_WESTERNERS):
            text = _ENGLISH[4] if person in _WESTERNERS else _JAPANESE[8].format(who=person.surname)
            text += history.format(name=person.name, address=person.address, mine=TANAKA.address)
            yield Mail(TANAKA, (person, MORI), text, "Re: 図面の件", reply=True, kind="answer")
        text = "FYI\n" + history.format(name=SATO.name, address=SATO.address, mine=TANAKA.address)
        yield Mail(TANAKA, (MORI,), text, "Fw: 図面の件", kind="forwarded inside")
        yield Mail(TANAKA, (SATO, KATO), text, "Re: 図面の件", reply=True, kind="answer to two")


def _invitations() -> Iterator[Mail]:
    for to in ((SATO, MORI), (WEBER,), (CLARK, MILLER), (YAMADA, SATO), (MORI, SALES), (CUSTOMER,)):
        for subject, text in (
            ("定例会議", "会議室Aで開催します。\n"),
            ("Kick-off", "Join online.\n"),
        ):
            yield Mail(TANAKA, to, text, subject, invitation=True, kind="invitation")


def _lists() -> Iterator[Mail]:
    """Lists in the own domain, and newsletters by blind copy."""
    for to in ((ALL,), (SALES, ALL), (Person(f"project-x@lists.{OWN}"),), (DESK,)):
        for text in (_JAPANESE[6], _ENGLISH[3], "添付の名簿をご確認ください。\n"):
            yield Mail(TANAKA, to, text, "お知らせ", kind="own list")
    for text in (
        "お客様各位\n\n12月号をお届けします。\n",
        "Dear customers,\n\nour December news.\n",
    ):
        for sender in (SYSTEM, SALES):
            readers = (*_PEOPLE, *_WESTERNERS, INFO, CUSTOMER)
            yield Mail(
                sender, (sender,), text, "ニュースレター", bcc=readers, automatic=sender is SYSTEM,
                kind="newsletter",
            )  # fmt: skip


def _automatic() -> Iterator[Mail]:
    for text in _SYSTEM_TEXTS:
        for person in (SATO, CLARK, CUSTOMER, MORI):
            yield Mail(SYSTEM, (person,), text, "通知", automatic=True, kind="system")
            yield Mail(SYSTEM, (person,), text, "Bounce", null_sender=True, kind="null sender")


def _internal() -> Iterator[Mail]:
    """Whatever it says, mail inside prompts nobody."""
    texts = (
        "青空商事株式会社\n佐藤様\n\nこの文面でよいでしょうか。添付します。\n",
        "Dear Ms Weber,\n\nis this wording all right? Please find the offer attached.\n",
        "添付します。\n",
        "名簿はこちらです。https://1drv.ms/x/s!abc\n",
        "鈴木さん\n\n日向電機の件、頼みます。\n",
    )
    for text in texts:
        for to in ((MORI,), (MORI, BAKER, SALES), (Person(f"new.person@{OWN}"),), (DESK, ALL)):
            files = ("日向電機様_見積書.pdf",) if to[0] is MORI else ()
            yield Mail(TANAKA, to, text, "相談", files=files, kind="internal")


def _groups() -> Iterator[Mail]:
    """Several people, of one organisation or of two that work together."""
    for to in (
        (SATO, KATO), (SATO, SUZUKI), (SATO, YAMADA, MORI), (CLARK, MILLER), (CLARK, WEBER),
        (SATO, CUSTOMER), (SUZUKI, SATO_HINATA), (SATO, SATO_HINATA), (YAMADA, INFO), (KATO, SUZUKI),
    ):  # fmt: skip
        for text in (
            "各位\n\nお世話になっております。\n",
            "皆様\n\n日程をお知らせします。\n",
            "Dear all,\n\nhi\n",
        ):
            yield Mail(TANAKA, to, text, "日程", kind="group")


def _files() -> Iterator[Mail]:
    for person, name in (
        (SATO, "青空商事様_見積書.pdf"), (SATO, "見積書_青空商事株式会社御中.xlsx"), (SUZUKI, "日向電機_仕様書.docx"),
        (WEBER, "Quotation Weber Technik.pdf"), (CLARK, "brightlake_contract_v3.docx"),
        (YAMADA, "見積書.xlsx"), (MILLER, "invoice-2026-11.pdf"), (ONO, "図面.zip"),
        (CUSTOMER, "ご請求書.pdf"), (ITO, "若葉食品_議事録.docx"),
    ):  # fmt: skip
        for text in ("資料を添付します。ご査収ください。\n", "Please find the file attached.\n"):
            yield Mail(TANAKA, (person,), text, "資料送付", files=(name,), kind="file")


def _odd_looking() -> Iterator[Mail]:
    """What looks unusual and is not."""
    at = "kawasemi-insatsu.co.jp"
    for to, text in (
        ((Person(f"new.colleague@{at}", "新人 花子", "新人"),), "はじめまして。担当の田中です。\n"),
        (
            (Person(f"sato+project@{SATO.domain}", SATO.name, "佐藤"),),
            "佐藤様\n\nお世話になります。\n",
        ),
        ((Person("Sato@AOZORA-SHOJI.co.jp", SATO.name, "佐藤"),), "佐藤様\n\nお世話になります。\n"),
        ((Person(SATO.address, SATO.address),), "佐藤様\n\nお世話になります。\n"),
        ((Person(SATO.address, "青空商事 佐藤様"),), "青空商事 佐藤様\n\nお世話になります。\n"),
        ((Person(WEBER.address, "Weber, Anna"),), "Dear Anna,\n\nthank you.\n"),
        ((INFO,), "かわせみ印刷株式会社 御中\n\n名刺の増刷をお願いします。\n"),
        ((INFO,), "未知商会株式会社\n高橋様\n\nお世話になっております。\n"),
        ((CUSTOMER,), "本田様\n\nお世話になっております。工事の日程をお知らせします。\n"),
        ((SATO,), ""),
        ((SATO,), "了解です。\n\nSent from my iPhone\n"),
        ((SUZUKI,), "鈴木様\n\n佐藤様（青空商事）にもお伝えください。\n"),
        ((WEBER,), "Dear Mrs Weber,\n\nMs Clark of Brightlake will join us.\n"),
        ((YAMADA,), "山田様\n\n資料はこちらです。https://www.dropbox.com/s/abc/plan.pdf\n"),
    ):
        yield Mail(TANAKA, to, text, kind="odd-looking")
