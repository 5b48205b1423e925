"""What the text, the file names and the recipients say about each other: all facts at once.

The parts live in their own modules (salutation, mismatch, file_names, announced,
sharing_links); this is what a judgement calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.recipients.announced import Announced, missing_attachment
from policies.recipients.file_names import FileNameMismatch, file_name_mismatches
from policies.recipients.known import KnownParties
from policies.recipients.mismatch import SalutationMismatch, salutation_mismatch
from policies.recipients.party import Party
from policies.recipients.salutation import Salutation, salutations
from policies.recipients.sharing_links import SharingLink, sharing_links


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What was noticed; empty or None where nothing was."""

    salutations: tuple[Salutation, ...]
    salutation_mismatch: SalutationMismatch | None
    file_name_mismatches: tuple[FileNameMismatch, ...]
    missing_attachment: Announced | None
    sharing_links: tuple[SharingLink, ...]


def content_facts(
    text: str,
    file_names: Sequence[str],
    recipients: Sequence[Party],
    known: KnownParties,
    own_domains: frozenset[str],
) -> ContentFacts:
    """Read the new text and the file names against the recipients.

    ``text`` is the plain text of the mail, with or without quoted history;
    ``file_names`` those of its attachments (not of pictures in its HTML). ``known``
    holds outside parties only. ``recipients`` are all, own ones included.
    """
    greeted = salutations(text)
    links = sharing_links(text)
    return ContentFacts(
        salutations=greeted,
        salutation_mismatch=salutation_mismatch(greeted, recipients, known, own_domains),
        file_name_mismatches=file_name_mismatches(file_names, recipients, known),
        missing_attachment=missing_attachment(
            text, has_attachment=bool(file_names), has_link=bool(links)
        ),
        sharing_links=links,
    )
