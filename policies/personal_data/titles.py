"""Titles and honorifics that stand beside Japanese names."""

import re

TITLES = (
    "代表取締役社長|代表取締役|取締役社長|副社長|社長|取締役|専務|常務|執行役員|本部長|副部長|部長代理|部長|次長|課長代理|課長補佐|課長|係長|"
    "主任|主査|室長|工場長|支店長|店長|所長|院長|校長|園長|局長|理事長|理事|会長|班長|顧問|監査役|マネージャー|リーダー|チーフ|弁護士|医師|看護師|"
    "教授|准教授|議員|記者|被告|容疑者|主事|事務局長|支社長|センター長"
)
_TITLE_END = re.compile(rf" ?(?:様|殿|氏|さん|先生|{TITLES})$")

# The last characters of all titles and honorifics: most words need no closer look.
_LAST = frozenset(["様", "殿", "氏", "ん", "生", *(title[-1] for title in TITLES.split("|"))])


def without_title(word: str) -> str:
    """A name without the title or honorific behind it."""
    if word[-1:] not in _LAST:
        return word
    return _TITLE_END.sub("", word).rstrip(" ・")
