# ruff: noqa: E501 - cases
"""A hostile set through the real sandbox: no hang, no escape, and the template never dies."""

import gzip
import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from policies.attachments.extract import STATUSES
from policies.attachments.limits import LIMITS
from policies.attachments.sandbox import Sandbox
from tests.policies.attachments import made_files as f
from tests.policies.attachments.test_nothing_silent import FOUND, PDFS, SHUT

MAGICS = {
    "pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0", "gif": b"GIF89a",
    "tif": b"II*\0", "bmp": b"BM", "rtf": b"{\\rtf1", "7z": b"7z\xbc\xaf\x27\x1c",
    "rar": b"Rar!\x1a\x07\x00", "rar5": b"Rar!\x1a\x07\x01\x00", "gz": b"\x1f\x8b\x08", "bz2": b"BZh9",
    "xz": b"\xfd7zXZ\0", "zst": b"\x28\xb5\x2f\xfd", "cab": b"MSCF\0\0\0\0", "lzh": b"\x20\x20-lh5-",
    "zip": b"PK\x03\x04", "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "dat": b"\x78\x9f\x3e\x22\x01\0",
    "heic": b"\0\0\0\x18ftypheic", "webp": b"RIFF\0\0\0\0WEBP", "p7m": bytes.fromhex("308006092a864886f70d010702"),
    "tar": b"a" * 257 + b"ustar", "iso": b"\0" * 32769 + b"CD001", "cpio": b"070701",
}  # fmt: skip


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(replace(LIMITS, cpu=10, wall=15)) as box:
        yield box


def check(box: Sandbox, name: str, data: bytes) -> str:
    """Read a hostile file, then an ordinary one by the same template."""
    assert box.read("before.txt", b"before").text == "before"
    assert box._template is not None
    template = box._template.pid
    began = time.monotonic()
    found = box.read(name, data)
    assert time.monotonic() - began < 20
    assert found.status in STATUSES
    assert box._template is not None
    assert box._template.pid == template
    assert box.read("after.txt", b"after").text == "after"
    return f"{found.status} {found.reason}"


@pytest.mark.parametrize("suffix", MAGICS)
def test_random_bytes_behind_every_magic(box: Sandbox, suffix: str) -> None:
    noise = random.Random(suffix).randbytes(20_000)
    assert not check(box, f"a.{suffix}", MAGICS[suffix] + noise).startswith("text")


@pytest.mark.parametrize("part", [1, 2, 3])
def test_every_file_cut_off_anywhere(box: Sandbox, part: int) -> None:
    for name, data in [*FOUND.values(), *(("a.pdf", pdf) for pdf in PDFS.values())]:
        check(box, name, data[: len(data) * part // 4])


def test_every_file_with_bytes_turned_over(box: Sandbox) -> None:
    chance = random.Random(7)
    for name, data in [*FOUND.values(), *(("a.pdf", pdf) for pdf in PDFS.values())]:
        spoilt = bytearray(data)
        for _ in range(max(3, len(spoilt) // 200)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        check(box, name, bytes(spoilt))


@pytest.mark.parametrize("case", SHUT)
def test_what_is_shut_is_shut_in_the_sandbox_too(box: Sandbox, case: str) -> None:
    name, data, status = SHUT[case]
    assert check(box, name, data).startswith(status)


def _pages_in_a_loop() -> bytes:
    return f.pdf(b"").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")


def _form_in_itself() -> bytes:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 3 0 R>>>>/Length 6>>stream\n/X Do \nendstream"
    return f.pdf(b"/X Do", resources=b"/XObject<</X 6 0 R>>").replace(b"endobj\nxref", b"endobj\n6 0 obj\n" + form + b"\nendobj\nxref")  # fmt: skip


def _huge_picture() -> bytes:
    data = bytearray(f.png())
    struct.pack_into(">LL", data, 16, 100_000, 100_000)
    struct.pack_into(">L", data, 29, zlib.crc32(data[12:29]))
    return bytes(data)


def _sheet_of_a_gibibyte() -> bytes:
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    out = io.BytesIO(f.xlsx(""))
    with zipfile.ZipFile(out) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + row * 4_000_000
    fresh = io.BytesIO()
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return fresh.getvalue()


def _many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(20_000):
            archive.writestr(f"{n}.txt", b"x")
    return out.getvalue()


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "two gibibytes of zeros": ("a.gz", lambda: b"".join([gzip.compress(b"\0" * (64 << 20))] * 32), "bomb"),
    "zip of zips": ("a.zip", lambda: _nest(f.zipped("a.txt", b"x"), 30), "bomb"),
    "many entries": ("a.zip", _many_entries, "bomb"),
    "picture of ten gigapixels": ("a.png", _huge_picture, "bomb"),
    "sheet without end": ("a.xlsx", _sheet_of_a_gibibyte, ""),
    "pages in a loop": ("a.pdf", _pages_in_a_loop, ""),
    "form in itself": ("a.pdf", _form_in_itself, ""),
    "mail in mail in mail": ("a.eml", lambda: _mails(60), "bomb"),
    "header of ten megabytes": ("a.eml", lambda: b"X-A: " + b"y" * 10_000_000 + b"\n\nx", ""),
    "boundary in every line": ("a.eml", lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 200_000, ""),
    "card in one line": ("a.vcf", lambda: b"BEGIN:VCARD\nNOTE:" + b"x" * 10_000_000, "text"),
    "brackets": ("a.json", lambda: b"[" * 200_000, ""),
    "braces": ("a.rtf", lambda: b"{\\rtf1" + b"{" * 200_000, "bomb"),
    "angles": ("a.html", lambda: b"<" * 2_000_000, "text"),
    "quotes": ("a.html", lambda: b"<a b='" * 300_000, "text"),
    "laughs": ("a.xml", lambda: b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 30)) + b"]><l>&a29;</l>", "bomb"),
    "base64 without end": ("a.txt", lambda: b"QUJD" * 4_000_000, "text"),
    "begin without end": ("a.txt", lambda: b"begin 644 a\n" * 100_000, ""),
    "empty": ("a.docx", lambda: b"", "text"),
}  # fmt: skip


def _nest(data: bytes, depth: int) -> bytes:
    for n in range(depth):
        data = f.zipped(f"{n}.zip", data)
    return data


def _mails(depth: int) -> bytes:
    data = f.mail("x").as_bytes()
    for _ in range(depth):
        data = b"Content-Type: message/rfc822\n\n" + data
    return data


@pytest.mark.parametrize("case", BOMBS)
def test_bombs(box: Sandbox, case: str) -> None:
    name, make, status = BOMBS[case]
    assert check(box, name, make()).startswith(status)
