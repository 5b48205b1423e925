"""Mails: single ones (.eml, .mht), folders of them (mbox); every part and every odd place."""

import email.message
import email.parser
import email.policy
import re
from collections.abc import Iterator

from policies import parts
from policies.attachments.errors import Bomb, Encrypted, Uninspectable
from policies.attachments.formats.text import put_text
from policies.attachments.mime_check import differences
from policies.attachments.reader import Reader
from policies.charset import decode_header, decode_text
from policies.odd_places import USUAL_PREAMBLE
from policies.personal_data import markup

_FROM_LINE = re.compile(rb"(?m)^From [^\r\n]{1,500}\r?$")
_MAX_HEADERS = 200_000  # characters
#: Fields of the way a mail took, and who wrote whom: not what it is about.
_MUTE = frozenset(
    {"received", "dkim-signature", "arc-seal", "arc-message-signature", "message-id", "date"}
    | {"arc-authentication-results", "authentication-results", "mime-version", "references"}
    | {"from", "to", "cc", "bcc", "sender", "reply-to", "return-path", "delivered-to", "x-mailer"}
    | {"user-agent", "thread-index", "accept-language", "content-language", "importance"}
    | {"in-reply-to", "content-transfer-encoding", "content-id", "x-received", "content-type"}
)


def read(data: bytes, reader: Reader) -> None:
    """One mail."""
    try:
        root = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(data)
    except RecursionError:
        raise Bomb("limit:mime_depth") from None
    for what in differences(root):
        reader.notice("parser-differential", what=what)
    reader.text(_headers(root), "headers")
    said = "\n".join(parts.text(p) for p in root.walk() if parts.role(p) == "text/plain")
    shut: list[Encrypted | Uninspectable] = []
    for seen, part in enumerate(_leaves(root, reader)):
        if seen > reader.limits.parts:
            raise Bomb("limit:parts")
        try:
            _part(part, reader, said, is_root=part is root)
        except (Encrypted, Uninspectable) as error:
            if error.is_final:
                raise
            shut.append(error)
    if shut:
        raise shut[0]


def read_folder(data: bytes, reader: Reader) -> None:
    """An mbox: its mails one by one."""
    starts = [match.start() for match in _FROM_LINE.finditer(data)]
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(data)
        body = data.find(b"\n", start) + 1
        reader.file(f"mail {n + 1}", data[body:end].replace(b"\n>From ", b"\nFrom "), kind="eml")


def _headers(part: email.message.Message) -> str:
    lines: list[str] = []
    size = 0
    for name, value in part.raw_items():
        if name.lower() in _MUTE or name.lower().startswith(("list-", "resent-", "x-ms-")):
            continue
        words = decode_header(str(value).encode("utf-8", "surrogateescape"))
        size += len(words)
        if size > _MAX_HEADERS:
            break
        lines.append(words if name.lower() == "subject" else f"{name}: {words}")
    return "\n".join(lines)


def _leaves(root: email.message.Message, reader: Reader) -> Iterator[email.message.Message]:
    """Parts that hold no others; what stands before and behind them is put down on the way."""
    stack = [(root, 0)]
    while stack:
        part, depth = stack.pop()
        if depth > reader.limits.mime_depth:
            raise Bomb("limit:mime_depth")
        children = part.get_payload()
        if not isinstance(children, list):
            yield part
            continue
        for kind, text in (("preamble", part.preamble), ("epilogue", part.epilogue)):
            if text and text.strip() and not USUAL_PREAMBLE.match(text.strip()[:100]):
                reader.notice("hidden-content", kind=kind)
                words = decode_text(text.encode("utf-8", "surrogateescape"))
                put_text(words, reader, kind, hidden=kind)
        if part.get_content_type() == "message/rfc822" and part is not root:
            yield part
            continue
        below = [(c, depth + 1) for c in reversed(children) if isinstance(c, email.message.Message)]
        stack.extend(below)


def _part(part: email.message.Message, reader: Reader, said: str, *, is_root: bool) -> None:
    """Put down one part; of HTML only what the plain text ``said`` does not say."""
    kind = part.get_content_type()
    name = parts.file_name(part)
    if not is_root:
        reader.text(_headers(part), "headers")
    reader.text(name.rpartition(".")[0].replace("_", " "), "file name")
    if kind == "message/rfc822":
        inner = part.get_payload()
        assert isinstance(inner, list)
        for mail in inner:
            if isinstance(mail, email.message.Message):
                reader.file(name or "mail.eml", parts.written(mail), kind="eml")
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise Uninspectable("mail:encoding")
    is_text = kind.startswith("text/") and not name and kind != "text/calendar"
    if is_text:
        words = decode_text(content, parts.charset(part))
        if kind == "text/html":
            words = parts.unsaid(markup.text_of(words), said)
        put_text(words, reader)
    elif content or name:
        reader.file(name or _unnamed(kind), content)


def _unnamed(kind: str) -> str:
    suffix = {"text/calendar": ".ics", "text/vcard": ".vcf", "text/x-vcard": ".vcf"}
    return f"part{suffix.get(kind, '')}"
