"""The exceptions of the policies package, as one tree.

PolicyError
├── AddressError      a text that is not one usable mailbox address
├── DirectoryError    a directory file that cannot be read, with its line
├── RuleError         a policy file that cannot be used, with its rule and place
├── ConditionError    a condition that does not compile, fails, or exceeds its budget
└── TooIntricate      a body that is nested deeper, or quotes more often, than any mail
"""


class PolicyError(Exception):
    """Something handed to the policies cannot be used."""


class AddressError(PolicyError):
    """A text that is not one usable mailbox address."""


class DirectoryError(PolicyError):
    """A directory file that cannot be read; the text names the line."""


class RuleError(PolicyError):
    """A policy file that cannot be used; the text names the rule and the place in it."""


class ConditionError(PolicyError):
    """A condition that does not compile, that fails, or that exceeds its budget."""


class TooIntricate(PolicyError):  # noqa: N818 - says what the body is
    """A body that is nested deeper, or quotes more often, than any mail; the text says what."""
