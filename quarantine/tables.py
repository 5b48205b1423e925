"""The tables. Times are UTC milliseconds; ``*_ct`` is sealed, ``*_hmac`` is for look-up.

Addresses, subjects, file names and bodies are sealed from the first row on; what
stands in plain tells how a message moved, never what it says or to whom.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()


def _id(name: str = "id", **options: bool) -> Column[str]:
    return Column(name, String(26), **options)  # type: ignore[arg-type]


def _message_id() -> Column[str]:
    return Column("message_id", String(26), ForeignKey("message.id"), nullable=False)


message = Table(
    "message",
    metadata,
    _id(primary_key=True),
    Column("channel", String(8), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("kek_id", String(40), nullable=False),
    Column("dek_wrapped", LargeBinary),  # NULL once erased
    Column("sender_hmac", LargeBinary(32), nullable=False),
    Column("envelope_ct", LargeBinary, nullable=False),
    Column("ingest_hmac", LargeBinary(32), nullable=False),
    Column("policy", String(64)),
    Column("verdict_ct", LargeBinary),
    Column("facts_ct", LargeBinary),  # what was judged, for replay
    Column("external", Integer),  # 1 when any recipient is outside
    Column("mail_hmac", LargeBinary(32)),  # of sender, Message-ID and body
    Column("sibling_of", String(26)),  # the first transaction of the same mail
    Column("thread", LargeBinary),  # its Message-ID and those it refers to, 16 bytes of each hash
    Column("passwords_ct", LargeBinary),  # for its files, given by the sender
    Column("purged_at", BigInteger),
    Column("revision", Integer, nullable=False),  # optimistic lock
    Column("events", Integer, nullable=False),  # length of the audit chain
    Column("head", LargeBinary(32), nullable=False),  # its last hash
    Index("message_ingest", "ingest_hmac", "received_at"),
    Index("message_sender", "sender_hmac", "received_at"),
    Index("message_mail", "mail_hmac", "received_at"),
    Index("message_sibling", "sibling_of"),
)

recipient = Table(
    "recipient",
    metadata,
    Column("message_id", String(26), ForeignKey("message.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("address_hmac", LargeBinary(32), nullable=False),
    Column("address_ct", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("version_id", String(26)),  # what it was released with
    Column("released_at", BigInteger),
    Column("next_try_at", BigInteger),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("unknowns", Integer, nullable=False, server_default=text("0")),  # tries nobody answered
    Column("code", Integer),  # last SMTP reply
    Column("reply_ct", LargeBinary),
    Column("changed_at", BigInteger, nullable=False),
    Index("recipient_state", "state", "message_id"),
)

version = Table(
    "version",
    metadata,
    _id(primary_key=True),
    _message_id(),
    Column("number", Integer, nullable=False),
    Column("parent_id", String(26)),
    Column("recipe_ct", LargeBinary),
    Column("summary_ct", LargeBinary),
    Column("size", BigInteger, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("body", LargeBinary),  # sealed frames of a small body
    Column("file", String(80)),  # else the name of its file
    UniqueConstraint("message_id", "number"),
)

hold = Table(
    "hold",
    metadata,
    _id(primary_key=True),
    _message_id(),
    Column("version_id", String(26), ForeignKey("version.id"), nullable=False),
    Column("waiting_for", String(16), nullable=False),
    Column("person_hmac", LargeBinary(32)),
    Column("person_ct", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("notice_due", Integer, nullable=False),  # 1: notice, 2: reminder, 0: nothing to send
    Column("noticed_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("outcome", String(16)),
    Column("send_at", BigInteger),  # end of the cooling-off
    Index("hold_message", "message_id", "created_at"),
    Index("hold_notice", "person_hmac", "notice_due"),
    Index("hold_noticed", "person_hmac", "noticed_at"),
)

decision = Table(
    "decision",
    metadata,
    _id(primary_key=True),
    Column("hold_id", String(26), ForeignKey("hold.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("choice", String(16), nullable=False),
    Column("version_id", String(26), nullable=False),
    Column("detail_ct", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("hold_id", "role"),
)

token = Table(
    "token",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("hold_id", String(26), ForeignKey("hold.id"), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("person_hmac", LargeBinary(32), nullable=False),
    Column("person_ct", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("token_hold", "hold_id"),
)

_FREE, _TAKEN = text("owner IS NULL"), text("owner IS NOT NULL")

task = Table(
    "task",
    metadata,
    _id(primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("ref", String(64), nullable=False),
    Column("route", String(64), nullable=False),
    Column("params_ct", LargeBinary),
    Column("run_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("owner", String(26)),
    Column("lease_until", BigInteger),
    Column("fence", Integer, nullable=False),
    UniqueConstraint("kind", "ref", "route"),
    Index("task_due", "run_at", sqlite_where=_FREE, postgresql_where=_FREE),
    Index("task_leased", "lease_until", sqlite_where=_TAKEN, postgresql_where=_TAKEN),
)

attempt = Table(
    "attempt",
    metadata,
    _id(primary_key=True),
    _message_id(),
    Column("version_id", String(26), nullable=False),
    Column("recipients", Text, nullable=False),  # JSON list of recipient numbers
    Column("started_at", BigInteger, nullable=False),
    Column("data_at", BigInteger),  # set just before the final dot
    Column("ended_at", BigInteger),  # NULL with data_at set: outcome unknown
    Index("attempt_message", "message_id", "started_at"),
)

event = Table(
    "event",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("data", Text, nullable=False),
    Column("sealed", LargeBinary),
    Column("prev_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)

directory = Table(
    "directory",
    metadata,
    Column("key_hmac", LargeBinary(32), primary_key=True),
    Column("row_ct", LargeBinary, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# -- memory of deliveries: who wrote to whom. Keyed hashes and counts, no address. ----------

pair = Table(
    "pair",
    metadata,
    Column("sender_hmac", LargeBinary(32), primary_key=True),
    Column("recipient_hmac", LargeBinary(32), primary_key=True),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("mails", Integer, nullable=False),
    Column("refused_at", BigInteger),  # the sender withdrew or dropped it
)

acquaintance = Table(
    "acquaintance",
    metadata,
    Column("key_hmac", LargeBinary(32), primary_key=True),  # of an address, or of a domain
    Column("name_ct", LargeBinary),  # of a domain: its name, to find look-alikes of it
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("last_day", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("mails", Integer, nullable=False),
    Column("senders", Integer, nullable=False),
)

together = Table(
    "together",
    metadata,
    Column("domains_hmac", LargeBinary(32), primary_key=True),  # of two domains in order
    Column("mails", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

# What has gone from a sender to an organisation lately: traits of persons, and rows of tables.
carried = Table(
    "carried",
    metadata,
    Column("sender_hmac", LargeBinary(32), primary_key=True),
    Column("party_hmac", LargeBinary(32), primary_key=True),
    Column("trait", String(40), primary_key=True),  # a keyed hash, or rows/ and the message
    Column("person", String(24), nullable=False),  # one of the traits stands for the person
    Column("rows", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("carried_at", "at"),
)

# Lines that senders wrote, as hashes, by the Message-ID of the mail.
written = Table(
    "written",
    metadata,
    Column("id_hmac", LargeBinary(16), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    Index("written_at", "at"),
)

stopped = Table(
    "stopped",
    metadata,
    Column("mail_id", String(26), primary_key=True),
    Column("sender_hmac", LargeBinary(32), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("sketch_ct", LargeBinary, nullable=False),
    Index("stopped_sender", "sender_hmac", "at"),
)

policy = Table(
    "policy",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("source_ct", LargeBinary, nullable=False),
    Column("stored_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),  # last switched to
)

rule_use = Table(
    "rule_use",
    metadata,
    Column("rule", String(64), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("hits", Integer, nullable=False),
    Column("prompts", Integer, nullable=False),
    Column("confirmed", Integer, nullable=False),  # prompts confirmed without any change
    Column("changed", Integer, nullable=False),  # withdrawn, or a recipient dropped
)

locked = Table(
    "locked",
    metadata,
    Column("pair_hmac", LargeBinary(32), primary_key=True),  # of sender and recipient
    Column("what", String(8), primary_key=True),  # file, password
    Column("at", BigInteger, nullable=False),
)

agreed = Table(
    "agreed",
    metadata,
    Column("domain_hmac", LargeBinary(32), primary_key=True),
    Column("passwords_ct", LargeBinary, nullable=False),
)
