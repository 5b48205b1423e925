"""``sekisho policy``: check a policy, explain it, try a draft on past mail."""

import asyncio
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

from gateway.cli import options
from gateway.cli.policy_versions import diff, log, rollback
from gateway.control import AnyStore, open_store
from gateway.settings import Settings
from policies.errors import RuleError
from policies.evaluate import Evaluation, evaluate
from policies.rule import Policy, Rule, read_policy
from policies.verdict import Action
from quarantine.replaying import PastMail, ReadFacts
from quarantine.rule_use import ReadRuleUse, RuleUse
from quarantine.store import now_ms

_SINCE = re.compile(r"(\d{1,5})([hd])\Z")


@click.group()
def policy() -> None:
    """The rules: check them, explain them, try a draft on past mail, go back to older ones."""


for command in (log, diff, rollback):
    policy.add_command(command)


@policy.command("check")
@options.config
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check_policy(config: Path | None, file: Path | None) -> None:
    """Check a policy file (default: the one in use); exit 1 and the place of the first fault."""
    found = _policy(options.settings_from(config), file)
    click.echo(f"{file or 'the policy in use'}: {len(found.rules)} rules, hash {found.hash}")


@policy.command()
@options.config
@options.as_json
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 400))
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def explain(config: Path | None, as_json: bool, days: int, file: Path | None) -> None:
    """Say what every rule does, in words, with how often it fired and what was decided."""
    settings = options.settings_from(config)
    found = _policy(settings, file)
    use = {u.rule: u for u in _rule_use(settings, days)}
    if as_json:
        options.print_json([_rule_json(rule, use.get(rule.name)) for rule in found.rules])
        return
    total = use.get("", RuleUse("", 0, 0, 0, 0))
    per_thousand = 1000 * total.prompts / total.hits if total.hits else 0.0
    click.echo(
        f"{total.hits} outside mails in {days} days, {total.prompts} prompts: "
        f"{per_thousand:.1f} per 1,000"
    )
    for rule in found.rules:
        _print_rule(rule, use.get(rule.name))


@policy.command()
@options.config
@options.as_json
@click.option("--since", default="30d", show_default=True, help="How far back: 12h, 30d.")
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def replay(
    context: click.Context, config: Path | None, as_json: bool, since: str, draft: Path
) -> None:
    """Judge stored past mail by a draft and show what would change; exit 1 if anything does."""
    match = _SINCE.match(since)
    if not match:
        raise click.BadParameter("expected a number and h or d, such as 30d", param_hint="--since")
    back = int(match[1]) * (24 if match[2] == "d" else 1) * 3_600_000
    settings = options.settings_from(config)
    found = _policy(settings, draft)
    result = asyncio.run(_replay(settings, found, now_ms() - back))
    if as_json:
        options.print_json(result.as_json())
    else:
        result.print()
    context.exit(1 if result.changes else 0)


@dataclass
class Replayed:
    """What a draft would have done."""

    mails: int = 0
    unknown: int = 0  # not judged again: facts of another version
    before: int = 0  # prompts that were
    after: int = 0  # prompts that would have been
    changes: list[dict[str, Any]] = field(default_factory=list)
    by_rule: Counter[str] = field(default_factory=Counter)
    by_sender: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {
            "mails": self.mails,
            "not_judged_again": self.unknown,
            "prompts_before": self.before,
            "prompts_after": self.after,
            "prompts_by_rule": dict(self.by_rule.most_common()),
            "prompts_by_sender": dict(self.by_sender.most_common()),
            "changes": self.changes,
        }

    def print(self) -> None:
        """Print it for a person."""
        click.echo(f"{self.mails} mails, {self.unknown} of them cannot be judged again")
        click.echo(f"prompts: {self.before} were, {self.after} would have been")
        for title, counts in (("rule", self.by_rule), ("sender", self.by_sender)):
            for name, count in counts.most_common(20):
                click.echo(f"  {count:>6}  {title} {options.plain(name)}")
        for change in self.changes[:100]:
            words = f"{change['before']} -> {change['after']}"
            click.echo(f"  {change['id']} {options.plain(change['address'])}: {words}")
        if len(self.changes) > 100:
            click.echo(f"  and {len(self.changes) - 100} more changes")


async def _replay(settings: Settings, draft: Policy, since: int) -> Replayed:
    result = Replayed()
    async with open_store(settings.places, settings.company.zone) as store:
        async for mail in _past_mail(store, since):
            _compare(result, mail, draft)
    return result


async def _past_mail(store: AnyStore, since: int) -> Any:
    after = ""
    while page := await store.ask(ReadFacts(since, after)):
        for mail in page:
            yield mail
        after = page[-1].message_id


def _compare(result: Replayed, mail: PastMail, draft: Policy) -> None:
    result.mails += 1
    if mail.facts is None:
        result.unknown += 1
        return
    evaluation = evaluate(draft, mail.facts)
    was_held = any(r.action is Action.HOLD for r in mail.verdict.recipients)
    is_held = any(r.action is Action.HOLD for r in evaluation.recipients)
    result.before += was_held
    result.after += is_held
    if is_held:
        result.by_sender[mail.sender] += 1
        result.by_rule.update({name for r in evaluation.recipients for name in r.rules})
    result.changes += _changes(mail, evaluation)


def _changes(mail: PastMail, evaluation: Evaluation) -> list[dict[str, Any]]:
    pairs = zip(mail.verdict.recipients, evaluation.recipients, strict=True)
    return [
        {
            "id": mail.message_id,
            "address": before.address,
            "before": before.action.value,
            "after": after.action.value,
            "rules": list(after.rules),
        }
        for before, after in pairs
        if before.action is not after.action or set(before.rules) != set(after.rules)
    ]


def _policy(settings: Settings, file: Path | None) -> Policy:
    try:
        source = file.read_text("utf-8") if file else settings.policy_source
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{file}: {error}") from error
    return read_policy(source, settings.policy.mode)


def _rule_use(settings: Settings, days: int) -> tuple[RuleUse, ...]:
    if not settings.places.database.exists():
        return ()
    return options.with_store(settings, lambda store: store.ask(ReadRuleUse(days)))


def _rule_json(rule: Rule, use: RuleUse | None) -> dict[str, Any]:
    return {
        "name": rule.name,
        "scope": rule.scope,
        "when": rule.when.text,
        "do": rule.do,
        "steps": [asdict(step) for step in rule.steps],
        "audience": rule.audience,
        "text": dict(rule.text),
        "use": asdict(use) if use else None,
    }


def _print_rule(rule: Rule, use: RuleUse | None) -> None:
    steps = ", ".join(s.kind + (f" {s.seconds} s" if s.seconds else "") for s in rule.steps)
    staff = ", for staff only" if rule.audience == "staff" else ""
    click.echo(f"\n{rule.name}: {rule.do} ({rule.scope}{staff}){' with ' + steps if steps else ''}")
    click.echo(f"  when {rule.when.text}")
    for text in rule.text.values():
        click.echo(f"  {text}")
    if use:
        click.echo(
            f"  fired {use.hits} times, asked {use.prompts}: "
            f"{use.confirmed} confirmed unchanged, {use.changed} withdrawn or changed"
        )
