"""``sekisho doctor``: what this installation has, what it lacks, and what that costs."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from gateway.cli import options
from gateway.errors import SettingsError
from gateway.settings import Settings
from policies.errors import PolicyError

_DAYS_LEFT = 14  # of a certificate: below it, renewing has failed


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the self-check: ``ok``, ``warn`` (works, but less well) or ``fail``."""

    name: str
    state: str
    about: str


@click.command()
@options.config
@options.as_json
@click.pass_context
def doctor(context: click.Context, config: Path | None, as_json: bool) -> None:
    """Check settings, policy, store, relay, and the walls around opened files.

    Exit code 1 when something does not work; a warning does not count.
    """
    settings = options.settings_from(config)
    checks = list(_checks(settings))
    if as_json:
        options.print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            click.echo(f"{check.state:<5} {check.name:<18} {options.plain(check.about)}")
    context.exit(int(any(check.state == "fail" for check in checks)))


def _checks(settings: Settings) -> Iterator[Check]:
    yield _own(settings)
    yield _policy(settings)
    yield _room(settings)
    yield _relay(settings)
    yield _certificate(settings)
    yield from _sandbox(settings)
    yield _archives()
    yield _recognition(settings)


def _own(settings: Settings) -> Check:
    if settings.company.domains:
        return Check("domains", "ok", ", ".join(settings.company.domains))
    return Check("domains", "warn", "[company] domains is empty: each sender's own counts as ours")


def _policy(settings: Settings) -> Check:
    try:
        source = settings.policy_source
    except PolicyError as error:
        return Check("policy", "fail", str(error))
    name = str(settings.policy.file or "the one that is shipped")
    mode = f", mode {settings.policy.mode}"
    return Check("policy", "ok", f"{name}{mode}, {len(source.splitlines())} lines")


def _room(settings: Settings) -> Check:
    folder = settings.places.folder
    place = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    free = shutil.disk_usage(place).free
    state = "ok" if free > settings.store.min_free else "fail"
    return Check("store", state, f"{folder}, {free // 1024**2} MiB free")


def _relay(settings: Settings) -> Check:
    where = f"{settings.relay.host}:{settings.relay.port}"
    try:
        with socket.create_connection((settings.relay.host, settings.relay.port), timeout=5) as s:
            greeting = s.recv(512).split(b"\r\n")[0].decode("ascii", "replace")
    except OSError as error:
        return Check("relay", "fail", f"{where}: {error}")
    state = "ok" if greeting.startswith("220") else "fail"
    return Check("relay", state, f"{where} says {greeting}")


def _certificate(settings: Settings) -> Check:
    from gateway.serve import certificate_of

    try:
        certificate = certificate_of(settings.smtp)
    except SettingsError as error:
        return Check("certificate", "fail", f"{error}")
    if certificate is None:
        return Check("certificate", "warn", "no smtp.tls_certificate: mail comes in as plain text")
    left = (certificate.expires - datetime.now(UTC)).days
    state = "fail" if left < 0 else "warn" if left < _DAYS_LEFT else "ok"
    return Check("certificate", state, f"valid until {certificate.expires:%Y-%m-%d}, {left} days")


def _sandbox(settings: Settings) -> Iterator[Check]:
    from policies.attachments.sandbox import Sandbox

    with Sandbox(settings.attachments.limits) as sandbox:
        try:
            walls = sandbox.walls()
        except (OSError, ValueError) as error:
            yield Check("sandbox", "fail", f"no contained process can be started: {error}")
            return
    for wall in ("user", "no_new_privileges", "landlock", "seccomp"):
        stands = getattr(walls, wall)
        told = f"version {walls.landlock}" if wall == "landlock" and stands else _WALLS[wall]
        yield Check(wall, "ok" if stands else "warn", told if stands else f"missing: {told}")


_WALLS = {
    "user": "files are opened by a user without rights",
    "no_new_privileges": "what opens files can gain no rights",
    "landlock": "what opens files can open no other (Linux 5.13 and newer)",
    "seccomp": "what opens files can start no program and reach no network (libseccomp2)",
}


def _archives() -> Check:
    import ctypes.util

    if ctypes.util.find_library("archive"):
        return Check("archives", "ok", "libarchive: 7z, RAR, LZH, CAB, ISO, TAR")
    return Check(
        "archives", "warn", "libarchive13 is missing: 7z, RAR, LZH, CAB, ISO, TAR are held"
    )


def _recognition(settings: Settings) -> Check:
    if not settings.attachments.ocr:
        return Check("ocr", "warn", "switched off: pictures and scans are held")
    from policies.attachments import recognition

    if lacking := recognition.missing():
        return Check("ocr", "warn", f"pictures and scans are held; missing: {lacking}")
    return Check("ocr", "ok", "Tesseract with Japanese and English")
