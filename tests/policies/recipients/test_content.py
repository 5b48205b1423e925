"""Names of companies and people in their many spellings, file names, and all facts at once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.envelope import Address
from policies.recipients import companies, romaji
from policies.recipients.content import content_facts
from policies.recipients.file_names import file_name_mismatches
from policies.recipients.known import KnownParties
from policies.recipients.party import Party, latin
from policies.recipients.surnames import READINGS, plain_kanji, surname_of
from tests.policies.recipients.greetings import KNOWN, OWN, PEOPLE, recipients


@pytest.mark.parametrize(
    "names",
    [
        ("株式会社青空商事", "青空商事㈱", "(株)青空商事 御中", "青空商事株式会社", "青空 商事"),
        ("Aozora Trading Co., Ltd.", "AOZORA TRADING CO.,LTD", "Aozora-Trading K.K."),
        ("Müller GmbH & Co. KG", "Müller"),
        ("髙島屋", "高島屋"),
        ("ＡＢＣ株式会社", "abc"),
        ("有限会社ﾐﾄﾞﾘ", "ミドリ"),
    ],
)  # fmt: skip
def test_one_company_has_one_plain_name(names: tuple[str, ...]) -> None:
    assert len({companies.normal(name) for name in names}) == 1


def test_what_is_an_organisation_and_what_is_not() -> None:
    for name in ("株式会社青空", "青空㈱", "Weber GmbH", "みどり銀行", "東京大学", "Contoso Ltd."):
        assert companies.looks_like_organisation(name), name
    for name in ("佐藤", "営業部", "銀行", "Anna Weber", "as soon as", ""):
        assert not companies.looks_like_organisation(name), name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("satou", "satoh"), ("Satō", "sato"), ("tuda", "tsuda"), ("homma", "honma"),
        ("oohashi", "ohashi"), ("ohno", "ono"), ("syouji", "shoji"), ("huzii", "fujii"),
        ("adati", "adachi"), ("kitti", "kicchi"), ("namba", "nanba"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_meet(first: str, second: str) -> None:
    assert romaji.plain(first) == romaji.plain(second)


def test_surnames_and_their_readings() -> None:
    assert len(READINGS) > 500
    assert surname_of("佐藤太郎") == "佐藤"
    assert surname_of("髙橋") == "高橋"
    assert surname_of("林太郎") == "林"
    assert surname_of("南方") == ""
    assert plain_kanji("渡邊濵﨑") == "渡辺浜崎"
    assert romaji.of_kana("サトウ") == romaji.of_kana("さとう") == "sato"
    assert romaji.of_kana("佐藤") == ""
    assert latin("Müller") == latin("Mueller") == latin("MULLER")
    for readings in READINGS.values():
        assert all(reading == romaji.plain(reading) for reading in readings)


@pytest.mark.parametrize(
    ("file_name", "to", "organisation"),
    [
        ("見積書_青空商事様.xlsx", "suzuki", "株式会社青空商事"),
        ("見積書_青空商事様.xlsx", "sato", ""),
        ("見積書_青空商事様.xlsx", "suzuki;sato", ""),
        ("株式会社青空商事御見積.pdf", "suzuki", "株式会社青空商事"),
        ("青空商事㈱_契約書.docx", "ito", "株式会社青空商事"),
        ("Contoso_NDA_v2.docx", "weber", "Contoso Ltd."),
        ("Contoso_NDA_v2.docx", "smith", ""),
        ("20261126 Mueller Soehne Angebot.pdf", "weber", ""),
        ("議事録.docx", "suzuki", ""),
        ("大青空商事会.docx", "suzuki", ""),
        ("日向工業→青空商事 見積.xlsx", "suzuki", ""),
        ("カザンシステムズ請求書.pdf", "suzuki", "カザンシステムズ株式会社"),
        ("青空商事様向け.xlsx", "sato.taro@gmail.com=", ""),
        ("", "suzuki", ""),
    ],
)
def test_a_company_in_a_file_name(file_name: str, to: str, organisation: str) -> None:
    found = file_name_mismatches([file_name], recipients(to), KNOWN)
    assert [one.organisation for one in found] == ([organisation] if organisation else [])


def test_all_facts_of_a_mail_at_once() -> None:
    facts = content_facts(
        "青空商事㈱ 佐藤様\n\n資料を添付いたします。\n> https://we.tl/t-old\n",
        [],
        recipients("suzuki"),
        KNOWN,
        OWN,
    )
    assert facts.salutation_mismatch
    assert facts.sharing_links[0].service == "wetransfer"
    assert facts.missing_attachment is None
    facts = content_facts("資料を添付いたします。", [], recipients("suzuki"), KNOWN, OWN)
    assert facts.missing_attachment
    assert facts.salutations == ()
    assert facts.salutation_mismatch is None
    assert facts.file_name_mismatches == ()


def test_a_hundred_thousand_known_parties_cost_a_mail_little() -> None:
    many = [
        Party.of(Address.parse(f"p{n}.sato@firm{n}.co.jp"), f"佐藤 {n}", f"株式会社会社{n}号")
        for n in range(20_000)
    ]
    known = KnownParties([*many, *PEOPLE.values()])
    started = time.process_time()
    for _ in range(20):
        content_facts(
            "青空商事㈱ 佐藤様\n\n佐藤様\n",
            ["見積書_会社77号様.xlsx"] * 5,
            recipients("suzuki"),
            known,
            OWN,
        )
    assert (time.process_time() - started) / 20 < 0.05


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=100))
def test_any_names_and_text_give_facts(files: list[str], text: str) -> None:
    content_facts(text, files, recipients("suzuki"), KNOWN, OWN)


@given(st.text(max_size=150))
def test_any_text_has_a_plain_form(text: str) -> None:
    companies.normal(text)
    companies.looks_like_organisation(text)
    romaji.of_kana(text)
    surname_of(text)


def test_a_hostile_name_costs_no_more_than_a_long_one() -> None:
    for name in ("株式会社" * 5_000, "A." * 20_000, "(" * 20_000, "青空商事" * 5_000):
        started = time.process_time()
        companies.normal(name)
        file_name_mismatches([name] * 100, recipients("suzuki"), KNOWN)
        assert time.process_time() - started < 0.5
