"""Greetings: what is read of them, and what is said when they fit somebody else."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.recipients.known import KnownParties
from policies.recipients.mismatch import salutation_mismatch
from policies.recipients.new_text import new_lines
from policies.recipients.salutation import salutations
from tests.policies.recipients.greetings import (
    FRESH,
    HELD_OUT,
    KNOWN,
    OWN,
    PEOPLE,
    TUNED,
    Case,
    recipients,
)


@pytest.mark.parametrize("case", TUNED + HELD_OUT + FRESH, ids=lambda case: case[0][:40])
def test_greetings(case: Case) -> None:
    text, to, persons, why = case
    read = salutations(text)
    assert "|".join(one.person or "*" for one in read) == persons
    found = salutation_mismatch(read, recipients(to), KNOWN, OWN)
    assert (found.why if found else "") == why
    if found:
        assert found.fits
        assert found.about
        assert 0 < found.confidence < 1


def test_a_salutation_tells_its_place_and_organisation() -> None:
    text = "株式会社青空\r\n営業部　佐藤　太郎 様\r\n\r\nお世話に"
    (one,) = salutations(text)
    assert (one.organisation, one.person) == ("株式会社青空", "佐藤 太郎")
    assert text[one.start : one.end] == "佐藤　太郎"
    text = "Contoso Ltd.\n\nDear Mr Tom Smith, thank you"
    (one,) = salutations(text)
    assert (one.organisation, one.person, one.formal) == ("Contoso Ltd.", "Tom Smith", True)
    assert text[one.start : one.end] == "Tom Smith"


@pytest.mark.parametrize(
    ("text", "organisation", "person"),
    [
        ("株式会社青空商事佐藤様", "株式会社青空商事", "佐藤"),
        ("㈱青空佐藤太郎様", "㈱青空", "佐藤太郎"),
        ("株式会社 青空 佐藤様", "株式会社 青空", "佐藤"),
        ("青空 佐藤様", "青空", "佐藤"),
        ("営業部 佐藤様", "", "佐藤"),
        ("代表取締役社長 佐藤太郎様", "", "佐藤太郎"),
        ("株式会社ABC Taro Sato様", "株式会社ABC", "Taro Sato"),
        ("王様", "", "王"),
        ("佐藤健一様", "", "佐藤健一"),
    ],
)
def test_organisation_and_person_in_one_line(text: str, organisation: str, person: str) -> None:
    (one,) = salutations(text + "\nお世話になっております。")
    assert (one.organisation, one.person) == (organisation, person)


def test_the_mismatch_names_whom_it_fits_and_whom_it_is_about() -> None:
    found = salutation_mismatch(
        salutations("青空商事㈱ 佐藤様\n"), recipients("suzuki;own"), KNOWN, OWN
    )
    assert found is not None
    assert [str(address) for address in found.about] == ["suzuki@hinata.co.jp"]
    assert [party.key for party in found.fits] == ["taro.sato@aozora.co.jp"]
    assert found.confidence == 0.9


def test_a_name_unknown_everywhere_says_nothing() -> None:
    assert (
        salutation_mismatch(salutations("佐藤様\n"), recipients("suzuki"), KnownParties()) is None
    )
    assert salutation_mismatch(salutations("佐藤様\n"), [], KNOWN) is None
    assert salutation_mismatch((), recipients("suzuki"), KNOWN) is None


def test_the_sender_s_own_lines_stop_at_history_and_signature() -> None:
    text = "新しい\n> 引用\n返事\n\n2026/11/26 10:00、佐藤 <a@x.jp> のメール:\n古い"
    assert [line.text for line in new_lines(text)] == ["新しい", "返事"]
    for history in (
        "-----Original Message-----",
        "差出人: 佐藤 <a@x.jp>",
        "From: Tom\nSent: Monday\nTo: Anna",
        "________________________________",
        "On Thu, Nov 26, 2026 at 10:00 AM Tom <t@x.jp> wrote:",
        "Am 26.11.2026 um 10:00 schrieb Tom <t@x.jp>:",
        "-- ",
        "-----元のメッセージ-----",
    ):
        assert [line.text for line in new_lines(f"neu\n{history}\nalt")] == ["neu"], history
    assert [line.start for line in new_lines("a\r\n\r\nb")] == [0, 5]


HOSTILE: tuple[Callable[[int], str], ...] = (
    lambda n: "様" * n,
    lambda n: "佐藤 " * n + "様",
    lambda n: "佐藤様、" * n,
    lambda n: "Dear " + "Mr. " * n,
    lambda n: "Dear " + "A-" * n,
    lambda n: "Dear " + "Tom, " * n,
    lambda n: "(" * n + "株" * n,
    lambda n: "佐藤様\n" * n,
    lambda n: "On " + "a" * n + " wrote",
    lambda n: ("On " + "a" * 150 + "\n") * (n // 100),
    lambda n: "2026/" * n + ":\n",
    lambda n: "さんは" * n,
    lambda n: "\u3000" * n + "様",
    lambda n: "-" * n + " original",
    lambda n: ("From: a\n") * n,
)


@pytest.mark.parametrize("make", HOSTILE)
def test_doubling_a_hostile_text_at_most_doubles_the_time(make: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        text = make(size)
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            found = salutations(text)
            salutation_mismatch(found, list(PEOPLE.values()), KNOWN, OWN)
            best = min(best, time.process_time() - started)
        return best

    once, twice = seconds(8_000), seconds(16_000)
    assert twice < 2.6 * once + 0.02
    assert twice < 1.0


WORDS = st.sampled_from(
    ["様", "佐藤", "株式会社", "青空", " ", "\u3000", "\n", "、", "Dear ", "Mr. ", "Tom", ",",
     "and ", "各位", "御中", "-san", "（", "CC:", ">",
     "さん", "部長", "営業部", "\x00", "ﾞ", "und ", "\ud800"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=20).map("".join) | st.text(max_size=200))
def test_any_text_is_read_within_its_bounds(text: str) -> None:
    read = salutations(text)
    for one in read:
        assert 0 <= one.start <= one.end <= len(text)
    salutation_mismatch(read, list(PEOPLE.values())[:2], KNOWN, OWN)


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_display_name_can_be_compared(shown: str, greeted: str) -> None:
    party = recipients(f"sato@x.jp={shown.replace(';', '')}")
    for text in (f"{greeted}様\n", f"Dear {greeted},\n"):
        salutation_mismatch(salutations(text), party, KnownParties(party), OWN)
