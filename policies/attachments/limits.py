"""The limits of reading one attachment. Over a limit a file is held, never called fine."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is named ``limit:<name>`` in the reason of a hold.

    Sizes in bytes, times in seconds. ``member`` and ``inflated`` bound what one file
    inside an archive, and all of them, may unfold to; ``ratio`` is looked at once
    ``ratio_from`` bytes have come out.
    """

    size: int = 100 * MIB
    depth: int = 8
    files: int = 10_000
    member: int = 150 * MIB
    inflated: int = 400 * MIB
    ratio: int = 200
    ratio_from: int = 16 * MIB
    characters: int = 20_000_000
    cells: int = 5_000_000
    pages: int = 5_000
    ocr_pages: int = 30
    pixels: int = 120_000_000
    frames: int = 100
    xml_depth: int = 1_000
    rtf_depth: int = 2_000
    parts: int = 2_000
    mime_depth: int = 40
    memory: int = 1024 * MIB
    cpu: int = 30
    wall: int = 45


LIMITS = Limits()
