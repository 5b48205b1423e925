"""Who sends and who receives: addresses and the SMTP envelope.

The envelope decides what is judged; headers only add to it.
"""

import re
from dataclasses import dataclass

import idna

from policies.errors import AddressError

#: RFC 5321 4.5.3.1 limits, in octets. The local part is given more room than
#: its 64 because longer ones are in real use (VERP, SRS).
MAX_LOCAL = 255
MAX_DOMAIN = 255

# Dots may lead or double: mobile carriers in Japan have handed out such addresses.
_LOCAL = re.compile(r"[^\x00-\x20\x7f()<>\[\]:;@\\,\"]{1,255}\Z")
_QUOTED = re.compile(r'"(?:[^\x00-\x1f\x7f"\\]|\\[\x20-\x7e]){0,253}"\Z')
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the local part as written, the domain in lower-case A-labels.

    Two addresses are the same recipient when their ``key`` is the same: local
    parts are compared without case, as every mail system in use does.
    """

    local: str
    domain: str

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read ``local@domain``; raise AddressError for anything else (RFC 5321 4.1.2)."""
        local, at, domain = text.rpartition("@")
        if not at or not local or not domain:
            raise AddressError("an address needs a local part and a domain")
        if len(local.encode("utf-8", "surrogatepass")) > MAX_LOCAL:
            raise AddressError("the local part is too long")
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise AddressError("the address is not valid UTF-8")
        if not (_LOCAL.match(local) or _QUOTED.match(local)):
            raise AddressError("the local part holds characters that an address cannot have")
        return cls(local, domain_name(domain))

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """The form to compare and look up: all lower case."""
        return f"{self.local.lower()}@{self.domain}"

    @property
    def mailbox(self) -> str:
        """The ``key`` without a tag: ``taro+1@`` and ``taro@`` are one writer (RFC 5233)."""
        return f"{self.local.lower().partition('+')[0]}@{self.domain}"

    @property
    def is_routed(self) -> bool:
        """Whether a mail server may send it on to another domain than its own.

        ``user%other@own`` and ``other!user@own`` are old source routes that servers
        still follow, and so is a quoted local part with an ``@`` in it. Such an
        address never counts as being at its domain.
        """
        return any(char in self.local for char in "%!@")

    @property
    def is_ascii(self) -> bool:
        """False when the address needs SMTPUTF8 (RFC 6531)."""
        return self.local.isascii()


def domain_name(text: str) -> str:
    """The domain in lower-case A-labels (RFC 5890); raise AddressError for bad ones."""
    domain = text.lower()
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise AddressError("the domain is not a valid international name") from error
    if len(domain) > MAX_DOMAIN or not all(_LABEL.match(label) for label in domain.split(".")):
        raise AddressError("the domain is not a valid name")
    return domain


def within(domain: str, parents: frozenset[str]) -> bool:
    """Whether the domain is one of ``parents`` or below one of them."""
    while domain:
        if domain in parents:
            return True
        domain = domain.partition(".")[2]
    return False


@dataclass(frozen=True, slots=True)
class Client:
    """The SMTP client as the intake saw it."""

    host: str  # its IP address
    helo: str = ""
    protocol: str = "ESMTP"  # for the Received line, RFC 3848
    trusted: bool = True  # inside [smtp] networks
    user: str = ""  # authenticated user, or empty


@dataclass(frozen=True, slots=True)
class Envelope:
    """MAIL FROM (None is the null sender), RCPT TO in order, and the client."""

    sender: Address | None
    recipients: tuple[Address, ...]
    client: Client
    smtputf8: bool = False
