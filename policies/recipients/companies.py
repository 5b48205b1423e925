"""Company names, however people write them, in one form to compare.

㈱青空商事, 青空商事（株） and 青空商事株式会社 御中 all become ``青空商事``; "Aozora Trading
Co., Ltd." becomes ``aozoratrading``.
"""

import re
import unicodedata

from policies.recipients.surnames import plain_kanji

MAX_NAME = 120

_FORMS = (
    "特定非営利活動法人|独立行政法人|国立大学法人|社会福祉法人|一般社団法人|一般財団法人|公益社団法人|公益財団法人"
    "|弁護士法人|税理士法人|司法書士法人|行政書士法人|社会保険労務士法人|社労士法人|特許業務法人|監査法人|医療法人社団|医療法人"
    "|学校法人|宗教法人|財団法人|社団法人|npo法人|株式会社|有限会社|合同会社|合資会社|合名会社|相互会社"
    r"|\(株\)|\(有\)|\(同\)|\(合\)|\(資\)|\(名\)|\(社\)|\(財\)|\(医\)|\(学\)|\(独\)|カブシキガイシャ"
)
_FORM = re.compile(_FORMS)
_LATIN_FORMS_WORDS = """
co ltd limited inc incorporated corp corporation company llc llp lp plc gmbh mbh ag kg kgaa ohg ug
ev eg se sa sarl sas srl spa bv nv oy oyj ab as aps kk gk pte pty pvt sdn bhd the
"""
_LATIN_FORMS = frozenset(_LATIN_FORMS_WORDS.split())
#: Forms that are common words as well: no sign of an organisation by themselves.
_WORDS_TOO = frozenset({"the", "as", "se", "ag", "company", "limited", "ab", "eg"})
_DOTTED = re.compile(r"\b([a-z])\.(?=[a-z]\.)")
_WORD = re.compile(r"[^\W_]{1,80}")
_POLITE = re.compile(r"(?:御中|様|殿|各位)\Z")
#: Ends of names that only organisations have; a person's name is never so long before it.
_KIND = re.compile(
    r"(?:商事|商会|商店|工業|産業|製作所|製鉄|製鋼|建設|工務店|銀行|信用金庫|大学|高校|学園|学院|病院|医院|クリニック|事務所"
    r"|協会|組合|連合会|役所|役場|県庁|都庁|府庁|研究所|研究会|センター|ホールディングス|グループ|電機|電気|電工|物産|運輸|物流"
    r"|印刷|不動産|保険|証券|食品|薬品|製薬|化学|興業|システム|システムズ|ソリューションズ|コーポレーション|ジャパン"
    r"|サービス|出版|新聞社|放送|鉄道|航空|電力|ガス|通信|自動車|機械|精機|金属|樹脂|紡績|繊維|百貨店|旅行社)\Z"
)
_DEPARTMENT = re.compile(
    r"(?:本部|支社|支店|営業所|工場|部門|部|課|係|室|局|科|グループ|チーム|センター|本社|事業所|窓口|担当|事務局"
    r"|department|dept|division|team|office)\Z",
    re.IGNORECASE,
)


def normal(name: str) -> str:
    """The name without its legal form, spaces, punctuation and case; may be empty."""
    text = _POLITE.sub("", _folded(name).strip())
    bare = _FORM.sub(" ", text)
    words = _WORD.findall(_DOTTED.sub(r"\1", bare))
    kept = [word for word in words if word not in _LATIN_FORMS]
    return "".join(kept)


def has_form(text: str) -> bool:
    """Whether the text names a legal form (株式会社, ㈱, GmbH, Co., Ltd.)."""
    folded = _folded(text)
    if _FORM.search(folded):
        return True
    words = _WORD.findall(_DOTTED.sub(r"\1", folded))
    return any(word in _LATIN_FORMS and word not in _WORDS_TOO for word in words[1:]) or (
        len(words) > 1 and words[-1] in {"ag", "se"}
    )


def looks_like_organisation(text: str) -> bool:
    """Whether a text by its form or its last word is the name of an organisation."""
    return has_form(text) or bool(len(text) > 3 and _KIND.search(_folded(text).strip()))


def is_department(text: str) -> bool:
    """Whether a word is a part of an organisation: 営業部, 大阪支店, Sales Team."""
    return len(text) > 1 and bool(_DEPARTMENT.search(text.strip()[-40:]))


def _folded(text: str) -> str:
    return plain_kanji(unicodedata.normalize("NFKC", text[:MAX_NAME]).casefold())
