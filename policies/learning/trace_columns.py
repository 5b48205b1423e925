"""What the columns and states of an Exchange message trace are called.

Names as seen in Get-MessageTrace and Get-MessageTraceV2 (Export-Csv), the
summary and extended reports of the Exchange admin centre, and message tracking
logs of Exchange Server; English, Japanese, German. Compared without case,
spaces, punctuation and what stands in brackets.
"""

import re
import unicodedata
from typing import Literal

Column = Literal["at", "sender", "recipient", "status", "message_id", "recipient_status"]

_NAMES: dict[Column, str] = {
    "at": (
        "received|receivedtime|origintimestamputc|origintimestamp|datetimeutc|datetime|timestamp"
        "|date|datereceived|time|受信日時|受信|日付|日時|送信日時|empfangen|datum|eingegangen"
    ),
    "sender": (
        "senderaddress|sender|from|mailfrom|送信者のアドレス|送信者アドレス|送信者|差出人|差出人アドレス"
        "|absender|absenderadresse|von"
    ),
    "recipient": (
        "recipientaddress|recipients|recipient|to|受信者のアドレス|受信者アドレス|受信者|宛先"
        "|empfänger|empfängeradresse|an"
    ),
    "status": "status|deliverystatus|eventid|event|状態|ステータス|配信状態|配信の状態",
    "message_id": "messageid|internetmessageid|メッセージid|nachrichtenid|nachrichtid",
    "recipient_status": "recipientstatus|受信者の状態",
}
_COLUMN_OF = {name: column for column, names in _NAMES.items() for name in names.split("|")}

#: What counts as delivered; SEND and DELIVER are events of the tracking logs,
#: "Send" and "Deliver" the last state in a ``recipient_status``.
_DELIVERED = frozenset(
    [
        "delivered",
        "deliver",
        "send",
        "sendexternal",
        "配信済み",
        "配信済",
        "配信されました",
        "配信完了",
        "配信",
        "送信済み",
        "zugestellt",
        "übermittelt",
    ]
)
_BRACKETS = re.compile(r"[(\[（][^)\]）]{0,60}[)\]）]")


def column_of(title: str) -> Column | None:
    """The column that a title means, or None for one that is not needed."""
    return _COLUMN_OF.get(_plain(_BRACKETS.sub("", title[:200])))


def is_delivered(status: str) -> bool:
    """Whether a state, or the last of several ("Receive, Send"), is a delivery."""
    return _plain(status.rpartition(",")[2]) in _DELIVERED


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())
