"""Documents written one by one: FIRST was worked with, SECOND only counted."""

from typing import NamedTuple

import pytest

from policies.personal_data import inspect
from tests.corpus.personal_data.by_hand import FIRST, SECOND, Document


class Right(NamedTuple):
    """How many documents have the right kind, number of people, and grade."""

    kinds: int
    persons: int
    sensitive: int


def count(documents: list[Document]) -> Right:
    kinds = persons = sensitive = 0
    for document in documents:
        report = inspect(document.text)
        kinds += report.kind in document.kind.split("|")
        persons += abs(report.persons - document.persons) <= 0.1 * document.persons
        sensitive += report.sensitive == document.sensitive
    return Right(kinds, persons, sensitive)


@pytest.mark.parametrize(
    ("documents", "least"),
    [(FIRST, Right(24, 24, 25)), (SECOND, Right(16, 18, 21))],
    ids=["first", "second"],
)
def test_no_document_is_lost_again(documents: list[Document], least: Right) -> None:
    found = count(documents)
    assert all(now >= before for now, before in zip(found, least, strict=True)), found
