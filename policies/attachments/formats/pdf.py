"""PDF by pdfium: text of pages seen or not, notes, forms, files inside, and what is a scan."""

import ctypes
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from policies.attachments import xml_walk
from policies.attachments.errors import Corrupt, Encrypted, Uninspectable
from policies.attachments.extract import OCR
from policies.attachments.formats.images import put_codes
from policies.attachments.reader import Reader

_FEW = 20  # characters; a page with fewer and a picture is a scan
_DPI = 300
_MAX_SCALE_PIXELS = 20_000_000
_BAD = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08]")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|SubmitForm)\b")
_KEYS = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
_ANNOTATION_KEYS = (b"Contents", b"T", b"V", b"DV", b"TU", b"Subj", b"RC")
_INVISIBLE = 3
_MAX_OBJECTS = 20_000
_MAX_PACKETS = 100
_MANY_PATHS = 40
_SMALL_PART = 0.08  # of a page: a logo, a stamp, a portrait
_MAX_ANNOTATIONS = 5_000
_PASSWORD_ERROR = "password"  # noqa: S105 - a word of pdfium's message


def read(data: bytes, reader: Reader) -> None:
    """All pages, then what is beside them."""
    document = _open(data, reader)
    with document:
        pages = len(document)
        most = min(pages, reader.limits.pages)
        scans = [n for n in range(most) if _page(document, n, reader)]
        reader.text("\n".join(document.get_metadata_dict().get(k, "") for k in _KEYS), "properties")
        reader.text("\n".join(b.get_title() for b in _bookmarks(document)), "bookmarks")
        _files(document, reader)
        _form_data(document, reader)
        _around(data, reader)
        if pages > reader.limits.pages:
            raise Uninspectable("limit:pages")
        _recognise(document, scans, reader)


def _open(data: bytes, reader: Reader) -> pypdfium2.PdfDocument:
    for password in (None, *reader.passwords):
        try:
            document = pypdfium2.PdfDocument(data, password=password)
            document.init_forms()
        except pypdfium2.PdfiumError as error:
            if _PASSWORD_ERROR not in str(error).lower():
                raise Corrupt("pdf") from error
            continue
        if password:
            reader.notice("password-used")
        return document
    raise Encrypted("pdf")


def _page(document: pypdfium2.PdfDocument, n: int, reader: Reader) -> bool:
    """Put down the text of a page; say whether it is a scan."""
    place = f"page {n + 1}"
    try:
        page = document[n]
    except pypdfium2.PdfiumError as error:
        reader.unreadable(place, Corrupt("pdf:page"))
        if n == 0 and len(document) == 1:
            raise Corrupt("pdf:page") from error
        return False
    text_page = page.get_textpage()
    text = text_page.get_text_range() if text_page.count_chars() else ""
    text_page.close()
    reader.text(text.replace("\r\n", "\n").replace("\ufffe", "-"), place)
    _annotations(page, place, reader)
    drawn = _drawn(page)
    if drawn.invisible and text.strip():
        reader.notice("hidden-content", kind="invisible", name=place)
    shown = len("".join(text.split()))
    is_garbage = len(_BAD.findall(text)) * 3 > shown > 0
    page.close()
    is_empty = shown < _FEW and (drawn.pictures > 0 or drawn.outlines > _MANY_PATHS)
    return is_empty or is_garbage or drawn.large > 0


@dataclass(slots=True)
class _Drawn:
    """What is on a page: pictures, large ones among them, paths, texts that are not drawn."""

    pictures: int = 0
    large: int = 0
    outlines: int = 0  # letters can be drawn as outlines: a page full of them may be a text
    invisible: int = 0


def _drawn(page: pypdfium2.PdfPage) -> _Drawn:
    found = _Drawn()
    width, height = page.get_size()
    for seen, item in enumerate(page.get_objects(max_depth=5)):
        if seen > _MAX_OBJECTS:
            break
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures += 1
            left, bottom, right, top = item.get_bounds()
            part = abs((right - left) * (top - bottom)) / max(width * height, 1.0)
            found.large += part > _SMALL_PART
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            found.outlines += 1
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            found.invisible += pdfium.FPDFTextObj_GetTextRenderMode(item.raw) == _INVISIBLE
    return found


def _annotations(page: pypdfium2.PdfPage, place: str, reader: Reader) -> None:
    """Notes, and the values of form fields."""
    texts: list[str] = []
    for n in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, n)
        if not annotation:
            continue
        get = pdfium.FPDFAnnot_GetStringValue
        texts += [_string(get, annotation, key) for key in _ANNOTATION_KEYS]
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT and (
            held := pdfium.FPDFAnnot_GetFileAttachment(annotation)
        ):
            _file(pypdfium2.PdfAttachment(held, page.pdf), reader)
        if link := pdfium.FPDFAnnot_GetLink(annotation):
            texts.append(_uri(page, link))
        pdfium.FPDFPage_CloseAnnot(annotation)
    reader.text("\n".join(t for t in dict.fromkeys(texts) if t), f"{place} annotations")


def _string(get: Any, *arguments: Any) -> str:
    """A UTF-16 string of pdfium: asked for its length first."""
    size = get(*arguments, None, 0)
    if not 2 < size < 10_000_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _uri(page: pypdfium2.PdfPage, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    size = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0) if action else 0
    if not 1 < size < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
    return buffer.raw[: size - 1].decode("utf-8", "replace")


def _bookmarks(document: pypdfium2.PdfDocument) -> list[Any]:
    found = []
    for bookmark in document.get_toc(max_depth=15):
        found.append(bookmark)
        if len(found) > _MAX_ANNOTATIONS:
            break
    return found


def _files(document: pypdfium2.PdfDocument, reader: Reader) -> None:
    """Files inside; those that notes carry come with their page."""
    for n in range(document.count_attachments()):
        _file(document.get_attachment(n), reader)


def _file(attachment: pypdfium2.PdfAttachment, reader: Reader) -> None:
    name = attachment.get_name()
    try:
        content = bytes(attachment.get_data())
    except pypdfium2.PdfiumError:
        reader.unreadable(name, Corrupt("pdf:attachment"))
        return
    reader.inflated(len(content), len(content), len(content))
    reader.file(name, content)


def _form_data(document: pypdfium2.PdfDocument, reader: Reader) -> None:
    """The packets of an XFA form: its template and what was filled in."""
    for n in range(min(max(pdfium.FPDF_GetXFAPacketCount(document.raw), 0), _MAX_PACKETS)):
        size = ctypes.c_ulong(0)
        pdfium.FPDF_GetXFAPacketContent(document.raw, n, None, 0, size)
        if not 0 < size.value < reader.limits.member:
            continue
        reader.inflated(size.value, size.value, size.value)
        buffer = ctypes.create_string_buffer(size.value)
        pdfium.FPDF_GetXFAPacketContent(document.raw, n, buffer, size.value, size)
        reader.text(xml_walk.words(buffer.raw, reader.limits), "form data")


def _around(data: bytes, reader: Reader) -> None:
    """Actions, and data that stand outside of the document."""
    if _ACTIVE.search(data):
        reader.notice("active-content")
    begin = data.find(b"%PDF-")
    if begin > 0 and data[:begin].strip():
        reader.notice("trailing-data", bytes=begin)
        reader.file("data before", data[:begin])
    end = data.rfind(b"%%EOF")
    if end >= 0 and (rest := data[end + 5 :].lstrip(b"\r\n\0 \t")):
        reader.notice("trailing-data", bytes=len(rest))
        reader.file("data behind", rest)


def _recognise(document: pypdfium2.PdfDocument, scans: list[int], reader: Reader) -> None:
    """The text of scanned pages, or word that it was left out."""
    if not scans:
        return
    if reader.recogniser is None:
        raise Uninspectable(OCR)
    for n in scans:
        reader.count("ocr_pages", 1)
        page = document[n]
        width, height = page.get_size()
        inches = max(width * height, 1) / 72**2
        scale = min(_DPI / 72, (_MAX_SCALE_PIXELS / inches) ** 0.5 / 72)
        picture = page.render(scale=scale, grayscale=True).to_pil()
        put_codes(picture, reader)
        page.close()
        reader.text(reader.recogniser(picture), f"page {n + 1} picture")
