"""The exceptions of the gateway package, as one tree.

GatewayError
├── SettingsError     the settings cannot be used; the text says which and why
├── JudgingFailed     a message could not be judged; ``cause`` is the reason code
├── NeedsTime         a message has to be judged where there is time to read its files
├── JudgingUnavailable  no message can be judged now, whichever it is
├── RelayFault        the relay gave no usable answer before anything could arrive
├── UnsafeBytes       bytes that must never be written to the relay
└── ControlError      the running service refused or did not understand a command
"""


class GatewayError(Exception):
    """Something between the sockets and the store went wrong."""


class SettingsError(GatewayError):
    """The settings cannot be used; the text says which and why."""


class JudgingFailed(GatewayError):  # noqa: N818 - reads as what happened
    """A message could not be judged; ``cause`` is a reason code such as ``limit:time``."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class NeedsTime(GatewayError):  # noqa: N818
    """A message has files that take long to read; judge it where others do not wait for it."""


class JudgingUnavailable(GatewayError):  # noqa: N818
    """No message can be judged now; try again later."""


class RelayFault(GatewayError):  # noqa: N818
    """The relay gave no usable answer, and nothing can have arrived."""


class UnsafeBytes(GatewayError):  # noqa: N818
    """Bytes that could end a message early at the relay; they are never written."""


class ControlError(GatewayError):
    """The running service refused or did not understand a command."""
