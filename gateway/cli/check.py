"""``sekisho check``: judge without sending."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from gateway.cli import options
from gateway.settings import Settings
from policies.attachments.sandbox import Sandbox
from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.errors import AddressError
from policies.finding import Finding
from policies.judge import judge
from policies.message import Message, address_or_none
from policies.recipients.acquaintance import Recall
from policies.verdict import Action, RecipientVerdict, Verdict
from quarantine.known import ReadKnowledge
from quarantine.memory import RecallMemory


@click.command()
@options.config
@options.as_json
@click.option("--from", "sender", help="Envelope sender; <> is the null sender. Default: From.")
@click.option("--to", "recipients", multiple=True, help="Repeat per recipient. Default: To, Cc.")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.pass_context
def check(
    context: click.Context,
    config: Path | None,
    as_json: bool,
    sender: str | None,
    recipients: tuple[str, ...],
    files: tuple[Path, ...],
) -> None:
    """Judge messages (.eml) without sending them: the whole verdict and why.

    Exit code 1 when any of them would be held or rejected. With --json one object
    a line and file.
    """
    settings = options.settings_from(config)
    worst = 0
    with Sandbox(settings.attachments.limits, ocr=settings.attachments.ocr) as sandbox:
        desk = _desk(settings, sandbox)
        for file in files:
            result = _check(settings, desk, file.read_bytes(), sender, recipients)
            worst = max(worst, int(result["action"] != Action.PASS.value))
            if as_json:
                click.echo(json.dumps(result, ensure_ascii=False))
            else:
                _print(file, result)
    context.exit(worst)


@dataclass(frozen=True)
class _Desk:
    """The briefing of the installation, and its memory as far as there is one."""

    briefing: Briefing
    recall: Callable[[Envelope], Recall]
    sandbox: Sandbox


def _desk(settings: Settings, sandbox: Sandbox) -> _Desk:
    """Checking makes no new installation: without one, nobody is known."""
    source = settings.policy_source
    if not settings.places.database.exists():
        briefing = Briefing("0", settings.company.domains, (), (), source, settings.policy.mode)
        return _Desk(briefing, lambda _envelope: Recall(), sandbox)
    known = options.with_store(settings, lambda store: store.ask(ReadKnowledge()))
    briefing = Briefing(
        version=str(known.version),
        own_domains=settings.company.domains,
        entries=known.entries,
        established=known.established,
        policy_source=source,
        mode=settings.policy.mode,
    )

    def recall(envelope: Envelope) -> Recall:
        query = RecallMemory(envelope.sender, envelope.recipients)
        return options.with_store(settings, lambda store: store.ask(query))

    return _Desk(briefing, recall, sandbox)


def _check(
    settings: Settings,
    desk: _Desk,
    raw: bytes,
    sender: str | None,
    recipients: tuple[str, ...],
) -> dict[str, Any]:
    # A file on disk may have Unix line ends; the wire never has.
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    summary = Message(raw, time.monotonic, opener=desk.sandbox.read).summary()
    good, bad = _addresses(recipients or summary.to)
    from_address = _sender(summary.sender if sender is None else sender)
    envelope = Envelope(from_address, good, Client(host="127.0.0.1"))
    today = datetime.now(UTC).astimezone(settings.company.zone).date()
    judgement = judge(envelope, summary, desk.briefing, desk.recall(envelope), today)
    return _with_unparsable(judgement.verdict, bad).as_json()


def _sender(text: str) -> Address | None:
    if text.strip() in {"", "<>"}:
        return None
    try:
        return Address.parse(text)
    except AddressError as error:
        raise click.BadParameter(str(error), param_hint="--from") from error


def _addresses(texts: tuple[str, ...]) -> tuple[tuple[Address, ...], list[str]]:
    found = {text: address_or_none(text.strip()) for text in texts}
    good = tuple(address for address in found.values() if address)
    return good, [text for text, address in found.items() if address is None]


def _with_unparsable(verdict: Verdict, bad: list[str]) -> Verdict:
    """What is no address is a rejected recipient with a finding."""
    if not bad:
        return verdict
    rejected = tuple(
        RecipientVerdict(
            address=text,
            domain="",
            known=False,
            action=Action.REJECT,
            findings=(Finding(code="bad-address"),),
        )
        for text in bad
    )
    return replace(verdict, action=Action.REJECT, recipients=(*verdict.recipients, *rejected))


def _print(file: Path, result: dict[str, Any]) -> None:
    click.echo(f"{file}: {result['action']}  (policy {result['policy']}, {result['mode']})")
    for recipient in result["recipients"]:
        known = "known" if recipient["known"] else "not known"
        rules = " ".join(recipient["rules"])
        click.echo(
            f"  {recipient['action']:<6} {options.plain(recipient['address'])}  {known}  {rules}"
        )
        for finding in recipient["findings"]:
            click.echo(f"         {finding['code']} {_evidence(finding)}")
    for finding in result["findings"]:
        click.echo(f"  {finding['code']} {_evidence(finding)}")
    for step in result["steps"]:
        click.echo(f"  step {step['kind']} {options.plain(step['recipient'])}")
    for rule in result["rules"]:
        why = ", ".join(options.plain(text) for text in rule["why"])
        click.echo(f"  {'fired    ' if rule['fired'] else 'not fired'} {rule['name']}: {why}")
        if rule["near"]:
            click.echo(f"            only this did not hold: {' and '.join(rule['near'])}")
    for attachment in result["attachments"]:
        name = options.plain(attachment["name"])
        click.echo(f"  attachment {name} ({attachment['format']}): {attachment['status']}")


def _evidence(finding: dict[str, Any]) -> str:
    words = [
        *finding["why"],
        *(f"{k}={v}" for k, v in finding["data"].items() if v not in ("", [])),
    ]
    return options.plain(", ".join(str(word) for word in words))
