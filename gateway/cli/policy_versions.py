"""``sekisho policy log``, ``diff``, ``rollback``: the policies that have been in use."""

import difflib
from dataclasses import asdict
from pathlib import Path

import click

from gateway.cli import options
from gateway.errors import SettingsError
from gateway.policy_file import read_text, write_text
from gateway.settings import Settings
from policies.rule import policy_hash, read_policy
from quarantine.policies import (
    USED,
    ListPolicies,
    NotePolicyWritten,
    PolicyText,
    PolicyVersion,
    ReadPolicy,
)


@click.command("log")
@options.config
@options.as_json
def log(config: Path | None, as_json: bool) -> None:
    """List every policy that has been in use, the latest first, and since when."""
    settings = options.settings_from(config)
    versions = options.with_store(settings, lambda store: store.ask(ListPolicies()))
    if as_json:
        options.print_json([asdict(version) for version in versions])
        return
    if not versions:
        click.echo("No policy has been in use yet; serve stores the first one.")
    for version in versions:
        _print_version(settings, version)
    now = policy_hash(read_text(settings.policy.file))
    if versions and versions[0].hash != now:
        click.echo(f"The policy file holds {now}, which is not in use: reload or restart.")


@click.command()
@options.config
@click.argument("old")
@click.argument("new", required=False)
@click.pass_context
def diff(context: click.Context, config: Path | None, old: str, new: str | None) -> None:
    """Show what changed from the policy OLD (a hash) to NEW, line by line.

    NEW is a hash or a file; without it, the policy file in the settings. Exit 1
    when they differ.
    """
    settings = options.settings_from(config)
    before = _stored(settings, old)
    if new is None:
        after = _configured(settings)
    elif Path(new).is_file():
        text = read_text(Path(new))
        after = PolicyText(policy_hash(text), text)
    else:
        after = _stored(settings, new)
    lines = _differences(before, after)
    for line in lines:
        click.echo(line)
    context.exit(1 if lines else 0)


@click.command()
@options.config
@click.option("--yes", "is_sure", is_flag=True, help="Write it; without this, only show.")
@click.argument("hash_", metavar="HASH")
@click.pass_context
def rollback(context: click.Context, config: Path | None, is_sure: bool, hash_: str) -> None:
    """Put the policy HASH back into the file that [policy] file names.

    Shows what would change, and writes it only with --yes (else exit 1). The
    running service takes it over on SIGHUP.
    """
    settings = options.settings_from(config)
    path = settings.policy.file
    if path is None:
        raise SettingsError(
            "[policy] file is not set, so there is no file to write to: "
            "name one in sekisho.toml, then roll back"
        )
    found = _stored(settings, hash_)
    read_policy(found.source)  # an old text may ask for facts that this release does not have
    if path.exists():
        for line in _differences(_configured(settings), found):
            click.echo(line)
    if not is_sure:
        click.echo(f"nothing was written; --yes writes policy {found.hash} to {path}")
        context.exit(1)
    write_text(path, found.source)
    note = NotePolicyWritten(found.hash, options.actor())
    options.with_store(settings, lambda store: store.run(note))
    click.echo(f"{path}: now holds policy {found.hash}")
    click.echo("send SIGHUP to the running service (kill -HUP PID), and it judges by it")


def _stored(settings: Settings, hash_: str) -> PolicyText:
    return options.with_store(settings, lambda store: store.ask(ReadPolicy(hash_)))


def _configured(settings: Settings) -> PolicyText:
    text = read_text(settings.policy.file)
    return PolicyText(policy_hash(text), text)


def _differences(before: PolicyText, after: PolicyText) -> list[str]:
    """A unified diff, without line ends; texts of one hash do not differ."""
    if before.hash == after.hash:
        return []
    old, new = before.source.splitlines(), after.source.splitlines()
    lines = difflib.unified_diff(old, new, before.hash, after.hash, lineterm="")
    return [options.plain(line.expandtabs(4)) for line in lines]


def _print_version(settings: Settings, version: PolicyVersion) -> None:
    mark = "  in use" if version.in_use else ""
    click.echo(f"{version.hash}{mark}")
    for event in version.events:
        kind = event.kind.replace("-", " ")
        words = f"in use, mode {event.mode}" if event.kind == USED else kind
        click.echo(f"  {options.local_time(settings, event.at)} {words} ({event.actor})")
