"""Single mails by hand: the harmless prompt nobody, each mistake is held and explained."""

from collections import Counter

import pytest

from policies.finding import Finding
from policies.verdict import Action, Verdict
from tests.corpus.recipients import harmless, planted, world
from tests.corpus.recipients.mail import Mail
from web.findings import FINDINGS, detail, finding_word

HARMLESS = harmless.harmless()
PLANTED = planted.planted()
#: Codes whose evidence is worth a sentence of its own.
TOLD_IN_FULL = {
    "look-alike", "wrong-salutation", "other-organisation-in-file-name",
    "name-shows-another-address",
}  # fmt: skip


def held(verdict: Verdict) -> frozenset[str]:
    return frozenset(r.address for r in verdict.recipients if r.action is not Action.PASS)


def findings(verdict: Verdict, blamed: frozenset[str]) -> list[Finding]:
    """What is said of these recipients and of the whole mail."""
    about = [f for r in verdict.recipients if r.address in blamed for f in r.findings]
    inside = [f for attachment in verdict.attachments for f in attachment.findings]
    return [*about, *verdict.findings, *inside]


def test_there_are_enough_mails_and_they_differ() -> None:
    assert len(HARMLESS) >= 250
    assert len(PLANTED) >= 120
    assert len(Counter(mail.kind for mail in HARMLESS)) >= 12
    raw = {mail.raw() for mail in (*HARMLESS, *(mail for mail, _ in PLANTED))}
    assert len(raw) >= 400


@pytest.mark.parametrize("kind", sorted({mail.kind for mail in HARMLESS}))
def test_harmless_mail_prompts_nobody(kind: str) -> None:
    for mail in HARMLESS:
        if mail.kind == kind:
            verdict = world.verdict_on(mail)
            rules = [(r.address, r.rules) for r in verdict.recipients if r.rules]
            assert verdict.action is Action.PASS, (mail.text, rules)


@pytest.mark.parametrize("code", sorted({code for _, code in PLANTED}))
def test_planted_mistakes_are_held_and_the_right_address_blamed(code: str) -> None:
    for mail, expected in PLANTED:
        if expected == code:
            verdict = world.verdict_on(mail)
            assert held(verdict) == mail.blamed, mail
            assert code in {f.code for f in findings(verdict, mail.blamed)}, mail


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_finding_is_put_into_words(language: str) -> None:
    said: dict[str, set[str]] = {}
    for mail, code in PLANTED:
        for finding in findings(world.verdict_on(mail), mail.blamed):
            assert finding.code in FINDINGS, finding
            words = finding_word(finding.code, language)
            sentence = detail(finding, language)
            assert words
            assert sentence or finding.code not in TOLD_IN_FULL, finding
            assert "{" not in sentence
            assert "  " not in sentence
            assert "「」" not in sentence
            said.setdefault(finding.code, set()).add(sentence or words)
        assert code in said
    for code, sentences in sorted(said.items()):
        print(code, *sorted(sentences)[:3], sep="\n    ")


def test_a_look_alike_is_explained_by_the_right_name_and_place() -> None:
    for mail, code in PLANTED:
        if code != "look-alike":
            continue
        (address,) = mail.blamed
        verdict = world.verdict_on(mail)
        (found,) = [r for r in verdict.recipients if r.address == address]
        alike = [f for f in found.findings if f.code == "look-alike"]
        right = [domain for domain, _ in world.LISTED] + [*world.IN_USE, "gmail.com"]
        assert any(str(f.data["known"]).rpartition("@")[2] in right for f in alike), address
        assert {s.kind for s in found.steps} == {"retype"}


def test_every_harmless_mail_reads_the_same_with_and_without_its_bytes() -> None:
    """The simulated company hands in what a parser would find; here both are compared."""
    for mail in _some(HARMLESS):
        seen, parsed = mail.seen(), mail.summary()
        assert (seen.to, seen.reply, seen.automatic) == (parsed.to, parsed.reply, parsed.automatic)
        assert (seen.sender, seen.subject) == (parsed.sender, parsed.subject)
        assert seen.text.split() == parsed.text.split()
        assert dict(seen.names) == dict(parsed.names)
        files = [a.name for a in parsed.attachments if a.name]
        assert [a.name for a in seen.attachments] == files


def _some(mails: list[Mail]) -> list[Mail]:
    return mails[::3]
