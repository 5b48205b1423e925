"""What was acknowledged is on the disk, and one commit carries many commands.

A kill alone loses nothing that the kernel knows of, so the power cut is one: the
store lies on a disk image, which is copied at the moment of the kill. The copy holds
what was flushed, and only that.
"""

import asyncio
import contextlib
import itertools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select

from quarantine import tables
from quarantine.errors import OutOfSpace, Unavailable
from quarantine.judging import OpenMessage
from quarantine.listing import ListQueue, VerifyAudit
from quarantine.places import Places
from quarantine.store import Store
from quarantine.transaction import Command, Tx
from tests.quarantine.acknowledger import accept, body_of

ROOT = Path(__file__).parents[2]
_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


# -- a disk whose power can be cut ---------------------------------------------


class Disk:
    """An ext4 image of 64 MiB, mounted by loop; ``cut`` mounts what it holds at this moment."""

    def __init__(self, folder: Path) -> None:
        self.image = folder / "image"
        self.folder = folder / "disk"
        self._after = folder / "after"
        self._mounted: list[Path] = []
        with self.image.open("wb") as file:
            file.truncate(64 * 1024 * 1024)
        self._call("mkfs.ext4", "-q", "-F", str(self.image))
        self._mount(self.image, self.folder)

    def cut(self) -> Path:
        """Lose what was not flushed; the disk as it is when the power is back."""
        copy = self.image.with_suffix(".copy")
        shutil.copyfile(self.image, copy)
        self._mount(copy, self._after)
        return self._after

    def close(self) -> None:
        for folder in self._mounted:
            self._call("umount", str(folder))

    def _mount(self, image: Path, folder: Path) -> None:
        folder.mkdir()
        # With rare commits of its own, the file system only writes what it is asked to.
        self._call("mount", "-o", "loop,commit=300", str(image), str(folder))
        self._mounted.append(folder)

    def _call(self, program: str, *arguments: str) -> None:
        found = shutil.which(program, path=_PATH)
        if os.geteuid() != 0 or not found:
            pytest.skip(f"a disk image cannot be mounted: {found or program} must be run by root")
        done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"a disk image cannot be mounted: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path)
    yield disk
    disk.close()


def acknowledged_until_the_kill(folder: Path, count: int) -> dict[int, str]:
    """Run the acknowledger and kill it while it works; numbers and queue ids it gave out."""
    command = [sys.executable, "-m", "tests.quarantine.acknowledger", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(count)]
        process.kill()
        process.wait()
        lines += process.stdout.readlines()
    return {int(number): queue_id.decode() for number, queue_id in map(bytes.split, lines)}


async def body(store: Store, queue_id: str) -> bytes:
    opened = await store.ask(OpenMessage(queue_id))
    return b"".join([frame async for frame in store.body(opened.body)])


@pytest.mark.parametrize("count", [1, 40, 200])
async def test_a_power_cut_loses_nothing_that_was_acknowledged(disk: Disk, count: int) -> None:
    acknowledged = acknowledged_until_the_kill(disk.folder, count)
    after = disk.cut()
    assert len(acknowledged) >= count
    unsynced = [after / "unsynced" / str(number) for number in acknowledged]
    assert not all(path.exists() and path.read_bytes() for path in unsynced), "no power cut"
    with contextlib.closing(Store(Places.in_folder(after / "data"))) as store:
        for number, queue_id in acknowledged.items():
            assert await body(store, queue_id) == body_of(number)
        for message in await store.ask(ListQueue(limit=100_000)):
            assert len(await body(store, message.id)) == message.size
        assert (await store.ask(VerifyAudit())).broken == ()


def test_a_file_is_flushed_before_it_gets_its_name_and_its_folder_afterwards(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[tuple[str, Path]] = []  # ext4 would hide the lack of the last ones in a power cut
    fsync, rename = os.fsync, Path.rename

    def noted_fsync(descriptor: int) -> None:
        steps.append(("flush", Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def noted_rename(path: Path, target: Path) -> Path:
        steps.append(("name", target))
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    writer = store.new_body()
    writer.write(bytes(100_000))
    file = store.blobs / (writer.finish().file or "")
    (kind, unnamed), *rest = steps
    assert (kind, unnamed.parent) == ("flush", store.blobs / "tmp")
    assert rest == [("name", file), ("flush", file.parent), ("flush", store.blobs)]


@pytest.mark.parametrize("count", [20, 150])  # fits into SQLite's cache; has to be spilled
async def test_a_full_disk_refuses_the_whole_batch_and_leaves_nothing(
    disk: Disk, count: int
) -> None:
    with contextlib.closing(Store(Places.in_folder(disk.folder / "data"))) as store:
        before = await accept(store, 0)
        filler = disk.folder / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        results = await together(store, *(Put(f"{n}", bytes(50_000)) for n in range(count)))
        assert {type(result) for result in results} == {OutOfSpace}
        assert await store.ask(Names()) == []
        filler.unlink()
        after = await accept(store, 1)
        assert await body(store, before) == body_of(0)
        assert await body(store, after) == body_of(1)
        assert (await store.ask(VerifyAudit())).broken == ()


# -- group commit --------------------------------------------------------------


@dataclass(frozen=True)
class Put:
    """Insert two rows, one with some ballast, and then fail if told to."""

    name: str
    ballast: bytes = b""
    fault: Exception | None = None

    def apply(self, tx: Tx) -> str:
        tx.connection.execute(insert(tables.counter).values(name=self.name, value=1))
        row = {"key_hmac": self.name.encode(), "row_ct": self.ballast, "changed_at": 0}
        tx.connection.execute(insert(tables.directory).values(row))
        if self.fault:
            raise self.fault
        return self.name


@dataclass(frozen=True)
class Names:
    """The rows that are there."""

    def read(self, tx: Tx) -> list[str]:
        return sorted(tx.connection.scalars(select(tables.counter.c.name)))


@dataclass(frozen=True)
class Hold:
    """Keep the writer busy, so that others pile up behind it."""

    begun: threading.Event = field(default_factory=threading.Event)
    end: threading.Event = field(default_factory=threading.Event)

    def apply(self, tx: Tx) -> None:
        self.begun.set()
        assert self.end.wait(10)


@dataclass(frozen=True)
class LimitPages:
    """Let the database grow by so many pages only; -1 lets it grow again."""

    more: int

    def apply(self, tx: Tx) -> None:
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        limit = pages + self.more if self.more >= 0 else 1_000_000
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")


async def together(store: Store, *commands: Command[Any]) -> list[Any]:
    """Hand in commands so that they go into one batch (of 200); their results or errors."""
    hold = Hold()
    running = [asyncio.ensure_future(store.run(hold))]
    assert await asyncio.to_thread(hold.begun.wait, 10)
    running += [asyncio.ensure_future(store.run(command)) for command in commands]
    await asyncio.sleep(0)
    hold.end.set()
    results = await asyncio.wait_for(asyncio.gather(*running, return_exceptions=True), 30)
    return results[1:]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(Places.in_folder(tmp_path / "data"))
    yield store
    store.close()


@pytest.mark.parametrize(("commands", "commits"), [(1, 1), (50, 1), (200, 1), (450, 3)])
async def test_commands_that_come_together_share_a_commit(
    store: Store, commands: int, commits: int
) -> None:
    counted: list[object] = []
    event.listen(store._writer_engine, "commit", counted.append)
    names = [f"{n:03}" for n in range(commands)]
    assert await together(store, *map(Put, names)) == names
    assert len(counted) == 1 + commits  # the first for what they waited for
    assert await store.ask(Names()) == names


async def test_a_failing_command_takes_no_other_with_it(store: Store) -> None:
    fault = ValueError("refused")
    results = await together(store, Put("a"), Put("b", fault=fault), Put("a"), Put("c"))
    assert results[:2] == ["a", fault]
    assert isinstance(results[2], Unavailable)
    assert results[3] == "c"
    assert await store.ask(Names()) == ["a", "c"]


async def test_a_failing_commit_fails_all_and_leaves_nothing(store: Store) -> None:
    commits = itertools.count(1)

    def fail_second(_connection: object) -> None:
        if next(commits) == 2:
            raise OSError("the disk does not answer")

    event.listen(store._writer_engine, "commit", fail_second)
    results = await together(store, *map(Put, "abc"))  # what they wait for is the first
    assert [type(result) for result in results] == [Unavailable] * 3
    assert await store.ask(Names()) == []
    assert await together(store, *map(Put, "abc")) == ["a", "b", "c"]


async def test_a_transaction_that_sqlite_gave_up_fails_all_that_was_in_it(store: Store) -> None:
    await store.run(LimitPages(10))
    results = await together(store, Put("a"), Put("b", bytes(200_000)), Put("c"))
    assert [type(result) for result in results] == [OutOfSpace] * 3
    assert await store.ask(Names()) == []
    await store.run(LimitPages(-1))
    assert await together(store, Put("a"), Put("b", bytes(200_000))) == ["a", "b"]


async def test_who_stops_waiting_neither_stops_the_command_nor_the_store(store: Store) -> None:
    hold = Hold()
    first = asyncio.ensure_future(store.run(hold))
    assert await asyncio.to_thread(hold.begun.wait, 10)
    impatient = asyncio.ensure_future(store.run(Put("a")))
    await asyncio.sleep(0)
    impatient.cancel()
    hold.end.set()
    await first
    assert await together(store, Put("b")) == ["b"]
    assert await store.ask(Names()) == ["a", "b"]


async def test_a_worker_that_cannot_be_woken_stops_nothing(store: Store) -> None:
    def fail() -> None:
        raise RuntimeError("the event loop is closed")

    store.on_task = fail
    assert await body(store, await accept(store, 0)) == body_of(0)
    assert await body(store, await accept(store, 1)) == body_of(1)
