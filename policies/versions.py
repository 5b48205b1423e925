"""Versions: what can be changed in a message before it leaves. Each has a recipe.

A version keeps Message-ID, References and every byte that its recipe does not
change. DKIM signatures of the own domains break with it: they are removed here and
made anew at delivery. Foreign ones stay (RFC 6376 6.1 lets receivers ignore them).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from policies import headers
from policies.charset import decode_text
from policies.envelope import Address, within
from policies.history import document
from policies.history.clean import carry_out
from policies.history.document import Document
from policies.history.plan import Mode, OwnSignature

REMOVE, REDACT = Mode.REMOVE.value, Mode.REDACT.value


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done to a message, in this order.

    ``clean``: its quoted history is removed, or redacted, or (empty) left alone.
    ``drop``: addresses that go from To and Cc. ``hide``: To and Cc show nobody.
    """

    clean: str = ""
    drop: tuple[str, ...] = ()
    hide: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return self == Recipe()

    def as_json(self) -> dict[str, Any]:
        """The recipe as JSON values, without what it does not do."""
        return {name: value for name, value in asdict(self).items() if value}


def make(message: bytes, recipe: Recipe, own_domains: frozenset[str]) -> bytes:
    """The message after the recipe; the same bytes where it changes nothing."""
    version = message
    if recipe.clean:
        version = _cleaned(document.read(message), Mode(recipe.clean))
    if recipe.drop:
        version = headers.without_recipients(version, [Address.parse(t) for t in recipe.drop])
    if recipe.hide:
        version = headers.with_hidden_recipients(version)
    return message if version == message else _without_own_signatures(version, own_domains)


def cleaned_versions(read: Document, own_domains: frozenset[str]) -> Iterable[tuple[Recipe, bytes]]:
    """The versions to offer the sender beside what was written, most thorough first.

    Where the history is all that the mail says, it is only redacted.
    """
    modes = (Mode.REDACT,) if read.nothing_new else (Mode.REMOVE, Mode.REDACT)
    made: list[bytes] = [read.raw]
    for mode in modes if read.has_history and not read.unread else ():
        version = _cleaned(read, mode)
        if version not in made:
            made.append(version)
            yield Recipe(clean=mode.value), _without_own_signatures(version, own_domains)


def _cleaned(read: Document, mode: Mode) -> bytes:
    return carry_out(read, mode, OwnSignature.KEEP).message


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
