"""The caller's side of the contained process: hands in a file, keeps the clock, counts bytes."""

import io
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from policies.attachments.extract import Begun, Extract, Item, Picture, ReadFile
from policies.attachments.limits import LIMITS, MIB, Limits
from policies.attachments.sandbox import lines
from policies.attachments.sandbox.walls import Walls

_DRAWING = 5.0  # seconds, for a picture that only helps to recognise a file
_START = 60.0  # seconds, for a template to import everything
_BLOCK = 256 * 1024
_ANSWER_FACTOR = 7  # bytes of JSON for one character, at most


class Sandbox:
    """Reads files one after the other, each in a child of its own.

    With ``ocr`` its children recognise characters, if the machine can. Started when first
    needed; a template that is gone is started anew. Close it, or use it as a context manager.
    """

    #: What the template runs; tests of the walls put something hostile here.
    module = "policies.attachments.sandbox.template"

    def __init__(self, limits: Limits = LIMITS, *, ocr: bool = False) -> None:
        self._limits = limits
        self._ocr = ocr
        self._template: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; the template ends by itself."""
        if self._control:
            self._control.close()
        if self._template:
            self._template.kill()
            self._template.wait()
        self._control = self._template = None

    def read(self, name: str, data: bytes, passwords: tuple[str, ...] = ()) -> Extract:
        """Everything that can be read of a file. Never raises for what the file does.

        A crash, a limit or running out of time is a status of the extract. Raises OSError
        when no process can be started, which says nothing about the file.
        """
        if len(data) > self._limits.size:
            size = ReadFile("", "unknown", len(data), "uninspectable", "limit:size")
            return Extract.of([size])
        with self._one_at_a_time:
            items, reason = self._run(_job(name, data, passwords), self._limits.wall)
        if reason:
            items.append(ReadFile("", _begun(items), len(data), "uninspectable", reason))
        return Extract.of(items)

    def draw(self, name: str, data: bytes, passwords: tuple[str, ...] = ()) -> Picture | None:
        """The first page, small; None when there is none to draw, or it takes too long."""
        if len(data) > self._limits.size:
            return None
        with self._one_at_a_time:
            job = _job(name, data, passwords, draw=True)
            items, reason = self._run(job, min(_DRAWING, self._limits.wall))
        pages = (item for item in items if isinstance(item, Picture))
        return None if reason else next(pages, None)

    def walls(self) -> Walls:
        """The walls that stand around a child on this machine."""
        with self._one_at_a_time, _pipe() as (source, sink):
            self._fork([sink.fileno()])
            sink.close()
            told = b""
            while block := os.read(source.fileno(), _BLOCK):
                told += block
            self._reap()
        return Walls(**json.loads(told))

    def _run(self, job: list[bytes], seconds: float) -> tuple[list[Item], str]:
        """The items that a child told, and why it did not come to its end, if so."""
        deadline = time.monotonic() + seconds
        most = self._limits.characters * _ANSWER_FACTOR + MIB
        with _pipe() as (job_out, job_in), _pipe() as (answer_out, answer_in):
            child = self._fork([job_out.fileno(), answer_in.fileno()])
            job_out.close()
            answer_in.close()
            answer = bytearray()
            reason = ""
            for block in _exchange(job, job_in, answer_out, deadline):
                answer += block
                if len(answer) > most:
                    reason = "limit:answer"
                    break
            if not reason and time.monotonic() > deadline:
                reason = "limit:wall"
            # Not yet reaped, so the number is still its own; nothing of its group may live on.
            _kill(child)
            status = self._reap()
        items, is_whole = lines.read(bytes(answer))
        return items, "" if is_whole else reason or _cause(status)

    def _fork(self, descriptors: list[int]) -> int:
        for is_last in (False, True):
            try:
                control = self._control or self._start()
                socket.send_fds(control, [lines.FORK], descriptors)
                return int(self._told(control))
            except (OSError, ValueError):
                self.close()
                if is_last:
                    raise OSError("no contained process can be started") from None
        raise AssertionError

    def _reap(self) -> int:
        """How the child ended; -1 when the template has gone with it."""
        assert self._control
        try:
            self._control.send(lines.REAP)
            return int(self._told(self._control))
        except (OSError, ValueError):
            self.close()
            return -1

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            self._template = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
                [
                    sys.executable,
                    "-P",  # the working folder is no place to import from
                    "-m",
                    self.module,
                    str(theirs.fileno()),
                    json.dumps(asdict(self._limits)),
                    *(["ocr"] if self._ocr else []),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                env={k: v for k, v in os.environ.items() if k in _ENVIRONMENT}
                | {"OMP_THREAD_LIMIT": "1"},
            )
        ours.settimeout(_START)
        self._told(ours)
        return ours

    @staticmethod
    def _told(control: socket.socket) -> bytes:
        told = control.recv(64)
        if not told:
            raise OSError("the template has gone")
        return told


_ENVIRONMENT = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "TESSDATA_PREFIX"})


def _job(name: str, data: bytes, passwords: tuple[str, ...], *, draw: bool = False) -> list[bytes]:
    order = {"name": name, "passwords": passwords, "draw": draw}
    return [json.dumps(order).encode() + b"\n", data]


@contextmanager
def _pipe() -> Iterator[tuple[io.FileIO, io.FileIO]]:
    """Both ends of a pipe, closed at the end whatever happens."""
    reading, writing = os.pipe2(os.O_CLOEXEC)
    with io.FileIO(reading) as source, io.FileIO(writing, "w") as sink:
        yield source, sink


def _exchange(
    job: list[bytes], job_in: io.FileIO, answer_out: io.FileIO, deadline: float
) -> Iterator[bytes]:
    """Write the job while reading the answer, until the answer ends or it is too late."""
    os.set_blocking(job_in.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(answer_out, selectors.EVENT_READ)
        selector.register(job_in, selectors.EVENT_WRITE)
        pending = [memoryview(block) for block in job if block]
        while (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                if key.fileobj is answer_out:
                    block = os.read(answer_out.fileno(), _BLOCK)
                    if not block:
                        return
                    yield block
                elif not _write_some(pending, job_in):
                    selector.unregister(job_in)
                    job_in.close()


def _write_some(pending: list[memoryview], job_in: io.FileIO) -> bool:
    """Write what fits; false when there is no more to write, or nobody reads it."""
    if pending:
        try:
            sent = os.write(job_in.fileno(), pending[0][:_BLOCK])
        except BrokenPipeError:
            return False
        pending[0] = pending[0][sent:]
        if not pending[0]:
            del pending[0]
    return bool(pending)


def _kill(child: int) -> None:
    for kill in (os.killpg, os.kill):  # it may not have got as far as having a group
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _begun(items: list[Item]) -> str:
    return next((item.format for item in items if isinstance(item, Begun)), "unknown")


def _cause(status: int) -> str:
    """The reason code of an end that was not the good one."""
    if status >= 0 and os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return "limit:cpu"
        return f"crash:{signal.Signals(number).name}"
    return "crash"
