"""The command line beside a service that is just starting or stopping."""

import asyncio
from datetime import UTC
from pathlib import Path

import pytest

from gateway import control
from quarantine.engine import lock, unlock
from quarantine.errors import InUse
from quarantine.listing import ListQueue
from quarantine.places import Places


async def test_a_command_waits_for_a_service_that_owns_the_store_but_does_not_listen(
    tmp_path: Path,
) -> None:
    places = Places.of(tmp_path, "", "")
    held = lock(places)
    asyncio.get_running_loop().call_later(0.3, unlock, held)
    async with control.open_store(places, UTC, may_create=True) as store:
        assert await store.ask(ListQueue()) is not None


async def test_in_the_end_it_says_that_the_store_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_PATIENCE", 0.2)
    places = Places.of(tmp_path, "", "")
    held = lock(places)
    with pytest.raises(InUse):
        async with control.open_store(places, UTC, may_create=True):
            pass
    unlock(held)
