"""Fills a store as an SMTP listener would, until it is killed: a program for tests.

Prints a line, number and queue id, as soon as a message is durable. Beside each it
writes a file that nobody syncs, to show that a power cut is one.
"""

import asyncio
import itertools
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from policies.envelope import Address, Client, Envelope
from quarantine.intake import Accept
from quarantine.places import Places
from quarantine.store import Store

CLIENTS = 8
ENVELOPE = Envelope(
    Address.parse("tanaka@own.example.jp"),
    (Address.parse("one@partner.example.jp"), Address.parse("two@partner.example.jp")),
    Client("127.0.0.1"),
)


def body_of(number: int) -> bytes:
    """The body of the message with this number: every third one is large enough for a file."""
    dice = random.Random(number)
    size = dice.randrange(100, 300) * 1024 if number % 3 == 0 else dice.randrange(0, 60_000)
    return dice.randbytes(size)


async def accept(store: Store, number: int) -> str:
    """Store a message as the gate does; returns its queue id once it is durable."""
    writer = store.new_body()
    writer.write(body_of(number))
    body = await asyncio.to_thread(writer.finish)
    return await store.run(Accept(ENVELOPE, body, writer.key))


async def client(store: Store, numbers: Iterator[int], unsynced: Path) -> None:
    """Send one message after the other for ever."""
    for number in numbers:
        queue_id = await accept(store, number)
        os.write(1, f"{number} {queue_id}\n".encode())
        (unsynced / str(number)).write_bytes(b"here")


async def main(folder: Path) -> None:
    """Run all clients on one store."""
    unsynced = folder / "unsynced"
    unsynced.mkdir()
    store = Store(Places.in_folder(folder / "data"))
    numbers = itertools.count()
    await asyncio.gather(*(client(store, numbers, unsynced) for _ in range(CLIENTS)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
