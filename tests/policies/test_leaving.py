"""Colleagues who leave: the directory names their last day."""

from datetime import date

import pytest

from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.judge import Judgement, judge
from policies.message import Message
from policies.recipients.acquaintance import Recall
from policies.recipients.directory import read_csv
from policies.rule import default_source
from policies.verdict import Action

TODAY = date(2026, 11, 26)
RAW = (
    b"From: taro@own.jp\r\nTo: x@new.example\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n"
    b"--b\r\nContent-Disposition: attachment; filename=plan.pdf\r\n\r\nplan\r\n--b--\r\n"
)


def judged(last_day: str, sender: str = "Taro+home@own.jp", to: str = "x@new.example") -> Judgement:
    row = f"domain,organisation,address,valid_until\nown.jp,,taro@own.jp,{last_day}\n"
    briefing = Briefing("1", ("own.jp",), read_csv(row.encode()), (), default_source(), "enforce")
    envelope = Envelope(Address.parse(sender), (Address.parse(to),), Client("127.0.0.1"))
    return judge(envelope, Message(RAW).summary(), briefing, Recall(), TODAY)


@pytest.mark.parametrize(
    ("last_day", "leaving"),
    [
        ("2026-11-30", True), ("2027-01-25", True), ("2026-03-31", True),
        ("2027-01-26", False), ("", False),
    ],
)  # fmt: skip
def test_the_last_sixty_days_are_told(last_day: str, leaving: bool) -> None:
    found = judged(last_day)
    assert found.facts.message["sender.leaving"] is leaving
    assert found.facts.message["sender.leaving_on"] == last_day
    assert (
        "leaving-sender" in {rule.name for rule in found.verdict.rules if rule.fired}
    ) is leaving


def test_others_are_not_leaving_with_him() -> None:
    assert judged("2026-11-30", "hanako@own.jp").facts.message["sender.leaving"] is False


def test_mail_to_a_colleague_who_left_is_still_internal() -> None:
    found = judged("2026-03-31", "hanako@own.jp", "taro@own.jp")
    assert found.verdict.action is Action.PASS
