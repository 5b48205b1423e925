"""How much one client, and all of them together, may ask of the listeners."""

import ipaddress
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Of connections at once, of a client's doings in a minute (0: any number), and of time.

    ``idle`` and ``session`` are seconds; ``pace`` is the bytes a second that a message
    must come with once it has taken a minute.
    """

    connections: int = 500
    per_client: int = 50
    connections_per_minute: int = 0
    messages_per_minute: int = 0
    recipients_per_minute: int = 0
    errors: int = 20
    idle: float = 300.0
    session: float = 3600.0
    pace: int = 100


class Admission:
    """Counts what clients do, for all listeners of a process.

    A client is an IPv4 address, or the 64 leading bits of an IPv6 address: whoever has
    one of those has all of them.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._open: Counter[str] = Counter()
        self._minute = 0
        self._done: Counter[tuple[str, str]] = Counter()

    def enter(self, host: str) -> str:
        """Let a connection in; returns the refusal, or nothing. Then ``leave`` must follow."""
        client = _client(host)
        if self._open.total() >= self.limits.connections:
            return "421 4.3.2 too many connections, try again later"
        if self._open[client] >= self.limits.per_client:
            return "421 4.7.0 too many connections of yours at once"
        if not self._may(client, "connections", self.limits.connections_per_minute):
            return "421 4.7.0 too many connections of yours in a minute"
        self._open[client] += 1
        return ""

    def leave(self, host: str) -> None:
        """A connection that was let in has ended."""
        client = _client(host)
        self._open[client] -= 1
        if not self._open[client]:
            del self._open[client]

    def message(self, host: str) -> bool:
        """Whether the client may begin another message now."""
        return self._may(_client(host), "messages", self.limits.messages_per_minute)

    def recipient(self, host: str) -> bool:
        """Whether the client may name another recipient now."""
        return self._may(_client(host), "recipients", self.limits.recipients_per_minute)

    def _may(self, client: str, what: str, most: int) -> bool:
        if not most:
            return True
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute = minute
            self._done.clear()
        if self._done[client, what] >= most:
            return False
        self._done[client, what] += 1
        return True


def _client(host: str) -> str:
    if ":" not in host:
        return host
    try:
        address = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
