"""The frame of Office Open XML (ECMA-376, strict too): parts, their relations, what is binary.

Every XML part is read: those with a reader of their own by it, all others for their words.
Of binary parts only those on an exact list may be left out in silence.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from policies.attachments import xml_walk
from policies.attachments.errors import AttachmentError, Corrupt
from policies.attachments.formats import decrypt, left_out, macros
from policies.attachments.package import Package
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import is_text

#: Reads one part: its name, its content, and the desk.
PartReader = Callable[[str, bytes, Reader], None]

#: Parts that may hold no words, and who looks whether they are what their name says.
_LEFT_OUT: tuple[tuple[re.Pattern[str], PartReader], ...] = (
    (re.compile(r"(?:^|/)thumbnail\.(?:jpe?g|png)$"), left_out.put_thumbnail),
    (re.compile(r"(?:^|/)fonts?/[^/]{1,80}\.(?:odttf|fntdata|ttf|otf)$"), left_out.put_font),
    (re.compile(r"(?:^|/)printersettings\d{0,6}\.bin$"), left_out.put_opaque),
    (re.compile(r"(?:^|/)vbaprojectsignature(?:agile|v3)?\.bin$"), left_out.put_opaque),
)
_LINKS = frozenset({"hyperlink"})


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part: its kind (last word of the type), target, and whether outside."""

    kind: str
    target: str
    is_external: bool


@dataclass(slots=True)
class _Relations:
    """Collects a .rels part."""

    folder: str
    found: dict[str, Relation] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            is_external = attributes.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join(self.folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = Relation(kind, target, is_external)

    def end(self, name: str) -> None:
        """Nothing nests in it."""

    def text(self, text: str) -> None:
        """It has none."""


class Parts:
    """The parts of a package by name (without a leading slash), read once each."""

    def __init__(self, data: bytes, reader: Reader) -> None:
        self._package = Package(data, reader)
        self._reader = reader
        self._numbers = {name.lstrip("/"): n for n, name in enumerate(self._package.names)}
        self.left = [name for name in self._numbers if not name.endswith("/")]

    def take(self, name: str) -> bytes:
        """The content of a part that is dealt with; empty when there is none of this name."""
        if name not in self._numbers:
            return b""
        if name in self.left:
            self.left.remove(name)
        return self._package.read(self._numbers[name])

    def relations(self, name: str) -> dict[str, Relation]:
        """The relations of a part, by id; outside targets are told."""
        folder, base = posixpath.split(name)
        data = self.take(f"{folder}/_rels/{base}.rels".lstrip("/"))
        collected = _Relations(folder)
        if data:
            xml_walk.parse(data, collected, self._reader.limits)
        put_links(collected.found, self._reader)
        return collected.found

    def main(self) -> str:
        """The name of the part that a reader of the file begins with."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                return relation.target
        raise Corrupt("ooxml:no-document")

    def finish(self, readers: Mapping[str, PartReader]) -> None:
        """Read all parts that are left, by the first reader whose pattern fits the name."""
        for name in list(self.left):
            try:
                self._rest(name, self.take(name), readers)
            except AttachmentError as error:
                if error.is_final:
                    raise
                self._reader.unreadable(name, error)

    def _rest(self, name: str, data: bytes, readers: Mapping[str, PartReader]) -> None:
        reader = self._reader
        lower = name.lower()
        if not data or (name == "[Content_Types].xml" and is_text(data)):
            return
        for where, leave in _LEFT_OUT:
            if where.search(lower):
                leave(name, data, reader)
                return
        if lower.endswith(".rels"):
            collected = _Relations("")
            xml_walk.parse(data, collected, reader.limits)
            put_links(collected.found, reader)
            return
        for pattern, read in readers.items():
            if re.search(pattern, lower):
                read(name, data, reader)
                return
        if lower.endswith("vbaproject.bin"):
            macros.read(data, reader)
        elif lower.endswith((".xml", ".vml", ".xlm")) and is_text(data):
            reader.text(xml_walk.words(data, reader.limits), _place(name))
        else:
            reader.file(name, data)


def put_links(relations: Mapping[str, Relation], reader: Reader) -> None:
    """Targets outside are text; a document that loads something from there is told."""
    outside = [r for r in relations.values() if r.is_external]
    reader.text("\n".join(dict.fromkeys(r.target for r in outside)), "links")
    loads = [r for r in outside if r.kind not in _LINKS]
    if loads:
        reader.notice("external-link", target=loads[0].target)


def _place(name: str) -> str:
    """What people call the place of a part that is read for its words only."""
    stem = posixpath.basename(name).rpartition(".")[0].rstrip("0123456789")
    return {"core": "properties", "app": "properties", "custom": "properties"}.get(stem, stem)


def read_encrypted(data: bytes, reader: Reader) -> None:
    """An Office file with a password (MS-OFFCRYPTO)."""
    decrypt.office(data, reader, "ooxml")
