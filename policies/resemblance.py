"""Whether a mail is much like one that was stopped before, by sketches small enough to keep.

The sketch of a text is a bottom-k MinHash of its character shingles (Broder 1997,
"On the resemblance and containment of documents"), which needs no word breaks and so
serves Japanese as well. Only the sender's own lines count: two answers in one thread
share their history, and that is no resemblance.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from policies.message import Attachment, Summary
from policies.recipients.new_text import new_lines

SHINGLE = 5  # characters
SIZE = 64  # hashes kept of a text
#: A text with fewer different shingles says too little: greetings are all alike.
MIN_SHINGLES = 40
ALIKE = 0.6
MAX_TEXT = 20_000
MAX_FILES = 50
MIN_FILE = 1_000  # bytes; smaller ones may be equal by chance
#: As many stopped mails like this one, and somebody is trying what passes.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a stopped mail: the lowest hashes of its text, and of its files."""

    text: tuple[int, ...] = ()
    files: tuple[int, ...] = ()


def sketch(summary: Summary) -> Sketch:
    """The sketch of a mail; empty where it has too little to compare."""
    own = "".join(line.text for line in new_lines(summary.text[:MAX_TEXT]))
    folded = "".join(unicodedata.normalize("NFKC", own).casefold().split())
    shingles = {folded[at : at + SHINGLE] for at in range(len(folded) - SHINGLE + 1)}
    hashes = sorted({_hash(shingle) for shingle in shingles})
    # Pictures are mostly the logo below every mail of the company.
    files = [
        a for a in summary.attachments if a.size >= MIN_FILE and not a.format.startswith("image/")
    ]
    return Sketch(
        text=tuple(hashes[:SIZE]) if len(hashes) >= MIN_SHINGLES else (),
        files=tuple(sorted({_file(a) for a in files[:MAX_FILES]})),
    )


def likeness(a: Sketch, b: Sketch) -> float:
    """From 0 to 1: the estimated share of common shingles, or 1 for a common file."""
    if set(a.files) & set(b.files):
        return 1.0
    if not (a.text and b.text):
        return 0.0
    lowest = sorted({*a.text, *b.text})[:SIZE]
    return len(set(lowest) & set(a.text) & set(b.text)) / len(lowest)


def rounds(summary: Summary, stopped: Sequence[Sketch]) -> int:
    """How many of the sender's stopped mails this one is like."""
    if not stopped:
        return 0
    mine = sketch(summary)
    return sum(likeness(mine, other) >= ALIKE for other in stopped)


def _file(attachment: Attachment) -> int:
    """Told apart by format and exact size, so that a new name does not make another file."""
    return _hash(f"{attachment.format} {attachment.size}")


def _hash(text: str) -> int:
    """63 bits: they fit a signed column and every JSON reader's integer."""
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 11
