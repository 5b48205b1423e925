"""``sekisho audit``: the tamper-evident record."""

from dataclasses import asdict
from pathlib import Path

import click

from gateway.cli import options
from quarantine.listing import VerifyAudit


@click.group()
def audit() -> None:
    """The tamper-evident audit record."""


@audit.command()
@options.config
@options.as_json
@click.pass_context
def verify(context: click.Context, config: Path | None, as_json: bool) -> None:
    """Check every chain of the audit record; exit 1 and name each that is broken."""
    settings = options.settings_from(config)
    report = options.with_store(settings, lambda store: store.ask(VerifyAudit()))
    if as_json:
        options.print_json(asdict(report))
    else:
        for broken in report.broken:
            click.echo(f"{broken.subject}: record {broken.n} is {broken.fault}")
        state = f"{len(report.broken)} broken" if report.broken else "all chains hold"
        click.echo(f"{report.events} records in {report.chains} chains: {state}")
    context.exit(1 if report.broken else 0)
