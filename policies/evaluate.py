"""Evaluating a policy: every rule on every subject, then the strictest per recipient.

Rules about the message or an attachment hold every outside recipient, rules about
a recipient that one alone. A pass rule waives only the rules it names. Mail to the
own domains is never held. A condition that fails at run time holds, unless its rule
says otherwise by name (``on_failure``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policies.conditions import Condition, Facts
from policies.errors import ConditionError
from policies.facts import FactSet, complete, given
from policies.rule import Demand, Policy, Rule
from policies.verdict import Action, RuleResult, strictest

_TICK = Demand("tick")
_FAILED = "failed"
_DECIDES = {"hold": Action.HOLD, "reject": Action.REJECT}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say about one recipient.

    ``rules`` are the names of those that hold or reject it; ``for_staff`` is true
    when one of them is not to be told to the sender.
    """

    action: Action
    rules: tuple[str, ...] = ()
    steps: tuple[Demand, ...] = ()
    for_staff: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rulings, in the order of the recipients, and what every rule came to."""

    recipients: tuple[Ruling, ...]
    rules: tuple[RuleResult, ...]
    tags: tuple[str, ...] = ()  # names of fired tag, alert, clean and log-only rules
    proposed: str = ""  # the version that clean rules propose: remove, redact


@dataclass(frozen=True, slots=True)
class _Fired:
    """Where one rule fired: on the whole message, and on which recipients."""

    rule: Rule
    everywhere: bool
    recipients: frozenset[int]

    def concerns(self, n: int) -> bool:
        return self.everywhere or n in self.recipients


def evaluate(policy: Policy, facts: FactSet) -> Evaluation:
    """Evaluate all rules; in observe mode everything passes, whatever fired."""
    common = complete(facts.message)
    message = Facts(common)
    recipients = [Facts(common | given(row)) for row in facts.recipients]
    attachments = [Facts(common | given(row)) for row in facts.attachments]
    fired: list[_Fired] = []
    results: list[RuleResult] = []
    for rule in policy.rules:
        subjects = {"message": [message], "recipient": recipients, "attachment": attachments}
        hits, why, near = _try(rule, subjects[rule.scope])
        if why[:1] == (_FAILED,) and rule.do == "reject":
            rule = replace(rule, do="hold")  # noqa: PLW2901 - a fault of ours bounces no mail
        text = rule.text if rule.audience == "sender" else {}
        results.append(RuleResult(rule.name, bool(hits), why, near, rule.scope, text))
        if hits:
            on_some = rule.scope == "recipient"
            fired.append(_Fired(rule, not on_some, frozenset(hits if on_some else ())))
    return Evaluation(
        recipients=tuple(
            _ruling(fired, n, own=bool(row.get("recipient.own")), mode=policy.mode)
            for n, row in enumerate(facts.recipients)
        ),
        rules=tuple(results),
        tags=tuple(f.rule.name for f in fired if f.rule.do not in {"hold", "reject", "pass"}),
        proposed=_proposed(fired),
    )


def _proposed(fired: Sequence[_Fired]) -> str:
    """The most thorough of the versions that clean rules propose."""
    return max((f.rule.version for f in fired if f.rule.do == "clean"), default="")


def _try(
    rule: Rule, subjects: Sequence[Facts]
) -> tuple[list[int], tuple[str, ...], tuple[str, ...]]:
    """The subjects on which a rule fires, the values that explain it, and a near miss.

    A near miss is the one part of the condition that did not hold, where all its other
    parts did, on the first such subject of a rule that fired on none.
    """
    hits: list[int] = []
    near: tuple[str, ...] = ()
    failure = ""
    for n, facts in enumerate(subjects):
        try:
            failing = rule.when.failing(facts)
            if not failing:
                hits.append(n)
            elif len(failing) == 1 and not near and rule.when.parts:
                near = failing
        except ConditionError as error:
            failure = f"{error}"
            # What cannot be checked is held; it never waives another rule.
            if rule.on_failure == "hold" and rule.do != "pass":
                hits.append(n)
    shown = hits[:3] or range(min(len(subjects), 1))
    why = [text for n in shown for text in values_seen(rule.when, subjects[n].values)]
    told = tuple(dict.fromkeys([*([_FAILED, failure] if failure else []), *why]))
    return hits, told, () if hits else near


def values_seen(condition: Condition, values: Mapping[str, Any]) -> list[str]:
    """The facts a condition asks about, with the values it saw."""
    return [f"{name}={_short(values[name])}" for name in condition.names]


def _short(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _ruling(fired: Sequence[_Fired], n: int, *, own: bool, mode: str) -> Ruling:
    concerning = [f.rule for f in fired if f.concerns(n)]
    waived = frozenset(name for rule in concerning for name in rule.waives)
    deciding = [r for r in concerning if r.do in _DECIDES and r.name not in waived]
    if own:
        deciding = [r for r in deciding if r.do == "reject" and r.scope == "recipient"]
    if mode == "observe" or not deciding:
        return Ruling(Action.PASS, tuple(r.name for r in deciding))
    return Ruling(
        action=strictest(_DECIDES[rule.do] for rule in deciding),
        rules=tuple(rule.name for rule in deciding),
        steps=_united(demand for rule in deciding for demand in rule.steps or (_TICK,)),
        for_staff=any(rule.audience == "staff" for rule in deciding),
    )


def _united(demands: Any) -> tuple[Demand, ...]:
    """Each kind of step once; of several cooling-off times the longest."""
    longest: dict[str, int] = {}
    for demand in demands:
        longest[demand.kind] = max(longest.get(demand.kind, 0), demand.seconds)
    if "retype" in longest:
        longest.pop("tick", None)  # whoever has typed the domain has looked at it
    return tuple(Demand(kind, seconds) for kind, seconds in longest.items())
