"""A structure, and what stops its reading."""

from dataclasses import dataclass


class Unchecked(Exception):  # noqa: N818 - it is no fault of anybody
    """Something stands in the archive of which it is not known what programs make of it."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Names and sizes of all members in their order."""

    members: tuple[tuple[str, int], ...]


def plain_name(name: str) -> str:
    """A name as all programs write it: parted by ``/``, without one at either end."""
    return name.replace("\\", "/").strip("/")


def need(condition: object) -> None:
    """Raise Unchecked unless the condition holds."""
    if not condition:
        raise Unchecked
