"""ZIP archives; methods and ciphers that Python does not know go to libarchive."""

from policies.attachments.errors import AttachmentError, Encrypted, Uninspectable
from policies.attachments.formats import archives
from policies.attachments.package import Package
from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode

_EMPTY = 2  # bytes of a Deflate stream of nothing


def read(data: bytes, reader: Reader) -> None:
    """Every member as a file of its own; names and comments as text."""
    package = Package(data, reader)
    archives.put_names(package.names, reader)
    for comment in {package.comment, *(member.comment for member in package.members)}:
        reader.text(decode(comment)[0], "comment")
    closed: dict[str, AttachmentError] = {}
    for n, name in enumerate(package.names):
        if name.endswith("/") and package.members[n].packed <= _EMPTY:
            continue
        try:
            content = package.read(n)
        except AttachmentError as error:
            if error.is_final:
                raise
            closed[name] = error
            continue
        reader.file(name, content)
    if closed:
        _elsewhere(data, closed, reader)


def _elsewhere(data: bytes, closed: dict[str, AttachmentError], reader: Reader) -> None:
    """What could not be taken out here: by libarchive, where it can."""
    wanted = {
        name
        for name, error in closed.items()
        if error.reason == "zip:aes" or error.reason.startswith("zip:method-")
    }
    opened: dict[str, bytes] = {}
    if wanted:
        passwords = (
            reader.passwords if any(isinstance(e, Encrypted) for e in closed.values()) else ()
        )
        opened = archives.taken(data, wanted, reader, passwords)
    for name, error in closed.items():
        if name in opened:
            reader.file(name, opened[name])
        else:
            reader.unreadable(name, error)


__all__ = ["Uninspectable", "read"]
