"""A month in a made-up company: it asks rarely, and it asks rightly."""

import random
from collections import Counter
from pathlib import Path

import pytest

from policies.envelope import Address
from policies.verdict import Action
from quarantine.known import ReadKnowledge
from quarantine.memory import Learn, RecallMemory, remember_delivery, remember_together
from quarantine.store import Store
from quarantine.transaction import Tx
from tests.corpus.recipients.company import OWN, make
from tests.corpus.recipients.days import LEARNED, Days
from tests.corpus.recipients.mistakes import OF_EACH
from tests.corpus.recipients.run import Month, learn, run
from tests.corpus.recipients.twin import DAY, Twin
from tests.quarantine.messages import Desk, open_desk

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def month() -> Month:
    found = run()
    print(found.report())
    return found


def test_at_most_twenty_prompts_per_thousand_external_mails(month: Month) -> None:
    assert len(month.external) > 8_000
    assert month.per_thousand <= 20, month.report()


def test_the_sender_of_eighty_mails_a_day_is_asked_at_most_twice_a_day(month: Month) -> None:
    sent = Counter(j.mail.sender.address for j in month.external)
    busiest, count = sent.most_common(1)[0]
    days = month.of_sender(busiest)
    assert count >= 80 * len(days)
    assert max(days.values()) <= 2, days


def test_every_planted_mistake_is_held_and_the_right_address_blamed(month: Month) -> None:
    kinds = Counter(j.mail.mistake for j in month.planted)
    assert min(kinds.values()) >= OF_EACH // 4
    assert len(kinds) > 20
    wrong = [
        (j.mail.mistake, sorted(j.held), sorted(j.mail.blamed), j.rules)
        for j in month.planted
        if j.held != j.mail.blamed
    ]
    assert not wrong


def test_slips_are_called_look_alikes_of_the_right_domain(month: Month) -> None:
    slips = [j for j in month.planted if j.mail.mistake.startswith(("domain", "slip"))]
    named = [j for j in slips if "look-alike" in j.rules]
    assert len(named) >= 0.9 * len(slips), Counter(
        j.mail.mistake for j in slips if "look-alike" not in j.rules
    )


def test_what_is_confirmed_daily_is_asked_daily(month: Month) -> None:
    daily = [j for j in month.planted if j.mail.mistake == "slip confirmed daily"]
    assert len(daily) == 24
    assert all("look-alike" in j.rules for j in daily)
    primed = [j for j in month.planted if j.mail.mistake == "own freemail primed daily"]
    assert len(primed) == 8
    assert "own-freemail" in primed[-1].rules


def test_internal_mail_prompts_nobody(month: Month) -> None:
    internal = [j for j in month.judged if not j.mail.is_external(OWN)]
    assert len(internal) > 500
    assert all(j.verdict.action is Action.PASS for j in internal)


def test_long_known_people_are_never_asked_about(month: Month) -> None:
    """Who has been written to on three days or more (at free mail by two people), or is listed."""
    for j in month.prompts:
        assert not any(r.known for r in j.verdict.recipients if r.action is Action.HOLD), j


def test_machines_prompt_nobody(month: Month) -> None:
    automatic = [j for j in month.judged if j.mail.automatic]
    assert len(automatic) > 200
    assert all(j.verdict.ask == "" for j in automatic)
    assert all(j.verdict.action is Action.PASS for j in automatic)


class _Deliver:
    """What the delivery of a mail leaves in the memory."""

    def __init__(self, sender: Address, recipients: tuple[Address, ...]) -> None:
        self.sender = sender
        self.recipients = recipients

    def apply(self, tx: Tx) -> None:
        remember_delivery(tx, self.sender, self.recipients)
        remember_together(tx, self.recipients)


async def test_the_twin_remembers_what_the_store_remembers(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    try:
        await _live_twice(desk)
    finally:
        desk.store.close()


async def _live_twice(desk: Desk) -> None:
    rng = random.Random(5)
    mails = list(Days(make(rng), rng))
    past = [m for m in mails if m.day < LEARNED][::40]
    learned, _ = learn(past)
    twin = Twin()
    twin.learn(learned)
    await desk.store.run(Learn(learned, "cli:root"))
    asked = [m for m in mails if m.day >= LEARNED][::250]
    for n, mail in enumerate(asked):
        desk.clock.now = 1_800_000_000_000 + n * DAY // 3
        envelope = mail.envelope()
        assert envelope.sender is not None
        outside = tuple(a for a in envelope.recipients if a.domain != OWN)
        await desk.store.run(_Deliver(envelope.sender, outside))
        twin.deliver(envelope.sender, outside, desk.clock.now)
    await _compare(desk.store, twin, [m.envelope().recipients for m in (*asked, *past[::10])])
    assert set((await desk.store.ask(ReadKnowledge())).established) == set(twin.established())


async def _compare(store: Store, twin: Twin, asked: list[tuple[Address, ...]]) -> None:
    sender = Address.parse(f"sato@{OWN}")
    now = 1_800_000_000_000
    for recipients in asked:
        theirs = await store.ask(RecallMemory(sender, recipients))
        ours = twin.recall(sender, recipients, now)
        assert [a.days for a in theirs.recipients] == [a.days for a in ours.recipients]
        assert theirs.together == ours.together
        assert [(a.senders, a.domain_mails, a.domain_days) for a in theirs.recipients] == [
            (a.senders, a.domain_mails, a.domain_days) for a in ours.recipients
        ]
