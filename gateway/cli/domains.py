"""``sekisho domains``: the directory of known organisations."""

from pathlib import Path

import click

from gateway.cli import options
from policies.recipients.directory import read_csv
from quarantine.known import ImportDirectory


@click.group()
def domains() -> None:
    """The directory of known domains and addresses."""


@domains.command("import")
@options.config
@click.option("--replace", is_flag=True, help="The file becomes the whole directory.")
@click.option("--dry-run", is_flag=True, help="Only read the file and say what it holds.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(config: Path | None, replace: bool, dry_run: bool, file: Path) -> None:
    """Merge a CSV file (domain,organisation,…; UTF-8 or CP932) into the directory."""
    entries = read_csv(file.read_bytes())
    addresses = sum(1 for entry in entries if entry.address)
    click.echo(f"{file}: {len(entries) - addresses} domains, {addresses} addresses")
    if dry_run:
        return
    order = ImportDirectory(entries, options.actor(), replace)
    settings = options.settings_from(config)
    total = options.with_store(settings, lambda store: store.run(order), may_create=True)
    click.echo(f"the directory now has {total} rows")
