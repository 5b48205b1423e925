"""Text out of bytes that may lie about their character set.

Japanese mail mixes ISO-2022-JP, Shift_JIS with vendor extensions, EUC-JP and
UTF-8, often undeclared. Decoding never fails: what cannot be read becomes
U+FFFD, because a person must still be able to look at the message.
"""

import base64
import binascii
import codecs
import quopri
import re

# Declared names that in practice mean a larger set than their standard says.
_WIDER = {
    "shift_jis": ("cp932",),
    "sjis": ("cp932",),
    "x-sjis": ("cp932",),
    "windows-31j": ("cp932",),
    "iso-2022-jp": ("iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_ext"),
    "euc-jp": ("euc_jp", "euc_jis_2004"),
    "us-ascii": ("ascii",),
    "iso-8859-1": ("cp1252", "latin-1"),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "ks_c_5601-1987": ("cp949",),
}
# Codecs that mail has no use for: they run escapes, cost more than linear time, or are no text.
_REFUSED = frozenset(
    {"utf-7", "punycode", "idna", "undefined", "mbcs", "oem", "rot13", "base64", "bz2", "hex"}
    | {"quopri", "uu", "zlib", "unicode-escape", "unicode_escape", "raw-unicode-escape"}
    | {"raw_unicode_escape"}
)
_GUESSES = ("utf-8", "cp932", "euc_jp")

# RFC 2047 encoded word; bounded, so that hostile headers stay linear.
_ENCODED_WORD = re.compile(r"=\?([!-<>@-~]{1,60})\?([bBqQ])\?([!->@-~ ]{0,2000})\?=")


def decode_text(data: bytes, declared: str = "") -> str:
    """Decode by the declared character set, else by the likeliest of the usual ones."""
    name = declared.strip().lower()
    candidates = _WIDER.get(name, (name,) if name else ())
    if b"\x1b$" in data:
        candidates += ("iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_ext")
    for codec in (*candidates, *_GUESSES):
        try:
            if codecs.lookup(codec).name in _REFUSED:
                continue
            text = data.decode(codec)
            text.encode()  # some codecs make lone surrogates, which nothing can write
        except (LookupError, ValueError):
            continue
        return text
    return data.decode("utf-8", "replace")


def decode_header(raw: bytes) -> str:
    """The text of a header value: unfolded, RFC 2047 decoded, raw 8-bit guessed."""
    text = decode_text(raw.replace(b"\r\n", b"").replace(b"\n", b"").strip())
    pieces: list[str] = []
    pending: tuple[str, list[bytes]] | None = None
    end = 0
    for match in _ENCODED_WORD.finditer(text):
        between = text[end : match.start()]
        word = _word_bytes(match[2], match[3])
        charset = match[1].partition("*")[0].lower()  # RFC 2231 language suffix
        if pending and not between.strip() and pending[0] == charset:
            # Clients cut multi-byte characters between words: join before decoding.
            pending[1].append(word)
        else:
            if pending:
                pieces.append(decode_text(b"".join(pending[1]), pending[0]))
            if not (pending and not between.strip()):
                pieces.append(between)
            pending = (charset, [word])
        end = match.end()
    if pending:
        pieces.append(decode_text(b"".join(pending[1]), pending[0]))
    return "".join([*pieces, text[end:]])


def _word_bytes(encoding: str, text: str) -> bytes:
    """The bytes of one encoded word; as they stand when the encoding is broken."""
    if encoding in "qQ":
        return quopri.decodestring(text.replace("_", " ").encode(), header=False)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=False)
    except (binascii.Error, ValueError):
        return text.encode()
