# ruff: noqa: E501 - lines of logs and exports are as long as they are
"""Postfix logs as they come: interleaved, noisy, rotated, hostile."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.learning import postfix
from policies.learning.log_time import Clock, first_year
from policies.learning.postfix import read_postfix
from policies.learning.sent import Reading, Sent

JST = timezone(timedelta(hours=9))

CLASSIC = """\
Nov  6 09:00:00 mx1 postfix/postfix-script[811]: starting the Postfix mail system
Nov  6 09:00:01 mx1 postfix/postscreen[812]: CONNECT from [203.0.113.9]:51234 to [192.0.2.1]:25
Nov  6 09:00:01 mx1 postfix/postscreen[812]: PREGREET 14 after 0.05 from [203.0.113.9]:51234: EHLO ylmf-pc\\r\\n
Nov  6 09:00:01 mx1 postfix/postscreen[812]: DNSBL rank 3 for [203.0.113.9]:51234
Nov  6 09:00:02 mx1 postfix/smtpd[901]: connect from pc17.own.co.jp[10.1.2.3]
Nov  6 09:00:02 mx1 postfix/smtpd[901]: Anonymous TLS connection established from pc17.own.co.jp[10.1.2.3]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256
Nov  6 09:00:02 mx1 postfix/smtpd[901]: 3D12F4C0A7: client=pc17.own.co.jp[10.1.2.3], sasl_method=PLAIN, sasl_username=yamada
Nov  6 09:00:02 mx1 postfix/cleanup[905]: 3D12F4C0A7: message-id=<20261106090002.1@own.co.jp>
Nov  6 09:00:02 mx1 postfix/qmgr[820]: 3D12F4C0A7: from=<yamada@own.co.jp>, size=2345, nrcpt=3 (queue active)
Nov  6 09:00:02 mx1 postfix/smtpd[902]: 5A77B4C0B1: client=pc18.own.co.jp[10.1.2.4]
Nov  6 09:00:02 mx1 postfix/cleanup[906]: 5A77B4C0B1: message-id=<b@own.co.jp>
Nov  6 09:00:02 mx1 postfix/smtp[910]: Trusted TLS connection established to mx.aozora.co.jp[198.51.100.5]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
Nov  6 09:00:03 mx1 postfix/smtp[910]: 3D12F4C0A7: to=<Taro.Sato@Aozora.co.jp>, relay=mx.aozora.co.jp[198.51.100.5]:25, delay=0.9, delays=0.1/0.01/0.3/0.49, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9F3B21A0)
Nov  6 09:00:03 mx1 postfix/qmgr[820]: 5A77B4C0B1: from=<suda@own.co.jp>, size=99, nrcpt=1 (queue active)
Nov  6 09:00:03 mx1 postfix/local[913]: 3D12F4C0A7: to=<mori@own.co.jp>, orig_to=<sales@own.co.jp>, relay=local, delay=0.9, delays=0.9/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)
Nov  6 09:00:04 mx1 postfix/smtp[911]: 3D12F4C0A7: to=<gone@hinata.co.jp>, relay=mx.hinata.co.jp[198.51.100.6]:25, delay=1.1, delays=0.1/0/0.5/0.5, dsn=5.1.1, status=bounced (host mx.hinata.co.jp[198.51.100.6] said: 550 5.1.1 <gone@hinata.co.jp>: Recipient address rejected: status=sent (in reply to RCPT TO command))
Nov  6 09:00:04 mx1 postfix/cleanup[905]: 6B88C4C0B2: message-id=<20261106000004.6B88C4C0B2@mx1.own.co.jp>
Nov  6 09:00:04 mx1 postfix/bounce[915]: 3D12F4C0A7: sender non-delivery notification: 6B88C4C0B2
Nov  6 09:00:04 mx1 postfix/qmgr[820]: 6B88C4C0B2: from=<>, size=4000, nrcpt=1 (queue active)
Nov  6 09:00:04 mx1 postfix/qmgr[820]: 3D12F4C0A7: removed
Nov  6 09:00:04 mx1 postfix/lmtp[916]: 6B88C4C0B2: to=<yamada@own.co.jp>, relay=mx1[private/dovecot-lmtp], delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 <yamada@own.co.jp> kE2 Saved)
Nov  6 09:00:04 mx1 postfix/qmgr[820]: 6B88C4C0B2: removed
Nov  6 09:00:05 mx1 postfix/smtp[917]: 5A77B4C0B1: to=<x@hokuto.jp>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.hokuto.jp[198.51.100.7]:25: Connection timed out)
Nov  6 09:00:06 mx1 dovecot: imap-login: Login: user=<yamada>, method=PLAIN, status=sent (no)
Nov  6 09:30:05 mx1 postfix/qmgr[820]: 5A77B4C0B1: from=<suda@own.co.jp>, size=99, nrcpt=1 (queue active)
Nov  6 09:30:06 mx1 postfix/smtp[917]: 5A77B4C0B1: to=<x@hokuto.jp>, relay=mx.hokuto.jp[198.51.100.7]:25, delay=1803, delays=1802/0/1/0, dsn=2.0.0, status=sent (250 ok)
Nov  6 09:30:06 mx1 postfix/qmgr[820]: 5A77B4C0B1: removed
Nov  6 09:31:00 mx1 postfix/anvil[903]: statistics: max connection rate 1/60s for (smtp:10.1.2.3) at Nov  6 09:00:02
"""


def read(text: str, year: int = 2026) -> tuple[list[Sent], Reading]:
    reading = Reading()
    return list(read_postfix(text.splitlines(), year, JST, reading)), reading


def shown(sent: list[Sent]) -> list[tuple[str, str, list[str]]]:
    return [
        (mail.at.isoformat(), mail.sender.key, [to.key for to in mail.recipients]) for mail in sent
    ]


def test_a_classic_log_with_noise_bounces_and_deferrals() -> None:
    sent, reading = read(CLASSIC)
    assert shown(sent) == [
        (
            "2026-11-06T00:00:03+00:00",
            "yamada@own.co.jp",
            ["taro.sato@aozora.co.jp", "sales@own.co.jp"],
        ),
        ("2026-11-06T00:30:06+00:00", "suda@own.co.jp", ["x@hokuto.jp"]),
    ]
    assert sent[0].message_id == "20261106090002.1@own.co.jp"
    assert reading.skipped == {"status_bounced": 1, "status_deferred": 1, "no_sender": 1}
    assert not reading.bad
    assert (reading.lines, reading.sent) == (len(CLASSIC.splitlines()), 2)


def test_rfc_3339_long_queue_ids_and_names_of_instances() -> None:
    sent, _ = read(
        "2026-11-26T10:00:00.123456+09:00 mx1 postfix/submission/smtpd[1]: 4XbZqL0hGzz1x: client=a[10.0.0.1]\n"
        "2026-11-26T10:00:00+0900 mx1 postfix-out/cleanup[1]: 4XbZqL0hGzz1x: message-id=<m@own.co.jp>\n"
        "2026-11-26 01:00:01Z mx1 postfix-out/qmgr[1]: 4XbZqL0hGzz1x: from=<a@own.co.jp>, size=1, nrcpt=1 (queue active)\n"
        "<22>2026-11-26T01:00:02Z mx1 postfix/relay/smtp[1]: 4XbZqL0hGzz1x: to=<b@x.jp>, relay=r[1.2.3.4]:587, delay=1,"
        " delays=1/0/0/0, dsn=2.0.0, status=sent (250 Ok)\n"
    )
    assert shown(sent) == [("2026-11-26T01:00:02+00:00", "a@own.co.jp", ["b@x.jp"])]


def test_new_year_comes_and_a_late_line_stays_in_the_old_one() -> None:
    lines = [
        ("Dec 31 23:59:58", "1AAAA", "a"),
        ("Jan  1 00:00:01", "2AAAA", "b"),
        ("Dec 31 23:59:59", "3AAAA", "c"),
        ("Jan  2 00:00:00", "4AAAA", "d"),
        ("Feb 29 00:00:00", "5AAAA", "e"),
    ]
    text = "".join(
        f"{stamp} mx postfix/qmgr[1]: {id_}: from=<{who}@own.co.jp>, size=1, nrcpt=1 (queue active)\n"
        f"{stamp} mx postfix/smtp[1]: {id_}: to=<x@y.jp>, relay=r, delay=1, dsn=2.0.0, status=sent (ok)\n"
        for stamp, id_, who in lines
    )
    sent, reading = read(text, 2027)
    assert [mail.at.astimezone(JST).date().isoformat() for mail in sent] == [
        "2027-12-31",
        "2028-01-01",
        "2027-12-31",
        "2028-01-02",
        "2028-02-29",
    ]
    assert not reading.bad


def test_the_year_of_the_first_line_follows_from_the_time_of_the_file() -> None:
    modified = datetime(2026, 1, 3, tzinfo=UTC)
    assert first_year("Dec 28 06:00:00 mx postfix/qmgr[1]: x", modified) == 2025
    assert first_year("Jan  2 06:00:00 mx", modified) == 2026
    assert first_year("2025-12-28T06:00:00Z mx", modified) == 2026
    assert first_year("", modified) == 2026


FILTERED = """\
Nov 26 10:00:00 mx postfix/smtpd[1]: 1AAAAAA: client=pc
Nov 26 10:00:00 mx postfix/cleanup[1]: 1AAAAAA: message-id=<m@own.co.jp>
Nov 26 10:00:00 mx postfix/qmgr[1]: 1AAAAAA: from=<a@own.co.jp>, size=1, nrcpt=1 (queue active)
Nov 26 10:00:01 mx postfix/smtpd[2]: 2BBBBBB: client=localhost[127.0.0.1]
Nov 26 10:00:01 mx postfix/cleanup[1]: 2BBBBBB: message-id=<m@own.co.jp>
Nov 26 10:00:01 mx postfix/qmgr[1]: 2BBBBBB: from=<a@own.co.jp>, size=1, nrcpt=1 (queue active)
Nov 26 10:00:01 mx amavis[77]: (77-01) Passed CLEAN, <a@own.co.jp> -> <b@x.jp>, status=sent
Nov 26 10:00:01 mx postfix/smtp[3]: 1AAAAAA: to=<b@x.jp>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 2BBBBBB)
Nov 26 10:00:01 mx postfix/qmgr[1]: 1AAAAAA: removed
Nov 26 10:00:02 mx postfix/smtp[4]: 2BBBBBB: to=<b@x.jp>, relay=mx.x.jp[1.2.3.4]:25, delay=1, delays=0/0/0/1, dsn={dsn}, status={status}
Nov 26 10:00:02 mx postfix/qmgr[1]: 2BBBBBB: removed
"""


def test_the_hop_into_a_content_filter_does_not_count() -> None:
    sent, reading = read(FILTERED.format(dsn="2.0.0", status="sent (250 ok)"))
    assert shown(sent) == [("2026-11-26T01:00:02+00:00", "a@own.co.jp", ["b@x.jp"])]
    assert reading.skipped["internal_hop"] == 1
    assert read(FILTERED.format(dsn="5.0.0", status="bounced (550 no)"))[0] == []


def test_whom_a_colleague_forwards_to_is_not_whom_the_sender_wrote_to() -> None:
    sent, reading = read(
        "Nov 26 10:00:00 mx postfix/qmgr[1]: 1AAAAAA: from=<a@own.co.jp>, size=1, nrcpt=1 (queue active)\n"
        "Nov 26 10:00:01 mx postfix/cleanup[1]: 2BBBBBB: message-id=<m@own.co.jp>\n"
        "Nov 26 10:00:01 mx postfix/local[3]: 1AAAAAA: to=<b@own.co.jp>, relay=local, delay=1, delays=0/0/0/1,"
        " dsn=2.0.0, status=sent (forwarded as 2BBBBBB)\n"
        "Nov 26 10:00:01 mx postfix/qmgr[1]: 2BBBBBB: from=<a@own.co.jp>, size=1, nrcpt=1 (queue active)\n"
        "Nov 26 10:00:01 mx postfix/qmgr[1]: 1AAAAAA: removed\n"
        "Nov 26 10:00:02 mx postfix/smtp[3]: 2BBBBBB: to=<b.private@gmail.com>, relay=g, delay=1, dsn=2.0.0, status=sent (ok)\n"
        "Nov 26 10:00:02 mx postfix/qmgr[1]: 2BBBBBB: removed\n"
    )
    assert shown(sent) == [("2026-11-26T01:00:01+00:00", "a@own.co.jp", ["b@own.co.jp"])]
    assert reading.skipped["forwarded"] == 1


def test_an_id_used_anew_and_one_id_on_two_hosts() -> None:
    one = (
        "Nov 26 10:00:00 {h} postfix/smtpd[1]: 1AAAAAA: client=pc\n"
        "Nov 26 10:00:00 {h} postfix/qmgr[1]: 1AAAAAA: from=<{s}@own.co.jp>, size=1, nrcpt=2 (queue active)\n"
        "Nov 26 10:00:01 {h} postfix/smtp[1]: 1AAAAAA: to=<{r}@x.jp>, relay=r, delay=1, dsn=2.0.0, status=sent (ok)\n"
    )
    text = one.format(h="m1", s="a", r="b") + one.format(h="m2", s="c", r="d")
    sent, _ = read(text + one.format(h="m1", s="e", r="f"))
    assert [(m.sender.local, m.recipients[0].local) for m in sent] == [
        ("a", "b"),
        ("c", "d"),
        ("e", "f"),
    ]


def test_bad_lines_are_counted_and_never_fatal() -> None:
    sent, reading = read(
        "Nov 26 10:00:00 mx postfix/qmgr[1]: 1AAAAAA: from=<a@own.co.jp>, size=1, nrcpt=9 (queue active)\n"
        "Nov 26 10:00:00 mx postfix/smtp[1]: 1AAAAAA: to=<no address>, relay=r, delay=1, dsn=2.0.0, status=sent (ok)\n"
        "Xxx 99 10:00:00 mx postfix/smtp[1]: 1AAAAAA: to=<b@x.jp>, relay=r, delay=1, dsn=2.0.0, status=sent (ok)\n"
        "Nov 26 10:00:00 mx postfix/smtp[1]: 1AAAAAA: to=<b@x.jp>, relay=r, de\n"
        "Nov 26 postfix/smtp[1]: 1AAAAAA: to=<b@x.jp>, relay=r, status=sent (ok)\n"
        "Nov 26 10:00:00 mx postfix/qmgr[1]: 2AAAAAA: from=<@@>, size=1, nrcpt=1 (queue active)\n"
        "Nov 26 10:00:00 mx postfix/discard[1]: 1AAAAAA: to=<d@x.jp>, relay=none, delay=0, dsn=2.0.0, status=sent (silently)\n"
        "Nov 26 10:00:00 mx postfix/smtp[1]: 1AAAAAA: to=<c@x.jp>, relay=r, delay=1, dsn=2.0.0, status=sent (ok)\n"
    )
    assert [to.key for mail in sent for to in mail.recipients] == ["c@x.jp"]
    assert sum(reading.bad.values()) == 5
    assert [sample.number for sample in reading.samples] == [2, 3, 4, 5, 6]
    assert all("@" not in sample.reason for sample in reading.samples)


def test_a_reply_or_message_id_cannot_forge_a_delivery() -> None:
    sent, _ = read(
        "Nov 26 10:00:00 mx postfix/qmgr[1]: 1AAAAAA: from=<a@own.co.jp>, size=1, nrcpt=1 (queue active)\n"
        "Nov 26 10:00:00 mx postfix/cleanup[1]: 1AAAAAA: message-id=<x, to=<evil@x.jp>, relay=r, status=sent (ok)>\n"
        "Nov 26 10:00:00 mx postfix/smtp[1]: 1AAAAAA: to=<b@x.jp>, relay=r, delay=1, dsn=4.0.0, status=deferred"
        " (said: 450 to=<evil@x.jp>, status=sent (250 ok))\n"
    )
    assert sent == []


def many(count: int) -> Iterator[str]:
    for n in range(count):
        yield f"Nov 26 10:00:00 mx postfix/qmgr[1]: Q{n:07}: from=<a{n % 50}@own.co.jp>, size=1, nrcpt=2 (queue active)\n"
        yield f"Nov 26 10:00:00 mx postfix/smtp[1]: Q{n:07}: to=<b{n % 99}@x.jp>, relay=r, delay=1, dsn=2.0.0, status=sent (ok)\n"


def test_memory_is_bounded_when_nothing_is_ever_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postfix, "MAX_OPEN", 500)
    monkeypatch.setattr(postfix, "MAX_CLOSED", 500)
    tracemalloc.start()
    count = sum(1 for _ in read_postfix(many(20_000), 2026, UTC, Reading()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 3_000_000


def test_a_mailing_to_thousands_comes_in_pieces() -> None:
    lines = [
        "Nov 26 10:00:00 mx postfix/qmgr[1]: 1AAAAAA: from=<a@own.co.jp>, size=1, nrcpt=2500 (queue active)"
    ]
    lines += [
        f"Nov 26 10:00:00 mx postfix/smtp[1]: 1AAAAAA: to=<b{n}@x.jp>, relay=r, delay=1, dsn=2.0.0, status=sent (ok)"
        for n in range(2500)
    ]
    sent, _ = read("\n".join(lines))
    assert [len(mail.recipients) for mail in sent] == [1000, 1000, 500]


@given(st.lists(st.text(max_size=120), max_size=8))
def test_any_text_is_read_or_counted(lines: list[str]) -> None:
    assert list(read_postfix(lines, 2026, UTC, Reading())) == []


PIECES = st.sampled_from(
    ["Nov 26 10:00:00 ", "mx ", "postfix/", "smtp", "qmgr", "[1]: ", "1AAAAAA", ": ", "to=<", "a@x.jp", ">, ",
     "from=<", "status=sent ", "(ok)", "orig_to=<", "removed", "nrcpt=", "99", "2026-11-26T", "[ID 1 mail.info] ",
     "forwarded as ", "queued as ", "client=", "message-id=<", "\x00", "あ"]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=14).map("".join), max_size=8))
def test_any_arrangement_of_its_own_words_is_read_or_counted(lines: list[str]) -> None:
    for mail in read_postfix(lines, 2026, UTC, Reading()):
        assert mail.recipients


@given(st.integers(-5, 12_000), st.text(max_size=40))
def test_any_year_and_stamp_are_a_time_or_none(year: int, stamp: str) -> None:
    Clock(year, UTC).read(stamp)
    Clock(year, JST).read("Feb 29 23:59:60")
