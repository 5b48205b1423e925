"""Single mails with a mistake in them, the address to blame, and what should be said of it."""

# ruff: noqa: E501, I001, ISC004 - tables read best as tables
from collections.abc import Iterator
from dataclasses import replace

from policies.envelope import Address
from tests.corpus.recipients.mail import Mail, Person
from tests.corpus.recipients.world import (
    BAKER, CLARK, CUSTOMER, ITO, KATO, MILLER, MORI, ONO, OWN, SATO, SATO_HINATA, STRANGER_EN,
    STRANGER_JP, SUZUKI, TANAKA, WEBER, YAMADA,
)  # fmt: skip

_SLIPS = (
    (SATO, "aozora-shouji.co.jp aozorashoji.co.jp aozora-shoji.com aozora-shoji.jp aozora-shoji.ne.jp "
     "aozora-shoji.co.jpp aozora-shjoi.co.jp aozora-shoij.co.jp aozzora-shoji.co.jp aozora-sohji.co.jp "
     "aozora-shoji.co a0zora-shoji.co.jp аozora-shoji.co.jp aozora-shoji-co.jp aozora-shojico.jp "
     "aozora-shoji.co.jp.mail-gate.com aozora-shoji.cojp"),
    (SUZUKI, "hinata-denki.com hinata-denkl.co.jp hinata-denk.co.jp hinata-dennki.co.jp hinnata-denki.co.jp "
     "hianta-denki.co.jp hinata-denki.ne.jp hinatadenki.co.jp hinata-benki.co.jp"),
    (YAMADA, "kawasemi-insatsu.com kawasemi-insastu.co.jp kawasemi-insatu.co.jp kawaseml-insatsu.co.jp "
     "kawasemi-innsatsu.co.jp kawasemi-insatsu.co.jp.secure-host.net kawasemi-insatsu.jp"),
    (WEBER, "weber-technik.com weber-technic.de weber-tecnhik.de webertechnik.de weber-technlk.de "
     "vveber-technik.de weber-technik.de.login-portal.com"),
    (CLARK, "brightlake.com brightlake.uk brigthlake.co.uk brightiake.co.uk brightlakes.co.uk brightlke.co.uk"),
    (MILLER, "northwind-trading.co northwind-tradlng.com northwlnd-trading.com nortwhind-trading.com "
     "northwind-trading.net northwindtrading.com northwind-tradinng.com"),
    (CUSTOMER, "gmial.com gmai.com gnail.com gmail.co gmaill.com gmail.con"),
)  # fmt: skip
_TEXT = "お世話になっております。\n打ち合わせの日程をお知らせします。\n"


def planted() -> list[tuple[Mail, str]]:
    """All of them, each with the code of the finding that should explain it."""
    return [
        *_misspelt(), *_strangers(), *_greetings(), *_mixed(), *_answers(), *_own_freemail(),
        *_files(), *_names(), *_forgotten(),
    ]  # fmt: skip


def _misspelt() -> Iterator[tuple[Mail, str]]:
    for right, domains in _SLIPS:
        for n, domain in enumerate(domains.split()):
            local = right.address.partition("@")[0]
            wrong = replace(right, address=str(Address.parse(f"{local}@{domain}")))
            beside = (right, MORI) if n % 3 == 0 else ()
            yield _wrong(TANAKA, (wrong, *beside), _TEXT, wrong), "look-alike"


def _strangers() -> Iterator[tuple[Mail, str]]:
    for text in (_TEXT, "木村様\n\nはじめまして。\n", ""):
        yield _wrong(TANAKA, (STRANGER_JP,), text, STRANGER_JP), "first-time"
        yield _wrong(TANAKA, (STRANGER_JP, SATO, MORI), text, STRANGER_JP), "first-time"
    for text in ("Dear Mr Novak,\n\nnice to meet you.\n", "Hi Petr,\n\nas discussed.\n"):
        yield _wrong(BAKER, (STRANGER_EN,), text, STRANGER_EN), "first-time"
        mail = _wrong(BAKER, (CLARK, STRANGER_EN), text, STRANGER_EN)
        yield replace(mail, invitation=True), "first-time"
    mail = _wrong(TANAKA, (SATO,), _TEXT, STRANGER_JP)
    yield replace(mail, bcc=(STRANGER_JP,)), "first-time"
    yield replace(mail, bcc=(STRANGER_JP,), automatic=True), "first-time"
    routed = Person(f"x%minato-kaihatsu.co.jp@{OWN}")
    yield _wrong(TANAKA, (routed,), _TEXT, routed), "first-time"


def _greetings() -> Iterator[tuple[Mail, str]]:
    """Written to one, addressed to another."""
    for to, text in (
        (SUZUKI, "青空商事株式会社\n佐藤様\n\nお世話になっております。\n"),
        (SATO_HINATA, "青空商事株式会社 佐藤様\n\nお世話になっております。\n"),
        (SATO_HINATA, "㈱青空商事\n佐藤様\n\n見積の件です。\n"),
        (SATO, "日向電機株式会社\n佐藤様\n\n図面の件です。\n"),
        (SATO, "日向電機（株） 鈴木様\n\nお世話になっております。\n"),
        (ITO, "青空商事株式会社\n加藤様\n\n納期の件です。\n"),
        (YAMADA, "日向電機株式会社\n鈴木様\n\nお世話になっております。\n"),
        (ONO, "若葉食品株式会社\n伊藤様\n\nお世話になっております。\n"),
        (KATO, "若葉食品 伊藤様\n\nいつもお世話になっております。\n"),
        (YAMADA, "青空商事株式会社 御中\n\nお見積りをお送りします。\n"),
        (CLARK, "Weber Technik GmbH\n\nDear Ms Weber,\n\nthe parts have arrived.\n"),
        (WEBER, "Brightlake Ltd\n\nDear Ms Clark,\n\nthe parts have arrived.\n"),
    ):
        yield _wrong(TANAKA, (to,), text, to), "wrong-salutation"
        yield _wrong(TANAKA, (to, MORI), text, to), "wrong-salutation"


def _mixed() -> Iterator[tuple[Mail, str]]:
    """Clients who have never been in one mail."""
    for to in ((ITO, SUZUKI), (YAMADA, WEBER), (ONO, MILLER), (ITO, CLARK, MORI), (ONO, SATO)):
        outside = [p for p in to if p.domain != OWN]
        yield _wrong(TANAKA, to, _TEXT, *outside), "odd-one-out"
    for to, odd in (
        ((SATO, SUZUKI, ITO), ITO),
        ((CLARK, MILLER, ONO), ONO),
        ((SATO, YAMADA, WEBER), WEBER),
    ):
        yield _wrong(TANAKA, to, _TEXT, odd), "odd-one-out"


def _answers() -> Iterator[tuple[Mail, str]]:
    """Somebody who was not in the mail that is answered."""
    old = "\n\n差出人: 佐藤 <{}>\n送信日時: 2026年11月24日\n宛先: {}\n件名: 図面\n\n以前の本文\n"
    for right, wrong in (
        (SATO, YAMADA),
        (SATO, ONO),
        (SUZUKI, MILLER),
        (WEBER, YAMADA),
        (CLARK, ONO),
    ):
        text = "承知しました。\n" + old.format(right.address, TANAKA.address)
        mail = _wrong(TANAKA, (right, wrong), text, wrong)
        yield replace(mail, reply=True), "joined-reply"
    text = "Noted.\n" + old.format(SATO.address, TANAKA.address)
    for wrong in (STRANGER_JP, STRANGER_EN):
        mail = _wrong(TANAKA, (SATO, wrong), text, wrong)
        yield replace(mail, reply=True), "joined-reply"


def _own_freemail() -> Iterator[tuple[Mail, str]]:
    for sender, local in (
        (TANAKA, "taro.tanaka"), (TANAKA, "tanakataro1985"), (TANAKA, "tanaka.taro"), (TANAKA, "t.tanaka88"),
        (BAKER, "alice.baker"), (BAKER, "alicebaker1990"),
    ):  # fmt: skip
        for provider in ("gmail.com", "yahoo.co.jp"):
            mine = Person(f"{local}@{provider}")
            for to in ((mine,), (SATO, mine)):
                mail = _wrong(sender, to, "よろしく\n", mine)
                yield replace(mail, files=("顧客名簿.xlsx",)), "own-freemail"


def _files() -> Iterator[tuple[Mail, str]]:
    for to, name in (
        (SUZUKI, "青空商事様_見積書.pdf"), (ITO, "見積書_日向電機株式会社御中.xlsx"), (YAMADA, "若葉食品_契約書.docx"),
        (SATO, "日向電機様_図面.zip"), (CLARK, "Weber Technik contract.pdf"), (MILLER, "brightlake_invoice.pdf"),
    ):  # fmt: skip
        mail = _wrong(TANAKA, (to,), "資料を添付します。\n", to)
        yield replace(mail, files=(name,)), "other-organisation-in-file-name"


def _names() -> Iterator[tuple[Mail, str]]:
    for real, shown in ((SUZUKI, SATO), (YAMADA, WEBER), (CUSTOMER, CLARK)):
        wrong = replace(real, name=shown.address)
        yield _wrong(TANAKA, (wrong,), _TEXT, wrong), "name-shows-another-address"


def _forgotten() -> Iterator[tuple[Mail, str]]:
    for text in (
        "お世話になっております。\n見積書を添付いたします。\n", "資料を添付しましたのでご確認ください。\n",
        "Please find the offer attached.\n", "Dear Petr,\n\nI have attached the drawings.\n",
    ):  # fmt: skip
        for stranger in (STRANGER_JP, STRANGER_EN):
            yield _wrong(TANAKA, (stranger,), text, stranger), "missing-attachment"


def _wrong(sender: Person, to: tuple[Person, ...], text: str, *blamed: Person) -> Mail:
    addresses = frozenset(person.address for person in blamed)
    return Mail(sender, to, text, mistake="planted", blamed=addresses)
