# ruff: noqa: E501, SIM905 - word lists
"""Other forms of labels: parts of headers, words with spaces, and what is too vague in a line."""

from policies.personal_data.fields import Field

# When no exact label fits a column header, the first of these found in it decides.
CONTAINS: tuple[tuple[str, Field], ...] = tuple(
    (word, field)
    for field, words in (
        (Field.MY_NUMBER, "マイナンバー"),
        (Field.KANA, "フリガナ ふりがな カナ kana"),
        (Field.EMAIL, "メールアドレス email e-mail mail"),
        (Field.FAX, "fax"),
        (Field.PHONE, "電話 携帯 tel phone mobile"),
        (Field.POSTAL, "郵便番号 zip postal"),
        (Field.BIRTH, "生年月日 誕生日 birth dob"),
        (Field.PENSION, "年金番号"),
        (Field.INSURER, "保険者番号"),
        (Field.LICENSE, "免許証番号"),
        (Field.PASSPORT, "旅券 パスポート passport"),
        (Field.RESIDENCE, "在留カード"),
        (Field.BANK, "口座番号"),
        (Field.THING, "商品 製品 品目 金額 数量"),
        (Field.COMPANY, "会社 法人 部署 店舗 支店 銀行 企業"),
        (Field.ADDRESS, "住所 address"),
        (Field.NAME, "氏名 お名前 担当者 fullname"),
        (Field.HEALTH, "病名 所見 既往 診断名 疾患"),
        (Field.NUMBER, "番号 コード no. number"),
        (Field.DATE, "年月日 日時 date"),
    )
    for word in words.split()
)

SPACED: dict[Field, str] = {
    Field.BIRTH: "date of birth|birth date|date de naissance|fecha de nacimiento|data di nascita|née le|born on",
    Field.CARD: "card number|credit card|card no|credit card number|debit card",
    Field.PASSPORT: "passport no|passport number|passport",
    Field.LICENSE: "driver's license|driver license|driver's licence|driving licence",
    Field.NATIONAL: (
        "social security number|social security no|social security|national insurance number|national insurance|"
        "nhs number|nhs no|national id|national insurance no|steuer-id|steueridentifikationsnummer|"
        "numéro de sécurité sociale|n° de sécurité sociale|sécurité sociale|tax id|codice fiscale|id number|n° ss|"
        "ni number|steuerliche identifikationsnummer"
    ),
    Field.PHONE: "phone number|mobile phone|cell phone|mobile number|direct line",
    Field.EMAIL: "e-mail address|email address|email|e-mail|mail",
    Field.NAME: (
        "者:|者 :|者 |者\t|"
        "full name|patient name|customer name|account holder|contact person|contact name|employee name|"
        "name of patient|vor- und nachname|nom complet|nombre completo|nome e cognome|prepared by|attention|attn"
    ),
    Field.ADDRESS: "home address|mailing address|shipping address|ship to|street address|postal address",
    Field.BANK: "account number|account no|bank account",
    Field.RESIDENCE: "residence card|residence card no|residence card number",
    Field.MY_NUMBER: "my number|individual number",
    Field.NUMBER: (
        "order number|order no|order id|tracking number|tracking no|invoice number|invoice no|part number|part no|"
        "item number|item no|serial number|serial no|request id|transaction id|session id|trace id|ticket number|"
        "case number|reference number|ref no|po number|quote no|meeting id|purchase order|lot no|batch no|"
        "corporate number|model no|numéro de commande|job id|build"
    ),
    Field.DATE: "order date|hire date|start date|due date|issue date|invoice date|ship date|delivery date|date:",
    Field.HEALTH: "medical condition|diagnosis",
}

# Vague alone: as labels inside a line these words mean anything; in a header they are clear.
VAGUE = frozenset(
    (
        "妻 夫 子 父 母 長男 長女 次男 次女 参加 同席 使用者 利用者 関係者 配偶者 委員 名 姓 氏 性 色 id po ip nom cap ort ext  "
        "lot ph. 本人 状態 処理 結果 治療 内容 関係 読み かな カナ せい めい セイ メイ 期間 重量 銀行 支店 会社 所属 部門 性別 年齢 国籍 地域  "
        "料金 会場 場所 用途 規格 仕様 単位 分類 区分 種別 種類 送料 合計 在庫 備考 メモ 年令 被害 障害 card order item total date  "
        "note role city title branch bank status message level price size position memo  "
        "comment host amount rue holder patient insured recipient condition handy cell visa  "
        "street company product comments notes module country age sex created issued joined  "
        "expires nome nir nie faith creed ast alt got gpt jan hdl ldl 病歴 診断 症状 処方 服薬 疾患 疾病  "
        "アレルギー 障がい 持病 宗教 信仰 思想 次回 記号 番地 建物名 サイズ コース 部署 メール アドレス 判定 ランク プラン ポイント 書記  "
        "学歴 職歴 所在地 郵便 分 議題 号 記録 都道府県 市区町村 店舗 学校名 支店名 銀行名 住居 エリア カメラ 数量 仕入先 メーカー 取引先 期限  "
        "hash stock url total color qty quantity menge preis artikel memo description subject  "
        "participants attendees applicant employer supplier vendor organization organisation  "
        "department dept employee"
    ).split()
)
