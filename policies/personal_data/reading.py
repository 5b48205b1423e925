"""Bytes of a text format to the text that is inspected.

Here: plain text, CSV, TSV, HTML and mail. Other formats come with the
attachments; the result says ``uninspectable`` until then.
"""

import email.message
import email.parser
import email.policy
import re
from dataclasses import dataclass

from policies.charset import decode_header, decode_text
from policies.personal_data import markup

MAX_BYTES = 64 * 1024 * 1024
MAX_PARTS = 1_000

_SUFFIXES = {
    "txt": "text",
    "text": "text",
    "log": "text",
    "md": "text",
    "csv": "csv",
    "tsv": "tsv",
    "eml": "mail",
    "htm": "html",
    "html": "html",
    "ics": "calendar",
    "vcf": "text",
    "json": "text",
    "xml": "text",
}
_CALENDAR = re.compile(rb"(?m)\r?\n[ \t]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file, or why there is none."""

    format: str
    status: str  # text, uninspectable, corrupt
    text: str = ""
    reason: str = ""


def read(data: bytes, name: str) -> Reading:
    """The text of a file by its name's suffix and its first bytes."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    kind = _SUFFIXES.get(suffix, "")
    if not kind:
        kind = "text" if _looks_like_text(data[:8_192]) else ""
    if not kind:
        return Reading(suffix or "unknown", "uninspectable", reason="format")
    reason = ""
    if len(data) > MAX_BYTES:
        data, reason = data[:MAX_BYTES], "limit:bytes"
    if kind == "mail":
        return Reading("mail", "text", _mail(data), reason)
    if b"\0" in data[:8_192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Reading(kind, "corrupt", reason="binary")
    text = _decode(data)
    if kind == "html":
        text = markup.text_of(text)
    elif kind == "calendar":
        text = _unfold(text)
    return Reading(kind, "text", text, reason)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return decode_text(data.removeprefix(b"\xef\xbb\xbf"))


def _looks_like_text(head: bytes) -> bool:
    if b"\0" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    control = sum(1 for byte in head if byte < 32 and byte not in b"\t\r\n\x0c\x1b")
    return control * 100 <= len(head)


def _unfold(text: str) -> str:
    """ICalendar lines joined (RFC 5545 3.1) and their escapes undone."""
    joined = re.sub(r"\r?\n[ \t]", "", text)
    return joined.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")


def _mail(data: bytes) -> str:
    """Subject, then the words of every text part; names of files and attached mails too."""
    root = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(data)
    pieces = [decode_header(str(root.get("Subject", "")).encode("utf-8", "surrogateescape"))]
    plain: list[str] = []
    rich: list[str] = []
    stack: list[email.message.Message] = [root]
    for _ in range(MAX_PARTS):
        if not stack:
            break
        part = stack.pop()
        children = part.get_payload()
        if isinstance(children, list):
            stack.extend(c for c in reversed(children) if isinstance(c, email.message.Message))
            continue
        _part(part, plain, rich, pieces)
    return "\n".join([*pieces[:1], *(plain or rich), *pieces[1:]]).strip("\n")


def _part(part: email.message.Message, plain: list[str], rich: list[str], names: list[str]) -> None:
    kind = part.get_content_type()
    name = part.get_filename("") or ""
    if name:
        names.append(decode_header(str(name).encode("utf-8", "surrogateescape")))
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return
    charset = str(part.get_content_charset() or "")
    if kind == "text/html":
        rich.append(markup.text_of(decode_text(payload, charset)))
    elif kind == "text/calendar":
        plain.append(_unfold(decode_text(payload, charset)))
    elif kind.startswith("text/"):
        plain.append(decode_text(payload, charset))
