"""Reading labels: which field a column header or the words before a value announce."""

import re
from functools import lru_cache

from policies.personal_data.fields import Field
from policies.personal_data.label_forms import CONTAINS, SPACED, VAGUE
from policies.personal_data.vocabulary import WORDS

_CLEAN = re.compile(r"[\s_*※＊■□●○◆◇▼▲・【】\[\]<>〈〉《》:：\"']")
_PARENTHESES = re.compile(r"[(（][^()（）]{0,20}[)）]")


def plain(label: str) -> str:
    """A label without spaces, marks and case."""
    return _CLEAN.sub("", label).lower().replace("（", "(").replace("）", ")")


_EXACT: dict[str, Field] = {
    plain(word): field for field, words in WORDS.items() for word in words.split()
}
_AS_WRITTEN: dict[str, Field] = {
    word.lower().replace("（", "(").replace("）", ")"): field
    for field, words in WORDS.items()
    for word in words.split()
}


@lru_cache(maxsize=8_192)
def field_of(label: str) -> Field | None:
    """What a column header or stand-alone label announces, or None."""
    if len(label) > 40:
        return None
    text = plain(label)
    found = _EXACT.get(text) or _EXACT.get(_PARENTHESES.sub("", text))
    if found or len(text) > 20:
        return found
    if text.endswith(("者", "者名")) and 2 <= len(text) <= 7:
        return Field.NAME
    if "被保険者番号" in text:
        return Field.INSURED
    return next((field for word, field in CONTAINS if word in text), None)


def words_in_text() -> list[tuple[str, Field]]:
    """Labels to look for inside lines, lower case; what is vague there is left to headers."""
    found = {word: field for word, field in _AS_WRITTEN.items() if word not in VAGUE}
    for field, words in SPACED.items():
        found |= dict.fromkeys(words.split("|"), field)
    for word, field in list(found.items()):
        if len(word) == 2 and not word.isascii():
            found |= {" ".join(word): field, "  ".join(word): field}
    return list(found.items())


__all__ = ["Field", "field_of", "plain", "words_in_text"]
