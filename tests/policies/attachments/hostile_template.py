"""A template whose "format reader" does what a file that owns its parser would do."""

import ctypes
import os
import socket
import time
from collections.abc import Callable

from policies.attachments.formats import FORMATS
from policies.attachments.reader import Reader
from policies.attachments.sandbox import template


def _obey(data: bytes, reader: Reader) -> None:
    reader.text("seen before the end")
    order = data.decode()
    try:
        _DEEDS[order](reader)
    except (OSError, MemoryError) as error:
        reader.text(f"refused: {type(error).__name__}")


def _grow(_reader: Reader) -> None:
    held = []
    while True:
        held.append(bytearray(64 * 1024 * 1024))


def _spin(_reader: Reader) -> None:
    while True:
        pass


def _flood(_reader: Reader) -> None:
    answer = next(n for n in range(3, 256) if _is_open(n))
    while True:
        os.write(answer, b"x" * 65_536)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _forge(_reader: Reader) -> None:
    """Write a good end into every descriptor, then go on."""
    for descriptor in range(256):
        if _is_open(descriptor):
            try:
                os.write(descriptor, b"End\n")
            except OSError:
                continue


def _fork(reader: Reader) -> None:
    reader.text(f"forked {os.fork()}")


def _signal(_reader: Reader) -> None:
    os.kill(os.getppid(), 9)


def _program(_reader: Reader) -> None:
    os.execv("/bin/true", ["true"])


def _connect(_reader: Reader) -> None:
    socket.create_connection(("127.0.0.1", 25))


def _open(reader: Reader) -> None:
    with open("/etc/passwd") as file:  # noqa: PTH123
        reader.text(file.read())


def _write(_reader: Reader) -> None:
    os.open("/tmp/escaped", os.O_CREAT | os.O_WRONLY)


def _descriptors(reader: Reader) -> None:
    reader.text("open: " + " ".join(str(n) for n in range(256) if _is_open(n)))


_DEEDS: dict[str, Callable[[Reader], object]] = {
    "segfault": lambda _reader: str(ctypes.c_char_p(1).value),
    "abort": lambda _reader: os.abort(),
    "exit": lambda _reader: os._exit(0),
    "grow": _grow,
    "spin": _spin,
    "sleep": lambda _reader: time.sleep(3600),
    "flood": _flood,
    "forge": _forge,
    "fork": _fork,
    "signal": _signal,
    "program": _program,
    "connect": _connect,
    "open": _open,
    "write": _write,
    "descriptors": _descriptors,
    "nothing": lambda _reader: None,
}

if __name__ == "__main__":
    FORMATS["text"] = _obey
    template.main()
