"""S/MIME (CMS, RFC 5652): encrypted content is told, signed content is taken out and read."""

from policies.attachments.errors import Corrupt, Encrypted, Uninspectable
from policies.attachments.reader import Reader

_PKCS7 = bytes.fromhex("2a864886f70d0107")
_DATA = b"\x06\x09" + _PKCS7 + b"\x01"
_SIGNED, _ENVELOPED = 2, {3, 4, 6}
_OCTETS, _OCTETS_BUILT, _EXPLICIT = 0x04, 0x24, 0xA0
_MAX_DEPTH = 20
_HEAD = 64


def kind_of(data: bytes) -> int:
    """The number of the content type behind PKCS#7's identifier; 0 for something else."""
    at = data.find(_PKCS7, 0, _HEAD)
    return data[at + len(_PKCS7)] if data[:1] == b"\x30" and at > 0 else 0


def read(data: bytes, reader: Reader) -> None:
    """A signature alone holds no content; what is signed inside is a mail of its own."""
    kind = kind_of(data)
    if kind in _ENVELOPED:
        raise Encrypted("smime")
    if kind != _SIGNED:
        raise Uninspectable("format:cms")
    at = data.find(_DATA)
    if at < 0:
        raise Uninspectable("format:cms")
    at += len(_DATA)
    if data[at : at + 1] != bytes([_EXPLICIT]):  # a detached signature
        return
    _, start, end = _element(data, at)
    content = _octets(data, start, end, 0)
    if content:
        reader.file("smime.eml", content)


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, begin and end of what an element holds; without a length it reaches to the end."""
    if at + 2 > len(data):
        raise Corrupt("cms")
    tag, length = data[at], data[at + 1]
    at += 2
    if length == 0x80:
        return tag, at, len(data)
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[at : at + size], "big")
        at += size
    if at + length > len(data):
        raise Corrupt("cms:cut-off")
    return tag, at, at + length


def _octets(data: bytes, at: int, end: int, depth: int) -> bytes:
    """The bytes of octet strings, which may be built of others (BER)."""
    if depth > _MAX_DEPTH:
        raise Corrupt("cms:depth")
    out = bytearray()
    while at + 2 <= end and data[at : at + 2] != b"\0\0":
        tag, start, stop = _element(data, at)
        if tag == _OCTETS:
            out += data[start:stop]
        elif tag == _OCTETS_BUILT:
            out += _octets(data, start, stop, depth + 1)
            if data[at + 1] == 0x80:
                return bytes(out)
        else:
            break
        at = stop
    return bytes(out)
