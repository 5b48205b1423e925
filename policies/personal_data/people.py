# ruff: noqa: E501, SIM905 - patterns and word lists
"""Japanese names in running text: labels, honorifics, full names, introductions.

A bare surname in prose is nobody; it counts with an honorific, a label, an
introduction (「…の池田です」), or once the same text has established it.
"""

import re
from collections.abc import Iterator

from policies.personal_data import fold, full_names, labelled_names, names
from policies.personal_data.context import Context
from policies.personal_data.dictionary import names as lists
from policies.personal_data.full_names import COMPANY_BEFORE, KANA_BESIDE, NAME_CHARACTER
from policies.personal_data.numbers import Hit
from policies.personal_data.titles import TITLES

K = names.KANJI

_POLITE = frozenset(
    ["様方", "様", "さん", "さま", "殿", "氏", "くん", "君", "ちゃん", "先生", "教諭"]
)
_HONORIFIC = re.compile(
    r"様方|様(?![々式子相態])|さん|さま|殿(?!堂|様)|氏(?!名|族|神|は名)|くん|君(?=[、。はがのにをもと )\n]|$)|ちゃん|先生|教諭|"
    + TITLES
)
_TAIL = re.compile(
    rf"(?:[{K}]{{1,5}} )?[{K}]{{1,10}}[ぁ-んァ-ヶー]{{0,5}}$|[{K}]{{1,4}} [ぁ-んァ-ヶー]{{1,5}}$|[ぁ-んァ-ヶー・=]{{2,14}}$"
)
_SOFT = "部課室係店社所員局院校科班組長役任の・は"
_NOT_WITH_SAMA = frozenset(
    (
        "奥 王 神 姫 殿 上 客 方 皆 何 宮 仏 主 父 母 兄 姉 娘 嫁 婿 孫 人 同 多 仕 有 模 様 外 各 別 医 今 誰 君 異 一 左 右 両 表 逆 "
        "唐 雛 若 旦那 お客 貴方 各位 他"
    ).split()
)
_INTRODUCES = re.compile(
    r"です|でございます|と申し|と言います|といいます|宛に|が担当|がご?対応|がお伺い|が承り|が伺い|まで(?:ご連絡|お問い?合)"
)
_INTRODUCED = re.compile(
    rf"(?:^|[の 、。\n部課室係社店所])(?P<name>[{K}]{{1,6}}(?: [{K}ぁ-ん]{{1,5}})?)$"
)
_KNOWN_AFTER = re.compile(
    r"(?=です|でございます|と申し|より|が|は|も|[::)）(→、。]|さ|様|氏|宛|$|\n| (?:$|\n|拝)|の(?=携帯|電話|メール|件|連絡|ほう|方)|に(?=確認|依頼|連絡|転送)|から(?=連絡|報告|説明|提案|回答)|へ(?=連絡|転送|依頼)|と(?=相談|確認)|を(?=含む|担当))",
    re.MULTILINE,
)


def find(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Names in running text; hits may overlap, the surest is listed first."""
    yield from labelled_names.find(context, start, end)
    yield from _honoured(context.text, start, end)
    yield from full_names.in_text(context.text, start, end)
    yield from _introduced(context.text, start, end)
    yield from _behind_titles(context.text, start, end)
    yield from _in_roles(context.text, start, end)
    yield from full_names.in_lines(context, start, end)


def _honoured(text: str, start: int, end: int) -> Iterator[Hit]:
    for match in _HONORIFIC.finditer(text, start, end):
        at = match.start()
        if text[at - 1 : at] == " ":
            at -= 1
        at += _belongs_to_name(text, match[0], at)
        tail = _TAIL.search(text[max(start, at - 16, text.rfind("\n", start, at) + 1) : at])
        polite = match[0] in _POLITE
        if not tail:
            if polite and (western := _WESTERN.search(text[max(start, at - 32) : at])):
                yield _western(western, at, match[0])
            continue
        found = _from_tail(tail[0], polite=polite)
        if not found:
            continue
        word, form, sure = found
        if COMPANY_BEFORE.search(text, max(0, at - len(word) - 6), at - len(word)) and not polite:
            continue
        yield Hit(
            "PERSON",
            at - len(word),
            at,
            sure,
            (f"honorific:{text[at : match.end()].strip()}", form or "surname+given"),
            form,
        )


#: 「Smith様」; a company with an honorific is written in capitals or has its own mark.
_WESTERN = re.compile(r"(?:^|[^A-Za-z])([A-Z][a-z'’-]{2,14}(?: [A-Z][a-z'’-]{2,14})?)$")


def _western(name: re.Match[str], at: int, title: str) -> Hit:
    return Hit("PERSON", at - len(name[1]), at, 0.85, (f"honorific:{title}", "western"), "western")


def _belongs_to_name(text: str, title: str, at: int) -> int:
    """1 when the first character of a title is the last of a surname: 山本部長."""
    if title != "本部長" or not names.is_common_surname(text[max(0, at - 1) : at + 1].strip()):
        return 0
    return 0 if names.is_common_surname(text[max(0, at - 2) : at]) else 1


# What stands before a title and is an office, although it is some family's name too.
_OFFICES = frozenset(
    (
        "営業 人事 経理 総務 技術 製造 購買 企画 財務 法務 広報 開発 品質 物流 情報 国際 海外 国内 第一 第二 第三 生産 資材 販売 業務 監査 研究 "
        "設計 施工 建築 土木 電気 機械 環境 安全 健康 教育 秘書 広告 宣伝 支店 東京 大阪 関東 関西 中部 九州 東北 北海道 四国 中国 各位 両者 前任 "
        "新任 現地 同社 当社 弊社 貴社 御社 担当 専任 統括 代理 名誉 上席 主席 工場 本社 店舗 学校 病院 大学 学部 外科 内科 眼科 歯科 小児 看護 "
        "検査 薬剤 事務 管理 運営 運用 保守 西日本 東日本 首都 都市 地域 本店 商品 事業 経営 戦略 市場 調達 倉庫 配送 輸送 輸出 貿易 元気 一般 特別"
    ).split()
)


def _from_tail(tail: str, *, polite: bool) -> tuple[str, str, float] | None:
    """The name at the end of what stands before an honorific."""
    starts = [0, *(i + 1 for i, c in enumerate(tail[:-1]) if c in _SOFT or c == " ")]
    for i in starts:
        word = tail[i:]
        hard = i == 0 or tail[i - 1] in " の・"
        parts = names.split(word)
        whole = names.is_common_surname(word)
        if (
            parts
            and not whole
            and (parts[2] >= 2 or (polite and hard))
            and word not in _NOT_WITH_SAMA
        ):
            return word, "", 0.96
        known = names.is_common_surname(word) or (
            names.is_surname(word)
            and (polite or (hard and len(word) >= 2 and word not in _OFFICES))
        )
        if known and word not in _NOT_WITH_SAMA and (len(word) > 1 or (hard and word not in _SOFT)):
            return word, "surname", 0.9
        if polite and hard and len(word) >= 3 and names.kana_shaped(word):  # noqa: SIM102 - two questions
            if (
                names.is_kana_name(word)
                or "・" in word
                or fold.hiragana(word) in lists().surname_kana
            ):
                return word, "kana", 0.85
    for i in range(1, len(tail) - 1):
        word = tail[i:]
        parts = names.split(word)
        if parts and parts[2] == 3 and len(parts[0]) >= 2:
            return word, "", 0.85
        if len(word) >= 2 and names.is_common_surname(word) and polite:
            return word, "surname", 0.8
    return None


def _introduced(text: str, start: int, end: int) -> Iterator[Hit]:
    for verb in _INTRODUCES.finditer(text, start, end):
        low = max(start, verb.start() - 14)
        match = _INTRODUCED.search(text[low : verb.start()])
        if not match:
            continue
        word = match["name"]
        for begin in (0, *(i + 1 for i, c in enumerate(word[:-1]) if c in "部課室係社店所")):
            name = word[begin:]
            at = low + match.start("name") + begin
            parts = names.split(name)
            if names.is_common_surname(name):
                if not _place_like(text, at, name):
                    yield Hit(
                        "PERSON", at, at + len(name), 0.85, ("introduced", "surname"), "surname"
                    )
                break
            if parts and parts[2] >= 2 and name not in lists().not_names:
                yield Hit("PERSON", at, at + len(name), 0.9, ("introduced", "surname+given"))
                break


_BEHIND_TITLE = re.compile(
    rf"(?:{TITLES}) (?P<name>[{K}]{{2,4}})(?= ?(?:$|[\n\t、,(/]|0[0-9]|TEL|携帯|内線|さん|様))"
)


def _behind_titles(text: str, start: int, end: int) -> Iterator[Hit]:
    """「部長 大野」 in rosters: a title, a space, a surname, and the line or the item ends."""
    for match in _BEHIND_TITLE.finditer(text, start, end):
        if names.is_common_surname(match["name"]):
            yield Hit(
                "PERSON",
                match.start("name"),
                match.end("name"),
                0.85,
                ("behind-title", "surname"),
                "surname",
            )


_IN_ROLE = re.compile(
    rf"(?:社員|職員|従業員|部下|同僚|上司|患者|生徒|児童|担当|後輩|先輩|会員|利用者|入居者|容疑者|被告|被害者|学生|教員|店員|スタッフ)"
    rf"(?:の|\()(?P<name>[{K}]{{1,5}})(?=[がはをにもと、)])"
)


def _in_roles(text: str, start: int, end: int) -> Iterator[Hit]:
    """「社員の田中が」, 「当社社員（山本）が」: a role makes a surname a person."""
    for match in _IN_ROLE.finditer(text, start, end):
        word = match["name"]
        parts = names.split(word)
        if names.is_common_surname(word):
            yield Hit(
                "PERSON",
                match.start("name"),
                match.end("name"),
                0.85,
                ("role", "surname"),
                "surname",
            )
        elif (
            parts
            and parts[2] >= 2
            and word not in lists().not_names
            and not names.organisation(word)
        ):
            yield Hit(
                "PERSON", match.start("name"), match.end("name"), 0.85, ("role", "surname+given")
            )


def _place_like(text: str, start: int, word: str) -> bool:
    """「会場は福島です」: no organisation on the line before the surname, and no greeting."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - 40) : start]
    return not (_OWN.search(line) or _GREETS.search(text, max(0, start - 60), start))


_GREETS = re.compile(r"お世話にな|お疲れ|はじめまして|初めまして|初めてご連絡|突然の")
_OWN = re.compile(
    r"株式会社|\(株\)|㈱|有限会社|㈲|会社|[社部課室係店所局院校会]の ?$|担当の ?$|^$|課|部|係|^ ?$|[A-Za-z]の ?$|[堂屋所]の ?$|お世話"
)


def kana_beside(text: str, hits: list[Hit]) -> Iterator[Hit]:
    """Readings in brackets behind a name."""
    for hit in hits:
        match = KANA_BESIDE.match(text, hit.end)
        if match and (
            names.is_kana_name(match[1])
            or (match[0][0] != "\n" and (" " in match[1] or hit.form == "surname"))
        ):
            yield Hit("PERSON", match.start(1), match.end(1), 0.9, ("reading-of-name",), "kana")


_INSIDE_WORD = re.compile(rf"[{K}](?<![様氏殿君])|[ァ-ヶー]")


def known_again(
    text: str, surnames: frozenset[str], full: frozenset[str], start: int, end: int
) -> Iterator[Hit]:
    """Further mentions of full names and bare surnames that this text has established."""
    for name in sorted(full):
        at = text.find(name, start, end)
        while at >= 0:
            stop = at + len(name)
            if not NAME_CHARACTER.match(text[at - 1 : at]) and not _INSIDE_WORD.match(text, stop):
                yield Hit("PERSON", at, stop, 0.85, ("established-name",))
            at = text.find(name, stop, end)
    for surname in sorted(surnames):
        at = text.find(surname, start, end)
        while at >= 0:
            stop = at + len(surname)
            if not NAME_CHARACTER.match(text[at - 1 : at]) and _KNOWN_AFTER.match(text, stop):
                yield Hit("PERSON", at, stop, 0.8, ("established-surname",), "surname")
            at = text.find(surname, stop, end)
