"""Small mails for the tests."""

import email.policy
from email.message import EmailMessage
from email.parser import BytesParser

HEAD = (
    "From: =?utf-8?b?55Sw5LitIOWkqumDjg==?= <t.tanaka@aoba.example.jp>\r\n"
    "To: c@d.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
)
GMAIL = "On Mon, May 1, 2024 at 10:00 AM Xaver Yu <x@y.example> wrote:"
OUTLOOK = (
    "-----Original Message-----\nFrom: Xaver Yu <x@y.example>\n"
    "Sent: Monday, May 1, 2024 10:00 AM\nTo: t.tanaka@aoba.example.jp\nSubject: Foo\n"
)


def mail(
    body: str,
    kind: str = "text/plain",
    charset: str = "utf-8",
    subject: str = "Re: x",
    extra: str = "",
) -> bytes:
    head = HEAD.format(subject=subject) + extra
    head += f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    codec = {"shift_jis": "cp932"}.get(charset, charset)
    return head.encode() + body.replace("\n", "\r\n").encode(codec)


def multipart(subtype: str, *parts: str, subject: str = "Re: x") -> bytes:
    """Each part is its header lines, an empty line, and its body."""
    head = HEAD.format(subject=subject) + f'Content-Type: multipart/{subtype}; boundary="b"\r\n\r\n'
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return head.encode() + body.replace("\n", "\r\n").encode()


def plain(body: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}"


def html(body: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}"


def texts(raw: bytes) -> list[str]:
    """The decoded bodies, with Unix line ends."""
    message = BytesParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    found = []
    for part in message.walk():
        if part.get_content_maintype() == "text":
            assert isinstance(part, EmailMessage)
            found.append(str(part.get_content()).replace("\r\n", "\n"))
    return found


def only(raw: bytes) -> str:
    (text,) = texts(raw)
    return text
