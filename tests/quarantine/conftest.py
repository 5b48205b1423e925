"""Fixtures of the quarantine tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.quarantine.messages import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(tmp_path)
    yield desk
    desk.store.close()
