"""The contained process: what a hostile file can do in it, and that the next file is read."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from policies.attachments.extract import Extract
from policies.attachments.limits import LIMITS, MIB
from policies.attachments.sandbox import Sandbox

ROOT = Path(__file__).parents[3]


class _Hostile(Sandbox):
    module = "tests.policies.attachments.hostile_template"


@pytest.fixture(scope="module")
def hostile() -> Iterator[Sandbox]:
    limits = replace(LIMITS, memory=512 * MIB, cpu=2, wall=4, characters=100_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with _Hostile(limits) as box:
            yield box


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


def deed(box: Sandbox, order: str) -> Extract:
    return box.read("order.txt", order.encode())


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("segfault", "crash:SIGSEGV"),
        ("abort", "crash"),
        ("exit", "crash"),
        ("spin", "limit:cpu"),
        ("sleep", "limit:wall"),
        ("flood", "limit:answer"),
    ],
)
def test_a_child_that_ends_badly_is_a_verdict_and_the_next_file_is_read(
    hostile: Sandbox, order: str, reason: str
) -> None:
    began = time.monotonic()
    found = deed(hostile, order)
    assert time.monotonic() - began < 10
    assert found.status == "uninspectable"
    assert found.reason.startswith(reason)
    assert found.format == "text"
    assert deed(hostile, "nothing").status == "text"


def test_what_was_read_before_an_end_is_kept() -> None:
    with Sandbox(replace(LIMITS, characters=300_000)) as box:
        found = box.read("a.txt", b"x" * 400_000)
    assert (found.status, len(found.text)) == ("uninspectable", 300_000)


@pytest.mark.parametrize("order", ["grow", "open", "write", "connect", "fork", "signal", "program"])
def test_walls_refuse(hostile: Sandbox, order: str) -> None:
    found = deed(hostile, order)
    assert "refused" in found.text
    assert not Path("/tmp/escaped").exists()
    assert deed(hostile, "nothing").status == "text"


def test_a_forged_end_does_not_make_a_file_read(hostile: Sandbox) -> None:
    found = deed(hostile, "forge")
    assert found.status == "uninspectable"
    assert deed(hostile, "nothing").text == "seen before the end"


def test_a_child_holds_no_descriptor_but_its_answer(hostile: Sandbox) -> None:
    found = deed(hostile, "descriptors")
    numbers = found.pieces[-1].text.removeprefix("open: ").split()
    assert numbers[:3] == ["0", "1", "2"]
    assert len(numbers) == 4


_CALLER = """
from tests.policies.attachments.test_sandbox import _Hostile
box = _Hostile()
print(box.read("a.txt", b"nothing").status, box._template.pid, flush=True)
box.read("a.txt", b"sleep")
"""


def test_nothing_lives_on_when_the_caller_is_killed_in_the_middle_of_a_file() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _CALLER]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        status, template = caller.stdout.readline().split()
        assert status == "text"
        until = time.monotonic() + 20
        while not (children := _children(int(template))) and time.monotonic() < until:
            time.sleep(0.05)
        assert len(children) == 1
        caller.kill()
    family = [int(template), *children]
    while (left := [pid for pid in family if _runs(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    assert not left


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_all_walls_stand_here(box: Sandbox) -> None:
    assert box.walls().missing == ()


def test_a_template_that_was_killed_is_started_anew(box: Sandbox) -> None:
    assert box.read("a.txt", b"one").text == "one"
    assert box._template is not None
    os.kill(box._template.pid, signal.SIGKILL)
    box._template.wait()
    assert box.read("a.txt", b"two").text == "two"


def test_the_limits_of_the_caller_count(box: Sandbox) -> None:
    with Sandbox(replace(LIMITS, size=10, characters=3)) as small:
        assert small.read("a.txt", b"x" * 11).reason == "limit:size"
        cut = small.read("a.txt", b"abcdef")
    assert (cut.status, cut.reason, cut.text) == ("uninspectable", "limit:characters", "abc")


def test_a_large_file_passes_through_both_pipes(box: Sandbox) -> None:
    data = b"0123456789 abcdef\n" * 500_000
    assert box.read("a.txt", data).text == data.decode()


def test_names_and_text_of_any_kind_come_back(box: Sandbox) -> None:
    name = "名簿\udc81\n.txt"
    assert box.read(name, "髙橋\u2028\x00".encode("utf-16")).text == "髙橋\u2028\x00"
