"""The exceptions of the quarantine package, as one tree.

QuarantineError
├── Unavailable       the store cannot commit now; try again later
│   └── OutOfSpace    because the disk is full
├── InUse             another process owns this store
├── KeyMissing        the key that opens the stored data is not there
├── Damaged           stored bytes are not what was written
├── NotFound          no such message, hold or link
├── Conflict          the thing has changed since it was looked at
├── StepsMissing      a decision lacks a demanded step
└── LostLease         the task belongs to another worker by now
"""

from collections.abc import Sequence


class QuarantineError(Exception):
    """Something could not be kept, found or changed."""


class Unavailable(QuarantineError):  # noqa: N818 - reads as the state it names
    """The store cannot commit now; nothing was changed."""


class OutOfSpace(Unavailable):
    """The disk under the store is full; nothing was changed."""


class InUse(QuarantineError):  # noqa: N818
    """Another process owns this store."""


class KeyMissing(QuarantineError):  # noqa: N818
    """The key that opens the stored data is not there."""


class Damaged(QuarantineError):  # noqa: N818
    """Stored bytes are not what was written; they must not be sent."""


class NotFound(QuarantineError):  # noqa: N818
    """No such message, hold or link."""


class Conflict(QuarantineError):  # noqa: N818
    """The thing has changed since it was looked at; look again, then decide."""


class StepsMissing(QuarantineError):  # noqa: N818
    """A decision lacks demanded steps: for these recipients, and of these kinds."""

    def __init__(self, recipients: Sequence[str], kinds: frozenset[str] = frozenset()) -> None:
        super().__init__(f"steps are missing for {len(recipients)} recipients")
        self.recipients = tuple(recipients)
        self.kinds = kinds


class LostLease(QuarantineError):  # noqa: N818
    """The task belongs to another worker by now; its result must be discarded."""
