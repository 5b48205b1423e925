"""How a mail is addressed: crowds, namesakes, Reply-To, Bcc, one's own freemail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.envelope import Address
from policies.recipients.addressing import (
    crowded_header,
    disagreement,
    namesakes,
    reply_elsewhere,
)
from policies.recipients.freemail import FREEMAIL, is_freemail
from policies.recipients.own_freemail import own_freemail
from policies.recipients.party import Party

OWN = frozenset({"own.co.jp"})


def addresses(*texts: str) -> list[Address]:
    return [Address.parse(text) for text in texts]


def party(address: str, name: str = "") -> Party:
    return Party.of(Address.parse(address), name)


def test_a_crowd_is_counted_by_outside_addresses_once_each() -> None:
    visible = addresses("a@x.jp", "A@x.jp", "b@y.jp", "c@z.jp", "d@own.co.jp", "e@sub.own.co.jp")
    assert crowded_header(visible, OWN, 3) is None
    crowd = crowded_header(visible, OWN, 2)
    assert crowd
    assert crowd.domains == ("x.jp", "y.jp", "z.jp")
    assert len(crowd.addresses) == 3


def test_two_of_one_surname_are_namesakes_however_it_is_written() -> None:
    (found,) = namesakes(
        [
            party("taro.sato@x.jp", "佐藤 太郎"),
            party("h-satou@y.jp"),
            party("k@y.jp", "株式会社Y 佐藤花子"),
            party("suzuki@y.jp", "鈴木"),
        ]
    )
    assert (found.surname, len(found.addresses), found.domains) == ("佐藤", 3, ("x.jp", "y.jp"))


@pytest.mark.parametrize(
    "names",
    [("伊藤 一", "伊東 二"), ("佐藤 一", "鈴木 二"), ("Anna Weber", "Anna Smith"), ("", "")],
)
def test_different_people_are_no_namesakes(names: tuple[str, str]) -> None:
    assert namesakes([party("p1@x.jp", names[0]), party("p2@x.jp", names[1])]) == ()


def test_the_same_address_twice_is_one_person() -> None:
    assert namesakes([party("sato@x.jp"), party("SATO@x.jp")]) == ()


def test_answers_that_go_elsewhere() -> None:
    sender = Address.parse("a@own.co.jp")
    found = reply_elsewhere(sender, addresses("a@gmail.com", "b@own.co.jp"), OWN)
    assert found
    assert [str(address) for address in found.reply_to] == ["a@gmail.com"]
    assert reply_elsewhere(sender, addresses("b@sub.own.co.jp"), OWN) is None
    assert reply_elsewhere(sender, [], OWN) is None


def test_envelope_and_header_disagree() -> None:
    found = disagreement(addresses("a@x.jp", "bcc@x.jp"), addresses("A@x.jp", "other@x.jp"))
    assert found
    assert [str(address) for address in found.hidden] == ["bcc@x.jp"]
    assert [str(address) for address in found.unsent] == ["other@x.jp"]
    assert disagreement(addresses("a@x.jp"), addresses("A@x.jp")) is None


@pytest.mark.parametrize(
    ("sender", "name", "recipient", "shown", "why"),
    [
        ("taro.sato", "", "taro.sato@gmail.com", "", "same_local_part"),
        ("taro.sato", "", "satotaro1985@gmail.com", "", "same_local_part"),
        ("t-satou", "", "tsato@yahoo.co.jp", "", "same_local_part"),
        ("e12345", "佐藤 太郎", "x@gmail.com", "佐藤太郎", "same_display_name"),
        ("a.weber", "Anna Weber", "weber.anna.private@gmx.de", "", "rare_surname"),
        ("a.weber", "Anna Weber", "annaweber@gmx.de", "", "full_name"),
        ("taro.sato", "", "t.sato.77@gmail.com", "", "full_name"),
        ("sato", "佐藤 太郎", "satoo@gmail.com", "", "surname"),
        ("kumagusu", "", "kumagusu99@gmail.com", "", "same_local_part"),
        ("hanako.minakata", "南方 花子", "minakata_h@docomo.ne.jp", "", "full_name"),
    ],
)
def test_the_freemail_of_the_sender(
    sender: str, name: str, recipient: str, shown: str, why: str
) -> None:
    found = own_freemail(
        Address.parse(f"{sender}@own.co.jp"), name, Address.parse(recipient), shown
    )
    assert found
    assert found.why == why


@pytest.mark.parametrize(
    ("sender", "name", "recipient", "shown"),
    [
        ("taro.sato", "", "hanako.sato@gmail.com", ""),
        ("taro.sato", "佐藤 太郎", "suzuki@gmail.com", "鈴木"),
        ("taro.sato", "", "taro.suzuki@gmail.com", ""),
        ("info", "", "info@gmail.com", ""),
        ("yuki", "", "yuki@gmail.com", ""),
        ("anna.weber", "", "anna.smith@gmail.com", ""),
    ],
)
def test_other_people_s_freemail(sender: str, name: str, recipient: str, shown: str) -> None:
    own = Address.parse(f"{sender}@own.co.jp")
    assert own_freemail(own, name, Address.parse(recipient), shown) is None


def test_the_freemail_list_is_of_domains_and_counts_subdomains() -> None:
    assert len(FREEMAIL) > 150
    for domain in FREEMAIL:
        assert Address.parse(f"a@{domain}").domain == domain
    assert is_freemail("abc.ocn.ne.jp")
    assert not is_freemail("ne.jp")
    assert not is_freemail("notgmail.com")


LOCAL = st.text("abcdefgtaros.-_0123", min_size=1, max_size=20)


@given(LOCAL, st.text(max_size=40), LOCAL, st.text(max_size=40))
def test_any_names_are_compared(own: str, name: str, other: str, shown: str) -> None:
    sender, recipient = Address(own, "own.co.jp"), Address(other, "gmail.com")
    own_freemail(sender, name, recipient, shown)
    namesakes([Party.of(sender, name), Party.of(recipient, shown)])
