"""Reading what came out of the gate: messages in the sink, notices, the sender's form."""

import asyncio
import contextlib
import itertools
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar

import httpx

from gateway.control import open_store
from quarantine.listing import EventView, ListQueue, QueueMessage, QueueRecipient, ShowMessage
from quarantine.places import Places
from quarantine.transaction import Query
from tests.journeys.service import OWN, PARTNER, Sekisho
from tests.peers.sink import Received, Sink

T = TypeVar("T")

QUEUE_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")
_RECEIVED = re.compile(rb"Received:[^\n]*\n(?:[ \t][^\n]*\n)*")
_OURS = re.compile(rb"\(Sekisho\) with \w+ id (\w{26});")
_LINK = re.compile(r"https?://\S+/[hf]/[A-Za-z0-9_-]+")


@contextlib.contextmanager
def quiet_gate(
    folder: Path, relay_port: int, settings: Mapping[str, str] | None = None
) -> Iterator[Sekisho]:
    """A running gate whose log must hold no traceback at the end, whatever was done to it."""
    with Sekisho(folder, relay_port, settings=settings) as gate:
        yield gate
    assert "Traceback" not in gate.log()


def until(what: Callable[[], T], seconds: float = 60) -> T:
    """Ask again and again until the answer is true; return it. Slow machines take their time."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {found!r} after {seconds} s")
        time.sleep(0.03)
    return found


# -- the sink ------------------------------------------------------------------


def to(sink: Sink, recipient: str) -> list[Received]:
    """What the sink holds for a recipient by now."""
    return [message for message in list(sink.messages) if recipient in message.rcpt_tos]


def arrived(sink: Sink, recipient: str, *, count: int = 1, seconds: float = 60) -> Received:
    """Wait for the ``count``-th message to a recipient, and return it."""
    return until(lambda: to(sink, recipient)[count - 1 : count], seconds)[0]


def unstamped(raw: bytes) -> bytes:
    """The message without the Received lines that the hops put on top."""
    while match := _RECEIVED.match(raw):
        raw = raw[match.end() :]
    return raw


def gate_id(received: Received) -> str:
    """The queue id in the gate's own Received line."""
    (found,) = _OURS.findall(received.raw)
    return str(found, "ascii")


def parsed(received: Received) -> EmailMessage:
    """The message as a mail program reads it."""
    message = message_from_bytes(received.raw, _class=EmailMessage, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def plain_text(received: Received) -> str:
    """The first text/plain part."""
    part = parsed(received).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(received: Received) -> str:
    """The one link of a notice or a report."""
    (link,) = set(_LINK.findall(plain_text(received)))
    assert isinstance(link, str)
    return link


def notice_link(sink: Sink, person: str) -> str:
    """Wait for the notice in a person's mailbox; return its link."""
    notice = arrived(sink, person)
    assert notice.mail_from == ""
    assert parsed(notice)["Auto-Submitted"] == "auto-generated"
    return link_in(notice)


@dataclass(frozen=True)
class Report:
    """A delivery report (RFC 3464): its text, the blocks of its status, what it returns."""

    text: str
    recipients: tuple[Mapping[str, str], ...]
    returned_type: str
    returned: bytes


def report_in(received: Received) -> Report:
    """Take a multipart/report apart, by its bytes where the bytes matter."""
    message = parsed(received)
    assert message.get_content_type() == "multipart/report"
    assert message.get_param("report-type") == "delivery-status"
    assert received.mail_from == ""
    text, status, returned = message.iter_parts()
    assert status.get_content_type() == "message/delivery-status"
    blocks = [dict(block.items()) for block in status.iter_parts()]
    boundary = str(message.get_boundary()).encode()
    last = received.raw.split(b"--" + boundary)[-2]
    return Report(
        text=str(text.get_content()),
        recipients=tuple(blocks[1:]),
        returned_type=returned.get_content_type(),
        returned=last.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n"),
    )


def settle(gate: Sekisho, sink: Sink) -> None:
    """Send a mail that fails and wait for its report: what was queued before it is through."""
    probe = f"probe-{next(_numbers)}"
    sink.answers[f"{probe}@{PARTNER}"] = "550 5.0.0 probe"
    gate.send(f"{probe}@{PARTNER}", sender=f"{probe}@{OWN}")
    arrived(sink, f"{probe}@{OWN}")


_numbers = itertools.count()


# -- the queue -----------------------------------------------------------------


def ask(gate: Sekisho, query: Query[T]) -> T:
    """What the commands ask, through the same socket, without starting a process each time."""
    places = Places.of(Path(gate.environment["SEKISHO_STORE__FOLDER"]), "", "")

    async def answer() -> T:
        async with open_store(places, UTC) as store:
            return await store.ask(query)

    return asyncio.run(answer())


def queue(gate: Sekisho, *, everything: bool = False) -> tuple[QueueMessage, ...]:
    """What ``sekisho mailq`` lists."""
    return ask(gate, ListQueue(everything=everything))


def rows_of(gate: Sekisho, recipient: str, state: str = "") -> list[QueueRecipient]:
    """A recipient in every message to it, newest first; in one state, if it is given."""
    rows = [row for message in queue(gate, everything=True) for row in message.recipients]
    return [row for row in rows if row.address == recipient and state in {"", row.state}]


def events(gate: Sekisho, queue_id: str, *kinds: str) -> list[EventView]:
    """The audit record of a message as ``sekisho show`` prints it; only these kinds."""
    shown = ask(gate, ShowMessage(queue_id))
    return [event for event in shown.events if event.kind in kinds]


def queue_id_in(text: str) -> str:
    """The one queue id in an SMTP answer or a log."""
    (found,) = set(QUEUE_ID.findall(text))
    assert isinstance(found, str)
    return found


# -- the sender's page ---------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """The sender's form as a browser without JavaScript sees it."""

    url: str
    page: str
    hidden: Mapping[str, str]
    recipients: tuple[str, ...]

    def post(
        self,
        decision: str,
        *,
        tick: Sequence[str] = (),
        drop: Sequence[str] = (),
        passwords: Sequence[str] = (),
    ) -> httpx.Response:
        """Press a button; what the server answers, redirects not followed."""
        fields = {**self.hidden, "decision": decision, "recipient": tick, "drop": drop}
        fields |= {f"password.{n}": text for n, text in enumerate(passwords, start=1)}
        return httpx.post(self.url, data=fields)

    def confirm(self) -> None:
        """Tick everybody and send; it must be taken."""
        assert self.post("confirm", tick=self.recipients).status_code == 303


def open_form(link: str) -> Form:
    """Open the page under a link and read its form."""
    answer = httpx.get(link).raise_for_status()
    reader = _FormReader()
    reader.feed(answer.text)
    return Form(link, answer.text, reader.hidden, tuple(reader.recipients))


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.recipients: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "input" and values["type"] == "hidden":
            self.hidden[values["name"]] = values["value"]
        elif tag == "input" and values["name"] == "recipient":
            self.recipients.append(values["value"])
