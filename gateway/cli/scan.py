"""``sekisho scan``: personal data in files and folders."""

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click

from gateway.cli import options
from gateway.cli.scan_words import Totals, described
from gateway.settings import Settings

SECONDS = 60.0  # for the personal data of one file
_PARALLEL = 4  # files from which several processes pay


@click.command()
@options.config
@options.as_json
@click.option("--with-text", is_flag=True, help="Add the extracted text.")
@click.option("--password", "passwords", multiple=True, help="To try on encrypted files; repeat.")
@click.option("--processes", type=click.IntRange(1, 64), help="Default: one per core.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def scan(
    context: click.Context,
    config: Path | None,
    as_json: bool,
    with_text: bool,
    passwords: tuple[str, ...],
    processes: int | None,
    paths: tuple[Path, ...],
) -> None:
    """Find personal data in files and folders: who, what, which kind, and why.

    Exit code 1 when any file holds personal data or could not be read whole. With
    --json one object a line and file, in any order.
    """
    settings = options.settings_from(config)
    files = list(_files(paths))
    totals = Totals()
    with _progress(len(files)) as bar:
        for result in _results(files, settings, passwords, processes):
            totals.add(result)
            text = result["text"] if with_text else result.pop("text")
            if as_json:
                click.echo(json.dumps(result, ensure_ascii=False))
            else:
                click.echo(described(result))
            if with_text and not as_json:
                click.echo("\n".join(options.plain(line) for line in text.splitlines()))
            bar.update(1)
    if not as_json and len(files) > 1:
        click.echo(totals.described())
    context.exit(int(totals.found))


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            yield path


def _progress(count: int) -> Any:
    """A bar on a terminal's error stream; nothing where nobody looks."""
    hidden = not sys.stderr.isatty() or count < 2
    return click.progressbar(length=count, label="scan", file=sys.stderr, hidden=hidden)


def _results(
    files: list[Path], settings: Settings, passwords: tuple[str, ...], processes: int | None
) -> Iterator[dict[str, Any]]:
    workers = min(processes or os.cpu_count() or 1, max(1, len(files) // 2))
    jobs = [(str(file), passwords) for file in files]
    if workers == 1 or len(files) < _PARALLEL:
        _Desk.open(settings)
        try:
            yield from map(_scan, jobs)
        finally:
            _Desk.close()
        return
    with ProcessPoolExecutor(workers, initializer=_Desk.open, initargs=(settings,)) as pool:
        yield from pool.map(_scan, jobs, chunksize=max(1, min(16, len(jobs) // workers // 4)))


class _Desk:
    """The sandbox of this process."""

    sandbox: Any = None
    size = 0

    @classmethod
    def open(cls, settings: Settings) -> None:
        from policies.attachments.sandbox import Sandbox

        cls.sandbox = Sandbox(settings.attachments.limits, ocr=settings.attachments.ocr)
        cls.size = settings.attachments.size

    @classmethod
    def close(cls) -> None:
        cls.sandbox.close()


def _scan(job: tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    """The result for one file; a file that fails is a result too."""
    from policies.attachments import Extract, ReadFile
    from policies.looking_into import look_into
    from policies.personal_data import Budget

    path, passwords = job
    started = time.monotonic()
    try:
        with Path(path).open("rb") as file:
            data = file.read(_Desk.size + 1)
        extract = _Desk.sandbox.read(Path(path).name, data, passwords)
    except OSError as error:
        extract = Extract.of([ReadFile("", "unknown", 0, "corrupt", type(error).__name__)])
    found = look_into(extract, Budget(SECONDS, time.monotonic))
    return _result(path, found) | {"seconds": round(time.monotonic() - started, 4)}


def _result(path: str, found: Any) -> dict[str, Any]:
    """The JSON of DESIGN.md section 4, with findings and places besides."""
    from policies.verdict import finding_json

    extract = found.extract
    inspected = [finding for report in found.reports for finding in report.findings]
    limits = [f"limit:{finding.why[0]}" for finding in inspected if finding.code == "limit"]
    is_cut = bool(limits) and extract.status == "text"
    return {
        "path": path,
        "format": extract.format,
        "status": "uninspectable" if is_cut else extract.status,
        "reason": limits[0] if is_cut else extract.reason,
        "kind": found.kind,
        "persons": found.persons,
        "persons_min": min(found.least, found.persons),
        "persons_max": max(found.most, found.persons),
        "sensitive": found.sensitive,
        "entities": [_entity(entity) for entity in found.entities],
        "places": [str(spread) for spread in found.spreads],
        "findings": [finding_json(f) for f in (*found.findings, *inspected, *_named(path))],
        "characters": len(extract.text),
        "text": extract.text,
    }


def _named(path: str) -> list[Any]:
    """A finding for a file whose name tells of a person."""
    from policies.finding import Finding
    from policies.personal_data import inspect

    report = inspect(Path(path).stem.replace("_", " "))
    if not report.persons or all(e.form == "surname" for e in report.entities):
        return []
    return [Finding(code="file-name", count=report.persons, why=("name",))]


def _entity(entity: Any) -> dict[str, Any]:
    return {
        "type": entity.type,
        "start": entity.start,
        "end": entity.end,
        "value": entity.value,
        "location": entity.location,
        "confidence": entity.confidence,
        "why": list(entity.why),
    }
