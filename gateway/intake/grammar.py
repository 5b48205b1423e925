"""The arguments of MAIL and RCPT: paths and parameters (RFC 5321 4.1.1, 1870, 6152, 6531)."""

import re
from dataclasses import dataclass

from policies.envelope import Address
from policies.errors import AddressError

_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]{0,40})(?:=([!-<>-~]{1,500}))?\Z")


class Refused(Exception):  # noqa: N818 - the reply says what is refused
    """The command is answered with this reply."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


@dataclass(frozen=True, slots=True)
class MailFrom:
    """A MAIL command: the sender (None for ``<>``) and its parameters."""

    sender: Address | None
    size: int
    smtputf8: bool


def parse_mail(argument: str, *, extended: bool, max_size: int) -> MailFrom:
    """Read what follows ``MAIL``; raise Refused with the reply for anything wrong."""
    path, rest = _path(argument, "FROM:", "501 5.1.7")
    parameters = _parameters(rest, extended=extended)
    smtputf8 = parameters.pop("SMTPUTF8", None) is not None
    size = parameters.pop("SIZE", "0")
    body = parameters.pop("BODY", "7BIT").upper()
    parameters.pop("AUTH", None)  # RFC 4954 5: allowed, and ignored unless trusted
    if parameters:
        raise Refused(f"555 5.5.4 parameter {next(iter(parameters))} not known")
    if body not in {"7BIT", "8BITMIME"}:
        raise Refused("501 5.5.4 BODY is 7BIT or 8BITMIME")
    if not size.isdigit() or len(size) > 20:
        raise Refused("501 5.5.4 SIZE needs a number")
    if int(size) > max_size:
        raise Refused("552 5.3.4 message too large")
    sender = _address(path, "501 5.1.7", smtputf8=smtputf8) if path else None
    return MailFrom(sender, int(size), smtputf8)


def parse_rcpt(argument: str, *, extended: bool, smtputf8: bool) -> Address:
    """Read what follows ``RCPT``; raise Refused with the reply for anything wrong."""
    path, rest = _path(argument, "TO:", "501 5.1.3")
    if parameters := _parameters(rest, extended=extended):
        raise Refused(f"555 5.5.4 parameter {next(iter(parameters))} not known")
    if not path:
        raise Refused("501 5.1.3 a recipient is needed")
    address = _address(path, "501 5.1.3", smtputf8=smtputf8)
    if address.is_routed:
        raise Refused("550 5.7.1 no routing inside the local part")
    return address


def _path(argument: str, keyword: str, code: str) -> tuple[str, str]:
    """Cut ``FROM:<path> rest``; a ``>`` inside quotes belongs to the path."""
    if argument[: len(keyword)].upper() != keyword:
        raise Refused(f"501 5.5.4 syntax: {keyword}<address>")
    text = argument[len(keyword) :].lstrip(" ")
    if not text.startswith("<"):
        raise Refused(f"{code} the address must stand in angle brackets")
    quoted = escaped = False
    for at, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == "\\" and quoted:
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif char == ">" and not quoted:
            return text[1:at], text[at + 1 :]
    raise Refused(f"{code} the address has no end")


def _parameters(rest: str, *, extended: bool) -> dict[str, str]:
    if rest and not rest.startswith(" "):
        raise Refused("501 5.5.4 a space is missing behind the address")
    words = rest.split()
    if words and not extended:
        raise Refused("555 5.5.4 parameters need EHLO")
    found: dict[str, str] = {}
    for word in words:
        match = _PARAMETER.match(word)
        if not match or match[1].upper() in found:
            raise Refused("501 5.5.4 bad or repeated parameter")
        found[match[1].upper()] = match[2] or ""
    return found


def _address(path: str, code: str, *, smtputf8: bool) -> Address:
    if not path.isascii() and not smtputf8:
        raise Refused("553 5.6.7 a non-ASCII address needs SMTPUTF8")
    try:
        return Address.parse(path)
    except AddressError as error:
        raise Refused(f"{code} {error}") from error
