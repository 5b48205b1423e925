"""The composed corpus: nothing new lost, addresses gone, exactly right; also on held-out clients."""

# ruff: noqa: E501

from collections import defaultdict
from functools import cache

import pytest

from policies.history.clean import clean
from policies.history.plan import Mode
from tests.corpus.history.clients import CLIENTS
from tests.corpus.history.generate import Case, cases
from tests.corpus.history.held_out import HELD_OUT
from tests.corpus.history.score import Score, score


@cache
def corpus(pool: str) -> tuple[Case, ...]:
    if pool == "held":
        return tuple(cases("held", 7_000_000, HELD_OUT, rounds=2))
    return tuple(cases("dev", 1_000, CLIENTS, rounds=1))


@cache
def scored(pool: str, mode: str) -> tuple[tuple[Case, Score], ...]:
    return tuple(
        (case, score(case, clean(case.raw, Mode(mode)).message, mode)) for case in corpus(pool)
    )


@pytest.mark.parametrize("mode", ["remove", "redact"])
@pytest.mark.parametrize("pool", ["dev", "held"])
def test_no_new_text_is_lost(pool: str, mode: str) -> None:
    # In mode redact a sentence of history counts as well; only new text is never to go.
    losing = [
        (case.id, line)
        for case, result in scored(pool, mode)
        for line in result.lost
        if any(new in line for new in case.label["new_text_must_contain"])
    ]
    assert not losing


@pytest.mark.parametrize("mode", ["remove", "redact"])
@pytest.mark.parametrize("pool", ["dev", "held"])
def test_foreign_addresses_are_gone(pool: str, mode: str) -> None:
    results = scored(pool, mode)
    total = sum(len(case.label["history_addresses"]) for case, _ in results)
    assert sum(result.addresses for _, result in results) <= total * 0.02


@pytest.mark.parametrize("mode", ["remove", "redact"])
@pytest.mark.parametrize("pool", ["dev", "held"])
def test_messages_are_exactly_right(pool: str, mode: str) -> None:
    results = scored(pool, mode)
    share = sum(result.exact for _, result in results) / len(results)
    by_client: dict[str, list[bool]] = defaultdict(list)
    for case, result in results:
        by_client[case.label["client"]].append(result.exact)
    assert share >= 0.95, {name: sum(found) / len(found) for name, found in by_client.items()}


@pytest.mark.parametrize("pool", ["dev", "held"])
def test_look_alikes_leave_as_they_came(pool: str) -> None:
    traps = [case for case in corpus(pool) if case.label["kind"] == "none"]
    assert len(traps) >= 10
    for case in traps:
        for mode in Mode:
            assert clean(case.raw, mode).message == case.raw, case.id


def test_cleaning_twice_changes_nothing_more() -> None:
    for case in corpus("dev")[::7]:
        once = clean(case.raw).message
        assert clean(once).message == once, case.id
