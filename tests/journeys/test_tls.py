"""TLS between clients and the gate: a real Postfix that insists on it, and a mail program."""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.test_tls_in import trusting, write_certificate
from tests.journeys.reading import arrived, quiet_gate, unstamped
from tests.journeys.service import OWN, PARTNER, SENDER, Sekisho, mail
from tests.peers.ports import free_port
from tests.peers.postfix import Postfix, postfix_missing
from tests.peers.sink import Sink


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "gate.pem"
    write_certificate(path, f"gate.{OWN}")
    return path


@pytest.fixture(scope="module")
def tls_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def gate(
    tmp_path_factory: pytest.TempPathFactory, sink: Sink, certificate: Path, tls_port: int
) -> Iterator[Sekisho]:
    settings = {
        "SEKISHO_SMTP__TLS_CERTIFICATE": str(certificate),
        "SEKISHO_SMTP__TLS_REQUIRED": "true",
        "SEKISHO_SMTP__TLS_LISTEN": f"127.0.0.1:{tls_port}",
    }
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port, settings=settings) as gate:
        yield gate


@pytest.mark.skipif(postfix_missing() is not None, reason=postfix_missing() or "Postfix is there")
def test_postfix_hands_on_through_starttls_alone(
    tmp_path: Path, gate: Sekisho, sink: Sink, certificate: Path
) -> None:
    verified = {
        "smtp_tls_security_level": "verify",
        "smtp_tls_verify_cert_match": f"gate.{OWN}",
        "smtp_tls_CAfile": str(certificate),
        "smtp_tls_loglevel": "1",
    }
    message = mail([f"tls@{PARTNER}"])
    relay = ("127.0.0.1", gate.port)
    with Postfix(tmp_path / "front", port=free_port(), relayhost=relay, extra=verified) as front:
        with smtplib.SMTP(*front.address, timeout=30) as client:
            assert client.sendmail(SENDER, [f"tls@{PARTNER}"], message) == {}
        front.wait_empty()
        assert "Verified TLS connection established" in front.log()
    received = arrived(sink, f"tls@{PARTNER}")
    assert b"with ESMTPS id" in received.raw


def test_a_mail_program_sends_through_the_tls_port(
    gate: Sekisho, sink: Sink, certificate: Path, tls_port: int
) -> None:
    message = mail([f"direct@{PARTNER}"])
    context = trusting(certificate)
    with smtplib.SMTP_SSL("127.0.0.1", tls_port, timeout=30, context=context) as client:
        assert client.sendmail(SENDER, [f"direct@{PARTNER}"], message) == {}
    assert unstamped(arrived(sink, f"direct@{PARTNER}").raw) == message


def test_without_tls_a_client_keeps_its_mail(gate: Sekisho, sink: Sink) -> None:
    with (
        smtplib.SMTP("127.0.0.1", gate.port, timeout=30) as client,
        pytest.raises(smtplib.SMTPSenderRefused, match="STARTTLS"),
    ):
        client.sendmail(SENDER, [f"plain@{PARTNER}"], mail([f"plain@{PARTNER}"]))


def test_doctor_tells_how_long_the_certificate_is_good(gate: Sekisho, certificate: Path) -> None:
    def told() -> str:
        lines = gate.command("doctor", check=False).stdout.splitlines()
        return next(line for line in lines if " certificate " in line)

    assert told().startswith("ok ")
    write_certificate(certificate, f"gate.{OWN}", days=-1)
    assert told().startswith("fail ")
    certificate.write_text("no certificate", "ascii")
    assert told().startswith("fail ")
