"""The facts that rules may ask about: one typed, versioned table.

A rule names facts as ``message.…``, ``sender.…``, ``recipient.…`` or
``attachment.…``. A fact that is not known has its type's zero: 0, "", false, [].
Lists are cut at 1,000 entries. docs/facts.md is made from this table, and a test
holds the two together; the version number goes up when a fact changes meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
MAX_LIST = 1_000

Value = bool | int | float | str | list[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, its type, and what it says."""

    name: str
    type: type
    about: str


FACTS: tuple[Fact, ...] = (
    Fact("message.subject", str, "Decoded subject."),
    Fact("message.size", int, "Bytes as received."),
    Fact("message.recipients", int, "Recipients, over all transactions of the mail."),
    Fact("message.externals", int, "Recipients outside the own domains."),
    Fact("message.unknown_externals", int, "Of these, neither in the directory nor known by use."),
    Fact("message.shown_externals", int, "Outside recipients that To or Cc shows to all others."),
    Fact("message.organisations", int, "Different outside organisations among the recipients."),
    Fact("message.recipient_domains", list, "Domains of all recipients, each once."),
    Fact("message.attachment_names", list, "Names of all attached files."),
    Fact("message.automatic", bool, "Says of itself that no person wrote it, or null sender."),
    Fact("message.invitation", bool, "Carries a meeting invitation (text/calendar)."),
    Fact("message.attachments", int, "Attached files."),
    Fact("message.uninspected", bool, "Not everything could be looked through."),
    Fact("message.missing_attachment", bool, "Announces an attachment, and there is none."),
    Fact("message.sharing_links", int, "Links to file-sharing services in the new text."),
    Fact("message.salutation_mismatch", bool, "Greets somebody known who is not a recipient."),
    Fact("message.homonyms", bool, "Two recipients have the same family name."),
    Fact("message.reply_to_elsewhere", bool, "Reply-To points outside the own domains."),
    Fact("message.probing", bool, "Withdrawn and changed three times or more."),
    Fact("message.resembles_withdrawn", bool, "Much like a mail that was withdrawn."),
    Fact("message.persons", int, "Different people whose data it carries."),
    Fact("message.sensitive", bool, "Carries sensitive personal data (APPI article 2(3))."),
    Fact("message.history", bool, "Quotes earlier mail."),
    Fact("message.history_addresses", int, "Addresses in it, without the sender's own."),
    Fact("message.history_signatures", int, "Signatures in it."),
    Fact("message.history_days", int, "Days since the oldest mail in it; 0 for unknown."),
    Fact("message.history_organisations", list, "Outside organisations whose addresses it has."),
    Fact("message.history_third_parties", int, "Of these, such as no recipient belongs to."),
    Fact("sender.address", str, "The envelope sender, or the authenticated user."),
    Fact("sender.domain", str, "Its domain."),
    Fact("sender.null", bool, "The null sender."),
    Fact("sender.externals_1h", int, "Earlier mails of it to outside within an hour."),
    Fact("sender.externals_1d", int, "The same within a day."),
    Fact("sender.leaving", bool, "In the last 60 days at the company, by the directory."),
    Fact("sender.leaving_on", str, "The last day at the company (2026-03-31); empty: not told."),
    Fact("recipient.address", str, "The recipient."),
    Fact("recipient.domain", str, "Its domain."),
    Fact("recipient.organisation", str, "Its organisation in the directory."),
    Fact("recipient.group", str, "Its group in the directory."),
    Fact("recipient.own", bool, "In an own domain."),
    Fact("recipient.known", bool, "Own, in the directory, or known by use."),
    Fact("recipient.listed", bool, "In the directory and valid today."),
    Fact("recipient.expired", bool, "In the directory, but no longer valid."),
    Fact("recipient.blocked", bool, "Blocked in the directory."),
    Fact("recipient.freemail", bool, "At a provider where anybody has an address."),
    Fact("recipient.own_freemail", bool, "A freemail address that looks like the sender's own."),
    Fact("recipient.lookalike", bool, "Close to a known domain or address, but not it."),
    Fact("recipient.lookalike_of", str, "The known one it is close to."),
    Fact("recipient.display_name_mismatch", bool, "Its display name shows another address."),
    Fact("recipient.bcc", bool, "Only in the envelope."),
    Fact("recipient.odd_one_out", bool, "Never together with the others, who have been together."),
    Fact("recipient.joined_reply", bool, "Its domain was not part of the mail that is answered."),
    Fact("recipient.in_history", bool, "Its organisation appears in the quoted history."),
    Fact("recipient.first_for_sender", bool, "This sender has never sent to it."),
    Fact("recipient.first_for_company", bool, "Nobody here has ever sent to it."),
    Fact("recipient.domain_first_for_company", bool, "Nobody has ever sent to its domain."),
    Fact("recipient.sent_by_sender", int, "Mails from this sender that reached it."),
    Fact("recipient.sent_by_company", int, "Mails from here that reached it."),
    Fact("recipient.days_since_last", int, "Days since this sender last sent to it; 0 for never."),
    Fact("recipient.dropped_before", bool, "This sender withdrew or dropped it earlier."),
    Fact("recipient.undeliverable", bool, "DNS says that its domain takes no mail."),
    Fact("recipient.password_follows", bool, "Is told the password of a file sent before."),
    Fact("recipient.persons_1d", int, "People whose data this sender sent there in a day."),
    Fact("recipient.persons_7d", int, "The same in 7 days."),
    Fact("recipient.persons_30d", int, "The same in 30 days."),
    Fact("recipient.rows_1d", int, "Rows of tables that this sender sent there in a day."),
    Fact("recipient.rows_7d", int, "The same in 7 days."),
    Fact("recipient.rows_30d", int, "The same in 30 days."),
    Fact("attachment.name", str, "File name."),
    Fact("attachment.format", str, "What the file is."),
    Fact("attachment.status", str, "text, encrypted, uninspectable, bomb or corrupt."),
    Fact("attachment.reason", str, "Why its status is not text, such as limit:pages."),
    Fact("attachment.kind", str, "What kind of document it is, such as customer_list."),
    Fact("attachment.disguised", bool, "Its name says that it is something else."),
    Fact("attachment.ambiguous", bool, "Another program may read something else in it."),
    Fact("attachment.hidden", bool, "Has text that a reader of the file would not see."),
    Fact("attachment.size", int, "Bytes."),
    Fact("attachment.persons", int, "Different people in it."),
    Fact("attachment.names_other_organisation", bool, "Its name fits another known organisation."),
)

BY_NAME: Mapping[str, Fact] = {fact.name: fact for fact in FACTS}
_SINGLE = frozenset(fact.name for fact in FACTS if fact.type is not list)


@dataclass(frozen=True, slots=True)
class FactSet:
    """All facts of one judgement, as stored for replay. Absent ones are zero.

    ``message`` holds ``message.*`` and ``sender.*``; the other two have one
    mapping per recipient and attachment, in order.
    """

    message: Mapping[str, Any] = field(default_factory=dict)
    recipients: tuple[Mapping[str, Any], ...] = ()
    attachments: tuple[Mapping[str, Any], ...] = ()
    version: int = VERSION


def complete(*parts: Mapping[str, Any]) -> dict[str, Value]:
    """Every fact with a value of its type: given, cut to size, or zero."""
    values: dict[str, Value] = {fact.name: fact.type() for fact in FACTS}
    for part in parts:
        values |= given(part)
    return values


def given(part: Mapping[str, Any]) -> dict[str, Value]:
    """Of these values those that are facts, cut to size."""
    if part.keys() <= _SINGLE:
        return dict(part)
    return {
        name: value[:MAX_LIST] if isinstance(value, list) else value
        for name, value in part.items()
        if name in BY_NAME
    }
