"""Thirty days are learned, thirty judged; what is delivered feeds the memory."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from policies.briefing import Briefing
from policies.envelope import Address
from policies.judge import judge
from policies.learning.learned import Learned, summarise
from policies.learning.sent import Sent
from policies.recipients.directory import Entry
from policies.recipients.freemail import FREEMAIL
from policies.recipients.lookalike import KnownNames
from policies.recipients.own import is_own
from policies.recipients.suffix import registrable
from policies.recipients.surnames import ROMAJI
from policies.rule import default_source
from policies.verdict import Action, Verdict
from tests.corpus.recipients.company import OWN, Company, make
from tests.corpus.recipients.days import LEARNED, Days
from tests.corpus.recipients.mail import Mail
from tests.corpus.recipients.mistakes import Mistakes
from tests.corpus.recipients.twin import Twin

START = datetime(2026, 9, 28, tzinfo=UTC)
_OWN = frozenset({OWN})


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail and what was said of it."""

    mail: Mail
    verdict: Verdict

    @property
    def held(self) -> frozenset[str]:
        """The addresses that are kept back."""
        found = self.verdict.recipients
        return frozenset(r.address for r in found if r.action is not Action.PASS)

    @property
    def rules(self) -> tuple[str, ...]:
        names = (name for r in self.verdict.recipients for name in r.rules)
        return tuple(dict.fromkeys(names))


@dataclass
class Month:
    """Everything judged in the second thirty days."""

    judged: list[Judged] = field(default_factory=list)

    @property
    def external(self) -> list[Judged]:
        """Harmless mail of people to somebody outside."""
        return [
            j
            for j in self.judged
            if not j.mail.mistake and not j.mail.automatic and j.mail.is_external(OWN)
        ]

    @property
    def prompts(self) -> list[Judged]:
        return [j for j in self.external if j.held]

    @property
    def per_thousand(self) -> float:
        return 1000 * len(self.prompts) / len(self.external)

    def of_sender(self, address: str) -> Counter[int]:
        """Prompts about harmless mail by day; days without any are there too."""
        found: Counter[int] = Counter()
        for j in self.external:
            if j.mail.sender.address == address:
                found[j.mail.day] += bool(j.held)
        return found

    @property
    def planted(self) -> list[Judged]:
        return [j for j in self.judged if j.mail.mistake]

    def report(self) -> str:
        by_kind = Counter(j.mail.kind for j in self.prompts)
        by_rule = Counter(rule for j in self.prompts for rule in j.rules)
        caught = sum(j.held == j.mail.blamed for j in self.planted)
        return (
            f"external {len(self.external)}, prompts {len(self.prompts)} "
            f"({self.per_thousand:.1f} per 1,000); by kind {dict(by_kind.most_common())}; "
            f"by rule {dict(by_rule.most_common())}; planted {len(self.planted)}, caught with "
            f"the right address {caught}"
        )


def run(seed: int = 2026) -> Month:
    """Make the company of this seed and live through its sixty days."""
    rng = random.Random(seed)
    company = make(rng)
    days = Days(company, rng)
    mails = list(days)
    past = [m for m in mails if m.day < LEARNED]
    learned, alike = learn(past)
    twin = Twin()
    twin.learn(learned)
    mistakes = Mistakes(company, days, random.Random(seed + 1), frozenset(twin.established()))
    present = mistakes.among([m for m in mails if m.day >= LEARNED])
    return _live(present, twin, directory(company, learned, alike))


def learn(past: Iterable[Mail]) -> tuple[Learned, frozenset[str]]:
    """As `sekisho domains learn` does it, from what the mail log of these days would hold.

    Also the domains that are like one another, which its dry run shows to the admin.
    """
    sent = [
        Sent(
            START + timedelta(minutes=mail.at),
            Address.parse(mail.sender.address),
            tuple(Address.parse(p.address) for p in mail.recipients if p.domain != OWN),
        )
        for mail in past
    ]
    domains = {r.domain for mail in sent for r in mail.recipients}
    names = KnownNames([OWN, *domains], providers=FREEMAIL, words=ROMAJI)
    accepted = {OWN, *FREEMAIL}
    alike: set[str] = set()

    def is_near(domain: str) -> bool:
        near = [n.known for n in names.rivals(domain) if registrable(n.known) in accepted]
        alike.update([domain, *near] if near else ())
        return bool(near)

    learned = summarise(sent, _OWN, is_near=is_near, accepted=accepted.add)
    return learned, frozenset(alike)


def directory(company: Company, learned: Learned, alike: frozenset[str]) -> tuple[Entry, ...]:
    """Half of the partners, from a customer list, and what the dry run made the admin add.

    That is the free mail addresses that learning proposed, and partners with like names.
    """
    listed = [
        Entry(domain=partner.domain, organisation=partner.organisation)
        for partner in company.partners
        if partner.is_listed or partner.domain in alike
    ]
    mailboxes = [
        Entry(domain=p.domain, organisation="", address=p.address)
        for p in learned.proposals
        if p.address
    ]
    return (*listed, *mailboxes)


def _live(mails: Iterable[Mail], twin: Twin, entries: tuple[Entry, ...]) -> Month:
    month = Month()
    day, briefing = -1, Briefing("", (OWN,), entries, (), default_source(), "enforce")
    for mail in mails:
        if mail.day != day:
            day = mail.day
            briefing = Briefing(
                str(day), (OWN,), entries, twin.established(), default_source(), "enforce"
            )
        month.judged.append(_judge(mail, twin, briefing))
    return month


def _judge(mail: Mail, twin: Twin, briefing: Briefing) -> Judged:
    now = int((START + timedelta(minutes=mail.at)).timestamp() * 1000)
    envelope = mail.envelope()
    recall = twin.recall(envelope.sender, envelope.recipients, now)
    today: date = (START + timedelta(minutes=mail.at, hours=9)).date()
    judged = Judged(mail, judge(envelope, mail.seen(), briefing, recall, today).verdict)
    outside = [a for a in envelope.recipients if not is_own(a, _OWN)]
    refused = [a for a in outside if str(a) in mail.blamed and not mail.insists]
    sender = envelope.sender
    if sender is not None:
        twin.refuse(sender, refused, now)
        twin.deliver(sender, [a for a in outside if a not in refused], now)
    return judged
