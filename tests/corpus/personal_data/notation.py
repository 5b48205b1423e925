# ruff: noqa: E501 - documents and word lists
"""People and how they are written: names, numbers, dates, addresses, with labels.

``tag`` marks a span inside a text; ``finish`` turns the marks into offsets.
"""

import random
import re
from dataclasses import dataclass
from typing import Any

from tests.corpus.personal_data.pools import Pool

_MARK = re.compile("\ue000([A-Z_]+)\\|([a-z]*)\\|([01])\ue001([^\ue002]*)\ue002")
_WIDE = {ord(str(d)): ord("０") + d for d in range(10)}


def tag(kind: str, value: str, form: str = "", *, optional: bool = False) -> str:
    return f"\ue000{kind}|{form}|{int(optional)}\ue001{value}\ue002"


def finish(marked: str) -> tuple[str, list[dict[str, Any]]]:
    text, entities, at, size = [], [], 0, 0
    for match in _MARK.finditer(marked):
        plain = marked[at : match.start()]
        size += len(plain)
        entity: dict[str, Any] = {
            "type": match[1],
            "start": size,
            "end": size + len(match[4]),
            "value": match[4],
        }
        if match[2]:
            entity["form"] = match[2]
        if match[3] == "1":
            entity["optional"] = True
        entities.append(entity)
        text += [plain, match[4]]
        size += len(match[4])
        at = match.end()
    text.append(marked[at:])
    return "".join(text), entities


def wide(text: str) -> str:
    return text.translate(_WIDE)


def hira(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


_HALF = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンッャュョー",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｯｬｭｮｰ",
        strict=True,
    )
)
_HALF |= {
    a: _HALF[b] + "ﾞ"
    for a, b in zip(
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボ",
        "カキクケコサシスセソタチツテトハヒフヘホ",
        strict=True,
    )
}
_HALF |= {a: _HALF[b] + "ﾟ" for a, b in zip("パピプペポ", "ハヒフヘホ", strict=True)}


def half(text: str) -> str:
    return "".join(_HALF.get(c, c) for c in text)


@dataclass
class Someone:
    rng: random.Random
    pool: Pool
    surname: tuple[str, str, str]
    given: tuple[str, str, str]
    year: int
    month: int
    day: int
    mobile: str
    phone: str
    user: str
    domain: str
    place: tuple[str, str, str, str]
    postal: str
    block: tuple[int, int, int]
    building: str

    @property
    def full(self) -> str:
        return self.surname[0] + self.given[0]

    def name(self, form: str = "") -> str:
        gap = self.rng.choice(["", "", " ", "　"])
        return tag("PERSON", self.surname[0] + gap + self.given[0], form)

    def sur(self) -> str:
        return tag("PERSON", self.surname[0], "surname")

    def kana(self, style: str = "") -> str:
        style = style or self.rng.choice(["full", "hira", "half"])
        gap = self.rng.choice(["", " ", "　"]) if style != "half" else self.rng.choice(["", " "])
        text = self.surname[1] + gap + self.given[1]
        return tag(
            "PERSON",
            hira(text) if style == "hira" else half(text) if style == "half" else text,
            "kana",
        )

    def romaji(self) -> str:
        a, b = self.given[2], self.surname[2]
        return tag(
            "PERSON", self.rng.choice([f"{a} {b}", f"{b.upper()} {a}", f"{b} {a}"]), "romaji"
        )

    def email(self) -> str:
        return tag("EMAIL", f"{self.user}@{self.domain}")

    def tel(
        self, *, mobile: bool | None = None, optional: bool = False, kind: str = "PHONE"
    ) -> str:
        number = (
            self.mobile
            if (mobile if mobile is not None else self.rng.random() < 0.6)
            else self.phone
        )
        return tag(kind, phone_form(self.rng, number), optional=optional)

    def birth(self) -> str:
        return tag("BIRTH_DATE", date_form(self.rng, self.year, self.month, self.day))

    def zip(self, *, optional: bool = False, mark: bool = True) -> str:
        text = self.rng.choice([self.postal, self.postal, wide(self.postal.replace("-", "－"))])
        return ("〒" if mark else "") + tag("POSTAL_CODE", text, optional=optional)

    def address(self, *, optional: bool = False, pref: bool | None = None) -> str:
        a, b, c = self.block
        with_pref = self.rng.random() < 0.8 if pref is None else pref
        block = self.rng.choice(
            [
                f"{a}-{b}-{c}",
                f"{a}丁目{b}番{c}号",
                f"{a}丁目{b}-{c}",
                wide(f"{a}－{b}－{c}"),
                f"{a}-{b}",
            ]
        )
        text = (self.place[1] if with_pref else "") + self.place[2] + self.place[3] + block
        if self.building:
            text += self.rng.choice([" ", "　"]) + self.building
        return tag("ADDRESS", text, optional=optional)


def someone(rng: random.Random, pool: Pool) -> Someone:
    surname, given = rng.choice(pool.surnames), rng.choice(pool.given)
    place = rng.choice(pool.places)
    area = {"東京都": "03", "大阪府": "06"}.get(place[1])
    phone = (
        f"{area}-{rng.randint(3000, 9999)}-{rng.randint(0, 9999):04}"
        if area
        else f"0{rng.choice([22, 25, 27, 43, 45, 47, 48, 52, 54, 75, 76, 78, 82, 86, 87, 92, 96, 98])}-{rng.randint(200, 999)}-{rng.randint(0, 9999):04}"
    )
    user = rng.choice(
        ["{g}.{s}", "{s}.{g}{n}", "{s}_{g}", "{g}{n}", "{s}-{g}", "{g}{s}{n}"]
    ).format(g=given[2].lower(), s=surname[2].lower(), n=rng.randint(1, 999))
    return Someone(
        rng,
        pool,
        surname,
        given,
        rng.randint(1938, 2006),
        rng.randint(1, 12),
        rng.randint(1, 28),
        f"0{rng.choice('789')}0-{rng.randint(1000, 9999)}-{rng.randint(0, 9999):04}",
        phone,
        user,
        rng.choice(pool.domains),
        place,
        f"{place[0]}-{rng.randint(0, 9999):04}",
        (rng.randint(1, 9), rng.randint(1, 30), rng.randint(1, 40)),
        rng.choice(pool.buildings) if rng.random() < 0.4 else "",
    )


def people(rng: random.Random, pool: Pool, count: int) -> list[Someone]:
    """Distinct people; a namesake has other data."""
    return [someone(rng, pool) for _ in range(count)]


def phone_form(rng: random.Random, number: str) -> str:
    a, b, c = number.split("-")
    return rng.choice(
        [
            number,
            number,
            number,
            f"{a}({b}){c}",
            f"({a}){b}-{c}" if not a.startswith(("07", "08", "09")) else number,
            number.replace("-", "ー"),
            wide(number.replace("-", "－")),
            number.replace("-", "‐"),
            number.replace("-", "–"),
            number.replace("-", "−"),
            f"+81-{a[1:]}-{b}-{c}",
            number.replace("-", " "),
        ]
    )


def date_form(rng: random.Random, y: int, m: int, d: int) -> str:
    era, base, short = (
        ("昭和", 1925, "S")
        if y < 1989
        else ("平成", 1988, "H")
        if y < 2019
        else ("令和", 2018, "R")
    )
    n = y - base
    return rng.choice(
        [
            f"{y}年{m}月{d}日",
            f"{y}/{m}/{d}",
            f"{y}-{m:02}-{d:02}",
            f"{y}{m:02}{d:02}",
            f"{era}{n if n > 1 else '元'}年{m}月{d}日",
            f"{short}{n}.{m}.{d}",
            wide(f"{y}年{m}月{d}日"),
            wide(f"{y}{m:02}{d:02}"),
            f"{y}.{m}.{d}",
            f"{short}{n}/{m:02}/{d:02}",
        ]
    )


def my_number(rng: random.Random) -> str:
    head = f"{rng.randint(0, 99_999_999_999):011}"
    rest = (
        sum(w * int(x) for w, x in zip((6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), head, strict=True)) % 11
    )
    return head + str(0 if rest <= 1 else 11 - rest)


def licence(rng: random.Random) -> str:
    head = f"{rng.choice([10, 11, 20, 30, 43, 50, 62, 90])}{rng.randint(0, 99):02}{rng.randint(0, 999_999):06}"
    total = sum(w * int(x) for w, x in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), head, strict=True))
    return head + str((11 - total % 11) % 10) + str(rng.randint(0, 3))


def luhn(rng: random.Random, prefix: str, length: int) -> str:
    head = prefix + "".join(str(rng.randint(0, 9)) for _ in range(length - 1 - len(prefix)))
    total = 0
    for i, c in enumerate(reversed(head)):
        n = int(c) * (2 if i % 2 == 0 else 1)
        total += n - 9 if n > 9 else n
    return head + str(-total % 10)


def insurer(rng: random.Random) -> str:
    return luhn(rng, f"{rng.choice(['01', '06', '31', '33'])}{rng.randint(1, 47):02}", 8)


def card(rng: random.Random) -> str:
    number = luhn(rng, rng.choice(["4", "52", "3540", "2301"]), 16)
    return rng.choice(
        [
            number,
            "-".join(number[i : i + 4] for i in range(0, 16, 4)),
            " ".join(number[i : i + 4] for i in range(0, 16, 4)),
        ]
    )


def jan(rng: random.Random) -> str:
    head = rng.choice(["45", "49"]) + f"{rng.randint(0, 9_999_999_999):010}"
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(head))
    return head + str(-total % 10)


def corporate(rng: random.Random) -> str:
    tail = f"{rng.randint(0, 999_999_999_999):012}"
    total = sum((2 if i % 2 else 1) * int(c) for i, c in enumerate(reversed(tail)))
    return str(9 - total % 9) + tail


def iban(rng: random.Random) -> str:
    body = "".join(str(rng.randint(0, 9)) for _ in range(18))
    check = 98 - int(body + "131400") % 97
    text = f"DE{check:02}{body}"
    return text if rng.random() < 0.5 else " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def parcel(rng: random.Random) -> str:
    """A parcel number; every third one passes the My Number digit on purpose."""
    if rng.random() < 0.33:
        return my_number(rng)
    head = f"{rng.randint(10**10, 10**11 - 1)}"
    return head + str(int(head) % 7)
