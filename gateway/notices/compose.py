"""Writing our own mails: multipart bytes with the headers that keep them from looping.

MAIL FROM is always ``<>`` and Auto-Submitted is set (RFC 3834), so no machine
answers them. Subjects and addresses in them come from hostile mail; control
characters are removed before they meet a header.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from quarantine.ids import new_id
from quarantine.links import Link
from quarantine.reporting import FailedRecipient, Report
from web.visible import visible_line
from web.words import moment

#: Originals up to this size go back with a report.
MAX_RETURNED = 10 * 1024 * 1024
_STATUS = re.compile(r"\d{3} ([245]\.\d{1,3}\.\d{1,3})(?: |\Z)")

SUBJECTS = {
    "notice": "【要確認】送信を保留しています：",
    "reminder": "【再通知・要確認】送信を保留しています：",
    "several": "【要確認】送信を保留しています：{n}件のメール",
    "compliance": "【判断待ち】メールを保留しています：",
    "expired": "期限切れ（送信していません）：",
    "rejected": "送信できないメールです：",
    "failed": "配信できませんでした：",
    "declined": "却下されました（送信していません）：",
    "approval": "【承認依頼】送信の承認をお願いします：",
}


@dataclass(frozen=True)
class Letterhead:
    """What all our mails share. ``sender`` may be empty: then it is made per domain."""

    sender: str
    base_url: str
    company: str
    hostname: str
    time_zone: ZoneInfo

    def sender_for(self, person: str) -> str:
        """The From address: the configured one, else one in the person's own domain."""
        return self.sender or f"sekisho@{person.rpartition('@')[2]}"


def one_line(text: str, limit: int = 120) -> str:
    """A text that may stand in a header: nothing unseen, no line ends, not too long."""
    clean = " ".join(visible_line(" ".join(text.split())).split())
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


class Composer:
    """Renders notices and reports. Nothing rendered is ever stored."""

    def __init__(self, letterhead: Letterhead) -> None:
        self._letterhead = letterhead
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("gateway", "notices/templates"),
            autoescape=jinja2.select_autoescape(["html.j2"], default=False),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["local_time"] = self._local_time
        # A line end out of a subject must not begin a line of ours, such as a link.
        self._templates.filters["visible"] = visible_line

    def notice(self, person: str, to: list[str], links: tuple[Link, ...]) -> bytes:
        """A notice about one or more holds. ``person`` is empty for compliance."""
        mails = _by_mail(links)
        reminder = all(link.reminder for link in links)
        first = one_line(links[0].view.summary.subject) or links[0].view.message_id
        if len(mails) > 1:
            subject = SUBJECTS["several"].format(n=len(mails))
        elif not person:
            subject = SUBJECTS["compliance"] + first
        else:
            subject = SUBJECTS["reminder" if reminder else "notice"] + first
        values = {"links": links, "mails": mails, "reminder": reminder, "subject": subject}
        mail = self._mail(to, subject)
        mail.set_content(self._render("hold.txt.j2", values), cte="base64")
        mail.add_alternative(self._render("hold.html.j2", values), "html", cte="base64")
        return mail.as_bytes()

    def approval(self, person: str, link: Link) -> bytes:
        """A request to a second person to approve a held mail."""
        first = one_line(link.view.summary.subject) or link.view.message_id
        subject = SUBJECTS["approval"] + first
        mail = self._mail([person], subject)
        values = {"link": link, "subject": subject}
        mail.set_content(self._render("approval.txt.j2", values), cte="base64")
        return mail.as_bytes()

    def report(self, to: str, report: Report, original: bytes, *, complete: bool) -> bytes:
        """A delivery status notification (RFC 3462, 3464) with the original or its header."""
        link = report.fetch_token and f"{self._letterhead.base_url}/f/{report.fetch_token}"
        subject = SUBJECTS[report.reason] + (one_line(report.subject) or report.message_id)
        head = self._mail([to], subject)
        boundary = f"=_{new_id()}"
        # Written by hand: the library would put an empty part of its own into the report,
        # and would parse and rewrite the original that goes back.
        kind = f'multipart/report; report-type=delivery-status;\r\n boundary="{boundary}"'
        lines = [f"Content-Type: {kind}"]
        if not original.isascii():
            lines.append("Content-Transfer-Encoding: 8bit")
        text = EmailMessage(policy=SMTP)
        values = {"report": report, "link": link}
        text.set_content(self._render("report.txt.j2", values), cte="base64")
        del text["MIME-Version"]
        returned = b"message/rfc822" if complete else b"text/rfc822-headers"
        if not original.isascii():
            returned += b"\r\nContent-Transfer-Encoding: 8bit"
        parts = [
            text.as_bytes(),
            b"Content-Type: message/delivery-status\r\n\r\n" + self._status(report),
            b"Content-Type: " + returned + b"\r\n\r\n" + original,
        ]
        top = head.as_bytes().removesuffix(b"\r\n") + "\r\n".join([*lines, "", ""]).encode()
        opening = f"--{boundary}\r\n".encode()
        closing = f"\r\n--{boundary}--\r\n".encode()
        return top + opening + (b"\r\n" + opening).join(parts) + closing

    def _mail(self, to: list[str], subject: str) -> EmailMessage:
        sender = self._letterhead.sender_for(to[0])
        mail = EmailMessage(policy=SMTP)
        mail["From"] = formataddr(("Sekisho", sender))
        mail["To"] = ", ".join(to)
        mail["Subject"] = subject
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail["Message-ID"] = f"<{new_id().lower()}@{sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["MIME-Version"] = "1.0"
        return mail

    def _status(self, report: Report) -> bytes:
        arrival = format_datetime(datetime.fromtimestamp(report.received_at / 1000, UTC))
        blocks = [f"Reporting-MTA: dns; {self._letterhead.hostname}\r\nArrival-Date: {arrival}\r\n"]
        blocks += [_recipient_status(r, report.reason) for r in report.recipients]
        return "\r\n".join(blocks).encode()

    def _render(self, name: str, values: dict[str, Any]) -> str:
        letterhead = self._letterhead
        return self._templates.get_template(name).render(
            values, base_url=letterhead.base_url, company=letterhead.company
        )

    def _local_time(self, at: int, language: str = "ja") -> str:
        return moment(datetime.fromtimestamp(at / 1000, self._letterhead.time_zone), language)


def _by_mail(links: tuple[Link, ...]) -> list[list[Link]]:
    """The links of each mail together: one that came in several transactions is one mail."""
    mails: dict[str, list[Link]] = {}
    for link in links:
        mails.setdefault(link.view.mail_id, []).append(link)
    return list(mails.values())


def _recipient_status(recipient: FailedRecipient, reason: str) -> str:
    """One per-recipient block of RFC 3464 2.3."""
    kind = "rfc822" if recipient.address.isascii() else "utf-8"
    lines = [f"Final-Recipient: {kind}; {recipient.address}", "Action: failed"]
    if reason == "failed":
        words = one_line(recipient.text, 400)
        found = _STATUS.match(words)
        given_up = recipient.code // 100 != 5 and not words.startswith("5")
        status = found[1] if found else "4.4.7" if given_up else "5.0.0"
        lines.append(f"Status: 5{status[1:]}")
        if words:
            lines.append(f"Diagnostic-Code: smtp; {words}")
    else:
        lines.append("Status: 5.7.1")
    return "\r\n".join(lines) + "\r\n"
