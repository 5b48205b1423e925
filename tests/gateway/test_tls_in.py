"""TLS on the listeners: STARTTLS, TLS from the first byte, and certificates that are renewed."""

import asyncio
import smtplib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.intake.certificate import Certificate
from gateway.intake.listener import SmtpListener
from gateway.intake.receive import Body
from policies.envelope import Envelope
from tests.gateway.intakes import an_intake

MAIL = b"Subject: x\r\n\r\nhello\r\n"


def write_certificate(path: Path, name: str = "gate.own.jp", days: int = 30) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )


@dataclass
class Gate:
    """Two listeners of one intake, and what they have taken."""

    certificate: Path
    stored: list[Envelope] = field(default_factory=list)
    port: int = 0
    tls_port: int = 0

    async def accept(self, envelope: Envelope, _body: Body) -> str:
        self.stored.append(envelope)
        return "ID"


@pytest.fixture(params=[False, True], ids=["offered", "required"])
async def gate(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Gate]:
    gate = Gate(tmp_path / "gate.pem")
    write_certificate(gate.certificate)
    certificate = Certificate(gate.certificate)
    intake = an_intake(gate.accept, certificate=certificate, tls_required=request.param)
    async with (
        SmtpListener(intake, "127.0.0.1", 0) as plain,
        SmtpListener(intake, "127.0.0.1", 0, tls=True) as tls,
    ):
        gate.port, gate.tls_port = plain.port, tls.port
        yield gate


def trusting(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = False
    return context


async def test_a_client_goes_over_to_tls_and_sends(gate: Gate) -> None:
    def send() -> tuple[bool, bool]:
        with smtplib.SMTP("127.0.0.1", gate.port) as client:
            client.ehlo()
            offered = client.has_extn("starttls")
            client.starttls(context=trusting(gate.certificate))
            client.ehlo()
            client.sendmail("a@own.jp", ["b@own.jp"], MAIL * 20_000)
            return offered, client.has_extn("starttls")

    assert await asyncio.to_thread(send) == (True, False)
    assert [e.client.protocol for e in gate.stored] == ["ESMTPS"]


async def test_a_connection_may_begin_with_tls(gate: Gate) -> None:
    def send() -> None:
        context = trusting(gate.certificate)
        with smtplib.SMTP_SSL("127.0.0.1", gate.tls_port, context=context) as client:
            client.sendmail("a@own.jp", ["b@own.jp"], MAIL)

    await asyncio.to_thread(send)
    assert [e.client.protocol for e in gate.stored] == ["ESMTPS"]


@pytest.mark.parametrize("gate", [True], indirect=True)
async def test_without_tls_no_mail_is_taken_where_it_is_required(gate: Gate) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    writer.write(b"EHLO pc\r\nMAIL FROM:<a@own.jp>\r\nQUIT\r\n")
    assert b"530 5.7.0" in await reader.read()
    writer.close()
    assert not gate.stored


@pytest.mark.parametrize(
    "behind", [b"MAIL FROM:<evil@own.jp>\r\n", b"\r\n", b"EHLO evil\r\nMAIL FROM:<evil@own.jp>\r\n"]
)
async def test_plain_commands_behind_starttls_end_the_connection(gate: Gate, behind: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    writer.write(b"EHLO pc\r\nSTARTTLS\r\n" + behind)
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    assert answer.splitlines()[-1] == b"503 5.5.1 nothing may follow STARTTLS"


async def test_what_was_said_before_tls_is_forgotten(gate: Gate) -> None:
    def ask() -> tuple[int, int, int]:
        with smtplib.SMTP("127.0.0.1", gate.port) as client:
            client.ehlo()
            client.starttls(context=trusting(gate.certificate))
            early = client.docmd("MAIL FROM:<a@own.jp>")[0]
            client.ehlo()
            return early, client.docmd("STARTTLS")[0], client.docmd("STARTTLS", "now")[0]

    assert await asyncio.to_thread(ask) == (503, 503, 501)


async def test_what_is_no_handshake_ends_the_connection(gate: Gate) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
    await reader.readline()
    writer.write(b"EHLO pc\r\n")
    while not (await reader.readline()).startswith(b"250 "):
        pass
    writer.write(b"STARTTLS\r\n")
    assert (await reader.readline()).startswith(b"220 ")
    writer.write(b"MAIL FROM:<a@own.jp>\r\n" * 3)
    async with asyncio.timeout(5):
        await reader.read()
    writer.close()
    assert not gate.stored
    await test_a_client_goes_over_to_tls_and_sends(gate)  # and the next one is served


async def test_a_renewed_certificate_counts_at_once_and_a_broken_one_never(
    gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    def shown(client: smtplib.SMTP) -> bytes | None:
        assert isinstance(client.sock, ssl.SSLSocket)
        return client.sock.getpeercert(binary_form=True)

    def serial() -> tuple[bytes | None, bytes | None]:
        with smtplib.SMTP("127.0.0.1", gate.port) as client:
            client.starttls(context=context)
            first = shown(client)
        with smtplib.SMTP_SSL("127.0.0.1", gate.tls_port, context=context) as client:
            return first, shown(client)

    first = await asyncio.to_thread(serial)
    write_certificate(gate.certificate)
    second = await asyncio.to_thread(serial)
    assert first[0] == first[1] != second[0] == second[1]
    gate.certificate.write_text("half a file", "ascii")
    assert await asyncio.to_thread(serial) == second
    assert "cannot be read" in caplog.text


async def test_old_versions_of_tls_are_refused(gate: Gate) -> None:
    def begin() -> None:
        context = trusting(gate.certificate)
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        smtplib.SMTP_SSL("127.0.0.1", gate.tls_port, context=context)

    with (
        pytest.raises((ssl.SSLError, ConnectionError)),
        pytest.warns(DeprecationWarning, match=r"TLSv1_1|maximum_version"),
    ):
        await asyncio.to_thread(begin)


@pytest.mark.parametrize("politely", [True, False])
async def test_who_leaves_in_the_middle_of_a_message_has_sent_nothing(
    gate: Gate, politely: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def leave() -> None:
        context = trusting(gate.certificate)
        client = smtplib.SMTP_SSL("127.0.0.1", gate.tls_port, context=context)
        client.ehlo()
        client.mail("a@own.jp")
        client.rcpt("b@own.jp")
        assert client.docmd("DATA")[0] == 354
        client.send(b"Subject: x\r\n\r\nhalf a message\r\n")
        assert isinstance(client.sock, ssl.SSLSocket)
        if politely:
            client.sock.unwrap().close()
        client.close()

    await asyncio.to_thread(leave)
    await test_a_connection_may_begin_with_tls(gate)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
