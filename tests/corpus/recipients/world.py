"""Whom the company of the single mails knows, and what it remembers of them."""

# ruff: noqa: E501 - tables read best as tables
from datetime import date
from itertools import combinations

from policies.briefing import Briefing
from policies.judge import judge
from policies.recipients.acquaintance import STRANGER, Acquaintance, Recall
from policies.recipients.directory import Entry
from policies.recipients.freemail import house
from policies.rule import default_source
from policies.verdict import Verdict
from tests.corpus.recipients.mail import Mail, Person

OWN = "hoshino-sekkei.co.jp"
TODAY = date(2026, 11, 26)

TANAKA = Person(f"taro.tanaka@{OWN}", "田中 太郎", "田中")
MORI = Person(f"mori@{OWN}", "森 恵子", "森")
BAKER = Person(f"alice.baker@{OWN}", "Alice Baker", "Baker")
SALES = Person(f"eigyo@{OWN}", "営業部")
ALL = Person(f"all@{OWN}")
SYSTEM = Person(f"noreply@{OWN}", "受発注システム")
DESK = Person(f"desk@support.{OWN}")

SATO = Person("sato@aozora-shoji.co.jp", "佐藤 健一", "佐藤")
KATO = Person("kato@aozora-shoji.co.jp", "加藤 由美", "加藤")
SUZUKI = Person("suzuki@hinata-denki.co.jp", "鈴木 誠", "鈴木")
SATO_HINATA = Person("sato.n@hinata-denki.co.jp", "佐藤 直樹", "佐藤")
ITO = Person("ito@wakaba-foods.co.jp", "伊藤 愛", "伊藤")
WEBER = Person("anna.weber@weber-technik.de", "Anna Weber", "Weber")
CLARK = Person("emily.clark@brightlake.co.uk", "Emily Clark", "Clark")
YAMADA = Person("yamada@kawasemi-insatsu.co.jp", "山田 浩", "山田")
MILLER = Person("john.miller@northwind-trading.com", "John Miller", "Miller")
INFO = Person("info@kawasemi-insatsu.co.jp")
ONO = Person("ono@sakura-gakuin.ac.jp", "小野 隆", "小野")
CUSTOMER = Person("yuki.honda77@gmail.com", "本田 由紀", "本田")
STRANGER_JP = Person("kimura@minato-kaihatsu.co.jp", "木村 翔", "木村")
STRANGER_EN = Person("p.novak@dunbar-logistics.eu", "Petr Novak", "Novak")

LISTED = (
    ("aozora-shoji.co.jp", "青空商事株式会社"),
    ("hinata-denki.co.jp", "日向電機株式会社"),
    ("wakaba-foods.co.jp", "若葉食品株式会社"),
    ("weber-technik.de", "Weber Technik GmbH"),
    ("brightlake.co.uk", "Brightlake Ltd"),
)
IN_USE = ("kawasemi-insatsu.co.jp", "northwind-trading.com", "sakura-gakuin.ac.jp")
TOGETHER = (
    ("aozora-shoji.co.jp", "hinata-denki.co.jp"),
    ("aozora-shoji.co.jp", "kawasemi-insatsu.co.jp"),
    ("brightlake.co.uk", "northwind-trading.com"),
    ("brightlake.co.uk", "weber-technik.de"),
    ("aozora-shoji.co.jp", "yuki.honda77@gmail.com"),
)
ENTRIES = (
    *(Entry(domain=domain, organisation=name) for domain, name in LISTED),
    Entry(domain="gmail.com", organisation="", address=CUSTOMER.address),
    Entry(domain=OWN, organisation="", address=f"partners@{OWN}", group="outside-members"),
)
BRIEFING = Briefing("1", (OWN,), ENTRIES, IN_USE, default_source(), "enforce")
_USED = Acquaintance(
    sent_by_sender=20, sent_by_company=60, days=15, senders=4, domain_mails=90, domain_days=18
)
_NEW_DESK = Acquaintance(domain_mails=90, domain_days=18)
_MET = frozenset(
    p.address
    for p in (SATO, KATO, SUZUKI, SATO_HINATA, ITO, WEBER, CLARK, YAMADA, MILLER, INFO, ONO, CUSTOMER)
)  # fmt: skip


def verdict_on(mail: Mail) -> Verdict:
    """What the shipped policy says of it in this company."""
    envelope = mail.envelope()
    about = tuple(_about(address.key, address.domain) for address in envelope.recipients)
    houses = sorted({house(address) for address in envelope.recipients})
    pairs = frozenset(pair for pair in combinations(houses, 2) if pair in TOGETHER)
    return judge(envelope, mail.summary(), BRIEFING, Recall(about, pairs), TODAY).verdict


def _about(address: str, domain: str) -> Acquaintance:
    if address in _MET:
        return _USED
    known = {name for name, _ in LISTED} | {*IN_USE}
    return _NEW_DESK if domain in known else STRANGER
