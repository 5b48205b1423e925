"""Running the demonstration until somebody ends it."""

import asyncio
import email
import email.policy
import re
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx

from gateway.demo.mta import stand_in_mta
from gateway.demo.samples import COMPANY, OWN_DOMAIN, PARTNERS, Sample, samples
from gateway.relay import SmtpRelay
from gateway.serve import Service, running
from gateway.settings import Settings, load
from gateway.transport import Outgoing
from policies.envelope import Address, Envelope
from quarantine.known import ImportDirectory

Say = Callable[[str], None]
_LINK = re.compile(r"http://127\.0\.0\.1:\d{1,5}/[ah]/[A-Za-z0-9_-]{20,100}")


async def run_demo(say: Say, *, stop: asyncio.Event) -> None:
    """Start everything, send the samples, and tell what arrives until ``stop`` is set."""
    with tempfile.TemporaryDirectory(prefix="sekisho-demo-") as folder:
        show = _Terminal(say)
        async with stand_in_mta(show.arrived) as mta:
            settings = _settings(Path(folder), mta.port)
            async with running(settings) as service:
                await service.store.run(ImportDirectory(PARTNERS, "cli:demo"))
                await _wait_for_pages(service.base_url)
                _introduce(say, service, mta.port)
                await _send_all(say, service)
                await stop.wait()
        say("\n終了します。デモのデータは消えます。 / Stopped; the demo's data is gone.")


def _settings(folder: Path, relay_port: int) -> Settings:
    return load(
        environment={
            "SEKISHO_COMPANY__DOMAINS": OWN_DOMAIN,
            "SEKISHO_COMPANY__NAME": COMPANY,
            "SEKISHO_SMTP__LISTEN": "127.0.0.1:0",
            "SEKISHO_SMTP__HOSTNAME": f"sekisho.{OWN_DOMAIN}",
            "SEKISHO_WEB__LISTEN": "127.0.0.1:0",
            "SEKISHO_RELAY__PORT": str(relay_port),
            "SEKISHO_RELAY__TLS": "none",
            "SEKISHO_NOTICE__COMPLIANCE": f"compliance@{OWN_DOMAIN}",
            "SEKISHO_APPROVAL__APPROVERS": f"bucho@{OWN_DOMAIN}",
            "SEKISHO_STORE__FOLDER": str(folder / "data"),
        },
        path=_no_file(folder),
    )


def _no_file(folder: Path) -> Path:
    """An empty settings file: a sekisho.toml that lies about must not change the demo."""
    path = folder / "demo.toml"
    path.touch()
    return path


async def _wait_for_pages(base_url: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{base_url}/livez")
        answer.raise_for_status()


def _introduce(say: Say, service: Service, mta_port: int) -> None:
    say("関所 Sekisho — demo")
    say(f"  SMTP   127.0.0.1:{service.smtp_port}   ここへ送るとゲートを通ります / send mail here")
    say(f"  pages  {service.base_url}")
    say(f"  MTA    127.0.0.1:{mta_port}   会社のメールサーバー（代役） / stand-in company MTA")


async def _send_all(say: Say, service: Service) -> None:
    relay = SmtpRelay(
        "127.0.0.1", service.smtp_port, hostname="client.local", tls="none", timeout=30
    )
    say("\n4通のメールを送ります / sending four mails:")
    for n, sample in enumerate(samples(), start=1):
        results = await relay.send(
            Outgoing(Address.parse(sample.sender), (Address.parse(sample.to),), _chunks(sample))
        )
        say(f"  {n}. {sample.about}\n     → {sample.to}: {results[0].text}")
    say("")


async def _chunks(sample: Sample) -> AsyncIterator[bytes]:
    yield sample.message


class _Terminal:
    """Tells what the stand-in mail server receives."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def arrived(self, envelope: Envelope, content: bytes) -> None:
        mail = email.message_from_bytes(content, policy=email.policy.default)
        subject = str(mail["Subject"])
        to = ", ".join(str(address) for address in envelope.recipients)
        if envelope.sender is not None:
            self._say(f"届きました / delivered   {to}   {subject}")
            return
        self._say(f"通知 / notice → {to}   {subject}")
        body = mail.get_body(("plain",))
        about = ""
        for line in str(body.get_content() if body else "").splitlines():
            if line.startswith("件名: "):
                about = line.removeprefix("件名: ")
            elif about and (link := _LINK.search(line)):
                self._say(f"    {about}\n    開いて確認 / open and decide: {link[0]}")
                about = ""
        self._say("    （終了は Ctrl-C / Ctrl-C to stop）")
