"""Addresses: what is one, what is not, and when two are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.envelope import Address, domain_name, within
from policies.errors import AddressError


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sato@Example.CO.JP", "sato@example.co.jp"),
        ("a.b+tag@example.com", "a.b+tag@example.com"),
        ("..dots..@docomo.example", "..dots..@docomo.example"),
        ('"quoted @ local"@example.com', '"quoted @ local"@example.com'),
        ("佐藤@例え.jp", "佐藤@xn--r8jz45g.jp"),
        ("a@localhost", "a@localhost"),
        ("a@sub_domain.example", "a@sub_domain.example"),
    ],
)
def test_addresses_are_read_and_compared_without_case(text: str, key: str) -> None:
    assert Address.parse(text).key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@",
        "@b",
        "a b@example.com",
        "a@exa mple.com",
        "a@b@example.com",
        "a\r\nb@example.com",
        "a\0@example.com",
        "a@example..com",
        "a@-example.com",
        "a@" + "x" * 64 + ".com",
        "a@" + "x." * 130 + "com",
        "x" * 300 + "@example.com",
        "<a@example.com>",
        '"open@example.com',
        "a@xn--\udcff.jp",
        "a,b@example.com",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        Address.parse(text)


@given(st.text(max_size=400))
def test_any_text_is_an_address_or_an_address_error(text: str) -> None:
    try:
        address = Address.parse(text)
    except AddressError:
        return
    assert Address.parse(str(address)) == address
    assert not {"\r", "\n", "\0", " "} & set(address.domain)


def test_a_domain_is_within_itself_and_its_parents_only() -> None:
    own = frozenset({"example.co.jp"})
    assert within("example.co.jp", own)
    assert within("mail.tokyo.example.co.jp", own)
    assert not within("badexample.co.jp", own)
    assert not within("co.jp", own)


def test_international_domains_become_a_labels() -> None:
    assert domain_name("日本語.JP") == "xn--wgv71a119e.jp"
