"""PowerPoint files (.pptx): slides in their order, with notes; hidden ones are told."""

from collections.abc import Mapping

from policies.attachments import xml_walk
from policies.attachments.formats.ooxml import PartReader, Parts
from policies.attachments.reader import Reader

_OTHERS = {
    r"ppt/slidemasters/.{1,80}\.xml$": "masters",
    r"ppt/slidelayouts/.{1,80}\.xml$": "layouts",
    r"ppt/notesmasters/.{1,80}\.xml$": "masters",
    r"ppt/handoutmasters/.{1,80}\.xml$": "masters",
    r"ppt/slides/.{1,80}\.xml$": "unused slides",
    r"ppt/notesslides/.{1,80}\.xml$": "unused notes",
    r"ppt/comments/.{1,80}\.xml$": "comments",
}


class _Order:
    """Collects presentation.xml: the ids of slides in their order."""

    def __init__(self) -> None:
        self.slides: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sldId":
            # Its own number and the id of its relation have one local name: the latter is last.
            self.slides.append(attributes.get("id", ""))

    def end(self, name: str) -> None:
        """Nothing nests in it."""

    def text(self, text: str) -> None:
        """It has none."""


class Drawing:
    """DrawingML: paragraphs by line, table rows by line, cells by tab."""

    def __init__(self) -> None:
        self.is_hidden = False
        self._out: list[str] = []
        self._in_text = False
        self._cells = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Structure, and the words of alternative texts."""
        self._in_text = name in {"t", "text"}
        if name == "sld":
            self.is_hidden = attributes.get("show") in {"0", "false"}
        elif name == "tc":
            self._cells += 1
        elif name == "br":
            self._out.append(self._line_end)
        for key in ("descr", "title"):
            if words := attributes.get(key):
                self._out.append(f"{words}\n")

    def end(self, name: str) -> None:
        """Ends of paragraphs, cells and rows."""
        self._in_text = False
        if name in {"p", "text"}:
            self._out.append(self._line_end)
        elif name == "tc":
            self._cells -= 1
            self._out.append("\t")
        elif name == "tr":
            self._out.append("\n")

    def text(self, text: str) -> None:
        """What stands in text elements; other words by line."""
        if self._in_text:
            self._out.append(text)
        elif text.strip():
            self._out.append(f"{text}\n")

    @property
    def _line_end(self) -> str:
        return " " if self._cells else "\n"

    @property
    def found(self) -> str:
        """All of it."""
        return "".join(self._out)


def read(data: bytes, reader: Reader) -> None:
    """The slides in their order, each with its notes, then every other part."""
    parts = Parts(data, reader)
    main = parts.main()
    order = _Order()
    xml_walk.parse(parts.take(main), order, reader.limits)
    relations = parts.relations(main)
    slides = [r.target for id_ in order.slides if (r := relations.get(id_))]
    for n, slide in enumerate(slides, start=1):
        drawing = _put(parts.take(slide), f"slide {n}", reader)
        if drawing.is_hidden:
            reader.notice("hidden-content", kind="hidden-slide", name=str(n))
        for about in parts.relations(slide).values():
            if about.kind == "notesSlide":
                _put(parts.take(about.target), f"slide {n} notes", reader)
            elif about.kind == "comments":
                _put(parts.take(about.target), f"slide {n} comments", reader)
    parts.finish({pattern: _reader_for(place) for pattern, place in _OTHERS.items()})


def _reader_for(place: str) -> PartReader:
    def read_part(_name: str, data: bytes, reader: Reader) -> None:
        _put(data, place, reader)

    return read_part


def _put(data: bytes, place: str, reader: Reader) -> Drawing:
    drawing = Drawing()
    if data:
        xml_walk.parse(data, drawing, reader.limits)
    hidden = "hidden-slide" if drawing.is_hidden else ""
    reader.text(drawing.found, place, hidden=hidden)
    return drawing
