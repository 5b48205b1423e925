"""The message as received, and what a person needs to see of it.

Python's own MIME parser does the structure; limits keep hostile input from
costing more than its size. Every limit that is hit is a finding.
"""

import email.message
import email.parser
import email.policy
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import nh3

from policies import headers, parts
from policies.charset import decode_header
from policies.contents import SECONDS, Contents, Inside, Opener, holds_files, no_clock, unopened
from policies.envelope import Address
from policies.errors import AddressError
from policies.finding import Finding
from policies.history import document
from policies.history.facts import NO_HISTORY, History, gather
from policies.history.originals import SeenLines, line_hashes
from policies.history.views import NO_VIEWS, Views
from policies.mentioned import passwords_in
from policies.odd_places import differing, odd_places
from policies.personal_data import Hashed, markup
from policies.preview import Preview

MAX_PARTS = 1_000
_UNREAD = Inside("uninspectable")
MAX_TEXT = 65_536  # characters shown to a person
MAX_MARKUP = 500_000
MAX_SUBJECT = 500
MAX_UNSEEN = 1_000  # characters that a mail may carry unseen without being told of
MAX_HEADER_ADDRESSES = 2_000

_BREAK = re.compile(r"</?(?:br|p|div|tr|li|h[1-6]|blockquote)\b[^<>]{0,300}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the text of the mail: name, format by content, decoded size.

    ``inside`` is what was found in it.
    """

    name: str
    format: str
    size: int
    inside: Inside = _UNREAD


@dataclass(frozen=True, slots=True)
class Summary:
    """What the pages, lists and notices show of a version."""

    subject: str
    sender: str  # the address in From, or empty
    to: tuple[str, ...]  # comparable addresses in To and Cc
    text: str
    attachments: tuple[Attachment, ...]
    automatic: bool  # says of itself that no person wrote it (RFC 3834)
    findings: tuple[Finding, ...]
    sender_name: str = ""  # the display name in From
    names: tuple[tuple[str, str], ...] = ()  # comparable address and display name, To and Cc
    reply_to: tuple[str, ...] = ()
    reply: bool = False  # answers an earlier mail
    invitation: bool = False  # carries a meeting (text/calendar)
    persons: int = 0  # different people whose data it carries
    sensitive: bool = False
    noticed: tuple[Finding, ...] = ()  # in the contents, beside personal data
    history: History = NO_HISTORY
    hashed_persons: tuple[Hashed, ...] = ()
    rows: int = 0  # of tables in it
    lines: tuple[str, ...] = ()  # that its sender wrote, hashed
    views: Views = NO_VIEWS  # the text in the versions that are offered
    locked: bool = False  # carries an encrypted file
    tells_password: bool = False
    previews: tuple[Preview, ...] = ()  # of the attachments in their order, when it is held


NOTHING_SEEN = Summary("", "", (), "", (), automatic=False, findings=())


class Message:
    """RFC 5322 bytes, never altered, with parts and text on demand.

    With a ``secret`` the people in it, and the lines that its sender wrote, are also told
    as keyed hashes. ``seen`` are such hashes of the lines of mail that it may quote. Its
    files are opened by ``opener``; looking for personal data takes at most ``seconds``.
    """

    def __init__(
        self,
        raw: bytes,
        clock: Callable[[], float] = no_clock,
        *,
        secret: bytes = b"",
        seen: Iterable[bytes] = (),
        opener: Opener = unopened,
        seconds: float = SECONDS,
    ) -> None:
        self.raw = raw
        self._secret = secret
        self._seen = SeenLines(secret, frozenset(seen))
        self._contents = Contents(clock, opener, seconds)
        self._findings: list[Finding] = []
        self._invitation = False

    @cached_property
    def fields(self) -> tuple[headers.Field, ...]:
        """The header fields in their order."""
        return headers.split(self.raw)[0]

    def first(self, name: str) -> bytes | None:
        """The raw value of the first field of this lower-case name."""
        return next((field.value for field in self.fields if field.name == name), None)

    @cached_property
    def text(self) -> str:
        """The words of the mail itself, without its attachments."""
        texts = [(part, role) for part in self._parts if (role := parts.role(part))]
        plain = [parts.text(part) for part, role in texts if role == "text/plain"]
        return "\n".join(plain or (text_of_html(parts.text(part)) for part, _ in texts))

    def summary(self) -> Summary:
        """Everything a person is shown of the message, within the limits."""
        text, attachments = self.text, self._attachments()
        self._contents.look_at_text(text)
        self._contents.look_at_text(self._beside_text())
        locked, told = _is_locked(attachments), bool(passwords_in(text))
        odd = tuple(self._odd())
        if locked and told:
            odd = (*odd, Finding(code="password-in-mail"))
        stems = (a.name.rpartition(".")[0].replace("_", " ") for a in attachments)
        self._contents.look_at_text("\n".join(stems))
        inside, secret = self._contents.findings, self._secret
        readings = [body.reading for body in self.document.bodies]
        if len(self.fields) == headers.MAX_FIELDS:
            limit = {"limit": headers.MAX_FIELDS}
            self._findings.append(Finding(code="limit:fields", data=limit))
        if unread := tuple(notice.why for notice in self.document.unread):
            self._findings.append(Finding(code="history-unread", why=unread))
        return Summary(
            subject=decode_header(self.first("subject") or b"")[:MAX_SUBJECT],
            sender=self.header_sender,
            to=self.header_recipients,
            text=text[:MAX_TEXT],
            attachments=attachments,
            automatic=self._automatic,
            findings=(*self._findings, *(f for f in inside if f.code.startswith("limit:"))),
            persons=self._contents.persons,
            sensitive=self._contents.sensitive,
            hashed_persons=self._contents.hashed_persons(secret) if secret else (),
            rows=self._contents.rows,
            noticed=(*odd, *(f for f in inside if not f.code.startswith("limit:"))),
            sender_name=next((name for _, name in self._mailboxes("from")), ""),
            names=tuple(self._mailboxes("to", "cc")),
            reply_to=tuple(key for key, _ in self._mailboxes("reply-to")),
            reply=self.first("in-reply-to") is not None or self.first("references") is not None,
            invitation=self._invitation,
            history=gather(
                ((body.number, body.reading) for body in self.document.bodies),
                self.document.sender,
            ),
            locked=locked,
            tells_password=told,
            lines=tuple(h.hex() for h in line_hashes(readings, secret)) if secret else (),
        )

    @cached_property
    def document(self) -> document.Document:
        """The message as its quoted history is found in it."""
        return document.read(self.raw, self._seen)

    def _mailboxes(self, *names: str) -> list[tuple[str, str]]:
        """The addresses of these fields with their display names."""
        found: list[tuple[str, str]] = []
        for field in self.fields:
            if field.name in names:
                for box in headers.split_mailboxes(field.value):
                    if len(found) < MAX_HEADER_ADDRESSES and (key := headers.mailbox_key(box)):
                        found.append((key, headers.display_name(box)))
        return found

    @property
    def header_sender(self) -> str:
        """The address in From, comparable, or empty."""
        boxes = headers.split_mailboxes(self.first("from") or b"")
        return headers.mailbox_key(boxes[0]) if boxes else ""

    @property
    def header_recipients(self) -> tuple[str, ...]:
        """The comparable addresses of To and Cc."""
        keys = (
            headers.mailbox_key(mailbox)
            for field in self.fields
            if field.name in {"to", "cc"}
            for mailbox in headers.split_mailboxes(field.value)
        )
        return tuple(key for _, key in zip(range(MAX_HEADER_ADDRESSES), keys, strict=False) if key)

    @property
    def _automatic(self) -> bool:
        value = (self.first("auto-submitted") or b"no").split(b";")[0].strip().lower()
        return value != b"no"

    def _attachments(self) -> tuple[Attachment, ...]:
        found: list[Attachment] = []
        if holds_files(self.text):
            content = self.text.encode("utf-8", "replace")
            inside = self._contents.look_at_file("body.txt", content)
            found.append(Attachment("body.txt", inside.format, len(content), inside))
        for part in self._parts:
            kind = part.get_content_type()[:255]
            name = parts.file_name(part)
            self._invitation = self._invitation or kind == "text/calendar"
            if kind == "message/rfc822":
                name, content = parts.attached_mail(part, name)
            else:
                content = parts.content(part)
            if not parts.role(part) and (content or name):
                inside = self._contents.look_at_file(name, content)
                found.append(Attachment(name, inside.format, len(content), inside))
        return tuple(found)

    def _beside_text(self) -> str:
        """Words of HTML that the plain text does not say: other programs show those."""
        markups = (parts.text(part) for part in self._parts if parts.role(part) == "text/html")
        return parts.unsaid("\n".join(map(markup.text_of, markups)), self.text)

    def _odd(self) -> Iterator[Finding]:
        """Words that the reader of the mail does not see, with the people in them."""
        for kind, words in odd_places(self._root) if self._root else ():
            if self._contents.look_at_text(words) or len(words) > MAX_UNSEEN:
                yield Finding(code="hidden-content", data={"kind": kind})

    @cached_property
    def _root(self) -> email.message.Message | None:
        try:
            # compat32 keeps broken headers instead of raising on them.
            root = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(self.raw)
        except RecursionError:
            self._findings.append(Finding(code="limit:nesting"))
            return None
        self._findings += differing(root)
        return root

    @cached_property
    def _parts(self) -> tuple[email.message.Message, ...]:
        return tuple(self._leaves())

    def _leaves(self) -> Iterator[email.message.Message]:
        """The parts that hold no further parts, in order; attached messages stay whole."""
        stack = [self._root] if self._root else []
        seen = 0
        while stack:
            part = stack.pop()
            seen += 1
            if seen > MAX_PARTS:
                self._findings.append(Finding(code="limit:parts", data={"limit": MAX_PARTS}))
                return
            children = part.get_payload()
            if isinstance(children, list) and part.get_content_type() != "message/rfc822":
                stack.extend(c for c in reversed(children) if isinstance(c, email.message.Message))
            else:
                yield part


def _is_locked(attachments: tuple[Attachment, ...]) -> bool:
    """Whether a file is encrypted, be it that it could be opened here."""
    codes = {finding.code for a in attachments for finding in a.inside.findings}
    return "password-used" in codes or any(a.inside.status == "encrypted" for a in attachments)


def address_or_none(text: str) -> Address | None:
    """The address, or None when the text is not one."""
    try:
        return Address.parse(text)
    except AddressError:
        return None


def text_of_html(markup: str) -> str:
    """The visible words of HTML with its line breaks; no markup survives."""
    # Only the beginning is shown, and deeply nested markup costs more than its size.
    broken = _BREAK.sub(lambda match: "\n" + match[0], markup[:MAX_MARKUP])
    words = nh3.clean(broken, tags=set(), clean_content_tags={"script", "style", "title"})
    return re.sub(r"\n[ \t\r\n]{2,400}", "\n\n", html.unescape(words)).strip()
