"""Where a mail can carry words that its reader does not see, and where two programs differ."""

import email.message
import re
from collections.abc import Iterator

from policies.attachments.mime_check import differences
from policies.charset import decode_header, decode_text
from policies.finding import Finding

MAX_CHARACTERS = 200_000
USUAL_PREAMBLE = re.compile(r"(?i)^\W{0,5}this is an? (?:multi-?part|mime|cryptographically)")
#: Fields that mail programs write; whatever stands in others is looked at.
_USUAL = re.compile(
    r"(?i)^(?:from|to|cc|bcc|sender|reply-to|subject|date|message-id|in-reply-to|references"
    r"|mime-version|content-.{1,40}|received|return-path|thread-.{1,20}|importance|priority"
    r"|sensitivity|user-agent|auto-submitted|precedence|list-.{1,30}|dkim-.{1,30}|arc-.{1,40}"
    r"|authentication-results|organi[sz]ation|disposition-notification-to|return-receipt-to"
    r"|resent-.{1,20}|errors-to|accept-language|autocrypt|openpgp|feedback-id|received-spf"
    r"|x-(?:mailer|mimeole|priority|msmail-.{1,20}|originating-.{1,20}|ms-.{1,60}|google-.{1,30}"
    r"|gm-.{1,30}|forwarded-.{1,20}|received|sender|spam-.{1,20}|virus-.{1,20}|apple-.{1,40}"
    r"|mozilla-.{1,30}|account-key|identity-key|universally-unique-identifier|uniform-type-.{1,20}"
    r"|yandex-.{1,20}|yahoo-.{1,20}|ymail-.{1,20}|exchange-.{1,40}|microsoft-.{1,60}"
    r"|forefront-.{1,40}|auto-response-suppress|tm-.{1,20}|tuid|clientproxiedby|campaign.{0,20}"
    r"|amavis-.{1,20}|authenticated-.{1,20}|enigmail-.{1,20}|envelope-.{1,10}|original-.{1,20}))$"
)


def differing(root: email.message.Message) -> Iterator[Finding]:
    """What two mail programs could read differently."""
    for what in differences(root):
        yield Finding(code="parser-differential", data={"what": what})


def odd_places(root: email.message.Message) -> Iterator[tuple[str, str]]:
    """Words with the kind of place they stand in: ``header``, ``preamble``, ``epilogue``."""
    places = {"header": "\n".join(_odd_headers(root))}
    for part in _with_parts(root):
        preamble = part.preamble or ""
        if not USUAL_PREAMBLE.match(preamble.strip()[:100]):
            places["preamble"] = places.get("preamble", "") + preamble
        places["epilogue"] = places.get("epilogue", "") + (part.epilogue or "")
    for kind, text in places.items():
        if text.strip():
            decoded = decode_text(text.encode("utf-8", "surrogateescape"))
            yield kind, decoded[:MAX_CHARACTERS]


def _odd_headers(root: email.message.Message) -> Iterator[str]:
    """The words of fields that mail programs do not write, those of parts too."""
    for part in (root, *_below(root)):
        for name, value in part.raw_items():
            usual = _USUAL if part is root else _USUAL_IN_PART
            if not usual.match(name):
                yield decode_header(str(value).encode("utf-8", "surrogateescape"))


#: Fields of a part; its file name is looked at where files are.
_USUAL_IN_PART = re.compile(
    r"(?i)^(?:content-(?:type|transfer-encoding|disposition|id|language|class)|mime-version"
    r"|x-attachment-id|x-apple-.{1,40}|x-ms-.{1,60})$"
)


def _below(root: email.message.Message) -> Iterator[email.message.Message]:
    for part in _with_parts(root):
        children = part.get_payload()
        if isinstance(children, list) and part.get_content_type() != "message/rfc822":
            yield from (c for c in children if isinstance(c, email.message.Message))


def _with_parts(root: email.message.Message) -> Iterator[email.message.Message]:
    stack = [root]
    for _ in range(1_000):
        if not stack:
            return
        part = stack.pop()
        children = part.get_payload()
        if isinstance(children, list):
            yield part
            if part.get_content_type() != "message/rfc822":
                stack.extend(c for c in children if isinstance(c, email.message.Message))
