"""Plain text, tables of text, HTML, XML and JSON; files that stand in a text are read too."""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any

from policies.attachments import xml_walk
from policies.attachments.errors import Corrupt, Encrypted
from policies.attachments.reader import Reader
from policies.attachments.recognise import recognise
from policies.attachments.text_bytes import decode, other_reading
from policies.personal_data import markup

_UU_BEGIN = re.compile(r"(?m)^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?$")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n?)+")
_DATA_URI = re.compile(r"data:[a-z]{1,20}/[\w.+-]{1,80};base64,([A-Za-z0-9+/=\s]{40,})", re.ASCII)
#: The place of the same bytes in the other Japanese character set that they make sense in.
OTHER = "other character set"
_MIN_FILE = 200  # characters of base64
_PGP = "-----BEGIN PGP MESSAGE-----"
_MAX_DEPTH = 200
_MAX_UU_LINE = 100


def read(data: bytes, reader: Reader) -> None:
    """Any text."""
    put_text(decode(data)[0], reader)
    reader.text(other_reading(data), OTHER)


def read_table(data: bytes, reader: Reader) -> None:
    """CSV and TSV stay as they are: offsets point into the decoded file."""
    reader.text(decode(data)[0])
    reader.text(other_reading(data), OTHER)


def read_html(data: bytes, reader: Reader) -> None:
    """The words of a page, those in attributes too, and the files in its addresses."""
    source = decode(data)[0]
    reader.text(markup.text_of(source))
    for match in _DATA_URI.finditer(source):
        _packed_file("data", match[1], reader)


def read_xml(data: bytes, reader: Reader) -> None:
    """Words and telling attributes of any XML."""
    reader.text(xml_walk.words(data, reader.limits))


def read_json(data: bytes, reader: Reader) -> None:
    """``key: value`` by line, strings unescaped; what is no JSON stays text."""
    text = decode(data)[0]
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        put_text(text, reader)
        return
    reader.text("\n".join(_flat(value)))


def put_text(text: str, reader: Reader, place: str = "", *, hidden: str = "") -> None:
    """Text of a person's hand: what is encrypted in it is told, files in it are read."""
    reader.text(text, place, hidden=hidden)
    for match in _UU_BEGIN.finditer(text):
        if content := _uudecoded(text, match.end()):
            reader.file(match[1], content)
    for match in _BASE64.finditer(text):
        if match.end() - match.start() >= _MIN_FILE:
            _packed_file("base64", match[0], reader)
    if _PGP in text:
        raise Encrypted("pgp")


def read_pgp(_data: bytes, _reader: Reader) -> None:
    """An encrypted message."""
    raise Encrypted("pgp")


def _packed_file(name: str, packed: str, reader: Reader) -> None:
    """A file in base64; text is left to the search for disguised data."""
    try:
        content = base64.b64decode("".join(packed.split()) + "==", validate=False)
    except (binascii.Error, ValueError):
        return
    if recognise(content) not in {"text", "unknown"}:
        reader.notice("hidden-content", kind="base64")
        reader.file(name, content)


def _uudecoded(text: str, start: int) -> bytes:
    out = bytearray()
    at = text.find("\n", start) + 1
    while at:
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)].rstrip("\r")
        if line in {"end", "`", ""} or len(line) > _MAX_UU_LINE:
            break
        try:
            out += binascii.a2b_uu(line)
        except (binascii.Error, ValueError):
            break
        at = end + 1
    return bytes(out)


def _flat(value: Any, key: str = "", depth: int = 0) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        raise Corrupt("json:depth")
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, str(name), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(inner, key, depth + 1)
        yield ""
    else:
        yield f"{key}: {value}" if key else str(value)
