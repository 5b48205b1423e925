"""What the engine finds: spans with their reasons, and the report on one text.

Spans are code-point offsets into the text that was handed in, never into a
folded or decoded form of it. ``why`` holds codes; words are chosen at the edge.
"""

from dataclasses import dataclass
from typing import Literal

from policies.finding import Finding

Grade = Literal["personal", "business"]

#: Types whose presence, tied to a person, makes a text sensitive (APPI article 2(3)).
SENSITIVE_TYPES = frozenset(
    {"HEALTH", "CRIMINAL", "CRIME_VICTIM", "CREED", "RACE", "SOCIAL_STATUS"}
)

#: Types that identify one person without a name.
STRONG_IDS = frozenset(
    {
        "MY_NUMBER",
        "DRIVER_LICENSE",
        "PENSION_NUMBER",
        "INSURED_NUMBER",
        "PASSPORT",
        "RESIDENCE_CARD",
        "CREDIT_CARD",
        "NATIONAL_ID",
    }
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One span of personal data.

    ``grade`` is ``business`` for a company's own contact data, which weighs
    less. ``form`` says how a name is written (surname, kana, romaji, part,
    spaced); ``location`` is a line or a table cell, for a person to find it.
    """

    type: str
    start: int
    end: int
    value: str
    confidence: float
    why: tuple[str, ...]
    grade: Grade = "personal"
    form: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the engine says about one text."""

    kind: str
    persons: int
    persons_min: int
    persons_max: int
    sensitive: bool
    entities: tuple[Entity, ...]
    findings: tuple[Finding, ...]
    person_keys: tuple[frozenset[str], ...]  # each person's comparable traits, for hashing
    characters: int
    rows: int = 0  # of the largest table, record-like or not
