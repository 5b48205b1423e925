"""A whole message read: its body parts with their readings, and what forbids cleaning.

Signed and encrypted mail is not read at all (RFC 1847, 8551, 9580); attached
messages, calendars and files are never bodies.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from policies import headers
from policies.errors import TooIntricate
from policies.history import blocks, charsets, context, lines, marks, mime, regions, signature, twin
from policies.history.blocks import Page
from policies.history.charsets import Decoded
from policies.history.context import Context
from policies.history.mime import Part
from policies.history.plan import new_runs
from policies.history.reading import Reading

_SIGNED = frozenset({"multipart/signed", "application/pgp-signature",
                     "application/pkcs7-signature", "application/x-pkcs7-signature"})  # fmt: skip
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
#: A longer text is no mail that a person wrote; reading it would take minutes.
MAX_BODY = 10 * 1024 * 1024
_PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(frozen=True, slots=True)
class Notice:
    """A verdict code of ``clean`` with how sure it is and why.

    ``unread``: it is about a body of which nothing was read.
    """

    code: str
    confidence: float = 1.0
    why: str = ""
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """One text part of the mail: where it is, its text, and how it was read."""

    part: Part
    number: int
    decoded: Decoded
    reading: Reading
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A message, its bodies, and the notices about it; ``locked``: must not be changed."""

    raw: bytes
    root: Part
    bodies: tuple[Body, ...]
    notices: tuple[Notice, ...]
    context: Context
    sender: str
    locked: bool = False

    @property
    def unread(self) -> tuple[Notice, ...]:
        """Why bodies were not read. Nobody knows what they quote: nothing must be cleaned."""
        return tuple(notice for notice in self.notices if notice.unread)

    @property
    def has_history(self) -> bool:
        """Whether any part holds history, sure or not."""
        return any(body.reading.regions for body in self.bodies)

    @property
    def nothing_new(self) -> bool:
        """Whether the history is all that the mail says, a signature aside."""
        return self.has_history and not any(
            _says_something(body, self.context) for body in self.bodies
        )


def _says_something(body: Body, given: Context) -> bool:
    """Whether a line of the sender is neither signature nor ornament."""
    for start, end in new_runs(body.reading):
        signed = {
            index
            for first, last in signature.find(body.reading.lines, start, end, given.names)
            for index in range(first, last)
        }
        for index in body.reading.new(start, end):
            if index not in signed and not marks.rule(body.reading.lines.texts[index]):
                return True
    return False


def read(raw: bytes, originals: Container[str] = frozenset()) -> Document:
    """Read a message; ``originals`` are lines of earlier mail that it may quote."""
    root = mime.parse(raw)
    given = context.of_message(raw, originals)
    parts = list(root.walk())
    notices = [*_protection(parts), *_containers(parts)]
    sender = _sender(raw)
    locked = any(notice.code in {"signed", "encrypted"} for notice in notices)
    if locked:
        return Document(raw, root, (), tuple(notices), given, sender, locked=True)
    bodies: list[Body] = []
    for group in _groups(root):
        for body in _read_group(raw, group, parts, given, notices):
            bodies.append(body)
            if body.reading.regions and not given.continues:
                given = replace(given, continues=True)
    inline = next((kind for body in bodies if (kind := _inline_pgp(body))), "")
    if inline:
        notices.append(Notice(inline, why="inline-pgp"))
        return Document(raw, root, (), tuple(notices), given, sender, locked=True)
    return Document(raw, root, tuple(bodies), _once(notices), given, sender)


def _once(notices: list[Notice]) -> tuple[Notice, ...]:
    seen: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        seen.setdefault((notice.code, notice.why), notice)
    return tuple(seen.values())


def _sender(raw: bytes) -> str:
    fields = headers.split(raw)[0]
    value = next((field.value for field in fields if field.name == "from"), b"")
    boxes = headers.split_mailboxes(value)
    return headers.mailbox_key(boxes[0]) if boxes else ""


def _protection(parts: list[Part]) -> Iterator[Notice]:
    """What makes a message untouchable."""
    for part in parts:
        if part.kind in _SIGNED:
            yield Notice("signed", why=part.kind)
        elif part.kind in _ENCRYPTED:
            yield Notice("encrypted", why=part.kind)
        elif part.kind in _PKCS7:
            yield Notice("signed" if "signed" in part.protocol else "encrypted", why=part.kind)


def _containers(parts: list[Part]) -> Iterator[Notice]:
    """What holds history that is not rewritten, and what is nested too deep."""
    for part in parts:
        if part.kind in {"message/rfc822", "message/global"}:
            yield Notice("attached-message")
        elif part.kind in {"application/ms-tnef", "application/vnd.ms-tnef"} or (
            part.name.lower() == "winmail.dat"
        ):
            yield Notice("tnef")
        if part.too_deep:
            yield Notice("too-deep", why="parts")


def _inline_pgp(body: Body) -> str:
    if "-----BEGIN PGP" not in body.decoded.text:
        return ""
    lines = body.reading.lines
    own = (text for text, depth in zip(lines.texts, lines.depths, strict=True) if not depth)
    return next((kind for text in own if (kind := marks.pgp(text))), "")


def _is_body(part: Part) -> bool:
    return (
        part.kind in {"text/plain", "text/html"}
        and part.disposition != "attachment"
        and not part.name
        and not part.children
    )


def _groups(root: Part) -> Iterator[list[Part]]:
    """The bodies, those of one multipart/alternative together."""
    stack = [root]
    while stack:
        part = stack.pop()
        if part.kind == "multipart/alternative":
            yield [leaf for leaf in part.walk() if _is_body(leaf)]
        elif part.children:
            stack.extend(reversed(part.children))
        elif _is_body(part):
            yield [part]


def _read_group(
    raw: bytes, group: list[Part], parts: list[Part], given: Context, notices: list[Notice]
) -> list[Body]:
    bodies: list[Body] = []
    for part in group:
        body = _read(raw, part, parts.index(part), given, notices)
        if body:
            bodies.append(body)
    plain = next((body for body in bodies if body.page is None), None)
    markup = next((body for body in bodies if body.page is not None), None)
    if plain and markup:
        twin.agree(plain.reading, markup.reading)
    return bodies


def _read(
    raw: bytes, part: Part, number: int, given: Context, notices: list[Notice]
) -> Body | None:
    data = mime.decoded_body(raw, part)
    if data is None or len(data) > MAX_BODY:
        why = part.encoding if data is None else "limit:bytes"
        notices.append(Notice("undecodable", why=why, unread=True))
        return None
    decoded = charsets.decode(data, part.charset)
    del data  # a body may have 10 MB, and reading it takes a multiple of that
    if not decoded.certain:
        notices.append(Notice("undecodable", 0.5, part.charset or "us-ascii"))
    try:
        return _body(part, number, decoded, given)
    except TooIntricate as error:
        notices.append(Notice("too-deep", why=f"{error}", unread=True))
    return None


def _body(part: Part, number: int, decoded: Decoded, given: Context) -> Body:
    if part.kind == "text/html":
        page = blocks.read(decoded.text)
        if page.too_deep:
            raise TooIntricate("html")
        reading = regions.read(
            page.lines, given, lambda box: page.lines.line_of(page.tree.lasts[box])
        )
        return Body(part, number, decoded, reading, page)
    return Body(part, number, decoded, regions.read(lines.of_text(decoded.text), given))
