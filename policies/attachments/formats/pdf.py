"""PDF by pdfium: text of pages seen or not, notes, forms, files inside, and what is a scan."""

import ctypes
import io
import re
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from policies.attachments import xml_walk
from policies.attachments.errors import Corrupt, Encrypted, Uninspectable
from policies.attachments.extract import OCR, SMALL_PICTURE
from policies.attachments.formats import pdf_unseen
from policies.attachments.formats.images import is_legible, may_hold_text, put_codes
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
_LETTER_PIECES, _LETTER_SIZE = 6, 60.0  # of a path; points
_MAX_ANNOTATIONS = 5_000
_PASSWORD_ERROR = "password"  # noqa: S105 - a word of pdfium's message


def read(data: bytes, reader: Reader) -> None:
    """All pages, what is beside them, and the versions that were saved before."""
    read_version(data, reader)
    pdf_unseen.earlier(data, reader)


def read_version(data: bytes, reader: Reader) -> None:
    """All pages, then what is beside them."""
    document = _open(data, reader)
    with document:
        pages = len(document)
        most = min(pages, reader.limits.pages)
        met = _Met()
        scans = [n for n in range(most) if _page(document, n, reader, met)]
        about = document.get_metadata_dict()
        met.text("\n".join(about.get(key, "") for key in _KEYS), "properties", reader)
        met.text("\n".join(b.get_title() for b in _bookmarks(document)), "bookmarks", reader)
        _files(document, reader, met)
        _form_data(document, reader)
        _around(data, reader)
        open_ = _without_lock(document) if b"/Encrypt" in data else data
        if pdf_unseen.read(open_, reader, "\n".join(met.texts), met.files, met.pictures):
            scans = list(range(most))  # a pattern of letters is drawn, and is no text
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


@dataclass(slots=True)
class _Met:
    """What the pages have shown: their texts, and digests of files and packed pictures."""

    texts: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    is_told: bool = False  # that small pictures were left out

    def text(self, text: str, place: str, reader: Reader) -> None:
        """Put down a text, and remember it."""
        self.texts.append(text)
        reader.text(text, place)


def _without_lock(document: pypdfium2.PdfDocument) -> bytes:
    """The file as it is behind its password, for strings and streams to be read."""
    copy = io.BytesIO()
    document.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
    return copy.getvalue()


def _page(document: pypdfium2.PdfDocument, n: int, reader: Reader, met: _Met) -> bool:
    """Put down the text of a page; say whether it is a scan."""
    place = f"page {n + 1}"
    try:
        page = document[n]
    except pypdfium2.PdfiumError as error:
        reader.unreadable(place, Corrupt("pdf:page"))
        if n == 0 and len(document) == 1:
            raise Corrupt("pdf:page") from error
        return False
    _annotations(page, place, reader, met)
    # What notes and stamps show becomes text and pictures of the page.
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[n]
    text_page = page.get_textpage()
    text = text_page.get_text_range() if text_page.count_chars() else ""
    text_page.close()
    met.text(text.replace("\r\n", "\n").replace("\ufffe", "-"), place, reader)
    drawn = _drawn(page, met)
    if drawn.invisible and text.strip():
        reader.notice("hidden-content", kind="invisible", name=place)
    shown = len("".join(text.split()))
    is_garbage = len(_BAD.findall(text)) * 3 > shown > 0
    is_empty = shown < _FEW and (drawn.pictures > 0 or drawn.outlines > _MANY_PATHS)
    is_patched = drawn.small > _SMALL_PART or drawn.letters > _MANY_PATHS
    is_scan = is_empty or is_garbage or is_patched or drawn.large > 0
    if not is_scan:
        _small_pictures(drawn.apart, place, reader, met)
    page.close()
    return is_scan


@dataclass(slots=True)
class _Drawn:
    """What is on a page: pictures, large ones among them, paths, texts that are not drawn."""

    pictures: int = 0
    large: int = 0
    small: float = 0.0  # the part of the page that the others take up together
    outlines: int = 0  # letters can be drawn as outlines: a page full of them may be a text
    letters: int = 0  # small paths of many pieces
    apart: list[pypdfium2.PdfImage] = field(default_factory=list)  # small ones not met before
    invisible: int = 0


def _drawn(page: pypdfium2.PdfPage, met: _Met) -> _Drawn:
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
            found.small += part if part <= _SMALL_PART else 0
            name = pdf_unseen.digest(bytes(item.get_data(decode_simple=False)))
            if name not in met.pictures and part <= _SMALL_PART and is_legible(*item.get_px_size()):
                found.apart.append(item)
            met.pictures.add(name)
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
            found.outlines += 1
            found.letters += _is_letter(item)
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            found.invisible += pdfium.FPDFTextObj_GetTextRenderMode(item.raw) == _INVISIBLE
    return found


def _small_pictures(
    pictures: list[pypdfium2.PdfImage], place: str, reader: Reader, met: _Met
) -> None:
    """Logos and stamps, most often; each once. Without character recognition they are told of."""
    for picture in pictures:
        bitmap = picture.get_bitmap().to_pil()
        if not may_hold_text(bitmap):
            continue
        put_codes(bitmap, reader)
        if reader.recogniser is None:
            if not met.is_told:
                reader.notice(SMALL_PICTURE, name=place)
            met.is_told = True
            continue
        reader.count("ocr_pages", 1)
        reader.text(reader.recogniser(bitmap), f"{place} picture")


def _is_letter(path: pypdfium2.PdfObject) -> bool:
    """Whether a path is filled, and as small and as winding as a letter."""
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    pdfium.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    if not fill.value or pdfium.FPDFPath_CountSegments(path.raw) < _LETTER_PIECES:
        return False
    left, bottom, right, top = path.get_bounds()
    return bool(max(right - left, top - bottom) < _LETTER_SIZE)


def _annotations(page: pypdfium2.PdfPage, place: str, reader: Reader, met: _Met) -> None:
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
            _file(pypdfium2.PdfAttachment(held, page.pdf), reader, met)
        if link := pdfium.FPDFAnnot_GetLink(annotation):
            texts.append(_uri(page, link))
        pdfium.FPDFPage_CloseAnnot(annotation)
    met.text("\n".join(t for t in dict.fromkeys(texts) if t), f"{place} annotations", reader)


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


def _files(document: pypdfium2.PdfDocument, reader: Reader, met: _Met) -> None:
    """Files inside; those that notes carry come with their page."""
    for n in range(document.count_attachments()):
        _file(document.get_attachment(n), reader, met)


def _file(attachment: pypdfium2.PdfAttachment, reader: Reader, met: _Met) -> None:
    name = attachment.get_name()
    try:
        content = bytes(attachment.get_data())
    except pypdfium2.PdfiumError:
        reader.unreadable(name, Corrupt("pdf:attachment"))
        return
    reader.inflated(len(content), len(content), len(content))
    met.files.add(pdf_unseen.digest(content))
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
