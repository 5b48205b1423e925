# ruff: noqa: E501 - cases
"""Hostile input: twice the size costs at most about twice the time, in every stage."""

import re
import time
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import pytest

from policies.personal_data import (
    Budget,
    addresses,
    bulk,
    columns,
    dates,
    disguise,
    fold,
    full_names,
    grade,
    inspect,
    kinds,
    labelled_names,
    layout,
    markup,
    mask,
    numbers,
    people,
    phones,
    sensitive,
    titles,
    western,
)
from policies.personal_data import names as japanese
from policies.personal_data.context import Context

SIZE = 12_000
HOSTILE = {
    "letters": "a",
    "digits": "1",
    "dashes": "0-",
    "dots": "a.",
    "e-mail": 'a.-"',
    "at": "a@",
    "kanji": "山",
    "kanji-space": "山 ",
    "surnames": "田中",
    "names": "山田太郎、",
    "municipality": "横浜市",
    "blocks": "横浜市西区1-",
    "honorific": "様さん",
    "kana": "ア",
    "half-kana": "ﾀﾞ",
    "zero-width": "\u200b",
    "spaced": "1 ",
    "labels": "氏名：",
    "labels-open": "電話(",
    "tabs": "\t",
    "commas": ",",
    "quotes": '",',
    "lines": "\n",
    "wide": "  a",
    "brackets": "(",
    "base64": "QUJD",
    "hex": "e5b1",
    "percent": "%E5",
    "tags": "<a b='",
    "tag-open": "<",
    "comment": "<!--",
    "disease": "がん",
    "western": "John Smith ",
    "capitals": "Aa ",
    "street": "1 A ",
    "iban": "DE89 ",
    "dates": "1980/1/1生",
    "era": "S55.",
    "csv": "山田太郎,090-1111-2222\n",
    "same-names": "氏名：山田太郎\n",
    "mails": "a1@b.jp\n",
    "namesakes": "田中、田中一郎、",
    "roster": "田中一郎様、田中さん\n",
    "yucho": "記号10140番号",
}


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _grows_linearly(make: Callable[[int], Callable[[], object]], size: int) -> None:
    """Four times the input at most about four times the time; quadratic would be sixteen."""
    for _ in range(3):
        small, large = _seconds(make(size)), _seconds(make(4 * size))
        if large < 0.02 or large <= 4 * 1.7 * max(small, 0.002):
            return
    pytest.fail(f"{small:.4f} s for {size}, {large:.4f} s for four times as much")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_whole_engine(name: str) -> None:
    unit = HOSTILE[name]
    size = max(1, SIZE // len(unit) // 4)
    inspect(unit * 100)
    _grows_linearly(lambda n: lambda: inspect(unit * n), size)


@pytest.mark.parametrize("name", ["tags", "tag-open", "comment", "brackets", "letters", "quotes"])
def test_html(name: str) -> None:
    unit = HOSTILE[name]
    _grows_linearly(lambda n: lambda: markup.text_of(unit * n), SIZE // len(unit))


def test_masking() -> None:
    def make(n: int) -> Callable[[], object]:
        text = "山田太郎様、" * n
        entities = inspect(text).entities
        return lambda: mask.copy(text, entities)

    _grows_linearly(make, 1_000)


MODULES = [
    addresses, bulk, columns, dates, disguise, fold, full_names, grade, import_module("policies.personal_data.engine"),
    japanese, kinds, labelled_names, layout, markup, numbers, people, phones, sensitive, titles, western,
]  # fmt: skip


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for module in MODULES:
        assert isinstance(module, ModuleType)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.append((f"{module.__name__.rpartition('.')[2]}.{name}", value))
    return found


@pytest.mark.parametrize(("name", "pattern"), _patterns(), ids=[name for name, _ in _patterns()])
def test_every_pattern(name: str, pattern: re.Pattern[str]) -> None:
    assert not re.search(
        r"(?<!\\)(?:\]|\)|\w|\.)[*+](?![\]?])", _without_classes(pattern.pattern)
    ), "unbounded"
    for unit in HOSTILE.values():

        def make(n: int, unit: str = unit) -> Callable[[], object]:
            text = unit * n
            return lambda: sum(1 for _ in pattern.finditer(text))

        size = 500
        if _seconds(make(size)) > 0.0005:
            _grows_linearly(make, 2 * size)


def _without_classes(pattern: str) -> str:
    return re.sub(r"\[(?:\\.|[^\]\\])*\]", "[]", pattern)


def test_an_overrun_is_a_finding_and_never_silence() -> None:
    ticks = iter(range(10**9))
    budget = Budget(seconds=3, clock=lambda: float(next(ticks)))
    report = inspect("氏名：山田太郎\n電話：090-1234-5678\n" * 2_000, budget)
    assert [f.code for f in report.findings if f.code == "limit"] == ["limit"]


def test_no_overrun_no_finding() -> None:
    report = inspect("氏名：山田太郎\n", Budget(seconds=60, clock=time.monotonic))
    assert not report.findings


def test_context_of_an_empty_text() -> None:
    empty = Context("", layout.read(""))
    assert empty.label(0) is None
    assert inspect("").entities == ()
