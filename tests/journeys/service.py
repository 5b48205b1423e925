"""A real ``sekisho serve`` in a process of its own, as an admin would start it."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import httpx

from tests.peers.ports import free_port

OWN = "aozora.example.jp"
SENDER = f"tanaka@{OWN}"
PARTNER = "hinata.example.co.jp"
DIRECTORY = f"domain,organisation\n{PARTNER},日向商事株式会社\n"


class Sekisho:
    """``with Sekisho(folder, relay_port) as gate``: SMTP at ``gate.port``, pages at ``gate.url``.

    Retries and deadlines are short by default; ``settings`` are environment
    variables that override anything. ``program`` replaces ``-m gateway`` for tests
    that need to wrap the service.
    """

    def __init__(
        self,
        folder: Path,
        relay_port: int,
        *,
        settings: Mapping[str, str] | None = None,
        program: Sequence[str] = ("-c", "from gateway.cli import main; main()"),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.data = folder / "data"
        self.log_path = folder / "sekisho.log"
        self.port = free_port()
        self.web_port = free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self._program = program
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("SEKISHO_")},
            "SEKISHO_COMPANY__DOMAINS": OWN,
            "SEKISHO_COMPANY__NAME": "株式会社青空",
            "SEKISHO_SMTP__LISTEN": f"127.0.0.1:{self.port}",
            "SEKISHO_SMTP__HOSTNAME": f"gate.{OWN}",
            "SEKISHO_WEB__LISTEN": f"127.0.0.1:{self.web_port}",
            "SEKISHO_WEB__MIN_SECONDS": "0",
            "SEKISHO_RELAY__PORT": str(relay_port),
            "SEKISHO_RELAY__RETRY_FIRST": "200ms",
            "SEKISHO_RELAY__RETRY_MAX": "1s",
            "SEKISHO_RELAY__TIMEOUT": "20",
            "SEKISHO_STORE__FOLDER": str(self.data),
            **(settings or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Sekisho":
        directory = self.folder / "directory.csv"
        directory.write_text(DIRECTORY, "utf-8")
        self.command("domains", "import", str(directory))
        self.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, *, wait: bool = True) -> None:
        """Start the service and wait until it answers on both ports."""
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._program, "serve"],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        if wait:
            self._wait_until_up()

    def _wait_until_up(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if not self.running:
                break
            try:
                httpx.get(f"{self.url}/livez").raise_for_status()
                smtplib.SMTP("127.0.0.1", self.port, timeout=5).close()
            except (OSError, httpx.HTTPError):
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the service did not start:\n{self.log()}")

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def wait_for_exit(self, timeout: float = 30) -> int:
        """Wait until the service ends by itself (or was killed) and return its code."""
        assert self._process is not None
        return self._process.wait(timeout)

    def kill(self) -> None:
        """kill -9, at once."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(30)

    def stop(self) -> None:
        """SIGTERM, and wait."""
        if self.running:
            assert self._process is not None
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)

    def log(self) -> str:
        return self.log_path.read_text("utf-8", "replace") if self.log_path.exists() else ""

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a ``sekisho`` command with the same settings; returns it with its output."""
        return subprocess.run(
            [sys.executable, "-c", "from gateway.cli import main; main()", *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=check,
            timeout=60,
        )

    def send(
        self, to: Sequence[str] | str, message: bytes | None = None, *, sender: str = SENDER
    ) -> None:
        """Hand in a mail by SMTP as a client would; SMTP refusals raise."""
        recipients = [to] if isinstance(to, str) else list(to)
        with smtplib.SMTP("127.0.0.1", self.port, timeout=60) as client:
            client.sendmail(sender, recipients, message or mail(recipients))


def mail(
    to: Sequence[str], *, subject: str = "お見積りの件", text: str = "お世話になっております。"
) -> bytes:
    """A small Japanese mail, with CRLF line ends."""
    lines = [
        f"From: 田中 <{SENDER}>",
        f"To: {', '.join(to)}",
        f"Subject: {subject}",
        "Message-ID: <1@aozora.example.jp>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        text,
        "",
    ]
    return "\r\n".join(lines).encode()
