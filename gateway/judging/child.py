"""The judging child: reads orders from standard input, answers on standard output.

It has no database, no socket to the network, and no key but the one for pseudonyms; memory
is limited by the kernel and time by its parent, which kills it. Files are opened in a
sandbox of its own.
"""

import gc
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from gateway.judging.orders import (
    ANSWER,
    ORDER,
    TERMS,
    Answer,
    BriefOrder,
    JudgeOrder,
    Made,
    ReviseOrder,
    Terms,
)
from policies.attachments import Extract, ReadFile
from policies.attachments.sandbox import Sandbox
from policies.briefing import Briefing
from policies.history.views import of_document
from policies.judge import judge
from policies.mentioned import passwords_in
from policies.message import Attachment, Message
from policies.preview import NO_PREVIEW, Preview, preview
from policies.verdict import Action
from policies.versions import cleaned_versions, make

MAX_PREVIEWS = 6
MAX_PREVIEWED = 20_000_000  # bytes of a file


def main() -> None:
    """Serve until standard input ends. The only argument are the terms, as JSON."""
    terms = TERMS.validate_json(sys.argv[1])
    # The hard limit stays: the sandbox has limits of its own, which may be wider.
    resource.setrlimit(
        resource.RLIMIT_AS, (terms.memory, resource.getrlimit(resource.RLIMIT_AS)[1])
    )
    with Sandbox(terms.limits, ocr=terms.ocr) as sandbox:
        _serve(terms, sandbox)


def _serve(terms: Terms, sandbox: Sandbox) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    briefing: Briefing | None = None
    versions: tuple[bytes, ...]
    while line := source.readline():
        order = ORDER.validate_json(line)
        message = source.read(order.size)
        if isinstance(order, BriefOrder):
            briefing = _briefed(order.briefing)
            answer, versions = Answer(), ()
        elif isinstance(order, ReviseOrder):
            version = make(message, order.recipe, order.own_domains)
            answer, versions = Answer(versions=(Made(order.recipe, len(version)),)), (version,)
        else:
            assert briefing is not None
            files = Files(sandbox, terms, order.passwords)
            answer, versions = judged(order, message, briefing, files)
            if terms.is_quick and files.want_time:
                answer, versions = Answer(hurried=True), ()
        sink.write(ANSWER.dump_json(answer) + b"\n")
        sink.writelines(versions)
        sink.flush()


def _briefed(briefing: Briefing) -> Briefing:
    """Ready for use. Only what comes later is worth the time of the garbage collector."""
    briefing.prepare()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return briefing


class Files:
    """Opens the files of one message in the sandbox, within ``seconds`` for all of them."""

    def __init__(self, sandbox: Sandbox, terms: Terms, passwords: tuple[str, ...]) -> None:
        self._sandbox = sandbox
        self.passwords = passwords
        self.seconds = terms.seconds
        self.may_use_told = terms.passwords_in_mail
        self._spent = 0.0
        self._opened: list[_Opened] = []
        self.want_time = False

    def open(self, name: str, data: bytes) -> Extract:
        """What can be read of a file."""
        if self._spent > self.seconds:
            self.want_time = True
            return Extract.of([ReadFile("", "unknown", len(data), "uninspectable", "limit:total")])
        began = time.monotonic()
        extract = self._sandbox.read(name, data, self.passwords)
        self._spent += time.monotonic() - began
        is_late = any(file.reason in _LATE for file in extract.files)
        self.want_time = self.want_time or extract.wants_ocr or is_late
        if len(self._opened) < MAX_PREVIEWS and len(data) <= MAX_PREVIEWED:
            self._opened.append(_Opened(name, data, extract))
        return extract

    def previews(self, attachments: Sequence[Attachment]) -> tuple[Preview, ...]:
        """What the pages show of the files; of those at the end, and of large ones, nothing."""
        opened = {(file.name, len(file.data)): file for file in reversed(self._opened)}
        found = (opened.get((a.name, a.size)) for a in attachments)
        return tuple(self._preview(file) if file else NO_PREVIEW for file in found)

    def _preview(self, file: "_Opened") -> Preview:
        began = time.monotonic()
        drawn = None
        if self._spent < self.seconds:
            drawn = self._sandbox.draw(file.name, file.data, self.passwords)
        self._spent += time.monotonic() - began
        return preview(file.extract, drawn)


class _Opened(NamedTuple):
    """A file that was opened, kept until it is known whether the mail is held."""

    name: str
    data: bytes
    extract: Extract


_LATE = frozenset({"limit:wall", "limit:cpu"})


def judged(
    order: JudgeOrder, raw: bytes, briefing: Briefing, files: Files
) -> tuple[Answer, tuple[bytes, ...]]:
    """The answer to an order to judge, and the bytes of the versions that are offered."""
    message = Message(
        raw,
        time.monotonic,
        secret=bytes.fromhex(order.secret),
        seen=map(bytes.fromhex, order.seen),
        opener=files.open,
        seconds=files.seconds,
    )
    if files.may_use_told:
        files.passwords += passwords_in(message.text)
    summary = message.summary()
    files.want_time |= any(finding.code == "limit:time" for finding in summary.findings)
    judgement = judge(order.envelope, summary, briefing, order.recall, order.today, order.lookups)
    if judgement.verdict.action is Action.HOLD:
        summary = replace(summary, previews=files.previews(summary.attachments))
    if not order.offer or judgement.verdict.action is not Action.HOLD:
        return Answer(judgement, summary), ()
    offered = tuple(cleaned_versions(message.document, briefing.own(order.envelope)))
    if offered:
        summary = replace(summary, views=of_document(message.document))
    versions = tuple(Made(recipe, len(version)) for recipe, version in offered)
    return Answer(judgement, summary, versions), tuple(version for _, version in offered)


if __name__ == "__main__":
    main()
