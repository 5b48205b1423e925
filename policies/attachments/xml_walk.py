"""XML in one pass: expat with limits, and the words of a part that nobody has a reader for."""

import re
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from policies.attachments.errors import Bomb, Corrupt
from policies.attachments.limits import Limits

#: Attribute values that say something: other than ASCII, an address, a long number, several words.
_TELLING = re.compile(r"[^\x00-\x7f]|@|[0-9][0-9()+ -]{8,40}|\w \w")
_TAG = re.compile(r"<[^<>]{0,5000}>")
_BLOCKS = frozenset({"p", "tr", "row", "br", "si", "comment", "item", "sp", "shape", "entry"})


class Handler(Protocol):
    """What a part is handed to; names are local, without their prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; attribute names are local too."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters between the tags."""


def parse(data: bytes, handler: Handler, limits: Limits) -> None:
    """Hand a part to its handler.

    Raises Bomb for entity declarations (no office program writes any) and for nesting
    beyond ``xml_depth``, Corrupt for what is not well-formed.
    """
    depth = 0
    begin, finish, names = handler.start, handler.end, _LocalNames()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.xml_depth:
            raise Bomb("limit:xml_depth")
        if attributes:
            attributes = {_local(key): value for key, value in attributes.items()}
        begin(names[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        finish(names[name])

    parser = strict_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    run(parser, data)


def strict_parser() -> expat.XMLParserType:
    """A parser that refuses entities, joins text and shares the strings of names."""
    parser = expat.ParserCreate(intern={})
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.EntityDeclHandler = _refuse
    return parser


def run(parser: expat.XMLParserType, data: bytes) -> None:
    """Parse all of it; raise Corrupt where it is not well-formed."""
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Corrupt("xml") from error


def _refuse(*_: object) -> None:
    raise Bomb("limit:entities")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _LocalNames(dict[str, str]):
    """Names without their prefix, each found once."""

    def __missing__(self, name: str) -> str:
        self[name] = local = _local(name)
        return local


class Words:
    """All words of a part: texts, and the attribute values that say something."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Attributes carry alternative texts, cached values, names of authors."""
        if name in _BLOCKS:
            self._break()
        for value in attributes.values():
            if _TELLING.search(value[:10_000]):
                self._line.append(value)
                self._break()

    def end(self, name: str) -> None:
        """Words of one element stay apart from the next."""
        if name in _BLOCKS:
            self._break()
        elif self._line and name not in {"r", "t", "span", "a"}:
            self._line.append(" ")

    def text(self, text: str) -> None:
        """Words as they stand."""
        self._line.append(text)

    def _break(self) -> None:
        if line := "".join(self._line).strip():
            self.lines.append(" ".join(line.split()))
        self._line = []

    @property
    def found(self) -> str:
        """One line for each block."""
        self._break()
        return "\n".join(dict.fromkeys(self.lines))


def words(data: bytes, limits: Limits) -> str:
    """The words of any part; of one that is nearly XML (old VML), what stands between tags."""
    collected = Words()
    try:
        parse(data, collected, limits)
    except Corrupt:
        text = data.decode("utf-8", "replace")
        return " ".join(_TAG.sub(" ", text).split())
    return collected.found
