"""The figures of the issue, on a small draw of the generated corpus."""

from collections import Counter
from typing import Any

import pytest

from policies.personal_data import inspect
from tests.corpus.personal_data.generate import documents
from tests.corpus.personal_data.score import score

PARTS = ["work", "held"]


@pytest.mark.parametrize("part", PARTS)
def test_figures(part: str) -> None:
    found = score(documents(part, 240, seed=7), inspect)
    assert found.micro >= 0.97
    assert found.macro >= 0.95
    assert found.f1["PERSON"] >= 0.95
    assert found.false_per_clean <= 0.03
    assert found.persons_within_10 >= 0.95
    assert found.kinds_right >= 0.97
    assert found.sensitive_missed == 0


def test_the_parts_share_no_names() -> None:
    values: dict[str, Counter[str]] = {}
    for part in PARTS:
        entities: list[dict[str, Any]] = [e for d in documents(part, 90) for e in d["entities"]]
        values[part] = Counter(e["value"] for e in entities if e["type"] == "PERSON")
    assert not values["work"].keys() & values["held"].keys()
