"""The judging child: reads orders from standard input, answers on standard output.

It has no key, no database and no socket; memory is limited by the kernel and
time by its parent, which kills it.
"""

import resource
import sys
import time

from gateway.judging.orders import ANSWER, ORDER, Answer, BriefOrder, JudgeOrder, Order
from policies.briefing import Briefing
from policies.judge import judge
from policies.message import Message
from policies.revise import without_recipients


def main() -> None:
    """Serve until standard input ends. The only argument is the memory limit in bytes."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    briefing: Briefing | None = None
    while line := source.readline():
        order = ORDER.validate_json(line)
        message = source.read(order.size)
        if isinstance(order, BriefOrder):
            briefing = order.briefing
            answer, version = Answer(), b""
        else:
            answer, version = obey(order, message, briefing)
        sink.write(ANSWER.dump_json(answer) + b"\n")
        sink.write(version)
        sink.flush()


def obey(order: Order, message: bytes, briefing: Briefing | None) -> tuple[Answer, bytes]:
    """One order's answer, and the bytes that go with it."""
    if isinstance(order, JudgeOrder):
        assert briefing is not None
        summary = Message(message, time.monotonic).summary()
        judgement = judge(
            order.envelope, summary, briefing, order.recall, order.today, order.lookups
        )
        return Answer(judgement, summary), b""
    assert not isinstance(order, BriefOrder)
    version = without_recipients(message, order.drop, order.own_domains)
    return Answer(size=len(version)), version


if __name__ == "__main__":
    main()
