"""The judging child: reads orders from standard input, answers on standard output.

It has no key, no database and no socket; memory is limited by the kernel and
time by its parent, which kills it.
"""

import resource
import sys

from gateway.judging.orders import ANSWER, ORDER, Answer, JudgeOrder, Order
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
    while line := source.readline():
        order = ORDER.validate_json(line)
        answer, version = obey(order, source.read(order.size))
        sink.write(ANSWER.dump_json(answer) + b"\n")
        sink.write(version)
        sink.flush()


def obey(order: Order, message: bytes) -> tuple[Answer, bytes]:
    """One order's answer, and the bytes that go with it."""
    if isinstance(order, JudgeOrder):
        summary = Message(message).summary()
        verdict = judge(order.envelope, summary, order.facts, order.policy)
        return Answer(verdict, summary), b""
    version = without_recipients(message, order.drop, order.own_domains)
    return Answer(size=len(version)), version


if __name__ == "__main__":
    main()
