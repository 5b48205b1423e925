"""Postfix mail logs: qmgr says who sent, the delivery agents say who got it.

Lines are joined by queue id (short and long ones, see Postfix
``enable_long_queue_ids``). Only ``status=sent`` of a final delivery counts: a hop
into a content filter that is logged again, a forward that the recipient set up,
bounces and deferrals do not. The recipient is the one the sender wrote
(``orig_to`` before ``to``), because that is what a later mail is compared with.

Memory is bounded by ``MAX_OPEN`` messages; what falls out is yielded as it is.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple

from policies.envelope import Address
from policies.learning.log_time import Clock
from policies.learning.sent import Reading, Sent, address

MAX_OPEN = 50_000
MAX_CLOSED = 50_000
MAX_LINE = 4_000
MAX_RECIPIENTS = 1_000

#: Who logs a final delivery. ``discard`` also says "sent"; ``pipe`` hands to a
#: filter that sends again, or to a local mailbox.
_AGENTS = frozenset({"smtp", "lmtp", "relay", "local", "virtual"})
_OTHERS = frozenset({"qmgr", "cleanup", "smtpd", "pickup"})

_AGENT = re.compile(r"/(?:smtp|lmtp|relay|local|virtual)\[")
_FROM = re.compile(r"from=<([^>]{0,600})>")
_NRCPT = re.compile(r", nrcpt=(\d{1,9})\b", re.ASCII)
_TO = re.compile(r"to=<([^>]{0,600})>, ")
_ORIG_TO = re.compile(r"orig_to=<([^>]{0,600})>, ")
_STATUS = re.compile(r" status=([A-Za-z]{1,20})\Z", re.ASCII)
_AS = re.compile(r"\b(queued|forwarded) as ([0-9A-Za-z]{5,32})\b", re.ASCII)
_MESSAGE_ID = re.compile(r"message-id=<?([^<>\s]{0,900})")


class _Line(NamedTuple):
    """A line of a Postfix daemon that is about a queue file."""

    stamp: str
    daemon: str
    key: tuple[str, str]  # host and queue id: two hosts may use one id at a time
    rest: str


@dataclass(slots=True)
class _Message:
    """A message between its first line and ``removed``."""

    sender: Address | None = None
    message_id: str = ""
    nrcpt: int = 0
    finished: int = 0  # recipients that will not be tried again
    forwarded: bool = False  # by a recipient: our sender did not write to these
    at: datetime | None = None
    recipients: dict[str, Address] = field(default_factory=dict)


def read_postfix(lines: Iterable[str], year: int, zone: tzinfo, reading: Reading) -> Iterator[Sent]:
    """Yield every delivered mail of one log, in the order of their completion.

    ``year`` is that of the first line and ``zone`` the log's; both matter to the
    classic time stamp only, which has neither (see ``log_time.first_year``). Lines
    of other programs are passed over.
    """
    log = _Log(Clock(year, zone), reading)
    for line in lines:
        reading.lines += 1
        log.take(line[:MAX_LINE])
        if log.done:
            yield from log.done
            log.done.clear()
    log.close_all()
    yield from log.done


class _Log:
    """The messages that are open at this point of the log, and those just done."""

    def __init__(self, clock: Clock, reading: Reading) -> None:
        self.done: list[Sent] = []
        self._clock = clock
        self._reading = reading
        self._open: OrderedDict[tuple[str, str], _Message] = OrderedDict()
        self._closed: OrderedDict[str, None] = OrderedDict()  # ids, lately

    def take(self, text: str) -> None:
        """One line of the log."""
        line = _parse(text)
        if line is None:
            if ", status=sent (" in text and _AGENT.search(text):
                self._reading.stumble("line_not_understood")
        elif line.daemon in _AGENTS and line.rest.startswith("to=<"):
            self._delivery(line)
        elif line.daemon == "qmgr":
            self._queue(line)
        elif line.daemon == "cleanup":
            if match := _MESSAGE_ID.match(line.rest):
                self._message(line.key).message_id = match[1]
        elif line.rest.startswith(("client=", "uid=")):
            self._close(line.key)  # a new queue file: the id is used anew
            self._message(line.key)

    def close_all(self) -> None:
        """The log is at its end: what is still open counts as far as it got."""
        for key in tuple(self._open):
            self._close(key)

    def _message(self, key: tuple[str, str]) -> _Message:
        message = self._open.get(key)
        if message is None:
            message = self._open[key] = _Message()
            if len(self._open) > MAX_OPEN:
                self._close(next(iter(self._open)))
        else:
            self._open.move_to_end(key)
        return message

    def _queue(self, line: _Line) -> None:
        if line.rest.startswith("removed"):
            self._close(line.key)
        elif match := _FROM.match(line.rest):
            if "status=" in line.rest:  # expired, returned to sender
                return
            message = self._message(line.key)
            message.sender = address(match[1])
            if match[1] and not message.sender:
                self._reading.stumble("bad_sender")
            if counted := _NRCPT.search(line.rest):
                message.nrcpt = int(counted[1])
        elif line.rest.startswith("from="):
            self._reading.stumble("bad_sender")

    def _delivery(self, line: _Line) -> None:
        head, parenthesis, reply = line.rest.partition(" (")
        to, status = _TO.match(head), _STATUS.search(head)
        if not to or not status or not parenthesis:
            self._reading.stumble("bad_delivery")
            return
        message = self._message(line.key)
        final = status[1] in {"sent", "bounced", "expired"}
        message.finished += final
        if status[1] != "sent":
            self._reading.skipped[f"status_{status[1].lower()}"[:30]] += 1
        elif not self._is_hop(line, reply):
            self._sent(message, line, to)
        if final and message.sender and 0 < message.nrcpt <= message.finished:
            self._close(line.key)

    def _sent(self, message: _Message, line: _Line, to: re.Match[str]) -> None:
        original = _ORIG_TO.match(line.rest, to.end())
        recipient = (address(original[1]) if original else None) or address(to[1])
        moment = self._clock.read(line.stamp)
        if recipient is None or moment is None:
            self._reading.stumble("bad_recipient" if moment else "bad_time")
            return
        message.at = message.at or moment
        message.recipients.setdefault(recipient.key, recipient)
        if len(message.recipients) >= MAX_RECIPIENTS:
            self._yield(message)

    def _is_hop(self, line: _Line, reply: str) -> bool:
        """Whether this same log tells of the mail's further way under another id."""
        match = _AS.search(reply)
        if not match:
            return False
        if match[1] == "forwarded":
            self._message((line.key[0], match[2])).forwarded = True
            return False
        known = match[2] in self._closed or (line.key[0], match[2]) in self._open
        if known and match[2] != line.key[1]:
            self._reading.skipped["internal_hop"] += 1
            return True
        return False

    def _close(self, key: tuple[str, str]) -> None:
        message = self._open.pop(key, None)
        if message is None:
            return
        self._closed[key[1]] = None
        if len(self._closed) > MAX_CLOSED:
            self._closed.popitem(last=False)
        self._yield(message)

    def _yield(self, message: _Message) -> None:
        if message.recipients:
            if message.forwarded:
                self._reading.skipped["forwarded"] += 1
            elif message.sender is None or message.at is None:
                self._reading.skipped["no_sender"] += 1  # null sender, or before this log
            else:
                to = tuple(message.recipients.values())
                self.done.append(Sent(message.at, message.sender, to, message.message_id))
                self._reading.sent += 1
        message.recipients = {}
        message.at = None


def _parse(text: str) -> _Line | None:
    """Cut one line; None when it is not one about a queue file.

    ``stamp host tag[pid]: id: rest``, the tag being syslog_name/daemon, with an
    optional priority in front and Solaris' message id behind the tag.
    """
    if text.startswith("<"):
        text = text.partition(">")[2]
    if text[:4].isdigit():
        # "2026-11-26 05:02:03" with a space is in use too
        end = text.find(" ", 11)
        stamp = text[:end]
    else:
        end = 15
        stamp = text[:15]
    words = text[end:].split(None, 2)
    if len(words) < 3 or not words[1].endswith(":"):
        return None
    daemon = words[1].partition("[")[0].rstrip(":").rpartition("/")[2]
    if daemon not in _AGENTS and daemon not in _OTHERS:
        return None
    body = words[2]
    if body.startswith("[ID "):
        body = body.partition("] ")[2]
    queue_id, colon, rest = body.partition(": ")
    if not colon or not 5 <= len(queue_id) <= 32 or not queue_id.isalnum():
        return None
    return _Line(stamp, daemon, (words[0], queue_id), rest.rstrip())
