"""``sekisho domains``: the directory of known organisations, and what past mail teaches."""

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import click

from gateway.cli import options
from gateway.control import AnyStore
from gateway.settings import Settings
from policies.envelope import domain_name
from policies.learning.learned import Learned, LeftOut, Proposal, summarise
from policies.learning.log_time import first_year
from policies.learning.message_trace import read_message_trace
from policies.learning.postfix import read_postfix
from policies.learning.sent import Reading, Sent
from policies.learning.sent_folder import read_mbox, read_message
from policies.recipients.directory import COLUMNS, Entry, providers_in, read_csv
from policies.recipients.freemail import FREEMAIL
from policies.recipients.lookalike import KnownNames
from quarantine.agreed import AgreePasswords
from quarantine.known import ImportDirectory, ReadKnowledge
from quarantine.memory import Learn

#: So many times as much mail makes one of two similar names the right one.
BETTER_KNOWN = 3
PIECE = 200


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
@click.option("--forget", is_flag=True, help="Forget what was agreed.")
@click.argument("domain")
def password(config: Path | None, forget: bool, domain: str) -> None:
    """Passwords of files agreed with a partner: tried on what goes to its domain.

    They are read from the terminal, or one a line from standard input, and stored
    encrypted; they replace those of before.
    """
    name = domain_name(domain)
    given: list[str] = []
    if not forget:
        stream = sys.stdin
        given = (
            [click.prompt("password", hide_input=True)]
            if stream.isatty()
            else [line for line in stream.read().splitlines() if line]
        )
        if not given:
            raise click.UsageError("no password was given; --forget removes those of before")
    order = AgreePasswords(name, tuple(given), options.actor())
    settings = options.settings_from(config)
    options.with_store(settings, lambda store: store.run(order), may_create=True)
    click.echo(f"{name}: {len(given)} passwords")


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
    zone = settings.company.zone
    reading = Reading()
    known = _entries(settings)
    learned = _learn(_read_all(paths, zone, reading), own, known, zone)
    _print_learned(learned, reading)
    if is_real:
        _store(settings, learned)
    else:
        click.echo("nothing was stored; --apply does")


def _entries(settings: Settings) -> tuple[Entry, ...]:
    """The directory as it is; learning never changes a row that somebody wrote."""
    if not settings.places.database.exists():
        return ()
    return options.with_store(settings, lambda store: store.ask(ReadKnowledge())).entries


def _learn(
    sent: Iterator[Sent], own: frozenset[str], known: tuple[Entry, ...], zone: ZoneInfo
) -> Learned:
    """Sum up, and leave out what resembles something better known: slips repeat, too."""
    listed = {entry.key for entry in known}
    providers = providers_in(known)
    partners = (entry.domain for entry in known if not entry.is_provider)
    directory = KnownNames([*own, *partners], providers=FREEMAIL | providers)
    learned = summarise(
        sent,
        own,
        is_near=lambda domain: bool(directory.near_domain(domain)),
        zone=zone,
        providers=providers,
    )
    counts = {proposal.key: proposal.count for proposal in learned.proposals}
    names = KnownNames([p.domain for p in learned.proposals if not p.address])
    slips = {
        proposal.key
        for proposal in learned.proposals
        if any(
            counts.get(near.known, 0) >= BETTER_KNOWN * proposal.count
            for near in names.rivals(proposal.domain)
        )
    }
    refused = {
        left.proposal.key
        for left in learned.left_out
        if left.reason in {"near_known", "own_freemail"}
    } | slips
    return replace(
        learned,
        proposals=tuple(p for p in learned.proposals if p.key not in slips | listed),
        pairs=tuple(
            p for p in learned.pairs if not {p.recipient.key, p.recipient.domain} & refused
        ),
        left_out=(
            *learned.left_out,
            *(LeftOut(p, "near_known") for p in learned.proposals if p.key in slips),
        ),
    )


def _store(settings: Settings, learned: Learned) -> None:
    """In small pieces: mail must not wait for a long transaction."""
    rows = ImportDirectory(tuple(_entry(p) for p in learned.proposals), options.actor())
    options.with_store(settings, lambda store: store.run(rows), may_create=True)
    for at in range(0, max(len(learned.pairs), 1), PIECE):
        together = learned.together if at == 0 else ()
        piece = Learn(
            replace(
                learned,
                pairs=learned.pairs[at : at + PIECE],
                together=together,
                domains=(),
                proposals=(),
                left_out=(),
            ),
            options.actor(),
        )
        options.with_store(settings, partial(_run, piece))
    click.echo(f"stored: {len(rows.entries)} rows, {len(learned.pairs)} pairs")


async def _run(order: Learn, store: AnyStore) -> int:
    return await store.run(order)


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
