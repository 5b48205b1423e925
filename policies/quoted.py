"""The quoted history held against who gets the mail: facts for the rules, findings for people."""

from dataclasses import dataclass, field, replace
from datetime import date

from policies.envelope import within
from policies.facts import Value
from policies.finding import Finding
from policies.history.facts import History
from policies.message import address_or_none
from policies.recipients.freemail import house
from policies.recipients.observe import RecipientNotes
from policies.recipients.suffix import registrable

#: Below this it is as likely no history at all.
MIN_CONFIDENCE = 0.5
MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class Quoted:
    """``parties``: the outside organisations whose addresses stand in the history.

    An organisation is a registrable domain; at a freemail provider, an address.
    ``strangers`` are those of which no recipient is.
    """

    history: History = field(default_factory=History)
    parties: frozenset[str] = frozenset()
    strangers: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether the mail quotes earlier mail."""
        return self.history.found and self.history.confidence >= MIN_CONFIDENCE

    def facts(self, today: date) -> dict[str, Value]:
        """The ``message.history…`` facts."""
        if not self.is_there:
            return {}
        oldest = self.history.oldest
        return {
            "message.history": True,
            "message.history_addresses": len(self.history.addresses),
            "message.history_signatures": self.history.signatures,
            "message.history_days": max(0, (today - oldest).days) if oldest else 0,
            "message.history_organisations": sorted(self.parties),
            "message.history_third_parties": len(self.strangers),
        }

    def beside(self, recipient: RecipientNotes) -> RecipientNotes:
        """The recipient with ``recipient.in_history``, and whose data would be news to it."""
        if not self.is_there or recipient.own:
            return recipient
        is_in = _party(str(recipient.address)) in self.parties
        facts = {**recipient.facts, "recipient.in_history": is_in}
        if is_in or not self.strangers:
            return replace(recipient, facts=facts)
        finding = Finding(
            code="third-party-history",
            count=len(self.strangers),
            confidence=self.history.confidence,
            data={"organisations": list(self.strangers[:MAX_NAMED])},
        )
        return replace(recipient, facts=facts, findings=(*recipient.findings, finding))


def quoted(
    history: History, recipients: tuple[RecipientNotes, ...], own_domains: frozenset[str]
) -> Quoted:
    """Compare the history with the recipients."""
    if not history.found:
        return Quoted()
    named = {
        _party(text)
        for text in history.addresses
        if not within(text.rpartition("@")[2], own_domains)
    } - {""}
    asked = {_party(str(r.address)) for r in recipients if not r.own}
    return Quoted(history, frozenset(named), tuple(sorted(named - asked)))


def _party(text: str) -> str:
    address = address_or_none(text)
    if address is None:
        return ""
    name = house(address)
    return name if name == address.key else registrable(address.domain)
