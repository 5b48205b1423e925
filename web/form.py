"""Reading the sender's form: everything in it is checked again on the server."""

import asyncio
import hmac
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect

from policies.envelope import Address
from policies.errors import AddressError

MAX_BYTES = 2 * 1024 * 1024
MAX_FIELDS = 5_000
MAX_SECONDS = 30  # to send it
MEDIA_TYPE = "application/x-www-form-urlencoded"


MAX_REASON = 2_000
MAX_TYPED = 1_000
OPEN = "open"
SENDERS = frozenset({"confirm", "withdraw", OPEN})
MAX_PASSWORD = 200
APPROVERS = frozenset({"approve", "decline"})
_SINGLE = frozenset({"decision", "version", "shown_at", "reason", "looked", "hide"})


class BadForm(Exception):  # noqa: N818
    """The form cannot be used; nothing was changed. ``status`` is the answer's."""

    def __init__(self, words: str, status: int = 422) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The sender's choice with its ticks, in comparable addresses."""

    decision: str
    version: str
    shown_at: str
    ticked: frozenset[str]
    dropped: frozenset[str]
    retyped: Mapping[str, str] = field(default_factory=dict)  # address: what was typed
    reason: str = ""
    hide: bool = False  # To and Cc are to show nobody
    looked: bool = False  # an approver's own tick
    passwords: tuple[str, ...] = ()  # for attached files


async def read_form(
    headers: Headers, stream: AsyncIterator[bytes], decisions: frozenset[str] = SENDERS
) -> DecisionForm:
    """Read a posted form within the limits; raise BadForm for anything odd."""
    if headers.get("content-type", MEDIA_TYPE).partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise BadForm("not a form", 415)
    try:
        async with asyncio.timeout(MAX_SECONDS):
            body = await _read(stream)
        pairs = parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=MAX_FIELDS)
    except TimeoutError:
        raise BadForm("too slow", 408) from None
    except ClientDisconnect:
        raise BadForm("broken off", 400) from None
    except ValueError as error:
        raise BadForm("not a form") from error
    single = {name: value for name, value in pairs if name in _SINGLE}
    if len(single) != sum(name in single for name, _ in pairs):
        raise BadForm("a field is given twice")
    if single.get("decision") not in decisions or "version" not in single:
        raise BadForm("no decision")
    return DecisionForm(
        decision=single["decision"],
        version=single["version"],
        shown_at=single.get("shown_at", ""),
        ticked=_addresses(pairs, "recipient"),
        dropped=_addresses(pairs, "drop"),
        retyped=_retyped(pairs),
        reason=single.get("reason", "").strip()[:MAX_REASON],
        hide="hide" in single,
        looked="looked" in single,
        passwords=_passwords(pairs),
    )


def _passwords(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    """What stands in ``password.<part>``, each once."""
    given = (value[:MAX_PASSWORD] for name, value in pairs if name.startswith("password."))
    return tuple(dict.fromkeys(value for value in given if value))


def _retyped(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """What stands in ``retype.<address>``, where anything does."""
    found: dict[str, str] = {}
    for name, value in pairs:
        prefix, _, address = name.partition(".")
        if prefix == "retype" and value.strip():
            try:
                key = Address.parse(address).key
            except AddressError as error:
                raise BadForm("not an address") from error
            if key in found:
                raise BadForm("a field is given twice")
            found[key] = value[:MAX_TYPED]
    return found


async def _read(stream: AsyncIterator[bytes]) -> bytes:
    body = b""
    async for chunk in stream:
        body += chunk
        if len(body) > MAX_BYTES:
            raise BadForm("too large", 413)
    return body


def _addresses(pairs: list[tuple[str, str]], field: str) -> frozenset[str]:
    try:
        return frozenset(Address.parse(value).key for name, value in pairs if name == field)
    except AddressError as error:
        raise BadForm("not an address") from error


class ShownAt:
    """Signs when a page was shown, so that the minimum time on it can be checked."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, hold_id: str, version_id: str) -> str:
        """The value for the form: the time, and a signature over time, hold and version."""
        at = str(int(time.time() * 1000))
        return f"{at}.{self._signature(at, hold_id, version_id)}"

    def seconds_since(self, value: str, hold_id: str, version_id: str) -> float:
        """How long ago the page was shown; raise BadForm for a value that is not ours."""
        at, _, signature = value.partition(".")
        expected = self._signature(at, hold_id, version_id)
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            raise BadForm("shown_at is not ours")
        return time.time() - int(at) / 1000

    def _signature(self, at: str, hold_id: str, version_id: str) -> str:
        text = f"{at}/{hold_id}/{version_id}".encode()
        return hmac.new(self._key, text, sha256).hexdigest()
