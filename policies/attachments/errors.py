"""Why a file could not be read, as one tree.

AttachmentError
├── Encrypted       no password opens it
├── Uninspectable   nobody here can read it, or a limit was reached
├── Bomb            made to exhaust whoever opens it
└── Corrupt         it is not what it says it is, or is cut off
"""


class AttachmentError(Exception):
    """Ends the reading of one file. ``reason`` is a code; ``limit:<name>`` for a limit.

    With ``is_final`` it ends the reading of everything: what was counted is counted
    over the whole attachment.
    """

    status = ""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


class Encrypted(AttachmentError):  # noqa: N818
    """It needs a password that nobody has given; ``reason`` names the kind of encryption."""

    status = "encrypted"


class Uninspectable(AttachmentError):  # noqa: N818
    """Its format is closed, its reader is missing, or a limit was reached."""

    status = "uninspectable"


class Bomb(AttachmentError):  # noqa: N818
    """It unfolds to far more than it weighs."""

    status = "bomb"


class Corrupt(AttachmentError):  # noqa: N818
    """It breaks the rules of its format."""

    status = "corrupt"
