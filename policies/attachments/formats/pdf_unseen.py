"""What stands in a PDF and on none of its pages: strings, files, earlier versions, pictures."""

import hashlib
import io
import re
from collections.abc import Collection
from itertools import pairwise

from PIL import Image

from policies.attachments import xml_walk
from policies.attachments.errors import Uninspectable
from policies.attachments.formats import left_out, pdf_objects
from policies.attachments.formats.pdf_objects import Stored
from policies.attachments.reader import Reader
from policies.attachments.recognise import recognise

#: The format of a version: read like a PDF, but for the versions that it has before it.
VERSION = "pdf-version"
_MAX_REVISIONS = 20
_MAX_TRAILER = 20_000
_MAX_SEARCHED = 100_000_000  # characters, over all strings
_END = re.compile(rb"%%EOF[ \t]{0,8}(?:\r\n|\n|\r|\Z)")
_OBJECT = re.compile(rb"\d[ \t\r\n]{1,8}\d{1,5}[ \t\r\n]{1,8}obj\b")
_LINEAR = 2_048  # a file made for the web says so at its beginning, and has an end mark there
_STARTXREF = 100
_PROFILE, _CMAP = b"acsp", b"begincmap"
#: Streams that pages, fonts and the file itself are made of.
_MADE_OF = (
    b"XRef", b"ObjStm", b"FontFile", b"Length1", b"Type1C", b"CIDFontType0C", b"OpenType",
    b"CMapName", b"ICCBased", b"FunctionType", b"ShadingType", b"Form", b"PatternType", b"BBox",
)  # fmt: skip
#: What draws (ISO 32000-1, annex A).
_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K "
    b"k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v "
    b"w W W* y".split()
)
_SHOWS = re.compile(rb"(?:Tj|TJ|Do)(?=[\s/\[(<]|\Z)")
_USED = re.compile(
    rb"/(?:SMask|Mask|Alternates|Contents|ToUnicode|FontFile[23]?)[ \t\r\n\[]{1,8}"
    rb"(\d{1,10})[ \t\r\n]{1,8}\d{1,5}[ \t\r\n]{1,8}R"
)
_NUMBER = rb"/%s[ \t\r\n]{0,8}(\d{1,6})\b"
_SIDES = [re.compile(_NUMBER % name) for name in (b"Width", b"Height")]
_BITS = re.compile(_NUMBER % b"BitsPerComponent")
_MIN_UNDRAWN = 10_000  # pixels
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}  # by bytes of a pixel
_PICTURE_FILES = {b"DCTDecode": "jpg", b"JPXDecode": "jp2"}


def read(
    data: bytes, reader: Reader, seen: str, files: Collection[str], drawn: Collection[str]
) -> bool:
    """Put down what is unseen; say whether text may be drawn where no page tells of it.

    ``seen`` is the text of the pages, ``files`` and ``drawn`` are digests of the files and
    the packed pictures that were met already.
    """
    unseen = _Unseen(reader, seen, files)
    for stored in pdf_objects.objects(data):
        unseen.look(stored)
    unseen.strings(data[data.rfind(b"trailer") :][:_MAX_TRAILER])
    unseen.finish(drawn)
    return unseen.hides_text


def digest(data: bytes) -> str:
    """What tells the same bytes again."""
    return hashlib.sha256(data).hexdigest()


class _Unseen:
    """What was collected on the way through all objects."""

    def __init__(self, reader: Reader, seen: str, files: Collection[str]) -> None:
        self._reader = reader
        self._seen = seen
        self._lines = frozenset(line.strip() for line in seen.splitlines())
        self._searches = _MAX_SEARCHED // max(1, len(seen))
        self._files = files
        self._words: dict[str, None] = {}
        self._used: set[int] = set()  # by pages, fonts and other pictures, as they say
        self._pictures: list[Stored] = []
        self._shut: list[Stored] = []
        self.hides_text = False

    def look(self, stored: Stored) -> None:
        """Look at one object; what is known to be read elsewhere is left to others."""
        if stored.packed is None and stored.has(b"StdCF", b"Standard"):
            return  # how the file is locked: keys are no words
        self.strings(stored.said)
        if stored.packed is None:
            return
        if stored.has(b"Image") or (stored.has(b"Width") and stored.has(b"Height")):
            self._pictures.append(stored)
        elif stored.has(b"ObjStm"):
            self.strings(pdf_objects.content(stored, self._reader) or b"")
        elif stored.has(b"PatternType"):
            content = pdf_objects.content(stored, self._reader) or b""
            self.hides_text = self.hides_text or _SHOWS.search(content) is not None
        elif not stored.has(*_MADE_OF):
            self._stream(stored)

    def strings(self, said: bytes) -> None:
        """The strings of dictionaries, and which streams have a use."""
        self._used.update(int(number) for number in _USED.findall(said))
        for text in pdf_objects.strings(said):
            if len(text) > 1 and text not in self._words and not self._is_seen(text):
                self._words[text] = None

    def _is_seen(self, text: str) -> bool:
        """Whether a page says it too; in long documents only whole lines are compared."""
        if text in self._lines:
            return True
        self._searches -= 1
        return self._searches > 0 and text in self._seen

    def finish(self, drawn: Collection[str]) -> None:
        """Put down the words, the pictures that were not drawn, and what could not be unpacked."""
        self._reader.text("\n".join(self._words), "strings", hidden="strings")
        for stored in self._shut:
            if stored.number not in self._used:
                size = len(stored.packed or b"")
                self._reader.unreadable(
                    f"object {stored.number}", Uninspectable("pdf:filter"), size
                )
        for picture in self._pictures:
            packed = picture.packed or b""
            # Where the length stands elsewhere, a line end may have come along.
            bare = packed.removesuffix(b"\n").removesuffix(b"\r")
            is_drawn = digest(packed) in drawn or digest(bare) in drawn
            if not is_drawn and picture.number not in self._used:
                _undrawn(picture, self._reader)

    def _stream(self, stored: Stored) -> None:
        """A stream of no known use: a file, words about the document, or what draws something."""
        reader, name = self._reader, f"object {stored.number}"
        data = pdf_objects.content(stored, reader)
        if data is None:
            self._shut.append(stored)
        elif not data.strip(b"\0 \r\n") or digest(data) in self._files:
            return
        elif stored.has(b"EmbeddedFile", b"Sound", b"Movie"):
            reader.file(name, data)
        elif stored.has(b"XML") or data.lstrip().startswith(b"<?xpacket"):
            found = xml_walk.words(data, reader.limits).splitlines()
            told = "\n".join(line for line in found if not self._is_seen(line))
            reader.text(told, name, hidden="metadata")
        elif data[36:40] == _PROFILE or _draws(data):
            return
        elif recognise(data) == "unknown":
            left_out.put_rest(data, reader, name)  # which glyphs a font has, tables of colours
        else:
            reader.file(name, data)


def _draws(data: bytes) -> bool:
    """Whether it is a list of drawing operators, as the content of a page is, or of characters."""
    tokens = data[:8_000].split()
    operators = sum(token in _OPERATORS for token in tokens)
    return operators * 12 > len(tokens) or _CMAP in data


def _undrawn(picture: Stored, reader: Reader) -> None:
    """A picture that stands on no page: read as a file, if letters have room on it."""
    width, height = (
        int(found[1]) if (found := side.search(picture.said)) else 0 for side in _SIDES
    )
    if width * height < _MIN_UNDRAWN:
        return
    name, packed = f"picture {picture.number}", picture.packed or b""
    suffix = _PICTURE_FILES.get(picture.filters[-1]) if len(picture.filters) == 1 else None
    if suffix:
        reader.file(f"{name}.{suffix}", packed)
        return
    pixels = pdf_objects.content(picture, reader)
    bits = _BITS.search(picture.said)
    mode = _MODES.get(len(pixels or b"") // (width * height))
    if (
        pixels is None
        or mode is None
        or not bits
        or bits[1] != b"8"
        or b"Predictor" in picture.said
    ):
        reader.unreadable(name, Uninspectable("pdf:picture"), len(packed))
        return
    image = io.BytesIO()
    Image.frombytes(mode, (width, height), pixels).convert("RGB").save(image, "PNG")
    reader.file(f"{name}.png", image.getvalue())


def earlier(data: bytes, reader: Reader) -> None:
    """The versions that were saved before the last one: their pages are still in the file."""
    ends = [match.end() for match in _END.finditer(data)][:-1]
    if b"/Linearized" in data[:_LINEAR]:
        ends = ends[1:]
    ends = [end for end in ends if b"startxref" in data[max(0, end - _STARTXREF) : end]]
    # Word writes two tables of what is where, one behind the other, and nothing between them.
    ends = [end for end, after in pairwise([*ends, len(data)]) if _OBJECT.search(data, end, after)]
    if not ends:
        return
    if len(ends) > _MAX_REVISIONS:
        raise Uninspectable("limit:revisions")
    for number, end in enumerate(ends, start=1):
        reader.file(f"earlier version {number}.pdf", data[:end], kind=VERSION)
