"""The store as a whole: one owner, keys, schema, sealed values, bodies of every size."""

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from policies.recipients.directory import Entry
from quarantine import tables
from quarantine.bodies import FRAME, INLINE, BodyWriter, read_body
from quarantine.errors import Damaged, InUse, KeyMissing, OutOfSpace
from quarantine.ids import new_id
from quarantine.keys import Keyring
from quarantine.known import ImportDirectory, KnowledgeVersion, ReadDirectory
from quarantine.places import BadPlace, Places
from quarantine.store import Store
from tests.quarantine.messages import Desk


def test_ids_have_their_form_and_sort_by_time() -> None:
    first, second = new_id(), new_id()
    assert len(first) == 26
    assert first[:9] <= second[:9]


def test_a_second_opener_is_refused(desk: Desk) -> None:
    with pytest.raises(InUse):
        Store(desk.store.places)


def test_a_store_whose_key_is_gone_is_not_opened_with_a_new_one(desk: Desk) -> None:
    desk.store.close()
    desk.store.places.keys.unlink()
    with pytest.raises(KeyMissing):
        Store(desk.store.places)
    desk.store.places.keys.write_text("{}")
    with pytest.raises(KeyMissing):
        Store(desk.store.places)


def test_the_key_file_is_for_its_owner_alone(desk: Desk) -> None:
    assert desk.store.places.keys.stat().st_mode & 0o777 == 0o600


def test_the_migrations_make_exactly_the_tables(desk: Desk) -> None:
    engine = create_engine(f"sqlite:///{desk.store.places.database}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_places_come_from_urls(tmp_path: Path) -> None:
    places = Places.of(tmp_path, f"sqlite:///{tmp_path}/x.db", f"file://{tmp_path}/b")
    assert places.database == tmp_path / "x.db"
    assert places.blobs == tmp_path / "b"
    with pytest.raises(BadPlace):
        Places.of(tmp_path, "mysql://host/db", "")


def test_sealed_values_fit_only_their_message_and_place(tmp_path: Path) -> None:
    keyring = Keyring.load(tmp_path / "keys.json", may_create=True)
    one, two = keyring.new_message_key("1"), keyring.new_message_key("2")
    sealed = one.seal("recipient/0/address", "a@x.jp")
    assert one.open("recipient/0/address", sealed) == "a@x.jp"
    for key, place in ((one, "recipient/1/address"), (two, "recipient/0/address")):
        with pytest.raises(Damaged):
            key.open(place, sealed)
    with pytest.raises(Damaged):
        keyring.message_key("2", one.wrapped)
    with pytest.raises(Damaged):
        one.open("recipient/0/address", b"short")


def writer(folder: Path) -> BodyWriter:
    keyring = Keyring.load(folder / "keys.json", may_create=True)
    return BodyWriter(folder / "blobs", keyring.new_message_key(new_id()), 0, b"digest")


@pytest.mark.parametrize(
    "size",
    [0, 1, INLINE, INLINE + 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 5],
)
def test_bodies_of_every_size_come_back(tmp_path: Path, size: int) -> None:
    (tmp_path / "blobs").mkdir()
    content = os.urandom(size)
    body = writer(tmp_path)
    for at in range(0, size, 50_000):
        body.write(content[at : at + 50_000])
    stored = body.finish()
    assert (stored.inline is None) == (size > INLINE)
    assert b"".join(read_body(tmp_path / "blobs", body.key, stored)) == content
    assert list((tmp_path / "blobs" / "tmp").glob("*")) == []


def test_cut_swapped_or_flipped_bodies_are_damaged(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    body = writer(tmp_path)
    body.write(os.urandom(3 * FRAME))
    stored = body.finish()
    path = tmp_path / "blobs" / (stored.file or "")
    good = path.read_bytes()
    frame = FRAME + 16
    for bad in (
        good[:frame],
        good[: 2 * frame],
        good[frame:],
        good[frame : 2 * frame] + good[:frame] + good[2 * frame :],
        good[:-1] + bytes([good[-1] ^ 1]),
        b"",
    ):
        path.write_bytes(bad)
        with pytest.raises(Damaged):
            list(read_body(tmp_path / "blobs", body.key, stored))
    path.unlink()
    with pytest.raises(Damaged):
        list(read_body(tmp_path / "blobs", body.key, stored))


def test_an_aborted_body_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    for finished in (False, True):
        body = writer(tmp_path)
        body.write(os.urandom(2 * FRAME))
        if finished:
            body.finish()
        body.abort()
        body.abort()
        assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=200_000), max_size=8))
def test_how_a_body_is_cut_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("body")
    (folder / "blobs").mkdir()
    body = writer(folder)
    for chunk in chunks:
        body.write(chunk)
    stored = body.finish()
    assert b"".join(read_body(folder / "blobs", body.key, stored)) == b"".join(chunks)


def test_interrupted_intakes_are_swept_at_start(desk: Desk) -> None:
    old = desk.store.blobs / "AA" / "orphan.0"
    fresh = desk.store.blobs / "AA" / "fresh.0"
    half = desk.store.blobs / "tmp" / "half.0"
    for path in (old, fresh, half):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    os.utime(old, (0, 0))
    desk.store.close()
    store = Store(desk.store.places)
    assert not old.exists()
    assert not half.exists()
    assert fresh.exists()
    store.close()


def test_a_full_disk_is_noticed_beforehand(desk: Desk) -> None:
    with pytest.raises(OutOfSpace):
        desk.store.check_space(1 << 60)


async def test_the_directory_is_merged_or_replaced(desk: Desk) -> None:
    one, two = (Entry(domain=d, organisation="㈱") for d in ("one.jp", "two.jp"))
    assert await desk.store.run(ImportDirectory((one, one), "cli:root")) == 1
    assert await desk.store.run(ImportDirectory((two,), "cli:root")) == 2
    assert await desk.store.run(ImportDirectory((two,), "cli:root", replace=True)) == 1
    snapshot = await desk.store.ask(ReadDirectory())
    assert snapshot.entries == (two,)
    assert snapshot.version == await desk.store.ask(KnowledgeVersion()) == 3
