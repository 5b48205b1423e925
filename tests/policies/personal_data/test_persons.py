# ruff: noqa: E501 - cases
"""Counting people, and what kind of document it is."""

import pytest

from policies.personal_data import inspect, person_hashes
from policies.recipients.acquaintance import Carried

LIST = "氏名,電話番号,メールアドレス\n"

CASES = [
    (
        LIST
        + "山田太郎,090-1111-2222,t@example.jp\n山田　太郎,０９０－１１１１－２２２２,T@example.jp\n佐藤花子,080-1,x@example.jp\n",
        2,
    ),
    ("氏名,生年月日\n山田太郎,1980/1/1\n山田太郎,1990/2/2\n佐藤花子,1970/3/3\n", 3),
    ("会員番号,氏名\nA1,山田太郎\nA2,山田太郎\nA3,佐藤花子\n", 3),
    ("出席者：福島さん、福島さん、福島、渡邉 久美課長、大塚部長\n・福島より説明があった。\n", 5),
    (
        "山田太郎様\nお世話になります。池田です。\n\n池田　亜希子（いけだ　あきこ）\n携帯：080-8000-2512\n",
        2,
    ),
    ("a.b@example.jp\nc.d@example.jp\ne.f@example.jp\n", 3),
    ("info@example.jp\nsales@example.jp\n", 0),
    (
        "姓,名,セイ,メイ\n山田,太郎,ヤマダ,タロウ\n佐藤,花子,サトウ,ハナコ\n鈴木,一郎,スズキ,イチロウ\n",
        3,
    ),
    ("first_name,last_name\nMary,Baker\nThomas,Walker\nEmma,Baker\n", 3),
    (
        "氏名,カナ,携帯\n髙橋誠,タカハシ マコト,090-1234-0001\n林光,ハヤシ ヒカル,090-1234-0002\nHikaru Hayashi,ハヤシ ヒカル,090-1234-0002\n",
        2,
    ),
    ("部長 大野\n├ 課長 西村 090-1111-2222\n└ 課長 東山 090-3333-4444\n", 3),
    ("Attendees: Anna Müller, Peter O'Connor, Hiroshi Tanaka\n", 3),
    (
        "From: 山田 太郎 <t.y@example.jp>\nTo: 佐藤花子 <hanako@example.jp>\n\n佐藤様\n山田です。\n",
        2,
    ),
    ("名前,TEL\n山 田 太 郎,03-1234-5678\nｻﾄｳ ﾊﾅｺ,03-1234-5678\nYAMADA TARO,03-1234-5678\n", 3),
    ("項目,内容\n氏名,山田太郎\n生年月日,1980/1/1\n電話,090-1234-5678\n", 1),
]


@pytest.mark.parametrize(("text", "persons"), CASES, ids=range(len(CASES)))
def test_persons(text: str, persons: int) -> None:
    report = inspect(text)
    assert report.persons == persons
    assert report.persons_min <= persons <= report.persons_max


KINDS = [
    (
        "株式会社青空\n営業部 課長\n杉山 哲也\n〒150-0041 東京都渋谷区神南1-2-3\nTEL 03-1234-5678\nsugiyama@example.jp",
        "business_card",
    ),
    (
        "ゆうパック\nお届け先\n東京都港区芝1-2-3\n山田太郎 様\nご依頼主\n大阪府大阪市北区梅田1-1-1\n佐藤花子 様\n品名 本",
        "package_slip",
    ),
    ("履歴書\n氏名：谷大輔\n生年月日：1980/1/1\n学歴\n1998年3月 高校卒業\n", "cv"),
    (
        "健康診断結果\n氏名\t血圧\t所見\n山田太郎\t120/80\t高血圧\n佐藤花子\t110/70\t異常なし\n林誠\t130/80\t貧血\n",
        "health_check",
    ),
    (
        "被扶養者一覧\n被保険者氏名：山田太郎\n氏名\t続柄\n山田花子\t妻\n山田一郎\t長男\n",
        "insurance_family",
    ),
    ("防犯カメラ映像 提供記録\n映像に映っている人物：山田太郎（顔が判別可能）\n", "cctv"),
    ("議事録\n出席者：山田部長、佐藤課長、林さん\n", "minutes"),
    (
        "社員番号,氏名,所属,入社日\n1,山田太郎,総務部,2010/4/1\n2,佐藤花子,人事部,2011/4/1\n3,林誠,営業部,2012/4/1\n",
        "employee_list",
    ),
    (
        "会員番号,氏名,入会日\n1,山田太郎,2010/4/1\n2,佐藤花子,2011/4/1\n3,林誠,2012/4/1\n",
        "member_list",
    ),
    ("健康診断のお知らせ：受診票に氏名・住所を記入してください。", "other"),
    ("防犯カメラ 4K 屋外用 単価 12,800円 録画 30日 映像 顔検知", "other"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[k for _, k in KINDS])
def test_kinds(text: str, kind: str) -> None:
    assert inspect(text).kind == kind


def test_a_column_of_my_numbers_needs_no_label() -> None:
    good = [_my_number(i) for i in range(6)]
    text = "\n".join(f"{n}\tABC{i}" for i, n in enumerate(good))
    report = inspect(text)
    assert [e.type for e in report.entities] == ["MY_NUMBER"] * 6
    assert "votes:6/6" in report.entities[0].why[-1]


def _my_number(seed: int) -> str:
    head = f"{seed * 7919 + 12345678901:011}"
    rest = (
        sum(w * int(d) for w, d in zip((6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), head, strict=True)) % 11
    )
    return head + str(0 if rest <= 1 else 11 - rest)


def test_bulk_in_any_language() -> None:
    rows = "\n".join(f"Ж{i} Ы{i},{i * 7},ъ{i}" for i in range(120))
    (finding,) = [f for f in inspect(rows).findings if f.code == "bulk_table"]
    assert finding.count == 120


def test_slices_add_up() -> None:
    def rows(low: int, high: int) -> str:
        return LIST + "\n".join(
            f"山田太郎,090-1111-{i:04},u{i}@example.jp" for i in range(low, high)
        )

    def hashed(low: int, high: int, key: bytes = b"k" * 32) -> tuple[tuple[str, ...], ...]:
        return person_hashes([inspect(rows(low, high))], key)

    first = hashed(0, 99)
    assert len(first) == 99
    seen = Carried({trait: (person[0], 3) for person in first for trait in person})
    assert seen.persons_with(hashed(0, 99)) == (99, 99, 99)
    assert seen.persons_with(hashed(99, 198)) == (99, 198, 198)
    assert seen.persons_with(hashed(50, 149)) == (99, 149, 149)
    assert seen.persons_with(hashed(0, 99, b"q" * 32)) == (99, 198, 198)


def test_company_contact_data_is_a_lower_grade() -> None:
    text = (
        "青空商事株式会社\n〒150-0041 東京都渋谷区神南1-2-3\n代表：03-1234-5678\ninfo@example.jp\n"
    )
    report = inspect(text)
    assert {e.grade for e in report.entities} == {"business"}
    assert report.persons == 0
