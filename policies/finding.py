"""One thing noticed about a message, a recipient or a file."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of a finding inside a message; empty fields do not apply."""

    part: int | None = None
    path: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A reason code with its evidence; words for people are chosen at the edge.

    ``sample`` is always masked. ``confidence`` runs from 0 to 1. ``data`` holds
    JSON values that the words may need.
    """

    code: str
    type: str = ""
    where: Where | None = None
    sample: str = ""
    count: int = 1
    confidence: float = 1.0
    why: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
