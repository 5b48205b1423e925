"""Look-alikes: every class of mistake is seen, coincidences are not, nothing is missed."""

import pickle
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from policies.envelope import Address
from policies.errors import AddressError
from policies.recipients.differences import Near, edits, lookalikes, neighbours, punctuation
from policies.recipients.display_name import Mismatch, display_name_mismatch
from policies.recipients.homographs import confusable, disguise, skeleton, units
from policies.recipients.lookalike import KnownNames
from policies.recipients.near_addresses import KnownAddresses
from policies.recipients.near_domains import KnownDomains, best
from policies.recipients.near_names import Exact, Neighbourhoods, most_edits
from policies.recipients.readings import Asked, in_unicode
from policies.recipients.suffix import is_public, registrable, split

KNOWN = (
    "example.co.jp abc.jp nec.co.jp aozora-shoji.co.jp yamada-denki.co.jp toyota.jp modern.co.jp "
    "city.minato.tokyo.lg.jp foo.github.io partner.com branch1-sales.jp ntt-data.co.jp"
)
PEOPLE = [
    Address.parse(text)
    for text in (
        "taro.sato@partner.com",
        "info@partner.com",
        "t.suzuki@partner.com",
        "sales1@partner.com",
        "Yoshida@partner.com",
    )
]
NAMES = KnownNames(
    KNOWN.split(), PEOPLE, ["gmail.com", "yahoo.co.jp"], frozenset({"yamada", "hamada"})
)


def first(domain: str) -> Near:
    return NAMES.near_domain(domain)[0]


@pytest.mark.parametrize(
    ("domain", "core", "suffix", "whole"),
    [
        ("mail.aozora.co.jp", "aozora", "co.jp", "aozora.co.jp"),
        ("mail.aozora.example.co.jp", "aozora", "example.co.jp", "aozora.example.co.jp"),
        ("example.jp", "example", "jp", "example.jp"),
        ("a.foo.github.io", "foo", "github.io", "foo.github.io"),
        ("github.io", "github", "io", "github.io"),
        ("co.jp", "", "co.jp", "co.jp"),
        ("city.minato.tokyo.jp", "minato", "tokyo.jp", "city.minato.tokyo.jp"),
        ("mx.city.minato.tokyo.lg.jp", "minato", "tokyo.lg.jp", "city.minato.tokyo.lg.jp"),
        ("pref.osaka.lg.jp", "osaka", "lg.jp", "pref.osaka.lg.jp"),
        ("city.kawasaki.jp", "kawasaki", "jp", "city.kawasaki.jp"),
        ("host.corp.internal", "corp", "internal", "corp.internal"),
        ("localhost", "localhost", "", "localhost"),
        ("192.168.0.1", "192.168.0.1", "", "192.168.0.1"),
        ("xn--wgv71a.jp", "xn--wgv71a", "jp", "xn--wgv71a.jp"),
    ],
)
def test_suffix(domain: str, core: str, suffix: str, whole: str) -> None:
    assert split(domain) == (core, suffix, whole)
    assert registrable(domain) == whole


def test_public_suffixes() -> None:
    assert is_public("co.jp")
    assert is_public("github.io")
    assert not is_public("con")
    assert not is_public("example.co.jp")


@pytest.mark.parametrize(
    ("asked", "known", "code", "kind", "marks", "known_marks"),
    [
        ("exammple.co.jp", "example.co.jp", "typo", "doubled", (4,), ()),
        ("exampke.co.jp", "example.co.jp", "typo", "keyboard", (5,), (5,)),
        ("exmaple.co.jp", "example.co.jp", "typo", "swap", (2, 3), (2, 3)),
        ("exmple.co.jp", "example.co.jp", "typo", "deletion", (), (2,)),
        ("exkample.co.jp", "example.co.jp", "typo", "insertion", (2,), ()),
        ("examqle.co.jp", "example.co.jp", "typo", "substitution", (4,), (4,)),
        ("mail.exmaple.co.jp", "example.co.jp", "typo", "swap", (7, 8), (2, 3)),
        ("aozorashoji.co.jp", "aozora-shoji.co.jp", "typo", "deletion", (), (6,)),
        ("aozora-shouji.co.jp", "aozora-shoji.co.jp", "typo", "keyboard", (10,), ()),
        ("yanada-denki.co.jp", "yamada-denki.co.jp", "typo", "keyboard", (2,), (2,)),
        ("example.co.jo", "example.co.jp", "typo", "keyboard", (12,), (12,)),
        ("example.cojp", "example.co.jp", "typo", "deletion", (), (10,)),
        ("exampleco.jp", "example.co.jp", "typo", "deletion", (), (7,)),
        ("example-co.jp", "example.co.jp", "typo", "substitution", (7,), (7,)),
        ("nec-co.jp", "nec.co.jp", "typo", "substitution", (3,), (3,)),
        ("gmail.con", "gmail.com", "typo", "keyboard", (8,), (8,)),
        ("gmial.com", "gmail.com", "typo", "swap", (2, 3), (2, 3)),
        ("city.minoto.tokyo.lg.jp", "city.minato.tokyo.lg.jp", "typo", "substitution", (8,), (8,)),
        ("examp1e.co.jp", "example.co.jp", "homograph", "confusable", (5,), (5,)),
        ("еxample.co.jp", "example.co.jp", "homograph", "confusable", (0,), (0,)),
        ("rnodern.co.jp", "modern.co.jp", "homograph", "confusable", (0, 1), (0,)),
        ("modem.co.jp", "modern.co.jp", "homograph", "confusable", (4,), (4, 5)),
        ("pàrtner.com", "partner.com", "homograph", "confusable", (1,), (1,)),
        ("abс.jp", "abc.jp", "homograph", "confusable", (2,), (2,)),
        ("example.com", "example.co.jp", "other-suffix", "suffix", (8, 9, 10), (8, 9, 10, 11, 12)),
        ("example.jp", "example.co.jp", "other-suffix", "suffix", (8, 9), (8, 9, 10, 11, 12)),
        ("abc.ne.jp", "abc.jp", "other-suffix", "suffix", (4, 5, 6, 7, 8), (4, 5)),
        ("example-jp.com", "example.co.jp", "inside", "inside", tuple(range(7)), ()),
        ("example-co-jp.com", "example.co.jp", "inside", "inside", tuple(range(13)), ()),
        ("example.co.jp.evil.jp", "example.co.jp", "inside", "inside", tuple(range(13)), ()),
        ("toyotajp.com", "toyota.jp", "inside", "inside", tuple(range(8)), ()),
    ],
)
def test_each_mistake(
    asked: str, known: str, code: str, kind: str, marks: tuple[int, ...], known_marks: object
) -> None:
    near = first(asked)
    assert (near.known, near.code) == (known, code)
    assert near.edits[0].kind == kind
    assert (near.marks, near.known_marks) == (marks, known_marks)
    for edit in near.edits:
        assert near.asked[edit.at : edit.at + len(edit.asked)] == edit.asked


def test_the_edit_has_what_the_words_need() -> None:
    (edit,) = first("examp1e.co.jp").edits
    assert (edit.at, edit.asked, edit.known) == (5, "1", "l")
    assert first("examp1e.co.jp").distance == 1


def test_two_edits_count_in_long_names_only() -> None:
    assert first("aozroa-shoi.co.jp").distance == 2
    assert NAMES.near_domain("toytoaa.jp") == ()


@pytest.mark.parametrize(
    "domain",
    [
        "abd.jp",  # short names differ by chance
        "nac.co.jp",
        "necco.jp",
        "ab-c.jp",
        "hamada-denki.co.jp",  # another family
        "branch2-sales.jp",  # another number
        "city.mitaka.tokyo.lg.jp",
        "city.minato.osaka.lg.jp",
        "bar.github.io",  # another customer of the hoster
        "mail.example.co.jp",  # a known organisation's host
        "example.co.jp",
        "unrelated.co.jp",
        "toyama.jp",
        "jp",
        "co.jp",
        "localhost",
        "192.168.0.1",
    ],
)
def test_no_look_alike(domain: str) -> None:
    assert NAMES.near_domain(domain) == ()


def test_a_known_name_is_no_look_alike_of_another() -> None:
    names = KnownNames(["example.co.jp", "exampel.co.jp", "example.com"])
    for domain in ("example.co.jp", "exampel.co.jp", "example.com", "mail.example.com"):
        assert names.near_domain(domain) == ()
    assert [near.known for near in names.near_domain("exampl.co.jp")][:2] == [
        "exampel.co.jp",
        "example.co.jp",
    ]


def test_at_most_three_and_the_best_first() -> None:
    names = KnownNames([f"example.{suffix}" for suffix in ("com", "net", "org", "co.jp", "ne.jp")])
    near = names.near_domain("examp1e.co.jp")
    assert len(near) == 3
    assert near[0].known == "example.co.jp"
    assert [one.confidence for one in near] == sorted((n.confidence for n in near), reverse=True)


def test_international_names_are_compared_and_shown_in_unicode() -> None:
    names = KnownNames(["青空商事株式会社.jp", "ロータス.jp"])
    near = names.near_domain("青空商亊株式会社.jp")[0]
    assert near.known.startswith("xn--")
    assert (near.code, near.asked, near.marks) == ("typo", "青空商亊株式会社.jp", (3,))
    (near,) = names.near_domain("口一タス.jp")
    assert (near.code, near.marks) == ("homograph", (0, 1))
    assert in_unicode("xn--a-\x7f.jp".replace("\x7f", "99999")) == "xn--a-99999.jp"


@pytest.mark.parametrize(
    ("asked", "known", "code"),
    [
        ("tar0.sato@partner.com", "taro.sato@partner.com", "address-typo"),
        ("taro.sata@partner.com", "taro.sato@partner.com", "address-typo"),
        ("tarosato@partner.com", "taro.sato@partner.com", "address-typo"),
        ("t.susuki@partner.com", "t.suzuki@partner.com", "address-typo"),
        ("YOSHIDDA@partner.com", "yoshida@partner.com", "address-typo"),
        ("taro.sato@other.jp", "taro.sato@partner.com", "known-local-part"),
        ("taro.sato@gmail.com", "taro.sato@partner.com", "known-local-part"),
        ("info@partner.co.jp", "info@partner.com", "known-local-part"),
    ],
)
def test_addresses(asked: str, known: str, code: str) -> None:
    near = NAMES.near_address(asked)[0]
    assert (near.known, near.code) == (known, code)
    assert near.shown == known


@pytest.mark.parametrize(
    "asked",
    [
        "taro.sato@partner.com",
        "Taro.Sato+news@partner.com",
        "k.suzuki@partner.com",  # another initial
        "sales2@partner.com",  # another number
        "info@other.jp",  # every company has one
        "hanako@partner.com",
        "taro.sato@example.co.jp",  # known company: no look-alike, others judge it
    ],
)
def test_other_people_are_no_look_alikes(asked: str) -> None:
    assert NAMES.near_address(asked) == ()


def test_a_name_that_many_have_says_nothing() -> None:
    people = [Address("taro.sato", f"{name}.co.jp") for name in ("aaaa", "bbbb", "cccc")]
    assert KnownNames([], people).near_address("taro.sato@new.jp") == ()


def test_both_questions_at_once() -> None:
    codes = [near.code for near in NAMES.near("info@partner.co.jp")]
    assert codes == ["known-local-part", "other-suffix"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tanaka@example.co.jp", Mismatch("tanaka@example.co.jp", "other-domain")),
        (
            "田中（ｔａｎａｋａ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ）",
            Mismatch("tanaka@example.co.jp", "other-domain"),
        ),
        ("「tanaka@example.co.jp」様", Mismatch("tanaka@example.co.jp", "other-domain")),
        ("'x@y.jp' via z", Mismatch("x@y.jp", "other-domain")),
        ("tanaka (at) example.co.jp", Mismatch("tanaka@example.co.jp", "other-domain")),
        ("<Tanaka@Example.co.jp>", Mismatch("tanaka@example.co.jp", "other-domain")),
        ("tan\u200baka@example.co.jp", Mismatch("tanaka@example.co.jp", "other-domain")),
        ("sato@examp1e.co.jp", Mismatch("sato@examp1e.co.jp", "other-address")),
        ("TANAKA@examp1e.co.jp", None),
        ("tanaka@examp1e.co.jp / x@y.jp", None),
        ("田中 太郎", None),
        ("@tanaka", None),
        ("Tanaka @ Sales", None),
        ("", None),
    ],
)
def test_display_names(name: str, expected: Mismatch | None) -> None:
    assert display_name_mismatch(name, Address.parse("tanaka@examp1e.co.jp")) == expected


def test_shapes() -> None:
    assert skeleton("rnodern") == skeleton("modem")
    assert confusable("vv", "w")
    assert not confusable("a", "a")
    assert skeleton("が") != skeleton("か")
    assert disguise("pаypal") == "mixed-script"
    assert disguise("рауса") == "whole-script"
    assert disguise("日本ネットnet") == disguise("москва") == disguise("example") == ""
    assert neighbours("m", "n")
    assert not neighbours("a", "p")


# -- nothing is missed -----------------------------------------------------------------------

CORES = st.text("ab1lirn-о", min_size=1, max_size=16).map(lambda text: text.strip("-") or "a")
SUFFIXES = st.sampled_from(["jp", "co.jp", "com", "ne.jp", "jo", "co.jo", "github.io", "con"])
HOSTS = st.sampled_from(["", "", "mail.", "a.b."])
DOMAINS = st.builds("{}{}.{}".format, HOSTS, CORES, SUFFIXES)


@st.composite
def _changed(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, str]:
    """A text, and the same after up to three edits."""
    text = original = draw(texts)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        letter = draw(st.sampled_from("ab1l.-"))
        text = draw(
            st.sampled_from(
                [
                    text[:at] + letter + text[at:],
                    text[:at] + text[at + 1 :],
                    text[:at] + letter + text[at + 1 :],
                    text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
                ]
            )
        )
    return original, text


@settings(deadline=None)
@given(st.lists(_changed(DOMAINS), min_size=1, max_size=12))
@example([("abab.co.jp", "abab.jp"), ("ab-ab.jp", "ab-ab.jp.com")])
def test_the_index_finds_what_judging_all_finds(pairs: list[tuple[str, str]]) -> None:
    known = []
    for text, _ in pairs:
        try:
            KnownDomains([text])
        except AddressError:
            continue
        known.append(text)
    names = KnownDomains(known, frozenset({"aba", "abb"}))
    for _, text in pairs:
        try:
            found = names.near(text)
        except AddressError:
            continue
        asked = Asked(Address.parse(f"x@{text}").domain)
        judged = (names.judge(asked, name) for name in names._names)
        expected = best(near for near in judged if near)
        assert found == (() if names.has(asked.domain) else expected)


LOCALS = st.text("ab1.-s", min_size=1, max_size=15)


@settings(deadline=None)
@given(st.lists(_changed(LOCALS), min_size=1, max_size=12))
def test_no_address_is_missed(pairs: list[tuple[str, str]]) -> None:
    people = [Address(local, "x.jp" if len(local) % 3 else "y.jp") for local, _ in pairs]
    known = KnownAddresses(people)
    for _, local in pairs:
        asked = Address(local, "x.jp")
        if local and not known.has(asked):
            judged = (known.judge(asked, key) for key in known._keys)
            assert known.typos(asked) == best(near for near in judged if near)


TEXTS = st.text("abc", min_size=1, max_size=20)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=20), TEXTS)
def test_neighbourhoods_are_complete(texts: list[str], asked: str) -> None:
    found = set(Neighbourhoods(texts).find(asked))
    for number, text in enumerate(texts):
        most = most_edits(min(len(text), len(asked)))
        if OSA.distance(text, asked) <= most:
            assert number in found


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=20), TEXTS)
def test_exact_is_complete(texts: list[str], asked: str) -> None:
    same = {number for number, text in enumerate(texts) if text == asked}
    assert same <= set(Exact(texts).find(asked))


@settings(deadline=None)
@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_edits_are_the_fewest(asked: str, known: str) -> None:
    distance, found = OSA.distance(asked, known), edits(asked, known, 2)
    assert (found is None) if distance > 2 else (found is not None and len(found) == distance)


@settings(deadline=None)
@given(st.text("abcilrnv10o", max_size=12), st.text("abcilrnv10o", max_size=12))
def test_shapes_and_their_places(asked: str, known: str) -> None:
    assert skeleton(asked) == "".join(unit.shape for unit in units(asked))
    assert (lookalikes(asked, known) is not None) == (skeleton(asked) == skeleton(known))


@settings(deadline=None)
@given(st.text("ab.-", max_size=8), st.text("ab.-", max_size=8))
def test_punctuation(asked: str, known: str) -> None:
    same = [text.replace(".", "").replace("-", "") for text in (asked, known)]
    found = punctuation(asked, known)
    assert (found is not None) == (same[0] == same[1])
    assert found != () or asked == known


# -- hostile input ---------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_ends_in_a_result_or_a_refusal(text: str) -> None:
    for ask in (NAMES.near_domain, NAMES.near, NAMES.near_address):
        with suppress(AddressError):
            assert len(ask(text)) <= 6
    display_name_mismatch(text, PEOPLE[0])
    disguise(text)


@settings(deadline=None)
@given(st.text("xn-a1.", max_size=255), st.text("a1.+-_", min_size=1, max_size=255))
def test_any_ascii_domain_and_local_part(domain: str, local: str) -> None:
    with suppress(AddressError):
        NAMES.near(f"{local}@{domain}")


@pytest.mark.parametrize(
    "domain",
    [
        ".".join("a" * 127),
        ".".join(["xn--a"] * 42),
        ".".join(["example"] * 31),
        ".".join(["example", "co", "jp"] * 15),
        "a" * 63 + "." + "a" * 63 + "." + "a" * 63 + ".jp",
        "-".join("a" * 32) + ".jp",
        "rn" * 31 + ".jp",
    ],
)
def test_the_worst_domains_take_bounded_time(domain: str) -> None:
    names = KnownNames(
        [*KNOWN.split(), *("a" * n + ".jp" for n in range(4, 63)), "rn" * 31 + "a.jp"]
    )
    names.near_domain(domain)
    started = time.process_time()
    names.near_domain(domain)
    assert time.process_time() - started < 0.1


def test_a_family_of_names_takes_bounded_time() -> None:
    names = KnownNames([f"store{n:05}.jp" for n in range(5_000)])
    started = time.process_time()
    names.near_domain("store99999.jp")
    assert time.process_time() - started < 0.2


def test_display_names_take_linear_time() -> None:
    for text in (
        "a@" * 500_000,
        "@" * 1_000_000,
        "(at)" * 250_000,
        "ﷺ" * 1_000_000,
        "<" * 1_000_000,
    ):
        started = time.process_time()
        display_name_mismatch(text, PEOPLE[0])
        assert time.process_time() - started < 0.2


def test_a_snapshot_can_be_pickled() -> None:
    names: KnownNames = pickle.loads(pickle.dumps(NAMES))
    assert names.near_domain("examp1e.co.jp") == NAMES.near_domain("examp1e.co.jp")


def test_nothing_known_is_near_nothing() -> None:
    assert KnownNames([]).near("a@example.jp") == ()


def test_a_bad_known_domain_is_refused() -> None:
    with pytest.raises(AddressError):
        KnownNames(["not a domain"])
