"""Changing the policy of a running service, and going back: as an admin does it."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.rule import policy_hash
from tests.journeys.reading import until
from tests.journeys.service import OWN, PARTNER, Sekisho
from tests.peers.sink import Sink

PASS = '[[rule]]\nname = "log-all"\nwhen = "true"\ndo = "log-only"\n'
HOLD = """\
[[rule]]
name = "everything"
when = "message.externals > 0"
do = "hold"
steps = ["tick"]
text.ja = "社外宛てのメールです。"
text.en = "It goes outside."
"""


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Sekisho]:
    (tmp_path / "policy.toml").write_text(PASS, "utf-8")
    settings = {"SEKISHO_POLICY__FILE": str(tmp_path / "policy.toml")}
    with Sink() as sink, Sekisho(tmp_path, sink.port, settings=settings) as gate:
        yield gate


def hang_up(gate: Sekisho) -> None:
    process = gate._process
    assert process is not None
    os.kill(process.pid, signal.SIGHUP)


def state_of(gate: Sekisho, address: str) -> str:
    found = json.loads(gate.command("mailq", "--all", "--json").stdout)
    return next((r["state"] for m in found for r in m["recipients"] if r["address"] == address), "")


def in_use(gate: Sekisho) -> str:
    newest = json.loads(gate.command("policy", "log", "--json").stdout)[0]
    assert newest["in_use"]
    return str(newest["hash"])


def test_a_policy_is_changed_refused_and_rolled_back_without_a_restart(gate: Sekisho) -> None:
    file = gate.folder / "policy.toml"
    gate.send(f"one@{PARTNER}", sender=f"one@{OWN}")
    until(lambda: state_of(gate, f"one@{PARTNER}") == "delivered")

    file.write_text(HOLD, "utf-8")
    assert "which is not in use" in gate.command("policy", "log").stdout
    hang_up(gate)
    until(lambda: in_use(gate) == policy_hash(HOLD))
    gate.send(f"two@{PARTNER}", sender=f"two@{OWN}")
    until(lambda: state_of(gate, f"two@{PARTNER}") == "held")

    file.write_text('[[rule]]\nname = "bad"\nwhen = "1 +"\n')
    hang_up(gate)
    until(lambda: "the policy was not reloaded" in gate.log())
    assert gate.running
    assert in_use(gate) == policy_hash(HOLD)
    gate.send(f"three@{PARTNER}", sender=f"three@{OWN}")
    until(lambda: state_of(gate, f"three@{PARTNER}") == "held")

    shown = gate.command("policy", "rollback", policy_hash(PASS), check=False)
    assert shown.returncode == 1
    assert '+name = "log-all"' in shown.stdout
    assert "bad" in file.read_text("utf-8")
    done = gate.command("policy", "rollback", policy_hash(PASS)[:6], "--yes")
    assert "SIGHUP" in done.stdout
    assert file.read_text("utf-8") == PASS
    assert in_use(gate) == policy_hash(HOLD), "a written file is not yet in use"
    hang_up(gate)
    until(lambda: in_use(gate) == policy_hash(PASS))
    gate.send(f"four@{PARTNER}", sender=f"four@{OWN}")
    until(lambda: state_of(gate, f"four@{PARTNER}") == "delivered")
    gate.command("audit", "verify")


def test_the_commands_work_without_the_service(gate: Sekisho) -> None:
    gate.stop()
    one, two = policy_hash(PASS), policy_hash(HOLD)
    draft = gate.folder / "draft.toml"
    draft.write_text(HOLD, "utf-8")
    assert one in gate.command("policy", "log").stdout
    same = gate.command("policy", "diff", one)
    assert same.stdout == ""
    other = gate.command("policy", "diff", one, str(draft), check=False)
    assert other.returncode == 1
    assert other.stdout.splitlines()[:2] == [f"--- {one}", f"+++ {two}"]
    assert '-name = "log-all"' in other.stdout
    unknown = gate.command("policy", "diff", "0123456789abcdef", check=False)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "was ever in use" in unknown.stderr
    draft.replace(gate.folder / "policy.toml")
    assert gate.command("policy", "rollback", one, "--yes").returncode == 0
    assert (gate.folder / "policy.toml").read_text("utf-8") == PASS


def test_without_a_policy_file_there_is_nothing_to_write_to(gate: Sekisho) -> None:
    del gate.environment["SEKISHO_POLICY__FILE"]
    done = gate.command("policy", "rollback", policy_hash(PASS), "--yes", check=False)
    assert done.returncode == 2
    assert "[policy] file is not set" in done.stderr
