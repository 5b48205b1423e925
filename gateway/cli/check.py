"""``sekisho check``: judge without sending."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from gateway.cli import options
from gateway.settings import Settings
from policies.envelope import Address, Client, Envelope
from policies.errors import AddressError
from policies.finding import Finding
from policies.judge import Policy, judge
from policies.message import Message, address_or_none
from policies.recipients.directory import Directory
from policies.recipients.facts import gather
from policies.verdict import Action, RecipientVerdict, Verdict
from quarantine.known import ReadDirectory


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
    directory = _directory(settings)
    worst = 0
    for file in files:
        result = _check(settings, directory, file.read_bytes(), sender, recipients)
        worst = max(worst, int(result["action"] != Action.PASS.value))
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            _print(file, result)
    context.exit(worst)


def _directory(settings: Settings) -> Directory:
    """The directory of the installation; checking makes no new installation."""
    if not settings.places.database.exists():
        return Directory()
    snapshot = options.with_store(settings, lambda store: store.ask(ReadDirectory()))
    return Directory(snapshot.entries, snapshot.version)


def _check(
    settings: Settings,
    directory: Directory,
    raw: bytes,
    sender: str | None,
    recipients: tuple[str, ...],
) -> dict[str, Any]:
    # A file on disk may have Unix line ends; the wire never has.
    summary = Message(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")).summary()
    good, bad = _addresses(recipients or summary.to)
    from_address = _sender(summary.sender if sender is None else sender)
    envelope = Envelope(from_address, good, Client(host="127.0.0.1"))
    zone = ZoneInfo(settings.company.time_zone)
    today = datetime.now(UTC).astimezone(zone).date()
    facts = gather(envelope, settings.company.domains, directory, today)
    verdict = judge(envelope, summary, facts, Policy(settings.policy.mode))
    return _with_unparsable(verdict, bad).as_json()


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
        click.echo(f"  {recipient['action']:<6} {options.plain(recipient['address'])}  {known}")
        for finding in recipient["findings"]:
            click.echo(f"         {finding['code']}: {', '.join(finding['why'])}")
    for rule in result["rules"]:
        why = ", ".join(options.plain(text) for text in rule["why"]) or "nothing that concerns it"
        click.echo(f"  rule {rule['name']}: {'fired' if rule['fired'] else 'not fired'} ({why})")
    for attachment in result["attachments"]:
        name = options.plain(attachment["name"])
        click.echo(f"  attachment {name} ({attachment['format']}): {attachment['status']}")
