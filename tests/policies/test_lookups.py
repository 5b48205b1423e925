"""What was looked up about a mail: DNS adds a fact and a finding, siblings only count."""

from dataclasses import replace
from datetime import date

import pytest

from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.judge import Judgement, judge
from policies.lookups import NOTHING_LOOKED_UP, Lookups
from policies.message import Message
from policies.recipients.acquaintance import Recall
from policies.recipients.directory import Entry
from policies.verdict import Action
from web.findings import FINDINGS

POLICY = """
[[rule]]
name = "nobody-there"
scope = "recipient"
when = "recipient.undeliverable"
text.ja = "宛先のドメインがメールを受け取りません。"
text.en = "Its domain takes no mail."
"""
BRIEFING = Briefing(
    "1",
    ("own.jp",),
    (
        Entry(domain="partner.jp", organisation="Partner"),
        Entry(domain="partner.com", organisation="Partner"),
        Entry(domain="own.jp", organisation="", address="list@own.jp", group="outside-members"),
    ),
    (),
    POLICY,
    "enforce",
)


def judged(to: str, lookups: Lookups = NOTHING_LOOKED_UP, text: str = "hello") -> Judgement:
    raw = f"From: a@own.jp\r\nTo: {to}, s@partner.com\r\n\r\n{text}\r\n".encode()
    envelope = Envelope(Address.parse("a@own.jp"), (Address.parse(to),), Client("127.0.0.1"))
    summary = Message(raw).summary()
    return judge(envelope, summary, BRIEFING, Recall(), date(2026, 11, 26), lookups)


@pytest.mark.parametrize("why", ["no-such-domain", "null-mx"])
def test_a_domain_that_takes_no_mail_is_a_fact_and_a_finding(why: str) -> None:
    found = judged("x@gone.example", Lookups(undeliverable={"gone.example": why}))
    (about,) = found.verdict.recipients
    assert about.action is Action.HOLD
    assert ("undeliverable", (why,)) in [(f.code, f.why) for f in about.findings]
    assert found.facts.recipients[0]["recipient.undeliverable"] is True
    assert "undeliverable" in FINDINGS


def test_without_a_look_up_nothing_is_said() -> None:
    for lookups in (NOTHING_LOOKED_UP, Lookups(undeliverable={"other.example": "null-mx"})):
        (about,) = judged("x@gone.example", lookups).verdict.recipients
        assert about.action is Action.PASS
        assert "undeliverable" not in {finding.code for finding in about.findings}


def test_own_recipients_are_never_undeliverable() -> None:
    lookups = Lookups(undeliverable={"own.jp": "no-such-domain"})
    assert judged("b@own.jp", lookups).verdict.action is Action.PASS


def test_siblings_count_and_are_not_judged() -> None:
    others = ("s@partner.com", "b@own.jp", "list@own.jp", "c@other.example", "x@PARTNER.jp")
    lookups = Lookups(tuple(Address.parse(text) for text in others))
    found = judged("x@partner.jp", lookups)
    facts = found.facts.message
    assert facts["message.recipients"] == 5, "the own recipient is not counted twice"
    assert facts["message.externals"] == 4, "a list with outside members is outside"
    assert facts["message.shown_externals"] == 2
    assert facts["message.organisations"] == 3, "partner.jp and partner.com are one"
    assert facts["message.unknown_externals"] == 0, "who is unknown is asked about there"
    assert [r.address for r in found.verdict.recipients] == ["x@partner.jp"]
    assert len(found.facts.recipients) == 1


def test_a_greeting_may_be_meant_for_a_sibling() -> None:
    entries = (
        *BRIEFING.entries,
        Entry(domain="aozora.example.jp", organisation="株式会社青空"),
        Entry(domain="hinata.example.jp", organisation="日向商事株式会社"),
    )
    briefing = replace(BRIEFING, entries=entries)
    raw = (
        "From: a@own.jp\r\nTo: x@hinata.example.jp\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        "株式会社青空 佐藤様\r\n\r\nお世話になっております。\r\n"
    ).encode()
    recipient = Address.parse("x@hinata.example.jp")
    envelope = Envelope(Address.parse("a@own.jp"), (recipient,), Client("127.0.0.1"))
    summary = Message(raw).summary()
    today = date(2026, 11, 26)
    alone = judge(envelope, summary, briefing, Recall(), today)
    assert alone.facts.message["message.salutation_mismatch"]
    lookups = Lookups((Address.parse("sato@aozora.example.jp"),))
    together = judge(envelope, summary, briefing, Recall(), today, lookups)
    assert not together.facts.message["message.salutation_mismatch"]
