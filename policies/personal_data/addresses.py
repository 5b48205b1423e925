# ruff: noqa: E501, SIM905 - patterns and word lists
"""Postal addresses: Japanese ones grown from a municipality, Western ones by street words.

A Japanese address needs block digits behind the municipality (or a label, or
an address column): a list of prefectures or branches is not one. Prefectures
may be missing; Kyoto's street directions are part of the town.
"""

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from policies.personal_data.context import Context, Label
from policies.personal_data.dictionary import names
from policies.personal_data.labels import Field
from policies.personal_data.numbers import Hit

PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 "
    "静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 "
    "熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()

_PREFECTURES = frozenset(PREFECTURES)
_TOWN = r"[一-鿿々〆ぁ-んァ-ヶー]{0,28}?"
_BLOCK = (
    r"(?:[0-9]{1,5}|[一二三四五六七八九十]{1,4}(?=丁目|番|条|-|の|号))"
    r"(?:丁目|番地|番町|番|号|条|線|地割|-|の|ノ|(?= ?[0-9A-Za-zァ-ヶ一-鿿\n]|$|[,、。)\t」|;\"]))"
)
_MORE = r"[0-9一二三四五六七八九十丁目番地号条のノ東西南北\-]{0,24}"
_JAPANESE = re.compile(rf" ?{_TOWN} ?{_BLOCK}{_MORE}")
_ARABIC = re.compile(
    rf" ?{_TOWN} ?[0-9]{{1,5}}(?:丁目|番地|番町|番|号|条|線|地割|-|の|ノ"
    rf"|(?= ?[0-9A-Za-zァ-ヶ一-鿿\n]|$|[,、。)\t」|;\"])){_MORE}"
)
_CHUNK = re.compile(r" ?([一-鿿々〆ぁ-んァ-ヶーA-Za-z0-9・&'.\-#]{1,24})")
_BUILDING = re.compile(
    r"ビル|マンション|ハイツ|荘|コーポ|タワー|メゾン|レジデンス|パーク|ハイム|アパート|ハウス|テラス|ヒルズ|プラザ|団地|号室|号棟|棟|寮|"
    r"コート|ガーデン|シティ|スクエア|センター|館|パレス|キャッスル|ヴィラ|ビレッジ|ロイヤル|グラン|サン|ライオンズ|プレイス|方$"
)
_UNIT = re.compile(
    r"(?:[A-Za-z]-?)?[0-9]{1,4}(?:号室|号|階|F|f|室)?$|[0-9]{1,2}-[0-9]{3,4}$|[0-9]{1,2}[階F][A-Z0-9]{0,4}$"
)
_NUMBERED = re.compile(r"[一-鿿ァ-ヶーA-Za-z]{2,16}[0-9]{1,4}(?:号室?|号棟|F|階)?$")
_STREET = (
    r"street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|way|terrace|"
    r"square|sq|close|crescent|parkway|pkwy|highway|hwy|circle|cir|trail|gardens|grove|row|mews"
)
# Title case as in addresses; 「st」 and 「CT」 in running words are something else.
_STREET_NAMES = "|".join(word.title() for word in _STREET.split("|"))
_WORD = r"[A-Z][A-Za-zÀ-ÿ'.\-]{0,19}"
_ENGLISH = re.compile(
    rf"[0-9]{{1,5}}[A-Za-z]? (?:[NSEW]\.? )?(?:{_WORD}|[0-9]{{1,3}}(?:st|nd|rd|th))"
    rf"(?: {_WORD})?(?: {_WORD})? (?:(?:{_STREET_NAMES})\b\.?)"
    r"(?:,? (?:(?i:apt|suite|ste|unit|flat|floor|fl)\.? ?#?[0-9A-Z]{1,5}|#[0-9A-Z]{1,5}))?"
    rf"(?:,? {_WORD}(?: {_WORD})?(?: {_WORD})?)?(?:,? [A-Z]{{2}})?"
    r"(?:,? (?:[0-9]{5}(?:-[0-9]{4})?|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}))?"
)
_GERMAN = re.compile(
    r"[A-ZÄÖÜ][A-Za-zäöüß.\-]{1,30}(?:straße|strasse|str\.|weg|allee|platz|gasse|ring|damm|ufer) "
    r"[0-9]{1,4} ?[a-z]?(?![0-9A-Za-z])(?:, ?(?:[A-Z]-)?[0-9]{4,5} [A-ZÄÖÜ][A-Za-zäöüß.\-]{1,30})?"
    r"|[A-ZÄÖÜ][a-zäöüß]{1,20} (?:Straße|Strasse|Str\.|Weg|Allee|Platz|Ring) [0-9]{1,4} ?[a-z]?"
    r"(?![0-9A-Za-z])(?:, ?[0-9]{5} [A-ZÄÖÜ][A-Za-zäöüß.\-]{1,30})?"
)
_ROMANCE = re.compile(
    r"[0-9]{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|cours)"
    r" [A-Za-zÀ-ÿ'’ \-]{2,40}(?:, ?[0-9]{5} [A-ZÀ-Ý][A-Za-zÀ-ÿ'\- ]{1,30})?"
    r"|(?:Calle|C/|Avenida|Avda\.|Paseo|Plaza|Via|Viale|Piazza|Corso|Rua) [A-ZÀ-Ý][A-Za-zÀ-ÿ'. \-]{1,40},? "
    r"[0-9]{1,4}(?:, ?[0-9]{5} [A-ZÀ-Ý][A-Za-zÀ-ÿ'\-]{1,30})?"
)
# Words without which the Western patterns need not run.
_STREET_WORDS = tuple(f" {word}" for word in _STREET.split("|"))
_GERMAN_WORDS = (
    "straße",
    "strasse",
    "str.",
    "allee",
    "platz",
    "gasse",
    "weg ",
    "damm ",
    "ufer ",
    "ring ",
)
_ROMANCE_WORDS = (
    "rue |avenue |boulevard |place |chemin |allée |impasse |quai |cours |calle |c/|avenida |avda|paseo |plaza |via |viale |piazza |corso |rua "
).split("|")
_DIGIT = re.compile(r"[0-9]|[一二三四五六七八九十]丁目")


@cache
def _places() -> AhoCorasick:
    return AhoCorasick(sorted({*PREFECTURES, *names().places}), matchkind=MatchKind.LeftmostLongest)


def find(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Addresses in a stretch of text, outside address columns."""
    yield from _japanese(context, start, end)
    text = context.text
    lower = context.lower[start:end]
    for words, pattern in (
        (_STREET_WORDS, _ENGLISH),
        (_GERMAN_WORDS, _GERMAN),
        (_ROMANCE_WORDS, _ROMANCE),
    ):
        if not any(word in lower for word in words):
            continue
        for match in pattern.finditer(text, start, end):
            if _INSIDE.match(text[match.start() - 1 : match.start()]):
                continue
            stop = match.start() + len(match[0].rstrip(" ,"))
            yield _hit(context, match.start(), stop, "street")


_INSIDE = re.compile(r"[0-9A-Za-zÀ-ÿ-]")


def _japanese(context: Context, start: int, end: int) -> Iterator[Hit]:
    done = start
    text = context.text
    for _, begins, ends in _places().find_matches_as_indexes(text[start:end]):
        at, stop = begins + start, ends + start
        if at < done:
            continue
        limit = min(end, stop + 80)
        body = _ARABIC.match(text, stop, limit) or _JAPANESE.match(text, stop, limit)
        if not body:
            continue
        # 「千葉市で5件」: a particle after the municipality is no town.
        if text[stop] in "でにはがをもへと、" or _PROSE.search(body[0]):
            continue
        if _no_address(text, body):
            continue
        line_end = context.layout.lines[context.layout.line_at(at)][1]
        begin = _with_district(text, at, start)
        finish = _building(context, body.end(), min(end, line_end))
        yield _hit(context, begin, finish, "municipality")
        done = finish


_PROSE = re.compile(
    r"から|まで|より|には|では|です|ます|した|する|(?<=[一-鿿])[はがを]|との|への|およ|また"
)
_AFTER_COUNT = re.compile(
    r" ?(?:件|人|名|年|月(?!島)|日|円|台|個|%|回|店|社|時|分|歳|位|か所|箇所|ヶ所|校|世帯|km|mm|倍|点|本(?!町)|棟|周年)"
)


def _no_address(text: str, body: re.Match[str]) -> bool:
    """Counts and dates behind a place name."""
    return bool(_AFTER_COUNT.match(text, body.end())) or "年" in body[0] or "日" in body[0][-1:]


def _with_district(text: str, at: int, start: int) -> int:
    """Include a prefecture written without 県 or a county just before the municipality."""
    for size in (3, 4):
        if at - size >= start and text[at - size : at] in _PREFECTURES:
            return at - size
    return at


def _building(context: Context, at: int, end: int) -> int:
    """Where the building and unit behind the block end."""
    finish = at
    labels = context.labels_between(at, end)
    if labels:
        end = labels[0][0]
    for _ in range(4):
        chunk = _CHUNK.match(context.text, at, end)
        if not chunk or chunk.end() == at:
            break
        word = chunk[1]
        glued = not chunk[0].startswith(" ")
        if (
            _UNIT.match(word)
            or _BUILDING.search(word)
            or _NUMBERED.match(word)
            or (glued and _DIGIT.search(word[-1]))
        ):
            at = finish = chunk.end()
            continue
        ahead = _CHUNK.match(context.text, chunk.end(), end)
        if ahead and (_UNIT.match(ahead[1]) or _BUILDING.search(ahead[1])) and len(word) <= 12:
            at = finish = ahead.end()
            continue
        break
    return finish


def _hit(context: Context, start: int, end: int, how: str) -> Hit:
    label = context.label(start)
    if label and label.field in {Field.ADDRESS, Field.POSTAL}:
        return Hit("ADDRESS", start, end, 0.97, (how, "block-digits", label.why))
    return Hit("ADDRESS", start, end, 0.88, (how, "block-digits"))


def in_cell(context: Context, start: int, end: int, label: Label) -> Hit | None:
    """The value of an address column or label, as a whole."""
    value = context.text[start:end]
    if len(value) < 2 or value.isdigit() or not any(c.isalpha() for c in value):
        return None
    return Hit("ADDRESS", start, end, 0.93, (label.why,))
