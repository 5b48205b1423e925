"""The first policy: own and known recipients pass, unknown outside ones are held."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.codec import dump_verdict, load_verdict
from policies.envelope import Address, Client, Envelope
from policies.finding import Finding
from policies.judge import Policy, judge, unjudged
from policies.message import Message, Summary
from policies.recipients.directory import Directory, Entry
from policies.recipients.facts import Facts, gather
from policies.verdict import Action

OWN = ("own.jp",)
TODAY = date(2026, 11, 26)
DIRECTORY = Directory(
    [
        Entry(domain="partner.jp", organisation="Partner"),
        Entry(
            domain="own.jp",
            organisation="",
            address="system@own.jp",
            owners=("boss@own.jp", "vice@own.jp"),
        ),
        Entry(domain="own.jp", organisation="", address="bad@own.jp", owners=("x@evil.jp",)),
    ]
)
SUMMARY = Message(b"From: Tanaka <tanaka@own.jp>\r\nSubject: s\r\n\r\nx\r\n").summary()


def envelope_of(*to: str, sender: str = "tanaka@own.jp", client: Client | None = None) -> Envelope:
    return Envelope(
        Address.parse(sender) if sender else None,
        tuple(Address.parse(address) for address in to),
        client or Client("127.0.0.1"),
    )


def facts_of(envelope: Envelope, own: tuple[str, ...] = OWN) -> Facts:
    return gather(envelope, own, DIRECTORY, TODAY)


def test_recipients_of_one_message_part_ways() -> None:
    envelope = envelope_of("a@own.jp", "b@mail.own.jp", "c@partner.jp", "d@unknown.jp")
    verdict = judge(envelope, SUMMARY, facts_of(envelope), Policy())
    assert [r.action for r in verdict.recipients] == [
        Action.PASS,
        Action.PASS,
        Action.PASS,
        Action.HOLD,
    ]
    assert verdict.action is Action.HOLD
    assert [step.recipient for step in verdict.steps] == ["d@unknown.jp"]
    assert [f.code for f in verdict.recipients[3].findings] == ["unknown-external"]
    assert verdict.ask == "tanaka@own.jp"


def test_observing_names_the_findings_and_holds_nothing() -> None:
    envelope = envelope_of("d@unknown.jp")
    verdict = judge(envelope, SUMMARY, facts_of(envelope), Policy("observe"))
    assert verdict.action is Action.PASS
    assert verdict.recipients[0].findings
    assert verdict.mode == "observe"


def test_what_could_not_be_looked_through_is_held_for_outside_recipients() -> None:
    envelope = envelope_of("a@own.jp", "c@partner.jp")
    summary = replace(SUMMARY, findings=(Finding(code="limit:parts"),))
    verdict = judge(envelope, summary, facts_of(envelope), Policy())
    assert [r.action for r in verdict.recipients] == [Action.PASS, Action.HOLD]


def test_nothing_unjudged_passes_and_compliance_is_asked() -> None:
    envelope = envelope_of("a@own.jp", "c@partner.jp")
    for mode in ("enforce", "observe"):
        verdict = unjudged(envelope, facts_of(envelope), Policy(mode), "limit:time")
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
    assert judge(envelope, summary, facts_of(envelope), Policy()).ask == asked


def test_automatic_mail_prompts_nobody_but_is_held_all_the_same() -> None:
    envelope = envelope_of("d@unknown.jp")
    summary = replace(SUMMARY, automatic=True)
    verdict = judge(envelope, summary, facts_of(envelope), Policy())
    assert verdict.action is Action.HOLD
    assert verdict.ask == ""


def test_without_configured_domains_the_senders_own_counts_from_loopback_only() -> None:
    near = envelope_of("a@own.jp")
    assert facts_of(near, ()).recipients[0].own
    far = envelope_of("a@own.jp", client=Client("10.0.0.9"))
    assert not facts_of(far, ()).recipients[0].own


@pytest.mark.parametrize("local", ["x%evil.jp", "evil.jp!x", '"x@evil.jp"'])
def test_an_address_that_routes_on_is_never_own_nor_known(local: str) -> None:
    for domain in ("own.jp", "partner.jp"):
        envelope = envelope_of(f"{local}@{domain}")
        verdict = judge(envelope, SUMMARY, facts_of(envelope), Policy())
        assert verdict.action is Action.HOLD


def test_a_verdict_survives_being_stored() -> None:
    envelope = envelope_of("a@own.jp", "d@unknown.jp")
    verdict = judge(envelope, SUMMARY, facts_of(envelope), Policy())
    assert load_verdict(dump_verdict(verdict)) == verdict


@given(st.lists(st.sampled_from(["a@own.jp", "c@partner.jp", "d@unknown.jp"]), max_size=8))
def test_an_unknown_recipient_never_passes(to: list[str]) -> None:
    envelope = envelope_of(*to)
    summary: Summary = SUMMARY
    verdict = judge(envelope, summary, facts_of(envelope), Policy())
    for recipient in verdict.recipients:
        assert (recipient.action is Action.HOLD) == (recipient.domain == "unknown.jp")
