"""Pictures: words in their metadata, data behind their end, and characters drawn in them."""

import io
import re
import struct
import warnings
from typing import Any

import pi_heif
import zxingcpp
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from policies.attachments.errors import Bomb, Corrupt, Uninspectable
from policies.attachments.extract import OCR
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode

pi_heif.register_heif_opener()
Image.init()
Image.MAX_IMAGE_PIXELS = None  # the limit is ours
warnings.simplefilter("ignore", Image.DecompressionBombWarning)

#: A line of readable text is 10 pixels high at the least, and a name some 30 wide.
_MIN_SIDE = 16
_MIN_PIXELS = 6_000
_WORDS = ("UserComment", "ImageDescription", "Artist", "Copyright", "Software", "XPComment")
_WIDE = frozenset({"XPComment", "XPTitle", "XPAuthor", "XPKeywords", "XPSubject"})
_WANTED = ("PNG", "JPEG", "MPO", "GIF", "TIFF", "BMP", "DIB", "WEBP", "HEIF", "AVIF")
FORMATS = tuple(name for name in _WANTED if name in Image.OPEN)


def read(data: bytes, reader: Reader) -> None:
    """Metadata first, then every frame."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as error:
        raise Corrupt("picture") from error
    with picture:
        if picture.width * picture.height > reader.limits.pixels:
            raise Bomb("limit:pixels")
        _metadata(picture, reader)
        _behind(data, picture.format or "", reader)
        _frames(picture, reader)


def _frames(picture: Image.Image, reader: Reader) -> None:
    frames = getattr(picture, "n_frames", 1)
    if frames > reader.limits.frames:
        raise Uninspectable("limit:frames")
    is_moving = picture.format in {"GIF", "WEBP", "PNG"}
    left_out = False
    for n in range(1 if is_moving and frames > 3 else frames):
        try:
            picture.seek(n)
            # A fax has other resolutions across and down; metadata say so.
            frame = ImageOps.exif_transpose(picture)
            if not may_hold_text(frame):
                continue
            put_codes(frame, reader)
            if reader.recogniser is None:
                left_out = True
                continue
            reader.count("ocr_pages", 1)
            text = reader.recogniser(frame)
        except (OSError, ValueError, SyntaxError, struct.error, EOFError) as error:
            raise Corrupt("picture") from error
        reader.text(text, "picture" if frames == 1 else f"page {n + 1}")
    if left_out:
        raise Uninspectable(OCR)


def put_codes(picture: Image.Image, reader: Reader) -> None:
    """What QR codes and their like say."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    reader.text("\n".join(code.text for code in found), "codes")


def may_hold_text(picture: Image.Image) -> bool:
    """Whether somebody could read anything in it: not an icon, a line, or one colour."""
    if not is_legible(*picture.size):
        return False
    small = picture.convert("L")
    low, high = small.getextrema()
    return bool(high - low > 24)  # type: ignore[operator]


def is_legible(width: int, height: int) -> bool:
    """Whether a picture of so many pixels is large enough for letters."""
    return min(width, height) >= _MIN_SIDE and width * height >= _MIN_PIXELS


def _metadata(picture: Image.Image, reader: Reader) -> None:
    """EXIF, texts of PNG and GIF, XMP."""
    texts = [str(v) for v in picture.info.values() if isinstance(v, str)]
    for key in ("comment", "xmp", "XML:com.adobe.xmp"):
        value = picture.info.get(key)
        if isinstance(value, bytes):
            texts.append(decode(value)[0])
    texts += _exif(picture)
    if hasattr(picture, "text"):
        texts += [str(value) for value in picture.text.values()]
    reader.text("\n".join(dict.fromkeys(texts))[: reader.limits.characters], "metadata")


def _exif(picture: Image.Image) -> list[str]:
    try:
        exif = picture.getexif()
        tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    except Exception:  # a broken table raises what it likes; the picture is read all the same
        return []
    return [text for tag, value in tags.items() if (text := _exif_text(tag, value))]


def _exif_text(tag: int, value: Any) -> str:
    name = ExifTags.TAGS.get(tag, "")
    if isinstance(value, bytes) and name in _WIDE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    if isinstance(value, bytes) and name == "UserComment":
        return decode(value[8:])[0]
    if isinstance(value, bytes) and name in _WORDS:
        return decode(value)[0]
    return value if isinstance(value, str) else ""


def _behind(data: bytes, kind: str, reader: Reader) -> None:
    """Data behind the end of the picture, which viewers do not show."""
    end = _END.get(kind, lambda _data: 0)(data)
    rest = data[end:].lstrip(b"\0\r\n ") if end else b""
    if len(rest) > 8:
        reader.notice("trailing-data", bytes=len(rest))
        reader.file("data behind", rest)


def _png_end(data: bytes) -> int:
    at = 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">L", data, at)
        kind = data[at + 4 : at + 8]
        at += 12 + int(length)
        if kind == b"IEND":
            return at
    return 0


#: A marker that ends a scan: neither a stuffed byte nor a restart. Progressive files have many.
_BEHIND_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _jpeg_end(data: bytes) -> int:
    """Behind the end marker of the main picture: segments are stepped over by their lengths."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + length
        if marker == 0xDA and (found := _BEHIND_SCAN.search(data, at)):
            at = found.start()
            if data[at + 1] == 0xD9:
                return at + 2
    return 0


def _gif_end(data: bytes) -> int:
    if len(data) < 13:
        return 0
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return at + 1
        if kind == 0x2C:
            flags = data[at + 9] if at + 9 < len(data) else 0
            at += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        elif kind == 0x21:
            at += 2
        else:
            return at
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return 0


def _bmp_end(data: bytes) -> int:
    (size,) = struct.unpack_from("<L", data, 2)
    return int(size) if 54 <= size < len(data) else 0


_END = {"PNG": _png_end, "JPEG": _jpeg_end, "GIF": _gif_end, "BMP": _bmp_end}
