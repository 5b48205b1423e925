"""``sekisho domains``: the directory of known organisations, and what past mail teaches."""

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import click

from gateway.cli import options
from policies.learning.learned import Learned, Proposal, summarise
from policies.learning.log_time import first_year
from policies.learning.message_trace import read_message_trace
from policies.learning.postfix import read_postfix
from policies.learning.sent import Reading, Sent
from policies.learning.sent_folder import read_mbox, read_message
from policies.recipients.directory import COLUMNS, Entry, read_csv
from policies.recipients.freemail import FREEMAIL
from policies.recipients.lookalike import KnownNames
from quarantine.known import ImportDirectory, ReadKnowledge
from quarantine.memory import Learn


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


@domains.command("export")
@options.config
def export(config: Path | None) -> None:
    """Print the directory as CSV, as ``import`` reads it."""
    settings = options.settings_from(config)
    known = options.with_store(settings, lambda store: store.ask(ReadKnowledge()))
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in sorted(known.entries, key=lambda entry: entry.key):
        row = {name: getattr(entry, name) for name in COLUMNS}
        writer.writerow({**row, "owners": " ".join(entry.owners)})
    click.echo(text.getvalue(), nl=False)


@domains.command()
@options.config
@click.option("--apply", "is_real", is_flag=True, help="Store it; without this, only show.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def learn(config: Path | None, is_real: bool, paths: tuple[Path, ...]) -> None:
    """Learn who writes to whom from past mail.

    PATHS are Postfix mail logs (also .gz), Exchange message-trace CSV files, mbox
    files, or folders of .eml files (Sent folders). Shows what it would do unless
    --apply is given. Use logs from before Sekisho, or of the server behind it.
    """
    settings = options.settings_from(config)
    own = frozenset(settings.company.domains)
    if not own:
        raise click.UsageError("set [company] domains first: who is inside, and who is not?")
    zone = ZoneInfo(settings.company.time_zone)
    reading = Reading()
    near = KnownNames([*own], providers=FREEMAIL)
    learned = summarise(
        _read_all(paths, zone, reading),
        own,
        is_near=lambda domain: bool(near.near_domain(domain)),
        zone=zone,
    )
    _print_learned(learned, reading)
    if is_real:
        entries = tuple(_entry(proposal) for proposal in learned.proposals)
        rows = ImportDirectory(entries, options.actor())
        pairs = Learn(learned, options.actor())
        options.with_store(settings, lambda store: store.run(rows), may_create=True)
        options.with_store(settings, lambda store: store.run(pairs))
        click.echo(f"stored: {len(entries)} rows of the directory, {len(learned.pairs)} pairs")
    else:
        click.echo("nothing was stored; --apply does")


def _entry(proposal: Proposal) -> Entry:
    return Entry(domain=proposal.domain, organisation="", address=proposal.address, note="learned")


def _read_all(paths: tuple[Path, ...], zone: ZoneInfo, reading: Reading) -> Iterator[Sent]:
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                yield from _read_file(file, zone, reading)


def _read_file(path: Path, zone: ZoneInfo, reading: Reading) -> Iterator[Sent]:
    """By what the file is: a message, a mailbox, a message trace, else a mail log."""
    if path.suffix == ".eml":
        sent = read_message(path.read_bytes(), reading)
        return iter([sent] if sent else [])
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"From "):
        return _from_mbox(path, reading)
    if path.suffix.lower() == ".csv":
        return _from_trace(path, zone, reading)
    return _from_log(path, zone, reading)


def _from_mbox(path: Path, reading: Reading) -> Iterator[Sent]:
    with path.open("rb") as file:
        yield from read_mbox(file, reading)


def _from_trace(path: Path, zone: ZoneInfo, reading: Reading) -> Iterator[Sent]:
    with path.open("rb") as file:
        yield from read_message_trace(file, reading, zone)


def _from_log(path: Path, zone: ZoneInfo, reading: Reading) -> Iterator[Sent]:
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with _text(path) as lines:
        year = first_year(lines.readline(), modified)
    with _text(path) as lines:
        yield from read_postfix(lines, year, zone, reading)


def _text(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def _print_learned(learned: Learned, reading: Reading) -> None:
    click.echo(f"read {reading.lines} lines: {reading.sent} mails sent, {reading.bad} bad lines")
    click.echo(f"{len(learned.pairs)} pairs of sender and recipient")
    click.echo(f"{len(learned.proposals)} domains and addresses are known by use:")
    for proposal in learned.proposals[:50]:
        click.echo(
            f"  {options.plain(proposal.key)}  {proposal.count} mails on {proposal.days} days "
            f"from {proposal.senders} senders"
        )
    if len(learned.proposals) > 50:
        click.echo(f"  and {len(learned.proposals) - 50} more")
    for left in [left for left in learned.left_out if left.reason != "few_days"][:50]:
        click.echo(f"  left out ({left.reason}): {options.plain(left.proposal.key)}")
