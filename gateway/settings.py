"""All settings: one ``sekisho.toml``, the environment over it, checked at start.

With no file and no environment everything has a default and the service starts.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from gateway.errors import SettingsError
from gateway.policy_file import read_source
from gateway.sections import (
    Approval,
    Attachments,
    Company,
    Dkim,
    HoldSettings,
    Notice,
    PolicySettings,
    Relay,
    Section,
    Smtp,
    StoreSettings,
    Web,
)
from quarantine.holding import Deadlines
from quarantine.places import BadPlace, Places

ENVIRONMENT = "SEKISHO_"
FILE = "sekisho.toml"


class Settings(Section):
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
