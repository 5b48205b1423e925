# ruff: noqa: E501 - files
"""Files made at test time that carry one marker, each in another place."""

import base64
import binascii
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage

MARK = "鬼塚 泰造 090-5550-7731"
Maker = Callable[[], bytes]

_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def _rel(id_: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id_}" Type="{_TYPE}{kind}" Target="{target}"{mode}/>'


def package(parts: dict[str, str | bytes], main: str) -> bytes:
    """An OPC package whose main part is named."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _RELS.format(_rel("r1", "officeDocument", main)))
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str = "<w:p><w:r><w:t>x</w:t></w:r></w:p>", **parts: str | bytes) -> bytes:
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    named = {name.replace("__", "/").replace("_dot_", "."): c for name, c in parts.items()}
    return package({"word/document.xml": document, **named}, "word/document.xml")


def word_part(root: str) -> str:
    return f"<w:{root} {_W}><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:{root}>"


def xlsx(
    cells: str, strings: str = "", sheet: str = "", extra: dict[str, str | bytes] | None = None,
    state: str = "", rels: str = "",
) -> bytes:  # fmt: skip
    book = (
        '<workbook xmlns:r="r"><sheets>'
        f'<sheet name="S1" sheetId="1" r:id="rId1"{state}/></sheets></workbook>'
    )
    data = f"<worksheet>{sheet}<sheetData>{cells}</sheetData></worksheet>"
    relations = _rel("rId1", "worksheet", "worksheets/sheet1.xml") + _rel(
        "rId2", "sharedStrings", "sharedStrings.xml"
    )
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _RELS.format(relations),
        "xl/worksheets/sheet1.xml": data,
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/worksheets/_rels/sheet1.xml.rels": _RELS.format(rels),
    }
    return package({**parts, **(extra or {})}, "xl/workbook.xml")


def pptx(slide: str, extra: dict[str, str | bytes] | None = None, show: str = "") -> bytes:
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": '<p:p xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:p>',
        "ppt/_rels/presentation.xml.rels": _RELS.format(_rel("rId1", "slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="p" xmlns:a="a"{show}>{slide}</p:sld>',
        "ppt/slides/_rels/slide1.xml.rels": _RELS.format(
            _rel("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")
        ),
    }
    return package({**parts, **(extra or {})}, "ppt/presentation.xml")


def odt(body: str, extra: dict[str, str | bytes] | None = None, kind: str = "text") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED
        )
        archive.writestr("content.xml", odf_content(body))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def odf_content(body: str) -> str:
    spaces = {"office": "office", "text": "text", "table": "table", "draw": "drawing"}
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in spaces.items()
    )
    return (
        f"<office:document-content {names}><office:body>{body}</office:body>"
        "</office:document-content>"
    )


def pdf(
    content: bytes,
    resources: bytes = b"",
    extra: bytes = b"",
    catalog: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of one page; Latin text only, so the marker's number stands for it.

    ``more`` are objects from number 6 on.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>" + resources + b">>" + extra + b">>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


NUMBER = b"090-5550-7731"


def png(chunks: list[tuple[bytes, bytes]] | None = None, behind: bytes = b"") -> bytes:
    """A white picture too small to read anything in."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    head = struct.pack(">LLBBBBB", 4, 4, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0\xff\xff\xff\xff" * 4)
    middle = b"".join(chunk(kind, data) for kind, data in chunks or [])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + middle + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"") + behind
    )  # fmt: skip


def mail(text: str = "x", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@own.jp", "b@there.jp", "s"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def with_file(name: str, data: bytes) -> bytes:
    message = mail()
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def uuencoded(name: str, data: bytes) -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return f"begin 644 {name}\n{''.join(lines)}`\nend\n"


def rtf(body: str) -> bytes:
    return ("{\\rtf1\\ansi\\ansicpg932 " + body + "}").encode("cp932")


def rtf_escaped(text: str) -> str:
    return "".join(f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in text)


def rtf_code_page(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("cp932"))


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def tnef(text: str) -> bytes:
    def attribute(level: int, kind: int, type_: int, body: bytes) -> bytes:
        return struct.pack("<BHHL", level, kind, type_, len(body)) + body + b"\0\0"

    body = text.encode("cp932") + b"\0"
    file = attribute(2, 0x9002, 6, b"\0" * 14) + attribute(2, 0x8010, 1, b"list.csv\0")
    return (
        b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x800C, 1, b"see file\0") + file
        + attribute(2, 0x800F, 6, body[:-1])
    )  # fmt: skip


def ole_native(name: str, data: bytes) -> bytes:
    head = (
        b"\x02\0"
        + name.encode()
        + b"\0"
        + b"c:\\x\0"
        + b"\0\0\x03\0"
        + struct.pack("<L", 4)
        + b"c:\\\0"
    )
    body = head + struct.pack("<L", len(data)) + data
    return struct.pack("<L", len(body)) + body


def as_json() -> bytes:
    return json.dumps({"顧客": [{"名前": MARK}]}).encode()


def data_uri(data: bytes) -> bytes:
    return b'<html><img src="data:application/zip;base64,' + base64.b64encode(data) + b'"></html>'


def stream(content: bytes, fields: bytes = b"") -> bytes:
    """An object of a PDF that holds bytes, compressed."""
    packed = zlib.compress(content)
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (fields, len(packed))
    return head + b"stream\n" + packed + b"\nendstream"
