"""The one interface behind which mail leaves: the smarthost today, fax later."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from policies.envelope import Address
from quarantine.states import State


async def _no_mark() -> None:
    """Nothing to note before the dot."""


@dataclass(frozen=True)
class Outgoing:
    """One message for some recipients, in its wire form.

    ``before_dot`` is awaited after the last byte and before the final dot; if it
    raises, the message must not be completed.
    """

    sender: Address | None
    recipients: tuple[Address, ...]
    chunks: AsyncIterator[bytes]
    smtputf8: bool = False
    before_dot: Callable[[], Awaitable[None]] = _no_mark


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one recipient: delivered, deferred, failed or unknown.

    ``code`` is the SMTP reply, 0 when the connection failed; ``text`` its words.
    """

    state: State
    code: int
    text: str


async def once(data: bytes) -> AsyncIterator[bytes]:
    """Bytes that are in memory already, as the chunks that others expect."""
    yield data


class Transport(Protocol):
    """Something that delivers."""

    async def send(self, outgoing: Outgoing) -> tuple[Result, ...]:
        """One result per recipient, in their order.

        Raises RelayFault when nothing can have arrived and nothing was said about
        single recipients.
        """
        ...
