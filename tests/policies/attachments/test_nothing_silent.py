# ruff: noqa: E501 - cases
"""One marker in every place that a file can hide it: it is found, or the file is not called read."""

import base64
import gzip
import io
import struct
import unicodedata
import zipfile

import pytest

from policies.attachments.extract import Extract
from policies.looking_into import look_into
from policies.personal_data import Budget
from tests.policies.attachments import made_files as f
from tests.policies.attachments.made_files import MARK, NUMBER
from tests.policies.attachments.reading import extract

_RUN = "<w:r><w:t>{}</w:t></w:r>"
_CELL = '<row r="2"><c r="B2" t="inlineStr"><is><t>{}</t></is></c></row>'
_A = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
_LIST = f"氏名,電話\n{MARK}\n".encode()
_SIMPLE = f.docx(f"<w:p>{_RUN.format(MARK)}</w:p>")
_SPLIT = "".join(_RUN.format(c) for c in MARK)
_XML = f"<x><y>{MARK}</y></x>"

#: Name of the file, its bytes, and where the marker is; it must come out as text.
FOUND: dict[str, tuple[str, bytes]] = {
    "text in UTF-8": ("a.txt", MARK.encode()),
    "text in CP932": ("a.txt", MARK.encode("cp932")),
    "text in EUC-JP": ("a.txt", (MARK + "様のご住所と電話番号").encode("euc_jp")),
    "text in ISO-2022-JP": ("a.txt", MARK.encode("iso2022_jp")),
    "text in UTF-16 with a mark": ("a.txt", MARK.encode("utf-16")),
    "text in UTF-16 without": ("a.txt", (MARK + " abcdefgh\r\n").encode("utf-16-le")),
    "CP932 behind 64 KiB of ASCII": ("a.csv", b"a,b\n" * 20_000 + MARK.encode("cp932")),
    "text with a strange suffix": ("a.qqq", MARK.encode()),
    "text named as a picture": ("a.jpg", MARK.encode()),
    "base64 file in a text": ("a.txt", base64.encodebytes(f.zipped("l.csv", _LIST * 9))),
    "uuencoded file in a text": ("a.txt", f.uuencoded("l.csv", _LIST).encode()),
    "html": ("a.html", f"<p>{MARK}</p>".encode()),
    "html alternative text": ("a.html", f'<img alt="{MARK}">'.encode()),
    "html data address": ("a.html", f.data_uri(f.zipped("l.csv", _LIST))),
    "xml": ("a.xml", _XML.encode()),
    "xml attribute": ("a.xml", f'<x y="{MARK}"/>'.encode()),
    "svg": ("a.svg", f"<svg><text>{MARK}</text></svg>".encode()),
    "json": ("a.json", f.as_json()),
    "card": ("a.vcf", f"BEGIN:VCARD\nN:鬼塚;泰造\nTEL:090-5550-7731\nNOTE:{MARK}\nEND:VCARD\n".encode()),
    "card in quoted-printable": (
        "a.vcf",
        b"BEGIN:VCARD\nNOTE;CHARSET=Shift_JIS;ENCODING=QUOTED-PRINTABLE:"
        + "".join(f"={b:02X}" for b in MARK.encode("cp932")).encode()
        + b"\nEND:VCARD\n",
    ),
    "calendar": ("a.ics", f"BEGIN:VCALENDAR\r\nDESCRIPTION:{MARK}\r\nEND:VCALENDAR\r\n".encode()),
    "calendar folded within a character": (
        "a.ics",
        b"BEGIN:VCALENDAR\r\nDESCRIPTION:"
        + MARK.encode()[:4] + b"\r\n " + MARK.encode()[4:] + b"\r\nEND:VCALENDAR\r\n",
    ),
    "docx": ("a.docx", _SIMPLE),
    "docx one letter a run": ("a.docx", f.docx(f"<w:p>{_SPLIT}</w:p>")),
    "docx table": ("a.docx", f.docx(f"<w:tbl><w:tr><w:tc><w:p>{_RUN.format(MARK)}</w:p></w:tc></w:tr></w:tbl>")),
    "docx header": ("a.docx", f.docx(word__header1_dot_xml=f.word_part("hdr"))),
    "docx footnote": ("a.docx", f.docx(word__footnotes_dot_xml=f.word_part("footnotes"))),
    "docx comment": ("a.docx", f.docx(word__comments_dot_xml=f.word_part("comments"))),
    "docx comment of a later version": ("a.docx", f.docx(word__commentsExtended_dot_xml=_XML)),
    "docx deleted": ("a.docx", f.docx(f"<w:p><w:del><w:r><w:delText>{MARK}</w:delText></w:r></w:del></w:p>")),
    "docx moved away": ("a.docx", f.docx(f"<w:p><w:moveFrom>{_RUN.format(MARK)}</w:moveFrom></w:p>")),
    "docx hidden text": ("a.docx", f.docx(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MARK}</w:t></w:r></w:p>")),
    "docx text box": ("a.docx", f.docx(f"<w:p><w:r><w:pict><v:shape xmlns:v='v'><v:textbox><w:txbxContent><w:p>{_RUN.format(MARK)}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")),
    "docx field code": ("a.docx", f.docx(f'<w:p><w:r><w:instrText>HYPERLINK "{MARK}"</w:instrText></w:r></w:p>')),
    "docx alternative text": ("a.docx", f.docx(f'<w:p><w:r><wp:docPr xmlns:wp="w" id="1" descr="{MARK}"/></w:r></w:p>')),
    "docx smart art": ("a.docx", f.docx(word__diagrams__data1_dot_xml=f'<d xmlns:a="a">{_A.format(MARK)}</d>')),
    "docx custom XML": ("a.docx", f.docx(customXml__item1_dot_xml=_XML)),
    "docx properties": ("a.docx", f.docx(docProps__core_dot_xml=_XML)),
    "docx altChunk": ("a.docx", f.docx(word__afchunk_dot_html=f"<p>{MARK}</p>")),
    "docx embedded workbook": ("a.docx", f.docx(word__embeddings__x_dot_xlsx=f.xlsx(_CELL.format(MARK)))),
    "docx part that nobody knows": ("a.docx", f.docx(word__unheard__of_dot_xml=_XML)),
    "docx link outside": ("a.docx", f.docx(word___rels__document_dot_xml_dot_rels=f'<Relationships><Relationship Id="r" Type="x/hyperlink" Target="mailto:{MARK}" TargetMode="External"/></Relationships>')),
    "xlsx inline": ("a.xlsx", f.xlsx(_CELL.format(MARK))),
    "xlsx shared": ("a.xlsx", f.xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', f"<si><t>{MARK}</t></si>")),
    "xlsx rich text": ("a.xlsx", f.xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "<si>" + "".join(f"<r><t>{c}</t></r>" for c in MARK) + "</si>")),
    "xlsx string that no cell uses": ("a.xlsx", f.xlsx("", f"<si><t>{MARK}</t></si>")),
    "xlsx hidden sheet": ("a.xlsx", f.xlsx(_CELL.format(MARK), state=' state="veryHidden"')),
    "xlsx hidden row": ("a.xlsx", f.xlsx(_CELL.format(MARK).replace("<row", '<row hidden="1"'))),
    "xlsx far cell": ("a.xlsx", f.xlsx(f'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>{MARK}</t></is></c></row>')),
    "xlsx cached value of a formula": ("a.xlsx", f.xlsx(f'<row r="1"><c r="A1" t="str"><f>A2</f><v>{MARK}</v></c></row>')),
    "xlsx text in a formula": ("a.xlsx", f.xlsx(f'<row r="1"><c r="A1"><f>IF(0,"{MARK}","")</f><v>0</v></c></row>')),
    "xlsx header": ("a.xlsx", f.xlsx("", sheet=f"<headerFooter><oddHeader>{MARK}</oddHeader></headerFooter>")),
    "xlsx list to choose from": ("a.xlsx", f.xlsx("", sheet=f'<dataValidations><dataValidation><formula1>"{MARK}"</formula1></dataValidation></dataValidations>')),
    "xlsx comment": ("a.xlsx", f.xlsx("", extra={"xl/comments1.xml": f"<comments><comment ref='A1'><text><t>{MARK}</t></text></comment></comments>"})),
    "xlsx pivot cache": ("a.xlsx", f.xlsx("", extra={"xl/pivotCache/pivotCacheDefinition1.xml": f'<p><sharedItems><s v="{MARK}"/></sharedItems></p>'})),
    "xlsx drawing": ("a.xlsx", f.xlsx("", extra={"xl/drawings/drawing1.xml": f'<d xmlns:a="a">{_A.format(MARK)}</d>'})),
    "xlsx with prefixes": ("a.xlsx", f.package({
        "xl/workbook.xml": '<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets><x:sheet name="S" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="/xl/worksheets/s.xml"/></Relationships>',
        "xl/worksheets/s.xml": f'<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>{MARK}</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
    }, "xl/workbook.xml")),
    "pptx": ("a.pptx", f.pptx(_A.format(MARK))),
    "pptx hidden slide": ("a.pptx", f.pptx(_A.format(MARK), show=' show="0"')),
    "pptx notes": ("a.pptx", f.pptx("", {"ppt/notesSlides/notesSlide1.xml": f'<n xmlns:a="a">{_A.format(MARK)}</n>'})),
    "pptx slide that is not shown": ("a.pptx", f.pptx("", {"ppt/slides/slide9.xml": f'<n xmlns:a="a">{_A.format(MARK)}</n>'})),
    "pptx master": ("a.pptx", f.pptx("", {"ppt/slideMasters/slideMaster1.xml": f'<n xmlns:a="a">{_A.format(MARK)}</n>'})),
    "pptx comment": ("a.pptx", f.pptx("", {"ppt/comments/comment1.xml": f"<c><text>{MARK}</text></c>"})),
    "odt": ("a.odt", f.odt(f"<office:text><text:p>{MARK}</text:p></office:text>")),
    "odt comment": ("a.odt", f.odt(f"<office:text><text:p><office:annotation><text:p>{MARK}</text:p></office:annotation></text:p></office:text>")),
    "odt deleted": ("a.odt", f.odt(f"<office:text><text:tracked-changes><text:p>{MARK}</text:p></text:tracked-changes></office:text>")),
    "odt header": ("a.odt", f.odt("", {"styles.xml": f.odf_content(f"<text:p>{MARK}</text:p>")})),
    "odt object": ("a.odt", f.odt("", {"Object 1/content.xml": f.odf_content(f"<text:p>{MARK}</text:p>")})),
    "ods": ("a.ods", f.odt(f'<office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell><text:p>{MARK}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>', kind="spreadsheet")),
    "ods behind a million rows": ("a.ods", f.odt(f'<office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16000"/></table:table-row><table:table-row><table:table-cell><text:p>{MARK}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>', kind="spreadsheet")),
    "flat odf": ("a.fodt", f.odf_content(f"<office:text><text:p>{MARK}</text:p></office:text>").replace("document-content", "document").encode()),
    "rtf in a code page": ("a.rtf", f.rtf(f.rtf_code_page(MARK))),
    "rtf in Unicode": ("a.rtf", f.rtf(f.rtf_escaped(MARK))),
    "rtf hidden": ("a.rtf", f.rtf("{\\v " + f.rtf_code_page(MARK) + "}")),
    "rtf properties": ("a.rtf", f.rtf("{\\info{\\author " + f.rtf_code_page(MARK) + "}}")),
    "rtf unknown destination": ("a.rtf", f.rtf("{\\*\\unheard " + f.rtf_code_page(MARK) + "}")),
    "png text": ("a.png", f.png([(b"tEXt", b"Comment\0" + NUMBER)])),
    "png international text": ("a.png", f.png([(b"iTXt", b"Comment\0\0\0\0\0" + MARK.encode())])),
    "png with an archive behind": ("a.png", f.png(behind=f.zipped("l.csv", _LIST))),
    "mail body": ("a.eml", f.mail(MARK).as_bytes()),
    "mail header": ("a.eml", f.mail(X_Note=MARK).as_bytes()),
    "mail header of a part": ("a.eml", f.with_file("x.txt", b"x").replace(b"Content-Disposition", b"X-Note: " + MARK.encode() + b"\nContent-Disposition", 1)),
    "mail description of a part": ("a.eml", f.with_file("x.txt", b"x").replace(b"Content-Disposition", b"Content-Description: " + MARK.encode() + b"\nContent-Disposition", 1)),
    "mail attachment": ("a.eml", f.with_file("l.csv", _LIST)),
    "mail file name": ("a.eml", f.with_file(f"{MARK}.bin", b"x")),
    "mail in a mail": ("a.eml", f.with_file("inner.eml", f.mail(MARK).as_bytes())),
    "mail preamble": ("a.eml", f.with_file("x.txt", b"x").replace(b"\n\n--", b"\n\n" + MARK.encode() + b"\n--", 1)),
    "mail epilogue": ("a.eml", f.with_file("x.txt", b"x") + b"\n" + MARK.encode() + b"\n"),
    "mbox": ("a.mbox", b"From a@b Thu Nov 26 00:00:00 2026\n" + f.mail(MARK).as_bytes()),
    "winmail.dat": ("winmail.dat", f.tnef(MARK)),
    "zip": ("a.zip", f.zipped("l.csv", _LIST)),
    "zip file name": ("a.zip", f.zipped(f"{MARK}.csv", b"x")),
    "zip in a gzip in a zip": ("a.zip", f.zipped("b.gz", gzip.compress(f.zipped("l.csv", _LIST)))),
    "gzip": ("l.csv.gz", gzip.compress(_LIST)),
    "document in a zip": ("a.zip", f.zipped("a.docx", _SIMPLE)),
}  # fmt: skip

_DRAW = b"BT /F1 12 Tf %s 20 100 Td (" + NUMBER + b") Tj ET"
PDFS: dict[str, bytes] = {
    "text": f.pdf(_DRAW % b""),
    "invisible text": f.pdf(_DRAW % b"3 Tr"),
    "white text": f.pdf(_DRAW % b"1 1 1 rg"),
    "text off the page": f.pdf(b"BT /F1 12 Tf 5000 9000 Td (" + NUMBER + b") Tj ET"),
    "note": f.pdf(b"", extra=b"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(" + NUMBER + b")>>]"),
    "form field": f.pdf(b"", extra=b"/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(" + NUMBER + b")/Rect[0 0 9 9]>>]"),
    "link": f.pdf(b"", extra=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(tel:" + NUMBER + b")>>>>]"),
    "file of a note": f.pdf(b"", extra=b"/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 6 0 R>>]", more=(b"<</Type/Filespec/F(l.csv)/EF<</F 7 0 R>>>>", f.stream(b"a,b\n" + NUMBER, b"/Type/EmbeddedFile"))),
    "file of the document": f.pdf(b"", catalog=b"/Names<</EmbeddedFiles<</Names[(l.csv) 6 0 R]>>>>", more=(b"<</Type/Filespec/F(l.csv)/EF<</F 7 0 R>>>>", f.stream(b"a,b\n" + NUMBER, b"/Type/EmbeddedFile"))),
    "XFA form": f.pdf(b"", catalog=b"/AcroForm<</Fields[]/XFA[(datasets) 6 0 R]>>", more=(f.stream(b"<xfa:datasets xmlns:xfa='x'><a>" + NUMBER + b"</a></xfa:datasets>"),)),
    "bookmark": f.pdf(b"", catalog=b"/Outlines 6 0 R", more=(b"<</First 7 0 R/Last 7 0 R/Count 1>>", b"<</Title(" + NUMBER + b")/Parent 6 0 R/Dest[3 0 R/Fit]>>")),
    "data behind": f.pdf(b"") + f.zipped("l.csv", NUMBER),
    "data before": NUMBER + b"\n" + f.pdf(b""),
}  # fmt: skip


def _has(found: Extract, marker: str) -> bool:
    where = [piece.text for piece in found.pieces] + [file.path for file in found.files]
    squeezed = "".join("".join(where).split())
    return "".join(marker.split()) in unicodedata.normalize("NFKC", squeezed)


@pytest.mark.parametrize("case", FOUND)
def test_the_marker_is_found(case: str) -> None:
    name, data = FOUND[case]
    found = extract(name, data)
    wanted = NUMBER.decode() if case == "png text" else MARK
    assert _has(found, wanted), found
    assert found.status == "text", (found.status, found.reason, found.files)


@pytest.mark.parametrize("case", PDFS)
def test_the_marker_is_found_in_a_pdf(case: str) -> None:
    found = extract("a.pdf", PDFS[case])
    assert _has(found, NUMBER.decode()), found
    assert found.status == "text", found.files


#: Files that nobody here can read, or that are broken: not one may be called read.
SHUT: dict[str, tuple[str, bytes, str]] = {
    "PGP message": ("a.asc", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END", "encrypted"),
    "PGP in a mail": ("a.eml", f.mail("-----BEGIN PGP MESSAGE-----\n\nhQ\n").as_bytes(), "encrypted"),
    "S/MIME enveloped": ("smime.p7m", bytes.fromhex("3080 0609 2a864886f70d010703 a080".replace(" ", "")) + b"x" * 90, "encrypted"),
    "program": ("a.exe", b"MZ" + b"\0" * 200, "uninspectable"),
    "DocuWorks": ("a.xdw", b"\x60\x0e\x82\x0f" + bytes(range(200)), "uninspectable"),
    "sound": ("a.mp3", b"ID3\3\0" + bytes(200), "uninspectable"),
    "old Access": ("a.mdb", b"\0\1\0\0Standard Jet DB\0" + bytes(200), "uninspectable"),
    "docx with a binary part": ("a.docx", f.docx(word__secret_dot_bin=bytes(range(256))), "uninspectable"),
    "docx cut off": ("a.docx", _SIMPLE[: len(_SIMPLE) // 2], "corrupt"),
    "docx with entities": ("a.docx", f.package({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "word/document.xml"), "bomb"),
    "docx nested without end": ("a.docx", f.docx("<w:p>" * 5_000 + "</w:p>" * 5_000), "bomb"),
    "xml with entities": ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "bomb"),
    "json nested without end": ("a.json", b"[" * 900 + b"]" * 900, "corrupt"),
    "rtf nested without end": ("a.rtf", b"{\\rtf1 " + b"{" * 5_000 + b"}" * 5_001, "bomb"),
    "rtf cut off": ("a.rtf", f.rtf("text")[:-1], "corrupt"),
    "pdf cut off": ("a.pdf", f.pdf(_DRAW % b"")[:200], "corrupt"),
    "png cut off": ("a.png", f.png()[:40], "corrupt"),
    "mail with parts without end": ("a.eml", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5_000, "bomb"),
    "tnef that lies about a length": ("winmail.dat", f.tnef("x")[:-3], "corrupt"),
    "odt encrypted": ("a.odt", f.odt("", {"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted"),
}  # fmt: skip


@pytest.mark.parametrize("case", SHUT)
def test_what_cannot_be_read_is_not_called_read(case: str) -> None:
    name, data, status = SHUT[case]
    assert extract(name, data).status == status


def test_ways_to_show_two_programs_two_things_are_told() -> None:
    plain = f.with_file("a.pdf", b"x")
    twice = plain.replace(b'filename="a.pdf"', b'filename="a.pdf"; filename="b.exe"')
    types = plain.replace(b"MIME-Version", b"Content-Type: text/plain\nMIME-Version", 1)
    names = plain.replace(b"octet-stream", b'octet-stream; name="c.txt"')
    for data in (twice, types, names):
        codes = [n.code for n in extract("a.eml", data).noticed]
        assert "parser-differential" in codes
    assert "parser-differential" not in [n.code for n in extract("a.eml", plain).noticed]


def test_texts_in_metafiles_are_read() -> None:
    text = MARK.encode("utf-16-le")
    record = struct.pack("<2L", 84, 76 + len(text)) + bytes(36) + struct.pack("<2L", len(MARK), 76)
    emf = struct.pack("<2L", 1, 108) + bytes(32) + b" EMF" + bytes(64) + record + bytes(24) + text
    assert MARK in extract("a.emf", emf + struct.pack("<2L", 14, 20) + bytes(12)).text
    words = MARK.encode("cp932")
    words += b"\0" * (len(words) % 2)
    body = struct.pack("<2HHH", 0, 0, len(words), 0) + words
    wmf = b"\x01\x00\x09\x00\x00\x03" + bytes(12) + struct.pack("<LH", 3 + len(body) // 2, 0x0A32)
    assert MARK in extract("a.wmf", wmf + body + struct.pack("<LH", 3, 0)).text


def test_many_findings_of_one_kind_hide_no_other() -> None:
    twice = f.with_file("a.pdf", b"x").replace(
        b'filename="a.pdf"', b'filename="a.pdf"; filename="b"'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(400):
            archive.writestr(f"{n}.pdf", b"only text")
        archive.writestr("mail.eml", twice)
    report = look_into(extract("a.zip", out.getvalue()), Budget())
    codes = {finding.code for finding in report.findings}
    assert {"type-mismatch", "parser-differential"} <= codes
