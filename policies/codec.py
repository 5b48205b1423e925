"""Verdicts and summaries as JSON text and back, for the store and the judging child."""

from pydantic import TypeAdapter

from policies.message import Summary
from policies.verdict import Verdict

_VERDICT = TypeAdapter(Verdict)
_SUMMARY = TypeAdapter(Summary)


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
