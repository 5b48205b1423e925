"""A made-up Japanese company: 100 senders in ten departments, their partners and customers."""

# ruff: noqa: E501, SIM905 - tables read best as tables
import random
from dataclasses import dataclass

from benchmarks.companies import domains
from policies.recipients.surnames import READINGS
from tests.corpus.recipients.mail import Person

OWN = "hoshino-sekkei.co.jp"
DEPARTMENTS = 10
SENDERS = 100
PARTNERS = 260

_HEADS = (
    "青空 日向 若葉 大和田 三ツ星 北斗 明和 東雲 朝霧 白樺 瑞穂 千歳 紅葉 天竜 富士見 鶴亀 常盤 松風 "
    "翠 暁 飛鳥 桜川 光洋 昭栄 新生 泉州 双葉 高砂 太平 竹園 中京 東亜 豊栄 長良 南海 日進"
).split()
_TAILS = "商事 工業 電機 建設 産業 物産 製作所 化学 食品 運輸 印刷 精機".split()
_GIVEN = (
    ("太郎", "taro"), ("花子", "hanako"), ("健一", "kenichi"), ("由美", "yumi"), ("誠", "makoto"),
    ("直樹", "naoki"), ("恵子", "keiko"), ("大輔", "daisuke"), ("裕子", "yuko"), ("浩", "hiroshi"),
    ("翔太", "shota"), ("美咲", "misaki"), ("和也", "kazuya"), ("愛", "ai"), ("隆", "takashi"),
)  # fmt: skip
_WESTERN = (
    "Anna Weber", "John Miller", "Marie Dubois", "Peter Schmidt", "Emily Clark", "David Brown",
    "Laura Fischer", "James Wilson", "Sarah Taylor", "Thomas Meyer",
)  # fmt: skip
_SURNAMES = tuple((kanji, next(iter(read))) for kanji, read in READINGS.items() if len(kanji) > 1)


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation outside; ``is_listed`` in the customer list that was imported."""

    domain: str
    organisation: str
    people: tuple[Person, ...]
    is_western: bool
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody: senders, partners by department, customers with free mail."""

    senders: tuple[Person, ...]
    partners: tuple[Partner, ...]
    strangers: tuple[Partner, ...]  # organisations that nobody has met yet
    customers: tuple[Person, ...]  # at free mail providers

    def department(self, sender: Person) -> int:
        return self.senders.index(sender) % DEPARTMENTS


def make(rng: random.Random) -> Company:
    """The company of this seed."""
    names = [head + tail for head in _HEADS for tail in _TAILS]
    rng.shuffle(names)
    hosts = domains(PARTNERS + 120, seed=rng.randrange(1_000_000))
    made = [_partner(rng, host, names[n]) for n, host in enumerate(hosts)]
    return Company(
        senders=_people(rng, OWN, SENDERS),
        partners=tuple(made[:PARTNERS]),
        strangers=tuple(made[PARTNERS:]),
        customers=tuple(_customer(rng, n) for n in range(40)),
    )


def _partner(rng: random.Random, domain: str, organisation: str) -> Partner:
    western = domain.endswith(".com") and rng.random() < 0.6
    if western:
        organisation = f"{domain.partition('.')[0].replace('-', ' ').title()} GmbH"
        chosen = rng.sample(_WESTERN, 4)
        people = tuple(
            Person(f"{name.lower().replace(' ', '.')}@{domain}", name, name.split()[1])
            for name in chosen
        )
    else:
        legal = rng.choice(("株式会社{}", "{}株式会社"))
        organisation = legal.format(organisation)
        people = (*_people(rng, domain, rng.randint(4, 9)), Person(f"info@{domain}"))
    return Partner(domain, organisation, people, western, rng.random() < 0.5)


def _people(rng: random.Random, domain: str, count: int) -> tuple[Person, ...]:
    style = rng.choice(("surname", "initial", "full"))
    found: dict[str, Person] = {}
    while len(found) < count:
        (kanji, reading), (given, spelled) = rng.choice(_SURNAMES), rng.choice(_GIVEN)
        initial, full = f"{spelled[0]}.{reading}", f"{spelled}.{reading}"
        local = {"surname": reading, "initial": initial, "full": full}[style]
        local = full if f"{local}@{domain}" in found else local
        found[f"{local}@{domain}"] = Person(f"{local}@{domain}", f"{kanji} {given}", kanji)
    return tuple(found.values())


def _customer(rng: random.Random, n: int) -> Person:
    (kanji, reading), (given, spelled) = rng.choice(_SURNAMES), rng.choice(_GIVEN)
    provider = rng.choice(("gmail.com", "yahoo.co.jp", "icloud.com", "docomo.ne.jp"))
    return Person(f"{spelled}-{reading}{n + 60}@{provider}", f"{kanji} {given}", kanji)
