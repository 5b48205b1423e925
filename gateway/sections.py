"""The sections of ``sekisho.toml``: their keys, types and defaults.

Every key is described in docs/settings.md; a test holds the two together.
"""

import os
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from gateway.intake.limits import Limits as SmtpLimits
from policies.attachments import LIMITS, Limits
from policies.envelope import domain_name
from policies.errors import PolicyError

_SIZES = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
_TIMES = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}


def _amount(value: Any, units: Mapping[str, float]) -> Any:
    """A number, or a text such as "50 MiB" or "4h"."""
    if not isinstance(value, str):
        return value
    number = value.strip().rstrip("".join({c for unit in units for c in unit}))
    unit = value.strip()[len(number) :]
    if unit and unit not in units:
        raise ValueError(f"unit must be one of {', '.join(units)}")
    return float(number) * units.get(unit, 1)


def _to_bytes(value: Any) -> Any:
    amount = _amount(value, _SIZES)
    return int(amount) if isinstance(amount, float) else amount


def _address(text: str) -> str:
    # Stricter than for recipients: an address that an admin types is one that must work.
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error


def _domain(text: str) -> str:
    try:
        return domain_name(text)
    except PolicyError as error:
        raise ValueError(str(error)) from error


def _endpoint(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdigit() or int(port) > 65535:
        raise ValueError("expected HOST:PORT")
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("no such time zone") from error
    return text


Size = Annotated[int, BeforeValidator(_to_bytes), Field(ge=0)]
Seconds = Annotated[float, BeforeValidator(lambda v: _amount(v, _TIMES)), Field(ge=0)]
MailAddress = Annotated[str, AfterValidator(_address)]
Domain = Annotated[str, AfterValidator(_domain)]
Endpoint = Annotated[str, AfterValidator(_endpoint)]


class Section(BaseModel):
    """One section; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(Section):
    """Whose gate this is."""

    domains: tuple[Domain, ...] = ()
    name: str = ""
    time_zone: Annotated[str, AfterValidator(_zone)] = "Asia/Tokyo"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.time_zone)


class Smtp(Section):
    """The listener that takes mail."""

    listen: Endpoint = "127.0.0.1:2525"
    networks: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    hostname: str = ""
    max_size: Size = 50 * 1024**2
    max_recipients: Annotated[int, Field(ge=1)] = 1000
    max_connections: Annotated[int, Field(ge=1)] = 500
    max_per_client: Annotated[int, Field(ge=1)] = 50
    connections_per_minute: Annotated[int, Field(ge=0)] = 0
    messages_per_minute: Annotated[int, Field(ge=0)] = 0
    recipients_per_minute: Annotated[int, Field(ge=0)] = 0
    max_errors: Annotated[int, Field(ge=1)] = 20
    idle_timeout: Seconds = 300
    session_timeout: Seconds = 3600
    min_rate: Size = 100
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_required: bool = False
    tls_listen: Endpoint | Literal[""] = ""
    submission: bool = False

    @property
    def limits(self) -> SmtpLimits:
        """What clients may ask of the listeners."""
        return SmtpLimits(
            connections=self.max_connections,
            per_client=self.max_per_client,
            connections_per_minute=self.connections_per_minute,
            messages_per_minute=self.messages_per_minute,
            recipients_per_minute=self.recipients_per_minute,
            errors=self.max_errors,
            idle=self.idle_timeout,
            session=self.session_timeout,
            pace=self.min_rate,
        )


class Web(Section):
    """The pages."""

    listen: Endpoint = "127.0.0.1:8080"
    base_url: str = ""
    min_seconds: Seconds = 2


class Relay(Section):
    """The company's mail server, to which everything released goes."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    tls: Literal["none", "opportunistic", "required"] = "opportunistic"
    timeout: Seconds = 300
    retry_first: Seconds = 60
    retry_max: Seconds = 4 * 3600
    lifetime: Seconds = 5 * 86400


class StoreSettings(Section):
    """Where everything is kept."""

    folder: Path = Path("sekisho-data")
    database_url: str = ""
    blobs_url: str = ""
    min_free: Size = 64 * 1024**2


class PolicySettings(Section):
    """How to judge."""

    file: Path | None = None
    mode: Literal["enforce", "observe"] = "enforce"
    timeout: Seconds = 60
    processes: Annotated[int, Field(ge=1)] = Field(default_factory=lambda: os.cpu_count() or 1)
    memory: Size = 1024**3
    dns: bool = False


class Attachments(Section):
    """How far files are opened; what goes further is held."""

    size: Size = LIMITS.size
    depth: Annotated[int, Field(ge=1, le=50)] = LIMITS.depth
    files: Annotated[int, Field(ge=1)] = LIMITS.files
    member: Size = LIMITS.member
    inflated: Size = LIMITS.inflated
    ratio: Annotated[int, Field(ge=1)] = LIMITS.ratio
    characters: Annotated[int, Field(ge=1)] = LIMITS.characters
    cells: Annotated[int, Field(ge=1)] = LIMITS.cells
    pages: Annotated[int, Field(ge=1)] = LIMITS.pages
    ocr_pages: Annotated[int, Field(ge=0)] = LIMITS.ocr_pages
    pixels: Annotated[int, Field(ge=1)] = LIMITS.pixels
    frames: Annotated[int, Field(ge=1)] = LIMITS.frames
    memory: Size = LIMITS.memory
    cpu: Annotated[int, Field(ge=1)] = LIMITS.cpu
    wall: Annotated[int, Field(ge=1)] = LIMITS.wall
    total: Seconds = 120
    quick: Seconds = 5
    processes: Annotated[int, Field(ge=1)] = 1
    ocr: bool = True
    passwords_in_mail: bool = True

    @property
    def limits(self) -> Limits:
        """The limits of one file."""
        names = {field.name for field in fields(Limits)} & set(type(self).model_fields)
        return replace(LIMITS, **{name: getattr(self, name) for name in names})


class Notice(Section):
    """The mails that Sekisho itself writes."""

    sender: Annotated[MailAddress | Literal[""], Field(alias="from")] = ""
    compliance: tuple[MailAddress, ...] = ()


class Approval(Section):
    """Who may be the second person."""

    approvers: tuple[MailAddress, ...] = ()


class HoldSettings(Section):
    """How long a held message waits."""

    remind_after: Seconds = 4 * 3600
    expire_after: Seconds = 3 * 86400


class Dkim(Section):
    """Keys to sign our own mails and changed versions with."""

    keys: Path | None = None
