"""Passwords that stand in the text of a mail beside its encrypted file."""

import re

MAX_FOUND = 10
#: A word for password, then what follows it on its line or alone on the next; full-width too.
_PASSWORD = re.compile(
    r"(?i)(?:パスワード|ﾊﾟｽﾜｰﾄﾞ|暗証番号|解凍キー|\bpass(?:word|wort|code)?\b|\bpwd?\b"
    r"|\bmot de passe\b)"
    r"(?:は|を)?[^\S\n]{0,5}(?:[:：=＝「『\"'（(→]|は|is|ist|est)?[^\S\n]{0,5}\n?[^\S\n]{0,5}"
    r"[「『\"'（(]?([!-~！-～]{4,64})"
)
_CLOSING = "」』\"'）)。、"
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def passwords_in(text: str) -> tuple[str, ...]:
    """What may be a password in a text, each once, at most ten."""
    found: dict[str, None] = {}
    for match in _PASSWORD.finditer(text):
        found[match[1].translate(_NARROW).rstrip(_CLOSING)] = None
        if len(found) == MAX_FOUND:
            break
    return tuple(password for password in found if len(password) >= 4)
