"""What the tests of the pages share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.gate import Gate


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with Gate(tmp_path / "gate") as gate:
        yield gate
