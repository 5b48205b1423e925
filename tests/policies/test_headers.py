"""Raw header fields: cut, kept and joined without touching another byte."""

from hypothesis import given
from hypothesis import strategies as st

from policies import headers
from policies.envelope import Address
from policies.versions import Recipe, make

A, B = Address.parse("a@x.jp"), Address.parse("b@y.jp")


def test_fields_keep_their_bytes_and_the_body_begins_behind_the_empty_line() -> None:
    raw = b"From: a\r\nX-Odd:\r\n folded\r\n\tmore\r\n\r\nbody"
    fields, body = headers.split(raw)
    assert [field.name for field in fields] == ["from", "x-odd"]
    assert fields[1].raw == b"X-Odd:\r\n folded\r\n\tmore\r\n"
    assert raw[body:] == b"body"


def test_a_message_without_any_header_is_all_body() -> None:
    assert headers.split(b"just text\r\nmore\r\n") == ((), 0)


def test_a_line_that_mailbox_files_begin_with_hides_no_header() -> None:
    raw = b"From a@x.jp Thu Nov 26\r\nBcc: secret@x.jp\r\nTo: b\r\n\r\nbody"
    assert headers.without(raw, {"bcc", headers.MBOX_LINE}) == b"To: b\r\n\r\nbody"


def test_removing_a_field_leaves_the_rest_as_it_was() -> None:
    raw = b"From: a\r\nBCC: secret@x.jp,\r\n other@y.jp\r\nTo: b\r\n\r\nbody\r\n"
    assert headers.without(raw, {"bcc"}) == b"From: a\r\nTo: b\r\n\r\nbody\r\n"


@given(st.binary(max_size=400))
def test_splitting_any_bytes_loses_none(raw: bytes) -> None:
    fields, body = headers.split(raw)
    head = b"".join(field.raw for field in fields)
    assert raw.startswith(head)
    assert raw[len(head) : body] in {b"", b"\r\n", b"\n"}
    assert headers.without(raw, {"no-such-field"}) == raw


def test_commas_in_names_comments_and_angles_do_not_cut() -> None:
    value = rb'"Sato, Y." <a@x.jp>, b@y.jp (x, y), <c@z.jp,d>, "q\",r" <e@z.jp>'
    assert [headers.mailbox_key(box) for box in headers.split_mailboxes(value)] == [
        "a@x.jp",
        "b@y.jp",
        "",
        "e@z.jp",
    ]


def test_a_dropped_recipient_goes_and_its_neighbours_keep_their_bytes() -> None:
    raw = (
        b"To: =?utf-8?B?5L2Q6Jek?= <a@x.jp>,\r\n\tB <B@Y.jp>, ta@x.jp\r\n"
        b"Cc: a@x.jp\r\nSubject: s\r\n\r\nhello a@x.jp\r\n"
    )
    assert headers.without_recipients(raw, [A]) == (
        b"To: B <B@Y.jp>,\r\n ta@x.jp\r\nSubject: s\r\n\r\nhello a@x.jp\r\n"
    )


def test_a_recipient_in_a_group_or_a_name_takes_the_whole_field_with_it() -> None:
    for value in (b"Team: a@x.jp, b@y.jp;", b'"old: a@x.jp" <c@z.jp>', b"c@z.jp (was a@x.jp)"):
        changed = headers.without_recipients(b"To: " + value + b"\r\n\r\n", [A])
        assert changed == b"To: undisclosed-recipients:;\r\n\r\n"


def test_a_longer_address_that_contains_the_dropped_one_stays() -> None:
    raw = b"To: ta@x.jp, a@x.jp.example.com, x-a@x.jp\r\n\r\n"
    assert headers.without_recipients(raw, [A]) == raw


def test_own_signatures_go_with_a_changed_header_and_foreign_ones_stay() -> None:
    raw = (
        b"DKIM-Signature: v=1; d=own.jp;\r\n s=k; b=AA\r\n"
        b"DKIM-Signature: v=1; d=other.jp; s=k; b=BB\r\n"
        b"To: a@x.jp, b@y.jp\r\n\r\nbody\r\n"
    )
    version = make(raw, Recipe(drop=("a@x.jp",)), frozenset({"own.jp"}))
    assert b"own.jp" not in version
    assert b"d=other.jp" in version
    assert make(raw, Recipe(drop=("c@z.jp",)), frozenset({"own.jp"})) == raw
