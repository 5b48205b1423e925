"""EMF+ (MS-EMFPLUS): the records of newer programs, inside comments of a metafile."""

import struct
from collections.abc import Iterator

from policies.attachments.formats import bitmaps

_OBJECT, _STRING, _DRIVER_STRING = 0x4008, 0x401C, 0x4036
_IMAGE, _GOES_ON = 5, 0x8000
_BITMAP, _METAFILE = 1, 2
_IS_COMPRESSED = 1
_DEPTHS = {0x0021808: 24, 0x0022009: 32, 0x026200A: 32,
           0x00E200B: 32}  # fmt: skip


def read(data: bytes) -> tuple[list[str], list[bytes]]:
    """Texts, and pictures as files."""
    texts: list[str] = []
    pictures: list[bytes] = []
    image = bytearray()  # an object may go on over several records
    for kind, flags, body in _records(data):
        if kind == _STRING and len(body) >= 28:
            count = struct.unpack_from("<L", body, 8)[0]
            texts.append(body[28 : 28 + 2 * count].decode("utf-16-le", "replace"))
        elif kind == _DRIVER_STRING and len(body) >= 16:
            count = struct.unpack_from("<L", body, 12)[0]
            texts.append(body[16 : 16 + 2 * count].decode("utf-16-le", "replace"))
        elif kind == _OBJECT and (flags >> 8) & 0x7F == _IMAGE:
            image += body[4:] if flags & _GOES_ON else body
            if flags & _GOES_ON and len(image) < struct.unpack_from("<L", body)[0]:
                continue
            pictures.append(_picture(bytes(image)))
            image.clear()
    return texts, [*pictures, bytes(image)] if image else pictures


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 12 <= len(data):
        kind, flags, size, length = struct.unpack_from("<2H2L", data, at)
        if size < 12:
            return
        yield kind, flags, data[at + 12 : at + 12 + min(length, size - 12)].ljust(4, b"\0")
        at += size


def _picture(image: bytes) -> bytes:
    """An image object (2.2.1.4) as a file; as it is, when its form is another."""
    if len(image) < 28:
        return image
    kind, width, height, stride, pixels, is_packed = struct.unpack_from("<L2lLLL", image, 4)
    if kind == _METAFILE:
        return image[16:]
    if kind != _BITMAP or is_packed == _IS_COMPRESSED:
        return image[28:]
    depth = _DEPTHS.get(pixels)
    if depth is None or stride != (width * depth // 8 + 3) // 4 * 4:
        return image
    header = struct.pack("<L2l2H6L", 40, width, -height, 1, depth, 0, 0, 0, 0, 0, 0)
    return bitmaps.as_file(header + image[28:])
