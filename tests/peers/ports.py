"""TCP ports for servers that a test stops and starts again."""

import random
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST = 10_000
_ENOUGH = 1_000


def free_port() -> int:
    """A free loopback port that no outgoing connection is going to take.

    A port from `bind(0)` lies in the kernel's ephemeral range. While the server on it is down,
    any outgoing connection may get it as its own source port, and a client that keeps retrying
    can even connect to itself. Both make tests fail once in a thousand runs, so the port comes
    from below that range, and the kernel only confirms that it is free.
    """
    ceiling = int(_RANGE.read_text().split()[0]) if _RANGE.exists() else 0
    if ceiling - _LOWEST < _ENOUGH:
        return _bindable(0) or 0
    while True:
        port = _bindable(random.randrange(_LOWEST, ceiling))
        if port is not None:
            return port


def _bindable(port: int) -> int | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return None
        taken: int = probe.getsockname()[1]
        return taken
