"""Personal data: right and fast, beside presidio-analyzer and scrubadub on the same text.

Peers are installed into a throw-away environment; set ``SEKISHO_PEERS`` to a
Python that has them, or to ``no`` to leave them out.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from policies.personal_data import inspect
from tests.corpus.personal_data.generate import documents
from tests.corpus.personal_data.score import Score, score

PARTS = ("work", "held", "fresh")
PEERS = ("presidio", "scrubadub")
DOCUMENTS = 300
PEER_DOCUMENTS = 120


def main() -> None:
    """Print quality by part, speed by kind of text, and the peers as ratios."""
    start, before = time.perf_counter(), _memory()
    inspect("山田太郎様")
    print(f"dictionaries: {time.perf_counter() - start:.2f} s, {_memory() - before:.0f} MB")
    for part in PARTS:
        _print_score(part, score(documents(part, DOCUMENTS, seed=11), inspect))
    for name, text in _texts().items():
        print(f"{name:<28} {_speed(text):6.2f} MB/s ({len(text.encode()) / 1e6:.1f} MB)")
    _peers()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print_score(name: str, found: Score) -> None:
    print(
        f"{name:<10} micro F1 {found.micro:.3f}  macro {found.macro:.3f}  "
        f"PERSON {found.f1.get('PERSON', 0):.3f}  false/clean {found.false_per_clean:.3f}  "
        f"persons {found.persons_within_10:.1%}  kinds {found.kinds_right:.1%}  "
        f"sensitive missed {found.sensitive_missed}  ({found.entities} entities)"
    )


def _texts() -> dict[str, str]:
    """Texts of a megabyte or so: what mail is made of, from empty prose to dense lists."""
    made = documents("work", 900, seed=3)
    mails = [d["text"] for d in made if d["kind"] == "business_mail" and d["lang"] == "ja"]
    lists = [d["text"] for d in made if d["kind"].endswith("_list") and not d["clean"]]
    logs = [d["text"] for d in made if d["kind"] == "log"]
    prose = [line + "\n" for m in mails for line in m.split("\n") if line.endswith("。")]
    texts = {
        "prose": "".join(prose) * 6,
        "mail with signatures": "\n\n".join(mails) * 3,
        "logs": "\n\n".join(logs) * 6,
        "lists (nothing but data)": "\n\n".join(lists),
    }
    piece = 200_000
    mixed = texts["prose"][: 3 * piece] + texts["mail with signatures"][:piece]
    texts["mixed Japanese"] = mixed + texts["lists (nothing but data)"][: piece // 2]
    return texts


def _speed(text: str) -> float:
    best = min(_timed(lambda: inspect(text)) for _ in range(2))
    return len(text.encode()) / 1e6 / best


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _peers() -> None:
    python = os.environ.get("SEKISHO_PEERS", "")
    if python == "no":
        return
    with tempfile.TemporaryDirectory() as folder:
        python = python or _environment(Path(folder))
        made = documents("held", PEER_DOCUMENTS, seed=12)
        size = sum(len(d["text"].encode()) for d in made) / 1e6
        own_seconds = _timed(lambda: [inspect(d["text"]) for d in made])
        own = score(made, inspect)
        _print_score("sekisho", own)
        for name in PEERS:
            found = _peer(python, name, made, Path(folder))
            if not found:
                print(f"{name}: does not run here")
                continue
            peer, seconds = found
            _print_score(name, peer)
            print(
                f"{name}: {size / seconds:.4f} MB/s; sekisho {size / own_seconds:.2f} MB/s, "
                f"{seconds / own_seconds:.1f}x as fast, "
                f"micro F1 {own.micro / max(peer.micro, 0.001):.2f}x"
            )


def _environment(folder: Path) -> str:
    """A fresh environment with the peers, as far as they install."""
    venv.create(folder / "peers", with_pip=True)
    python = str(folder / "peers/bin/python")
    for packages in (["scrubadub"], ["presidio-analyzer", "ginza", "ja_ginza"]):
        command = [python, "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(command, check=False, capture_output=True, timeout=900)
    return python


def _peer(
    python: str, name: str, made: list[dict[str, Any]], folder: Path
) -> tuple[Score, float] | None:
    source, target = folder / "in.jsonl", folder / f"{name}.jsonl"
    source.write_text("\n".join(json.dumps({"text": d["text"]}) for d in made), "utf-8")
    script = str(Path(__file__).with_name("_personal_data_peers.py"))
    command = [python, script, name, str(source), str(target)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=1_800)
    if done.returncode:
        sys.stderr.write(done.stderr[-400:] + "\n")
        return None
    lines = iter(target.read_text("utf-8").splitlines())

    def predicted(_: str) -> Any:
        entities = [SimpleNamespace(type=t, start=a, end=b) for t, a, b in json.loads(next(lines))]
        names = {e.type: e for e in entities}
        people = sum(1 for e in entities if e.type == "PERSON") or int(bool(names))
        return SimpleNamespace(entities=entities, persons=people, kind="", sensitive=False)

    return score(made, predicted), float(done.stdout.split()[-1])
