"""Sent folders: mbox of several clients, single messages, forged copies."""

import io
import time

from hypothesis import given
from hypothesis import strategies as st

from policies.learning.sent import Reading, Sent
from policies.learning.sent_folder import read_mbox, read_message

MBOX = b"""\
From - Thu Nov 26 10:00:00 2026
X-Mozilla-Status: 0001
Message-ID: <a@own.co.jp>
Date: Thu, 26 Nov 2026 10:00:00 +0900
From: =?utf-8?B?5bGx55Sw?= <Yamada@own.co.jp>
To: "Sato, Taro" <taro.sato@aozora.co.jp>,
 =?iso-2022-jp?B?GyRCOjRGIxsoQg==?= <sato@aozora.co.jp>
Cc: Team: b@x.jp, C <c@y.jp>;
Bcc: secret@z.jp, taro.sato@aozora.co.jp
Subject: s

From here on it is text, and
From the next line too
>From escaped

From MAILER-DAEMON Thu Nov 26 11:00:00 2026
Date: Thu, 26 Nov 2026 11:00:00 -0000
From: yamada@own.co.jp
To: undisclosed-recipients:;

text
From yamada@own.co.jp Thu Nov 26 12:00:00 2026

From yamada@own.co.jp  Thu Nov 26 12:00:00 2026
Return-Path: <evil@evil.jp>
Date: Thu, 26 Nov 2026 12:00:00 +0900
From: yamada@own.co.jp
To: evil@evil.jp

From - Thu Nov 26 13:00:00 2026
Date: not a date
From: yamada@own.co.jp
To: b@x.jp

From - Thu Nov 26 14:00:00 2026
Date: Thu, 26 Nov 2026 14:00:00 +0900
Auto-Submitted: auto-replied
From: yamada@own.co.jp
To: b@x.jp

From - Thu Nov 26 15:00:00 2026
Date: 26 Nov 26 15:00 JST
From: yamada@own.co.jp
To: last@x.jp"""


def read(data: bytes) -> tuple[list[Sent], Reading]:
    reading = Reading()
    return list(read_mbox(io.BytesIO(data), reading)), reading


def test_an_mbox_with_escapes_groups_and_copies_that_were_not_sent() -> None:
    sent, reading = read(MBOX)
    assert [[to.key for to in mail.recipients] for mail in sent] == [
        ["taro.sato@aozora.co.jp", "sato@aozora.co.jp", "b@x.jp", "c@y.jp", "secret@z.jp"],
        ["last@x.jp"],
    ]
    assert sent[0].at.isoformat() == "2026-11-26T01:00:00+00:00"
    assert sent[0].sender.key == "yamada@own.co.jp"
    assert sent[0].message_id == "a@own.co.jp"
    assert reading.skipped == {"received": 1, "automatic": 1}
    assert reading.bad == {"no_recipient": 1, "bad_date": 1}
    assert (reading.lines, reading.sent) == (6, 2)


def test_crlf_and_a_single_message() -> None:
    sent, _ = read(MBOX.replace(b"\n", b"\r\n"))
    assert len(sent) == 2
    reading = Reading()
    single = read_message(MBOX.partition(b"\n")[2], reading)
    assert single is not None
    assert single == read(MBOX)[0][0]
    assert read_message(b"", reading) is None
    assert read_message(b"X-Unsent: 1\nFrom: a@own.co.jp\nTo: b@x.jp\n\n", reading) is None
    assert reading.skipped["draft"] == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_mail_or_counted(data: bytes) -> None:
    read(data)
    read(b"From - Thu Nov 26 10:00:00 2026\n" + data)
    read_message(b"From: a@own.co.jp\nTo: b@x.jp\nDate: " + data, Reading())


def test_a_header_without_end_costs_no_more_than_its_size() -> None:
    def seconds(size: int) -> float:
        data = (
            b"From - Thu Nov 26 10:00:00 2026\nTo: " + b"a@x.jp,(" * size + b"\n" + b"X: y\n" * size
        )
        started = time.process_time()
        read(data)
        return time.process_time() - started

    seconds(1_000)
    once = min(seconds(8_000) for _ in range(3))
    twice = min(seconds(16_000) for _ in range(3))
    assert twice < once * 3 + 0.05
