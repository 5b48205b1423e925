"""Thousands of made-up correspondents: the right greeting never prompts, the wrong one mostly does.

Names, spellings of addresses, display names and forms of greeting are drawn at
random (one seed); many addresses say nothing (info@, e4711@, a given name only).
"""

from random import Random
from typing import NamedTuple

from policies.envelope import Address
from policies.recipients import surnames
from policies.recipients.known import KnownParties
from policies.recipients.mismatch import salutation_mismatch
from policies.recipients.party import Party
from policies.recipients.salutation import salutations

SPELLED = {
    kanji: readings.split("/")
    for kanji, readings in (
        entry.split() for entry in surnames._TABLE.replace("\n", "").split(",") if entry.strip()
    )
} | {"五条": ["gojo"], "早乙女": ["saotome"], "勅使河原": ["teshigawara"], "蛭田": ["hiruta"]}
GIVEN = (("太郎", "taro"), ("花子", "hanako"), ("健", "ken"), ("さくら", "sakura"), ("翔", "sho"))
FIRST = "青空 日向 北斗 若葉 大和 光陽 東亜 泉州 常盤 瑞穂 明星 三洋 曙 清流 白鳥".split()  # noqa: SIM905
KIND = "商事 工業 運輸 電機 食品 印刷 システムズ 製作所 銀行 物産".split()  # noqa: SIM905


class Person(NamedTuple):
    surname: str
    given: str
    organisation: str
    party: Party


def people(random: Random, count: int) -> list[Person]:
    companies = [f"株式会社{first}{kind}" for first in FIRST for kind in random.sample(KIND, 3)]
    return [person(random, companies) for _ in range(count)]


def person(random: Random, companies: list[str]) -> Person:
    surname = random.choice(list(SPELLED))
    given, first = random.choice(GIVEN)
    last = random.choice(SPELLED[surname])
    last = random.choice(
        [last, last.replace("o", "ou", 1), last.replace("shi", "si"), last.replace("tsu", "tu")]
    )
    company = random.choice(companies)
    local = random.choice(
        (
            *(last, f"{first}.{last}", f"{last}.{first}", f"{first[0]}.{last}", first),
            *(f"{first[0]}{last}", f"{last}-{first[0]}", f"{last}{first}"),
            *("info", "sales", f"{last}{random.randint(1, 99)}", f"e{random.randint(1000, 9999)}"),
        )
    )
    shown = random.choice(
        (
            *("", "", f"{surname} {given}", f"{surname}{given}", f"{surname}様"),
            *(f"{company} {surname}", f"{first.title()} {last.title()}"),
            f"{last.upper()} {first.title()}",
        )
    )
    address = Address.parse(f"{local}@c{companies.index(company)}.co.jp")
    party = Party.of(address, shown, random.choice([company, company, ""]))
    return Person(surname, given, company, party)


def greeting(random: Random, one: Person) -> str:
    short = one.organisation.removeprefix("株式会社")
    company = random.choice(
        [f"株式会社{short}", f"{short}株式会社", f"{short}㈱", f"(株){short}", short]
    )
    name = random.choice([one.surname, f"{one.surname} {one.given}", f"{one.surname}{one.given}"])
    polite = random.choice(["様", " 様", "さん", "さま、", "先生"])
    before = random.choice(["", "", f"{company} ", f"{company}　", f"{company}\n営業部 "])
    return f"{before}{name}{polite}\n\nいつもお世話になっております。山田です。\n"


def test_right_greetings_never_prompt_and_wrong_ones_mostly_do() -> None:
    random = Random(7)
    everyone = people(random, 500)
    known = KnownParties(one.party for one in everyone)
    found = wrong = 0
    for one in everyone * 2:
        read = salutations(greeting(random, one))
        assert salutation_mismatch(read, [one.party], known) is None, (read, one)
        other = random.choice(everyone)
        if other.surname != one.surname and other.organisation != one.organisation:
            wrong += 1
            found += salutation_mismatch(read, [other.party], known) is not None
    assert wrong > 900
    assert found / wrong > 0.8
