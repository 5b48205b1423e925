"""Archives held against their own headers: real ones are plain, changed ones are told."""

import lzma
import random
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from policies.attachments import structures
from policies.attachments.structures.packed import COPY, LZMA, LZMA2, block_content, is_filled
from policies.attachments.structures.structure import Unchecked
from tests.policies.attachments.reading import extract
from tests.policies.attachments.test_zip import ROW

SEVEN_ZIP = {
    "as usual": [],
    "older": ["-m0=lzma"],
    "stored": ["-m0=copy"],
    "each by itself": ["-ms=off"],
    "header not packed": ["-mhc=off"],
    "filtered": ["-m0=bcj", "-m1=lzma"],
}
FILES = {"a.txt": "hello " * 100, "名簿.csv": ROW, "empty.txt": "", "folder/b.txt": "b\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "nothing in it").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def made(folder: Path, *command: str) -> bytes:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return next(folder.glob("made.*")).read_bytes()


def seven_zip(folder: Path, *options: str) -> bytes:
    return made(folder, "7z", "a", "-bd", *options, "made.7z", *FILES, "nothing in it")


def told(name: str, data: bytes) -> list[object]:
    """What was noticed of an archive that could be read."""
    found = extract(name, data)
    return [n.data.get("what", n.code) for n in found.noticed]


@pytest.mark.parametrize("options", SEVEN_ZIP.values(), ids=SEVEN_ZIP)
def test_7z_is_plain(folder: Path, options: list[str]) -> None:
    data = seven_zip(folder, *options)
    structure = structures.of("7z", data)
    assert structure
    assert dict(structure.members) == {
        "nothing in it": 0,
        **{name: len(text.encode()) for name, text in FILES.items()},
    }
    assert told("made.7z", data) == []


def test_cabinets_are_plain(folder: Path) -> None:
    data = made(folder, "gcab", "-cz", "made.cab", *FILES)
    structure = structures.of("cab", data)
    assert structure
    assert len(structure.members) == len(FILES)
    assert told("made.cab", data) == []


PASSWORD = "秘密Abc-1234"


@pytest.mark.parametrize(
    "options",
    [[], ["-mhe=on"], ["-m0=lzma"], ["-mx=0"], ["-ms=off"]],
    ids=["content", "headers too", "older", "stored", "each by itself"],
)
def test_a_password_opens_7z(folder: Path, options: list[str]) -> None:
    data = seven_zip(folder, f"-p{PASSWORD}", *options)
    assert extract("made.7z", data).status == "encrypted"
    assert extract("made.7z", data, ("wrong", "")).status == "encrypted"
    found = extract("made.7z", data, ("wrong", PASSWORD))
    assert found.status == "text"
    assert [n.code for n in found.noticed] == ["password-used"]
    inside = {piece.path.partition("/")[2] or piece.path: piece.text for piece in found.pieces}
    assert inside["名簿.csv"] == ROW
    assert inside["a.txt"] == FILES["a.txt"]
    assert {file.path for file in found.files} >= set(FILES)


def test_7z_that_is_locked_in_part_is_opened(folder: Path) -> None:
    made(folder, "7z", "a", "-bd", "made.7z", "a.txt")
    data = made(folder, "7z", "a", "-bd", f"-p{PASSWORD}", "made.7z", "名簿.csv")
    assert extract("made.7z", data).status == "encrypted"
    found = extract("made.7z", data, (PASSWORD,))
    assert found.status == "text"
    assert ROW in found.text


def test_methods_that_are_not_known_are_told(folder: Path) -> None:
    data = made(folder, "7z", "a", "-bd", f"-p{PASSWORD}", "-m0=ppmd", "made.7z", "a.txt")
    found = extract("made.7z", data, (PASSWORD,))
    assert (found.status, found.reason) == ("uninspectable", "7z:method")


def test_a_key_that_takes_too_long_is_not_made(folder: Path) -> None:
    options = ("-bd", f"-p{PASSWORD}", "-mhc=off")
    body, header = parted(made(folder, "7z", "a", *options, "made.7z", "a.txt"))
    usual = b"\x06\xf1\x07\x01\x12\x53"  # the method, the length of its properties, 2 ** 19
    assert header.count(usual) == 1
    changed = sealed(body, header.replace(usual, usual[:-1] + b"\x7e"))
    found = extract("made.7z", changed, (PASSWORD,))
    assert (found.status, found.reason) == ("uninspectable", "7z:key")


def sealed(data: bytes, header: bytes) -> bytes:
    """A 7z archive with this header behind what it has packed."""
    offset = len(data) - 32
    start = struct.pack("<2QL", offset, len(header), zlib.crc32(header))
    return data[:8] + struct.pack("<L", zlib.crc32(start)) + start + data[32:] + header


def parted(data: bytes) -> tuple[bytes, bytes]:
    """What is packed, with the signature, and the header of a 7z archive."""
    (offset,) = struct.unpack_from("<Q", data, 12)
    return data[: 32 + offset], data[32 + offset :]


SEVEN_CHANGES: dict[str, Callable[[bytes, bytes], bytes]] = {
    "a hole before the header": lambda body, header: sealed(body + b"hidden words", header),
    "something behind": lambda body, header: sealed(body, header) + b"behind",
    "something behind the header": lambda body, header: sealed(body, header + b"x"),
    "a comment": lambda body, header: sealed(body, header[:-2] + b"\x16\x03\0hi\0\0"),
    "words for padding": lambda body, header: sealed(body, header[:-2] + b"\x19\x02hi\0\0"),
    "words behind times": lambda body, header: sealed(body, header[:-2] + b"\x12\x05\0\0\0hi\0\0"),
    "a wrong sum": lambda body, header: sealed(body, header)[:8] + b"\0" * 4 + body[12:] + header,
}


@pytest.mark.parametrize("change", SEVEN_CHANGES.values(), ids=SEVEN_CHANGES)
def test_7z_with_more_in_it_is_told(folder: Path, change: Callable[[bytes, bytes], bytes]) -> None:
    body, header = parted(seven_zip(folder, "-mhc=off"))
    assert sealed(body, header) == body + header
    assert structures.of("7z", change(body, header)) is None


def cab(**said: bytes) -> bytes:
    """One stored file in one folder."""
    content = said.get("content", b"hello")
    name = b"a.txt\0"
    size = said.get("size", struct.pack("<L", len(content)))
    file = size + b"\0" * 6 + b"\0" * 6 + name
    block = struct.pack("<LHH", 0, len(content), len(content)) + content
    start = 36 + 8 + len(file) + len(said.get("gap", b""))
    folder = struct.pack("<LHH", start, 1, 0)
    rest = folder + file + said.get("gap", b"") + block + said.get("behind", b"")
    whole = 36 + len(rest)
    head = b"MSCF\0\0\0\0" + struct.pack("<LLLLBBHH", whole, 0, 44, 0, 3, 1, 1, 1)
    return head + said.get("flags", b"\0\0") + b"\0" * 4 + rest


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (cab(), True),
        (cab(gap=b"hidden"), False),
        (cab(behind=b"hidden"), False),
        (cab(flags=b"\4\0"), False),
        (cab(size=b"\3\0\0\0"), False),
        (cab() + b"behind", False),
        (cab()[:-1], False),
    ],
)
def test_cabinets_with_more_in_them_are_told(data: bytes, plain: bool) -> None:
    assert (structures.of("cab", data) is not None) == plain


@pytest.mark.parametrize("kind", ["7z", "cab"])
def test_changed_bytes_do_no_harm(folder: Path, kind: str) -> None:
    """Whatever is changed: no crash, and what still counts as plain is what the library gives."""
    names = [name for name in FILES if name.isascii()]
    commands = {
        "7z": ["7z", "a", "-bd", "-mhc=off", "made.7z"],
        "cab": ["gcab", "-c", "made.cab"],
    }
    data = made(folder, *commands[kind], *names)
    rng = random.Random(7)
    for _ in range(400):
        changed = bytearray(data)
        for _ in range(rng.randrange(1, 4)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        structure = structures.of(kind, bytes(changed))
        found = extract(f"a.{kind}", bytes(changed))
        if found.status == "text" and not found.noticed:
            assert structure
            paths = {piece.path for piece in found.pieces if piece.path}
            assert paths <= {name for name, _ in structure.members}


def raw(method: bytes, content: bytes) -> tuple[bytes, bytes]:
    """The properties and the packed bytes of a stream of 7z."""
    if method == LZMA2:
        chosen = {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}
        return bytes([16]), lzma.compress(content, lzma.FORMAT_RAW, filters=[chosen])
    if method == LZMA:
        chosen = {"id": lzma.FILTER_LZMA1, "lc": 3, "lp": 0, "pb": 2, "dict_size": 1 << 20}
        packed = lzma.compress(content, lzma.FORMAT_ALONE, filters=[chosen])
        return packed[:5], packed[13:]
    return b"", content


@pytest.mark.parametrize("method", [COPY, LZMA2])
@pytest.mark.parametrize("size", [1, 1_000, 3_000_000])
def test_streams_are_filled_to_their_last_byte(method: bytes, size: int) -> None:
    content = random.Random(1).randbytes(size)
    properties, packed = raw(method, content)
    assert is_filled(method, properties, packed, size)
    assert not is_filled(method, properties, packed + b"hidden words", size)


def test_what_is_behind_an_older_stream_is_told() -> None:
    content = random.Random(1).randbytes(200_000)
    properties, packed = raw(LZMA, content)  # with an end marker, which 7-Zip does not write
    needed = next(
        n for n in range(12) if is_filled(LZMA, properties, packed[: len(packed) - n], 200_000)
    )
    assert 0 < needed < 12
    assert not is_filled(LZMA, properties, packed, 200_000)
    assert not is_filled(LZMA, properties, packed + b"words" * 30_000, 200_000)


def test_broken_streams_are_not_filled() -> None:
    properties, packed = raw(LZMA2, b"x" * 5_000)
    with pytest.raises((Unchecked, IndexError, struct.error)):
        is_filled(LZMA2, properties, packed[:-5], 5_000)
    properties, packed = raw(LZMA, b"x" * 5_000)
    with pytest.raises((Unchecked, ValueError)):
        is_filled(LZMA, properties, packed[:20], 5_000)
    with pytest.raises(Unchecked):
        is_filled(b"\3\4\1", b"", b"ppmd", 4)


def test_blocks_of_cabinets_are_filled() -> None:
    stream = zlib.compressobj(wbits=-15)
    block = b"CK" + stream.compress(b"hello " * 50) + stream.flush()
    assert block_content(block, 300, b"") == b"hello " * 50
    assert block_content(block + b"hidden", 300, b"") is None
    assert block_content(block, 299, b"") is None
    assert block_content(block[1:], 300, b"") is None


def test_numbers_that_lie_cost_nothing() -> None:
    header = bytes([1, 4, 6, 0, 0xFF, *[0xFF] * 8])
    assert structures.of("7z", sealed(b"7z\xbc\xaf\x27\x1c\0\4" + b"\0" * 24, header)) is None
    assert structures.of("cab", b"MSCF" + b"\0" * 4 + b"\xff" * 60) is None
    assert structures.of("rar", b"") is None


def test_programs_are_there() -> None:
    assert all(map(shutil.which, ("7z", "gcab")))
