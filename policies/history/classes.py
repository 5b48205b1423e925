"""What the markup of mail clients says: history containers, intros, signatures.

Classes and ids that clients write, most from Proton's published selector list and
from client sources (docs/history.md). They prove where history is, or only where
it begins; the words of the lines decide the rest.
"""

import re
from functools import lru_cache

from policies.history.html import attributes

_BOX_WORDS = frozenset(
    [
        "gmail_quote",
        "gmail_quote_container",
        "yahoo_quoted",
        "moz-forward-container",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "zmail_extra_div",
        "ms-outlook-mobile-reference-message",
        "nhn_mail_quote",
        "ik_mail_quote",
        "freshdesk_quote",
        "front-blockquote",
        "helpscout_quote",
        "mailcontainer_quote",
        "sh-history-container",
        "moz-email-forward-container",
        "mcntreplymessage",
        "wmquote",
        "mail-editor-reference-message-container",
        "olk_src_body_section",
        "isreplycontent",
        "isforwardcontent",
        "origbody",
        "reply139content",
        "__quoted_text__",
        "yahooquoted",
        "mailquote",
        "ox-quote",
        "mailbird_quote",
        "replyforwardmessage",
        "hey_quoted_content",
    ]
)
_INTRO_WORDS = frozenset(
    [
        "gmail_attr",
        "moz-cite-prefix",
        "reply-intro",
        "forward-intro",
        "protonmail_quote_header",
        "moz-email-headers-table",
        "replyheader",
        "reply_header",
        "quote-header",
    ]
)
_DIVIDER_WORDS = frozenset(
    [
        "divrplyfwdmsg",
        "appendonsend",
        "stopspelling",
        "_mailoriginal",
        "orimsghtmlseperator",
        "orimsghtmlseparator",
        "outlookmessageheader",
        "__divider__",
        "__headers__",
        "replysplit",
        "mailoriginal",
        "zwchr",
        "msgheader_quote",
    ]
)
_SIGNATURE_WORDS = frozenset(
    [
        "gmail_signature",
        "signature",
        "moz-signature",
        "applemailsignature",
        "ms-outlook-mobile-signature",
        "k9mail-signature",
        "gmail_signature_prefix",
        "protonmail_signature_block",
        "tutanota_signature",
        "zmail_signature",
        "mailsignature",
        "email-signature",
        "mail_signature",
        "protonmail_signature_block-user",
        "elementtoproof_signature",
        "ms-outlook-ios-signature",
    ]
)
_MEANINGS = (
    ("intro", _INTRO_WORDS),
    ("box", _BOX_WORDS),
    ("divider", _DIVIDER_WORDS),
    ("signature", _SIGNATURE_WORDS),
)
_TELLING = re.compile(r"class|\bid\b|\bid=|name=|type=|data-|border", re.IGNORECASE)
_CITE_STYLE = re.compile(r"border-(?:left|right|inline-start)", re.IGNORECASE)
_OUTLOOK_STYLE = re.compile(r"border-top:[ \t]?(?:solid|[\d.]{1,6}pt solid)", re.IGNORECASE)
_OUTLOOK_PADDING = re.compile(r"padding:[ \t]?3(?:\.0)?pt", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![-\w])color[ \t]?[:=][ \t]?[\"']?([#\w(), .%]{1,40})", re.IGNORECASE)
_DARK = frozenset(
    [
        "black",
        "windowtext",
        "inherit",
        "initial",
        "currentcolor",
        "#000",
        "#000000",
        "#222",
        "#222222",
        "#333",
        "#333333",
        "rgb(0,0,0)",
        "rgb(34,34,34)",
        "rgb(33,33,33)",
        "rgb(51,51,51)",
        "#212121",
        "#242424",
        "rgb(36,36,36)",
        "auto",
        "#500050",
        "#202124",
        "rgb(80,0,80)",
        "rgb(32,31,30)",
        "#201f1e",
        "white",
        "#fff",
        "#ffffff",
    ]
)


@lru_cache(maxsize=2_048)
def meaning(tag: str, source: str) -> str:
    """What a start tag says: box, cite, indent, intro, divider, signature, or empty."""
    if tag == "blockquote":
        return "cite" if _is_cite(source) else "indent"
    if not _TELLING.search(source):
        return ""
    found = attributes(source)
    words = {
        _plain(word)
        for name in ("class", "id", "name", "data-marker", "data-smartmail", "data-type")
        for word in found.get(name, "").split()
    }
    for said, known in _MEANINGS:
        if words & known:
            return said
    if found.get("name", "") == "quote" and tag == "div":
        return "box"
    return "divider" if _divides(tag, found) else ""


def _divides(tag: str, found: dict[str, str]) -> bool:
    """The rules that Outlook draws above history."""
    style = found.get("style", "")
    word = _OUTLOOK_STYLE.search(style) and _OUTLOOK_PADDING.search(style)
    windows = "border-top-style: solid" in style and "padding-top: 5px" in style
    return bool(word or windows) or (tag == "hr" and found.get("tabindex") == "-1")


def _plain(word: str) -> str:
    """A class or id without the prefixes that other clients put before it."""
    low = word.lower()
    while low.startswith(("x_", "m_")) and len(low) > 2:
        low = low[2:]
    if low.startswith("yiv") and "_" in low:
        return low
    return "yahoo_quoted" if low.endswith("yahoo_quoted") else low


def _is_cite(source: str) -> bool:
    if len(source) <= len("<blockquote>"):
        return False
    found = attributes(source)
    if found.get("type", "").lower() == "cite" or "cite" in found:
        return True
    classes = found.get("class", "").lower()
    if "quote" in classes or "iosymail" in classes or "cite" in classes:
        return True
    return bool(_CITE_STYLE.search(found.get("style", "")))


@lru_cache(maxsize=2_048)
def colour(source: str) -> str | None:
    """The text colour a start tag sets: empty for the usual dark ones, None for none."""
    if "olor" not in source and "OLOR" not in source:
        return None
    found = _COLOUR.findall(source[:4_000])
    if not found:
        return None
    value = "".join(found[-1].lower().split()).rstrip(";\"'")
    return "" if value in _DARK else value


def is_hidden(source: str) -> bool:
    """Text that no client shows."""
    low = source.lower()
    return "display:none" in low or "display: none" in low
