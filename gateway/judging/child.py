"""The judging child: reads orders from standard input, answers on standard output.

It has no database, no socket, and no key but the one for pseudonyms; memory is
limited by the kernel and time by its parent, which kills it.
"""

import resource
import sys
import time
from dataclasses import replace

from gateway.judging.orders import (
    ANSWER,
    ORDER,
    Answer,
    BriefOrder,
    JudgeOrder,
    Made,
    ReviseOrder,
)
from policies.briefing import Briefing
from policies.history.views import of_document
from policies.judge import judge
from policies.message import Message
from policies.verdict import Action
from policies.versions import cleaned_versions, make


def main() -> None:
    """Serve until standard input ends. The only argument is the memory limit in bytes."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    briefing: Briefing | None = None
    versions: tuple[bytes, ...]
    while line := source.readline():
        order = ORDER.validate_json(line)
        message = source.read(order.size)
        if isinstance(order, BriefOrder):
            briefing = order.briefing
            answer, versions = Answer(), ()
        elif isinstance(order, ReviseOrder):
            version = make(message, order.recipe, order.own_domains)
            answer, versions = Answer(versions=(Made(order.recipe, len(version)),)), (version,)
        else:
            assert briefing is not None
            answer, versions = judged(order, message, briefing)
        sink.write(ANSWER.dump_json(answer) + b"\n")
        sink.writelines(versions)
        sink.flush()


def judged(order: JudgeOrder, raw: bytes, briefing: Briefing) -> tuple[Answer, tuple[bytes, ...]]:
    """The answer to an order to judge, and the bytes of the versions that are offered."""
    seen = map(bytes.fromhex, order.seen)
    message = Message(raw, time.monotonic, secret=bytes.fromhex(order.secret), seen=seen)
    summary = message.summary()
    judgement = judge(order.envelope, summary, briefing, order.recall, order.today, order.lookups)
    if not order.offer or judgement.verdict.action is not Action.HOLD:
        return Answer(judgement, summary), ()
    offered = tuple(cleaned_versions(message.document, briefing.own(order.envelope)))
    if offered:
        summary = replace(summary, views=of_document(message.document))
    versions = tuple(Made(recipe, len(version)) for recipe, version in offered)
    return Answer(judgement, summary, versions), tuple(version for _, version in offered)


if __name__ == "__main__":
    main()
