"""Parts of a mail as Python's parser gives them, broken ones included: content, text, names."""

import email.message

from policies.charset import decode_header, decode_text

MAX_NAME = 255


def role(part: email.message.Message) -> str:
    """``text/plain`` or ``text/html`` for a part of the mail's own text, else empty."""
    kind = part.get_content_type()
    inline = part.get_content_disposition() != "attachment" and not file_name(part)
    return kind if inline and kind in {"text/plain", "text/html"} else ""


def content(part: email.message.Message) -> bytes:
    """The decoded bytes; none of a part that holds others."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text(part: email.message.Message) -> str:
    """The decoded text, by the declared character set or the likeliest."""
    return decode_text(content(part), charset(part))


def charset(part: email.message.Message) -> str:
    """The declared character set, or empty."""
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError):
        return ""


def file_name(part: email.message.Message) -> str:
    """The file name as a mail client would show it, or empty."""
    try:
        name = part.get_filename("")
    except (LookupError, ValueError, TypeError):
        return "?"
    return decode_header(str(name or "").encode("utf-8", "surrogateescape"))[:MAX_NAME]


def attached_mail(part: email.message.Message, name: str) -> tuple[str, bytes]:
    """The name and the bytes of an attached mail."""
    inner = part.get_payload()
    mail = inner[0] if isinstance(inner, list) and inner else None
    if not isinstance(mail, email.message.Message):
        return name, b""
    subject = decode_header(str(mail.get("Subject", "")).encode("utf-8", "surrogateescape"))
    return name or f"{subject[:200]}.eml", written(mail)


def written(mail: email.message.Message) -> bytes:
    """A mail as bytes: perhaps folded anew, with the same words; unwritable ones as text."""
    try:
        return mail.as_bytes()
    except (ValueError, LookupError, TypeError, AttributeError):
        return str(mail).encode("utf-8", "surrogateescape")


def unsaid(words: str, said: str) -> str:
    """The lines of a text that another does not have, blanks aside: what only HTML says."""
    known = {"".join(line.split()) for line in said.splitlines()}
    if not any(known):
        return words
    return "\n".join(
        dict.fromkeys(line for line in words.splitlines() if "".join(line.split()) not in known)
    )
