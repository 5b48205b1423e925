"""Excel workbooks (.xlsx, .xlsm): cells by sheet, row and column, streamed.

Cells are not what a program would compute but what the file holds: cached values, strings
that no cell uses any more, and the texts in formulas are put down too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import XMLParserType

from policies.attachments import xml_walk
from policies.attachments.errors import Bomb
from policies.attachments.formats import old_excel
from policies.attachments.formats.dates import DateFormats, as_date
from policies.attachments.formats.grid import Grid
from policies.attachments.formats.ooxml import Parts, Relation
from policies.attachments.reader import Reader

_PREFIX = re.compile(rb"<[A-Za-z0-9_.-]{1,40}:(?:worksheet|chartsheet|dialogsheet)\b")
#: Parts of .xlsb whose cells and strings calamine reads; comments and the like are not here.
_BINARY_PARTS = re.compile(
    r"xl/(?:workbook|styles|sharedStrings|calcChain|metadata|worksheets/sheet\d{1,5}"
    r"|worksheets/binaryIndex\d{1,5})\.bin$"
)
_SHOWN_SHEETS = frozenset({"", "visible"})


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    id: str
    is_hidden: bool


class _Workbook:
    """Collects workbook.xml: sheets in order, names, and where days are counted from."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.from_1904 = False
        self.words: list[str] = []
        self._name = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            is_hidden = attributes.get("state", "") not in _SHOWN_SHEETS
            sheet = _Sheet(attributes.get("name", ""), attributes.get("id", ""), is_hidden)
            self.sheets.append(sheet)
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif name == "definedName":
            self._name = attributes.get("name", "")

    def end(self, name: str) -> None:
        if name == "definedName":
            self._name = ""

    def text(self, text: str) -> None:
        if self._name:
            self.words.append(f"{self._name} {text}")


class _Strings:
    """Collects sharedStrings.xml: one string an entry; readings (furigana) apart."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.readings: list[str] = []
        self._parts: list[str] = []
        self._phonetic: list[str] = []
        self._in_text = self._in_reading = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self._in_text = name == "t"
        self._in_reading = self._in_reading or name == "rPh"

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append("".join(self._parts))
            if self._phonetic:
                self.readings.append(f"{self.found[-1]} ({''.join(self._phonetic)})")
            self._parts, self._phonetic = [], []
        elif name == "rPh":
            self._in_reading = False
        elif name == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        if self._in_text:
            (self._phonetic if self._in_reading else self._parts).append(text)


def read(data: bytes, reader: Reader) -> None:
    """The sheets in their order, then every other part."""
    parts = Parts(data, reader)
    main = parts.main()
    book = _Workbook()
    xml_walk.parse(parts.take(main), book, reader.limits)
    reader.text("\n".join(book.words), "names")
    relations = parts.relations(main)
    strings, styles = _Strings(), DateFormats()
    for relation in relations.values():
        handlers: dict[str, xml_walk.Handler] = {"sharedStrings": strings, "styles": styles}
        if relation.kind in handlers and (part := parts.take(relation.target)):
            xml_walk.parse(part, handlers[relation.kind], reader.limits)
    used = bytearray(len(strings.found))
    for sheet in book.sheets:
        if sheet.id in relations:
            cells = _Cells(sheet, strings.found, used, styles, book.from_1904, reader)
            _put_sheet(parts, relations[sheet.id], cells, reader)
    _put_strings(strings, used, reader)
    parts.finish({})


def read_binary(data: bytes, reader: Reader) -> None:
    """Binary workbooks (.xlsb): cells by calamine, the other parts as in .xlsx."""
    old_excel.put_cells(data, reader)
    parts = Parts(data, reader)
    for name in list(parts.left):
        if _BINARY_PARTS.match(name):
            parts.take(name)
    parts.finish({})


def _put_sheet(parts: Parts, relation: Relation, cells: "_Cells", reader: Reader) -> None:
    cells.parse(parts.take(relation.target))
    for about in parts.relations(relation.target).values():
        if about.kind in {"comments", "threadedComment"}:
            words = xml_walk.words(parts.take(about.target), reader.limits)
            reader.text(words, f"{cells.sheet.name} comments")


def _put_strings(strings: _Strings, used: bytearray, reader: Reader) -> None:
    reader.text("\n".join(strings.readings), "readings")
    left = [text for n, text in enumerate(strings.found) if not used[n] and text.strip()]
    if left:
        reader.notice("hidden-content", kind="unused-string", count=len(left))
        reader.text("\n".join(left), "unused strings", hidden="unused-string")


class _Cells:
    """Streams one sheet. The handlers are closures over locals: a large sheet has millions."""

    def __init__(
        self,
        sheet: _Sheet,
        strings: list[str],
        used: bytearray,
        styles: DateFormats,
        from_1904: bool,
        reader: Reader,
    ) -> None:
        self.sheet = sheet
        self._strings = strings
        self._used = used
        self._styles = styles
        self._from_1904 = from_1904
        self._reader = reader
        hidden = "hidden-sheet" if sheet.is_hidden else ""
        self._grid = Grid(reader, sheet.name, hidden)
        self._hidden_rows = self._hidden_columns = 0
        self._others: list[str] = []
        self._formulas: list[str] = []

    def parse(self, data: bytes) -> None:
        """Put down all cells of a sheet, then what stands around them."""
        reader = self._reader
        if not data:
            return
        if self.sheet.is_hidden:
            reader.notice("hidden-content", kind="hidden-sheet", name=self.sheet.name)
        parser = xml_walk.strict_parser()
        self._handle(parser)
        if _PREFIX.search(data, 0, 4_096):
            _without_prefix(parser)
        xml_walk.run(parser, data)
        self._grid.flush()
        reader.text("\n".join(self._others), f"{self.sheet.name} settings")
        reader.text("\n".join(dict.fromkeys(self._formulas)), f"{self.sheet.name} formulas")
        for kind, count in (("row", self._hidden_rows), ("column", self._hidden_columns)):
            if count:
                reader.notice("hidden-content", kind=f"hidden-{kind}", count=count)

    def _handle(self, parser: XMLParserType) -> None:  # noqa: C901 - see above
        row = column = depth = 0
        kind = style = ""
        pieces: list[str] = []
        wanted = False
        put, value, columns = self._grid.put, self._value, _Columns()
        plain = self._styles.plain

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, kind, style, wanted, depth
            depth += 1
            if name == "c":
                kind, style = attributes.get("t", "n"), attributes.get("s", "")
                letters = attributes.get("r", "").rstrip("0123456789")
                column = columns[letters] if letters else column + 1
                wanted = False
            elif name in {"v", "t", "f"}:
                wanted = True
            elif name == "row":
                row, column = _number(attributes.get("r", ""), row + 1), 0
                self._hidden_rows += attributes.get("hidden") in {"1", "true"}
            else:
                wanted = name not in {"is", "r", "rPr", "sheetData"}
                self._around(name, attributes, depth)
                if name == "rPh":
                    pieces.append(" ")

        def end(name: str) -> None:
            nonlocal wanted, depth
            depth -= 1
            wanted = False
            if name == "c":
                if pieces:
                    found = pieces[0] if len(pieces) == 1 else "".join(pieces)
                    pieces.clear()
                    if kind != "n" or style not in plain:
                        found = value(kind, style, found)
                    if found:
                        put(row, column, found)
            elif name == "f":
                self._formula("".join(pieces))
                pieces.clear()
            elif pieces and name not in {"v", "t", "is", "r", "rPh"}:
                self._others.append("".join(pieces))
                pieces.clear()

        def text(words: str) -> None:
            if wanted:
                pieces.append(words)
            elif not words.isspace():
                self._others.append(words)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text

    def _around(self, name: str, attributes: Mapping[str, str], depth: int) -> None:
        """Elements beside the cells: hidden columns, lists to choose from, prompts."""
        if depth > self._reader.limits.xml_depth:
            raise Bomb("limit:xml_depth")
        if name == "col":
            self._hidden_columns += attributes.get("hidden") in {"1", "true"}
        for value in attributes.values():
            if any(ord(c) > 126 for c in value[:500]) or "@" in value:
                self._others.append(value)

    def _formula(self, formula: str) -> None:
        if '"' in formula:  # the only place of words in it
            self._formulas.append(formula)

    def _value(self, kind: str, style: str, text: str) -> str:
        if kind == "s":
            n = int(text) if text.isdigit() else -1
            if not 0 <= n < len(self._strings):
                return text
            self._used[n] = 1
            return self._strings[n]
        if kind == "n" and self._styles.is_date(style):
            return as_date(text, from_1904=self._from_1904)
        return text


def _without_prefix(parser: XMLParserType) -> None:
    """Some writers put a prefix before every name."""
    start: Any = parser.StartElementHandler
    end: Any = parser.EndElementHandler
    parser.StartElementHandler = lambda name, attrs: start(name.rpartition(":")[2], attrs)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])


class _Columns(dict[str, int]):
    """The number of a column by its letters."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters[:3]:
            number = number * 26 + ord(letter.upper()) - 64
        self[letters] = number = max(number, 1)
        return number


def _number(text: str, default: int) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else default
