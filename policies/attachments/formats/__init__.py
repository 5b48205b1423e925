"""The readers of formats: what ``recognise`` calls a file, and who reads it."""

from policies.attachments.formats import archives, compressed, text, zip_archive
from policies.attachments.reader import Format

FORMATS: dict[str, Format] = {
    "7z": archives.read_7z,
    "bz2": compressed.read_bz2,
    "cab": archives.read_plain,
    "cpio": archives.read_plain,
    "csv": text.read_table,
    "gz": compressed.read_gz,
    "html": text.read_html,
    "iso": archives.read_plain,
    "lzh": archives.read_lzh,
    "rar": archives.read_rar,
    "tar": archives.read_plain,
    "text": text.read,
    "tsv": text.read_table,
    "xz": compressed.read_xz,
    "zip": zip_archive.read,
    "zst": compressed.read_zst,
}
