"""What goes to a judging child and what comes back: one JSON line, then bytes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from policies.briefing import Briefing
from policies.envelope import Envelope
from policies.judge import Judgement
from policies.lookups import NOTHING_LOOKED_UP, Lookups
from policies.message import Summary
from policies.recipients.acquaintance import Recall


@dataclass(frozen=True, slots=True)
class BriefOrder:
    """From now on, judge by this."""

    briefing: Briefing
    size: int = 0
    do: Literal["brief"] = "brief"


@dataclass(frozen=True, slots=True)
class JudgeOrder:
    """Judge the message of ``size`` bytes that follows."""

    envelope: Envelope
    recall: Recall
    today: date
    size: int
    lookups: Lookups = NOTHING_LOOKED_UP
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


Order = BriefOrder | JudgeOrder | ReviseOrder


@dataclass(frozen=True, slots=True)
class Answer:
    """Judgement and summary, or ``size`` bytes of a version that follow."""

    judgement: Judgement | None = None
    summary: Summary | None = None
    size: int = 0


ORDER: TypeAdapter[Order] = TypeAdapter(Order)
ANSWER = TypeAdapter(Answer)
