"""7z: the headers, and whether what is packed is needed to the last byte."""

from policies.attachments.structures import seven_header
from policies.attachments.structures.packed import is_filled, unfolded
from policies.attachments.structures.seven_header import Folder
from policies.attachments.structures.structure import Structure, need


def read(data: bytes) -> Structure:
    """All files; raises Unchecked for holes, comments, and methods that are not known here."""
    archive = seven_header.read(data, _unfold)
    for folder, packed in archive.pieces(data):
        need(_is_filled(folder, packed))
    return Structure(archive.members)


def _unfold(folder: Folder, packed: bytes) -> bytes:
    """A header that is packed with one method."""
    need(len(folder.coders) == 1 and _is_filled(folder, packed))
    return unfolded(*folder.coders[0], packed, folder.size)


def _is_filled(folder: Folder, packed: bytes) -> bool:
    first = folder.order[0]
    return is_filled(*folder.coders[first], packed, folder.sizes[first])
