"""Real Postfix instances on loopback: the MTAs before and behind the gate."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .ports import LOOPBACK
from .postfix_setup import (
    ENVIRONMENT,
    MASTER,
    SBIN,
    base_settings,
    make_spool,
    master_environment,
    onward,
    postfix_missing,
    write_config,
)

__all__ = ["Postfix", "postfix_missing"]

# Starting and stopping take a tenth of a second; these only bound a hang on a loaded machine.
_START_SECONDS = 20.0
_STOP_SECONDS = 10.0
_UNLOCK_SECONDS = 0.2

# A line on its stdin means that the master was stopped in good order. End of file without it
# means that the test process is gone (killed, or left by a timeout without unwinding).
_GUARDIAN = """
read -r _ && exit
kill -s TERM -- "-$1"; sleep 1; kill -s KILL -- "-$1"
rm -rf -- "$2"
"""


class Postfix:
    """One Postfix instance that takes any mail from loopback and relays it to `relayhost`.

    Configuration and maillog lie in `folder`, so that a failed test leaves them to be read. Queue
    and data live in a folder of their own under /tmp: the daemons run as an unprivileged account,
    which pytest's tmp_path (mode 0700 all the way up, owned by root) would keep out.

    `routes` sends single domains elsewhere, above all bounces to the sender's own domain, which
    else go to `relayhost` like any mail. Without a `relayhost` mail stays in the queue. `extra`
    is written to main.cf last and wins.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int,
        relayhost: tuple[str, int] | None,
        extra: Mapping[str, str] | None = None,
        hostname: str = "mx.example.co.jp",
        routes: Mapping[str, tuple[str, int]] | None = None,
    ) -> None:
        self.folder = folder
        self.port = port
        self.hostname = hostname
        self._settings = onward(relayhost, routes or {}) | dict(extra or {})
        self._spool: Path | None = None
        self._master: subprocess.Popen[bytes] | None = None
        self._guardian: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._spool = Path(tempfile.mkdtemp(prefix="sekisho-postfix-", dir="/tmp"))
            make_spool(self._spool)
            base = base_settings(self.folder, self._spool, self.hostname)
            write_config(self.folder, self.port, base | self._settings)
            self.start()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens: the relayhost of another instance."""
        return (LOOPBACK, self.port)

    @property
    def running(self) -> bool:
        return self._master is not None and self._master.poll() is None

    def start(self) -> None:
        """Bring the MTA up, for the first time or after `stop`, with the queue it left."""
        assert self._spool is not None, "use it as a context manager"
        assert self._master is None, "it runs already"
        with (self.folder / "master.out").open("ab") as output:
            self._master = subprocess.Popen(
                [MASTER, "-c", self.folder],
                env=master_environment(self._spool, self.hostname),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._guardian = subprocess.Popen(
            ["/bin/sh", "-c", _GUARDIAN, "sh", str(self._master.pid), self._spool],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait("the greeting", self._greets, _START_SECONDS)

    def stop(self) -> None:
        """Take the MTA down as `postfix stop` does; connections break, the queue stays."""
        if self._master is None:
            return
        group = self._master.pid
        # The master passes the signal on to its whole process group before it goes itself.
        self._master.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        while _living(group) and time.monotonic() < deadline:
            self._master.poll()
            time.sleep(0.01)
        for pid in _living(group):
            _kill(pid)
        self._master.wait()
        self._master = None
        if self._guardian is not None:
            self._guardian.communicate(b"done\n")
            self._guardian = None

    def log(self) -> str:
        """The maillog so far; also after the instance is gone."""
        maillog = self.folder / "maillog"
        return maillog.read_text("utf-8", "replace") if maillog.exists() else ""

    def queue(self) -> str:
        """The listing of `postqueue -p` (mailq), also while the MTA is down."""
        return self._postqueue("-p")

    def queued(self) -> list[dict[str, Any]]:
        """The queue as `postqueue -j` tells it: queue_name, queue_id, sender, recipients..."""
        return [json.loads(line) for line in self._postqueue("-j").splitlines()]

    def flush(self) -> None:
        """Have all deferred mail tried at once."""
        # A delivery agent logs the outcome a moment before it unlocks the queue file, and a message
        # that is found locked is put off by a minute.
        time.sleep(_UNLOCK_SECONDS)
        self._postqueue("-f")

    def wait_log(self, pattern: str, timeout: float = 30.0) -> re.Match[str]:
        """Wait until the maillog matches, as when a delivery has failed for the first time."""
        self._wait(pattern, lambda: re.search(pattern, self.log()), timeout)
        found = re.search(pattern, self.log())
        assert found is not None
        return found

    def wait_empty(self, timeout: float = 30.0) -> None:
        """Wait until nothing is queued any more."""
        self._wait("an empty queue", lambda: not self.queued(), timeout)

    def _greets(self) -> bool:
        assert self._master is not None
        if self._master.poll() is not None:
            raise RuntimeError(f"Postfix ended with {self._master.returncode}\n{self._report()}")
        try:
            with socket.create_connection(self.address, timeout=5) as connection:
                # Its own name, lest another server on that port be taken for it.
                return f"220 {self.hostname} " in connection.recv(512).decode("ascii", "replace")
        except OSError:
            return False

    def _wait(self, what: str, ready: Callable[[], object], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.hostname}: {what} did not come\n{self._report()}")
            time.sleep(0.05)

    def _report(self) -> str:
        output = self.folder / "master.out"
        return (output.read_text() if output.exists() else "") + self.log()[-8000:]

    def _postqueue(self, option: str) -> str:
        done = subprocess.run(
            [SBIN / "postqueue", "-c", self.folder, option],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def _close(self) -> None:
        try:
            self.stop()
        finally:
            if self._spool is not None:
                shutil.rmtree(self._spool, ignore_errors=True)
                self._spool = None


def _living(group: int) -> list[int]:
    """Members of a process group, zombies left out: in a container nobody may reap them."""
    stats = (_stat(path) for path in Path("/proc").glob("[0-9]*/stat"))
    return [pid for pid, state, pgrp in stats if pgrp == group and state not in "ZX"]


def _stat(path: Path) -> tuple[int, str, int]:
    try:
        state, _, pgrp = path.read_text().rpartition(")")[2].split()[:3]
    except OSError:  # it ended meanwhile
        return 0, "X", 0
    return int(path.parent.name), state, int(pgrp)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
