"""What is learned: pairs, domains, proposals, and what is left out."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from policies.envelope import Address
from policies.learning.learned import Learned, summarise
from policies.learning.sent import Sent

OWN = frozenset({"own.co.jp"})
JST = timezone(timedelta(hours=9))
NOON = datetime(2026, 11, 2, 3, tzinfo=UTC)


def mail(day: int, sender: str, *recipients: str) -> Sent:
    return Sent(
        NOON + timedelta(days=day),
        Address.parse(sender),
        tuple(Address.parse(to) for to in recipients),
    )


def learn(*sent: Sent) -> Learned:
    return summarise(sent, OWN, is_near=lambda domain: False)


def test_a_pair_has_first_last_days_and_count() -> None:
    learned = learn(
        mail(4, "A@own.co.jp", "b@x.jp"),
        mail(0, "a@own.co.jp", "B@x.jp"),
        mail(0, "a@own.co.jp", "b@x.jp"),
        mail(1, "other@outside.jp", "b@x.jp"),
        mail(1, "a@sub.own.co.jp", "c@own.co.jp"),
    )
    first, second = learned.pairs
    assert (first.sender.key, first.recipient.key) == ("a@own.co.jp", "b@x.jp")
    assert (first.days, first.count) == (2, 3)
    assert (first.first, first.last) == (NOON, NOON + timedelta(days=4))
    assert second.recipient.key == "c@own.co.jp"
    assert [(d.domain, d.senders, d.days, d.count) for d in learned.domains] == [("x.jp", 1, 2, 3)]


def test_days_are_those_of_the_company() -> None:
    late = datetime(2026, 11, 2, 14, 59, tzinfo=UTC)  # 23:59 in Tokyo
    sent = [
        Sent(at, Address.parse("a@own.co.jp"), (Address.parse("b@x.jp"),), "")
        for at in (late, late + timedelta(minutes=2))
    ]
    assert summarise(sent, OWN, is_near=lambda d: False).pairs[0].days == 1
    assert summarise(sent, OWN, is_near=lambda d: False, zone=JST).pairs[0].days == 2


def test_three_days_make_a_domain_known_and_freemail_only_as_an_address() -> None:
    learned = learn(
        *(
            mail(day, "a@own.co.jp", "b@x.jp", "partner@gmail.com", "p@abc.ocn.ne.jp")
            for day in range(3)
        ),
        *(mail(day, "a@own.co.jp", "once@y.jp", "other@gmail.com") for day in range(2)),
        *(mail(5, "a@own.co.jp", "b@z.jp") for _ in range(9)),
    )
    assert {p.key for p in learned.proposals} == {"x.jp", "partner@gmail.com", "p@abc.ocn.ne.jp"}
    assert {(p.proposal.key, p.reason) for p in learned.left_out} == {
        ("y.jp", "few_days"),
        ("z.jp", "few_days"),
        ("other@gmail.com", "few_days"),
    }


def test_days_of_several_senders_add_up() -> None:
    learned = learn(*(mail(day, f"a{day}@own.co.jp", "b@x.jp") for day in range(3)))
    assert [(p.key, p.senders, p.days) for p in learned.proposals] == [("x.jp", 3, 3)]


def test_of_two_near_domains_the_better_known_one_is_proposed() -> None:
    near = {"aozora.co.jp": "aozara.co.jp", "aozara.co.jp": "aozora.co.jp"}
    accepted: set[str] = set()
    learned = summarise(
        [
            *(mail(day, "a@own.co.jp", "typo@aozara.co.jp") for day in range(4)),
            *(mail(day, "a@own.co.jp", "sato@aozora.co.jp") for day in range(9)),
        ],
        OWN,
        is_near=lambda domain: near[domain] in accepted,
        accepted=accepted.add,
    )
    assert [p.key for p in learned.proposals] == ["aozora.co.jp"]
    assert [(p.proposal.key, p.reason) for p in learned.left_out] == [
        ("aozara.co.jp", "near_known")
    ]


def test_the_private_mailbox_of_a_sender_is_not_proposed() -> None:
    learned = learn(
        *(mail(day, "taro.sato@own.co.jp", "sato.taro77@gmail.com") for day in range(9))
    )
    assert not learned.proposals
    assert [p.reason for p in learned.left_out] == ["own_freemail"]


@given(st.lists(st.tuples(st.integers(-13_000, 25_000), st.integers(0, 3), st.integers(0, 3))))
def test_days_and_counts_are_those_of_the_mail(sent: list[tuple[int, int, int]]) -> None:
    learned = learn(*(mail(day, f"s{s}@own.co.jp", f"r@d{r}.jp") for day, s, r in sent))
    assert sum(pair.count for pair in learned.pairs) == len(sent)
    for pair in learned.pairs:
        days = {
            d
            for d, s, r in sent
            if (f"s{s}", f"d{r}.jp") == (pair.sender.local, pair.recipient.domain)
        }
        assert pair.days == len(days)
    for domain in learned.domains:
        assert domain.days == len({d for d, _, r in sent if f"d{r}.jp" == domain.domain})
