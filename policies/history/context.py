"""What the whole message says about one of its parts: who writes, and in answer to what."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from policies import headers
from policies.charset import decode_header
from policies.history.lines import key

_REPLY = ("re:", "aw:", "sv:", "antw:", "r:", "rv:", "res:", "回复:", "回复：", "答复:", "答复：",
          "fw:", "fwd:", "wg:", "tr:", "i:", "enc:", "転送:", "转发:", "转发：", "rif:", "返信:",
          "回覆:", "轉寄:", "답장:", "전달:", "re：", "fw：", "doorst:", "vs:", "odp:")  # fmt: skip

_THREADED = frozenset({"in-reply-to", "references", "thread-index", "thread-topic"})


@dataclass(frozen=True, slots=True)
class Context:
    """Facts from the header, and lines of originals that the gate has seen.

    ``names`` are the sender's display name and address as ``key`` writes them.
    ``continues``: an earlier part of the same body already ended in history.
    """

    names: frozenset[str] = frozenset()
    reply: bool = False
    continues: bool = False
    originals: Container[str] = frozenset()

    def seen(self, texts: Iterable[str]) -> float:
        """Which share of the longer lines stands in a known original."""
        if not self.originals:
            return 0.0
        keys = [found for text in texts if len(found := key(text)) >= 6]
        return sum(found in self.originals for found in keys) / len(keys) if keys else 0.0


def of_message(raw: bytes, originals: Container[str] = frozenset()) -> Context:
    """The context that the header fields of a message give."""
    fields = headers.split(raw)[0]
    sender = next((field.value for field in fields if field.name == "from"), b"")
    subject = next((field.value for field in fields if field.name == "subject"), b"")
    told = decode_header(subject).strip().lower()
    threaded = any(field.name in _THREADED for field in fields)
    return Context(
        names=_names(sender),
        reply=threaded or told.startswith(_REPLY),
        originals=originals,
    )


def _names(sender: bytes) -> frozenset[str]:
    boxes = headers.split_mailboxes(sender)
    if not boxes:
        return frozenset()
    address = headers.mailbox_key(boxes[0])
    display = decode_header(boxes[0]).partition("<")[0].strip(" \"'")
    found = {key(address), key(display.partition("@")[0]), key(display.partition("(")[0])}
    return frozenset(name for name in found if len(name) >= 3)
