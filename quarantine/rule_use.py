"""How often each rule fires and asks, and what people then decide: a noisy rule shows here."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from policies.codec import load_verdict
from policies.verdict import Action, Verdict
from quarantine import tables
from quarantine.record import Record
from quarantine.transaction import Tx

_DAY = 24 * 3_600_000
#: The row that counts mails with outside recipients, and all prompts.
TOTAL = ""


@dataclass(frozen=True, slots=True)
class RuleUse:
    """One rule over some days: where it fired, how often it asked, what was decided."""

    rule: str
    hits: int
    prompts: int
    confirmed: int  # unchanged
    changed: int  # withdrawn, or recipients dropped


@dataclass(frozen=True, slots=True)
class ReadRuleUse:
    """The figures of the last ``days`` days; the total stands first, under an empty name."""

    days: int = 30

    def read(self, tx: Tx) -> tuple[RuleUse, ...]:
        """Most prompts first."""
        table = tables.rule_use
        rows = tx.connection.execute(
            select(
                table.c.rule,
                func.sum(table.c.hits),
                func.sum(table.c.prompts),
                func.sum(table.c.confirmed),
                func.sum(table.c.changed),
            )
            .where(table.c.day > tx.now // _DAY - self.days)
            .group_by(table.c.rule)
        ).all()
        found = [RuleUse(*row) for row in rows]
        return tuple(sorted(found, key=lambda use: (use.rule != TOTAL, -use.prompts, use.rule)))


def count_judgement(tx: Tx, verdict: Verdict) -> None:
    """Count a verdict about mail that leaves the company."""
    if all(r.own for r in verdict.recipients):
        return
    prompts = _prompting(verdict) if verdict.ask else frozenset()
    _add(tx, TOTAL, hits=1, prompts=int(bool(prompts)))
    for rule in verdict.rules:
        if rule.fired:
            _add(tx, rule.name, hits=1, prompts=int(rule.name in prompts))


def count_decision(record: Record, *, changed: bool) -> None:
    """Count a sender's decision for every rule that made him be asked."""
    if record.verdict_json is None:
        return
    for name in (TOTAL, *_prompting(load_verdict(record.verdict_json))):
        _add(record.tx, name, confirmed=int(not changed), changed=int(changed))


def _prompting(verdict: Verdict) -> frozenset[str]:
    held = (r for r in verdict.recipients if r.action is Action.HOLD)
    return frozenset(_names(r.rules for r in held))


def _names(groups: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (name for group in groups for name in group)


def _add(tx: Tx, rule: str, **counts: int) -> None:
    table = tables.rule_use
    day = tx.now // _DAY
    done = tx.connection.execute(
        update(table)
        .where(table.c.rule == rule, table.c.day == day)
        .values({name: table.c[name] + count for name, count in counts.items()})
    )
    if not done.rowcount:
        zero = {"hits": 0, "prompts": 0, "confirmed": 0, "changed": 0}
        tx.connection.execute(insert(table).values(rule=rule, day=day, **{**zero, **counts}))
