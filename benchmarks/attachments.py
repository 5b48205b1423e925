"""Attachments: what is found, what is left out in silence, and how fast; beside its peers.

Peers (markitdown, extractous, kreuzberg) are installed into a throw-away environment; set
``SEKISHO_PEERS`` to a Python that has them, or to ``no`` to leave them out.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

from policies.attachments.sandbox import Sandbox
from tests.policies.attachments import made_files as made
from tests.policies.attachments.test_nothing_silent import FOUND, PDFS, SHUT

PEERS = ("extractous", "kreuzberg", "markitdown")
SECONDS = 120  # for one file of a peer


def main() -> None:
    """Print found, told and silent; then times and memory; then the peers as ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _write(folder, _cases())
        large = _write(folder, {"100k rows.xlsx": _workbook(), "1000 pages.pdf": _pages()})
        own = _own(files), _own(large)
        _print("sekisho", files, *own)
        with Sandbox() as box:
            print(f"ordinary file through the sandbox: {_ordinary(box):.1f} ms (median)")
        for tool in PEERS if os.environ.get("SEKISHO_PEERS") != "no" else ():
            python = os.environ.get("SEKISHO_PEERS") or _environment(folder)
            _print(tool, files, _peer(python, tool, files), _peer(python, tool, large))


Results = dict[str, dict[str, Any]]


def _cases() -> dict[str, bytes]:
    """Every file of the tests by a name that tells whether its marker can be found."""
    cases: dict[str, bytes] = {}
    for n, (name, data) in enumerate(FOUND.values()):
        cases[f"found{n}.{name.rpartition('.')[2]}"] = data
    for n, data in enumerate(PDFS.values()):
        cases[f"number{n}.pdf"] = data
    for n, (name, data, _) in enumerate(SHUT.values()):
        cases[f"shut{n}.{name.rpartition('.')[2]}"] = data
    return cases


def _write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def _workbook() -> bytes:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}" t="s"><v>{r % 900}</v></c>'
        f'<c r="C{r}" t="s"><v>{r % 700}</v></c><c r="D{r}"><v>{r * 7}</v></c>'
        f'<c r="E{r}" t="inlineStr"><is><t>user{r}@example.jp</t></is></c></row>'
        for r in range(1, 100_001)
    )
    return made.xlsx(rows, "".join(f"<si><t>佐藤 {n}</t></si>" for n in range(900)))


def _pages() -> bytes:
    """A thousand pages of forty lines."""
    lines = b"".join(
        b"0 -14 Td (Line %d of a page, user%d@example.jp) Tj " % (n, n) for n in range(40)
    )
    body = b"BT /F1 10 Tf 50 780 Td " + lines + b"ET"
    count = 1_000
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n in range(count):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * n)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(body), body))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for n, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _own(files: list[Path]) -> Results:
    """Ours, through the sandbox; times and memory are those of its children."""
    results: Results = {}
    for path in files:
        with Sandbox() if path.stat().st_size > 500_000 else _shared() as box:
            box.read("warm.txt", b"x")
            started = time.perf_counter()
            extract = box.read(path.name, path.read_bytes())
            seconds = time.perf_counter() - started
        where = extract.text + "".join(file.path for file in extract.files)
        result: dict[str, Any] = {"text": where, "seconds": seconds}
        if extract.status != "text" or any(
            n.code == "parser-differential" for n in extract.noticed
        ):
            result["error"] = f"{extract.status} {extract.reason}"
        results[path.name] = result
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    for result in results.values():
        result["megabytes"] = peak
    return results


class _shared:  # noqa: N801 - used like a function
    box: Sandbox | None = None

    def __enter__(self) -> Sandbox:
        _shared.box = _shared.box or Sandbox()
        return _shared.box

    def __exit__(self, *_: object) -> None:
        """It stays open for the next file."""


def _ordinary(box: Sandbox) -> float:
    files = [("a.docx", made.docx()), ("a.xlsx", made.xlsx("")), ("a.pdf", made.pdf(b""))]
    times = []
    for name, data in files * 20:
        started = time.perf_counter()
        box.read(name, data)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def _environment(folder: Path) -> str:
    """A fresh environment with the peers, as far as they install."""
    python = str(folder / "peers/bin/python")
    if not Path(python).exists():
        venv.create(folder / "peers", with_pip=True)
        for package in ("extractous", "kreuzberg", "markitdown[all]"):
            command = [python, "-m", "pip", "install", "--quiet", package]
            subprocess.run(command, check=False, capture_output=True, timeout=900)
    return python


def _peer(python: str, tool: str, files: list[Path]) -> Results:
    """A peer's results; one process for each file, so that a crash is that file's alone."""
    script = str(Path(__file__).with_name("_attachments_peer.py"))
    results: Results = {}
    for path in files:
        command = [python, script, tool, str(path)]
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
            results[path.name] = json.loads(done.stdout.splitlines()[-1])
        except (subprocess.TimeoutExpired, IndexError, ValueError):
            results[path.name] = {"error": "died or too slow", "seconds": SECONDS, "megabytes": 0}
    return results


def _print(tool: str, files: list[Path], found: Results, large: Results) -> None:
    good = silent = told = 0
    for path in files:
        result = found[path.name]
        text = "".join(str(result.get("text", "")).split())
        marker = made.NUMBER.decode() if path.name.startswith("number") else made.MARK
        wanted = not path.name.startswith("shut")
        has = "".join(marker.split()) in text or made.NUMBER.decode() in text
        if (wanted and has) or (not wanted and "error" in result):
            good += 1
        elif "error" in result:
            told += 1
        else:
            silent += 1
    sizes = ", ".join(
        f"{name}: {r['seconds']:.2f} s, {r['megabytes']:.0f} MB"
        + (" FAILED" if "error" in r else "")
        for name, r in large.items()
    )
    sys.stdout.write(
        f"{tool:<11} of {len(files)}: right {good}, told {told}, SILENT {silent}; {sizes}\n"
    )
    sys.stdout.flush()
