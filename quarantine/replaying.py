"""Stored facts of past mail, for trying a draft policy on them."""

from dataclasses import dataclass

from sqlalchemy import select

from policies.codec import load_facts, load_verdict
from policies.facts import VERSION, FactSet
from policies.verdict import Verdict
from quarantine import tables
from quarantine.record import open_record
from quarantine.transaction import Tx


@dataclass(frozen=True, slots=True)
class PastMail:
    """One judged mail: what was known, and what the policy of that day said."""

    message_id: str
    sender: str
    facts: FactSet | None  # None when they are of another facts version, or were never made
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """A page of mail that left, or wanted to leave, the company since a time (UTC ms).

    ``after`` is the last id of the page before; oldest first.
    """

    since: int
    after: str = ""
    limit: int = 500

    def read(self, tx: Tx) -> tuple[PastMail, ...]:
        """Read the page; mail whose key is gone is passed over."""
        table = tables.message
        rows = tx.connection.execute(
            select(table.c.id, table.c.facts_ct)
            .where(table.c.received_at >= self.since, table.c.id > self.after)
            .where(table.c.external == 1, table.c.dek_wrapped.is_not(None))
            .order_by(table.c.id)
            .limit(self.limit)
        ).all()
        found = []
        for row in rows:
            record = open_record(tx, row.id)
            assert record.verdict_json is not None
            facts = load_facts(record.key.open("message/facts", row.facts_ct))
            usable = facts.version == VERSION and bool(facts.recipients)
            sender = str(record.envelope.sender or "")
            verdict = load_verdict(record.verdict_json)
            found.append(PastMail(row.id, sender, facts if usable else None, verdict))
        return tuple(found)
