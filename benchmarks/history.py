"""Stripping history: how right on our corpus, how fast, beside the peers that install.

The peers work on bodies, not on messages, so all are compared body by body on the
same decoded texts; the line "sekisho, message" is the whole task (MIME, both sides,
pictures). ``PEERS_PYTHON`` names the interpreter of an environment that has the
peers; without it one is made and thrown away.
"""

# ruff: noqa: E501

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policies.history.clean import clean
from policies.history.document import read
from policies.history.plan import Mode
from tests.corpus.history.clients import CLIENTS
from tests.corpus.history.generate import Case, cases
from tests.corpus.history.held_out import HELD_OUT
from tests.corpus.history.score import look, score, seen_of_body, squeezed, unmarked
from tests.policies.history.mail import mail
from tests.policies.history.test_never import HTML_KINDS, PATHOLOGICAL

PEERS = ("talon", "quotequail", "mail-parser-reply")
SIZES = (100_000, 1_000_000, 10_000_000)
_GMAIL = "On Mon, May 1, 2024 at 10:00 AM Xaver Yu <x@y.example> wrote:"
PATIENCE = 60  # seconds a peer may take for one big body

_SIGNED = (
    "田中様\nお世話になっております。契約番号 K1 の件です。\nよろしくお願いいたします。\n\n"
    "━━━━━━━━━━\n株式会社青葉　営業部\n山田 太郎\nTEL: 03-5550-0111\n"
    "E-mail: yamada@aoba.example.jp\n━━━━━━━━━━\n\n"
)


@dataclass(frozen=True)
class Body:
    """One body of a case, for peers."""

    case: Case
    kind: str
    text: str


def main() -> None:
    """Print the tables."""
    pools = {
        "development": tuple(cases("dev", 1_000, CLIENTS, 2)),
        "held out": tuple(cases("held", 7_000_000, HELD_OUT, 2)),
    }
    for name, made in pools.items():
        _say(f"\n{name}: {len(made)} messages (remove / redact)")
        _groups(made)
    with tempfile.TemporaryDirectory() as folder:
        python = _peers_python(Path(folder))
        for name, made in pools.items():
            _beside(name, made, python)
        _speed(python)
    _pathological()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _groups(made: tuple[Case, ...]) -> None:
    """Exactly right, new text lost and addresses left, per client and per language."""
    table: dict[str, list[tuple[bool, bool, int, bool]]] = defaultdict(list)
    for case in made:
        removed = score(case, clean(case.raw).message, "remove")
        redacted = score(case, clean(case.raw, Mode.REDACT).message, "redact")
        lost = any(
            new in line for line in removed.lost for new in case.label["new_text_must_contain"]
        )
        row = (removed.exact, redacted.exact, removed.addresses + redacted.addresses, lost)
        for group in (
            "all",
            f"client {case.label['client']}",
            f"lang {case.label['lang']}",
            f"kind {case.label['kind']}",
        ):
            table[group].append(row)
    for group, rows in sorted(table.items()):
        exact = [100 * sum(row[place] for row in rows) / len(rows) for place in (0, 1)]
        _say(
            f"  {group:26} {len(rows):4}  exact {exact[0]:5.1f} / {exact[1]:5.1f} %"
            f"  losing new text {sum(row[3] for row in rows)}  addresses left {sum(row[2] for row in rows)}"
        )


def _peers_python(folder: Path) -> str:
    given = os.environ.get("PEERS_PYTHON")
    if given:
        return given
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    for peer in PEERS:
        done = subprocess.run(
            [python, "-m", "pip", "install", "-q", peer], capture_output=True, check=False
        )
        if done.returncode:
            _say(f"{peer} does not install here")
    return str(python)


def _bodies(made: tuple[Case, ...]) -> Iterator[Body]:
    for case in made:
        for body in read(case.raw).bodies:
            kind = "plain" if body.page is None else "html"
            yield Body(case, kind, body.decoded.text.replace("\r\n", "\n"))


def _beside(name: str, made: tuple[Case, ...], python: str) -> None:
    """All engines on the same bodies."""
    bodies = list(_bodies(made))
    size = sum(len(body.text.encode()) for body in bodies)
    _say(f"\n{name}, body by body: {len(bodies)} bodies, {size / 1e6:.2f} MB (mode remove)")
    ours = [look(clean(body.case.raw).message).texts.get(body.kind, "") for body in bodies]
    started = time.process_time()
    for case in made:
        clean(case.raw)
    spent = time.process_time() - started
    base = size / spent
    _line("sekisho", bodies, ours, base, base)
    for peer in PEERS:
        answers = _ask(python, peer, bodies)
        if answers is None:
            _say(f"  {peer:20} not there")
            continue
        texts = [
            seen_of_body(text, body.kind) for (text, _), body in zip(answers, bodies, strict=True)
        ]
        _line(peer, bodies, texts, size / sum(took for _, took in answers), base)


def _line(name: str, bodies: list[Body], texts: list[str], speed: float, base: float) -> None:
    exact = lost = left = 0
    for body, text in zip(bodies, texts, strict=True):
        label = body.case.label
        before = squeezed(seen_of_body(body.text, body.kind))
        after = (squeezed(text), squeezed(unmarked(text)))
        gone = [
            new
            for new in label["new_text_must_contain"]
            if squeezed(new) in before and not any(squeezed(new) in view for view in after)
        ]
        there = [
            old
            for old in label["must_not_contain_when_stripped"]
            if any(squeezed(old) in view for view in after)
        ]
        lost, left = lost + bool(gone), left + bool(there)
        exact += not gone and not there
    _say(
        f"  {name:20} exact {100 * exact / len(bodies):5.1f} %  lose new text {lost:4}  leave history {left:4}"
        f"  {speed / 1e6:6.2f} MB/s  ({speed / base:.2f}x our speed)"
    )


def _ask(python: str, peer: str, bodies: list[Body]) -> list[tuple[str, float]] | None:
    given = "".join(json.dumps({"kind": body.kind, "text": body.text}) + "\n" for body in bodies)
    script = Path(__file__).with_name("history_peers.py")
    try:
        done = subprocess.run(
            [python, script, peer],
            input=given,
            capture_output=True,
            text=True,
            check=True,
            timeout=600,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [(one["text"], one["seconds"]) for one in found] if len(found) == len(bodies) else None


def thread(size: int, kind: str) -> str:
    """A long thread: many messages, each with a signature."""
    if kind == "prose":
        unit = (
            f"{_GMAIL}\n"
            + "> Lines as long as clients wrap them, at some seventy characters each.\n" * 12
        )
        return "New text.\n\n" + unit * (size // len(unit.encode()) + 1)
    if kind == "plain":
        head = "-----Original Message-----\nFrom: X Y <x@y.example>\nSent: Monday, May 1, 2024 10:00 AM\nTo: a@b.example\nSubject: Foo\n\n"
        unit = head + _SIGNED
        return "New text.\n\n" + unit * (size // len(unit.encode()) + 1)
    lines = "".join(
        f"<p class=MsoNormal><span style='color:#1F497D'>{line}<o:p></o:p></span></p>"
        for line in _SIGNED.split("\n")
    )
    unit = (
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p><b>From:</b> X Y &lt;<a href='mailto:x@y.example'>x@y.example</a>&gt;<br><b>Sent:</b> Monday, May 1, 2024 10:00 AM<br><b>To:</b> a@b.example<br><b>Subject:</b> Foo</p></div>"
        + lines
    )
    return (
        "<html><body><p>New text.</p>" + unit * (size // len(unit.encode()) + 1) + "</body></html>"
    )


def _speed(python: str) -> None:
    _say("\nlong threads (processor seconds per MB; memory above the interpreter, times the input)")
    for kind in ("prose", "plain", "html"):
        for size in SIZES:
            text = thread(size, kind)
            took, memory = _apart(text, kind)
            cells = [f"sekisho {took / len(text.encode()) * 1e6:5.2f} s/MB, {memory:4.1f}x"]
            for peer in (
                PEERS if size <= 1_000_000 and not (kind == "html" and size > 100_000) else ()
            ):
                given = json.dumps({"kind": kind.replace("prose", "plain"), "text": text}) + "\n"
                cells.append(f"{peer} {_peer_time(python, peer, given, len(text.encode()))}")
            _say(f"  {kind:6} {size / 1e6:5.1f} MB  " + "; ".join(cells))


def _peer_time(python: str, peer: str, given: str, size: int) -> str:
    script = Path(__file__).with_name("history_peers.py")
    try:
        done = subprocess.run(
            [python, script, peer],
            input=given,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        return f"{json.loads(done.stdout)['seconds'] / size * 1e6:5.2f} s/MB"
    except subprocess.TimeoutExpired:
        return f"over {PATIENCE} s"
    except (subprocess.SubprocessError, OSError, ValueError):
        return "failed"


def _apart(text: str, kind: str, mode: Mode = Mode.REMOVE) -> tuple[float, float]:
    """Time and memory of one cleaning, in a process of its own."""
    raw = mail(text, "text/html" if kind == "html" else "text/plain")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        # What this process has needed before says nothing: begin with what it holds now.
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        clean(raw, mode)
        took = time.process_time() - started
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / len(raw)
        os.write(writing, json.dumps([took, memory]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    found = json.loads(os.read(reading, 1_000))
    os.close(reading)
    os.close(writing)
    return float(found[0]), float(found[1])


def _pathological() -> None:
    started = time.process_time()
    sum(n * n for n in range(1_000_000))
    core = (time.process_time() - started) * 1000
    _say(
        "\npathological input, mode redact: processor seconds per MB at 0.25, 1 and 8 MB, and memory"
        f" times the input at 8 MB; a million squares take {core:.0f} ms"
    )
    for name, make in PATHOLOGICAL.items():
        cells = []
        memory = 0.0
        for size in (250_000, 1_000_000, 8_000_000):
            kind = "html" if name in HTML_KINDS else "plain"
            text = make(size)
            took, memory = _apart(text, kind, Mode.REDACT)
            cells.append(f"{took / len(text) * 1e6:5.2f}")
        _say(f"  {name:14} " + "  ".join(cells) + f"  {memory:5.1f}x")
