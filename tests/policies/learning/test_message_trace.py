# ruff: noqa: E501 - lines of logs and exports are as long as they are
"""Message traces in the forms that Exchange has exported over the years."""

import contextlib
import io
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.learning.message_trace import MessageTraceError, read_message_trace
from policies.learning.sent import Reading, Sent
from policies.learning.trace_time import day_comes_first, read_time

JST = timezone(timedelta(hours=9))


def read(data: bytes) -> tuple[list[Sent], Reading]:
    reading = Reading()
    return list(read_message_trace(io.BytesIO(data), reading)), reading


def shown(sent: list[Sent]) -> list[tuple[str, str, list[str], str]]:
    return [
        (
            mail.at.isoformat(),
            mail.sender.key,
            [to.key for to in mail.recipients],
            mail.message_id,
        )
        for mail in sent
    ]


CLASSIC = """\
#TYPE Microsoft.Exchange.Management.TransportSettings.MessageTrace
"PSComputerName","RunspaceId","Organization","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","ToIP","FromIP","Size","MessageTraceId","StartDate","EndDate","Index"
"outlook.office365.com","1","own.onmicrosoft.com","<m1@own.co.jp>","11/26/2026 1:02:03 PM","Yamada@own.co.jp","sato@aozora.co.jp","見積, 第2版","Delivered",,"10.0.0.1","12345","t","11/20/2026","11/27/2026","0"
"outlook.office365.com","1","own.onmicrosoft.com","<m1@own.co.jp>","11/26/2026 1:02:03 PM","Yamada@own.co.jp","gone@aozora.co.jp","x","Failed",,"10.0.0.1","12345","t","11/20/2026","11/27/2026","1"
"outlook.office365.com","1","own.onmicrosoft.com","<m2@own.co.jp>","1/2/2026 12:00:00 AM","Yamada@own.co.jp","list@own.co.jp","x","Expanded",,"10.0.0.1","1","t","","","2"
"outlook.office365.com","1","own.onmicrosoft.com","<m3@own.co.jp>","1/2/2026 12:00:00 AM","Yamada@own.co.jp","suzuki@hinata.co.jp","two
lines","Delivered",,"10.0.0.1","1","t","","","3"
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932"])
def test_get_message_trace_in_every_encoding_of_export_csv(encoding: str) -> None:
    sent, reading = read(CLASSIC.replace("\n", "\r\n").encode(encoding))
    assert shown(sent) == [
        ("2026-11-26T13:02:03+00:00", "yamada@own.co.jp", ["sato@aozora.co.jp"], "m1@own.co.jp"),
        ("2026-01-02T00:00:00+00:00", "yamada@own.co.jp", ["suzuki@hinata.co.jp"], "m3@own.co.jp"),
    ]
    assert reading.skipped == {"not_delivered": 2}
    assert not reading.bad


def test_get_message_trace_v2_with_other_order_and_japanese_dates() -> None:
    sent, _ = read(
        "Status,RecipientAddress,SenderAddress,Received,MessageTraceId,MessageId,Size,Subject\n"
        "Delivered,sato@aozora.co.jp,yamada@own.co.jp,2026/11/26 5:02:03,t,<m@own.co.jp>,1,s\n"
        "Delivered,sato@aozora.co.jp,yamada@own.co.jp,2026/11/26 午後 5:02:03,t,<n@own.co.jp>,1,s\n"
        "Delivered,sato@aozora.co.jp,yamada@own.co.jp,2026-11-26T05:02:03.1234567Z,t,<o@own.co.jp>,1,s\n".encode()
    )
    assert [mail.at.hour for mail in sent] == [5, 17, 5]


def test_the_summary_report_of_the_admin_centre() -> None:
    sent, reading = read(
        b"origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id\r\n"
        b'2026-11-26T05:02:03.0000000Z,yamada@own.co.jp,"a@x.jp##Receive, Send;b@own.co.jp##Receive, Deliver;'
        b'c@y.jp##Receive, Fail",s,1,<m@own.co.jp>\r\n'
    )
    assert shown(sent) == [
        ("2026-11-26T05:02:03+00:00", "yamada@own.co.jp", ["a@x.jp", "b@own.co.jp"], "m@own.co.jp")
    ]
    assert not reading.bad


@pytest.mark.parametrize(
    "text",
    [
        "日付 (UTC),送信者,受信者,件名,状態\n2026/11/26 05:02,a@own.co.jp,b@x.jp; c@y.jp,s,配信済み\n",
        "Datum (UTC);Absender;Empfänger;Betreff;Status\n26.11.2026 05:02;a@own.co.jp;\"b@x.jp;c@y.jp\";s;Zugestellt\n",
        (
        "#Software: Microsoft Exchange Server\n#Version: 15.0\n#Fields: date-time,event-id,sender-address,recipient-address\n"
        "2026-11-26T05:02:00.000Z,SEND,a@own.co.jp,b@x.jp;c@y.jp\n2026-11-26T05:02:00.000Z,RECEIVE,a@own.co.jp,b@x.jp\n"
        ),
        "Timestamp\tEventId\tSender\tRecipients\n26/11/2026 05:02:00\tDELIVER\ta@own.co.jp\tb@x.jp;c@y.jp\n",
    ],
)  # fmt: skip
def test_other_languages_delimiters_and_tracking_logs(text: str) -> None:
    sent, reading = read(text.encode())
    assert shown(sent) == [("2026-11-26T05:02:00+00:00", "a@own.co.jp", ["b@x.jp", "c@y.jp"], "")]
    assert not reading.bad


def test_bad_rows_are_counted_and_the_rest_is_read() -> None:
    rows = [
        "Received,SenderAddress,RecipientAddress,Status",
        "soon,a@own.co.jp,b@x.jp,Delivered",
        "2026/11/26 05:02,no address,b@x.jp,Delivered",
        "2026/11/26 05:02,<>,b@x.jp,Delivered",
        "2026/11/26 05:02,a@own.co.jp,nobody;b@x.jp,Delivered",
        "2026/11/26 05:02",
        "",
        '2026/11/26 05:02,"' + "x" * 200_000,
        '","b@x.jp","Delivered"',
        "2026/11/26 05:02,a@own.co.jp,c@x.jp,Delivered",
    ]
    sent, reading = read("\n".join(rows).encode())
    assert [mail.recipients[0].key for mail in sent][:1] == ["b@x.jp"]
    assert reading.bad["bad_time"] == 1
    assert reading.bad["bad_sender"] == 1
    assert reading.bad["bad_recipient"] == 1
    assert reading.bad["bad_row"] == 1


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"\x00" * 50, b"From,To\n"])
def test_a_file_that_is_no_trace_is_refused(data: bytes) -> None:
    with pytest.raises(MessageTraceError):
        read(data)


def test_the_order_of_day_and_month_is_told_by_the_file() -> None:
    assert day_comes_first(["5/6/2026 1:00", "13/6/2026 1:00"])
    assert not day_comes_first(["5/6/2026 1:00", "6/13/2026 1:00"])
    assert not day_comes_first(["5/6/2026 1:00 PM", "13/6/2026 1:00"])
    assert day_comes_first(["5.6.2026 1:00"])
    moment = read_time("5/6/2026 12:30:00 AM", JST, day_first=False)
    assert moment is not None
    assert moment.isoformat() == "2026-05-05T15:30:00+00:00"
    assert read_time("5/6/0000 12:30", JST, day_first=False) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_counted(data: bytes) -> None:
    with contextlib.suppress(MessageTraceError):
        read(data)
    read(b"Received,SenderAddress,RecipientAddress,Status\n" + data)


@given(st.text(max_size=70), st.booleans())
def test_any_text_is_a_time_or_none(text: str, first: bool) -> None:
    read_time(text, JST, day_first=first)
    day_comes_first([text])
