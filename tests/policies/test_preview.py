"""What is shown of a file before it is opened: first rows, first page, and nothing of bad ones."""

import base64
import io
from collections.abc import Iterator

import pytest
from PIL import Image

from policies.attachments import Extract, Picture, Piece, ReadFile
from policies.attachments.extract import PICTURE_SIDE, Begun, Item
from policies.attachments.sandbox import Sandbox
from policies.preview import MAX_CELL, MAX_CELLS, MAX_ROWS, NO_PREVIEW, Preview, first_rows, preview


def extract(kind: str, *pieces: Piece) -> Extract:
    items: list[Item] = [Begun(kind), *pieces, ReadFile("", kind, 1)]
    return Extract.of(items)


def packed(kind: str, mode: str = "RGB", size: tuple[int, int] = (900, 600)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 200).save(out, kind)
    return out.getvalue()


def test_rows_of_a_sheet_are_cells() -> None:
    rows = "\n".join("\t".join(f"r{n}c{m}" for m in range(20)) for n in range(50))
    found = first_rows(extract("xlsx", Piece(rows, "S1", is_grid=True)))
    assert len(found) == MAX_ROWS
    assert found[0] == tuple(f"r0c{m}" for m in range(MAX_CELLS))


def test_rows_of_a_text_table_are_cells_too() -> None:
    found = first_rows(extract("csv", Piece('名前,住所\n佐藤,"東京, 港区"\n')))
    assert found == (("名前", "住所"), ("佐藤", "東京, 港区"))
    assert first_rows(extract("csv", Piece("a;b\n1;2\n"))) == (("a", "b"), ("1", "2"))
    assert first_rows(extract("csv", Piece('a,"b\n'))) == (("a", "b"),)


def test_lines_of_a_text_are_rows_of_one_cell() -> None:
    found = preview(extract("docx", Piece("\n\n一行目\n\n二行目\n")), None)
    assert found.rows == (("一行目",), ("二行目",))
    assert not found.is_table


def test_what_a_reader_would_not_see_is_not_shown() -> None:
    hidden = Piece("secret", hidden="hidden-sheet")
    beside = Piece("Author", "properties")
    assert preview(extract("xlsx", hidden, beside), None) == NO_PREVIEW
    assert first_rows(extract("xlsx", hidden, beside, Piece("seen"))) == (("seen",),)


def test_long_cells_are_cut() -> None:
    (row,) = first_rows(extract("xlsx", Piece("x" * 5_000 + "\ty", is_grid=True)))
    assert len(row[0]) == MAX_CELL
    assert row[1] == "y"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", packed("PNG")),
        ("a.png", packed("PNG", "RGBA")),
        ("a.png", packed("PNG", "P")),
        ("a.png", packed("PNG", "I;16")),
        ("a.gif", packed("GIF", "L")),
        ("a.jpg", packed("JPEG", "CMYK")),
        ("a.tif", packed("TIFF", "1")),
        ("a.pdf", packed("PDF")),
    ],
)
def test_first_pages_are_drawn_small(box: Sandbox, name: str, data: bytes) -> None:
    drawn = box.draw(name, data)
    assert drawn is not None
    assert max(drawn.width, drawn.height) == PICTURE_SIDE
    assert drawn.width > drawn.height
    shown = preview(extract("any"), drawn)
    with Image.open(io.BytesIO(base64.b64decode(shown.picture))) as jpeg:
        assert jpeg.format == "JPEG"
        assert jpeg.size == (shown.width, shown.height) == (drawn.width, drawn.height)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty", b""),
        ("a.txt", b"text"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18),
        ("cut.png", packed("PNG")[:60]),
        ("lies.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\2\0\0\0"),
        ("cut.jpg", packed("JPEG")[:200]),
        ("cut.pdf", packed("PDF")[:300]),
        ("lies.pdf", b"%PDF-1.7\n%%EOF"),
        ("lies.tif", b"II*\0\xff\xff\xff\xff"),
        ("huge.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0" + b"\0" * 50),
    ],
)
def test_what_has_no_page_has_no_picture_and_harms_nobody(
    box: Sandbox, name: str, data: bytes
) -> None:
    assert box.draw(name, data) is None
    assert box.draw("next.png", packed("PNG")) is not None


@pytest.mark.parametrize(
    "lie",
    [
        Picture(10, 10, "AAAA"),
        Picture(0, 0, ""),
        Picture(-1, -4, "A" * 16),
        Picture(1, 1, "nonsense!"),
        Picture(PICTURE_SIDE + 1, 1, "A" * ((PICTURE_SIDE + 1) * 4)),
    ],
)
def test_a_picture_that_is_not_what_it_says_is_left_out(lie: Picture) -> None:
    assert preview(extract("docx", Piece("a line")), lie) == Preview((("a line",),))
