"""``sekisho clean``: take quoted history and signatures out of mail on disk."""

import json
from pathlib import Path
from typing import Any

import click

from gateway.cli import options
from policies.envelope import Address
from policies.errors import AddressError
from policies.history.clean import Cleaned
from policies.history.clean import clean as clean_message
from policies.history.plan import Mode, OwnSignature


@click.command()
@options.config
@options.as_json
@click.option(
    "--mode",
    required=True,
    type=click.Choice([mode.value for mode in Mode]),
    help="remove drops history; redact keeps it without signatures, addresses, phone numbers.",
)
@click.option(
    "--own-signature",
    type=click.Choice([choice.value for choice in OwnSignature]),
    default=OwnSignature.KEEP.value,
    show_default=True,
    help="What happens to the sender's own signature.",
)
@click.option("--to", "recipients", multiple=True, help="Report whether the history names them.")
@click.argument("source", metavar="IN", type=click.Path(exists=True, path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.pass_context
def clean(
    context: click.Context,
    config: Path | None,
    as_json: bool,
    mode: str,
    own_signature: str,
    recipients: tuple[str, ...],
    source: Path,
    target: Path,
) -> None:
    """Strip history and signatures from one .eml, or from a folder of them.

    OUT is a file for a file and a folder for a folder, with the same names. Exit
    code 1 when a message could not be read or written. With --json one object a
    line and message.
    """
    del config  # cleaning needs no settings; the option is there for every command
    addresses = [_address(text) for text in recipients]
    failed = False
    for path, destination in _pairs(source, target):
        try:
            cleaned = clean_message(path.read_bytes(), Mode(mode), OwnSignature(own_signature))
            destination.parent.mkdir(parents=True, exist_ok=True)
            destination.write_bytes(cleaned.message)
        except OSError as error:
            failed = True
            click.echo(f"sekisho: {options.plain(str(error))}", err=True)
            continue
        report = _report(path, cleaned, addresses)
        if as_json:
            click.echo(json.dumps(report, ensure_ascii=False))
        else:
            _print(report)
    context.exit(int(failed))


def _address(text: str) -> str:
    try:
        return Address.parse(text.strip()).key
    except AddressError as error:
        raise click.BadParameter(str(error), param_hint="--to") from error


def _pairs(source: Path, target: Path) -> list[tuple[Path, Path]]:
    """Which file becomes which; a folder keeps the names below it."""
    if source.is_dir():
        if target.exists() and not target.is_dir():
            raise click.BadParameter("must be a folder, as IN is one", param_hint="OUT")
        files = sorted(path for path in source.rglob("*.eml") if path.is_file())
        return [(path, target / path.relative_to(source)) for path in files]
    return [(source, target / source.name if target.is_dir() else target)]


def _report(path: Path, cleaned: Cleaned, recipients: list[str]) -> dict[str, Any]:
    """What was done to one message; ``recipients`` says who was not in the history before."""
    history = cleaned.history
    known = [{"address": key, "in_history": history.names(key)} for key in recipients]
    return {
        "path": str(path),
        "changed": cleaned.changed,
        "verdict": list(cleaned.codes),
        "why": [
            {"code": notice.code, "confidence": notice.confidence, "why": notice.why}
            for notice in cleaned.verdicts
        ],
        "removed": [removed.as_json() for removed in cleaned.removed],
        "history": history.as_json(),
        "recipients": known,
    }


def _print(report: dict[str, Any]) -> None:
    verdict = f"  ({', '.join(report['verdict'])})" if report["verdict"] else ""
    changed = "changed" if report["changed"] else "unchanged"
    click.echo(f"{options.plain(report['path'])}: {changed}{verdict}")
    for removed in report["removed"]:
        why = ", ".join(removed["why"])
        click.echo(
            f"  part {removed['part']}: {removed['count']} {removed['kind']}  {why}".rstrip()
        )
    history = report["history"]
    if history["found"]:
        names = options.plain(", ".join(history["organisations"][:10]))
        click.echo(
            f"  history: {history['messages']} messages, {history['addresses']} addresses, "
            f"{history['signatures']} signatures, oldest {history['oldest'] or 'undated'}"
            + (f", from {names}" if names else "")
        )
    for known in report["recipients"]:
        state = "named in the history" if known["in_history"] else "not named in the history"
        click.echo(f"  {options.plain(known['address'])}: {state}")
