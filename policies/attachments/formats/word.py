"""Word documents (.docx): every text with its place, what is deleted or hidden apart."""

from collections.abc import Mapping

from policies.attachments import xml_walk
from policies.attachments.formats.ooxml import PartReader, Parts
from policies.attachments.reader import Reader

_DELETED = frozenset({"del", "moveFrom"})
_PARTS = {
    r"word/header\d{0,6}\.xml$": "header",
    r"word/footer\d{0,6}\.xml$": "footer",
    r"word/footnotes\.xml$": "footnotes",
    r"word/endnotes\.xml$": "endnotes",
    r"word/comments\.xml$": "comments",
    r"word/glossary/document\.xml$": "building blocks",
}


def read(data: bytes, reader: Reader) -> None:
    """The document, then every other part."""
    parts = Parts(data, reader)
    main = parts.main()
    _put(parts.take(main), "", reader)
    parts.relations(main)
    parts.finish({pattern: _reader_for(place) for pattern, place in _PARTS.items()})


def _reader_for(place: str) -> PartReader:
    def read_part(_name: str, data: bytes, reader: Reader) -> None:
        _put(data, place, reader)

    return read_part


def _put(data: bytes, place: str, reader: Reader) -> None:
    story = Story()
    xml_walk.parse(data, story, reader.limits)
    shown = story.found("shown")
    reader.text(shown, place)
    for kind, code in (("deleted", "deleted"), ("vanished", "hidden-text")):
        if (text := story.found(kind)).strip():
            reader.notice("hidden-content", kind=code)
            reader.text(text, place, hidden=code)
    seen = set(shown.splitlines())
    other = (story.found("fallback") + story.found("codes")).splitlines()
    reader.text("\n".join(line for line in other if line.strip() and line not in seen), "fields")


class Story:
    """One story of WordprocessingML: paragraphs by line, table rows by line, cells by tab."""

    def __init__(self) -> None:
        self._out: dict[str, list[str]] = {
            kind: [] for kind in ("shown", "deleted", "vanished", "fallback", "codes")
        }
        self._in_text = ""
        self._deleted = self._fallback = self._cells = 0
        self._vanish = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Structure, and attributes that carry words."""
        if name in {"t", "delText", "instrText", "delInstrText"}:
            self._in_text = name
        elif name in _DELETED:
            self._deleted += 1
        elif name == "Fallback":
            self._fallback += 1
        elif name == "tc":
            self._cells += 1
        elif name == "r":
            self._vanish = False
        elif name == "vanish":
            self._vanish = attributes.get("val", "1") not in {"0", "false", "off"}
        elif name in {"tab", "br", "cr", "noBreakHyphen", "sym"}:
            self._put({"tab": " ", "noBreakHyphen": "-", "sym": " "}.get(name, self._line_end))
        for key in ("descr", "title", "alt", "placeholder"):
            if words := attributes.get(key):
                self._put(f"{words}{self._line_end}")

    def end(self, name: str) -> None:
        """Ends of paragraphs, cells and rows."""
        if name == "p":
            self._put(self._line_end)
        elif name == "tc":
            self._cells -= 1
            self._put("\t" if self._cells == 0 else " ")
        elif name == "tr" and self._cells == 0:
            self._put("\n")
        elif name in _DELETED:
            self._deleted -= 1
            self._out["deleted"].append("\n")
        elif name == "Fallback":
            self._fallback -= 1
        elif name == self._in_text:
            self._in_text = ""

    def text(self, text: str) -> None:
        """Only what stands in text elements is shown; words elsewhere are kept apart."""
        if self._in_text and self._in_text not in {"instrText", "delInstrText"}:
            self._put(text)
        elif self._in_text or text.strip():
            self._out["codes"].append(text + "\n")

    @property
    def _line_end(self) -> str:
        return " " if self._cells else "\n"

    def _put(self, text: str) -> None:
        kind = "shown"
        if self._fallback:
            kind = "fallback"
        elif self._deleted or self._in_text == "delText":
            kind = "deleted"
        elif self._vanish and self._in_text:
            kind = "vanished"
        self._out[kind].append(text)

    def found(self, kind: str) -> str:
        """One of ``shown``, ``deleted``, ``vanished``, ``fallback`` (of drawings), ``codes``."""
        return "".join(self._out[kind])
