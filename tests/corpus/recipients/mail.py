"""One made-up mail: what it says, whom it goes to, and what ought to be noticed."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from policies.contents import Inside
from policies.envelope import Address, Client, Envelope
from policies.message import Attachment, Message, Summary
from tests.policies.attachments import made_files
from tests.policies.attachments.reading import extract

CLIENT = Client("127.0.0.1")


@dataclass(frozen=True, slots=True)
class Person:
    """An address with the name that its owner goes by."""

    address: str
    name: str = ""
    surname: str = ""  # as it is greeted

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def header(self) -> str:
        return f"{_word(self.name)} <{self.address}>" if self.name else f"<{self.address}>"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail before it is sent.

    ``kind`` says what it is, for the report. ``mistake`` is empty for harmless ones;
    else ``blamed`` are the addresses that ought to be held, and no others.
    """

    sender: Person
    to: tuple[Person, ...]
    text: str
    subject: str = "打ち合わせの件"
    bcc: tuple[Person, ...] = ()
    files: tuple[str, ...] = ()
    reply: bool = False
    automatic: bool = False
    invitation: bool = False
    null_sender: bool = False
    kind: str = ""
    at: int = 0  # minutes since the first day
    mistake: str = ""
    blamed: frozenset[str] = frozenset()
    insists: bool = False  # confirmed all the same, so that it is delivered

    @property
    def recipients(self) -> tuple[Person, ...]:
        return (*self.to, *self.bcc)

    @property
    def day(self) -> int:
        return self.at // (24 * 60)

    def is_external(self, own: str) -> bool:
        return any(not _within(person.domain, own) for person in self.recipients)

    def envelope(self) -> Envelope:
        sender = None if self.null_sender else Address.parse(self.sender.address)
        unique = {p.address.lower(): Address.parse(p.address) for p in self.recipients}
        return Envelope(sender, tuple(unique.values()), CLIENT)

    def summary(self) -> Summary:
        return Message(self.raw(), opener=extract).summary()

    def seen(self) -> Summary:
        """What ``summary`` finds about the recipients and the text, without making bytes."""
        return Summary(
            subject=self.subject,
            sender=self.sender.address.lower(),
            to=tuple(p.address.lower() for p in self.to),
            text=self.text.replace("\n", "\r\n"),
            attachments=tuple(Attachment(name, "pdf", 1, Inside("text")) for name in self.files),
            automatic=self.automatic,
            findings=(),
            sender_name=self.sender.name,
            names=tuple((p.address.lower(), p.name) for p in self.to),
            reply=self.reply,
            invitation=self.invitation,
        )

    def raw(self) -> bytes:
        """The bytes, as a mail client would write them."""
        head = [
            f"From: {self.sender.header}",
            f"To: {', '.join(person.header for person in self.to)}",
            f"Subject: {_word(self.subject)}",
            f"Message-ID: <{self.at}.{crc32(self.text.encode())}@own.example>",
            "MIME-Version: 1.0",
        ]
        if self.reply:
            head.append("In-Reply-To: <1@there.example>")
        if self.automatic:
            head.append("Auto-Submitted: auto-generated")
        parts = [("text/plain; charset=utf-8", "", self.text.encode())]
        if self.invitation:
            calendar = ("text/calendar; charset=utf-8; method=REQUEST", "", _CALENDAR.encode())
            parts.append(calendar)
        parts += [("application/octet-stream", name, _file(name)) for name in self.files]
        if len(parts) == 1:
            head += [f"Content-Type: {parts[0][0]}", "Content-Transfer-Encoding: 8bit"]
            return "\r\n".join([*head, "", _crlf(self.text)]).encode()
        head.append('Content-Type: multipart/mixed; boundary="=b"')
        body = [_part(kind, name, text) for kind, name, text in parts]
        return "\r\n".join([*head, "", *body, "--=b--", ""]).encode()


def retold(mail: Mail, mistake: str, blamed: Sequence[str], **changes: object) -> Mail:
    """The same mail with a mistake made in it."""
    changed = replace(mail, **changes)  # type: ignore[arg-type]
    return replace(changed, mistake=mistake, blamed=frozenset(blamed))


_CALENDAR = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n"


def _within(domain: str, own: str) -> bool:
    return domain == own or domain.endswith(f".{own}")


def _file(name: str) -> bytes:
    """A real file of the kind that its name says, in which there is nothing about anybody."""
    return _FILES[name.rpartition(".")[2]]


_FILES = {
    "pdf": made_files.pdf(b"BT /F1 12 Tf 72 720 Td (plan) Tj ET"),
    "xlsx": made_files.xlsx("<row r='1'><c r='A1'><v>1</v></c></row>"),
    "docx": made_files.docx(),
    "zip": made_files.zipped("x.txt", b"x"),
}


def _part(kind: str, name: str, content: bytes) -> str:
    lines = ["--=b", f"Content-Type: {kind}", "Content-Transfer-Encoding: base64"]
    if name:
        lines.append(f'Content-Disposition: attachment; filename="{_word(name)}"')
    return "\r\n".join([*lines, "", _crlf(base64.encodebytes(content).decode())])


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _word(text: str) -> str:
    """An encoded word (RFC 2047) where it takes one; quoted where that is enough."""
    if not text.isascii():
        return f"=?UTF-8?B?{base64.b64encode(text.encode()).decode()}?="
    return f'"{text}"' if "@" in text or "," in text else text
