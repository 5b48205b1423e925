"""Personal data: find it, count the people, say what and why.

``inspect(text, budget)`` returns a ``Report``; ``mask.copy`` makes a copy for
reviewers; ``person_hashes`` feeds the cumulative facts.
"""

from policies.personal_data.budget import Budget
from policies.personal_data.engine import inspect
from policies.personal_data.entity import SENSITIVE_TYPES, Entity, Report
from policies.personal_data.keys import Hashed, distinct_persons, person_hashes

__all__ = [
    "SENSITIVE_TYPES",
    "Budget",
    "Entity",
    "Hashed",
    "Report",
    "distinct_persons",
    "inspect",
    "person_hashes",
]
