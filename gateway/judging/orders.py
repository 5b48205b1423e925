"""What goes to a judging child and what comes back: one JSON line, then bytes."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from policies.envelope import Envelope
from policies.judge import Policy
from policies.message import Summary
from policies.recipients.facts import Facts
from policies.verdict import Verdict


@dataclass(frozen=True, slots=True)
class JudgeOrder:
    """Judge the message of ``size`` bytes that follows."""

    envelope: Envelope
    facts: Facts
    policy: Policy
    size: int
    do: Literal["judge"] = "judge"


@dataclass(frozen=True, slots=True)
class ReviseOrder:
    """Make a version of the message that follows: without these recipients in its header.

    A changed header breaks signatures over it: those of the own domains are
    removed, to be made anew; foreign ones are kept.
    """

    drop: tuple[str, ...]
    own_domains: frozenset[str]
    size: int
    do: Literal["revise"] = "revise"


Order = JudgeOrder | ReviseOrder


@dataclass(frozen=True, slots=True)
class Answer:
    """Verdict and summary of a judgement, or ``size`` bytes of a version that follow."""

    verdict: Verdict | None = None
    summary: Summary | None = None
    size: int = 0


ORDER: TypeAdapter[Order] = TypeAdapter(Order)
ANSWER = TypeAdapter(Answer)
