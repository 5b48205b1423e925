"""Cards (.vcf) and calendars (.ics): fields as ``label: value`` lines, files in them read."""

import base64
import binascii
import quopri
import re

from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode
from policies.charset import decode_text

#: RFC 6350 3.2, RFC 5545 3.1: folds may cut characters, so bytes are joined before decoding.
_FOLD = re.compile(rb"\r?\n[ \t]")
_SOFT = re.compile(rb"=\r?\n")
_ESCAPES = re.compile(r"\\([nN,;:\\])")
_MUTE = frozenset({"BEGIN", "END", "VERSION", "PRODID", "UID", "REV", "CALSCALE", "DTSTAMP"})
_LABELS = {
    "N": "氏名",
    "FN": "氏名",
    "TEL": "電話",
    "EMAIL": "メール",
    "ADR": "住所",
    "BDAY": "生年月日",
}
_FILES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "ATTACH"})


def read(data: bytes, reader: Reader) -> None:
    """Every field of every card or event; one block each."""
    is_old = b"QUOTED-PRINTABLE" in data.upper()
    joined = _FOLD.sub(b"", _SOFT.sub(b"", data) if is_old else data)
    lines: list[str] = []
    for raw in joined.splitlines():
        head, colon, value = raw.partition(b":")
        name, parameters = _head(head)
        if not colon:
            lines.append(decode(raw)[0])
        elif name in {"BEGIN", "END"}:
            lines.append("")
        elif name in _FILES and (content := _file(parameters, value)):
            reader.file(f"{name.lower()} in {reader.name}", content)
        elif name not in _MUTE:
            lines.append(f"{_LABELS.get(name, name)}: {_value(name, parameters, value)}")
            names = [p.partition("=")[2] for p in parameters if p.upper().startswith("CN=")]
            lines += [f"氏名: {n.strip(chr(34))}" for n in names]
    reader.text("\n".join(lines))


def _head(head: bytes) -> tuple[str, list[str]]:
    """The name of a field, without its group, and its parameters."""
    name, *parameters = decode(head)[0].split(";")
    return name.rpartition(".")[2].strip().upper(), parameters


def _value(name: str, parameters: list[str], value: bytes) -> str:
    upper = [p.upper() for p in parameters]
    if any("QUOTED-PRINTABLE" in p for p in upper):
        value = quopri.decodestring(value)
    charset = next(
        (p.partition("=")[2] for p in parameters if p.upper().startswith("CHARSET=")), ""
    )
    text = decode_text(value, charset) if charset else decode(value)[0]
    text = _ESCAPES.sub(lambda m: "\n" if m[1] in "nN" else m[1], text)
    if name in {"N", "ADR"}:
        parts = [part for part in text.split(";") if part]
        return (" " if name == "N" else "").join(parts[:2] if name == "N" else reversed(parts))
    return text


def _file(parameters: list[str], value: bytes) -> bytes:
    """The content of an inline file; empty for an address."""
    if any(p.upper() in {"ENCODING=B", "ENCODING=BASE64", "BASE64"} for p in parameters):
        packed = value
    elif b";base64," in value[:200]:
        packed = value.partition(b";base64,")[2]
    else:
        return b""
    try:
        return base64.b64decode(packed, validate=False)
    except (binascii.Error, ValueError):
        return b""
