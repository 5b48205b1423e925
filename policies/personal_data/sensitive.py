# ruff: noqa: E501, SIM905 - patterns and word lists
"""Sensitive personal information of APPI article 2(3) and cabinet order article 2.

A term counts only together with a person: in the same table row, in the same
sentence, or under the same labels. A seminar on hay fever concerns nobody.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from policies.personal_data.context import Context
from policies.personal_data.kinds import measures
from policies.personal_data.labels import Field
from policies.personal_data.numbers import Hit

_TERMS = {
    "HEALTH": (
        "うつ病 鬱病 うつ状態 抑うつ 抑うつ状態 統合失調症 双極性障害 適応障害 発達障害 自閉症 自閉スペクトラム症 注意欠如多動症 adhd パニック障害 "
        "不安障害 不眠症 睡眠時無呼吸症候群 摂食障害 依存症 アルコール依存症 認知症 アルツハイマー病 パーキンソン病 てんかん 脳梗塞 脳出血 くも膜下出血 "
        "脳卒中 心筋梗塞 狭心症 不整脈 心房細動 心不全 高血圧 高血圧症 低血圧 糖尿病 1型糖尿病 2型糖尿病 脂質異常症 高脂血症 痛風 高尿酸血症 "
        "メタボリックシンドローム 肥満症 甲状腺機能低下症 甲状腺機能亢進症 バセドウ病 橋本病 気管支喘息 喘息 肺炎 肺気腫 copd 慢性閉塞性肺疾患 結核 "
        "肺がん 肺癌 胃がん 胃癌 大腸がん 大腸癌 乳がん 乳癌 肝がん 肝臓がん 膵がん 膵臓がん 前立腺がん 子宮がん 子宮頸がん 卵巣がん 食道がん 白血病 "
        "悪性リンパ腫 悪性腫瘍 がん 癌 脂肪肝 肝炎 b型肝炎 c型肝炎 肝硬変 胃潰瘍 十二指腸潰瘍 潰瘍性大腸炎 クローン病 逆流性食道炎 胆石 胆石症 "
        "腎不全 慢性腎臓病 腎炎 人工透析 透析 尿路結石 膀胱炎 関節リウマチ リウマチ 骨粗しょう症 椎間板ヘルニア 腰椎椎間板ヘルニア 骨折 変形性膝関節症 "
        "緑内障 白内障 網膜剥離 難聴 突発性難聴 メニエール病 アトピー性皮膚炎 アトピー 食物アレルギー 花粉症 アナフィラキシー 子宮筋腫 子宮内膜症 不妊治療 "
        "流産 妊娠中毒症 妊娠高血圧症候群 切迫流産 切迫早産 hiv hiv感染症 hiv陽性 エイズ 梅毒 性感染症 インフルエンザ 新型コロナ コロナ陽性 貧血 鉄欠乏性貧血 膠原病 全身性エリテマトーデス "
        "多発性硬化症 筋萎縮性側索硬化症 als 身体障害者手帳 精神障害者保健福祉手帳 療育手帳 障害者手帳 障害等級 身体障害 知的障害 精神障害 視覚障害 聴覚障害 要介護 "
        "要精密検査 要再検査 要治療 要医療 メンタル不調 メンタルヘルス不調 自律神経失調症 更年期障害 片頭痛 偏頭痛 ヘルニア 通院中 入院中 休職中 手術を受け 抗うつ薬 抗がん剤 "
        "インスリン 服薬中 診断された 診断書 道路交通法違反 飲酒運転 心身症 ptsd 心的外傷後ストレス障害 強迫性障害 解離性障害 人格障害 チック症 吃音 ダウン症 脳性麻痺 筋ジストロフィー 帯状疱疹 "
        "depression diabetes cancer hypertension asthma epilepsy schizophrenia bipolar anxiety hepatitis leukemia leukaemia "
        "arthritis stroke dementia anaemia anemia migraine tuberculosis pregnant hiv-positive copd chemotherapy dialysis "
        "depressionen krebs diabète cáncer bluthochdruck"
    ),
    "CRIMINAL": (
        "前科 逮捕 逮捕歴 有罪判決 有罪 実刑 実刑判決 懲役 禁錮 執行猶予 起訴 書類送検 送検 服役 服役中 受刑 仮釈放 保護観察 保護観察処分 少年院 家庭裁判所送致 不起訴 罰金刑 略式命令 "
        "窃盗罪 詐欺罪 横領罪 業務上横領 傷害罪 覚醒剤取締法違反 道路交通法違反 飲酒運転 犯罪歴 少年審判 前歴 "
        "convicted conviction arrested imprisonment prison sentence felony probation"
    ),
    "CRIME_VICTIM": (
        "被害届 性的暴行 犯罪被害 被害に遭 被害にあ 被害者 暴行を受け ストーカー被害 性被害 性暴力 dv被害 詐欺被害 窃盗被害 傷害被害 強盗被害 盗難被害 暴力被害 虐待を受け 虐待被害 "
        "痴漢被害 恐喝被害 ひったくり被害 セクハラ被害 家庭内暴力 空き巣被害 victim_of"
    ),
    "CREED": (
        "創価学会 創価学会員 キリスト教徒 キリスト教 カトリック カトリック信者 プロテスタント イスラム教徒 イスラム教 ムスリム 仏教徒 浄土真宗 日蓮宗 曹洞宗 真言宗 ヒンドゥー教 ユダヤ教 "
        "エホバの証人 天理教 幸福の科学 立正佼成会 モルモン教 無宗教 信者 党員 共産党員 自民党員 公明党員 立憲民主党員 共産党支持 自民党支持 支持政党 神道 "
        "catholic muslim protestant buddhist jewish hindu atheist jehovah's communist"
    ),
    "RACE": "アイヌ民族 アイヌの出身 在日韓国人 在日朝鮮人 部族 人種 民族的出身",
    "SOCIAL_STATUS": "被差別部落 同和地区 部落出身 嫡出でない子 非嫡出子 社会的身分",
}
_TOPIC = re.compile(
    r"(?:の|に関する|について(?!の治療))?(?: ?)(?:対策|予防|セミナー|講座|講演|研修|検診|健診|キャンペーン|流行|ワクチン|予防接種|保険|患者数|患者会|学会|研究|治療薬|市場|リスク|相談窓口|に注意|関連|症例|の方(?:は|も|へ)|の場合|防止|撲滅|啓発|"
    r"給付|特約|検査キット|の有無|支援制度|法(?:律|規)|等(?:は|の)|とは|の原因|の基礎|情報|の取扱|シーズン|割引|の採用|者雇用|と診断された場合|患者向け|awareness|prevention|research|insurance|seminar)"
)
_NEGATED = re.compile(
    r".{0,6}(?:ではな|はな[いし]|なし|無し|はありません|歴なし|を除く|の疑いなし|がなく|の既往なし)"
)
_MODIFIER = re.compile(r"(?:の疑い|疑い|の既往|(?:ステージ|stage)[0-9IⅠ-Ⅳ]{1,3})")
_SENTENCE = re.compile(r"[。\n!?！？]|\. ")
MAX_LINES = 15  # between a name and the labelled condition
MAX_VALUE = 60  # characters of a labelled value that still belong to the label
_LABEL_FIELDS = {
    Field.HEALTH: "HEALTH",
    Field.CRIMINAL: "CRIMINAL",
    Field.CREED: "CREED",
    Field.CRIME_VICTIM: "CRIME_VICTIM",
}


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    pairs = [
        (word.replace("_", " "), kind) for kind, words in _TERMS.items() for word in words.split()
    ]
    return (
        AhoCorasick([word for word, _ in pairs], matchkind=MatchKind.LeftmostLongest),
        tuple(kind for _, kind in pairs),
    )


#: A document about one person says in its title that it is a record; notices and adverts do not.
_RECORD = re.compile(
    r"記録|報告|相談票|面談|診断書|カルテ|紹介状|意見書|情報提供書|申出書|顛末|第[一二三四五1-5]報|通知書|結果|incident|report|record"
)
_PUBLIC = re.compile(
    r"お知らせ|ご?案内|セミナー|研修|講座|募集|予防|キャンペーン|ニュース|newsletter|seminar|ください"
)
_MAX_RECORD = 6_000


def _is_record(context: Context, persons: list[Hit]) -> bool:
    """Whether the text is a record about one person, who is then meant all through it."""
    text = context.lower
    if (
        len(text) > _MAX_RECORD
        or len({"".join(text[p.start : p.end].split()) for p in persons}) > 2
    ):
        return False
    title = text.strip()[:80].partition("\n")[0]
    return bool(_RECORD.search(title)) and not _PUBLIC.search(title)


def measured(context: Context, persons: list[Hit]) -> Iterator[Hit]:
    """What a physician measured of a person: rows of a table of results, or a notice of them."""
    for table in context.layout.tables:
        columns = [n for n, label in enumerate(table.labels) if measures(label.lower())]
        if len(columns) < 2 or table.sideways:
            continue
        for row in table.rows:
            low, high = row[0][0], row[-1][1]
            start, end = row[columns[0]] if columns[0] < len(row) else (0, 0)
            if end > start and any(low <= p.start <= high for p in persons):
                yield Hit("HEALTH", start, end, 0.8, ("measures", "same-row"))
    first = _MEASURED.search(context.lower)
    if first and _is_record(context, persons) and measures(context.lower[:_MAX_RECORD]) >= 3:
        yield Hit("HEALTH", first.start(), first.end(), 0.8, ("measures", "same-document"))


_MEASURED = re.compile(
    r"(?:血圧|血糖|hba1c|bmi|ldlコレステロール|blood pressure)[ ::]{0,4}[0-9]{1,3}(?:[.,/][0-9]{1,3}| / [0-9]{1,3})?"
)


def kind_of(value: str) -> str:
    """The type of the first term in a value, or empty."""
    automaton, kinds = _automaton()
    found = automaton.find_matches_as_indexes(value.lower())
    return kinds[found[0][0]] if found else ""


def find(context: Context, persons: list[Hit]) -> Iterator[Hit]:
    """Sensitive terms that stand in one sentence, row or labelled block with a person."""
    automaton, kinds = _automaton()
    text = context.text
    found = automaton.find_matches_as_indexes(context.lower)
    if not found or not persons:
        return
    starts = sorted(hit.start for hit in persons)
    is_record = _is_record(context, persons)
    for index, start, end in found:
        if not _whole_word(text, start, end):
            continue
        kind = kinds[index]
        if _TOPIC.match(text, end) or _NEGATED.match(text, end):
            continue
        how = _tie(context, start, end, kind, starts)
        if not how and is_record and text[start:end] not in _WEAK:
            how = "same-document"
        if how and text[start:end] in _WEAK and _stronger(context, found, start, end):
            continue
        if how:
            modifier = _MODIFIER.match(text, end)
            yield Hit(kind, start, modifier.end() if modifier else end, 0.85, ("term", how))


_WEAK = frozenset(
    (
        "診断された 診断書 道路交通法違反 飲酒運転 通院中 入院中 休職中 手術を受け 服薬中 被害者 有罪 信者 党員 妊娠 がん 支持政党"
    ).split()
)


def _stronger(context: Context, found: list[tuple[int, int, int]], start: int, end: int) -> bool:
    """Whether the sentence names the condition itself, so that 「診断された」 adds nothing."""
    low, high = sentence(context.text, start, end)
    at = bisect_left(found, low, key=lambda hit: hit[1])
    return any(context.text[a:b] not in _WEAK for _, a, b in found[at : at + 20] if a < high)


def _whole_word(text: str, start: int, end: int) -> bool:
    if not text[start].isascii() or not text[start].isalpha():
        return not (text[start:end] in {"がん", "癌"} and start and text[start - 1] in "ぁがん")
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha())


def _tie(context: Context, start: int, end: int, kind: str, persons: list[int]) -> str:
    """How a term belongs to a person, or empty."""
    place = context.cell(start)
    if place and place[1] >= 0:
        table, row, column = place
        field = table.fields[column]
        if field in {Field.THING, Field.COMPANY, Field.NUMBER, Field.DATE, Field.TITLE, Field.NAME}:
            return ""
        cells = table.rows[row]
        if table.sideways:
            return "same-record"
        low, high = cells[0][0], cells[-1][1]
        at = bisect_left(persons, low)
        return "same-row" if at < len(persons) and persons[at] <= high else ""
    low, high = sentence(context.text, start, end)
    at = bisect_left(persons, low)
    if at < len(persons) and persons[at] < high:
        return "same-sentence"
    return _under_label(context, start, persons[:at])


def _under_label(context: Context, start: int, before: list[int]) -> str:
    """A condition in the value of its label (「既往歴：…、…」) some lines below a name."""
    line = context.layout.line_at(start)
    if not before or line - context.layout.line_at(before[-1]) > MAX_LINES:
        return ""
    for low, end, field in reversed(context.labels_between(context.layout.lines[line][0], start)):
        if field in _LABEL_FIELDS and start - end <= MAX_VALUE:
            return f"under-label:{context.text[low:end].strip()}"
    label = context.label(start)
    return f"under-{label.why}" if label and label.field in _LABEL_FIELDS else ""


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, at most 200 characters to either side."""
    low = max(0, start - 200)
    for match in _SENTENCE.finditer(text, low, start):
        low = match.end()
    stop = _SENTENCE.search(text, end, min(len(text), end + 200))
    return low, stop.start() if stop else min(len(text), end + 200)
