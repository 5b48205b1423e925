"""Passwords that a mail tells beside its file."""

import time

import pytest

from policies.mentioned import passwords_in


@pytest.mark.parametrize(
    "text",
    [
        "解凍パスワードは Abc-1234 です。",
        "パスワード：Abc-1234",
        "パスワードは「Abc-1234」です",
        "パスワード\nAbc-1234\n",
        "PW: Abc-1234",
        "The password is Abc-1234.",
        "パスワード：Ａｂｃ－１２３４",
    ],
)
def test_it_is_found(text: str) -> None:
    assert "Abc-1234" in [password.rstrip(".") for password in passwords_in(text)]


def test_no_password_is_told() -> None:
    assert passwords_in("パスワードは別途お送りします。") == ()
    assert passwords_in("納期は 2026-12-10 です。") == ()


def test_it_is_linear() -> None:
    def seconds(n: int) -> float:
        started = time.process_time()
        passwords_in("パスワード " * n)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(80_000) < 3 * seconds(40_000) + 0.05
