"""How often each rule fires and asks, and what people then decide: a noisy rule shows here."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, or_, select, update

from policies.codec import load_verdict
from policies.verdict import Action, Verdict
from quarantine import tables
from quarantine.record import Record
from quarantine.siblings import mail_id
from quarantine.transaction import Tx

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
            .where(table.c.day > tx.day(tx.now) - self.days)
            .group_by(table.c.rule)
        ).all()
        found = [RuleUse(*row) for row in rows]
        return tuple(sorted(found, key=lambda use: (use.rule != TOTAL, -use.prompts, use.rule)))


def count_judgement(record: Record, verdict: Verdict) -> None:
    """Count a verdict about mail that leaves the company.

    A mail that came in several transactions is one mail, and its notice one prompt.
    """
    if all(r.own for r in verdict.recipients):
        return
    tx, first = record.tx, mail_id(record)
    asks = bool(verdict.ask) and not _is_asked_about(tx, first, record.id)
    prompts = _prompting(verdict) if asks else frozenset()
    _add(tx, TOTAL, hits=int(first == record.id), prompts=int(bool(prompts)))
    for rule in verdict.rules:
        if rule.fired:
            _add(tx, rule.name, hits=1, prompts=int(rule.name in prompts))


def _is_asked_about(tx: Tx, first: str, but: str) -> bool:
    """Whether another transaction of the mail is, or was, held."""
    table = tables.message
    siblings = select(table.c.id).where(
        or_(table.c.id == first, table.c.sibling_of == first), table.c.id != but
    )
    held = select(tables.hold.c.id).where(tables.hold.c.message_id.in_(siblings)).limit(1)
    return tx.connection.scalar(held) is not None


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
    day = tx.day(tx.now)
    done = tx.connection.execute(
        update(table)
        .where(table.c.rule == rule, table.c.day == day)
        .values({name: table.c[name] + count for name, count in counts.items()})
    )
    if not done.rowcount:
        zero = {"hits": 0, "prompts": 0, "confirmed": 0, "changed": 0}
        tx.connection.execute(insert(table).values(rule=rule, day=day, **{**zero, **counts}))
