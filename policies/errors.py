"""The exceptions of the policies package, as one tree.

PolicyError
├── AddressError      a text that is not one usable mailbox address
└── DirectoryError    a directory file that cannot be read, with its line
"""


class PolicyError(Exception):
    """Something handed to the policies cannot be used."""


class AddressError(PolicyError):
    """A text that is not one usable mailbox address."""


class DirectoryError(PolicyError):
    """A directory file that cannot be read; the text names the line."""
