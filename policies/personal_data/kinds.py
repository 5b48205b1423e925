# ruff: noqa: E501 - patterns and word lists
"""What kind of document a text is, from anchor words and the data found in it.

These are the documents that companies overlook when they list their personal
data: slips, cards, check-ups, dependants, camera pictures. Each kind needs its
anchors and its data; a notice that only mentions them stays ``other``.
"""

import re
from collections import Counter
from dataclasses import dataclass

from policies.personal_data.labels import Field

_HEAD = 1_500  # characters that count as the beginning of a document


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the kinds look at."""

    text: str  # folded, lower case
    types: Counter[str]
    persons: int
    sensitive: bool
    fields: frozenset[Field]  # announced by table columns
    labels: str  # all header texts, lower case
    rows: int  # rows of the largest table with persons
    lines: int  # lines that are not empty
    loose: bool = False  # the rows are lines of text, not of a table


#: A list says so in its first line, or repeats the label of a name for each person.
_LIST_TITLE = re.compile(
    r"名簿|一覧|リスト|台帳|申込者|予約(?:表|状況|一覧)|参加者|出席者(?:名簿|一覧)|\blist\b|roster|contacts|directory"
)
_NAME_LABEL = re.compile(
    r"(?:^|\n)[ \t]{0,4}(?:ご?氏 ?名|お?名前|申込者(?:名|氏名)|会員名|顧客名|name|full name|vor- und nachname)[ \t]{0,4}[::]"
)


def _has(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern)


_CCTV = _has(
    r"防犯カメラ|監視カメラ|カメラ映像|ドライブレコーダー|録画(?:映像|データ|日時)|cctv|surveillance|security camera|ネットワークカメラ"
)
_CCTV_MORE = _has(
    r"映像|顔|人物|静止画|録画|撮影|不審者|服装|footage|face|recording|来訪者|立入|映って"
)
_SHOP = _has(r"単価|見積|型番|税込|unit price|在庫|納期|キャンペーン|価格|新発売")
_CV = _has(
    r"履 ?歴 ?書|職 ?務 ?経 ?歴 ?書|curriculum vitae|résumé|(?:^|\n)resume\b|lebenslauf|エントリーシート|職務要約"
)
_CV_MORE = _has(
    r"学 ?歴|職 ?歴|志望|資格|職務経歴|自己pr|education|experience|skills|ausbildung|berufserfahrung|employment"
)
_HEALTH = _has(
    r"健康診断|健診|人間ドック|健康診査|検診|ストレスチェック|health check|medical check|check-up|checkup|medical examination"
)
_HEALTH_MORE = _has(r"判定|所見|血圧|bmi|既往|結果|診断|視力|blood|findings|result")
_FAMILY = _has(r"被扶養者|扶養家族|扶養親族|家族一覧|dependent|被保険者.{0,40}家族")
_FAMILY_MORE = _has(r"続柄|被保険者|保険証|記号|relationship|健康保険|保険者")
_SLIP = _has(
    r"送り状|伝票番号|お問い?合わ?せ番号|追跡番号|ゆうパック|宅急便|宅配便|発払|元払|着払|飛脚|レターパック|配達|お届け希望|shipping label|tracking|waybill|consignment|荷物|配送|集荷"
)
_TO = _has(r"お? ?届け? ?先|受取人|配達先|送り先|ship to|deliver to|consignee|(?:^|\n)to:")
_FROM = _has(r"ご?依頼主|送り主|差出人|発送元|ship from|sender|shipper|(?:^|\n)from:")
_GOODS = _has(r"品 ?名|内容品|品目|ワレモノ|こわれもの|個数|contents|weight|重量|サイズ")
_MINUTES = _has(
    r"議事録|議事要旨|打合せ記録|会議メモ|打ち合わせ記録|minutes of|meeting minutes|meeting notes|protokoll"
)
_ATTEND = _has(r"出席|参加者|欠席|attendees|present:|participants|teilnehmer")
_LETTER = _has(
    r"お世話になって|よろしくお願い|拝啓|ご査収|dear |best regards|kind regards|sincerely|御中|請求書|見積書|お願い(?:いた)?します|申し上げます|お疲れ|各位|ください|です。|ます。|ました。|original message|subject:|件名[::]|(?:^|\n)hi |(?:^|\n)hello "
)
_EMPLOYEE = _has(
    r"社員(?:名簿|一覧|番号|リスト|no|コード|id)|従業員(?:名簿|一覧|番号|リスト|コード)|職員(?:名簿|一覧|番号)|緊急連絡網|入社(?:日|年月日)|役職|給与|人事|所属部署|部署|employee|hire ?date|staff|department|salary|job ?title|雇用|在籍"
)
_MEMBER = _has(
    r"エントリー|大会|選手|参加者|受講者|受講生|自治会|同好会|役員|児童|生徒|園児|保護者|学年|会員(?:名簿|一覧|番号|リスト|no|種別|コード|id|ランク)|入会(?:日|年月日)|同窓会|会費|member|membership|pta|町内会|名簿|クラブ|サークル|組合員"
)
_CUSTOMER = _has(
    r"予約|来場|宿泊|お召し上がり|reservation|booking|guest|顧客|お客様|得意先|購入|customer|client|注文|来店|契約者|申込|ご利用|お買上|ポイント"
)
_ID_FORM = _has(
    r"本人確認|個人番号(?:届|提供|カード|申告)|扶養控除等|マイナンバー(?:提供|届|カード|収集)|運転免許証|在留カード|旅券|パスポート|身分証|identity|id verification|passport"
)
_PAYMENT = _has(
    r"振込(?:先|依頼|口座)|口座(?:振替|届|番号|名義)|クレジットカード|カード(?:番号|情報)|支払|給与振込|payment|credit card|bank account|iban|決済|direct debit"
)
_REPORT = _has(
    r"第[一二三四五1-5]報|速報|続報|面談|聴取|通報|診断書|意見書|報告書|相談記録|面談記録|相談票|調査|事案|記録票|カルテ|診療|経過|ケース記録|incident|report|人事記録|聞き取り|顛末|情報提供書|紹介状|休職|申出"
)
_CARD_TITLE = _has(
    r"専務|常務|室|代表|理事|顧問|チーフ|代表取締役|取締役|社長|部長|課長|係長|主任|次長|マネージャー|店長|所長|室長|営業|manager|director|engineer|president|officer|部|課|consultant|executive|リーダー|主査|エンジニア|デザイナー|弁護士|税理士|head of|sales|ceo|cto"
)
_COMPANY = _has(
    r"株式会社|\(株\)|㈱|有限会社|㈲|合同会社|商事|製作所|法人|事務所|病院|銀行|inc\b|ltd|llc|gmbh|corp|company|s\.a\.|商店|工業|協会|大学|工房|運輸|システム|research|group|partners"
)
_CARD_PHONE = _has(r"tel|電話|fax|携帯|phone|mobile|〒|直通|代表|[tmf]:|☎|℡")


def classify(found: Evidence) -> str:  # noqa: PLR0911 - one rule a line
    """The kind, or ``other``."""
    text, head = found.text, found.text[:_HEAD]
    people = found.persons > 0
    listed = found.rows >= 3 and not (found.loose and _LETTER.search(text))
    listed |= found.persons >= 3 and (
        bool(_LIST_TITLE.search(text[:60])) or len(_NAME_LABEL.findall(text)) >= 3
    )
    if _CCTV.search(head) and len(set(_CCTV_MORE.findall(text))) >= 2 and not _SHOP.search(text):  # noqa: SIM102 - two questions
        if people or _has(r"人物|顔|不審者|映像|footage").search(text):
            return "cctv"
    if _CV.search(head) and _CV_MORE.search(text) and people and found.persons <= 3:
        return "cv"
    if people and _health(found, head):
        return "health_check"
    if people and _family(found, head):
        return "insurance_family"
    if people and not listed and _slip(found):
        return "package_slip"
    if _MINUTES.search(head) and (_ATTEND.search(text) or people):
        return "minutes"
    if listed and found.persons >= 3:
        return _list(found, head)
    if people and _card(found):
        return "business_card"
    return _forms(found, head) if people else "other"


def _health(found: Evidence, head: str) -> bool:
    if measures(found.labels) >= 2:
        return True
    if not _HEALTH.search(head) and not (
        Field.MEASURE in found.fields and Field.HEALTH in found.fields
    ):
        return False
    measured = Field.MEASURE in found.fields or found.types["HEALTH"] > 0
    return measured and len(set(_HEALTH_MORE.findall(found.text))) >= 2


_MEASURES = re.compile(
    r"血圧|血糖|hba1c|コレステロール|ldl|hdl|中性脂肪|尿糖|尿蛋白|尿酸|bmi|腹囲|視力|聴力|心電図|γ-?gtp|got|gpt|ast|alt"
    r"|ヘモグロビン|クレアチニン|総合判定|blood pressure|glucose|cholesterol|blutdruck"
)


def measures(text: str) -> int:
    """How many different things a physician measures a text names; lower case, folded."""
    return len(set(_MEASURES.findall(text)))


def _family(found: Evidence, head: str) -> bool:
    if not _FAMILY.search(head + found.labels):
        return False
    more = len(set(_FAMILY_MORE.findall(found.text)))
    return more >= 2 or (more >= 1 and Field.RELATION in found.fields)


def _slip(found: Evidence) -> bool:
    text = found.text
    score = 2 * bool(_TO.search(text)) + 2 * bool(_FROM.search(text))
    score += bool(_SLIP.search(text)) + bool(_GOODS.search(text)) + (found.types["ADDRESS"] >= 2)
    return score >= 5 and found.types["ADDRESS"] > 0 and not _LETTER.search(text)


def _list(found: Evidence, head: str) -> str:
    """One of the three list kinds: titles and headers weigh more than the rest."""
    title = head[:80] + " " + found.labels
    scores = {
        "employee_list": 2 * len(_EMPLOYEE.findall(title)),
        "member_list": 2 * len(_MEMBER.findall(title)),
        "customer_list": 2 * len(_CUSTOMER.findall(title)) + 1,
    }
    return max(scores, key=lambda kind: scores[kind])


def _card(found: Evidence) -> bool:
    if found.lines > 14 or found.rows or found.persons > 2 or _LETTER.search(found.text):
        return False
    company = bool(_COMPANY.search(found.text)) or found.types["EMAIL"] > 0
    reach = found.types["PHONE"] + found.types["EMAIL"] + found.types["FAX_NUMBER"]
    return (
        company
        and reach >= 1
        and bool(_CARD_TITLE.search(found.text))
        and found.types["PERSON"] >= 1
        and not _forms_only(found)
    )


def _forms_only(found: Evidence) -> bool:
    return bool(
        found.types.keys() & {"BIRTH_DATE", "MY_NUMBER", "BANK_ACCOUNT", "CREDIT_CARD", "HEALTH"}
    )


_IDS = (
    "MY_NUMBER",
    "DRIVER_LICENSE",
    "RESIDENCE_CARD",
    "PASSPORT",
    "INSURED_NUMBER",
    "PENSION_NUMBER",
    "NATIONAL_ID",
)


_HANDED_IN = _has(r"届出?書|申告書|申請書|提供書|申込書|確認書")


def _forms(found: Evidence, head: str) -> str:
    types = found.types
    if found.sensitive and _REPORT.search(head):
        return "sensitive_report"
    asked = _ID_FORM.search(found.text) or _HANDED_IN.search(head[:80])
    if sum(types[t] for t in _IDS) and asked:
        return "id_form"
    if types["CREDIT_CARD"] + types["BANK_ACCOUNT"] + types["IBAN"] and _PAYMENT.search(found.text):
        return "payment_form"
    if found.sensitive and not _LETTER.search(found.text):
        return "sensitive_report"
    return "other"
