"""The policy that judges: stored at start, reloaded whole or not at all, written back at once."""

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.errors import SettingsError
from gateway.judgement import Briefer
from gateway.policy_file import write_text
from gateway.policy_in_use import PolicyInUse
from policies.rule import default_source, policy_hash
from quarantine.places import Places
from quarantine.policies import ListPolicies
from quarantine.store import Store

OTHER = '[[rule]]\nname = "log-all"\nwhen = "true"\ndo = "log-only"\n'
BROKEN = '[[rule]]\nname = "bad"\nwhen = "message.nonsense"\n'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(Places.in_folder(tmp_path / "data"))
    yield store
    store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(OTHER, "utf-8")
    return path


async def test_the_shipped_policy_is_stored_too(store: Store) -> None:
    policy = await PolicyInUse.start(store, None, "enforce")
    (found,) = await store.ask(ListPolicies())
    assert found.hash == policy.hash == policy_hash(default_source())


async def test_a_policy_that_does_not_compile_is_refused_at_start(store: Store, file: Path) -> None:
    file.write_text(BROKEN)
    with pytest.raises(SettingsError, match="rule bad: when: 1:8"):
        await PolicyInUse.start(store, file, "enforce")
    assert await store.ask(ListPolicies()) == ()


async def test_a_reload_briefs_the_judges_anew(store: Store, file: Path) -> None:
    policy = await PolicyInUse.start(store, file, "enforce")
    briefer = Briefer(store, ("own.jp",), policy, "enforce")
    before = await briefer.current()
    assert await briefer.current() is before
    file.write_text(default_source(), "utf-8")
    assert await briefer.current() is before, "a file that changed is not yet a policy in use"
    assert await policy.reload()
    after = await briefer.current()
    assert after.policy.hash == policy_hash(default_source())
    assert after.version != before.version, "or the children would not be told"
    assert [version.in_use for version in await store.ask(ListPolicies())] == [True, False]


@pytest.mark.parametrize("text", [BROKEN, "[[rule", None, b"\xff"])
async def test_a_broken_file_changes_nothing_and_is_one_line(
    store: Store, file: Path, caplog: pytest.LogCaptureFixture, text: str | bytes | None
) -> None:
    policy = await PolicyInUse.start(store, file, "enforce")
    briefer = Briefer(store, ("own.jp",), policy, "enforce")
    before = await briefer.current()
    if text is None:
        file.unlink()
    else:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with caplog.at_level(logging.INFO, "sekisho.policy"):
        assert not await policy.reload()
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    words = record.getMessage()
    assert len(words.splitlines()) == 1
    assert policy_hash(OTHER) in words
    assert str(file) in words
    assert await briefer.current() is before
    assert len(await store.ask(ListPolicies())) == 1


def test_writing_keeps_mode_and_links_and_leaves_nothing_beside_it(
    file: Path, tmp_path: Path
) -> None:
    file.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    write_text(link, default_source())
    assert link.is_symlink()
    assert file.read_text("utf-8") == default_source()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.toml", "policy.toml"]


def test_a_file_that_cannot_be_written_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gateway.policy_file.os.fsync", full)
    with pytest.raises(SettingsError, match="No space left"):
        write_text(file, default_source())
    assert file.read_text("utf-8") == OTHER
    assert [p.name for p in file.parent.iterdir()] == ["policy.toml"]
