# ruff: noqa: E501 - objects of PDF
"""What a PDF carries beside the text of its pages: each is read, or said to be left out."""

import time
import zlib

import pytest
from PIL import Image, ImageDraw, ImageFont

from policies.attachments.formats import pdf_objects
from tests.policies.attachments.reading import extract

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
MARK = b"Tanaka 090-5550-7731"
WORDS = b"BT /F1 12 Tf 50 800 Td (This is a page with more than twenty letters of text) Tj ET\n"
SHOWN = b"BT /F1 12 Tf 5 5 Td (" + MARK + b") Tj ET"
FONTS = b"/Font<</F1 5 0 R>>"


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, said in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def stream(said: bytes, data: bytes, *, packed: bool = False) -> bytes:
    if packed:
        data, said = zlib.compress(data), said + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (said, len(data), data)


def page(
    content: bytes = WORDS, *more: bytes, on_page: bytes = b"", resources: bytes = b"", root: bytes = b"", trailer: bytes = b"",
) -> bytes:  # fmt: skip
    """One page; ``more`` are the objects from number 6 on."""
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s%s>>%s>>" % (FONTS, resources, on_page),
        stream(b"", content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ], trailer)  # fmt: skip


def note(kind: bytes, more: bytes = b"") -> bytes:
    return b"<</Type/Annot/Subtype/%s/Rect[50 600 350 650]/F 4/AP<</N 7 0 R>>%s>>" % (kind, more)


def form(content: bytes, resources: bytes = FONTS) -> bytes:
    return stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 300 50]/Resources<<%s>>" % resources, content
    )


def picture(text: str = "x") -> bytes:
    image = Image.new("L", (500, 40), 255)
    ImageDraw.Draw(image).text((5, 4), text, 0, ImageFont.truetype(FONT, 26))
    said = (
        b"/Type/XObject/Subtype/Image/Width 500/Height 40/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    return stream(said, image.tobytes(), packed=True)


FILE = b"<</Type/Filespec/F(list.csv)/EF<</F 7 0 R>>>>"
EMBEDDED = stream(b"/Type/EmbeddedFile", MARK, packed=True)
SHOWN_IN_PLACE = SHOWN.replace(b"5 5 Td", b"50 500 Td")
READ = {
    "a note drawn otherwise than it says": page(WORDS, note(b"FreeText", b"/Contents(hello)"), form(SHOWN), on_page=b"/Annots[6 0 R]"),
    "a note that says nothing": page(WORDS, note(b"FreeText"), form(SHOWN), on_page=b"/Annots[6 0 R]"),
    "a field drawn otherwise": page(WORDS, note(b"Widget", b"/FT/Tx/T(x)"), form(SHOWN), on_page=b"/Annots[6 0 R]", root=b"/AcroForm<</Fields[6 0 R]>>"),
    "a form": page(WORDS + b"/X1 Do\n", form(SHOWN), resources=b"/XObject<</X1 6 0 R>>"),
    "off the page": page(WORDS + SHOWN.replace(b"5 5 Td", b"50 5000 Td")),
    "a layer that is off": page(WORDS + b"/OC /O1 BDC " + SHOWN_IN_PLACE + b" EMC", b"<</Type/OCG/Name(x)>>", resources=b"/Properties<</O1 6 0 R>>", root=b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"),
    "a file of the document": page(WORDS, FILE, EMBEDDED, root=b"/AF[6 0 R]"),
    "a file of the page": page(WORDS, FILE, EMBEDDED, on_page=b"/AF[6 0 R]"),
    "a file of nothing": page(WORDS, EMBEDDED),
    "a file packed twice": page(WORDS, stream(b"/Type/EmbeddedFile/Filter[/ASCIIHexDecode/FlateDecode]", zlib.compress(MARK).hex().encode() + b">")),
    "a sound": page(WORDS, b"<</Type/Annot/Subtype/Sound/Rect[0 0 10 10]/Sound 7 0 R>>", stream(b"/Type/Sound", MARK), on_page=b"/Annots[6 0 R]"),
    "metadata": page(WORDS, stream(b"/Type/Metadata/Subtype/XML", b"<x:a xmlns:x='a'><b>" + MARK + b"</b></x:a>"), root=b"/Metadata 6 0 R"),
    "a name of a place": page(root=b"/Names<</Dests<</Names[(" + MARK + b") [3 0 R /Fit]]>>>>"),
    "data of another program": page(on_page=b"/PieceInfo<</App<</Private(" + MARK + b")>>>>"),
    "an alternative text": page(WORDS, b"<</Type/StructTreeRoot/K<</S/Figure/Alt(" + MARK + b")/Pg 3 0 R/K 0>>>>", root=b"/StructTreeRoot 6 0 R"),
    "in hexadecimal": page(on_page=b"/PieceInfo<</A<</P<" + MARK.hex().encode() + b">>>>>"),
    "in UTF-16": page(on_page=b"/PieceInfo<</A<</P<feff" + MARK.decode().encode("utf-16-be").hex().encode() + b">>>>>"),
    "with escapes": page(on_page=b"/PieceInfo<</A<</P(Tanaka \\0609\\\n0-5550-77\\63\\061 \\(x\\))>>>>"),
    "a label of pages": page(root=b"/PageLabels<</Nums[0<</P(" + MARK + b")>>]>>"),
    "about the file": page(trailer=b"/Info<</Custom(" + MARK + b")>>"),
    "objects that are packed together": page(WORDS, stream(b"/Type/ObjStm/N 1/First 5", b"99 0 <</X(" + MARK + b")>>", packed=True)),
}  # fmt: skip


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_it_is_read(data: bytes) -> None:
    found = extract("a.pdf", data)
    assert found.status == "text"
    assert MARK.decode() in found.text.replace("\n", " ")


def test_an_earlier_version_is_read() -> None:
    old = page(WORDS + SHOWN_IN_PLACE)
    new = b"4 0 obj\n" + stream(b"", WORDS) + b"\nendobj\n"
    before = int(old.split(b"startxref\n")[1].split(b"\n")[0])
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    data = old + new + table % (len(old), before, len(old) + len(new))
    found = extract("a.pdf", data)
    assert [p.path for p in found.pieces if MARK.decode() in p.text] == ["earlier version 1.pdf"]


def test_many_versions_are_read_once_each() -> None:
    data = page(WORDS + SHOWN_IN_PLACE)
    for _ in range(12):
        new = b"4 0 obj\n" + stream(b"", WORDS) + b"\nendobj\n"
        before = int(data.split(b"startxref\n")[-1].split(b"\n")[0])
        table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        data += new + table % (len(data), before, len(data) + len(new))
    paths = [file.path for file in extract("a.pdf", data).files]
    assert sorted(paths) == sorted(["", *(f"earlier version {n}.pdf" for n in range(1, 13))])
    many = data + (b"9 0 obj\n1\nendobj\nstartxref\n9\n%%EOF\n" * 30)
    assert extract("a.pdf", many).reason == "limit:revisions"


def test_a_second_table_is_no_earlier_version() -> None:
    data = page()
    again = data + b"xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(data)
    )
    assert {file.path for file in extract("a.pdf", again).files} == {""}


def strips(count: int) -> bytes:
    drawn = b"".join(b"q 400 0 0 32 50 %d cm /I%d Do Q\n" % (740 - 40 * n, n) for n in range(count))
    names = b"".join(b"/I%d %d 0 R" % (n, 6 + n) for n in range(count))
    return page(
        WORDS + drawn,
        *(picture(f"鬼塚 {n}") for n in range(count)),
        resources=b"/XObject<<%s>>" % names,
    )


def test_many_small_pictures_are_a_scan_and_one_is_told() -> None:
    assert extract("a.pdf", strips(12)).reason == "ocr"
    one = extract("a.pdf", strips(1))
    assert (one.status, [n.code for n in one.noticed]) == ("text", ["small-picture"])
    assert one.wants_ocr
    told = extract("a.pdf", strips(1), recogniser=lambda _picture: "鬼塚 泰造")
    assert ("鬼塚 泰造" in told.text, told.noticed) == (True, ())


def test_a_picture_on_no_page_is_read() -> None:
    data = page(WORDS, picture("鬼塚"), on_page=b"/Thumb 6 0 R")
    assert extract("a.pdf", data).reason == "ocr"
    assert "鬼塚 泰造" in extract("a.pdf", data, recogniser=lambda _picture: "鬼塚 泰造").text
    stamp = page(
        WORDS,
        note(b"Stamp"),
        form(b"q 300 0 0 24 0 0 cm /I Do Q", b"/XObject<</I 8 0 R>>"),
        picture("鬼塚"),
        on_page=b"/Annots[6 0 R]",
    )
    assert "鬼塚 泰造" in extract("a.pdf", stamp, recogniser=lambda _picture: "鬼塚 泰造").text


def test_letters_that_are_drawn_are_a_scan() -> None:
    letter = b"%d %d m 3 8 8 8 10 0 c 5 3 l 2 1 l 1 1 l 0 4 2 2 1 1 c f\n"
    content = WORDS + b"".join(
        b"q 1 0 0 1 %d %d cm " % (50 + n % 20 * 20, 700 - n // 20 * 20) + letter % (0, 0) + b"Q\n"
        for n in range(200)
    )
    assert extract("a.pdf", page(content)).reason == "ocr"
    tiles = stream(
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 595 700]/XStep 595/YStep 700/Resources<<%s>>"
        % FONTS,
        SHOWN_IN_PLACE,
    )
    pattern = page(
        WORDS + b"/Pattern cs /P1 scn 0 0 595 700 re f\n", tiles, resources=b"/Pattern<</P1 6 0 R>>"
    )
    assert extract("a.pdf", pattern).reason == "ocr"


def test_what_a_document_is_made_of_is_not_shown() -> None:
    data = page(
        WORDS,
        b"<</Type/FontDescriptor/CharSet(/A/B/comma)>>",
        trailer=b"/Info<</CreationDate(D:20261127094523+09'00')>>",
    )
    assert [p.place for p in extract("a.pdf", data).pieces if p.hidden] == []


@pytest.mark.parametrize(
    "unit",
    [b"1 0 obj ", b"(", b"((((", b"<", b"<a", b"<<", b"1 0 obj<</A(", b"\\(", b"1 0 obj<<>>stream\n", b"%%EOF\n", b"trailer", b"/Length 9 ", b"1 0 obj<</Length 99999>>stream\nendstream "],
)  # fmt: skip
def test_time_grows_with_length_only(unit: bytes) -> None:
    def spent(size: int) -> float:
        data = b"%PDF-1.7\n" + unit * (size // len(unit))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            for stored in pdf_objects.objects(data):
                list(pdf_objects.strings(stored.said))
            list(pdf_objects.strings(data))
            best = min(best, time.process_time() - start)
        return best

    assert spent(800_000) < spent(200_000) * 8 + 0.1
