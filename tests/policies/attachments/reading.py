"""Reading an attachment in the test's own process, without the sandbox."""

from policies.attachments.extract import Extract, Item
from policies.attachments.formats import FORMATS
from policies.attachments.limits import LIMITS, Limits
from policies.attachments.reader import Reader, Recogniser


def extract(
    name: str,
    data: bytes,
    passwords: tuple[str, ...] = (),
    limits: Limits = LIMITS,
    recogniser: Recogniser | None = None,
) -> Extract:
    """What a reader makes of this file."""
    items: list[Item] = []
    Reader(items.append, FORMATS, limits, passwords, recogniser).read(name, data)
    return Extract.of(items)
