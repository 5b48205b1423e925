"""Making versions: what changes in a message when the sender changes his mind."""

from collections.abc import Iterable

from policies import headers
from policies.charset import decode_text
from policies.envelope import Address, within


def without_recipients(
    message: bytes, dropped: Iterable[str], own_domains: frozenset[str]
) -> bytes:
    """The message without these recipients in To and Cc.

    DKIM signatures of the own domains are removed with it, because they break and
    are made anew; foreign ones stay (RFC 6376 6.1 lets receivers ignore them).
    """
    version = headers.without_recipients(message, [Address.parse(text) for text in dropped])
    return message if version == message else _without_own_signatures(version, own_domains)


def _without_own_signatures(message: bytes, own_domains: frozenset[str]) -> bytes:
    fields, body = headers.split(message)
    kept = [field for field in fields if not _is_own_signature(field, own_domains)]
    return message if len(kept) == len(fields) else headers.join(kept, message, body)


def _is_own_signature(field: headers.Field, own_domains: frozenset[str]) -> bool:
    if field.name != "dkim-signature":
        return False
    for tag in decode_text(field.value).split(";"):
        name, _, value = tag.partition("=")
        if name.strip() == "d":
            return within("".join(value.split()).lower(), own_domains)
    return False
