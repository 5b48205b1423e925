# ruff: noqa: E501 - documents
"""Files that a real office program writes: every format it has, from one flat document."""

import base64
import io
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.policies.attachments.made_files import MARK, odf_content
from tests.policies.attachments.reading import extract

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="there is no soffice")

KINDS = {
    "fodt": ("text", ["docx", "odt", "doc", "rtf", "pdf", "html"]),
    "fods": ("spreadsheet", ["xlsx", "ods", "xls", "pdf"]),
    "fodp": ("presentation", ["pptx", "odp", "ppt", "pdf", "emf", "wmf"]),
}
TABLE = (
    '<table:table table:name="会員">{columns}<table:table-row><table:table-cell office:value-type="string">'
    "<text:p>氏名</text:p></table:table-cell></table:table-row><table:table-row>"
    '<table:table-cell office:value-type="string"><text:p>{mark}</text:p></table:table-cell>'
    "</table:table-row></table:table>"
)  # fmt: skip
_QR = "qr 090-5550-8842"  # in a picture, which a document holds in its own way
_FLOATING = "qr 090-5550-8843"  # and in another way, when text flows round it


def _picture(says: str = _QR, anchor: str = "") -> str:
    barcode = zxingcpp.create_barcode(says, zxingcpp.BarcodeFormat.QRCode)
    out = io.BytesIO()
    Image.fromarray(barcode.to_image(scale=5)).save(out, "PNG")
    packed = base64.b64encode(out.getvalue()).decode()
    size = 'svg:width="5cm" svg:height="5cm" svg:x="1cm" svg:y="5cm"'
    return (
        f"<draw:frame {size} {anchor}><draw:image>"
        f"<office:binary-data>{packed}</office:binary-data></draw:image></draw:frame>"
    )


_INLINE = _picture(anchor='text:anchor-type="as-char"')
_FLOAT = _picture(_FLOATING, 'text:anchor-type="paragraph"')
BODIES = {
    "fodt": f"<office:text><text:p>表紙{_INLINE}</text:p><text:p>次{_FLOAT}</text:p><text:p>{MARK}</text:p></office:text>",
    "fods": f"<office:spreadsheet>{TABLE.format(columns=f'<table:shapes>{_picture()}</table:shapes><table:table-column/>', mark=MARK)}</office:spreadsheet>",
    "fodp": (
        '<office:presentation><draw:page draw:name="p"><draw:frame svg:width="20cm" svg:height="3cm" '
        f'svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>{MARK}</text:p></draw:text-box></draw:frame>{_picture()}'
        "</draw:page></office:presentation>"
    ),
}  # fmt: skip
CASES = [(source, target) for source, (_, targets) in KINDS.items() for target in targets]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All conversions; one call for each pair, because a call takes one target."""
    folder = tmp_path_factory.mktemp("office")
    for source, (kind, targets) in KINDS.items():
        text = odf_content(BODIES[source]).replace("document-content", "document")
        head = (
            'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" '
            f'office:mimetype="application/vnd.oasis.opendocument.{kind}" xmlns:office'
        )
        path = folder / f"a.{source}"
        path.write_text(
            '<?xml version="1.0" encoding="UTF-8"?>' + text.replace("xmlns:office", head, 1)
        )
        for target in targets:
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", target, "--outdir", str(folder / source), str(path)]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.parametrize(("source", "target"), CASES)
def test_every_format_is_read(folder: Path, source: str, target: str) -> None:
    path = folder / source / f"a.{target}"
    found = extract(path.name, path.read_bytes())
    assert "".join(MARK.split()) in "".join(found.text.split())
    assert {file.reason for file in found.files} <= {"", "ocr"}, found.files
    if target not in {"html", "pdf"}:  # one links to its picture, the other is drawn as a page
        assert _QR in found.text
        assert source != "fodt" or _FLOATING in found.text
    assert not [n for n in found.noticed if n.code in {"parser-differential", "type-mismatch"}]


@pytest.mark.parametrize("source", KINDS)
def test_the_flat_document_itself_is_read(folder: Path, source: str) -> None:
    path = folder / f"a.{source}"
    found = extract(path.name, path.read_bytes())
    assert found.format == "fodf"
    assert _QR in found.text
    assert "".join(MARK.split()) in "".join(found.text.split())


def test_places_are_sheets_and_slides(folder: Path) -> None:
    sheet = extract("a.xlsx", (folder / "fods/a.xlsx").read_bytes()).pieces[0]
    assert (sheet.place, sheet.is_grid, sheet.row) == ("会員", True, 1)
    slides = extract("a.pptx", (folder / "fodp/a.pptx").read_bytes()).pieces
    assert any(piece.place == "slide 1" and "鬼塚" in piece.text for piece in slides)
