# ruff: noqa: RUF005
"""The scorer of shared/corpora/pii in short: spans overlap by half, at most three times as long."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from policies.personal_data import Report

_LABELLED_KINDS = frozenset(
    ["customer_list", "member_list", "employee_list", "business_card", "package_slip", "cv"]
    + ["health_check", "insurance_family", "cctv"]
)


@dataclass
class Score:
    micro: float = 0.0
    macro: float = 0.0
    f1: dict[str, float] = field(default_factory=dict)
    false_per_clean: float = 0.0
    persons_within_10: float = 0.0
    kinds_right: float = 0.0
    sensitive_missed: int = 0
    entities: int = 0


def _overlap(a: dict[str, Any], b: Any) -> int:
    return int(min(a["end"], b.end) - max(a["start"], b.start))


def _hit(gold: dict[str, Any], found: Any) -> bool:
    size = gold["end"] - gold["start"]
    if gold["type"] != found.type or _overlap(gold, found) * 2 < size:
        return False
    return gold.get("form") == "part" or found.end - found.start <= max(3 * size, size + 4)


def score(documents: list[dict[str, Any]], inspect: Callable[[str], Report]) -> Score:
    """Figures over documents, as the issue defines them."""
    types = {e["type"] for d in documents for e in d["entities"]}
    gold, missed, found, false = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    result, clean, near, kinds = Score(), [0, 0], [0, 0], [0, 0]
    for document in documents:
        report = inspect(document["text"])
        entities = [e for e in report.entities if e.type in types]
        wanted = [e for e in document["entities"] if not e.get("optional")]
        for entity in wanted:
            gold[entity["type"]] += 1
            missed[entity["type"]] += not any(_hit(entity, e) for e in entities)
        for entity in entities:
            right = any(_hit(g, entity) for g in wanted)
            if not right and any(
                g["type"] == entity.type and _overlap(g, entity) > 0
                for g in document["entities"]
                if g.get("optional")
            ):
                continue
            found[entity.type] += 1
            false[entity.type] += not right
            clean[1] += document["clean"] and not right
        clean[0] += document["clean"]
        near[0] += 1
        near[1] += abs(report.persons - document["persons"]) <= 0.1 * document["persons"]
        if document["kind"] in _LABELLED_KINDS:
            kinds[0] += 1
            kinds[1] += report.kind == document["kind"]
        result.sensitive_missed += document["sensitive"] and not report.sensitive
    for kind in gold:
        result.f1[kind] = _f1(gold[kind], missed[kind], found[kind], false[kind])
    result.micro = _f1(gold.total(), missed.total(), found.total(), false.total())
    result.macro = sum(result.f1.values()) / max(1, len(result.f1))
    result.false_per_clean = clean[1] / max(1, clean[0])
    result.persons_within_10 = near[1] / max(1, near[0])
    result.kinds_right = kinds[1] / max(1, kinds[0])
    result.entities = gold.total()
    return result


def _f1(gold: int, missed: int, found: int, false: int) -> float:
    recall = (gold - missed) / gold if gold else 1.0
    precision = (found - false) / found if found else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
