"""``sekisho scan``: personal data in files and folders."""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click

from gateway.cli import options

SECONDS = 60.0  # for one file
_PARALLEL = 8  # files from which several processes pay


@click.command()
@options.as_json
@click.option("--with-text", is_flag=True, help="Add the extracted text to the JSON.")
@click.option("--processes", type=click.IntRange(1, 64), help="Default: one per core.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def scan(
    context: click.Context,
    as_json: bool,
    with_text: bool,
    processes: int | None,
    paths: tuple[Path, ...],
) -> None:
    """Find personal data in files and folders: who, what, which kind, and why.

    Exit code 1 when any file holds personal data or could not be read. With
    --json one object a line and file, in any order.
    """
    files = list(_files(paths))
    found = False
    with _progress(len(files)) as bar:
        for result in _results(files, with_text=with_text, processes=processes):
            found = found or bool(result["entities"]) or result["status"] != "text"
            if as_json:
                click.echo(json.dumps(result, ensure_ascii=False))
            else:
                _print(result)
            bar.update(1)
    context.exit(int(found))


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
    files: list[Path], *, with_text: bool, processes: int | None
) -> Iterator[dict[str, Any]]:
    workers = min(processes or os.cpu_count() or 1, max(1, len(files) // 2))
    jobs = [(str(file), with_text) for file in files]
    if workers == 1 or len(files) < _PARALLEL:
        yield from map(_scan, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_scan, jobs, chunksize=max(1, min(16, len(jobs) // workers // 4)))


def _scan(job: tuple[str, bool]) -> dict[str, Any]:
    """The result for one file; a file that fails is a result too."""
    from policies.personal_data import Budget, inspect
    from policies.personal_data.reading import MAX_BYTES, Reading, read

    path, with_text = job
    started = time.monotonic()
    try:
        with Path(path).open("rb") as file:
            reading = read(file.read(MAX_BYTES + 1), Path(path).name)
    except OSError as error:
        reading = Reading("", "corrupt", reason=error.__class__.__name__)
    report = inspect(reading.text, Budget(SECONDS, time.monotonic))
    named = inspect(Path(path).stem.replace("_", " ")) if reading.status == "text" else None
    limits = [f"limit:{finding.why[0]}" for finding in report.findings if finding.code == "limit"]
    result: dict[str, Any] = {
        "path": path,
        "format": reading.format,
        "status": "uninspectable" if limits else reading.status,
        "reason": limits[0] if limits else reading.reason,
        "kind": report.kind,
        "persons": report.persons,
        "persons_min": report.persons_min,
        "persons_max": report.persons_max,
        "sensitive": report.sensitive,
        "entities": [_entity(entity) for entity in report.entities],
        "findings": [
            {"code": f.code, "count": f.count, "why": list(f.why)} for f in report.findings
        ],
        "characters": report.characters,
        "seconds": round(time.monotonic() - started, 4),
    }
    if named and named.persons and any(e.form != "surname" for e in named.entities):
        result["findings"].append({"code": "file-name", "count": named.persons, "why": ["name"]})
    if with_text:
        result["text"] = reading.text
    return result


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


def _print(result: dict[str, Any]) -> None:
    from policies.personal_data import mask

    path = options.plain(result["path"])
    if result["status"] != "text":
        click.echo(f"{path}: {result['status']} ({result['reason']})")
    if not result["entities"]:
        click.echo(f"{path}: no personal data")
        return
    count = str(result["persons"])
    if result["persons_min"] != result["persons_max"]:
        count += f" ({result['persons_min']}-{result['persons_max']})"
    sensitive = ", SENSITIVE" if result["sensitive"] else ""
    click.echo(f"{path}: {result['kind']}, persons: {count}{sensitive}")
    types = Counter(entity["type"] for entity in result["entities"])
    for kind, number in types.most_common():
        first = next(entity for entity in result["entities"] if entity["type"] == kind)
        sample = options.plain(mask.value(kind, first["value"])[:40].replace("\u3000", " "))
        why = options.plain(", ".join(first["why"]))
        click.echo(f"  {kind:<16} {number:>5}  e.g. {sample} at {first['location']} ({why})")
    for finding in result["findings"]:
        click.echo(f"  {finding['code']}: {', '.join(finding['why'])} ({finding['count']})")
