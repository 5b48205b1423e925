"""The readers of formats: what ``recognise`` calls a file, and who reads it."""

from policies.attachments.formats import text
from policies.attachments.reader import Format

FORMATS: dict[str, Format] = {
    "text": text.read,
    "csv": text.read_table,
    "tsv": text.read_table,
    "html": text.read_html,
}
