"""What was found in an attached file, in words: kind, people, places, and what stayed shut."""

import re
from collections.abc import Iterable

from policies.attachments.places import Spread
from policies.contents import Inside
from policies.finding import Finding
from web.findings import FINDINGS, finding_word
from web.visible import visible_line
from web.words import LANGUAGES

MAX_PLACES = 4
MAX_UNREAD = 4

KINDS: dict[str, tuple[str, str]] = {
    "business_card": ("名刺", "business cards"),
    "customer_list": ("顧客名簿", "a list of customers"),
    "member_list": ("会員・参加者の名簿", "a list of members"),
    "employee_list": ("従業員名簿", "a list of employees"),
    "package_slip": ("送り状・配送伝票", "delivery slips"),
    "cv": ("履歴書・職務経歴書", "a CV"),
    "health_check": ("健康診断の結果", "results of a health check"),
    "insurance_family": ("保険・扶養家族の一覧", "insured people and their families"),
    "id_form": ("本人確認・個人番号の書類", "a form of identity"),
    "payment_form": ("口座・支払いの書類", "a form for payments"),
    "sensitive_report": ("要配慮個人情報を含む報告", "a report with sensitive data"),
    "cctv": ("防犯カメラの記録", "records of a camera"),
    "minutes": ("議事録", "minutes"),
}

TYPES: dict[str, tuple[str, str]] = {
    "PERSON": ("氏名", "names"),
    "ADDRESS": ("住所", "addresses"),
    "PHONE": ("電話番号", "telephone numbers"),
    "FAX_NUMBER": ("FAX番号", "fax numbers"),
    "EMAIL": ("メールアドレス", "mail addresses"),
    "POSTAL_CODE": ("郵便番号", "postal codes"),
    "BIRTH_DATE": ("生年月日", "dates of birth"),
    "MY_NUMBER": ("マイナンバー", "My Numbers"),
    "DRIVER_LICENSE": ("運転免許証番号", "driving licences"),
    "PENSION_NUMBER": ("基礎年金番号", "pension numbers"),
    "INSURER_NUMBER": ("保険者番号", "numbers of insurers"),
    "INSURED_NUMBER": ("被保険者番号", "numbers of insured people"),
    "PASSPORT": ("旅券番号", "passports"),
    "RESIDENCE_CARD": ("在留カード番号", "residence cards"),
    "CREDIT_CARD": ("クレジットカード番号", "credit cards"),
    "BANK_ACCOUNT": ("銀行口座", "bank accounts"),
    "IBAN": ("IBAN", "IBAN"),
    "NATIONAL_ID": ("各国の個人番号", "national numbers"),
    "HEALTH": ("健康・病歴", "health"),
    "CRIMINAL": ("犯罪の経歴", "criminal records"),
    "CRIME_VICTIM": ("犯罪の被害", "victims of crime"),
    "CREED": ("信条", "creed"),
    "RACE": ("人種・民族", "race"),
    "SOCIAL_STATUS": ("社会的身分", "social status"),
}

#: Why a file, or one inside it, was not read: a reason code, or the status when it has no words.
REASONS: dict[str, tuple[str, str]] = {
    "encrypted": ("パスワードで保護されています", "protected by a password"),
    "uninspectable": ("中身を確認できない形式です", "a format that cannot be looked into"),
    "bomb": ("展開すると極端に大きくなります", "unpacks to an extreme size"),
    "corrupt": ("壊れているか、途中で切れています", "broken, or cut off"),
    "ocr": ("画像の文字を読み取れません", "the text in a picture cannot be read"),
    "crash": ("読み取り中に異常が起きました", "it broke its reader"),
    "limit:size": ("大きすぎます", "too large"),
    "limit:pages": ("ページが多すぎます", "too many pages"),
    "limit:ocr_pages": ("画像のページが多すぎます", "too many scanned pages"),
    "limit:cells": ("表が大きすぎます", "its tables are too large"),
    "limit:characters": ("文字が多すぎます", "too much text"),
    "limit:memory": ("読み取りに必要なメモリが多すぎます", "takes too much memory to read"),
    "limit:cpu": ("読み取りに時間がかかりすぎます", "takes too long to read"),
    "limit:wall": ("読み取りに時間がかかりすぎます", "takes too long to read"),
    "limit:total": ("読み取りに時間がかかりすぎます", "takes too long to read"),
}
#: Places that readers of formats name; others are names of sheets or parts, shown as they are.
PLACES: dict[str, tuple[str, str]] = {
    "picture": ("画像", "the picture"),
    "metadata": ("画像の付属情報", "the picture's metadata"),
    "properties": ("文書のプロパティ", "the properties"),
    "comments": ("コメント", "comments"),
    "header": ("ヘッダー", "the header"),
    "footer": ("フッター", "the footer"),
    "footnotes": ("脚注", "footnotes"),
    "endnotes": ("文末脚注", "endnotes"),
    "notes": ("ノート", "the notes"),
    "annotations": ("注釈", "annotations"),
    "headers": ("メールのヘッダー", "the mail's header"),
    "names": ("ファイル名", "file names"),
    "file name": ("ファイル名", "the file name"),
    "formulas": ("数式", "formulas"),
    "settings": ("シートの設定", "settings of the sheet"),
    "unused strings": ("使われていない文字列", "strings that no cell uses"),
    "deleted": ("削除された文字", "deleted text"),
    "preamble": ("メールの表示されない部分", "an unseen part of the mail"),
    "epilogue": ("メールの表示されない部分", "an unseen part of the mail"),
}
_SURE = ("、", ", ")
_PLACE = re.compile(r"^(page|slide) (\d{1,9})$")
_UNITS = {"page": ("{}ページ", "page {}"), "slide": ("スライド{}", "slide {}")}


def file_words(inside: Inside, language: str) -> list[tuple[str, str]]:
    """Lines about a file as (class, text): what it holds, where, samples, and what is odd."""
    at = LANGUAGES.index(language)
    lines: list[tuple[str, str]] = []
    if inside.persons:
        held = _SURE[at].join(TYPES[t][at] for t in inside.types if t in TYPES)
        kind = KINDS[inside.kind][at] if inside.kind in KINDS else ""
        lines.append(("holds", " — ".join(part for part in (kind, held) if part)))
        if where := _places(inside.places, at):
            lines.append(("where", ("場所：", "Where: ")[at] + where))
        if inside.samples:
            shown = _SURE[at].join(visible_line(sample) for sample in inside.samples)
            lines.append(("sample", ("例：", "For example: ")[at] + shown))
    lines += [("shut", line) for line in _unread(inside, at)]
    lines += [("odd", finding_word(code, language)) for code in _odd(inside.findings)]
    return lines


def reason_words(status: str, reason: str, language: str) -> str:
    """Why something was not read."""
    cause = reason if reason in REASONS else reason.partition(":")[0]
    return REASONS.get(cause, REASONS.get(status, REASONS["uninspectable"]))[
        LANGUAGES.index(language)
    ]


def _unread(inside: Inside, at: int) -> list[str]:
    """The reason for the file itself, and the names of files inside that stayed shut."""
    language = LANGUAGES[at]
    shut = [f for f in inside.findings if f.code == "not-read"]
    lines = [
        reason_words(str(f.data.get("status", "")), f.why[0], language)
        for f in shut
        if not (f.where and f.where.path)
    ]
    within = [f for f in shut if f.where and f.where.path]
    for finding in within[:MAX_UNREAD]:
        assert finding.where
        why = reason_words(str(finding.data.get("status", "")), finding.why[0], language)
        lines.append(f"{visible_line(finding.where.path)}{('：', ': ')[at]}{why}")
    if len(within) > MAX_UNREAD:
        lines.append(("ほか{}件", "and {} more")[at].format(len(within) - MAX_UNREAD))
    return lines or ([reason_words(inside.status, inside.reason, language)] * _is_shut(inside))


def _is_shut(inside: Inside) -> bool:
    return inside.status != "text"


def _odd(findings: Iterable[Finding]) -> list[str]:
    codes = (f.code for f in findings if f.code != "not-read" and f.code in FINDINGS)
    return list(dict.fromkeys(codes))


def _places(spreads: Iterable[Spread], at: int) -> str:
    """``会員 2〜313行``; pages and slides in one go."""
    told: list[str] = []
    numbered: dict[tuple[str, str], list[int]] = {}
    for spread in spreads:
        match = _PLACE.match(spread.place)
        if match:
            numbered.setdefault((spread.path, match[1]), []).append(int(match[2]))
        else:
            told.append(_place(spread, at))
    for (path, unit), numbers in numbered.items():
        told.append(" ".join(filter(None, (visible_line(path), _numbers(unit, numbers, at)))))
    told = [place for place in dict.fromkeys(told) if place]
    more = ("ほか", " …")[at] if len(told) > MAX_PLACES else ""
    return _SURE[at].join(told[:MAX_PLACES]) + more


def _numbers(unit: str, numbers: list[int], at: int) -> str:
    first, last = min(numbers), max(numbers)
    span = str(first) if first == last else f"{first}{'〜–'[at]}{last}"
    return _UNITS[unit][at].format(span)


def _place(spread: Spread, at: int) -> str:
    rows = ""
    if spread.is_table:
        span = str(spread.first)
        if spread.last > spread.first:
            span += f"{'〜–'[at]}{spread.last}"
        rows = ("{}行", "rows {}")[at].format(span)
    place = visible_line(spread.place)
    for code, words in PLACES.items():
        if place == code or place.endswith(f" {code}"):
            place = place.removesuffix(code) + words[at]
            break
    return " ".join(filter(None, (visible_line(spread.path), place, rows)))
