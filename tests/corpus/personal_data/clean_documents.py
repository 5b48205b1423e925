# ruff: noqa: E501, PERF401 - documents and word lists
"""Clean documents: no personal data at all, and everything that looks like some."""

import uuid

from tests.corpus.personal_data import notation as n
from tests.corpus.personal_data.documents import Made, Maker
from tests.corpus.personal_data.notation import tag

_PREFECTURES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "石川県",
    "長野県",
    "宮崎県",
    "山口県",
    "大阪府",
]


def _office(m: Maker) -> str:
    p = n.someone(m.rng, m.pool)
    return (
        f"{m.rng.choice(m.pool.companies)} {m.rng.choice(m.pool.departments)}\n{p.zip(optional=True)} {p.address(optional=True)}\n代表：{p.tel(mobile=False, optional=True)}　"
        + tag("EMAIL", f"info@{m.rng.choice(m.pool.domains)}", optional=True)
    )


def mail(m: Maker) -> Made:
    rng = m.rng
    lines = [
        f"{rng.choice(m.pool.companies)} 御中",
        "",
        m.w("hello"),
        *rng.sample(m.words["filler"], 3),
        f"注文番号：00{rng.randint(10**13, 10**14 - 1)}",
        f"お問い合わせ番号：{n.parcel(rng)}",
        f"登録番号：T{n.corporate(rng)}",
        f"品番：{rng.randint(1000, 9999)}-{rng.randint(100000, 999999)}　数量：{rng.randint(1, 99)}　納期：令和7年12月10日",
        "",
        m.w("bye"),
        "--",
        _office(m),
    ]
    return Made("business_mail", "\n".join(lines), 0, clean=True)


def notice(m: Maker) -> Made:
    return Made(
        "newsletter",
        "\n".join(
            [
                *m.rng.sample(m.words["mail_clean"], 2),
                m.w("filler"),
                "問い合わせ：総務部 内線 7412",
                f"{m.rng.choice(_PREFECTURES)}・{m.rng.choice(_PREFECTURES)}の店舗は通常どおり営業します。",
            ]
        ),
        0,
        clean=True,
    )


def invoice(m: Maker) -> Made:
    rng = m.rng
    p = n.someone(rng, m.pool)
    rows = [
        f"{rng.choice(m.pool.products)}\t{rng.choice(['ZC', 'TK', 'AB'])}{rng.randint(1000000, 9999999)}\t{rng.randint(1, 200)}\t{rng.randint(100, 99999):,}\t{rng.randint(1000, 9999999):,}円"
        for _ in range(4)
    ]
    lines = [
        f"請求書　No. INV-{rng.randint(1000, 9999)}-{rng.randint(100000, 999999)}",
        f"{rng.choice(m.pool.companies)} 御中",
        f"発行日：R7.2.4　登録番号：T{n.corporate(rng)}",
        *rows,
        "合計 64,935,677円（税込）",
        f"振込先：みずほ銀行 丸の内支店 普通 {tag('BANK_ACCOUNT', str(rng.randint(1000000, 9999999)), optional=True)} カ）アオミネセイサクシヨ",
        f"{p.zip(optional=True)} {p.address(optional=True)} TEL {p.tel(mobile=False, optional=True)}",
    ]
    return Made("invoice", "\n".join(lines), 0, clean=True)


def products(m: Maker) -> Made:
    rng = m.rng
    mark = rng.choice([",", "\t"])
    header = (
        ["商品コード", "商品名", "JANコード", "型番", "単価", "在庫数", "最終入荷日"]
        if not m.held
        else ["品番", "品名", "JAN", "メーカー型番", "仕切価格", "棚番", "登録日"]
    )
    rows = [mark.join(header)]
    for _ in range(rng.randint(8, 60)):
        rows.append(
            mark.join(
                [
                    f"{rng.randint(0, 9999999):07}",
                    rng.choice(m.pool.products),
                    n.jan(rng),
                    rng.choice(
                        [
                            f"{rng.randint(100, 999)}-{rng.randint(1000, 9999)}",
                            f"TT{rng.randint(1000000, 9999999)}",
                            f"{rng.randint(1000, 9999)}-{rng.randint(100000, 999999)}",
                        ]
                    ),
                    str(rng.randint(100, 99999)),
                    str(rng.randint(0, 3000)),
                    n.date_form(rng, rng.randint(2022, 2026), 5, 6),
                ]
            )
        )
    return Made("product_list", "\n".join(rows), 0, clean=True)


def tracking(m: Maker) -> Made:
    rng = m.rng
    header = rng.choice(["出荷日,送り状番号,個数,重量", "受注番号,荷物番号,状態,更新日"])
    rows = [header] + [
        f"2025/0{rng.randint(1, 9)}/1{rng.randint(0, 9)},{n.parcel(rng)},{rng.randint(1, 9)},2025-11-0{rng.randint(1, 9)}"
        for _ in range(rng.randint(6, 40))
    ]
    return Made("other", "\n".join(rows), 0, clean=True)


def tariff(m: Maker) -> Made:
    rows = ["都道府県\t60サイズ\t80サイズ\t配達日数"] + [
        f"{p}\t{m.rng.randint(600, 1500)}\t{m.rng.randint(900, 2200)}\t{m.rng.randint(1, 4)}"
        for p in _PREFECTURES
    ]
    return Made("other", "\n".join(rows), 0, clean=True)


def log(m: Maker) -> Made:
    rng = m.rng
    lines = [
        f"2025-11-{rng.randint(1, 28):02}T0{rng.randint(1, 9)}:12:{rng.randint(10, 59)}Z INFO [worker-{rng.randint(1, 9)}] request_id={uuid.UUID(int=rng.getrandbits(128))} ts={rng.randint(1690000000000, 1790000000000)} ip=192.168.{rng.randint(0, 255)}.{rng.randint(1, 254)} order={rng.randint(10**15, 10**16 - 1)} took {rng.randint(1, 900)}ms"
        for _ in range(rng.randint(5, 40))
    ]
    return Made("log", "\n".join(lines), 0, clean=True, lang="en")


def code(m: Maker) -> Made:
    rng = m.rng
    text = f'''import hashlib
from service import Mark, Will

MAX_SIZE = {rng.randint(10**11, 10**12 - 1)}
SHA = "{rng.getrandbits(256):064x}"


class OrderService:
    """Sends orders to Parker Hannifin valves; see RFC 5321."""

    def total(self, items: list[int]) -> int:
        return sum(items) * 1000000007 % 998244353
'''
    return Made("code", text, 0, clean=True, lang="en")


def companies(m: Maker) -> Made:
    rows = ["法人番号,商号,所在地"] + [
        f"{n.corporate(m.rng)},{c},{tag('ADDRESS', p.place[1] + p.place[2] + p.place[3] + '1-2-3', optional=True)}"
        for c in m.pool.companies
        for p in [n.someone(m.rng, m.pool)]
    ]
    return Made("other", "\n".join(rows), 0, clean=True)


def english_clean(m: Maker) -> Made:
    rng = m.rng
    lines = [
        "Dear Customer," if rng.random() < 0.5 else "Hello team,",
        rng.choice(
            [
                "Johnson Controls and Morgan Stanley will attend in May.",
                "The Wilson Tower project starts in April.",
            ]
            if not m.held
            else [
                "Phillips Electric raised prices in March; see the Campbell Hall plan.",
                "Will the June build ship? Mark as done when ready.",
            ]
        ),
        f"Order number: {rng.randint(10**15, 10**16 - 1)}",
        f"Part no. {rng.randint(100, 999)}-{rng.randint(1000, 9999)}, serial TT{rng.randint(1000000, 9999999)}",
        f"Tracking number: {n.parcel(rng)}",
        "Best regards,",
        "Sales Team",
    ]
    return Made("business_mail", "\n".join(lines), 0, clean=True, lang="en")


CLEAN = [
    mail,
    mail,
    notice,
    notice,
    invoice,
    products,
    tracking,
    tariff,
    log,
    code,
    companies,
    english_clean,
]
