"""Verdicts, summaries and facts as JSON text and back, for the store."""

from pydantic import TypeAdapter

from policies.facts import FactSet
from policies.message import Summary
from policies.verdict import Verdict

_VERDICT = TypeAdapter(Verdict)
_SUMMARY = TypeAdapter(Summary)
_FACTS = TypeAdapter(FactSet)


def dump_verdict(verdict: Verdict) -> str:
    """The verdict as JSON text, complete."""
    return _VERDICT.dump_json(verdict).decode()


def load_verdict(text: str) -> Verdict:
    """The verdict that ``dump_verdict`` wrote."""
    return _VERDICT.validate_json(text)


def dump_summary(summary: Summary) -> str:
    """The summary as JSON text, complete."""
    return _SUMMARY.dump_json(summary).decode()


def load_summary(text: str) -> Summary:
    """The summary that ``dump_summary`` wrote."""
    return _SUMMARY.validate_json(text)


def dump_facts(facts: FactSet) -> str:
    """The facts of a judgement as JSON text."""
    return _FACTS.dump_json(facts).decode()


def load_facts(text: str) -> FactSet:
    """The facts that ``dump_facts`` wrote."""
    return _FACTS.validate_json(text)
