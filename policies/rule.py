"""Rules and policies: one TOML file of ``[[rule]]`` tables, checked whole before use.

A rule says when it fires (a condition over facts), what it concerns (the message,
each recipient, each attachment), what to do, and which steps it asks for. Every
rule is evaluated; how they combine is in ``policies.judge``.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from policies.conditions import Condition, Facts, compile_condition
from policies.errors import ConditionError, RuleError
from policies.facts import FACTS, MAX_LIST, Value, complete

SCOPES = ("message", "recipient", "attachment")
ACTIONS = ("pass", "hold", "reject", "clean", "tag", "alert", "log-only")
AUDIENCES = ("sender", "staff")
STEPS = ("tick", "retype", "reason", "clean", "second-person", "cooling")
VERSIONS = ("redact", "remove")
MAX_RULES = 500
MAX_COOLING = 24 * 3600

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")
_COOLING = re.compile(r"cooling:(\d{1,5})([smh])\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_KEYS = frozenset(
    {"name", "when", "scope", "do", "version", "steps", "audience", "waives", "on_failure", "text"}
)


@dataclass(frozen=True, slots=True)
class Demand:
    """One step that a rule asks for; ``seconds`` is the length of a cooling-off."""

    kind: str
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, compiled. ``text`` has the words for people by language."""

    name: str
    when: Condition
    scope: str = "message"
    do: str = "hold"
    version: str = "redact"  # that a clean rule proposes
    steps: tuple[Demand, ...] = ()
    audience: str = "sender"
    waives: frozenset[str] = frozenset()
    on_failure: str = "hold"
    text: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of one file. ``mode`` is enforce, or observe to log without holding."""

    rules: tuple[Rule, ...]
    source: str
    mode: str = "enforce"

    @property
    def hash(self) -> str:
        """The name of exactly these rules in verdicts and in the audit record."""
        return policy_hash(self.source)

    def rule(self, name: str) -> Rule | None:
        """The rule of this name."""
        return next((rule for rule in self.rules if rule.name == name), None)


def policy_hash(source: str) -> str:
    """The name of a policy: the hash of its text, without regard to line ends."""
    return hashlib.sha256(source.replace("\r\n", "\n").encode()).hexdigest()[:16]


def default_source() -> str:
    """The text of the policy that is shipped."""
    return files("policies").joinpath("default.toml").read_text("utf-8")


def read_policy(source: str, mode: str = "enforce") -> Policy:
    """Read and check a policy; raise RuleError naming the rule and what is wrong."""
    try:
        tables = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleError(str(error)) from error
    if unknown := set(tables) - {"rule"}:
        raise RuleError(f"unknown key {min(unknown)}; a policy is made of [[rule]] tables")
    rows = tables.get("rule", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RuleError("rules are written as [[rule]] tables")
    if len(rows) > MAX_RULES:
        raise RuleError(f"more than {MAX_RULES} rules")
    rules = tuple(_rule(row, n) for n, row in enumerate(rows, start=1))
    _check_names(rules)
    _check_budgets(rules)
    return Policy(rules, source, mode)


def _rule(row: Mapping[str, Any], n: int) -> Rule:
    name = row.get("name")
    if not isinstance(name, str) or not _NAME.match(name):
        raise RuleError(f"rule {n}: name must be small letters, digits and hyphens")
    if unknown := set(row) - _KEYS:
        raise RuleError(f"rule {name}: unknown key {min(unknown)}")
    scope = _choice(row, name, "scope", SCOPES, "message")
    do = _choice(row, name, "do", ACTIONS, "hold")
    rule = Rule(
        name=name,
        when=_condition(row, name, scope),
        scope=scope,
        do=do,
        version=_choice(row, name, "version", VERSIONS, "redact"),
        steps=tuple(_demand(step, name) for step in _texts(row, name, "steps")),
        audience=_choice(row, name, "audience", AUDIENCES, "sender"),
        waives=frozenset(_texts(row, name, "waives")),
        on_failure=_choice(row, name, "on_failure", ("hold", "pass"), "hold"),
        text=_words(row, name),
    )
    if rule.waives and do != "pass":
        raise RuleError(f"rule {name}: only a pass rule waives others")
    if "version" in row and do != "clean":
        raise RuleError(f"rule {name}: only a clean rule proposes a version")
    if rule.steps and do != "hold":
        raise RuleError(f"rule {name}: only a hold rule has steps")
    if do in {"hold", "reject"} and rule.audience == "sender" and set(rule.text) != {"ja", "en"}:
        raise RuleError(f"rule {name}: its sender is told in text.ja and text.en; both are needed")
    return rule


def _choice(
    row: Mapping[str, Any], name: str, key: str, allowed: tuple[str, ...], default: str
) -> str:
    value = row.get(key, default)
    if value not in allowed:
        raise RuleError(f"rule {name}: {key} must be one of {', '.join(allowed)}")
    return str(value)


def _texts(row: Mapping[str, Any], name: str, key: str) -> list[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise RuleError(f"rule {name}: {key} must be a list of texts")
    return value


def _words(row: Mapping[str, Any], name: str) -> dict[str, str]:
    value = row.get("text", {})
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise RuleError(f"rule {name}: text must hold ja and en")
    if set(value) - {"ja", "en"}:
        raise RuleError(f"rule {name}: text must hold ja and en")
    return value


def _demand(step: str, name: str) -> Demand:
    if match := _COOLING.match(step):
        seconds = int(match[1]) * _SECONDS[match[2]]
        if 0 < seconds <= MAX_COOLING:
            return Demand("cooling", seconds)
    elif step in STEPS and step != "cooling":
        return Demand(step)
    raise RuleError(
        f"rule {name}: unknown step {step!r}; steps are tick, retype, reason, clean, "
        "second-person, and cooling:10m (up to 24h)"
    )


def _condition(row: Mapping[str, Any], name: str, scope: str) -> Condition:
    text = row.get("when")
    if not isinstance(text, str):
        raise RuleError(f"rule {name}: when must be a condition")
    try:
        condition = compile_condition(text)
    except ConditionError as error:
        raise RuleError(f"rule {name}: when: {error}") from error
    for other in {"recipient", "attachment"} - {scope}:
        if re.search(rf"\b{other}\.[a-z]", text):
            raise RuleError(f"rule {name}: when: {other}.* facts need scope = {other!r}")
    return condition


def _check_names(rules: tuple[Rule, ...]) -> None:
    names = [rule.name for rule in rules]
    for rule in rules:
        if names.count(rule.name) > 1:
            raise RuleError(f"rule {rule.name}: there are two rules of this name")
        if unknown := rule.waives - set(names):
            raise RuleError(f"rule {rule.name}: waives {min(unknown)}, which does not exist")


def _check_budgets(rules: tuple[Rule, ...]) -> None:
    """Try every condition on the largest facts it can meet."""
    largest: dict[str, Value] = {}
    for fact in FACTS:
        if fact.type is list:
            # All different, so that no comparison ends early.
            largest[fact.name] = [f"{fact.name}-{n:050d}" for n in range(MAX_LIST)]
        elif fact.type is str:
            largest[fact.name] = "x" * 1000
        elif fact.type is int:
            largest[fact.name] = 1000
    facts = Facts(complete(largest))
    for rule in rules:
        try:
            for part in (rule.when, *rule.when.parts):  # also what a false part would hide
                part.holds(facts)
        except ConditionError as error:
            raise RuleError(f"rule {rule.name}: when: {error}, with 1,000 recipients") from error
