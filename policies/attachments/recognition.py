"""Character recognition."""

from policies.attachments.reader import Recogniser


def load() -> Recogniser | None:
    """The recogniser, or None."""
    return None
