"""A display name that shows another address than the mail goes to.

``"tanaka@example.co.jp" <tanaka@examp1e.co.jp>``: what the sender reads is not
where the mail goes. Full-width letters, quotes, brackets and ``(at)`` are read
as a person would read them. Linear in the first ``MAX_NAME`` characters.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from policies.envelope import Address
from policies.errors import AddressError
from policies.recipients.suffix import registrable

MAX_NAME = 1_000
_MAX_SHOWN = 8

_AT = re.compile(r"[ ]{0,2}(?:[(\[<{]at[)\]>}])[ ]{0,2}", re.IGNORECASE)
_LOCAL_END = re.compile(r"[^\s<>()\[\]{}\"'`,;:@\\|「」『』【】〔〕〈〉《》、。/]{1,64}\Z")
_DOMAIN = re.compile(r"[^\s<>()\[\]{}\"'`,;:@\\|「」『』【】〔〕〈〉《》、/]{1,255}")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The address that a display name shows, in the form it was read as.

    ``code``: other-address (another mailbox of the same organisation) or
    other-domain (another organisation's).
    """

    shown: str
    code: str


def display_name_mismatch(display_name: str, address: Address) -> Mismatch | None:
    """Whether a display name shows an address, and none of those shown is ``address``."""
    shown = addresses_in(display_name) if display_name else ()
    if not shown or any(one.key == address.key for one in shown):
        return None
    home = registrable(address.domain)
    for one in shown:
        if registrable(one.domain) != home:
            return Mismatch(one.key, "other-domain")
    return Mismatch(shown[0].key, "other-address")


def addresses_in(text: str) -> tuple[Address, ...]:
    """The addresses that a short text shows, in their order; at most eight are read."""
    plain = unicodedata.normalize("NFKC", text[:MAX_NAME])[: 4 * MAX_NAME]
    plain = _AT.sub("@", "".join(c for c in plain if unicodedata.category(c) != "Cf"))
    pieces = plain.split("@")[: _MAX_SHOWN + 1]
    found = []
    for before, behind in pairwise(pieces):
        local = _LOCAL_END.search(before[-64:].rstrip(" "))
        domain = _DOMAIN.match(behind.lstrip(" "))
        if local and domain and "." in domain[0].strip("."):
            try:
                found.append(Address.parse(f"{local[0]}@{domain[0].strip('.。')}"))
            except AddressError:
                continue
    return tuple(found)
