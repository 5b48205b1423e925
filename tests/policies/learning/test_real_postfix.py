"""The log of a real Postfix, read back: what was sent is what is learned."""

import smtplib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies.learning.postfix import read_postfix
from policies.learning.sent import Reading
from tests.peers.ports import free_port
from tests.peers.postfix import Postfix, postfix_missing
from tests.peers.sink import Sink

pytestmark = pytest.mark.skipif(
    postfix_missing() is not None, reason=postfix_missing() or "Postfix is there"
)


@pytest.mark.parametrize("long_ids", ["yes", "no"])
def test_what_a_real_postfix_sent_is_read_from_its_log(tmp_path: Path, long_ids: str) -> None:
    with (
        Sink() as sink,
        Postfix(
            tmp_path / "mta",
            port=free_port(),
            relayhost=sink.address,
            hostname="mx.own.co.jp",
            extra={"enable_long_queue_ids": long_ids, "smtputf8_enable": "yes"},
        ) as mta,
    ):
        with smtplib.SMTP(*mta.address, timeout=30) as client:
            for n, to in enumerate((["b@x.jp"], ["b@x.jp", "c@y.jp"], ['"odd one"@z.jp'])):
                text = f"Message-ID: <{n}@own.co.jp>\r\nSubject: s\r\n\r\ntext\r\n"
                client.sendmail("a@own.co.jp", to, text)
            client.sendmail("", ["d@x.jp"], "Subject: s\r\n\r\ntext\r\n")
        mta.wait_empty()
        log = mta.log()
    reading = Reading()
    sent = sorted(
        read_postfix(log.splitlines(), datetime.now().year, UTC, reading),
        key=lambda mail: mail.message_id,
    )
    assert [(mail.message_id, [to.key for to in mail.recipients]) for mail in sent] == [
        ("0@own.co.jp", ["b@x.jp"]),
        ("1@own.co.jp", ["b@x.jp", "c@y.jp"]),
        ("2@own.co.jp", ['"odd one"@z.jp']),
    ]
    assert not reading.bad
