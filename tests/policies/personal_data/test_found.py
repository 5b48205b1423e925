"""What is found in small texts, type by type: the values, exactly."""

import pytest

from policies.personal_data import inspect

CASES: list[tuple[str, str, list[str]]] = [
    # names
    ("PERSON", "総務部　髙橋 誠 様", ["髙橋 誠"]),
    ("PERSON", "営業部長谷川様", ["長谷川"]),
    ("PERSON", "株式会社森の工房の池田です。", ["池田"]),
    ("PERSON", "会場は福島です。大和路線で石川県内へ。", []),
    ("PERSON", "お客様各位　仕様変更のお知らせ。同様の件、王様の耳。神様。", []),
    ("PERSON", "千葉様と宮崎さんが来社", ["千葉", "宮崎"]),
    ("PERSON", "氏名：勅使河原 里緒菜\n", ["勅使河原 里緒菜"]),
    ("PERSON", "氏　名　　谷大輔\nフリガナ　たに だいすけ", ["谷大輔", "たに だいすけ"]),
    ("PERSON", "氏名：ｻﾄｳ ﾊﾅｺ", ["ｻﾄｳ ﾊﾅｺ"]),
    ("PERSON", "山 田 太 郎 様", ["山 田 太 郎"]),
    ("PERSON", "鈴木商事株式会社と本田技研、高島屋、松本清商店に連絡", []),
    ("PERSON", "誠に申し訳ございません。光回線と林檎、原材料の件。森林を守る。", []),
    ("PERSON", "山本部長と田中本部長補佐、佐々木課長が出席", ["山本", "田中", "佐々木"]),
    ("PERSON", "Dear Mr. Thompson,\nMark your calendar. Will the team join in May?", ["Thompson"]),
    ("PERSON", "Please call Robert O'Brien or Anna Kowalski.", ["Robert O'Brien", "Anna Kowalski"]),
    ("PERSON", "Johnson Controls, Morgan Stanley and Wilson Tower", []),
    ("PERSON", "Taro Yamada / SUZUKI Hanako", ["Taro Yamada", "SUZUKI Hanako"]),
    ("PERSON", "渡辺大和（ワタナベ ヤマト）", ["渡辺大和", "ワタナベ ヤマト"]),
    ("PERSON", "担当：池田\n電話：03-1234-5678", ["池田"]),
    ("PERSON", "担当：営業部\n宛先：株式会社山田", []),
    ("PERSON", "書き下したキーの名前となります。バグレポートは <bug@example.org> へ。", []),
    ("PERSON", "社員の田中が逮捕された。当社社員（山本）も。", ["田中", "山本"]),
    ("PERSON", "本人（辻優斗）はイスラム教徒である。写真（宮崎写真）", ["辻優斗"]),
    ("PERSON", "シフト 判定\t所見\n氏名\t所見\n", []),
    # addresses
    (
        "ADDRESS",
        "〒604-8005 京都市中京区河原町通三条下る大黒町44番地 河原町ビル3F",
        ["京都市中京区河原町通三条下る大黒町44番地 河原町ビル3F"],
    ),
    ("ADDRESS", "東京都千代田区丸の内５丁目２９－５", ["東京都千代田区丸の内５丁目２９－５"]),
    (
        "ADDRESS",
        "北海道札幌市中央区北一条西６丁目１５番２２号に届ける",
        ["北海道札幌市中央区北一条西６丁目１５番２２号"],
    ),
    ("ADDRESS", "千葉市で5件、横浜市は12人、東京都から3名が参加。大阪府の料金は800円。", []),
    (
        "ADDRESS",
        "1600 Oak Avenue, Springfield, IL 62704",
        ["1600 Oak Avenue, Springfield, IL 62704"],
    ),
    ("ADDRESS", "Hauptstraße 12, 10115 Berlin", ["Hauptstraße 12, 10115 Berlin"]),
    ("ADDRESS", "Thu, 5 Oct 2023 10:24:43 JST, 400 BAD REQUEST", []),
    # numbers
    ("PHONE", "電話０９０ー１２３４ー５６７８", ["０９０ー１２３４ー５６７８"]),
    ("PHONE", "TEL 075(785)5596 または (03)1234-5678", ["075(785)5596", "(03)1234-5678"]),
    ("PHONE", "libkmod2_30+20221128-1 を更新", []),
    ("PHONE", "品番 4032-562930、注文番号 090-1234-5678", []),
    ("PHONE", "IP 192.168.10.254, ts=1732590000123, 2025-11-26", []),
    ("FAX_NUMBER", "FAX：０３－６２７１－１１１１", ["０３－６２７１－１１１１"]),
    ("POSTAL_CODE", "〒100-0001 東京都千代田区千代田1-1", ["100-0001"]),
    ("POSTAL_CODE", "型番 399-0771 を3個", []),
    ("MY_NUMBER", "マイナンバー：123456789018", ["123456789018"]),
    ("MY_NUMBER", "マイナンバーの件は別紙。お問い合わせ番号：123456789018", []),
    ("MY_NUMBER", "送り状番号 1234-5678-9018", []),
    ("DRIVER_LICENSE", "運転免許証番号：309012345620", ["309012345620"]),
    ("INSURER_NUMBER", "保険者番号：33120015", ["33120015"]),
    ("INSURED_NUMBER", "記号・番号：6039-92", ["6039-92"]),
    ("INSURED_NUMBER", "健康保険被保険者証 記号 12345 番号 678", ["12345 番号 678"]),
    ("PENSION_NUMBER", "基礎年金番号：1234-567890", ["1234-567890"]),
    ("PASSPORT", "旅券番号 TK1234567", ["TK1234567"]),
    ("PASSPORT", "文書番号 TK1234567", []),
    ("RESIDENCE_CARD", "在留カード番号：AB12345678CD", ["AB12345678CD"]),
    ("CREDIT_CARD", "カード番号：4111 1111 1111 1111", ["4111 1111 1111 1111"]),
    ("CREDIT_CARD", "注文番号：4111111111111111", []),
    ("BANK_ACCOUNT", "みずほ銀行 丸の内支店 普通 6712108", ["6712108"]),
    ("BANK_ACCOUNT", "ゆうちょ銀行 記号 10140 番号 12345671", ["12345671"]),
    ("IBAN", "IBAN: DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]),
    ("NATIONAL_ID", "SSN: 536-90-4399", ["536-90-4399"]),
    ("NATIONAL_ID", "DNI 12345678Z", ["12345678Z"]),
    ("NATIONAL_ID", "法人番号 7000012050002、T7000012050002、JAN 4901234567894", []),
    ("EMAIL", "連絡は taro.yamada+x@mail.example.co.jp まで", ["taro.yamada+x@mail.example.co.jp"]),
    # dates
    ("BIRTH_DATE", "生年月日：Ｓ５５．１．２８", ["Ｓ５５．１．２８"]),
    ("BIRTH_DATE", "昭和45年8月12日生（満55歳）", ["昭和45年8月12日"]),
    ("BIRTH_DATE", "納期：令和5年12月10日、発行日 2024/4/1", []),
    ("BIRTH_DATE", "Date of birth: 12 March 1980", ["12 March 1980"]),
    # sensitive
    ("HEALTH", "田中さんはうつ病のため休職中です。", ["うつ病"]),
    ("HEALTH", "花粉症対策セミナーのご案内。糖尿病の予防について。", []),
    ("HEALTH", "田中様、うつ病予防セミナーの資料をお送りします。", []),
    ("HEALTH", "患者：田中一郎\n既往歴：高血圧、2型糖尿病。", ["高血圧", "2型糖尿病"]),
    ("CRIMINAL", "山田太郎氏は昨年逮捕された。", ["逮捕"]),
    ("CRIMINAL", "前科の有無を採用基準にしてはならない。", []),
    ("CREED", "鈴木さんは創価学会員である。", ["創価学会員"]),
    ("CRIME_VICTIM", "佐藤さんからストーカー被害の相談を受けた。", ["ストーカー被害"]),
]


@pytest.mark.parametrize(
    ("kind", "text", "values"), CASES, ids=[f"{c[0]}-{c[1][:16]}" for c in CASES]
)
def test_values(kind: str, text: str, values: list[str]) -> None:
    found = [entity for entity in inspect(text).entities if entity.type == kind]
    assert [entity.value for entity in found] == values
    for entity in found:
        assert text[entity.start : entity.end] == entity.value
        assert entity.why
        assert 0 < entity.confidence <= 1
        assert entity.location.startswith("line ")


def test_zero_width_characters_hide_nothing() -> None:
    text = "電話 0\u200b90-12\u200b34-56\u200b78、氏名：山\u200b田太\u200b郎"
    report = inspect(text)
    assert {entity.type for entity in report.entities} == {"PHONE", "PERSON"}
    assert any(finding.code == "disguise" for finding in report.findings)
    assert [e.value.replace("\u200b", "") for e in report.entities] == ["090-1234-5678", "山田太郎"]


def test_spaced_out_digits() -> None:
    text = "0 9 0 - 1 2 3 4 - 5 6 7 8"
    (entity,) = inspect(text).entities
    assert (entity.type, entity.start, entity.end) == ("PHONE", 0, len(text))


@pytest.mark.parametrize("how", ["base64", "hex"])
def test_encoded_blocks_are_opened(how: str) -> None:
    import base64

    inner = "氏名：山田太郎\n電話：090-1234-5678\n".encode()
    block = base64.b64encode(inner).decode() if how == "base64" else inner.hex()
    text = f"資料です\n{block}\n以上"
    report = inspect(text)
    assert {entity.type for entity in report.entities} == {"PERSON", "PHONE"}
    assert all(text[e.start : e.end] == block for e in report.entities)
    assert report.persons == 1
