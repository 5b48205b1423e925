"""Rules: what a policy file may say, how faults are named, and how rules combine."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.conditions import Facts, compile_condition
from policies.errors import ConditionError, RuleError
from policies.evaluate import Evaluation, evaluate
from policies.facts import FACTS, FactSet, complete
from policies.rule import default_source, policy_hash, read_policy
from policies.verdict import Action

TEXT = 'text.ja = "理由"\ntext.en = "why"\n'


def rule(name: str, when: str, more: str = TEXT) -> str:
    return f"[[rule]]\nname = {name!r}\nwhen = '''{when}'''\n{more}\n"


def outcome(source: str, *recipients: dict[str, object], **message: object) -> Evaluation:
    named = {name.replace("__", "."): value for name, value in message.items()}
    return evaluate(read_policy(source), FactSet(named, recipients))


OUTSIDE: dict[str, object] = {"recipient.address": "a@x.jp"}
OWN: dict[str, object] = {"recipient.own": True, "recipient.known": True}
KNOWN: dict[str, object] = {"recipient.known": True}


def test_the_shipped_policy_is_usable_and_says_everything_in_both_languages() -> None:
    policy = read_policy(default_source())
    assert len(policy.rules) >= 15
    for shipped in policy.rules:
        if shipped.audience == "sender":
            assert all(shipped.text[language].strip() for language in ("ja", "en"))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[[rule]]\nname = 'A b'\nwhen = 'true'", "name must be"),
        ("[[rule]]\nname = 'a'", "rule a: when must be a condition"),
        (rule("a", "true") * 2, "two rules of this name"),
        (rule("a", "true", TEXT + "colour = 1"), "rule a: unknown key colour"),
        (rule("a", "true", TEXT + "do = 'maybe'"), "rule a: do must be one of pass, hold"),
        (rule("a", "true", TEXT + "scope = 'all'"), "rule a: scope must be one of"),
        (rule("a", "true", TEXT + "steps = ['jump']"), "rule a: unknown step 'jump'"),
        (rule("a", "true", TEXT + "steps = ['cooling:48h']"), "unknown step 'cooling:48h'"),
        (rule("a", "true", TEXT + "steps = 'tick'"), "steps must be a list"),
        (rule("a", "true", ""), "text.ja and text.en"),
        (rule("a", "true", 'text.ja = "x"'), "text.ja and text.en"),
        (rule("a", "true", TEXT + "waives = ['b']"), "only a pass rule waives"),
        (rule("a", "true", "do = 'pass'\nwaives = ['b']"), "waives b, which does not exist"),
        (rule("a", "true", "do = 'pass'\nsteps = ['tick']"), "only a hold rule has steps"),
        (rule("a", "recipient.knwon"), "rule a: when: 1:10: undeclared reference"),
        (rule("a", "message.persons"), "rule a: when: is int, but must be true or false"),
        (rule("a", "message.persons == 'x'"), "1:17: found no matching overload"),
        (rule("a", "true &&"), "rule a: when: 1:"),
        (rule("a", "recipient.own"), "recipient.* facts need scope = 'recipient'"),
        (rule("a", "x" * 5000), "longer than 4000 characters"),
        ("rule = 3", "rules are written as"),
        ("colour = 1", "unknown key colour"),
        ("[[rule]", "Expected"),
        (
            rule(
                "a",
                "message.recipient_domains.all(a, message.attachment_names.all(b, a != b))",
            ),
            "Iteration budget exceeded, with 1,000 recipients",
        ),
    ],
)
def test_bad_policies_are_refused_with_rule_and_place(source: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_policy(source)
    assert words in str(caught.value)


def test_recipient_rules_hold_one_and_message_rules_hold_all_outside() -> None:
    one = rule("one", "!recipient.known", TEXT + "scope = 'recipient'")
    every = rule("every", "message.persons > 10")
    found = outcome(one, OUTSIDE, KNOWN, OWN)
    assert [r.action for r in found.recipients] == [Action.HOLD, Action.PASS, Action.PASS]
    found = outcome(one + every, OUTSIDE, KNOWN, OWN, message__persons=11)
    assert [r.rules for r in found.recipients] == [("one", "every"), ("every",), ()]


def test_the_strictest_wins_and_steps_are_united() -> None:
    source = (
        rule("a", "true", TEXT + "steps = ['tick', 'cooling:5m']")
        + rule("b", "true", TEXT + "steps = ['reason', 'cooling:10m']")
        + rule("c", "recipient.blocked", TEXT + "scope = 'recipient'\ndo = 'reject'")
    )
    held, rejected = outcome(source, OUTSIDE, {"recipient.blocked": True}).recipients
    assert {(s.kind, s.seconds) for s in held.steps} == {
        ("tick", 0),
        ("reason", 0),
        ("cooling", 600),
    }
    assert rejected.action is Action.REJECT


def test_a_pass_rule_waives_only_what_it_names() -> None:
    source = (
        rule("a", "true")
        + rule("b", "true")
        + rule("trusted", "recipient.known", "do='pass'\nscope='recipient'\nwaives=['a']")
    )
    known, stranger = outcome(source, KNOWN, OUTSIDE).recipients
    assert known.rules == ("b",)
    assert stranger.rules == ("a", "b")


def test_a_condition_that_fails_holds_unless_its_rule_says_otherwise() -> None:
    broken = "1 / message.persons > 0"
    assert outcome(rule("a", broken), OUTSIDE).recipients[0].action is Action.HOLD
    lenient = rule("a", broken, TEXT + "on_failure = 'pass'")
    assert outcome(lenient, OUTSIDE).recipients[0].action is Action.PASS
    assert outcome(rule("a", broken), OUTSIDE).rules[0].why[:2] == ("failed", "divide by zero")


def test_a_rule_that_fails_neither_waives_nor_rejects() -> None:
    broken = "message.attachment_names[0] == 'public'"
    waiving = rule("a", "true") + rule("b", broken, "do = 'pass'\nwaives = ['a']")
    assert outcome(waiving, OUTSIDE).recipients[0].rules == ("a",)
    rejecting = rule("a", broken, TEXT + "do = 'reject'")
    assert outcome(rejecting, OUTSIDE).recipients[0].action is Action.HOLD


def test_every_rule_says_what_it_saw_and_what_it_missed_by() -> None:
    source = rule(
        "a", "!recipient.known && message.persons > 10", TEXT + "scope = 'recipient'"
    ) + rule("b", "message.persons > 3")
    found = outcome(source, OUTSIDE, message__persons=5)
    first, second = found.rules
    assert (first.fired, first.near) == (False, ("message.persons > 10",))
    assert first.why == ("recipient.known=false", "message.persons=5")
    assert (second.fired, second.near) == (True, ())


def test_staff_rules_do_not_tell_the_sender() -> None:
    source = rule("secret", "true", "audience = 'staff'")
    found = outcome(source, OUTSIDE)
    assert found.recipients[0].for_staff
    assert found.rules[0].text == {}


def test_observing_fires_and_holds_nothing() -> None:
    policy = read_policy(rule("a", "true"), "observe")
    found = evaluate(policy, FactSet({}, (OUTSIDE,)))
    assert found.recipients[0].action is Action.PASS
    assert found.rules[0].fired


def test_other_kinds_of_rules_add_and_never_hold() -> None:
    source = "".join(
        rule(name, "true", f"do = '{name}'") for name in ("clean", "tag", "alert", "log-only")
    )
    found = outcome(source, OUTSIDE)
    assert found.recipients[0].action is Action.PASS
    assert found.tags == ("clean", "tag", "alert", "log-only")


def test_absent_facts_are_zeros_of_their_types() -> None:
    values = complete({"message.persons": 3, "no.such": 1})
    assert values["message.persons"] == 3
    assert "no.such" not in values
    assert all(isinstance(values[fact.name], fact.type) for fact in FACTS)
    long = complete({"message.attachment_names": ["x"] * 5000})["message.attachment_names"]
    assert isinstance(long, list)
    assert len(long) == 1000


def test_a_policy_is_named_by_its_text() -> None:
    assert policy_hash("a\r\nb\r\n") == policy_hash("a\nb\n")
    assert policy_hash("a") != policy_hash("b")
    assert read_policy(default_source()).hash == policy_hash(default_source())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_condition_or_a_condition_error(text: str) -> None:
    try:
        condition = compile_condition(text)
        condition.holds(Facts(complete()))
    except ConditionError:
        pass


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_policy_or_a_rule_error(text: str) -> None:
    with contextlib.suppress(RuleError):
        read_policy(text)


def test_a_part_that_is_too_dear_is_refused_behind_one_that_is_false() -> None:
    dear = "message.recipient_domains.all(a, message.recipient_domains.all(b, a != b + 'x'))"
    with pytest.raises(RuleError, match="1,000 recipients"):
        read_policy(
            f'[[rule]]\nname = "dear"\nwhen = "message.externals < 0 && {dear}"\ndo = "log-only"\n'
        )
