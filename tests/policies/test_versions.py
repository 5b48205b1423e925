"""Recipes for versions, and the quoted history held against the recipients."""

from datetime import date

import pytest

from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.judge import judge
from policies.message import Message
from policies.recipients.acquaintance import Recall
from policies.recipients.directory import Entry
from policies.rule import default_source
from policies.verdict import Action, Verdict
from policies.versions import Recipe, cleaned_versions, make
from tests.policies.history.mail import GMAIL, html, multipart, plain

OWN = frozenset({"aozora.jp"})
SIGNED = b"DKIM-Signature: v=1; d=aozora.jp; s=a; b=x\r\n"
FOREIGN = b"DKIM-Signature: v=1; d=list.example; s=a; b=x\r\n"
BODY = b"""Subject: Re: plan\r
In-Reply-To: <1@midori.jp>\r
Content-Type: text/plain; charset=utf-8\r
\r
Agreed.\r
\r
On 24 Nov 2026, Sato <sato@midori.jp> wrote:\r
> Please confirm.\r
> \r
> -- \r
> Sato, Midori K.K.\r
> sato@midori.jp\r
"""


def mail(to: str, cc: str = "") -> bytes:
    head = f"From: tanaka@aozora.jp\r\nTo: {to}\r\n" + (f"Cc: {cc}\r\n" if cc else "")
    return SIGNED + FOREIGN + head.encode() + BODY


def judged(raw: bytes, *to: str) -> Verdict:
    briefing = Briefing(
        "1",
        ("aozora.jp",),
        tuple(Entry(domain=d, organisation=d) for d in ("midori.jp", "kaede.jp")),
        (),
        default_source(),
        "enforce",
    )
    recipients = tuple(Address.parse(text) for text in to)
    envelope = Envelope(Address.parse("tanaka@aozora.jp"), recipients, Client("127.0.0.1"))
    summary = Message(raw).summary()
    return judge(envelope, summary, briefing, Recall(), date(2026, 11, 26)).verdict


def test_the_versions_of_a_reply_with_history() -> None:
    raw = mail("sato@midori.jp")
    made = dict(cleaned_versions(Message(raw).document, OWN))
    assert list(made) == [Recipe(clean="remove"), Recipe(clean="redact")]
    for recipe, version in made.items():
        assert SIGNED not in version, "our own signature broke"
        assert FOREIGN in version
        assert b"sato@midori.jp wrote" not in version
        assert b"Agreed." in version
        assert make(raw, recipe, OWN) == version
    assert b"Please confirm." not in made[Recipe(clean="remove")]
    assert b"Please confirm." in made[Recipe(clean="redact")]


def test_nothing_is_offered_without_history_or_for_signed_mail() -> None:
    assert not list(cleaned_versions(Message(b"Subject: x\r\n\r\nHello\r\n").document, OWN))
    signed = mail("sato@midori.jp").replace(
        b"Content-Type: text/plain; charset=utf-8",
        b'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b',
    )
    assert not list(cleaned_versions(Message(signed).document, OWN))


def test_nothing_is_offered_while_one_side_was_not_read() -> None:
    """Else the version without history would have all of it in the other side."""
    quotes = html("<p>new</p>" + "<div class=gmail_quote>x</div>y" * 20_010)
    for side in (quotes, html("x").replace("8bit", "base64") + "x"):
        raw = multipart("alternative", plain(f"new\n\n{GMAIL}\n> old\n"), side)
        document = Message(raw).document
        assert document.has_history
        assert not list(cleaned_versions(document, OWN))
        assert make(raw, Recipe(clean="remove"), OWN) == raw
        assert [f.code for f in Message(raw).summary().findings] == ["history-unread"]


def test_hidden_recipients() -> None:
    version = make(mail("a@x.jp, b@y.jp", "c@z.jp"), Recipe(hide=True), OWN)
    head = version.partition(b"\r\n\r\n")[0]
    assert head.count(b"To: undisclosed-recipients:;\r\n") == 1
    assert b"Cc:" not in head
    assert b"@x.jp" not in head
    again = make(version, Recipe(hide=True), OWN)
    assert again == version, "nobody is left to hide"


def test_a_plain_reply_between_the_same_people_stays_as_it_is() -> None:
    verdict = judged(mail("sato@midori.jp"), "sato@midori.jp")
    assert (verdict.action, verdict.proposed) == (Action.PASS, "")
    assert verdict.as_json()["history"]["found"] is True


def test_a_colleague_of_somebody_in_the_history_is_no_stranger() -> None:
    verdict = judged(mail("mori@midori.jp"), "mori@midori.jp")
    assert (verdict.action, verdict.proposed) == (Action.PASS, "")


@pytest.mark.parametrize("others", [(), ("sato@midori.jp",)])
def test_history_to_somebody_who_is_not_in_it_is_proposed_to_be_cleaned(
    others: tuple[str, ...],
) -> None:
    to = ("mori@kaede.jp", *others)
    verdict = judged(mail(", ".join(to)), *to)
    assert verdict.proposed == "redact"
    about = verdict.recipients[0]
    names_others = not others
    assert ("third-party-history" in about.rules) is names_others
    found = [f for f in about.findings if f.code == "third-party-history"]
    assert [f.data["organisations"] for f in found] == ([["midori.jp"]] if names_others else [])
