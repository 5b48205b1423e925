"""ZIP files: what ordinary writers make is read whole; what could be read in two ways is told."""

import bz2
import io
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from policies.attachments.errors import Bomb, Corrupt
from policies.attachments.limits import LIMITS, Limits
from policies.attachments.zip_check import differences
from tests.policies.attachments.reading import extract

ROW = "氏名,電話\n山田太郎,090-1111-2222\n"


class _Stream(io.RawIOBase):
    """A file that cannot seek: sizes go behind each member."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, block: object) -> int:
        self.data += bytes(block)  # type: ignore[call-overload]
        return len(bytes(block))  # type: ignore[call-overload]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def made(folder: Path, *command: str) -> bytes:
    """An archive made by a program out of two files."""
    (folder / "a.txt").write_text("hello " * 100)
    (folder / "名簿.csv").write_bytes(ROW.encode("cp932"))
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (archive,) = folder.glob("made*")
    return archive.read_bytes()


WRITERS = [
    ("zip", "-q", "made.zip", "a.txt", "名簿.csv"),
    ("7z", "a", "-bd", "made.zip", "a.txt", "名簿.csv"),
    ("7z", "a", "-bd", "-tzip", "-mm=Deflate64", "made.zip", "a.txt", "名簿.csv"),
    ("7z", "a", "-bd", "-tzip", "-mm=BZip2", "made.zip", "a.txt", "名簿.csv"),
    ("7z", "a", "-bd", "-tzip", "-mm=LZMA", "made.zip", "a.txt", "名簿.csv"),
    ("7z", "a", "-bd", "-tzip", "-mm=PPMd", "made.zip", "a.txt", "名簿.csv"),
]


@pytest.mark.parametrize("command", WRITERS, ids=lambda c: " ".join(c[:-3]))
def test_every_writer_is_read_whole_and_nothing_is_odd(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    found = extract("made.zip", made(tmp_path, *command))
    assert (found.status, found.noticed) == ("text", ())
    assert {p.path: p.text for p in found.pieces if p.path} == {
        "a.txt": "hello " * 100,
        "名簿.csv": ROW,
    }


def test_a_stream_and_wide_sizes_are_nothing_odd() -> None:
    out = _Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "x" * 1000)
        with archive.open("b.txt", "w", force_zip64=True) as member:
            member.write(b"wide")
    assert differences(out.data) == ()
    assert extract("a.zip", out.data).text.endswith("wide")


def test_names_of_japanese_windows() -> None:
    data = zipped({"XXXX.csv": ROW.encode()})
    found = extract("a.zip", data.replace(b"XXXX", "名簿".encode("cp932")))
    assert found.pieces[-1].path == "名簿.csv"


def test_names_and_comments_are_text() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("山田太郎様.bin", b"")
        archive.comment = "連絡先 090-1111-2222".encode()
    text = extract("a.zip", out.getvalue()).text
    assert "山田太郎様" in text
    assert "090-1111-2222" in text


@pytest.mark.parametrize(
    ("options", "reason"),
    [(["-mem=ZipCrypto"], "zip:zipcrypto"), (["-mem=AES256"], "zip:aes")],
)
def test_passwords(tmp_path: Path, options: list[str], reason: str) -> None:
    data = made(tmp_path, "7z", "a", "-bd", "-tzip", "-pHimitsu-1", *options, "made.zip", "a.txt")
    shut = extract("a.zip", data)
    assert (shut.status, shut.reason) == ("encrypted", reason)
    assert extract("a.zip", data, ("wrong",)).status == "encrypted"
    opened = extract("a.zip", data, ("wrong", "Himitsu-1"))
    assert (opened.status, [n.code for n in opened.noticed]) == ("text", ["password-used"])
    assert "hello hello" in opened.text


def _two_ends() -> bytes:
    """An archive with an empty one in its comment: some see the file, some nothing."""
    data = bytearray(zipped({"list.csv": ROW.encode()}))
    empty = b"PK\x05\x06" + b"\0" * 18
    struct.pack_into("<H", data, len(data) - 2, len(empty))
    return bytes(data) + empty


def _other_name() -> bytes:
    data = zipped({"aaaa.txt": ROW.encode()})
    return data.replace(b"aaaa", b"bbbb", 1)


def _two_files_one_name() -> bytes:
    return zipped({"a.txt": b"one", "b.txt": b"two"}).replace(b"b.txt", b"a.txt")


def _unlisted() -> bytes:
    """A member that the directory does not name."""
    hidden = zipped({"hidden.txt": ROW.encode()}, zipfile.ZIP_STORED)
    member = hidden[: hidden.index(b"PK\x01\x02")]
    data = zipped({"a.txt": b"one"})
    at = data.index(b"PK\x01\x02")
    return data[:at] + member + data[at:-6] + struct.pack("<L", at + len(member)) + data[-2:]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (_two_ends(), "two-ends"),
        (_other_name(), "two-names"),
        (_two_files_one_name(), "duplicate-names"),
        (_unlisted(), "data-between"),
        (b"MZ stub " * 10 + zipped({"a.txt": b"one"}), "data-before"),
        (zipped({"a.txt": b"one"}) + b"appended", "data-after"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_others_could_read_differently_is_told(data: bytes, what: str) -> None:
    try:
        codes = differences(data)
    except Corrupt:
        codes = ("corrupt",)
    assert what in codes


def test_overlapping_members_are_a_bomb() -> None:
    data = bytearray(zipped({"a.txt": b"x" * 3000, "b.txt": b"y" * 3000}))
    first, second = (m for m in range(len(data)) if data[m : m + 4] == b"PK\x01\x02")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    with pytest.raises(Bomb):
        differences(bytes(data))


def test_broken_sums_cut_off_ends_and_unknown_methods_are_told() -> None:
    data = zipped({"a.txt": b"x" * 3000}, zipfile.ZIP_STORED)
    spoilt = data.replace(b"xxxx", b"xyxx", 1)
    assert extract("a.zip", spoilt).status == "corrupt"
    assert extract("a.zip", data[: len(data) // 2]).status == "corrupt"
    at = data.index(b"PK\x01\x02")
    unknown = bytearray(data)
    struct.pack_into("<H", unknown, 8, 77)
    struct.pack_into("<H", unknown, at + 10, 77)
    found = extract("a.zip", bytes(unknown))
    assert (found.status, found.reason) == ("uninspectable", "zip:method-77")


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/abs.txt", "C:/x.txt", "a\\..\\..\\b.txt"])
def test_names_that_lead_out_are_told_and_read(name: str) -> None:
    found = extract("a.zip", zipped({name: ROW.encode()}))
    assert "traversal" in [n.code for n in found.noticed]
    assert "山田太郎" in found.text


def test_bombs_end_by_a_named_limit() -> None:
    zeros = zipped({"zeros.txt": b"\0" * (64 << 20)})
    assert extract("a.zip", zeros).reason == "limit:ratio"
    deep = zipped({"a.txt": b"x"})
    for n in range(12):
        deep = zipped({f"{n}.zip": deep})
    assert (extract("a.zip", deep).status, extract("a.zip", deep).reason) == ("bomb", "limit:depth")
    many = zipped({f"{n}.txt": b"x" for n in range(300)})
    assert extract("a.zip", many, limits=Limits(files=200)).reason == "limit:files"
    assert extract("a.zip", many, limits=LIMITS).status == "text"


def _one(
    raw: bytes, method: int, content: bytes, name: bytes = b"a.txt", extra: bytes = b""
) -> bytes:
    """An archive of one member, written without asking whether it makes sense."""
    crc, size = zlib.crc32(content), len(content)
    shared = (0, method, 0, 0x5821, crc, len(raw), size, len(name), len(extra))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, *shared) + name + extra + raw
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, *shared, 0, 0, 0, 0, 0) + name + extra
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def _deflated(content: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(content) + stream.flush()


GOOD, MORE = b"harmless", ROW.encode()
LYING = {
    "behind a Deflate stream": _one(_deflated(GOOD) + MORE, 8, GOOD),
    "behind a bzip2 stream": _one(bz2.compress(GOOD) + MORE, 12, GOOD),
    "behind the declared size": _one(GOOD + MORE, 0, GOOD),
    "a size that is too small": _one(_deflated(GOOD + MORE), 8, GOOD),
    "a folder with data": _one(_deflated(b"") + MORE, 8, b"", name=b"d/"),
    "a field of no writer": _one(GOOD, 0, GOOD, extra=struct.pack("<2H", 0x4444, len(MORE)) + MORE),
}


@pytest.mark.parametrize("case", LYING)
def test_data_that_unpackers_step_over_hold_the_file(case: str) -> None:
    found = extract("a.zip", LYING[case])
    codes = [n.code for n in found.noticed]
    assert found.status == "corrupt" or "parser-differential" in codes
