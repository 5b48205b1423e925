"""Hostile text made visible: nothing from a mail may hide, or change what stands beside it."""

import re

import idna

# Controls, direction marks, and characters without a shape: they could make an
# address or a file name look like another one. Lone surrogates cannot be encoded.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_UNUSUAL = re.compile("[^\x00-\x7f\u3005-\u3007\u3041-\u30ff\u3400-\u9fff]")
_LINE_ENDS = re.compile(r"\r\n?")
_SPACES = re.compile(r"[\t\n]")


def visible(text: str) -> str:
    """The text with invisible and direction-changing characters written out.

    Line ends become plain newlines, because every mail has them as CRLF.
    """
    return _UNSEEN.sub(_written_out, _LINE_ENDS.sub("\n", text))


def visible_line(text: str) -> str:
    """The same for what belongs on one line: line ends and tabs are written out too."""
    return _SPACES.sub(_written_out, _UNSEEN.sub(_written_out, text))


def unicode_domain(domain: str) -> str:
    """The readable form of an international domain; empty for a plain or a broken one."""
    if "xn--" not in domain:
        return ""
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return ""


def unusual_letters(address: str) -> str:
    """The letters of an address that are neither ASCII nor Japanese, each with its number.

    Many of them look like ASCII (the Cyrillic a), so the address alone does not show them.
    """
    local, _, domain = address.rpartition("@")
    letters = dict.fromkeys(_UNUSUAL.findall(local + unicode_domain(domain)))
    return " ".join(f"{visible_line(c)} (U+{ord(c):04X})" for c in letters)


def fold(text: str, *, characters: int = 500, lines: int = 16) -> tuple[str, str]:
    """What is shown of a text at once, and what follows on demand; cut at a line end if any."""
    at = len(text)
    if text.count("\n") >= lines:
        at = len("\n".join(text.split("\n", lines)[:lines]))
    if at > characters:
        at = max(text.rfind("\n", characters // 2, characters), 0) or characters
    # A few lines more are sooner read than asked for.
    return (text, "") if len(text) - at < characters // 5 else (text[:at], text[at:].lstrip("\n"))


def _written_out(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"
