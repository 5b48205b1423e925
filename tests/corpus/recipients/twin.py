"""The memory of deliveries in plain dicts: counts exactly as quarantine/memory.py does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from policies.envelope import Address
from policies.learning.learned import Learned
from policies.recipients.acquaintance import DAYS_TO_BE_KNOWN, Acquaintance, Recall
from policies.recipients.freemail import house, is_freemail
from quarantine.memory import MAX_DOMAINS

DAY = 24 * 3_600_000


@dataclass(slots=True)
class _Pair:
    last_at: int
    mails: int = 0
    refused_at: int = 0


@dataclass(slots=True)
class _Acquainted:
    first_at: int
    last_day: int
    days: int
    mails: int
    senders: int


@dataclass
class Twin:
    """``now`` is handed to each call, in milliseconds."""

    pairs: dict[tuple[str, str], _Pair] = field(default_factory=dict)
    known: dict[str, _Acquainted] = field(default_factory=dict)
    together: set[tuple[str, str]] = field(default_factory=set)

    def learn(self, learned: Learned) -> None:
        for pair in learned.pairs:
            first, last = (int(at.timestamp() * 1000) for at in (pair.first, pair.last))
            self._remember(pair.sender, pair.recipient, last, pair.count, pair.days, first)
        self.together.update(learned.together)

    def deliver(self, sender: Address, recipients: Sequence[Address], now: int) -> None:
        """All of these outside recipients have got the mail."""
        for recipient in recipients:
            self._remember(sender, recipient, now, 1, 1, now)
        houses = sorted({house(recipient) for recipient in recipients})
        if 2 <= len(houses) <= MAX_DOMAINS:
            self.together.update(combinations(houses, 2))

    def refuse(self, sender: Address, recipients: Iterable[Address], now: int) -> None:
        for recipient in recipients:
            pair = self.pairs.setdefault((sender.key, recipient.key), _Pair(now))
            pair.refused_at = now

    def recall(self, sender: Address | None, recipients: Sequence[Address], now: int) -> Recall:
        about = tuple(self._about(sender, recipient, now) for recipient in recipients)
        houses = sorted({house(recipient) for recipient in recipients})
        if len(houses) > MAX_DOMAINS:
            return Recall(about)
        return Recall(about, frozenset(p for p in combinations(houses, 2) if p in self.together))

    def established(self) -> tuple[str, ...]:
        """Domains in use, the best known first, as ``ReadKnowledge`` gives them."""
        found = [
            (-a.days, a.first_at, key.removeprefix("@"))
            for key, a in self.known.items()
            if key.startswith("@") and a.days >= DAYS_TO_BE_KNOWN
        ]
        return tuple(name for _, _, name in sorted(found) if not is_freemail(name))

    def _about(self, sender: Address | None, recipient: Address, now: int) -> Acquaintance:
        pair = self.pairs.get((sender.key, recipient.key)) if sender else None
        address, domain = self.known.get(recipient.key), self.known.get(f"@{recipient.domain}")
        return Acquaintance(
            sent_by_sender=pair.mails if pair else 0,
            days_since_last=(now - pair.last_at) // DAY if pair and pair.mails else 0,
            refused=bool(pair and pair.refused_at and pair.refused_at >= pair.last_at),
            sent_by_company=address.mails if address else 0,
            days=address.days if address else 0,
            senders=address.senders if address else 0,
            domain_mails=domain.mails if domain else 0,
            domain_days=domain.days if domain else 0,
        )

    def _remember(
        self, sender: Address, recipient: Address, last: int, mails: int, days: int, first: int
    ) -> None:
        pair = self.pairs.get((sender.key, recipient.key))
        senders = int(pair is None or pair.mails == 0)
        if pair is None:
            pair = self.pairs[sender.key, recipient.key] = _Pair(last)
        pair.mails += mails
        pair.last_at = max(pair.last_at, last)
        for key in (recipient.key, f"@{recipient.domain}"):
            found = self.known.get(key)
            if found is None:
                self.known[key] = _Acquainted(first, last // DAY, days, mails, senders)
                continue
            found.days += days if last // DAY > found.last_day else 0
            found.last_day = max(found.last_day, last // DAY)
            found.mails += mails
            found.senders += senders
