# ruff: noqa: E501 - cases
"""7z, LZH, CAB, ISO, TAR, RAR and compressed streams, made by their own programs."""

import bz2
import gzip
import io
import lzma
import struct
import subprocess
import tarfile
import time
import zlib
from pathlib import Path

import pytest

from tests.policies.attachments.reading import extract
from tests.policies.attachments.test_zip import ROW, made

COMMANDS = {
    "made.7z": ("7z", "a", "-bd", "made.7z", "a.txt", "名簿.csv"),
    "made.tar": ("tar", "cf", "made.tar", "a.txt", "名簿.csv"),
    "made.tgz": ("tar", "czf", "made.tgz", "a.txt", "名簿.csv"),
    "made.cab": ("gcab", "-c", "made.cab", "a.txt", "名簿.csv"),
    "made.iso": ("genisoimage", "-quiet", "-J", "-R", "-o", "made.iso", "a.txt", "名簿.csv"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_archive_is_read_whole(tmp_path: Path, name: str) -> None:
    found = extract(name, made(tmp_path, *COMMANDS[name]))
    told = [n.data.get("what") for n in found.noticed]
    assert (found.status, told) == ("text", ["unchecked"] if name == "made.iso" else [])
    inside = {p.path.rpartition("/")[2]: p.text for p in found.pieces if p.path}
    assert inside["a.txt"] == "hello " * 100
    assert inside["名簿.csv"] == ROW


def test_lzh_with_names_of_japanese_windows(tmp_path: Path) -> None:
    (tmp_path / "XXXX.csv").write_bytes(ROW.encode("cp932") * 50)
    subprocess.run(["jlha", "a0", "made.lzh", "XXXX.csv"], cwd=tmp_path, check=True)
    data = bytearray((tmp_path / "made.lzh").read_bytes().replace(b"XXXX", "名簿".encode("cp932")))
    assert data[20] == 0  # the level of the header, whose sum is of bytes
    data[1] = sum(data[2 : data[0] + 2]) & 0xFF
    found = extract("made.lzh", bytes(data))
    assert found.status == "text"
    assert found.pieces[0].path == "名簿.csv"
    assert "山田太郎" in found.text


@pytest.mark.parametrize("options", [[], ["-mhe=on"]], ids=["content", "headers too"])
def test_encrypted_7z_is_told(tmp_path: Path, options: list[str]) -> None:
    data = made(tmp_path, "7z", "a", "-bd", "-ppw", *options, "made.7z", "a.txt")
    assert extract("made.7z", data).status == "encrypted"


def rar4(name: bytes, content: bytes, flags: int = 0) -> bytes:
    """A RAR 4 archive with one stored file."""

    def block(kind: int, flags: int, fields: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    main = block(0x73, 0, b"\0" * 6)
    size, crc = len(content), zlib.crc32(content)
    fields = struct.pack("<LLBLLBBHL", size, size, 2, crc, 0, 20, 0x30, len(name), 0x20) + name
    file = block(0x74, 0x8000 | flags, fields, content)
    return b"Rar!\x1a\x07\x00" + main + file + block(0x7B, 0x4000, b"")


def test_rar_is_read_and_its_encryption_told() -> None:
    content = ROW.encode()
    found = extract("a.rar", rar4(b"list.csv", content))
    assert (found.status, found.pieces[0].text) == ("text", ROW)
    assert extract("a.rar", rar4(b"list.csv", content, flags=0x04)).status == "encrypted"
    split = extract("a.rar", rar4(b"list.csv", content, flags=0x02))
    assert (split.status, split.reason) == ("uninspectable", "rar:volume")
    assert extract("a.rar", rar4(b"list.csv", content)[:40]).status != "text"


def _vint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def rar5(name: bytes, content: bytes, *, is_encrypted: bool = False) -> bytes:
    """A RAR 5 archive with one stored file."""

    def block(fields: bytes, data: bytes = b"") -> bytes:
        body = _vint(len(fields)) + fields
        return struct.pack("<L", zlib.crc32(body)) + body + data

    main = block(b"\x01\x00\x00")
    extra = b""
    if is_encrypted:
        record = b"\x01\x00\x00\x0f" + b"s" * 16 + b"i" * 16
        extra = _vint(len(record)) + record
    head = _vint(2) + _vint(0x02 | (0x01 if extra else 0))
    head += (_vint(len(extra)) if extra else b"") + _vint(len(content))
    head += (
        _vint(0x04) + _vint(len(content)) + _vint(0o100644) + struct.pack("<L", zlib.crc32(content))
    )
    head += _vint(0) + _vint(1) + _vint(len(name)) + name + extra
    return b"Rar!\x1a\x07\x01\x00" + main + block(head, content) + block(b"\x05\x00\x00")


def test_rar_5_gives_no_ciphertext_for_text() -> None:
    found = extract("a.rar", rar5(b"list.csv", ROW.encode()))
    assert (found.status, found.pieces[0].text) == ("text", ROW)
    assert (
        extract("a.rar", rar5(b"list.csv", b"\x93" * 64, is_encrypted=True)).status == "encrypted"
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv.gz", gzip.compress(ROW.encode())),
        ("a.csv.gz", gzip.compress(ROW[:5].encode()) + gzip.compress(ROW[5:].encode())),
        ("a.csv.bz2", bz2.compress(ROW.encode())),
        ("a.csv.xz", lzma.compress(ROW.encode())),
    ],
)
def test_streams(name: str, data: bytes) -> None:
    found = extract(name, data)
    assert (found.status, found.text, found.files[0].path) == ("text", ROW, "a.csv")


def test_what_stands_behind_a_stream_is_read_too() -> None:
    found = extract("a.txt.gz", gzip.compress(b"harmless") + ROW.encode())
    assert "trailing-data" in [n.code for n in found.noticed]
    assert "山田太郎" in found.text


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_bombs_end_early(pack) -> None:  # type: ignore[no-untyped-def]
    found = extract("a.gz", pack(b"\0" * (256 << 20)))
    assert (found.status, found.reason) == ("bomb", "limit:ratio")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_stream_that_is_cut_off_is_told(pack) -> None:  # type: ignore[no-untyped-def]
    whole = pack(ROW.encode() * 500)
    assert extract("a.csv", whole[: len(whole) - 9]).status == "corrupt"


def test_links_are_text_and_never_followed() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("innocent.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = extract("a.tar", out.getvalue())
    assert found.status == "text"
    assert "innocent.txt -> /etc/passwd" in found.text
    assert "root:" not in found.text


@pytest.mark.parametrize("name", [n for n in COMMANDS if n != "made.tgz"])
def test_what_stands_behind_an_archive_is_read(tmp_path: Path, name: str) -> None:
    data = made(tmp_path, *COMMANDS[name])
    found = extract(name, data + "連絡先 田所 渉 080-5550-1234".encode())
    assert "trailing-data" in [n.code for n in found.noticed]
    assert "田所 渉" in found.text


def _gz_with(flags: int, fields: bytes) -> bytes:
    plain = gzip.compress(b"harmless")
    return plain[:3] + bytes([flags]) + plain[4:10] + fields + plain[10:]


def _cpio(*members: tuple[str, bytes, int, int]) -> bytes:
    out = b""
    for name, content, inode, mode in (*members, ("TRAILER!!!", b"", 0, 0)):
        numbers = [inode, mode, 0, 0, 2, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0]
        head = b"070701" + b"".join(b"%08X" % n for n in numbers) + name.encode() + b"\0"
        out += head + b"\0" * (-len(head) % 4) + content + b"\0" * (-len(content) % 4)
    return out


def _tar_with(**about: object) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = 1
        for name, value in about.items():
            setattr(member, name, value)
        archive.addfile(member, io.BytesIO(b"x"))
    return out.getvalue()


HIDDEN = "連絡先 080-5550-1234"
PLACES = {
    "name in a gzip header": _gz_with(8, HIDDEN.encode() + b"\0"),
    "comment in a gzip header": _gz_with(16, HIDDEN.encode() + b"\0"),
    "extra field of a gzip": _gz_with(4, struct.pack("<H", len(HIDDEN.encode())) + HIDDEN.encode()),
    "second name of a file in a cpio": _cpio(("a", b"", 7, 0o100644), ("b", HIDDEN.encode(), 7, 0o100644)),
    "folder with data in a cpio": _cpio(("d", HIDDEN.encode(), 7, 0o40755)),
    "comment of a tar member": _tar_with(pax_headers={"comment": HIDDEN}),
    "owner of a tar member": _tar_with(uname="080-5550-1234"),
    "behind the end of a tar member": _tar_with().replace(b"x\0", b"x" + b"080-5550-1234", 1),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_what_archives_say_beside_their_files_is_read(place: str) -> None:
    assert "080-5550-1234" in extract("a.bin", PLACES[place]).text


def test_what_every_unpacker_leaves_out_is_told() -> None:
    skipped = struct.pack("<2L", 0x184D2A50, 4) + b"data"
    frame = b"\x28\xb5\x2f\xfd\x20\x02" + struct.pack("<L", 1 | 2 << 3)[:3] + b"ok"
    found = extract("a.zst", frame + skipped)
    assert [n.data.get("what") for n in found.noticed] == ["skipped-frame"]


def test_many_members_take_no_more_than_their_length() -> None:
    def seconds(n: int) -> float:
        data = gzip.compress(b"x") * n
        started = time.process_time()
        assert extract("a.gz", data).text == "x" * n
        return time.process_time() - started

    seconds(100)
    assert seconds(16_000) < 4 * seconds(8_000) + 0.3
