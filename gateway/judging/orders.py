"""What goes to a judging child and what comes back: one JSON line, then bytes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import TypeAdapter

from policies.attachments import LIMITS, Limits
from policies.briefing import Briefing
from policies.envelope import Envelope
from policies.judge import Judgement
from policies.lookups import NOTHING_LOOKED_UP, Lookups
from policies.message import Summary
from policies.recipients.acquaintance import Recall
from policies.versions import Recipe


@dataclass(frozen=True, slots=True)
class Terms:
    """What a judging child may spend: memory in bytes, times in seconds.

    ``seconds`` bounds looking for personal data and, apart from it, reading all files of one
    message. With ``is_quick`` a child says when that was too little, instead of holding.
    """

    memory: int
    limits: Limits = LIMITS
    seconds: float = 60.0
    ocr: bool = False
    passwords_in_mail: bool = True
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class BriefOrder:
    """From now on, judge by this."""

    briefing: Briefing
    size: int = 0
    do: Literal["brief"] = "brief"


@dataclass(frozen=True, slots=True)
class JudgeOrder:
    """Judge the message of ``size`` bytes that follows.

    With ``offer``, also make the versions that its sender may choose if it is held.
    """

    envelope: Envelope
    recall: Recall
    today: date
    size: int
    lookups: Lookups = NOTHING_LOOKED_UP
    offer: bool = False
    secret: str = ""  # hexadecimal, for hashes of persons and lines
    seen: tuple[str, ...] = ()  # hashes of lines that the message may quote
    passwords: tuple[str, ...] = ()  # to try on its files
    do: Literal["judge"] = "judge"


@dataclass(frozen=True, slots=True)
class ReviseOrder:
    """Make a version of the message that follows."""

    recipe: Recipe
    own_domains: frozenset[str]
    size: int
    do: Literal["revise"] = "revise"


Order = BriefOrder | JudgeOrder | ReviseOrder


@dataclass(frozen=True, slots=True)
class Made:
    """A version that was made, of ``size`` bytes."""

    recipe: Recipe
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Judgement and summary; the bytes of all versions follow, one after the other.

    ``hurried``: there was no time to read all files, and a child that has it should be asked.
    """

    judgement: Judgement | None = None
    summary: Summary | None = None
    versions: tuple[Made, ...] = ()
    hurried: bool = False


TERMS = TypeAdapter(Terms)
ORDER: TypeAdapter[Order] = TypeAdapter(Order)
ANSWER = TypeAdapter(Answer)
