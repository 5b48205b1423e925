"""What passes between caller, template and child; answers are JSON lines, never pickles."""

import json
from dataclasses import asdict
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from policies.attachments.extract import Item

_CHECKS = {kind.__name__.encode(): TypeAdapter[Any](kind) for kind in get_args(Item)}
#: What the caller asks of the template: fork a child, reap it.
FORK, REAP = b"f", b"r"
END = b"End\n"


def written(item: Item) -> bytes:
    """One item as a line: the name of its kind, a blank, its fields as JSON."""
    fields = json.dumps(asdict(item), ensure_ascii=False).encode("utf-8", "replace")
    return b"%s %s\n" % (type(item).__name__.encode(), fields)


def read(answer: bytes) -> tuple[list[Item], bool]:
    """The items of an answer, as far as it makes sense, and whether it came to its end."""
    items: list[Item] = []
    start = 0
    while (stop := answer.find(b"\n", start)) >= 0:
        name, _, fields = answer[start : stop + 1].partition(b" ")
        if name == END:
            return items, stop + 1 == len(answer)
        try:
            items.append(_CHECKS[name].validate_json(fields, strict=True))
        except (LookupError, ValidationError):
            return items, False
        start = stop + 1
    return items, False
