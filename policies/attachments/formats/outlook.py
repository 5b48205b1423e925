"""Outlook messages (.msg, MS-OXMSG): every string, the bodies, recipients, attachments."""

import re
import struct

import compressed_rtf
import olefile

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats.compound import open_compound, stream
from policies.attachments.formats.text import put_text
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode
from policies.personal_data import markup

_PROPERTY = re.compile(r"^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})$", re.IGNORECASE)
_ATTACHMENT = "__attach_version1.0_"
_RECIPIENT = "__recip_version1.0_"
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_DATA, _LONG_NAME, _NAME = 0x3701, 0x3707, 0x3704
_TEXT, _ANSI, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
#: Binary properties without words: keys, search keys, entry ids, times of a conversation.
_MUTE = frozenset(
    {0x0FF6, 0x0FF9, 0x0FFA, 0x0FFF, 0x300B, 0x0071, 0x003B, 0x003F, 0x0041, 0x0043, 0x0051, 0x0052}
    | {0x0053, 0x0054, 0x0C19, 0x0C1D, 0x1035, 0x65E2, 0x65E3, 0x3702, 0x3709, 0x370A, 0x0E1D}
    | {0x5FF7, 0x5D0A, 0x5D0B, 0x4019, 0x401A, 0x0E28, 0x0E29, 0x6651, 0x300F, 0x3013, 0x5D02}
)

Properties = dict[tuple[int, int], list[str]]


def read(data: bytes, reader: Reader) -> None:
    """A message with all that hangs on it."""
    with open_compound(data) as ole:
        paths = ole.listdir(streams=True, storages=False)
        if len(paths) > reader.limits.parts * 20:
            raise Uninspectable("limit:parts")
        _message(ole, [], paths, reader, 0)


def _message(
    ole: olefile.OleFileIO, top: list[str], paths: list[list[str]], reader: Reader, depth: int
) -> None:
    """One message under a storage; embedded ones are below it."""
    if depth > reader.limits.depth:
        raise Uninspectable("limit:depth", is_final=True)
    own = _properties(top, paths)
    reader.text("\n".join(_strings(ole, own)), "headers")
    _bodies(ole, own, reader)
    for storage in _storages(top, paths, _RECIPIENT):
        reader.text("\n".join(_strings(ole, _properties(storage, paths))), "recipients")
    for storage in _storages(top, paths, _ATTACHMENT):
        _attachment(ole, storage, paths, reader, depth)


def _properties(top: list[str], paths: list[list[str]]) -> Properties:
    found: Properties = {}
    for path in paths:
        if path[:-1] == top and (match := _PROPERTY.match(path[-1])):
            found[int(match[1], 16), int(match[2], 16)] = path
    return found


def _storages(top: list[str], paths: list[list[str]], prefix: str) -> list[list[str]]:
    length = len(top)
    names = {p[length]: None for p in paths if p[:length] == top and len(p) > length + 1}
    return [[*top, name] for name in names if name.lower().startswith(prefix)]


def _strings(ole: olefile.OleFileIO, own: Properties) -> list[str]:
    """All text properties but the bodies, each once."""
    found: dict[str, None] = {}
    for (tag, kind), path in own.items():
        if tag in {_BODY, _HTML}:
            continue
        if kind == _TEXT:
            found[stream(ole, path).decode("utf-16-le", "replace").rstrip("\0")] = None
        elif kind == _ANSI:
            found[decode(stream(ole, path))[0].rstrip("\0")] = None
    return [text for text in found if text.strip()]


def _bodies(ole: olefile.OleFileIO, own: Properties, reader: Reader) -> None:
    for (tag, kind), path in own.items():
        if tag == _BODY and kind == _TEXT:
            put_text(stream(ole, path).decode("utf-16-le", "replace"), reader)
        elif tag == _BODY and kind == _ANSI:
            put_text(decode(stream(ole, path))[0], reader)
        elif tag == _HTML:
            content = stream(ole, path)
            words = content.decode("utf-16-le", "replace") if kind == _TEXT else decode(content)[0]
            reader.text(markup.text_of(words), "html")
        elif tag == _RTF and kind == _BINARY:
            put_packed_rtf(stream(ole, path), reader)
        elif kind == _BINARY and tag not in _MUTE and tag < 0x8000:
            _unknown(tag, stream(ole, path), reader)


def _unknown(tag: int, content: bytes, reader: Reader) -> None:
    """A binary property that is not on the list: small ones are ids, large ones may be anything."""
    if len(content) > 1_024:
        reader.file(f"property {tag:04x}", content)


def put_packed_rtf(packed: bytes, reader: Reader) -> None:
    """A body in compressed RTF (MS-OXRTFCP); its first numbers tell how long it becomes."""
    if len(packed) < 16:
        return
    (size,) = struct.unpack_from("<L", packed, 4)
    reader.inflated(size, size, len(packed))
    try:
        content = compressed_rtf.decompress(packed)
    except Exception:  # it raises whatever a broken stream leads it into
        reader.unreadable("body.rtf", Corrupt("rtf:packed"), len(packed))
    else:
        reader.file("body.rtf", content, kind="rtf")


def _attachment(
    ole: olefile.OleFileIO, storage: list[str], paths: list[list[str]], reader: Reader, depth: int
) -> None:
    own = _properties(storage, paths)
    strings = _strings(ole, own)
    reader.text("\n".join(strings), "attachment names")
    name = _name(ole, own) or "attachment"
    if (_DATA, _BINARY) in own:
        reader.file(name, stream(ole, own[_DATA, _BINARY]))
        return
    inner = [*storage, f"__substg1.0_{_DATA:04X}{_OBJECT:04X}"]
    below = [path for path in paths if path[: len(inner)] == inner]
    if any(path[len(inner)].startswith("__properties") for path in below):
        _message(ole, inner, paths, reader, depth + 1)
    elif below:
        for path in below:
            reader.file("/".join([name, *path[len(inner) :]]), stream(ole, path))
    else:
        reader.unreadable(name, Uninspectable("msg:by-reference"))


def _name(ole: olefile.OleFileIO, own: Properties) -> str:
    for tag in (_LONG_NAME, _NAME):
        if path := own.get((tag, _TEXT)):
            return stream(ole, path).decode("utf-16-le", "replace").rstrip("\0")
        if path := own.get((tag, _ANSI)):
            return decode(stream(ole, path))[0].rstrip("\0")
    return ""
