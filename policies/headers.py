"""The header block of a message as raw bytes, field by field.

Versions and the wire form change single fields; every other byte must stay as
it was received, or signatures break. So nothing here decodes and re-encodes.
"""

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from policies.charset import decode_header
from policies.envelope import Address
from policies.errors import AddressError

#: More fields than any mail has; what follows them counts as body.
MAX_FIELDS = 10_000

_FIELD = re.compile(rb"([!-9;-~]{1,997})[ \t]{0,100}:")
#: The pseudo name of a line that mailbox files begin with; some programs send it on.
MBOX_LINE = "from "
PRIVATE = frozenset({"bcc", "resent-bcc", "return-path", MBOX_LINE})
MAX_NAME = 500
NOBODY = b"undisclosed-recipients:;"


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: lower-case name, and its bytes with folds and line end."""

    name: str
    raw: bytes

    @property
    def value(self) -> bytes:
        """What stands behind the colon, still folded."""
        return self.raw.partition(b":")[2]


def split(message: bytes) -> tuple[tuple[Field, ...], int]:
    """The header fields and the offset of the body.

    The body offset points behind the empty line. Where the block ends without
    one (RFC 5322 allows no body; broken mail has junk instead) it points at the
    first line that is not a header line.
    """
    names: list[str] = []
    starts: list[int] = []
    at = body = 0
    while at < len(message):
        end = message.find(b"\n", at) + 1 or len(message)
        line = message[at:end]
        if line in {b"\r\n", b"\n"}:
            body = end
            break
        if line[:1] not in b" \t" or not names:
            match = _FIELD.match(line)
            if not match and at == 0 and line.startswith(b"From "):
                names.append(MBOX_LINE)
            elif not match or len(names) == MAX_FIELDS:
                break
            else:
                names.append(match[1].decode("ascii").lower())
            starts.append(at)
        at = body = end
    # Cut only now: to add each fold to its field would cost the square of a long field.
    ends = [*starts[1:], at]
    cuts = zip(names, starts, ends, strict=False)
    return tuple(Field(name, message[start:end]) for name, start, end in cuts), body


def without(message: bytes, names: Iterable[str]) -> bytes:
    """The message without the header fields of these lower-case names."""
    dropped = frozenset(names)
    fields, body = split(message)
    if not any(field.name in dropped for field in fields):
        return message
    return join((field for field in fields if field.name not in dropped), message, body)


async def without_private(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """A message in chunks without what must not travel: Bcc, Resent-Bcc, Return-Path.

    The first chunk that comes back holds the whole header block.
    """
    head = b""
    async for chunk in body:
        head += chunk
        if b"\r\n\r\n" in head:
            break
    yield without(head, PRIVATE)
    async for chunk in body:
        yield chunk


def join(fields: Iterable[Field], message: bytes, body: int) -> bytes:
    """The fields, an empty line, and the body of ``message`` from offset ``body`` on."""
    head = b"".join(field.raw for field in fields)
    if head and not head.endswith(b"\n"):
        head += b"\r\n"
    return head + b"\r\n" + message[body:]


def without_recipients(message: bytes, dropped: Iterable[Address]) -> bytes:
    """Take addresses out of To and Cc; drop a field that is left empty.

    The other addresses of a changed field keep their bytes. Where an address
    stands in a group, a comment or a display name it cannot be cut out cleanly:
    then the whole field gives way to ``undisclosed-recipients:;``.
    """
    keys = frozenset(address.key for address in dropped)
    mentioned = _mention_of(keys)
    fields, body = split(message)
    kept: list[Field] = []
    for field in fields:
        if field.name not in {"to", "cc"}:
            kept.append(field)
            continue
        boxes = split_mailboxes(field.value)
        staying = [box for box in boxes if mailbox_key(box) not in keys]
        if len(staying) == len(boxes) and not mentioned.search(_lower(field.value)):
            kept.append(field)
            continue
        name = field.raw.partition(b":")[0]
        value = b",\r\n ".join(box.strip() for box in staying)
        if mentioned.search(_lower(value)):
            value = NOBODY
        if value:
            kept.append(Field(field.name, name + b": " + value + b"\r\n"))
    return message if tuple(kept) == fields else join(kept, message, body)


def with_hidden_recipients(message: bytes) -> bytes:
    """The message without To and Cc; an empty group stands for everybody (RFC 5322 3.4).

    A message that names nobody is not changed.
    """
    fields, body = split(message)
    shown = [field for field in fields if field.name in {"to", "cc"}]
    if not any(mailbox_key(box) for field in shown for box in split_mailboxes(field.value)):
        return message
    nobody = Field("to", b"To: " + NOBODY + b"\r\n")
    kept = [nobody if f is shown[0] else f for f in fields if f is shown[0] or f not in shown]
    return join(kept, message, body)


def split_mailboxes(value: bytes) -> list[bytes]:
    """Cut an address list at its top-level commas (RFC 5322 3.4), linear in its length."""
    pieces: list[bytes] = []
    start = at = depth = 0
    quoted = angle = False
    while at < len(value):
        char = value[at : at + 1]
        if char == b"\\" and (quoted or depth):
            at += 1
        elif char == b'"' and not depth:
            quoted = not quoted
        elif quoted:
            pass
        elif char == b"(":
            depth += 1
        elif char == b")" and depth:
            depth -= 1
        elif char in {b"<", b">"} and not depth:
            angle = char == b"<"
        elif char == b"," and not depth and not angle:
            pieces.append(value[start:at])
            start = at + 1
        at += 1
    pieces.append(value[start:])
    return [piece for piece in pieces if piece.strip()]


def mailbox_key(mailbox: bytes) -> str:
    """The comparable address of one mailbox, or an empty text when it has none."""
    text = mailbox.decode("utf-8", "surrogateescape")
    left = text.rfind("<")
    right = text.find(">", left)
    inner = text[left + 1 : right] if 0 <= left < right else _without_comment(text)
    try:
        return Address.parse(inner.strip()).key
    except AddressError:
        return ""


def display_name(mailbox: bytes) -> str:
    """The name beside an address, decoded; empty when there is none."""
    left = mailbox.rfind(b"<")
    if left < 0:
        start, end = mailbox.find(b"("), mailbox.rfind(b")")
        return decode_header(mailbox[start + 1 : end]) if 0 <= start < end else ""
    return decode_header(mailbox[:left]).strip().strip('"').strip()[:MAX_NAME]


def header_domain(message: bytes) -> str:
    """The domain of the first address in From, or an empty text."""
    value = next((field.value for field in split(message)[0] if field.name == "from"), b"")
    boxes = split_mailboxes(value)
    return mailbox_key(boxes[0]).rpartition("@")[2] if boxes else ""


def _without_comment(text: str) -> str:
    """The text without one trailing or leading comment, the old way to give a name."""
    left, right = text.find("("), text.rfind(")")
    return text[:left] + text[right + 1 :] if 0 <= left < right else text


def _mention_of(keys: frozenset[str]) -> re.Pattern[str]:
    """A pattern that finds one of the addresses as a whole."""
    any_key = "|".join(re.escape(key) for key in sorted(keys)) or r"(?!)"
    return re.compile(rf"(?<![\w.+-])(?:{any_key})(?![\w-]|\.\w)")


def _lower(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape").lower()
