"""Start and stop: every part of the service in one process, in the right order."""

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

from gateway.background import background
from gateway.control import ControlServer
from gateway.deliverability import Deliverability
from gateway.delivery import Backoff, Delivery
from gateway.errors import SettingsError
from gateway.intake.certificate import Certificate
from gateway.intake.limits import Admission
from gateway.intake.listener import SmtpListener
from gateway.intake.receive import Body
from gateway.intake.session import Intake
from gateway.judgement import Briefer, Judging
from gateway.judging.orders import Terms
from gateway.judging.pool import JudgePool
from gateway.notices.compose import Composer, Letterhead
from gateway.notices.post import NoticePost
from gateway.page_server import serving_pages
from gateway.policy_in_use import PolicyInUse
from gateway.relay import SmtpRelay
from gateway.sections import Smtp
from gateway.settings import Settings, endpoint
from gateway.signing import Signer
from gateway.worker import Worker
from policies.envelope import Envelope
from quarantine.bodies import BodyWriter
from quarantine.errors import OutOfSpace
from quarantine.intake import Accept
from quarantine.store import Store

log = logging.getLogger("sekisho")

ROLES = ("smtp", "worker", "web")


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: where it listens, its store, and the policy its workers judge by."""

    store: Store
    policy: PolicyInUse
    smtp_port: int
    smtps_port: int
    web_port: int
    base_url: str


@contextlib.asynccontextmanager
async def running(settings: Settings, roles: tuple[str, ...] = ROLES) -> AsyncIterator[Service]:
    """The service as an async context manager. Ports given as 0 are chosen freely.

    Raises SettingsError for what cannot be set up, InUse when the store is taken.
    """
    _warn(settings)
    async with contextlib.AsyncExitStack() as stack:
        store = Store(settings.places, min_free=settings.store.min_free, zone=settings.company.zone)
        stack.callback(store.close)
        await stack.enter_async_context(ControlServer(store, settings.places.control))
        web_socket = _bind(settings.web.listen)
        stack.callback(web_socket.close)
        web_port = web_socket.getsockname()[1]
        base_url = settings.web.base_url.rstrip("/") or _local_url(settings, web_port)
        smtp_port = smtps_port = 0
        policy = await PolicyInUse.start(store, settings.policy.file, settings.policy.mode)
        if "worker" in roles:
            await stack.enter_async_context(_working(settings, store, policy, base_url))
        if "web" in roles:
            await stack.enter_async_context(serving_pages(settings, store, base_url, web_socket))
        if "smtp" in roles:
            plain, tls = await stack.enter_async_context(_listener(settings, store))
            smtp_port, smtps_port = plain.port, tls.port if tls else 0
        yield Service(store, policy, smtp_port, smtps_port, web_port, base_url)


async def serve(settings: Settings, roles: tuple[str, ...]) -> None:
    """Run until SIGTERM or SIGINT. SIGHUP reads the policy file again."""
    stop, reload = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    async with running(settings, roles) as service:
        log.info(
            "started: SMTP on %s, pages at %s, relay %s:%d",
            settings.smtp.listen.rpartition(":")[0] + f":{service.smtp_port}",
            service.base_url,
            settings.relay.host,
            settings.relay.port,
        )
        async with background(service.policy.reload_on(reload), "reload"):
            await stop.wait()
        log.info("stopping")


def _warn(settings: Settings) -> None:
    if not settings.company.domains:
        log.warning(
            "[company] domains is empty: the domain of each sender counts as own, "
            "for clients on this machine only"
        )
    if not settings.notice.compliance:
        log.warning(
            "[notice] compliance is empty: nobody is told of mail that no sender can be asked about"
        )
    if settings.policy.mode == "observe":
        log.warning('[policy] mode is "observe": nothing is held')


def _hostname(settings: Settings) -> str:
    return settings.smtp.hostname or socket.getfqdn()


def _local_url(settings: Settings, port: int) -> str:
    host = settings.web.listen.rpartition(":")[0]
    if host in {"0.0.0.0", "[::]"}:  # noqa: S104 - compared, not bound
        host = _hostname(settings)
    return f"http://{host}:{port}"


def _bind(listen: str) -> socket.socket:
    host, port = endpoint(listen)
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        raise SettingsError(f"cannot listen on {listen}: {error.strerror}") from error


# -- SMTP in -----------------------------------------------------------------


@contextlib.asynccontextmanager
async def _listener(
    settings: Settings, store: Store
) -> AsyncIterator[tuple[SmtpListener, SmtpListener | None]]:
    """The listener, and the one that begins with TLS, if there is to be one."""
    try:
        networks = tuple(ipaddress.ip_network(text) for text in settings.smtp.networks)
    except ValueError as error:
        raise SettingsError(f"smtp.networks: {error}") from error
    intake = Intake(
        new_body=lambda size: _new_body(store, size),
        accept=lambda envelope, body: accept(store, envelope, body),
        hostname=_hostname(settings),
        max_size=settings.smtp.max_size,
        max_recipients=settings.smtp.max_recipients,
        networks=networks,
        admission=Admission(settings.smtp.limits),
        certificate=certificate_of(settings.smtp),
        tls_required=settings.smtp.tls_required,
    )
    async with contextlib.AsyncExitStack() as stack:
        plain = await _listening(stack, intake, settings.smtp.listen)
        tls = settings.smtp.tls_listen
        yield plain, await _listening(stack, intake, tls, tls=True) if tls else None


async def _listening(
    stack: contextlib.AsyncExitStack, intake: Intake, listen: str, *, tls: bool = False
) -> SmtpListener:
    host, port = endpoint(listen)
    try:
        return await stack.enter_async_context(SmtpListener(intake, host, port, tls=tls))
    except OSError as error:
        raise SettingsError(f"cannot listen on {listen}: {error.strerror}") from error


def certificate_of(smtp: Smtp) -> Certificate | None:
    """The certificate that the settings name; raise SettingsError when it cannot be used."""
    if smtp.tls_certificate is None:
        if smtp.tls_required or smtp.tls_listen:
            raise SettingsError("smtp.tls_required and smtp.tls_listen need smtp.tls_certificate")
        return None
    try:
        return Certificate(smtp.tls_certificate, smtp.tls_key)
    except OSError as error:
        raise SettingsError(f"smtp.tls_certificate: {error.strerror or error}") from error


def _new_body(store: Store, size: int) -> BodyWriter:
    store.check_space(size)
    return store.new_body()


async def accept(store: Store, envelope: Envelope, body: Body) -> str:
    """Make a received message durable, whole or not at all; returns its queue id."""
    assert isinstance(body, BodyWriter)
    try:
        stored = await asyncio.to_thread(body.finish)
        message_id = await store.run(Accept(envelope, stored, body.key))
    except (OSError, OutOfSpace):
        # After any other failure the row may be committed all the same, and would need its
        # body; if it is not, the next start sweeps the orphan.
        body.abort()
        raise
    logging.getLogger("sekisho.smtp").info(
        "%s: received, %d bytes, %d recipients, from %s",
        message_id,
        stored.size,
        len(envelope.recipients),
        envelope.client.host,
    )
    return message_id


# -- workers -----------------------------------------------------------------


@contextlib.asynccontextmanager
async def _working(
    settings: Settings, store: Store, policy: PolicyInUse, base_url: str
) -> AsyncIterator[None]:
    zone = settings.company.zone
    hostname = _hostname(settings)
    relay = SmtpRelay(
        settings.relay.host,
        settings.relay.port,
        hostname=hostname,
        tls=settings.relay.tls,
        timeout=settings.relay.timeout,
    )
    signer = Signer(_existing(settings.dkim.keys))
    own = settings.company.domains
    letterhead = Letterhead(settings.notice.sender, base_url, settings.company.name, hostname, zone)
    post = NoticePost(store, Composer(letterhead), relay, signer, settings.notice.compliance, own)
    backoff = Backoff(
        int(settings.relay.retry_first * 1000),
        int(settings.relay.retry_max * 1000),
        int(settings.relay.lifetime * 1000),
    )
    delivery = Delivery(store, relay, signer, backoff, hostname, settings.smtp.submission)
    quick, thorough = judge_pools(settings)
    async with quick, thorough:
        briefer = Briefer(store, own, policy, settings.policy.mode)
        dns = Deliverability() if settings.policy.dns else None
        judging = Judging(store, quick, thorough, briefer, zone, settings.deadlines, dns)
        worker = Worker(store, judging, delivery, post)
        store.on_task = worker.wake
        async with background(worker.run(), "worker"):
            yield


def judge_pools(settings: Settings) -> tuple[JudgePool, JudgePool]:
    """One pool for most mail, and one for mail with files that take long to read."""
    policy, attachments = settings.policy, settings.attachments
    limits, hurry = attachments.limits, max(1, int(attachments.quick))
    hurried = replace(limits, cpu=min(limits.cpu, hurry), wall=min(limits.wall, hurry))
    told = attachments.passwords_in_mail
    quick = Terms(policy.memory, hurried, attachments.quick, passwords_in_mail=told, is_quick=True)
    thorough = Terms(policy.memory, limits, attachments.total, attachments.ocr, told)
    late = policy.timeout + 2 * attachments.total  # reading, then looking for personal data
    return (
        JudgePool(policy.processes, timeout=policy.timeout, terms=quick),
        JudgePool(attachments.processes, timeout=late, terms=thorough),
    )


def _existing(folder: Path | None) -> Path | None:
    if folder is not None and not folder.is_dir():
        raise SettingsError(f"dkim.keys: {folder} is not a folder")
    return folder
