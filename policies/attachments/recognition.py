"""Character recognition by Tesseract, for Japanese and English.

Ruled lines are taken out of a picture first: with them the engine reads next to nothing of a
table. Loaded once, before children are forked; a child opens no file.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from policies.attachments.reader import Recogniser

try:
    import tesserocr
except ImportError:  # an extra: sekisho[ocr]
    tesserocr = None

_LANGUAGES = ("jpn", "eng")
_PLACES = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata")
_BLOCK = 6  # page segmentation: one block of text, which keeps the rows of tables
_SPARSE = 11
_LINE = 44  # pixels: longer than any stroke of a letter
_MAX_SIDE = 2_600  # of an A4 page at 220 dpi, which reads as well as 300
_MIN_SIDE = 1_000
_GOOD = 70  # mean confidence, in per cent; below it other ways up are tried
_POOR = 45  # below it the page is read as words strewn about
_SMALL = 1_400
_TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180)
_WHITE = 255

Pixels = NDArray[np.uint8]


def missing() -> str:
    """What character recognition lacks on this machine; empty when it is there."""
    if tesserocr is None:
        return "tesserocr (pip install sekisho[ocr])"
    if not _tessdata():
        return "the data of Tesseract (apt install tesseract-ocr-jpn tesseract-ocr-eng)"
    return ""


def load() -> Recogniser | None:
    """The recogniser with its data in memory, or None where something is missing."""
    if missing():
        return None
    return _Tesseract(_tessdata())


def _tessdata() -> str:
    for place in (os.environ.get("TESSDATA_PREFIX", ""), *_PLACES):
        if place and all((Path(place) / f"{lang}.traineddata").exists() for lang in _LANGUAGES):
            return place
    return ""


class _Tesseract:
    """Reads pictures one after the other."""

    def __init__(self, data: str) -> None:
        self._engine = tesserocr.PyTessBaseAPI(path=data, lang="+".join(_LANGUAGES), psm=_BLOCK)
        # Its warnings would go to a file that it opens late, and dies of not being allowed to.
        self._engine.SetVariable("debug_file", "")

    def __call__(self, picture: Any) -> str:
        """The text of a Pillow image, line by line."""
        page = prepared(picture)
        sure, text = self._read(page, _BLOCK)
        if sure >= _GOOD:
            return text
        turn = self._upright(page, sure)
        if turn is not None:
            page = page.transpose(turn)
            turned = self._read(page, _BLOCK)
            sure, text = max((sure, text), turned)
        if sure < _POOR:
            sure, text = max((sure, text), self._read(page, _SPARSE))
        return text

    def _upright(self, page: Image.Image, sure: int) -> Image.Transpose | None:
        """The turn after which a small copy reads clearly better, if there is one."""
        small = page.copy()
        small.thumbnail((_SMALL, _SMALL))
        best: Image.Transpose | None = None
        for turn in _TURNS:
            found, _ = self._read(small.transpose(turn), _BLOCK)
            if found > sure + 5:
                best, sure = turn, found
        return best

    def _read(self, page: Image.Image, mode: int) -> tuple[int, str]:
        self._engine.SetPageSegMode(mode)
        self._engine.SetImage(page)
        text = self._engine.GetUTF8Text()
        sure = self._engine.MeanTextConf()
        self._engine.Clear()
        lines = (line.strip() for line in text.splitlines())
        return sure if text.strip() else 0, "\n".join(line for line in lines if line)


def prepared(picture: Image.Image) -> Image.Image:
    """Grey, on white, upright in its proportions, of a size that suits, without ruled lines."""
    page = _grey(picture)
    page = _proportioned(page, picture.info.get("dpi"))
    longest = max(page.size)
    factor = min(_MAX_SIDE / longest, max(1.0, _MIN_SIDE / longest))
    if abs(factor - 1) > 0.01:
        size = (max(1, round(page.width * factor)), max(1, round(page.height * factor)))
        page = page.resize(size, Image.Resampling.LANCZOS)
    pixels = np.asarray(page, dtype=np.uint8)
    if pixels.mean() < _WHITE / 3:  # white on black
        pixels = _WHITE - pixels
    return Image.fromarray(without_lines(pixels))


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "P", "PA"}:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        picture = Image.alpha_composite(paper, layered)
    return picture.convert("L")


def _proportioned(page: Image.Image, dpi: Any) -> Image.Image:
    """Faxes have half as many lines down as dots across (204 x 98); letters must not be flat."""
    try:
        across, down = float(dpi[0]), float(dpi[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = down = 0.0
    if across > 0 and down > 0:
        ratio = across / down
    else:
        ratio = 2.0 if page.width > 1.3 * page.height and page.width in range(1700, 1760) else 1.0
    if 1.2 < ratio < 4:
        return page.resize((page.width, round(page.height * ratio)), Image.Resampling.LANCZOS)
    return page


def without_lines(pixels: Pixels, length: int = _LINE) -> Pixels:
    """The picture without its long horizontal and vertical lines.

    An opening by a run of ``length`` dark pixels in either direction, by running sums.
    """
    dark = pixels < 160
    lines = _runs(dark, length) | _runs(dark.T, length).T
    out = pixels.copy()
    out[_grown(lines)] = _WHITE
    return out


def _runs(dark: NDArray[np.bool_], length: int) -> NDArray[np.bool_]:
    """Pixels that are part of a run of at least ``length`` in their row; gaps of one count."""
    height, width = dark.shape
    if width < length:
        return np.zeros_like(dark)
    # A line that is a little askew leaves its row: neighbours above and below count too.
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(thick, axis=1, out=sums[:, 1:])
    full = sums[:, length:] - sums[:, :-length] >= length
    marks = np.zeros((height, width + 1), dtype=np.int32)
    marks[:, : full.shape[1]] += full
    marks[:, length : length + full.shape[1]] -= full[:, : width + 1 - length]
    return (np.cumsum(marks[:, :width], axis=1) > 0) & dark


def _grown(lines: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """By a pixel each way: the grey edges of a line go with it."""
    grown = lines.copy()
    grown[1:] |= lines[:-1]
    grown[:-1] |= lines[1:]
    grown[:, 1:] |= lines[:, :-1]
    grown[:, :-1] |= lines[:, 1:]
    return grown
