"""Plain text, tables of text, and HTML."""

from policies.attachments.reader import Reader
from policies.attachments.text_bytes import decode
from policies.personal_data import markup


def read(data: bytes, reader: Reader) -> None:
    """Any text."""
    reader.text(decode(data)[0])


def read_table(data: bytes, reader: Reader) -> None:
    """CSV and TSV stay as they are: offsets point into the decoded file."""
    reader.text(decode(data)[0])


def read_html(data: bytes, reader: Reader) -> None:
    """The words of a page, those in attributes too."""
    reader.text(markup.text_of(decode(data)[0]))
