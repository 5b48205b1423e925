"""What the headers of an archive say themselves, without a library: to compare it with one.

An archive can hold more than its library gives out: holes between members, comments,
members of which another program makes something else. A structure is told only when every
byte of the archive belongs to a header that is known or to the content of a member.
"""

import struct
import zlib
from collections.abc import Callable

from policies.attachments.structures import cabinet, seven_zip
from policies.attachments.structures.structure import Structure, Unchecked

__all__ = ["Structure", "of"]

_READERS: dict[str, Callable[[bytes], Structure]] = {
    "7z": seven_zip.read,
    "cab": cabinet.read,
}


def of(kind: str, data: bytes) -> Structure | None:
    """The structure of an archive; None where it is not known to the last byte."""
    try:
        return _READERS[kind](data)
    except (Unchecked, KeyError, IndexError, ValueError, struct.error, zlib.error):
        return None
