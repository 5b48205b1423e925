"""The parts of a message as byte ranges of its raw form.

Python's parser re-serialises what it read; a part that is not changed must keep
its bytes. So the boundaries are searched here (RFC 2046 5.1.1), and everything
is an offset. Limits: 1,000 parts, 40 levels; beyond them a part counts as opaque
and the tree says so.
"""

import base64
import binascii
import email.message
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies import headers

MAX_PARTS = 1_000
MAX_LEVELS = 40
MAX_HEADER = 262_144

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\r\n]")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: offsets of head, body and end, and what its header says.

    ``slot`` is the range that goes when the part is dropped from its parent: from
    its delimiter line to the next one.
    """

    start: int
    body: int
    end: int
    kind: str
    encoding: str
    charset: str
    disposition: str
    name: str
    content_id: str
    flowed: bool
    protocol: str
    slot: tuple[int, int]
    children: tuple["Part", ...] = ()
    too_deep: bool = False

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, in their order."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))


def parse(raw: bytes) -> Part:
    """The tree of parts of a whole message."""
    return _part(raw, (0, len(raw)), (0, len(raw)), [MAX_PARTS], 0, "text/plain")


def _part(
    raw: bytes,
    span: tuple[int, int],
    slot: tuple[int, int],
    budget: list[int],
    level: int,
    default: str,
) -> Part:
    start, end = span
    fields, length = headers.split(raw[start : min(end, start + MAX_HEADER)])
    head = _head(fields)
    kind = head.get_content_type() if "content-type" in head else default
    boundary = _boundary(head) if kind.startswith("multipart/") else b""
    children: tuple[Part, ...] = ()
    too_deep = bool(boundary) and (level >= MAX_LEVELS or budget[0] <= 0)
    if boundary and not too_deep:
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        found = []
        for child_slot, child_span in _ranges(raw, start + length, end, boundary):
            budget[0] -= 1
            if budget[0] < 0:
                too_deep = True
                break
            found.append(_part(raw, child_span, child_slot, budget, level + 1, inner))
        children = tuple(found)
    return Part(
        start=start,
        body=start + length,
        end=end,
        kind=kind,
        encoding=_value(head, "content-transfer-encoding").partition(";")[0].strip().lower(),
        charset=_charset(head),
        disposition=_value(head, "content-disposition").partition(";")[0].strip().lower(),
        name=_file_name(head),
        content_id=_value(head, "content-id").strip().strip("<>"),
        flowed=_param(head, "format").lower() == "flowed",
        protocol=_param(head, "protocol").lower() or _param(head, "smime-type").lower(),
        slot=slot,
        children=children,
        too_deep=too_deep,
    )


def _ranges(
    raw: bytes, body: int, end: int, boundary: bytes
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Slot and content range of each child, in order."""
    marks = list(_delimiters(raw, body, end, boundary))
    for index, (line, after, closing) in enumerate(marks):
        if closing:
            return
        following = marks[index + 1][0] if index + 1 < len(marks) else end
        content_end = following
        if index + 1 < len(marks):
            # The line end before a delimiter belongs to the delimiter.
            content_end -= 2 if raw[following - 2 : following] == b"\r\n" else 1
        yield (line, following), (min(after, content_end), max(after, content_end))


def _delimiters(
    raw: bytes, body: int, end: int, boundary: bytes
) -> Iterator[tuple[int, int, bool]]:
    """Start of line, end of line and whether it closes, of each delimiter line."""
    mark = b"--" + boundary
    at = body
    while True:
        at = raw.find(mark, at, end)
        if at < 0:
            return
        line_end = raw.find(b"\n", at, end) + 1 or end
        rest = raw[at + len(mark) : line_end].strip()
        if (at == body or raw[at - 1 : at] == b"\n") and rest in {b"", b"--"}:
            yield at, line_end, rest == b"--"
        at += len(mark)


def _head(fields: tuple[headers.Field, ...]) -> email.message.Message:
    """The MIME fields in Python's parser of parameters, which knows the odd forms."""
    head = email.message.Message()
    for field in fields:
        if field.name.startswith("content-") and field.name not in head:
            head[field.name] = " ".join(field.value.decode("utf-8", "replace").split())
    return head


def _value(head: email.message.Message, name: str) -> str:
    return str(head.get(name, ""))


def _param(head: email.message.Message, name: str) -> str:
    try:
        value = head.get_param(name, "")
    except (ValueError, TypeError, LookupError):
        return ""
    return value if isinstance(value, str) else ""


def _charset(head: email.message.Message) -> str:
    try:
        return str(head.get_content_charset() or "")
    except (ValueError, TypeError, LookupError):
        return ""


def _file_name(head: email.message.Message) -> str:
    try:
        return str(head.get_filename("") or "")
    except (ValueError, TypeError, LookupError):
        return "?"


def _boundary(head: email.message.Message) -> bytes:
    try:
        return str(head.get_boundary("") or "").encode("utf-8", "surrogateescape")
    except (ValueError, TypeError, LookupError):
        return b""


def decoded_body(raw: bytes, part: Part) -> bytes | None:
    """The body without its transfer encoding; None when it is broken.

    Of an encoding that nobody knows (``8 bit``, ``utf-8``) programs show what stands there.
    """
    body = raw[part.body : part.end]
    if part.encoding == "base64":
        try:
            return base64.b64decode(_NOT_BASE64.sub(b"", body))
        except (binascii.Error, ValueError):
            return None
    if part.encoding == "quoted-printable":
        return quopri.decodestring(body)
    return body


def encoded_body(data: bytes, part: Part, newline: bytes) -> bytes:
    """A new body in the transfer encoding that the part declares."""
    if part.encoding == "base64":
        return base64.encodebytes(data).replace(b"\n", newline)
    if part.encoding == "quoted-printable":
        lines = data.replace(b"\r\n", b"\n")
        return quopri.encodestring(lines).replace(b"\n", newline)
    return data
