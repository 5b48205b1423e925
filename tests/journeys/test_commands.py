"""The command line as an admin types it, beside a running service and without one."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.reading import (
    arrived,
    events,
    gate_id,
    notice_link,
    open_form,
    queue,
    quiet_gate,
    rows_of,
    to,
    until,
)
from tests.journeys.service import OWN, PARTNER, Sekisho, mail
from tests.peers.sink import Sink
from web.words import word

STRANGER = "unknown.example.com"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate


def hold(gate: Sekisho, name: str) -> str:
    """Have a mail held for a stranger; its queue id."""
    gate.send(f"{name}@{STRANGER}", sender=f"{name}@{OWN}")
    until(lambda: rows_of(gate, f"{name}@{STRANGER}", "held"))
    return queue(gate)[0].id


def test_mailq_lists_what_waits_and_only_that(gate: Sekisho) -> None:
    gate.send(f"done@{PARTNER}", sender=f"done@{OWN}")
    until(lambda: rows_of(gate, f"done@{PARTNER}", "delivered"))
    queue_id = hold(gate, "listed")
    (found,) = [
        m for m in json.loads(gate.command("mailq", "--json").stdout) if m["id"] == queue_id
    ]
    assert found["sender"] == f"listed@{OWN}"
    assert found["subject"] == "お見積りの件"
    assert found["size"] == len(mail([f"listed@{STRANGER}"]))
    assert (found["waiting_for"], found["asked"]) == ("sender", f"listed@{OWN}")
    assert [r["state"] for r in found["recipients"]] == ["held"]
    text = gate.command("mailq").stdout
    assert re.search(
        rf"^{queue_id} .* listed@{OWN}\n    お見積りの件\n    held, waiting for", text, re.MULTILINE
    )
    assert f"done@{PARTNER}" not in text
    assert f"delivered  done@{PARTNER}" in gate.command("mailq", "--all").stdout


def test_show_tells_why_and_the_whole_story(gate: Sekisho) -> None:
    queue_id = hold(gate, "shown")
    text = gate.command("show", queue_id).stdout
    assert f"shown@{STRANGER}" in text
    assert "fired     first-time" in text
    found = json.loads(gate.command("show", "--json", queue_id).stdout)
    assert found["verdict"]["action"] == "hold"
    assert [event["kind"] for event in found["events"]][:3] == ["received", "judged", "held"]


def test_show_of_an_unknown_id_is_one_line(gate: Sekisho) -> None:
    done = gate.command("show", "../../etc/passwd", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "sekisho: no message ../../etc/passwd\n"


def test_release_needs_a_reason_and_delivers(gate: Sekisho, sink: Sink) -> None:
    queue_id = hold(gate, "released")
    link = notice_link(sink, f"released@{OWN}")
    form = open_form(link)
    assert gate.command("release", queue_id, check=False).returncode == 2
    assert gate.command("release", queue_id, "--reason", " ", check=False).returncode == 2
    assert rows_of(gate, f"released@{STRANGER}", "held")
    done = gate.command("release", queue_id, "--reason", "電話で確認済み")
    assert done.stdout == f"{queue_id}: released for 1 recipient\n"
    assert gate_id(arrived(sink, f"released@{STRANGER}")) == queue_id
    (event,) = events(gate, queue_id, "released")
    assert event.actor.startswith("cli:")
    assert event.detail == {"reason": "電話で確認済み"}
    late = form.post("withdraw")
    assert late.status_code == 409
    assert word("released_title", "ja") in late.text
    again = gate.command("release", queue_id, "--reason", "x", check=False)
    assert (again.returncode, again.stderr) == (1, "sekisho: nothing of this message is held\n")


def test_withdraw_stops_what_is_held(gate: Sekisho, sink: Sink) -> None:
    queue_id = hold(gate, "stopped")
    done = gate.command("withdraw", queue_id, "--reason", "宛先違い")
    assert done.stdout == f"{queue_id}: withdrawn for 1 recipient\n"
    assert rows_of(gate, f"stopped@{STRANGER}", "withdrawn")
    assert gate.command("withdraw", queue_id, check=False).returncode == 1
    assert not to(sink, f"stopped@{STRANGER}")


def test_withdraw_stops_what_the_relay_has_not_taken(gate: Sekisho, sink: Sink) -> None:
    recipient = f"waiting@{PARTNER}"
    sink.answers[recipient] = "451 4.2.0 later"
    gate.send(recipient, sender=f"waiting@{OWN}")
    until(lambda: rows_of(gate, recipient, "deferred"))
    queue_id = queue(gate)[0].id
    # In the middle of a try it may have arrived, and cannot be withdrawn.
    until(lambda: gate.command("withdraw", queue_id, check=False).returncode == 0)
    assert rows_of(gate, recipient, "withdrawn")
    sink.answers.clear()
    gate.send(f"probe@{PARTNER}")
    arrived(sink, f"probe@{PARTNER}")
    assert not to(sink, recipient)


def test_audit_verify_walks_every_chain(gate: Sekisho) -> None:
    done = gate.command("audit", "verify")
    assert done.stdout.endswith("all chains hold\n")
    report = json.loads(gate.command("audit", "verify", "--json").stdout)
    assert report["broken"] == []
    assert report["chains"] >= len(queue(gate, everything=True))


@pytest.fixture
def letter(tmp_path: Path) -> str:
    path = tmp_path / "letter.eml"
    recipients = [f"a@{PARTNER}", f"b@{STRANGER}", f"c@{OWN}"]
    path.write_bytes(mail(recipients).replace(b"\r\n", b"\n"))
    return str(path)


def check(gate: Sekisho, code: int, *arguments: str) -> dict[str, object]:
    done = gate.command("check", "--json", *arguments, check=False)
    assert (done.returncode, done.stderr) == (code, "")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_check_judges_without_sending(gate: Sekisho, sink: Sink, letter: str) -> None:
    before = len(queue(gate, everything=True))
    found = check(gate, 1, letter)
    assert found["action"] == "hold"
    assert actions(found) == {f"a@{PARTNER}": "pass", f"b@{STRANGER}": "hold", f"c@{OWN}": "pass"}
    assert actions(check(gate, 0, letter, "--to", f"a@{PARTNER}")) == {f"a@{PARTNER}": "pass"}
    assert actions(check(gate, 1, letter, "--from", "<>", "--to", "no address")) == {
        "no address": "reject"
    }
    assert len(queue(gate, everything=True)) == before


def actions(found: dict[str, object]) -> dict[str, str]:
    rows = found["recipients"]
    assert isinstance(rows, list)
    return {row["address"]: row["action"] for row in rows}


def test_everything_works_without_the_service(gate: Sekisho, sink: Sink, letter: str) -> None:
    kept, stopped = hold(gate, "kept"), hold(gate, "unsent")
    gate.stop()
    listed = {message["id"] for message in json.loads(gate.command("mailq", "--json").stdout)}
    assert {kept, stopped} <= listed
    assert json.loads(gate.command("show", "--json", kept).stdout)["message"]["id"] == kept
    assert actions(check(gate, 1, letter))[f"a@{PARTNER}"] == "pass"
    assert gate.command("audit", "verify").returncode == 0
    gate.command("release", kept, "--reason", "停止中に確認")
    gate.command("withdraw", stopped)
    assert not to(sink, f"kept@{STRANGER}")
    gate.start()
    assert gate_id(arrived(sink, f"kept@{STRANGER}")) == kept
    assert rows_of(gate, f"unsent@{STRANGER}", "withdrawn")


def test_without_a_store_commands_say_so_and_make_none(tmp_path: Path, letter: str) -> None:
    nothing = Sekisho(tmp_path / "nothing", 1)
    for words in (["mailq"], ["withdraw", "x"]):
        done = nothing.command(*words, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("sekisho: there is no store at ")
    assert actions(check(nothing, 1, letter))[f"a@{PARTNER}"] == "hold"
    assert not nothing.data.exists()


def test_wrong_settings_are_named_all_at_once(tmp_path: Path) -> None:
    wrong = {"SEKISHO_RELAY__PROT": "25", "SEKISHO_SMTP__MAX_SIZE": "many"}
    done = Sekisho(tmp_path / "wrong", 1, settings=wrong).command("mailq", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "relay.prot: unknown setting; did you mean relay.port?" in done.stderr
    assert "smtp.max_size: " in done.stderr
