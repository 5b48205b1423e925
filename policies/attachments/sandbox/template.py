"""The template process: has everything imported, and forks a child for each file.

Its caller speaks through a socket: ``f`` with two descriptors (the job, the answer) forks a
child and is answered with its number; with one (the answer) the child only tells which walls
stand. ``r`` reaps it and is answered with how it ended. It never reads what is in a job.
"""

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
from dataclasses import asdict

from policies.attachments.extract import Begun, Item
from policies.attachments.formats import FORMATS, first_page
from policies.attachments.limits import Limits
from policies.attachments.reader import Reader, Recogniser
from policies.attachments.sandbox import lines
from policies.attachments.sandbox.walls import Mason, leave_root

_FLUSH = 1 << 16


def main() -> None:
    """Serve until the caller hangs up. Arguments: socket, limits as JSON, ``ocr`` or nothing."""
    control = socket.socket(fileno=int(sys.argv[1]))
    limits = Limits(**json.loads(sys.argv[2]))
    _preload()
    recogniser = _recogniser() if sys.argv[3:] == ["ocr"] else None
    mason = Mason(limits)
    leave_root()
    null = os.open(os.devnull, os.O_RDWR)
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    child = 0
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 16, 2)
        if not order:
            return
        if order == lines.REAP:
            control.send(str(os.waitpid(child, 0)[1]).encode())
            continue
        child = os.fork()
        if not child:
            control.close()
            _in_child(descriptors, null, mason, limits, recogniser)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(str(child).encode())


def _in_child(
    descriptors: list[int], null: int, mason: Mason, limits: Limits, recogniser: Recogniser | None
) -> None:
    """Read one file and end; nothing returns from here."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        # Libraries print what they like: nobody reads it, and it must not get into the answer.
        for standard in (0, 1, 2):
            os.dup2(null, standard)
        *job, answer = descriptors
        keep = {*descriptors, *mason.keeps()}
        for descriptor in range(3, 256):
            if descriptor not in keep:
                _close(descriptor)
        walls = mason.build()
        for descriptor in mason.keeps():
            _close(descriptor)
        if job:
            _read(job[0], answer, limits, recogniser)
        else:
            os.write(answer, json.dumps(asdict(walls)).encode())
        code = 0
    finally:
        os._exit(code)


def _read(job: int, answer: int, limits: Limits, recogniser: Recogniser | None) -> None:
    with os.fdopen(job, "rb", buffering=1 << 20) as source:
        order = json.loads(source.readline())
        data = source.read()
    pending = bytearray()

    def put(item: Item) -> None:
        pending.extend(lines.written(item))
        if len(pending) > _FLUSH or isinstance(item, Begun):
            _write(answer, pending)

    name, passwords = order["name"], tuple(order["passwords"])
    if order["draw"]:
        page = first_page.picture(data, name, passwords, limits)
        if page is not None:
            put(page)
    else:
        Reader(put, FORMATS, limits, passwords, recogniser).read(name, data)
    pending.extend(lines.END)
    _write(answer, pending)


def _write(answer: int, pending: bytearray) -> None:
    view = memoryview(pending)
    while view:
        view = view[os.write(answer, view) :]
    view.release()
    pending.clear()


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        return


def _preload() -> None:
    """Import what would be imported late: behind the walls no file can be opened."""
    for package in ("encodings", "email", "email.mime"):
        module = importlib.import_module(package)
        for found in pkgutil.iter_modules(module.__path__, f"{package}."):
            if found.name.rpartition(".")[2] not in {"mbcs", "oem"}:  # of Windows only
                importlib.import_module(found.name)


def _recogniser() -> Recogniser | None:
    from policies.attachments.recognition import load

    return load()


if __name__ == "__main__":
    main()
