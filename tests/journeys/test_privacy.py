"""What is left on disk and in the log tells nobody what a mail said, or to whom.

Marks are planted wherever a person writes something, the mails live through delivery,
refusal, return and expiry, and then every byte of the data folder is searched.
"""

import base64
import os
import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import httpx
import pytest

from tests.journeys.reading import arrived, notice_link, open_form, plain_text, to
from tests.journeys.service import OWN
from tests.journeys.story import Mortal
from tests.peers.sink import Received, Sink

MARK = "zqvx7kanmon"  # in everything a person writes, addresses included
SECRET = "関所の秘密印"  # the same in Japanese
OUTSIDE = "zqvx7tokoro.example.com"  # a domain that nobody knows
FRIENDLY = "zqvx7tonari.example.jp"  # one that is in the directory
WORDS = (MARK, SECRET, "zqvx7tokoro", "zqvx7tonari")


def letter(tag: str, recipients: list[str], *, ballast: int = 0) -> bytes:
    """A mail with a mark in everything; recipients called ``bcc…`` stand in Bcc."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(f"{MARK} {SECRET}", addr_spec=sender(tag))
    mail["To"] = [Address(f"{MARK} {SECRET}", addr_spec=r) for r in recipients if "bcc" not in r]
    mail["Bcc"] = [Address(f"{MARK} {SECRET}", addr_spec=r) for r in recipients if "bcc" in r]
    mail["Subject"] = f"{MARK} {SECRET} {tag}"
    mail.set_content(f"{MARK} {SECRET} {tag}\n", cte="8bit")
    mail.add_attachment(f"{MARK} {SECRET}\n", charset="iso-2022-jp", cte="7bit", filename="a.txt")
    table = f"{MARK},{SECRET}\r\n".encode("cp932") + os.urandom(ballast)
    mail.add_attachment(
        table, maintype="application", subtype="x-csv", filename=f"{MARK}{SECRET}.csv"
    )
    return mail.as_bytes()


def sender(tag: str) -> str:
    """Everybody sends one mail only, so that notices need not wait for each other."""
    return f"{MARK}.{tag}@{OWN}"


def outside(tag: str) -> str:
    return f"{MARK}.{tag}@{OUTSIDE}"


def friend(tag: str) -> str:
    return f"{MARK}.{tag}@{FRIENDLY}"


# -- what happens --------------------------------------------------------------


@dataclass
class Lived:
    """What is left: copies of the data folder, the modes of its files, the log, the mails."""

    folders: dict[str, Path]
    sink: Sink
    modes: dict[Path, int] = field(default_factory=dict)
    log: str = ""

    def keep(self, when: str, gate: Mortal) -> None:
        """Take a copy of everything on disk."""
        for path in [gate.data, *gate.data.rglob("*")]:
            self.modes[path] = path.lstat().st_mode
        shutil.copytree(gate.data, self.folders[when], ignore=shutil.ignore_patterns("*.sock"))
        self.log = gate.log()

    @property
    def tokens(self) -> set[str]:
        """The link tokens that went out."""
        own = [m for m in self.sink.messages if not m.mail_from]
        return {token for m in own for token in re.findall(r"/[hf]/([\w-]{20,})", plain_text(m))}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("privacy")
    with Sink() as sink:
        lived = Lived({when: folder / when for when in ("killed", "stopped")}, sink)
        with Mortal(folder / "gate", sink.port) as gate:
            directory = folder / "directory.csv"
            directory.write_text(f"domain,organisation,note\n{FRIENDLY},{SECRET},{MARK}\n", "utf-8")
            gate.cli("domains", "import", str(directory))
            live(gate, sink)
            gate.kill()
            lived.keep("killed", gate)
            gate.environment["SEKISHO_HOLD__EXPIRE_AFTER"] = "1s"
            gate.live()
            expire(gate, sink)
            gate.stop()
            lived.keep("stopped", gate)
        yield lived


def live(gate: Mortal, sink: Sink) -> None:
    """Pass, be refused and deferred; be held, confirmed in part, withdrawn, released by staff."""
    refused, later = friend("refused"), friend("later")
    sink.answers[refused] = f"550 5.1.1 <{refused}>: Recipient address rejected: User unknown"
    sink.answers[later] = [f"451 4.2.0 <{later}>: Recipient address rejected: greylisted"]
    send(gate, "passed", [sender("colleague"), friend("known"), refused, later])
    send(gate, "confirmed", [outside("right"), outside("wrong"), outside("bcc")])
    send(gate, "withdrawn", [outside("withdrawn")], ballast=100_000)
    send(gate, "waiting", [outside("waiting")], ballast=100_000)
    staff = send(gate, "released", [outside("released")], ballast=100_000)
    form = open_form(notice_link(sink, sender("confirmed")))
    assert form.post("confirm", tick=form.recipients[:1]).status_code == 422
    form.post("confirm", tick=[outside("right"), outside("bcc")], drop=[outside("wrong")])
    open_form(notice_link(sink, sender("withdrawn"))).post("withdraw")
    notice_link(sink, sender("released"))
    gate.cli("release", staff, "--reason", f"{MARK} {SECRET}")
    for address in (outside("right"), outside("bcc"), outside("released"), later):
        arrived(sink, address)
    assert "delivery-status" in arrived(sink, sender("passed")).raw.decode()
    stumble(gate, notice_link(sink, sender("waiting")))


def stumble(gate: Mortal, link: str) -> None:
    """Requests that fail, each with a token in it."""
    assert httpx.get(f"{link}x").status_code == 404
    assert httpx.get(f"{link}/more").status_code == 404
    assert httpx.put(link).status_code in {404, 405}
    assert httpx.post(link, content=b"\xff" * 100).status_code == 422
    assert httpx.get(link.replace("/h/", "/f/")).status_code == 404


def expire(gate: Mortal, sink: Sink) -> None:
    """Go back at the deadline, one of them as a link because it is so large."""
    send(gate, "expired", [outside("expired"), outside("bcc.expired")])
    send(gate, "huge", [outside("huge")], ballast=9 * 1024 * 1024)
    for tag in ("expired", "huge"):
        report = arrived(sink, sender(tag), count=2)
        assert "delivery-status" in report.raw.decode()
    (link,) = set(re.findall(r"http\S+/f/\S+", plain_text(report)))
    assert MARK.encode() in httpx.get(f"{link}/original.eml").content
    gate.rest()


def send(gate: Mortal, tag: str, recipients: list[str], *, ballast: int = 0) -> str:
    """Hand in a marked mail of one of our people; its queue id."""
    message = letter(tag, recipients, ballast=ballast)
    return gate.hand_in(recipients, message, sender=sender(tag))


# -- what is searched ----------------------------------------------------------


def forms(word: str) -> dict[str, bytes]:
    """How a text might stand in a file, in lower case."""
    found = {}
    for charset in ("utf-8", "utf-16-le", "utf-16-be", "cp932", "euc-jp", "iso-2022-jp"):
        raw = word.encode(charset)
        found[charset] = raw
        found[f"{charset} hex"] = raw.hex().encode()
        for shift in range(3):
            found[f"{charset} base64 {shift}"] = inner_base64(raw, shift)
    found["percent"] = "".join(f"%{byte:02x}" for byte in word.encode()).encode()
    found["quoted-printable"] = found["percent"].replace(b"%", b"=")
    found["escaped"] = word.encode("unicode_escape")
    return {name: form.lower() for name, form in found.items()}


def inner_base64(raw: bytes, shift: int) -> bytes:
    """The characters that do not depend on what stands before and behind."""
    whole = base64.b64encode(bytes(shift) + raw + bytes(3))
    return whole[-(-shift * 4 // 3) : (shift + len(raw)) * 4 // 3]


def leaks(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Where any of the words stands in any file below a folder, or in a name there."""
    needles = {(word, name): form for word in words for name, form in forms(word).items()}
    found = []
    for path in folder.rglob("*"):
        content = str(path).lower().encode() + (
            path.read_bytes().lower() if path.is_file() else b""
        )
        found += [
            f"{path.name}: {word} as {name}"
            for (word, name), form in needles.items()
            if form in content
        ]
    return found


@pytest.mark.parametrize("form", forms(MARK))
@pytest.mark.parametrize("word", [MARK, SECRET])
def test_the_search_finds_what_it_looks_for(tmp_path: Path, word: str, form: str) -> None:
    (tmp_path / "file").write_bytes(b"\x00\xffX" + forms(word)[form].upper() + b"\x00")
    assert any(leak.endswith(f" as {form}") for leak in leaks(tmp_path, (word,)))


@pytest.mark.parametrize("text", ["", "a", "ab"])
def test_the_search_looks_into_base64(tmp_path: Path, text: str) -> None:
    (tmp_path / "file").write_bytes(base64.b64encode(f"{text}{SECRET}{text}".encode()))
    assert leaks(tmp_path, (SECRET,))


def test_the_marks_went_through_the_gate(lived: Lived) -> None:
    def whole(message: Received) -> bool:
        return all(form in message.raw for form in (MARK.encode(), SECRET.encode()))

    for tag in ("right", "bcc", "released"):
        assert all(whole(message) for message in to(lived.sink, outside(tag)))
    for tag in ("wrong", "withdrawn", "waiting", "expired", "huge"):
        assert not to(lived.sink, outside(tag))
    assert len(lived.tokens) >= 7


@pytest.mark.parametrize("when", ["killed", "stopped"])
def test_no_file_tells_what_a_mail_said_or_to_whom(lived: Lived, when: str) -> None:
    files = {path.name for path in lived.folders[when].rglob("*")}
    assert {"sekisho.db", "keys.json", "lock"} <= files
    assert ("sekisho.db-wal" in files) == (when == "killed")
    assert leaks(lived.folders[when], WORDS) == []


@pytest.mark.parametrize("when", ["killed", "stopped"])
def test_no_file_holds_a_link_token(lived: Lived, when: str) -> None:
    assert leaks(lived.folders[when], tuple(lived.tokens)) == []


def test_the_log_names_no_subject_text_person_or_token(lived: Lived) -> None:
    assert "recipient 2 failed: 550 5.1.1" in lived.log
    for word in (MARK, SECRET, *lived.tokens):
        assert word not in lived.log


def test_the_log_holds_no_traceback(lived: Lived) -> None:
    assert "Traceback" not in lived.log


def test_all_that_is_kept_is_for_its_owner_alone(lived: Lived) -> None:
    for path, mode in lived.modes.items():
        allowed = 0o700 if stat.S_ISDIR(mode) else 0o600
        assert stat.S_IMODE(mode) == allowed, path
    assert any(stat.S_ISSOCK(mode) for mode in lived.modes.values())
