# ruff: noqa: E501, RUF034 - documents and word lists
"""Documents of every kind, and the clean ones that look like them."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.corpus.personal_data import notation as n
from tests.corpus.personal_data.notation import Someone, tag
from tests.corpus.personal_data.pools import Pool
from tests.corpus.personal_data.wording import Wording


@dataclass
class Maker:
    rng: random.Random
    pool: Pool
    words: Wording
    held: bool

    def w(self, key: str) -> str:
        return str(self.rng.choice(self.words[key]))

    def people(self, low: int, high: int) -> list[Someone]:
        found: dict[str, Someone] = {}
        for _ in range(self.rng.randint(low, high)):
            person = n.someone(self.rng, self.pool)
            found.setdefault(person.user + person.full, person)
        return list(found.values())


@dataclass
class Made:
    kind: str
    marked: str
    persons: int
    sensitive: bool = False
    clean: bool = False
    lang: str = "ja"


Column = tuple[str, Callable[[Someone], str]]


def table(m: Maker, people: list[Someone], columns: list[Column], *, header: bool = True) -> str:
    mark = m.rng.choice([",", ",", "\t", "\t", "|", ";"] if m.held else [",", ",", "\t"])
    rows = [[fn(p) for _, fn in columns] for p in people]
    if header:
        rows.insert(0, [h for h, _ in columns])
    quote = mark == "," and m.rng.random() < 0.3
    return "\n".join(mark.join(f'"{c}"' if quote else c for c in row) for row in rows)


def _twice(m: Maker, people: list[Someone]) -> list[Someone]:
    """Some people stand in the list twice, in another notation."""
    again = [p for p in people if m.rng.random() < 0.08]
    mixed = [*people, *again]
    m.rng.shuffle(mixed)
    return mixed


def customer_list(m: Maker) -> Made:
    people = m.people(8, 60)
    rng = m.rng
    names: list[Column] = rng.choice(
        [
            [(m.w("name"), lambda p: p.name())],
            [
                (m.w("surname"), lambda p: tag("PERSON", p.surname[0], "part")),
                (m.w("given"), lambda p: tag("PERSON", p.given[0], "part")),
            ],
        ]
    )
    columns: list[Column] = [(m.w("customer"), lambda p: f"{rng.randint(10000, 99999)}"), *names]
    if rng.random() < 0.5:
        columns.append((m.w("kana"), lambda p: p.kana()))
    extra: list[Column] = [
        (m.w("zip"), lambda p: p.zip(mark=False)),
        (m.w("address"), lambda p: p.address()),
        (m.w("birth"), lambda p: p.birth()),
        (m.w("amount"), lambda p: f"{rng.randint(1000, 99999)}"),
        (m.w("order"), lambda p: n.parcel(rng)),
    ]
    columns += [
        (m.w("email"), lambda p: p.email()),
        (m.w("phone"), lambda p: p.tel()),
        *rng.sample(extra, rng.randint(1, 4)),
    ]
    body = table(m, people if columns[0] else people, columns)
    return Made("customer_list", f"{m.w('customer_title')}\n{body}\n".lstrip("\n"), len(people))


def repeated_list(m: Maker) -> Made:
    people = m.people(10, 40)
    columns: list[Column] = [
        (m.w("name"), lambda p: p.name()),
        (m.w("phone"), lambda p: p.tel(mobile=True)),
        (m.w("email"), lambda p: p.email()),
        ("ご注文品", lambda p: m.rng.choice(m.pool.products)),
    ]
    return Made(
        "customer_list",
        f"{m.w('customer_title')}\n" + table(m, _twice(m, people), columns),
        len(people),
    )


def bare_list(m: Maker) -> Made:
    """No header at all."""
    people = m.people(8, 40)
    columns: list[Column] = [
        ("", lambda p: p.name()),
        ("", lambda p: p.zip(mark=False)),
        ("", lambda p: p.address(pref=True)),
        ("", lambda p: p.tel()),
    ]
    if m.rng.random() < 0.5:
        columns.append(("", lambda p: p.birth()))
    return Made("customer_list", table(m, people, columns, header=False), len(people))


def email_list(m: Maker) -> Made:
    people = m.people(6, 40)
    users = {p.user + p.domain: p for p in people}
    return Made(
        "customer_list", "\n".join(["配信リスト", *(p.email() for p in users.values())]), len(users)
    )


def member_list(m: Maker) -> Made:
    people = m.people(8, 60)
    columns: list[Column] = [
        (m.w("member"), lambda p: f"M{m.rng.randint(1000, 9999)}"),
        (m.w("name"), lambda p: p.name()),
        (m.w("kana"), lambda p: p.kana()),
        (m.w("birth"), lambda p: p.birth()),
        (m.w("address"), lambda p: p.address()),
        (m.w("phone"), lambda p: p.tel()),
        (m.w("joined"), lambda p: n.date_form(m.rng, m.rng.randint(1990, 2025), 4, 1)),
        (m.w("rank"), lambda p: m.rng.choice(["正会員", "一般", "ゴールド"])),
    ]
    keep = [0, 1, *sorted(m.rng.sample(range(2, 8), m.rng.randint(2, 6)))]
    return Made(
        "member_list",
        f"{m.w('member_title')}\n" + table(m, people, [columns[i] for i in keep]),
        len(people),
    )


def employee_list(m: Maker) -> Made:
    people = m.people(8, 60)
    columns: list[Column] = [
        (m.w("employee"), lambda p: f"{m.rng.randint(100000, 999999)}"),
        (m.w("name"), lambda p: p.name()),
        (m.w("dept"), lambda p: m.rng.choice(m.pool.departments)),
        (m.w("title"), lambda p: m.rng.choice(m.pool.titles)),
        (m.w("hired"), lambda p: n.date_form(m.rng, m.rng.randint(1985, 2025), 4, 1)),
        (m.w("phone"), lambda p: p.tel(mobile=True)),
        (m.w("birth"), lambda p: p.birth()),
    ]
    if m.rng.random() < 0.3:
        columns.append(("個人番号", lambda p: tag("MY_NUMBER", n.my_number(m.rng))))
    if m.rng.random() < 0.3:
        columns.append(
            (
                "基礎年金番号",
                lambda p: tag(
                    "PENSION_NUMBER", f"{m.rng.randint(1000, 9999)}-{m.rng.randint(0, 999999):06}"
                ),
            )
        )
    if m.rng.random() < 0.3:
        columns.append(
            ("口座番号", lambda p: tag("BANK_ACCOUNT", f"{m.rng.randint(1000000, 9999999)}"))
        )
    return Made(
        "employee_list", f"{m.w('employee_title')}\n" + table(m, people, columns), len(people)
    )


def signature(m: Maker, p: Someone) -> str:
    company, dept, title = (
        m.rng.choice(m.pool.companies),
        m.rng.choice(m.pool.departments),
        m.rng.choice(m.pool.titles),
    )
    office = n.someone(m.rng, m.pool)
    head = m.rng.choice(
        [
            f"{company}\n{dept}\n{title}　{p.name()}",
            f"{company}　{dept}\n{p.name()}（{p.kana('hira')}）",
            f"{p.name()}\n{company} {dept} {title}",
        ]
    )
    lines = [
        head,
        office.zip(optional=True) + " " + office.address(optional=True),
        "TEL: "
        + office.tel(mobile=False, optional=True)
        + m.rng.choice(["　FAX：", " / FAX "])
        + tag("FAX_NUMBER", n.phone_form(m.rng, office.phone), optional=True),
        "携帯：" + p.tel(mobile=True),
        "E-mail: " + p.email(),
    ]
    bar = m.rng.choice(
        ["--", "━━━━━━━━━━", "-----------------------------", "＊＊＊＊＊＊＊＊"]
        if not m.held
        else ["――――――――――", "==========", "◆◇◆◇◆◇◆◇"]
    )
    return bar + "\n" + "\n".join(lines)


def business_mail(m: Maker) -> Made:
    a, b, c = m.people(3, 3) if m.rng else []
    persons = 2
    company, dept = m.rng.choice(m.pool.companies), m.rng.choice(m.pool.departments)
    me = m.rng.choice(m.pool.companies)
    lines = [
        company,
        f"{dept} {a.name()}様",
        "",
        m.w("hello"),
        m.rng.choice(
            [
                f"{me}の{b.sur()}です。",
                f"{me} {m.rng.choice(m.pool.departments)}の{b.sur()}でございます。",
                f"{b.sur()}です。",
            ]
        ),
        "",
        *m.rng.sample(m.words["filler"], m.rng.randint(1, 4)),
    ]
    if m.rng.random() < 0.5:
        lines += [m.w("ask"), f"{c.zip()} {c.address()}", f"{c.name()} 様　TEL {c.tel()}"]
        persons += 1
    lines += ["", m.w("bye"), "", signature(m, b)]
    return Made("business_mail", "\n".join(lines), persons)


def sick_mail(m: Maker) -> Made:
    a, b = m.people(2, 2)
    disease = tag("HEALTH", m.rng.choice(m.pool.diseases))
    lines = [
        f"{m.rng.choice(m.pool.departments)}　{a.sur()}部長",
        "",
        "お疲れさまです。",
        m.w("sick").format(p=b.name(), d=disease),
        m.w("filler"),
        "",
        m.w("bye"),
    ]
    return Made("other", "\n".join(lines), 2, sensitive=True)


def report(m: Maker) -> Made:
    a, b = m.people(2, 2)
    if m.rng.random() < 0.5:
        kind, term, sentence = m.rng.choice(m.words["crime"])
        line = sentence.format(p=b.name()).replace(term, tag(kind, term), 1)
    else:
        line = m.w("sick").format(p=b.name(), d=tag("HEALTH", m.rng.choice(m.pool.diseases)))
    lines = [
        m.w("report_title"),
        f"日付：2025年{m.rng.randint(1, 12)}月{m.rng.randint(1, 28)}日",
        f"記入者：{a.name()}",
        f"対象者：{b.full and b.name()}（{b.birth()}生）",
        "内容",
        line,
        m.w("filler"),
    ]
    return Made("sensitive_report", "\n".join(lines), 2, sensitive=True)


def business_card(m: Maker) -> Made:
    p = m.people(1, 1)[0]
    company, dept, title = (
        m.rng.choice(m.pool.companies),
        m.rng.choice(m.pool.departments),
        m.rng.choice(m.pool.titles),
    )
    office = n.someone(m.rng, m.pool)
    lines = [company, f"{dept} {title}", p.name()]
    if m.rng.random() < 0.5:
        lines.append(p.romaji() if m.rng.random() < 0.6 else p.kana("hira"))
    lines += [
        office.zip(optional=True) + " " + office.address(optional=True),
        "TEL "
        + office.tel(mobile=False, optional=True)
        + " FAX "
        + tag("FAX_NUMBER", office.phone, optional=True),
        "Mobile " + p.tel(mobile=True),
        p.email(),
    ]
    if m.held and m.rng.random() < 0.5:
        lines[0], lines[2] = lines[2], lines[0]
    return Made("business_card", "\n".join(lines), 1)


def package_slip(m: Maker) -> Made:
    a, b = m.people(2, 2)
    lines = [m.w("slip"), f"{m.w('track')}　{n.parcel(m.rng)}"]
    for word, p in ((m.w("to"), a), (m.w("from"), b)):
        lines += (
            [word, f"{p.zip()}　TEL {p.tel()}", p.address(pref=True), f"{p.name()}　様"]
            if m.rng.random() < 0.6
            else [f"{word}：{p.name()} 様", f"住所：{p.zip()} {p.address()}", f"電話：{p.tel()}"]
        )
    lines += [
        f"{m.w('goods')}　{m.rng.choice(m.pool.products)}　ワレモノ注意",
        "お届け希望日　令和7年6月12日　午前中",
    ]
    return Made("package_slip", "\n".join(lines), 2)


def cv(m: Maker) -> Made:
    p = m.people(1, 1)[0]
    y = p.year
    lines = [
        m.w("cv_title") + "　2025年4月1日現在",
        f"フリガナ：{p.kana()}",
        f"氏　名：{p.name()}" if not m.held else f"氏名　　{p.name()}",
        f"生年月日：{p.birth()}生（満{2025 - y}歳）　男",
        f"現住所　{p.zip()}　{p.address()}",
        f"電話　{p.tel()}　E-mail　{p.email()}",
        "学歴",
        f"{y + 18}年3月　県立第一高等学校 卒業",
        f"{y + 22}年3月　青嶺大学経済学部 卒業",
        "職歴",
        f"{y + 22}年4月　{m.rng.choice(m.pool.companies)} 入社",
        "免許・資格",
        f"{y + 20}年8月　普通自動車第一種運転免許 取得",
        "志望の動機　貴社の理念に共感しました。",
    ]
    return Made("cv", "\n".join(lines), 1)


def health_check(m: Maker) -> Made:
    people = m.people(5, 40)
    columns: list[Column] = [
        (m.w("employee"), lambda p: f"{m.rng.randint(100000, 999999)}"),
        (m.w("name"), lambda p: p.name()),
        (m.w("birth"), lambda p: p.birth()),
        (
            "血圧",
            lambda p: tag(
                "HEALTH", f"{m.rng.randint(100, 160)}/{m.rng.randint(60, 99)}", optional=True
            ),
        ),
        ("BMI", lambda p: f"{m.rng.randint(170, 300) / 10}"),
        ("判定", lambda p: m.rng.choice("ABCDE")),
        (
            m.w("finding"),
            lambda p: (
                tag("HEALTH", m.rng.choice(m.pool.diseases)) if m.rng.random() < 0.6 else "異常なし"
            ),
        ),
    ]
    return Made(
        "health_check",
        m.w("check_title") + "\n" + table(m, people, columns),
        len(people),
        sensitive=True,
    )


def insurance_family(m: Maker) -> Made:
    p = m.people(1, 1)[0]
    family = [n.someone(m.rng, m.pool) for _ in range(m.rng.randint(1, 4))]
    seen: dict[str, Someone] = {}
    for member in family:
        member.surname = p.surname
        if member.given[0] != p.given[0]:
            seen.setdefault(member.given[0], member)
    lines = [
        m.w("family_title"),
        f"保険者番号：{tag('INSURER_NUMBER', n.insurer(m.rng))}",
        f"記号・番号：{tag('INSURED_NUMBER', f'{m.rng.randint(1000, 9999)}-{m.rng.randint(1, 999)}')}",
        f"被保険者氏名：{p.name()}　生年月日：{p.birth()}",
        "",
    ]
    columns: list[Column] = [
        ("氏名", lambda q: q.name()),
        ("続柄", lambda q: m.rng.choice(["妻", "長男", "長女", "母"])),
        ("生年月日", lambda q: q.birth()),
    ]
    body = table(m, list(seen.values()), columns)
    return Made("insurance_family", "\n".join(lines) + "\n" + body, 1 + len(seen))


def id_form(m: Maker) -> Made:
    p = m.people(1, 1)[0]
    options = [
        ("個人番号", tag("MY_NUMBER", n.my_number(m.rng))),
        ("運転免許証番号", tag("DRIVER_LICENSE", n.licence(m.rng))),
        ("旅券番号", tag("PASSPORT", f"T{m.rng.choice('KRZ')}{m.rng.randint(1000000, 9999999)}")),
        (
            "在留カード番号",
            tag("RESIDENCE_CARD", f"A{m.rng.choice('BCD')}{m.rng.randint(10000000, 99999999)}XY"),
        ),
        ("健康保険証番号", tag("INSURED_NUMBER", f"{m.rng.randint(10000000, 99999999)}")),
    ]
    lines = [
        m.w("id_title"),
        f"氏名：{p.name()}",
        f"生年月日：{p.birth()}",
        f"住所：{p.address()}",
        *(f"{a}：{b}" for a, b in m.rng.sample(options, m.rng.randint(1, 3))),
        f"受付番号：{n.parcel(m.rng)}",
    ]
    return Made("id_form", "\n".join(lines), 1)


def payment_form(m: Maker) -> Made:
    p = m.people(1, 1)[0]
    bank = f"みずほ銀行 丸の内支店 普通 {tag('BANK_ACCOUNT', str(m.rng.randint(1000000, 9999999)))}"
    yucho = f"ゆうちょ銀行 記号 1{m.rng.randint(1000, 9999)} 番号 {tag('BANK_ACCOUNT', str(m.rng.randint(1000000, 9999999)) + '1')}"
    bank = m.rng.choice(
        [bank, f"口座番号：{tag('BANK_ACCOUNT', str(m.rng.randint(1000000, 9999999)))}", yucho]
    )
    lines = [
        m.w("pay_title"),
        f"氏名　{p.name()}",
        f"電話番号　{p.tel()}",
        bank
        if m.rng.random() < 0.6
        else f"カード番号：{tag('CREDIT_CARD', n.card(m.rng))}　有効期限 08/28",
        f"口座名義：{p.kana('full')}",
    ]
    return Made("payment_form", "\n".join(lines), 1)


def cctv(m: Maker) -> Made:
    a, b = m.people(2, 2)
    lines = [
        m.w("cctv_title"),
        f"撮影日時：2025年5月{m.rng.randint(1, 28)}日 21:14-21:32",
        "カメラ：1階正面入口（No.3）",
        f"映像に映っている人物：{a.name()}（顔が判別可能）",
        f"立会者：{b.name()}",
        "静止画2枚を添付。",
    ]
    return Made("cctv", "\n".join(lines), 2)


def minutes(m: Maker) -> Made:
    people = m.people(3, 8)
    seen: dict[str, Someone] = {p.surname[0]: p for p in people}
    people = list(seen.values())
    ways: list[Callable[[Someone], str]] = [
        lambda p: p.sur() + "さん",
        lambda p: p.name() + m.rng.choice(m.pool.titles),
        lambda p: p.sur() + "部長",
        lambda p: p.sur(),
    ]
    who = [m.rng.choice(ways)(p) for p in people]
    title = m.w("minutes_title").format(t=m.w("topics"))
    lines = [
        title,
        "日時：2026年2月22日 14:00-15:00　場所：オンライン",
        f"{m.w('attend')}：" + "、".join(who),
        *(f"・{p.sur()}より{m.w('filler')}" for p in people[:2]),
        f"・{people[0].sur()}：来月の計画を見直す。",
        "次回：R7.12.15",
    ]
    return Made("minutes", "\n".join(lines), len(people))


LISTED = [
    customer_list,
    customer_list,
    repeated_list,
    bare_list,
    email_list,
    member_list,
    employee_list,
]
FORMS = [
    business_mail,
    business_mail,
    business_mail,
    sick_mail,
    report,
    business_card,
    package_slip,
    cv,
    health_check,
    insurance_family,
    id_form,
    payment_form,
    cctv,
    minutes,
]
