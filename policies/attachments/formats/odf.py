"""OpenDocument (ISO 26300), packed or flat: text, sheets and slides in one walk.

Repeated rows and cells are never expanded: a file of some bytes can claim a million of them.
"""

import base64
import binascii
import re
from collections.abc import Mapping

from policies.attachments import xml_walk
from policies.attachments.errors import AttachmentError, Encrypted
from policies.attachments.formats import left_out, odf_locked
from policies.attachments.formats.grid import Grid
from policies.attachments.formats.odf_locked import WHOLE, Lock
from policies.attachments.package import Package
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import is_text

#: Parts that may hold no words, and who looks whether they are what their name says.
_LEFT_OUT = (
    (re.compile(r"^Thumbnails/thumbnail\.png$"), left_out.put_thumbnail),
    (re.compile(r"^Fonts/.{1,100}$"), left_out.put_font),
    (re.compile(r"^(?:layout-cache|ObjectReplacements/.{1,100})$"), left_out.put_opaque),
)
_KIND = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z-]{4,40}")
_HIDDEN = {"annotation": "comment", "tracked-changes": "deleted", "hidden-text": "hidden-text"}
_EMPTY = 2  # bytes of a Deflate stream of nothing


def read(data: bytes, reader: Reader) -> None:
    """A package: its content first, then every other part."""
    package = Package(data, reader)
    names = package.names
    locks, password = _locks(package, reader)
    order = sorted(range(len(names)), key=lambda n: names[n] != "content.xml")
    for n in order:
        if names[n].endswith("/") and package.members[n].packed <= _EMPTY:
            continue
        try:
            content = package.read(n)
            if names[n] in locks:
                content = odf_locked.content(locks[names[n]], content, password, reader)
            _part(names[n], content, reader)
        except AttachmentError as error:
            if error.is_final:
                raise
            reader.unreadable(names[n], error)


def _locks(package: Package, reader: Reader) -> tuple[dict[str, Lock], str]:
    """The locked parts, and the password that opens them; raises Encrypted without one."""
    names, manifest, locks = package.names, "META-INF/manifest.xml", dict[str, Lock]()
    if manifest in names:
        locks = odf_locked.locks(package.read(names.index(manifest)), reader)
    locked = [n for n, name in enumerate(names) if name in locks]
    if not locked:
        if locks or WHOLE in names:
            raise Encrypted("odf")  # it says so, but not where
        return {}, ""
    smallest = min(locked, key=lambda n: package.members[n].packed)
    lock = locks[names[smallest]]
    return locks, odf_locked.password_for(lock, package.read(smallest), reader)


def read_flat(data: bytes, reader: Reader) -> None:
    """The same in one XML file."""
    _walk(data, "", reader)


def _part(name: str, data: bytes, reader: Reader) -> None:
    base = name.rpartition("/")[2]
    is_xml = is_text(data)
    for where, leave in _LEFT_OUT:
        if where.match(name):
            leave(name, data, reader)
            return
    if name == WHOLE:
        reader.file(reader.name, data)  # a package of its own
        return
    if name == "mimetype" and _KIND.fullmatch(data):
        return
    if base == "content.xml":
        _walk(data, name.rpartition("/")[0], reader)
    elif base == "styles.xml":
        _walk(data, "headers and footers", reader)
    elif base == "meta.xml" and is_xml:
        reader.text(xml_walk.words(data, reader.limits), "properties")
    elif is_xml and base.endswith((".xml", ".rdf", ".xlb", ".xlc", ".xba")):
        reader.text(xml_walk.words(data, reader.limits), base.rpartition(".")[0])
    elif data:
        reader.file(name, data)


def _walk(data: bytes, place: str, reader: Reader) -> None:
    story = _Story(reader, place)
    xml_walk.parse(data, story, reader.limits)
    story.finish()


class _Story:
    """Paragraphs by line; tables of texts as lines, sheets as grids; what is hidden apart."""

    def __init__(self, reader: Reader, place: str) -> None:
        self._reader = reader
        self._place = place
        self._lines: list[str] = []
        self._line: list[str] = []
        self._hidden: list[str] = []
        self._apart: dict[str, list[str]] = {}
        self._grid: Grid | None = None
        self._is_sheets = False
        self._row = self._column = self._repeat_rows = self._repeat = 0
        self._cell: list[str] = []
        self._tables = self._cells = 0
        self._binary: list[str] | None = None
        self._pages = self._paragraphs = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: C901, PLR0912
        if name in {"p", "h"}:
            self._paragraphs += 1
        elif name in _HIDDEN:
            self._hidden.append(_HIDDEN[name])
        elif name == "spreadsheet":
            self._is_sheets = True
        elif name == "table" and self._is_sheets and not self._tables:
            self._begin_sheet(attributes)
        elif name == "page":
            self._end_page()
            self._pages += 1
            self._place = f"slide {self._pages}"
        elif name == "notes":
            self._end_page()
            self._place = f"slide {self._pages} notes"
        elif name == "table-row":
            self._row += 1 if not self._repeat_rows else self._repeat_rows
            self._repeat_rows = _count(attributes, "number-rows-repeated")
            self._column = self._repeat = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._column += self._repeat or 1
            self._repeat = _count(attributes, "number-columns-repeated")
            self._cells += 1
            self._cell = []
        elif name in {"tab", "s", "line-break"}:
            self.text(" " if self._cells or name != "line-break" else "\n")
        elif name == "binary-data":
            self._binary = []
        if name == "table":
            self._tables += 1
        for key in ("title", "string-value", "desc", "formula", "description"):
            value = attributes.get(key, "")
            if value and (key != "formula" or '"' in value):
                self._apart.setdefault("", []).append(value)

    def end(self, name: str) -> None:
        if name in {"p", "h"}:
            self._end_line()
            self._paragraphs -= 1
        elif name in {"table-cell", "covered-table-cell"}:
            self._cells -= 1
            if self._grid:
                self._grid.put(self._row, self._column, " ".join(self._cell))
            elif not self._hidden:
                self._lines.append("\t")
        elif name == "table-row" and not self._grid:
            self._lines.append("\n")
        elif name == "table":
            self._tables -= 1
            if self._grid and not self._tables:
                self._grid.flush()
                self._grid = None
        elif name in _HIDDEN and self._hidden:
            self._end_line()
            self._hidden.pop()
        elif name == "binary-data":
            self._end_binary()

    def text(self, text: str) -> None:
        """Characters; binary data of a flat file are collected apart."""
        if self._binary is not None:
            self._binary.append(text)
        elif self._paragraphs:
            self._line.append(text)
        elif text.strip():
            self._apart.setdefault("", []).append(text)

    def finish(self) -> None:
        """Put down what is left, and what is hidden."""
        self._end_page()
        for kind, lines in self._apart.items():
            place = kind or "attributes"
            self._reader.text("\n".join(dict.fromkeys(lines)), place, hidden=kind)
            if kind in {"deleted", "hidden-text"}:
                self._reader.notice("hidden-content", kind=kind)

    def _end_line(self) -> None:
        line = "".join(self._line)
        self._line = []
        if self._hidden:
            self._apart.setdefault(self._hidden[-1], []).append(line)
        elif self._cells:
            self._cell.append(line)
            if not self._grid:
                self._lines.append(f"{line} ")
        else:
            self._lines.append(f"{line}\n")

    def _end_page(self) -> None:
        self._end_line()
        self._reader.text("".join(self._lines), self._place)
        self._lines = []

    def _begin_sheet(self, attributes: Mapping[str, str]) -> None:
        self._grid = Grid(self._reader, attributes.get("name", ""))
        self._row = self._repeat_rows = 0

    def _end_binary(self) -> None:
        packed, self._binary = "".join(self._binary or []), None
        try:
            data = base64.b64decode(packed)
        except (binascii.Error, ValueError):
            self._reader.text(packed, "binary data")
            return
        if data:
            self._reader.file("picture", data)


def _count(attributes: Mapping[str, str], key: str) -> int:
    text = attributes.get(key, "1")
    return int(text) if text.isdigit() and len(text) < 9 else 1
