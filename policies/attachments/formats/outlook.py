"""Outlook messages (.msg, MS-OXMSG): every string, the bodies, recipients, attachments."""

import re
import struct

import compressed_rtf
import olefile

from policies.attachments.errors import Corrupt, Uninspectable
from policies.attachments.formats import sectors
from policies.attachments.formats.compound import open_compound, stream
from policies.attachments.formats.left_out import put_opaque, put_rest
from policies.attachments.formats.text import put_text
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode
from policies.personal_data import markup

_PROPERTY = re.compile(r"^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})$", re.IGNORECASE)
_ATTACHMENT = "__attach_version1.0_"
_RECIPIENT = "__recip_version1.0_"
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_DATA, _LONG_NAME, _NAME = 0x3701, 0x3707, 0x3704
_INNER, _FIXED = "__substg1.0_3701000D", "__properties"  # what is attached; numbers and dates
_TEXT, _ANSI, _BINARY = 0x001F, 0x001E, 0x0102


Properties = dict[tuple[int, int], list[str]]


def read(data: bytes, reader: Reader) -> None:
    """A message with all that hangs on it."""
    with open_compound(data) as ole:
        paths = ole.listdir(streams=True, storages=False)
        if len(paths) > reader.limits.parts * 20:
            raise Uninspectable("limit:parts")
        _message(ole, [], paths, reader, 0)
        _others(ole, paths, reader)
        put_rest(sectors.unused(ole, data), reader, "unused")


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


def _others(ole: olefile.OleFileIO, paths: list[list[str]], reader: Reader) -> None:
    """Streams that are no text, body or file: keys, times, lists, and what only looks like them."""
    messages = {tuple(path[:-1]) for path in paths if path[-1].startswith(_FIXED)}
    for path in paths:
        is_of_object = _INNER in path and tuple(path[: path.index(_INNER) + 1]) not in messages
        if not is_of_object and not _is_read(path[-1]):
            put_opaque(path[-1], stream(ole, path), reader)


def _is_read(name: str) -> bool:
    match = _PROPERTY.match(name)
    if not match:
        return False
    tag, kind = int(match[1], 16), int(match[2], 16)
    return kind in {_TEXT, _ANSI} or tag == _HTML or (tag in {_RTF, _DATA} and kind == _BINARY)


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
    inner = [*storage, _INNER]
    below = [path for path in paths if path[: len(inner)] == inner]
    if any(path[len(inner)].startswith(_FIXED) for path in below):
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
