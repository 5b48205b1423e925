"""Judging a whole message: the shipped policy on facts about people one knows and does not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.briefing import Briefing
from policies.codec import dump_facts, dump_verdict, load_facts, load_verdict
from policies.envelope import Address, Client, Envelope
from policies.finding import Finding
from policies.judge import judge, unjudged
from policies.message import Message, Summary
from policies.recipients.acquaintance import Acquaintance, Recall
from policies.recipients.directory import Entry
from policies.rule import default_source
from policies.verdict import Action, Verdict

TODAY = date(2026, 11, 26)
ENTRIES = (
    Entry(domain="partner.jp", organisation="Partner"),
    Entry(
        domain="own.jp",
        organisation="",
        address="system@own.jp",
        owners=("boss@own.jp", "vice@own.jp"),
    ),
    Entry(domain="own.jp", organisation="", address="bad@own.jp", owners=("x@evil.jp",)),
    Entry(domain="banned.jp", organisation="Banned", group="blocked"),
    Entry(domain="old.jp", organisation="Old", valid_until=date(2026, 1, 1)),
    Entry(domain="hinata-shoji.co.jp", organisation="日向商事株式会社"),
)
BRIEFING = Briefing("1", ("own.jp",), ENTRIES, (), default_source(), "enforce")
SUMMARY = Message(b"From: Tanaka <tanaka@own.jp>\r\nSubject: s\r\n\r\nx\r\n").summary()


def envelope_of(*to: str, sender: str = "tanaka@own.jp", client: Client | None = None) -> Envelope:
    return Envelope(
        Address.parse(sender) if sender else None,
        tuple(Address.parse(address) for address in to),
        client or Client("127.0.0.1"),
    )


def verdict_on(
    envelope: Envelope,
    summary: Summary = SUMMARY,
    *,
    recall: Recall | None = None,
    briefing: Briefing = BRIEFING,
) -> Verdict:
    return judge(envelope, summary, briefing, recall or Recall(), TODAY).verdict


def test_recipients_of_one_message_part_ways() -> None:
    envelope = envelope_of("a@own.jp", "b@mail.own.jp", "c@partner.jp", "d@unknown.jp")
    verdict = verdict_on(envelope)
    assert [r.action for r in verdict.recipients] == [
        Action.PASS,
        Action.PASS,
        Action.PASS,
        Action.HOLD,
    ]
    assert verdict.action is Action.HOLD
    assert [(s.kind, s.recipient) for s in verdict.steps] == [("tick", "d@unknown.jp")]
    assert verdict.recipients[3].rules == ("first-time",)
    assert [f.code for f in verdict.recipients[3].findings] == ["first-time"]
    assert verdict.ask == "tanaka@own.jp"


def test_observing_names_the_findings_and_holds_nothing() -> None:
    envelope = envelope_of("d@unknown.jp")
    verdict = verdict_on(envelope, briefing=replace(BRIEFING, mode="observe"))
    assert verdict.action is Action.PASS
    assert verdict.recipients[0].findings
    assert verdict.mode == "observe"


def test_what_could_not_be_looked_through_is_held_for_outside_recipients() -> None:
    envelope = envelope_of("a@own.jp", "c@partner.jp")
    summary = replace(SUMMARY, findings=(Finding(code="limit:parts"),))
    verdict = verdict_on(envelope, summary)
    assert [r.action for r in verdict.recipients] == [Action.PASS, Action.HOLD]


def test_nothing_unjudged_passes_and_compliance_is_asked() -> None:
    envelope = envelope_of("a@own.jp", "c@partner.jp")
    for mode in ("enforce", "observe"):
        verdict = unjudged(envelope, replace(BRIEFING, mode=mode), "limit:time")
        assert [r.action for r in verdict.recipients] == [Action.PASS, Action.HOLD]
        assert not verdict.steps  # nothing that was ticked before can lift this hold
        assert verdict.ask == ""


@pytest.mark.parametrize(
    ("sender", "from_header", "client", "asked"),
    [
        ("tanaka@own.jp", "other@own.jp", Client("127.0.0.1"), "tanaka@own.jp"),
        ("tanaka@own.jp", "x@own.jp", Client("127.0.0.1", user="sato@own.jp"), "sato@own.jp"),
        ("system@own.jp", "x@own.jp", Client("127.0.0.1"), "boss@own.jp"),
        ("bad@own.jp", "x@own.jp", Client("127.0.0.1"), "bad@own.jp"),
        ("x@outside.jp", "sato@own.jp", Client("127.0.0.1"), "sato@own.jp"),
        ("x@outside.jp", "sato@own.jp", Client("10.0.0.1", trusted=False), ""),
        ("x@outside.jp", "y@outside.jp", Client("127.0.0.1"), ""),
        ("", "sato@own.jp", Client("127.0.0.1"), ""),
    ],
)
def test_who_is_asked(sender: str, from_header: str, client: Client, asked: str) -> None:
    envelope = envelope_of("d@unknown.jp", sender=sender, client=client)
    summary = replace(SUMMARY, sender=from_header)
    assert verdict_on(envelope, summary).ask == asked


def test_automatic_mail_prompts_nobody_but_is_held_all_the_same() -> None:
    envelope = envelope_of("d@unknown.jp")
    summary = replace(SUMMARY, automatic=True)
    verdict = verdict_on(envelope, summary)
    assert verdict.action is Action.HOLD
    assert verdict.ask == ""


def test_without_configured_domains_the_senders_own_counts_from_loopback_only() -> None:
    briefing = replace(BRIEFING, own_domains=())
    near = envelope_of("a@mine.jp", sender="b@mine.jp")
    assert verdict_on(near, briefing=briefing).recipients[0].own
    far = envelope_of("a@mine.jp", sender="b@mine.jp", client=Client("10.0.0.9"))
    assert not verdict_on(far, briefing=briefing).recipients[0].own


@pytest.mark.parametrize("local", ["x%evil.jp", "evil.jp!x", '"x@evil.jp"'])
def test_an_address_that_routes_on_is_never_own_nor_known(local: str) -> None:
    for domain in ("own.jp", "partner.jp"):
        envelope = envelope_of(f"{local}@{domain}")
        verdict = verdict_on(envelope)
        assert verdict.action is Action.HOLD


def test_a_verdict_survives_being_stored() -> None:
    envelope = envelope_of("a@own.jp", "d@unknown.jp")
    verdict = verdict_on(envelope)
    assert load_verdict(dump_verdict(verdict)) == verdict


@given(st.lists(st.sampled_from(["a@own.jp", "c@partner.jp", "d@unknown.jp"]), max_size=8))
def test_an_unknown_recipient_never_passes(to: list[str]) -> None:
    envelope = envelope_of(*to)
    verdict = verdict_on(envelope)
    for recipient in verdict.recipients:
        assert (recipient.action is Action.HOLD) == (recipient.domain == "unknown.jp")


def outcome(recipient: str, about: Acquaintance, **summary: object) -> tuple[str, ...]:
    """The rules that hold one recipient of which this is remembered."""
    verdict = verdict_on(
        envelope_of(recipient),
        replace(SUMMARY, **summary),  # type: ignore[arg-type]
        recall=Recall((about,)),
    )
    return verdict.recipients[0].rules


USED = Acquaintance(sent_by_sender=9, sent_by_company=9, days=5, senders=2, domain_mails=9,
                    domain_days=5)  # fmt: skip


def test_what_was_delivered_on_three_days_is_known() -> None:
    assert outcome("a@client.jp", USED) == ()
    assert outcome("new@client.jp", Acquaintance(domain_mails=9, domain_days=5)) == ()
    twice = Acquaintance(2, 0, False, 2, 2, 1, 2, 2)
    assert outcome("a@client.jp", twice) == ("not-yet-known",)
    assert outcome("a@client.jp", Acquaintance()) == ("first-time",)


def test_one_person_cannot_make_his_freemail_known() -> None:
    primed = Acquaintance(sent_by_sender=30, sent_by_company=30, days=20, senders=1,
                          domain_mails=900, domain_days=200)  # fmt: skip
    names = (("t.tanaka@gmail.com", "田中"),)
    verdict = verdict_on(
        envelope_of("t.tanaka@gmail.com"),
        replace(SUMMARY, names=names, to=("t.tanaka@gmail.com",)),
        recall=Recall((primed,)),
    )
    assert not verdict.recipients[0].known


def test_a_typo_confirmed_three_times_is_held_the_fourth_time() -> None:
    rules = outcome("sato@hinata-shouji.co.jp", USED)
    assert "look-alike" in rules
    verdict = verdict_on(envelope_of("sato@hinata-shouji.co.jp"), recall=Recall((USED,)))
    (finding,) = [f for f in verdict.recipients[0].findings if f.code == "look-alike"]
    assert finding.data["known"] == "hinata-shoji.co.jp"
    assert {s.kind for s in verdict.steps} == {"retype"}


def test_blocked_recipients_are_rejected_and_expired_ones_held() -> None:
    verdict = verdict_on(envelope_of("a@banned.jp", "b@old.jp", "c@partner.jp"))
    assert [r.action for r in verdict.recipients] == [Action.REJECT, Action.HOLD, Action.PASS]


@pytest.mark.parametrize("address", ["a@mail.banned.jp", "a+tag@banned.jp", "A@BANNED.jp"])
def test_blocking_reaches_tags_and_hosts_below(address: str) -> None:
    assert verdict_on(envelope_of(address)).action is Action.REJECT


def test_two_clients_that_were_never_together_are_noticed() -> None:
    envelope = envelope_of("a@one.jp", "b@two.jp")
    apart = Recall((USED, USED))
    assert [r.rules for r in verdict_on(envelope, recall=apart).recipients] == [
        ("odd-one-out",)
    ] * 2
    together = Recall((USED, USED), frozenset({("one.jp", "two.jp")}))
    assert verdict_on(envelope, recall=together).action is Action.PASS


def test_the_one_that_never_was_with_the_others_is_named() -> None:
    envelope = envelope_of("a@one.jp", "b@two.jp", "c@partner.jp")
    recall = Recall((USED, USED, USED), frozenset({("one.jp", "two.jp")}))
    rules = [r.rules for r in verdict_on(envelope, recall=recall).recipients]
    assert rules == [(), (), ("odd-one-out",)]


def test_a_domain_that_joined_a_reply_is_noticed() -> None:
    text = "了解しました。\r\n\r\n> From: Sato <sato@one.jp>\r\n> To: tanaka@own.jp\r\n> 本文\r\n"
    summary = replace(SUMMARY, reply=True, text=text)
    recall = Recall((USED, USED), frozenset({("one.jp", "two.jp")}))
    verdict = verdict_on(envelope_of("sato@one.jp", "x@two.jp"), summary, recall=recall)
    assert [r.rules for r in verdict.recipients] == [(), ("joined-the-reply",)]


def test_internal_mail_is_never_held_whatever_it_says() -> None:
    text = "日向商事株式会社\r\n佐藤様\r\n\r\n添付ファイルをご確認ください。"
    summary = replace(SUMMARY, text=text, findings=(Finding(code="limit:parts"),))
    assert verdict_on(envelope_of("a@own.jp"), summary).action is Action.PASS


def test_what_the_sender_dropped_before_is_asked_again() -> None:
    refused = replace(USED, refused=True)
    assert outcome("a@client.jp", refused) == ("dropped-before",)


def test_facts_survive_being_stored() -> None:
    envelope = envelope_of("a@own.jp", "d@unknown.jp")
    facts = judge(envelope, SUMMARY, BRIEFING, Recall(), TODAY).facts
    assert load_facts(dump_facts(facts)) == facts


def test_every_rule_says_what_it_saw() -> None:
    verdict = verdict_on(envelope_of("d@unknown.jp"))
    rules: Mapping[str, object] = {r.name: r for r in verdict.rules}
    assert len(rules) == len(BRIEFING.policy.rules)
    for rule in verdict.rules:
        assert rule.fired == bool(rule.name in verdict.recipients[0].rules)


def test_a_provider_that_the_directory_names_is_freemail_everywhere() -> None:
    provider = Entry(domain="kinjo-net.jp", organisation="近所ネット", group="freemail")
    briefing = replace(BRIEFING, entries=(*BRIEFING.entries, provider))
    often = Acquaintance(sent_by_sender=9, sent_by_company=9, days=9, senders=1, domain_days=99)
    to = ("taro.tanaka@kinjo-net.jp", "t@mail.kinjo-net.jp", "t@knjo-net.jp")
    envelope = envelope_of(*to, sender="taro.tanaka@own.jp")
    recall = Recall((often, often, often))
    verdict = judge(envelope, SUMMARY, briefing, recall, TODAY)
    facts = verdict.facts.recipients
    assert [r["recipient.freemail"] for r in facts] == [True, True, False]
    assert not any(r["recipient.listed"] for r in facts)
    assert not facts[0]["recipient.known"], "one sender alone makes no freemail address known"
    assert facts[0]["recipient.own_freemail"]
    assert facts[2]["recipient.lookalike_of"] == "kinjo-net.jp"
