"""Archives that libarchive reads: 7z, RAR, LZH, CAB, ISO, TAR, CPIO.

libarchive gives out ciphertext without a word where it cannot decrypt RAR 5, so encryption is
looked for in the headers first. Without the system's library all of them are uninspectable.
"""

import ctypes
import io
import locale
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import rarfile

from policies.attachments import structures
from policies.attachments.errors import AttachmentError, Corrupt, Encrypted, Uninspectable
from policies.attachments.formats import archive_end, locked_7z
from policies.attachments.reader import Format, Reader
from policies.attachments.structures.structure import plain_name

try:
    import libarchive
    from libarchive import ffi
    from libarchive.read import ArchiveRead, new_archive_read
except (ImportError, OSError, AttributeError):  # the system has no libarchive
    libarchive = None
else:
    _set_options = ffi.libarchive.archive_read_set_options
    _set_options.argtypes = [ctypes.c_void_p, ctypes.c_char_p]

_BLOCK = 1 << 18
#: What libarchive may take a file for; some of its formats (mtree) would read other files.
_FORMATS = {
    "7z": ("7zip",), "rar": ("rar", "rar5"), "lzh": ("lha",), "zip": ("zip",), "tar": ("tar",),
    "cab": ("cab",), "iso": ("iso9660",), "cpio": ("cpio",),
}  # fmt: skip
#: Without it every LZH with a Japanese name fails with an empty error.
_OPTIONS = {"lzh": b"lha:hdrcharset=CP932"}

# Names of members are converted to the character set of the locale; anything but UTF-8 fails.
for _name in ("C.UTF-8", "en_US.UTF-8"):
    if locale.nl_langinfo(locale.CODESET).upper() != "UTF-8":
        try:
            locale.setlocale(locale.LC_CTYPE, _name)
        except locale.Error:
            continue


def read(kind: str, data: bytes, reader: Reader) -> None:
    """Every member as a file of its own; names as text."""
    names: list[str] = []
    given: list[tuple[str, int]] = []
    for entry in _entries(data, reader, kind=kind):
        name = _name_of(entry)
        names.append(name)
        if entry.issym or entry.islnk:
            reader.text(f"{name} -> {entry.linkname}", "links")
        if entry.isdir and (kind == "iso" or not entry.size):
            given.append((plain_name(name), 0))
            continue  # folders of a disc have a size: that of their own entries
        # Archives lie about types: links, folders and devices that carry data are read as files.
        content = _content(entry, reader, len(data), kind)
        given.append((plain_name(name), len(content)))
        if content or entry.isfile:
            reader.file(name, content)
    put_names(names, reader)
    if kind == "tar":
        reader.text("\n".join(archive_end.tar_words(data)), "headers", hidden="headers")
    else:
        _compare(kind, data, given, reader)
    if not names:
        raise Corrupt(f"{kind}:empty")
    end = archive_end.end_of(kind, data)
    if end and (rest := data[end:].lstrip(b"\0\x1a")):
        reader.notice("trailing-data", bytes=len(rest))
        reader.file("data behind", rest)


def _compare(kind: str, data: bytes, given: list[tuple[str, int]], reader: Reader) -> None:
    """Hold what the library gave against the headers: comments, holes, second trees are in none."""
    structure = structures.of(kind, data)
    if structure is None:
        reader.notice("parser-differential", what="unchecked")
        return
    if list(structure.members) != given:
        reader.notice("parser-differential", what="entry-list")


def read_7z(data: bytes, reader: Reader) -> None:
    """7z; one with encrypted headers does not even tell names."""
    if locked_7z.is_locked(data):
        locked_7z.read(data, reader, put_names)
    else:
        read("7z", data, reader)


def read_lzh(data: bytes, reader: Reader) -> None:
    """LHA and LZH, with the names that Japanese Windows writes."""
    read("lzh", data, reader)


def reader_of(kind: str) -> Format:
    """The reader of an archive that knows no encryption: TAR, CAB, ISO, CPIO."""

    def read_kind(data: bytes, reader: Reader) -> None:
        read(kind, data, reader)

    return read_kind


def read_rar(data: bytes, reader: Reader) -> None:
    """RAR 4 and 5."""
    try:
        with rarfile.RarFile(io.BytesIO(data)) as headers:
            if headers.needs_password():
                raise Encrypted("rar")
            volumes = [info for info in headers.infolist() if info.volume not in {None, 0}]
            is_part = bool(volumes) or any(
                info.flags & (rarfile.RAR_FILE_SPLIT_BEFORE | rarfile.RAR_FILE_SPLIT_AFTER)
                for info in headers.infolist()
                if isinstance(info, rarfile.Rar3Info)
            )
    except (rarfile.NeedFirstVolume, rarfile.BadRarName):
        raise Uninspectable("rar:volume") from None
    except rarfile.Error as error:
        raise Corrupt("rar") from error
    if is_part:
        raise Uninspectable("rar:volume")
    read("rar", data, reader)


def taken(
    data: bytes, wanted: set[str], reader: Reader, passwords: tuple[str, ...]
) -> dict[str, bytes]:
    """The content of members of a ZIP that need libarchive; those it cannot read are left out."""
    if libarchive is None:
        return {}
    for password in passwords or ("",):
        found: dict[str, bytes] = {}
        try:
            for entry in _entries(data, reader, kind="zip", password=password):
                if (name := _name_of(entry)) in wanted:
                    found[name] = _content(entry, reader, len(data), "zip")
        except AttachmentError as error:
            if error.is_final:
                raise
        if found:
            if password:
                reader.notice("password-used")
            return found
    return {}


def filtered(data: bytes, name: str, reader: Reader) -> bytes:
    """What comes out of one compressed stream."""
    if libarchive is None:
        raise Uninspectable("missing:libarchive")
    with _errors(name), new_archive_read("raw", name, None) as archive:
        ffi.read_open_memory(archive, _pointer(data), len(data))
        for entry in ArchiveRead(archive):
            return _content(entry, reader, len(data), name)
    return b""


def put_names(names: Iterable[str], reader: Reader) -> None:
    """Names carry words too; some lead out of the folder where they are unpacked."""
    names = list(names)
    reader.text("\n".join(" ".join(name.split()) for name in names), "names")
    for name in names:
        path = name.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or path[1:3] == ":/" or "\0" in path:
            reader.notice("traversal", name=name)
            return


def _name_of(entry: Any) -> str:
    return str(entry.pathname or "?").strip("/")


def _content(entry: Any, reader: Reader, packed: int, kind: str) -> bytes:
    blocks: list[bytes] = []
    total = 0
    with _errors(kind):
        for block in entry.get_blocks(_BLOCK):
            total += len(block)
            reader.inflated(len(block), total, packed)
            blocks.append(bytes(block))
    if entry.size and total < entry.size:
        raise Corrupt(f"{kind or 'archive'}:short")
    return b"".join(blocks)


def _entries(data: bytes, reader: Reader, *, kind: str, password: str = "") -> Iterator[Any]:
    """The entries of an archive; errors of the library as ours."""
    if libarchive is None:
        raise Uninspectable("missing:libarchive")
    first, *others = _FORMATS[kind]
    with _errors(kind), new_archive_read(first, "none", password or None) as archive:
        for name in others:
            ffi.get_read_format_function(name)(archive)
        if kind in _OPTIONS:
            _set_options(archive, _OPTIONS[kind])
        ffi.read_open_memory(archive, _pointer(data), len(data))
        yield from ArchiveRead(archive)


def _pointer(data: bytes) -> ctypes.c_void_p:
    return ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p)


@contextmanager
def _errors(kind: str) -> Iterator[None]:
    try:
        yield
    except libarchive.ArchiveError as error:
        words = str(error).lower()
        if "passphrase" in words or "encrypt" in words:
            raise Encrypted(kind or "archive") from error
        raise Corrupt(kind or "archive") from error
