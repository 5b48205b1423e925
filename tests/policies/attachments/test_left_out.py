"""Parts that are left out by what they are, and never by their name alone."""

import io
import struct
import zlib

import olefile
import pytest
from PIL import Image

from tests.policies.attachments import made_files as f
from tests.policies.attachments.made_files import MARK
from tests.policies.attachments.reading import extract

NUMBER = "090-5550-7731"
OTHER_FILE = f.zipped("l.csv", MARK.encode() * 3)
LARGE = bytes(range(256)) * 400
WORD = [
    "word/printerSettings1.bin", "docProps/thumbnail.png", "word/fonts/font1.odttf",
    "word/vbaProjectSignature.bin", "word/vbaData.xml", "word/settings.xml", "[Content_Types].xml",
]  # fmt: skip
ODF = [
    "settings.xml", "meta.xml", "layout-cache", "Configurations2/a.bin", "Thumbnails/thumbnail.png",
    "ObjectReplacements/Object 1", "Fonts/a.ttf",
]  # fmt: skip


def word(name: str, data: bytes) -> bytes:
    parts: dict[str, str | bytes] = {"word/document.xml": "<w:document xmlns:w='w'/>", name: data}
    return f.package(parts, "word/document.xml")


def odf(name: str, data: bytes) -> bytes:
    return f.odt("<office:text/>", {name: data})


@pytest.mark.parametrize("name", WORD[:-1])
@pytest.mark.parametrize(
    "data", [OTHER_FILE, MARK.encode("cp932") * 3, LARGE], ids=["zip", "text", "noise"]
)
def test_an_office_part_is_not_left_out_by_its_name(name: str, data: bytes) -> None:
    found = extract("a.docx", word(name, data))
    assert NUMBER in found.text or found.status != "text"


@pytest.mark.parametrize("name", ODF)
@pytest.mark.parametrize(
    "data", [OTHER_FILE, MARK.encode() * 3, LARGE], ids=["zip", "text", "noise"]
)
def test_a_part_of_opendocument_is_not_left_out_by_its_name(name: str, data: bytes) -> None:
    found = extract("a.odt", odf(name, data))
    assert NUMBER in found.text or found.status != "text"


def picture(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(out, "PNG")
    return out.getvalue()


def test_a_small_thumbnail_is_left_out_and_a_large_one_is_not() -> None:
    assert extract("a.docx", word("docProps/thumbnail.png", picture((256, 200)))).status == "text"
    assert extract("a.docx", word("docProps/thumbnail.png", picture((900, 700)))).wants_ocr


def font(tables: int = 9, extra: bytes = b"") -> bytes:
    power = 8
    head = struct.pack(">4s4H", b"\0\1\0\0", tables, power * 16, 3, (tables - power) * 16)
    at = 12 + 16 * tables
    records = b"".join(
        struct.pack(">4s3L", b"tab%d" % n, 7, at + 40 * n, 40) for n in range(tables)
    )
    return head + records + b"\x07" * 40 * tables + extra


def test_a_font_is_left_out_and_one_with_more_behind_it_is_not() -> None:
    key = bytes(range(40, 56))
    hidden = bytes(a ^ b for a, b in zip(font()[:32], key * 2, strict=True)) + font()[32:]
    for name, data in (("word/fonts/font1.odttf", hidden), ("ppt/fonts/font1.ttf", font())):
        assert extract("a.docx", word(name, data)).status == "text"
        assert extract("a.docx", word(name, data + OTHER_FILE)).status != "text"


def compound(**streams: bytes) -> bytes:
    """A compound file of LibreOffice's kind is made elsewhere; this one has large streams only."""
    sector = 512
    names = list(streams)
    chains: list[int] = []
    fat: list[int] = []
    body = b""
    for content in streams.values():
        count = max(8, -(-len(content) // sector))
        chains.append(len(fat) + 2)
        fat += [len(fat) + 3 + n for n in range(count - 1)] + [0xFFFFFFFE]
        body += content.ljust(count * sector, b"\0")
    table = [0xFFFFFFFD, 0xFFFFFFFE, *fat]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for n, name in enumerate(names):
        size = max(4096, len(streams[name]))
        right = n + 2 if n + 1 < len(names) else 0xFFFFFFFF
        entries.append(_entry(name, 2, chains[n], size, right=right))
    directory = b"".join(entries).ljust(sector, b"\0")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    )
    header += (
        bytes(10)
        + struct.pack("<5L", 1, 1, 0, 4096, 0xFFFFFFFE)
        + struct.pack("<3L", 0, 0xFFFFFFFE, 0)
    )
    header += struct.pack("<L", 0) + b"\xff" * 432
    fat_sector = b"".join(struct.pack("<L", n) for n in table).ljust(sector, b"\xff")
    return header + fat_sector + directory + body


def _entry(
    name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF
) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return (
        raw.ljust(64, b"\0") + struct.pack("<HBB3L", len(raw), kind, 1, 0xFFFFFFFF, right, child)
        + bytes(36) + struct.pack("<LQ", start, size)
    )  # fmt: skip


def test_a_chain_that_runs_in_a_circle_or_is_shared_is_told() -> None:
    sound = compound(Package=b"text " * 900, Zweiter=b"x" * 5_000)
    assert sorted(olefile.OleFileIO(io.BytesIO(sound)).listdir()) == [["Package"], ["Zweiter"]]
    assert extract("a.bin", sound).reason != "compound:chain"
    circle = bytearray(sound)
    struct.pack_into("<L", circle, 512 + 4 * 4, 2)
    assert extract("a.bin", bytes(circle)).reason == "compound:chain"
    shared = bytearray(sound)
    at = 1024 + 2 * 128 + 116
    struct.pack_into("<L", shared, at, 2)
    assert extract("a.bin", bytes(shared)).reason == "compound:chain"


def ppt(records: bytes) -> bytes:
    return compound(**{"PowerPoint Document": records.ljust(4_096, b"\0"), "Current User": b"x"})


def record(kind: int, body: bytes, instance: int = 0) -> bytes:
    return struct.pack("<2HL", instance << 4, kind, len(body)) + body


def test_objects_and_newer_comments_in_an_old_presentation_are_read() -> None:
    packed = struct.pack("<L", len(OTHER_FILE)) + zlib.compress(OTHER_FILE)
    for body in (record(4113, OTHER_FILE), record(4113, packed, instance=1)):
        assert NUMBER in extract("a.ppt", ppt(body)).text
    comment = record(5003, record(4026, MARK.encode("utf-16-le")))
    assert NUMBER in extract("a.ppt", ppt(comment)).text
    assert extract("a.ppt", ppt(record(4113, packed[:40], instance=1))).status != "text"
    assert extract("a.ppt", ppt(record(4113, b"nothing packed", instance=1))).status != "text"


def test_records_that_nobody_takes_apart_are_searched() -> None:
    assert NUMBER in extract("a.ppt", ppt(record(7_777, OTHER_FILE))).text
    assert NUMBER in extract("a.ppt", ppt(record(7_777, MARK.encode("utf-16-le")))).text
    emf = struct.pack("<2L", 1, 108) + bytes(32) + b" EMF" + bytes(64)
    unknown = struct.pack("<2L", 999, 8 + len(OTHER_FILE)) + OTHER_FILE
    assert NUMBER in extract("a.emf", emf + unknown + struct.pack("<2L", 14, 20) + bytes(12)).text
    even = OTHER_FILE + b"\0" * (len(OTHER_FILE) % 2)
    wmf = b"\x01\x00\x09\x00\x00\x03" + bytes(12) + struct.pack("<LH", 3 + len(even) // 2, 0x7777)
    assert NUMBER in extract("a.wmf", wmf + even + struct.pack("<LH", 3, 0)).text


def test_sectors_of_nobody_are_read_and_an_empty_directory_is_not_called_read() -> None:
    sound = ppt(b"")
    assert extract("a.ppt", sound).status == "text"
    for hidden in (OTHER_FILE, MARK.encode("utf-16-le")):
        assert NUMBER in extract("a.ppt", sound + hidden.ljust(1_024, b"\0")).text
    entry = sound.index("Root Entry".encode("utf-16-le"))
    no_streams = bytearray(sound)
    struct.pack_into("<L", no_streams, entry + 76, 0xFFFFFFFF)
    assert extract("a.bin", bytes(no_streams)).status != "text"
    assert extract("a.ppt", ppt(bytes(200_000))).status != "text"  # more than its table holds


def test_an_empty_store_of_word_in_rtf_holds_nothing_and_a_file_in_it_is_read() -> None:
    header = struct.pack("<3L", 0x0501, 2, 1) + b"x\0" + bytes(8)
    for inside in (b"", OTHER_FILE.ljust(1_024, b"\0")):
        whole = bytearray(ppt(b"") + inside)
        entry = whole.index("Root Entry".encode("utf-16-le"))
        struct.pack_into("<L", whole, entry + 76, 0xFFFFFFFF)
        if not inside:
            whole[entry + 128 : entry + 512] = bytes(384)
            whole = whole[:1536]
        packed = header + struct.pack("<L", len(whole)) + whole + b"\1\5" + bytes(6)
        rtf = b"{\\rtf1 x{\\*\\datastore " + packed.hex().encode() + b"}}"
        found = extract("a.rtf", rtf)
        assert (NUMBER in found.text) is bool(inside)
        assert inside or found.status == "text"


@pytest.mark.parametrize(
    "name",
    ["Hidden", "__substg1.0_0FFF0102", "__substg1.0_80010102", "__substg1.0_8001101F-00000000"],
)
@pytest.mark.parametrize("data", [OTHER_FILE, MARK.encode("utf-16-le")], ids=["zip", "text"])
def test_a_stream_of_an_outlook_message_is_not_left_out_by_its_name(name: str, data: bytes) -> None:
    fields = {"__properties_version1.0": b"\0", "__substg1.0_1000001F": "本文".encode("utf-16-le")}
    found = extract("a.msg", compound(**fields, **{name: data}))
    assert found.format == "msg"
    assert NUMBER in found.text
