"""Bitmaps without a file around them (DIB), as old Office files and metafiles hold them."""

import struct

_INFO, _CORE = 40, 12
_BIT_FIELDS = 3


def as_file(bitmap: bytes) -> bytes:
    """The bitmap with the header that it has as a file; as it is, when it is no bitmap."""
    if len(bitmap) < 16:
        return bitmap
    (size,) = struct.unpack_from("<L", bitmap)
    if size == _CORE:
        (depth,) = struct.unpack_from("<H", bitmap, 10)
        palette = 3 * (1 << depth) if depth <= 8 else 0
    elif _INFO <= size <= 256 and len(bitmap) >= _INFO:
        depth, packing = struct.unpack_from("<HL", bitmap, 14)
        (colours,) = struct.unpack_from("<L", bitmap, 32)
        palette = 4 * (colours or (1 << depth if depth <= 8 else 0))
        palette += 12 if packing == _BIT_FIELDS and size == _INFO else 0
    else:
        return bitmap
    return b"BM" + struct.pack("<LLL", 14 + len(bitmap), 0, 14 + size + palette) + bitmap
