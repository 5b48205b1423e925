"""All settings: one ``sekisho.toml``, the environment over it, checked at start.

With no file and no environment everything has a default and the service starts.
Every key is described in docs/settings.md; a test holds the two together.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from gateway.errors import SettingsError
from gateway.policy_file import read_source
from policies.attachments import LIMITS, Limits
from policies.envelope import domain_name
from policies.errors import PolicyError
from quarantine.holding import Deadlines
from quarantine.places import BadPlace, Places

ENVIRONMENT = "SEKISHO_"
FILE = "sekisho.toml"

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


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(_Section):
    """Whose gate this is."""

    domains: tuple[Domain, ...] = ()
    name: str = ""
    time_zone: Annotated[str, AfterValidator(_zone)] = "Asia/Tokyo"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.time_zone)


class Smtp(_Section):
    """The listener that takes mail."""

    listen: Endpoint = "127.0.0.1:2525"
    networks: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    hostname: str = ""
    max_size: Size = 50 * 1024**2
    max_recipients: Annotated[int, Field(ge=1)] = 1000
    idle_timeout: Seconds = 300
    submission: bool = False


class Web(_Section):
    """The pages."""

    listen: Endpoint = "127.0.0.1:8080"
    base_url: str = ""
    min_seconds: Seconds = 2


class Relay(_Section):
    """The company's mail server, to which everything released goes."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    tls: Literal["none", "opportunistic", "required"] = "opportunistic"
    timeout: Seconds = 300
    retry_first: Seconds = 60
    retry_max: Seconds = 4 * 3600
    lifetime: Seconds = 5 * 86400


class StoreSettings(_Section):
    """Where everything is kept."""

    folder: Path = Path("sekisho-data")
    database_url: str = ""
    blobs_url: str = ""
    min_free: Size = 64 * 1024**2


class PolicySettings(_Section):
    """How to judge."""

    file: Path | None = None
    mode: Literal["enforce", "observe"] = "enforce"
    timeout: Seconds = 60
    processes: Annotated[int, Field(ge=1)] = Field(default_factory=lambda: os.cpu_count() or 1)
    memory: Size = 1024**3
    dns: bool = False


class Attachments(_Section):
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


class Notice(_Section):
    """The mails that Sekisho itself writes."""

    sender: Annotated[MailAddress | Literal[""], Field(alias="from")] = ""
    compliance: tuple[MailAddress, ...] = ()


class Approval(_Section):
    """Who may be the second person."""

    approvers: tuple[MailAddress, ...] = ()


class HoldSettings(_Section):
    """How long a held message waits."""

    remind_after: Seconds = 4 * 3600
    expire_after: Seconds = 3 * 86400


class Dkim(_Section):
    """Keys to sign our own mails and changed versions with."""

    keys: Path | None = None


class Settings(_Section):
    """Everything, frozen. ``load`` reads it."""

    company: Company = Company()
    smtp: Smtp = Smtp()
    web: Web = Web()
    relay: Relay = Relay()
    store: StoreSettings = StoreSettings()
    policy: PolicySettings = Field(default_factory=PolicySettings)
    attachments: Attachments = Attachments()
    notice: Notice = Field(default_factory=Notice)
    approval: Approval = Approval()
    hold: HoldSettings = HoldSettings()
    dkim: Dkim = Dkim()

    @property
    def places(self) -> Places:
        """Where everything lies on disk; raise SettingsError for a place we cannot use."""
        try:
            return Places.of(self.store.folder, self.store.database_url, self.store.blobs_url)
        except BadPlace as error:
            raise SettingsError(f"store: {error}") from error

    @property
    def policy_source(self) -> str:
        """The text of the policy: the named file, else the one that is shipped.

        Raises SettingsError when it cannot be read or does not compile.
        """
        return read_source(self.policy.file)

    @property
    def deadlines(self) -> Deadlines:
        """The times of a hold, as the store counts them."""
        return Deadlines(int(self.hold.remind_after * 1000), int(self.hold.expire_after * 1000))


def endpoint(text: str) -> tuple[str, int]:
    """Host and port of a checked ``HOST:PORT``; brackets of IPv6 removed."""
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def keys() -> dict[str, Any]:
    """Every key as ``section.name`` with its field, for documentation and messages."""
    return {
        f"{section}.{field.alias or name}": field
        for section, outer in Settings.model_fields.items()
        for name, field in _fields_of(outer.annotation).items()
    }


def load(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the file (default ``./sekisho.toml``, which may be absent) and the environment.

    Raises SettingsError, which names every unknown or bad key at once.
    """
    values = _read_file(path)
    environment = os.environ if environment is None else environment
    _merge_environment(values, environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError("\n".join(_in_words(error))) from None


def _read_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        path = Path(FILE)
        if not path.exists():
            return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _merge_environment(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    """``SEKISHO_RELAY__PORT=2526`` overrides ``[relay] port``; lists are comma-separated."""
    known = keys()
    for variable, text in sorted(environment.items()):
        if not variable.startswith(ENVIRONMENT):
            continue
        section, _, name = variable.removeprefix(ENVIRONMENT).lower().partition("__")
        field = known.get(f"{section}.{name}")
        is_list = field is not None and str(field.annotation).startswith("tuple")
        value: Any = [v.strip() for v in text.split(",") if v.strip()] if is_list else text
        inner = values.setdefault(section, {})
        if not isinstance(inner, dict):
            raise SettingsError(f"{section}: must be a section, [{section}]")
        inner[name] = value


def _in_words(error: ValidationError) -> list[str]:
    known = list(keys())
    lines = []
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"][:2])
        if fault["type"] == "extra_forbidden":
            sections = list(Settings.model_fields)
            names = sections if "." not in key else known
            near = difflib.get_close_matches(key, names, n=1, cutoff=0.4)
            hint = f"; did you mean {near[0]}?" if near else ""
            lines.append(f"{key}: unknown setting{hint}")
        else:
            lines.append(f"{key}: {fault['msg'].removeprefix('Value error, ')}")
    return lines


def _fields_of(model: Any) -> dict[str, Any]:
    return dict(model.model_fields)
