"""The first page of a file as a small picture, so that people recognise the file."""

import base64
import io

import pypdfium2
from PIL import Image, ImageOps

from policies.attachments.extract import PICTURE_SIDE, Picture
from policies.attachments.formats.images import FORMATS
from policies.attachments.limits import Limits
from policies.attachments.reader import BROKEN
from policies.attachments.recognise import recognise

_PICTURES = frozenset({"png", "jpeg", "gif", "tiff", "bmp", "webp", "heic", "avif"})
_PAPER = "white"


def picture(data: bytes, name: str, passwords: tuple[str, ...], limits: Limits) -> Picture | None:
    """The first page of a PDF or picture; None for other formats, and for what is broken."""
    kind = recognise(data, name)
    try:
        if kind == "pdf":
            page = _of_pdf(data, passwords)
        elif kind in _PICTURES:
            page = _of_picture(data, limits)
        else:
            return None
    except (*BROKEN, SyntaxError, MemoryError, pypdfium2.PdfiumError):
        return None
    if page is None or not page.width or not page.height:
        return None
    pixels = base64.b64encode(page.tobytes()).decode("ascii")
    return Picture(page.width, page.height, pixels)


def _of_pdf(data: bytes, passwords: tuple[str, ...]) -> Image.Image | None:
    for password in (None, *passwords):
        try:
            document = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError:
            continue
        with document:
            if not len(document):
                return None
            document.init_forms()
            page = document[0]
            scale = PICTURE_SIDE / max(*page.get_size(), 1.0)
            return _small(page.render(scale=scale).to_pil())
    return None


def _of_picture(data: bytes, limits: Limits) -> Image.Image | None:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > limits.pixels:
            return None
        opened.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))  # JPEG: decodes no more than is needed
        return _small(ImageOps.exif_transpose(opened))


def _small(page: Image.Image) -> Image.Image:
    """On white paper, in colours, not larger than it may be."""
    if page.mode in {"RGBA", "LA", "P", "PA"}:
        layered = page.convert("RGBA")
        page = Image.alpha_composite(Image.new("RGBA", layered.size, _PAPER), layered)
    elif page.mode.startswith("I;16"):
        page = page.point(lambda grey: grey / 256).convert("L")
    page = page.convert("RGB")
    page.thumbnail((PICTURE_SIDE, PICTURE_SIDE), reducing_gap=2.0)
    return page
