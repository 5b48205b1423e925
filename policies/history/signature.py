"""Signatures at the end of a message: whose they are is asked elsewhere.

Evidence is counted in kinds (company, department or title, postal address, phone,
fax, mail, URL, the name of the writer), because one kind alone also stands in
prose. Forms: the RFC 3676 4.3 delimiter, ruled blocks, markup of clients, what
follows a closing phrase, a block at the end, disclaimers, device lines.
"""

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache

from policies.history import labels, marks
from policies.history.lines import Lines

MAX_LINES = 16
MAX_AFTER_DELIMITER = 30

_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|（株）|\(株\)|㈱|㈲|（有）|財団法人|社団法人|学校法人|医療法人|"
    r"事務所|組合|協会|大学|銀行|有限公司|股份|公司|集团|주식회사|㈜|\(주\)|"
    r"\b(?:GmbH|AG|KG|OHG|e\.V\.|Ltd|Limited|Inc|LLC|LLP|Corp|Corporation|Company|PLC|plc|"
    r"S\.?A\.?S?|SARL|S\.r\.l|SpA|S\.p\.A|S\.L|B\.?V|N\.?V|Oy|AB|ApS|A/S|Lda|Ltda|Co-op|"
    r"Pty|K\.K|Co\.|Kanzlei|Group|University|Bank)(?!\w)"
)
_TITLE = re.compile(
    r"部$|課$|室$|係$|局$|本部|営業部|総務|課長|部長|主任|係長|社長|取締役|担当|支店|支社|事業所|"
    r"センター|グループ|チーム|マネージャ|主査|次長|室長|所長|経理|人事|購買|"
    r"(?i:\b(?:manager|director|engineer|sales|head of|officer|assistant|department|dept|"
    r"division|vertrieb|einkauf|leiter|leiterin|geschäftsführer|abteilung|abt\.|prokurist|"
    r"directeur|directrice|responsable|gerente|direttore|ufficio|diretor|afdeling|marketing|"
    r"procurement|accounting|legal|litigation|consultant|chef de|ventas|compras|comercial|"
    r"logistics|support|purchasing|vendite|acquisti|vendas|verkoop|inkoop|achats|ventes)\b)|"
    r"经理|部门|销售|采购|总监|팀장|과장|부장|영업|구매|대리|이사"
)
_POSTAL = re.compile(
    r"〒|(?:東京都|北海道|京都府|大阪府|.{2,3}県).{1,12}[市区町村郡]|"
    r"\b\d{5}\s[A-ZÄÖÜÀ-Ý][^\W\d_]{2,}|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|"
    r"\b[A-Z]{2}\s\d{5}\b|\b\d{4}\s?[A-Z]{2}\s[A-Z]|\b\d{4}-\d{3}\b|"
    r"(?i:\b(?:street|st\.|road|avenue|ave\.|lane|suite|straße|strasse|str\.|weg|platz|allee|"
    r"rue|boulevard|calle|avenida|via|piazza|rua|straat|laan|plein|floor)\b)|"
    r"\w(?:straße|strasse|str\.|weg|platz|gasse|straat|laan|gracht)\s\d|丁目|番地|ビル\d|[路街]\d{1,5}号|"
    r"市.{1,8}区.{1,20}号|시\s.{1,10}구\s|로\s?\d{1,4}"
)
_PHONE_LABEL = re.compile(
    r"(?i:\b(?:tel|phone|ph|fon|telefon|téléphone|telefono|teléfono|telefone|telefoon|mob|mobil|"
    r"mobile|cell|handy|móvil|fax|direct|portable|cellulare|celular|mobiel|t|m|f|p)\b\s?[.:：]{0,2}"
    r"\s?[+(\d])|TEL|ＴＥＬ|Ｔｅｌ|FAX|ＦＡＸ|℡|☎|電話|携帯|直通|内線|电话|電話|手机|传真|전화|휴대폰|팩스|"
    r"ext\.\s?\d"
)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()./–‐－-]{6,20}\d(?!\w)")
_URL = re.compile(r"https?://|www\.|(?i:\burl\b)|ホームページ|(?i:\bweb\b\s?[:：])")
_MAIL_LABEL = re.compile(r"(?i:\be-?mail\b|\bmail\b|メール|邮箱|이메일|correo|courriel)\s?[:：]")
_DISCLAIMER = re.compile(
    r"(?i:confidential|intended (?:only|solely) for|if you are not the intended|disclaimer|"
    r"vertraulich|nicht der richtige adressat|irrtümlich erhalten|confidentiel|confidencial|"
    r"riservat|destinatario indicato|vertrouwelijk|registergericht|amtsgericht|handelsregister|"
    r"sitz der gesellschaft|geschäftsführ|ust-id|registered (?:in|office)|company (?:no|number))|"
    r"機密情報|秘密情報|誤って受信|誤送信|宛先以外|本メールは|本電子メール|このメールは|保密|机密|기밀"
)
_SENTENCE_END = ("。", "！", "？", "!", "?", "ます", "です", "ください", "下さい", "니다", "어요")
_ABBREVIATED = frozenset((
    "inc", "ltd", "co", "corp", "llc", "llp", "plc", "jr", "sr", "ltda", "lda", "cia", "bros",
    "dept", "tel", "ag", "kg", "gmbh", "etc", "no", "st", "str",
))  # fmt: skip


@lru_cache(maxsize=4_096)
def kinds(text: str, names: frozenset[str] = frozenset()) -> frozenset[str]:
    """The kinds of signature evidence on one line."""
    part = text[:300]
    found = {
        name
        for name, pattern in (
            ("company", _COMPANY),
            ("title", _TITLE),
            ("postal", _POSTAL),
            ("phone", _PHONE_LABEL),
            ("url", _URL),
        )
        if pattern.search(part)
    }
    if _PHONE.search(part) and not marks.has_date(part):
        found.add("phone")
    if marks.has_address(part) or _MAIL_LABEL.search(part):
        found.add("mail")
    bare = "".join(part.split()).casefold()
    if any(name in bare for name in names) and len(part) <= 60:
        found.add("name")
    return frozenset(found)


@lru_cache(maxsize=4_096)
def is_sentence(text: str) -> bool:
    """Prose rather than a line of a signature."""
    bare = text.rstrip(' 　)）"」.')
    if text.rstrip(' 　)）"」').endswith(_SENTENCE_END) or bare.endswith(_SENTENCE_END):
        return True
    if len(bare) > 110:
        return True
    ended = text.rstrip().endswith((".", ":"))
    last = bare.rpartition(" ")[2].lower()
    return ended and bare.count(" ") >= 3 and "." not in last and last not in _ABBREVIATED


def is_device(text: str) -> bool:
    """``Sent from my iPhone`` and its kin."""
    low = text.strip(" 　<>*_-").lower()
    return len(low) <= 80 and low.startswith(labels.DEVICE) and not low.endswith(".")


def is_closing(text: str) -> bool:
    """A phrase that ends a letter, alone on its line."""
    return text.strip(" 　.,、。!！").lower() in labels.CLOSING_SET


def find(
    lines: Lines, first: int, last: int, names: frozenset[str] = frozenset()
) -> list[tuple[int, int]]:
    """The signatures among the lines of one message, as ranges, in order."""
    shown = array("i", (index for index in range(first, last) if not lines.blanks[index]))
    if not shown:
        return []
    if len(shown) == 1:
        line = lines[shown[0]]
        alone = line.markup.hint == "signature" or _signs_alone(line.text, names)
        return [(shown[0], shown[0] + 1)] if alone else []
    ranges = [
        *_hinted(lines, shown),
        *_delimited(lines, shown),
        *_ruled(lines, shown, names),
        *_closed(lines, shown, names),
        *_trailing(lines, shown, names),
        *((index, index + 1) for index in shown if is_device(lines.texts[index])),
    ]
    begins = min((start for start, _ in ranges), default=last)
    return _merged([*ranges, *_disclaimers(lines, shown, begins)])


@lru_cache(maxsize=4_096)
def _signs_alone(text: str, names: frozenset[str]) -> bool:
    """Whether a line is a signature with nothing else in its message."""
    if is_device(text):
        return True
    return len(kinds(text, names)) >= 3 and not (is_sentence(text) or is_closing(text))


def strength(lines: Lines, start: int, end: int) -> int:
    """How many kinds of evidence a signature holds; a drawn line and markup count two."""
    block = [index for index in range(start, end) if not lines.blanks[index]]
    drawn = any(
        marks.rule(lines.texts[index]) or lines.markups[index].hint == "signature"
        for index in block
    )
    return _score(lines, block, frozenset()) + 2 * drawn


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _hinted(lines: Lines, shown: Sequence[int]) -> list[tuple[int, int]]:
    return [(index, index + 1) for index in shown if lines.markups[index].hint == "signature"]


def _delimited(lines: Lines, shown: Sequence[int]) -> list[tuple[int, int]]:
    """From ``-- `` to the end of the message."""
    for place in range(len(shown) - 1, -1, -1):
        if lines.texts[shown[place]] in {"--", "—", "-- "}:
            rest = shown[place + 1 :]
            if rest and len(rest) <= MAX_AFTER_DELIMITER:
                return [(shown[place], rest[-1] + 1)]
            return []
    return []


def _score(lines: Lines, block: Sequence[int], names: frozenset[str]) -> int:
    found: set[str] = set()
    for index in block:
        found |= kinds(lines.texts[index], names)
    return len(found)


def _ruled(lines: Lines, shown: Sequence[int], names: frozenset[str]) -> list[tuple[int, int]]:
    """Blocks between two drawn lines, below the last or above it."""
    ranges: list[tuple[int, int]] = []
    ruled = [place for place, index in enumerate(shown) if marks.rule(lines.texts[index])]
    for number, place in enumerate(ruled):
        following = ruled[number + 1] if number + 1 < len(ruled) else len(shown)
        inside = shown[place + 1 : following]
        if 0 < len(inside) <= MAX_LINES and _score(lines, inside, names) >= 2:
            end = following if following < len(shown) else len(shown) - 1
            ranges.append((shown[place], shown[end] + 1))
    if ruled and ruled[-1] == len(shown) - 1 and not ranges:
        above = _paragraph(lines, shown, len(shown) - 2)
        if above and _score(lines, above, names) >= 2:
            ranges.append((above[0], shown[-1] + 1))
    return ranges


def _paragraph(lines: Lines, shown: Sequence[int], place: int) -> list[int]:
    """The lines that stand together with this one, upwards."""
    block: list[int] = []
    while place >= 0 and len(block) < MAX_LINES:
        index = shown[place]
        if block and block[0] - index > 1:
            break
        if is_sentence(lines.texts[index]) or is_closing(lines.texts[index]):
            break
        block.insert(0, index)
        place -= 1
    return block


def _closed(lines: Lines, shown: Sequence[int], names: frozenset[str]) -> list[tuple[int, int]]:
    """What follows the last closing phrase, as far as it is no prose."""
    for place in range(len(shown) - 1, max(-1, len(shown) - MAX_LINES - 6), -1):
        if is_closing(lines.texts[shown[place]]):
            block = _after_closing(lines, shown[place + 1 : place + 1 + MAX_LINES], names)
            short = all(len(lines.texts[index]) <= 45 for index in block)
            if block and (_score(lines, block, names) or (len(block) <= 3 and short)):
                return [(block[0], block[-1] + 1)]
            return []
    return []


def _after_closing(lines: Lines, shown: Sequence[int], names: frozenset[str]) -> list[int]:
    """The lines up to the first prose; a further paragraph only with evidence in it."""
    block: list[int] = []
    paragraph: list[int] = []
    for index in [*shown, -1]:
        if index < 0 or (paragraph and index - paragraph[-1] > 1):
            if block and not _score(lines, paragraph, names):
                break
            block += paragraph
            paragraph = []
        if index < 0 or is_sentence(lines.texts[index]):
            break
        paragraph.append(index)
    return block


def _trailing(lines: Lines, shown: Sequence[int], names: frozenset[str]) -> list[tuple[int, int]]:
    """A block at the end with three kinds of evidence."""
    place = len(shown) - 1
    while place > 0 and (
        is_device(lines.texts[shown[place]]) or _is_legal(lines.texts[shown[place]])
    ):
        place -= 1
    block = _paragraph(lines, shown, place)
    if not block:
        return []
    above = _paragraph(lines, shown, place - len(block))
    wide = [*above, *block]
    if above and len(wide) <= MAX_LINES and _score(lines, above, names) >= 2:
        block = wide
    if _score(lines, block, names) >= 3:
        return [(block[0], block[-1] + 1)]
    return []


def _is_legal(text: str) -> bool:
    return _DISCLAIMER.search(text[:600]) is not None


def _disclaimers(lines: Lines, shown: Sequence[int], begins: int) -> list[tuple[int, int]]:
    """Legal notes behind a signature, or with two tell-tale words among the last lines.

    Prose may speak of confidence too.
    """
    return [
        (index, index + 1)
        for index in shown[-MAX_LINES:]
        if index != shown[0]
        and (
            (index >= begins and _is_legal(lines.texts[index]))
            or len(set(_DISCLAIMER.findall(lines.texts[index][:2_000]))) >= 2
        )
    ]
