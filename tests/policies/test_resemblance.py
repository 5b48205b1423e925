"""Sketches of stopped mail: what counts as much the same, and what does not."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.message import NOTHING_SEEN, Attachment, Summary
from policies.resemblance import ALIKE, SIZE, Sketch, likeness, rounds, sketch

LETTER = (
    "いつもお世話になっております。来週の打ち合わせに先立ち、各店の売上と在庫の一覧をお送りします。"
    "内訳は店舗ごとに分けてありますので、ご不明な点があればお知らせください。"
)
OTHER = (
    "いつもお世話になっております。新しい事務所への移転の日が決まりましたのでご連絡いたします。"
    "電話番号は変わりません。荷物の受け取りは月曜からとなりますので、ご承知おきください。"
)


def mail(text: str = "", *files: tuple[str, str, int]) -> Summary:
    attachments = tuple(Attachment(name, kind, size) for name, kind, size in files)
    return replace(NOTHING_SEEN, text=text, attachments=attachments)


@pytest.mark.parametrize(
    "changed",
    [
        LETTER,
        LETTER.replace("来週", "今週"),
        LETTER + "よろしくお願いします。",
        LETTER.replace("、", "、\n"),
        LETTER.replace("一覧", "表"),
    ],
)
def test_a_changed_letter_is_alike(changed: str) -> None:
    assert likeness(sketch(mail(LETTER)), sketch(mail(changed))) >= ALIKE


@pytest.mark.parametrize("other", [OTHER, "", "了解しました。", LETTER[:20], LETTER[::-1]])
def test_another_letter_is_not(other: str) -> None:
    assert likeness(sketch(mail(LETTER)), sketch(mail(other))) < ALIKE


def test_greetings_alone_are_no_resemblance() -> None:
    short = "いつもお世話になっております。資料を送ります。よろしくお願いします。"
    assert rounds(mail(short), [sketch(mail(short))]) == 0


def test_history_is_not_compared() -> None:
    quoted = "\n".join(f"> {line}" for line in LETTER.split("。"))
    first, second = mail(f"承知しました。\n{quoted}"), mail(f"別の件です。\n{quoted}")
    assert rounds(second, [sketch(first)]) == 0


def test_a_file_is_known_by_any_name() -> None:
    stopped = sketch(mail("", ("顧客一覧.xlsx", "application/x-x", 48_211)))
    assert rounds(mail(OTHER, ("photo.xlsx", "application/x-x", 48_211)), [stopped]) == 1
    assert rounds(mail(OTHER, ("顧客一覧.xlsx", "application/x-x", 48_212)), [stopped]) == 0


def test_the_logo_below_every_mail_is_no_resemblance() -> None:
    logo = ("logo.png", "image/png", 20_000)
    assert rounds(mail(OTHER, logo), [sketch(mail(LETTER, logo))]) == 0


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_texts_compare(a: str, b: str) -> None:
    first, second = sketch(mail(a)), sketch(mail(b))
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert len(first.text) <= SIZE
    assert likeness(first, first) in ({1.0} if first.text else {0.0})


def test_a_huge_text_costs_little() -> None:
    text = "".join(chr(0x4E00 + n % 20_000) for n in range(65_536))
    began = time.process_time()
    rounds(mail(text), [Sketch(tuple(range(SIZE)))])
    assert time.process_time() - began < 1.0
