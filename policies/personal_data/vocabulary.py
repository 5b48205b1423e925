# ruff: noqa: E501 - word lists
"""The words of labels, written by hand from Japanese and Western forms and tables.

Both directions matter: a label that announces personal data, and one that
announces something else (order, parcel, part, corporate numbers), because the
nearest label decides.
"""

from policies.personal_data.fields import Field

WORDS: dict[Field, str] = {
    Field.NAME: (
        "氏名 お名前 御名前 名前 姓名 ご氏名 御氏名 顧客名 会員名 社員名 従業員名 患者名 患者氏名 利用者名 "
        "担当者名 担当者 担当 ご担当者 ご担当 受取人 受取人名 届け先名 お届け先名 送り先名 宛名 宛先 依頼主名 "
        "契約者名 契約者 被保険者氏名 被保険者名 被保険者 被扶養者氏名 被扶養者名 被扶養者 家族氏名 "
        "扶養者 代表者 代表者名 責任者 申込者 申込者名 申請者 申請者名 保護者名 保護者 保護者氏名 参加者 参加者名 "
        "出席者 欠席者 名義 名義人 口座名義 口座名義人 作成者 起案者 承認者 受診者 受診者名 受診者氏名 生徒名 "
        "児童名 園児名 職員名 緊急連絡先氏名 相談者 相談者名 被害者 被害者名 対象者 対象者名 対象者氏名 本人氏名 "
        "本人 お客様名 お客様氏名 ご契約者名 ご契約者 氏名漢字 漢字氏名 氏名（漢字） 世帯主 世帯主名 応募者 "
        "応募者名 記入者 発注者名 購入者名 購入者 注文者名 注文者 ご注文者 請求先名 差出人 乗客名 宿泊者名 宿泊者 "
        "立会者 立会人 対応者 確認者 報告者 発見者 目撃者 連絡者 依頼者 請求者 受付者 受領者 来訪者 訪問者 同席者 面談者 面接者 面接官 同行者 講師 登壇者 "
        "主治医 担任 幹事 届出人 届出者 相続人 代理人 連帯保証人 保証人 紹介者 取扱者 検査者 名宛人 人物 該当者 加入者 加入者名 使用者 利用者 支払者 名前等 "
        "出席 欠席 同席 参加 面談対象者 対象社員 対象職員 当事者 関係者 容疑者氏名 加害者 送付先名 発信者 受信者 回答者 投稿者 審査員 委員 世話人 後見人 親権者 配偶者 妻 夫 子 父 母 長男 長女 次男 次女 "
        "司会 書記 議長 記録 name fullname full_name customername customer_name clientname employeename "
        "employee_name patientname patient patient_name contactname contactperson membername cardholder holder "
        "accountholder passengername guestname attendees participants recipient recipientname applicant "
        "insured vorundnachname nom_complet nombre nombrecompleto nome nominativo naam insuredperson"
    ),
    Field.KANA: (
        "フリガナ ふりがな カナ かな 氏名カナ 氏名フリガナ カナ氏名 氏名（カナ） 名前（カナ） お名前（カナ） "
        "ヨミガナ よみがな 読み 氏名かな 口座名義カナ 名義カナ ローマ字 ローマ字氏名 氏名（ローマ字） 英字氏名 "
        "kana furigana namekana romaji nameromaji name_kana"
    ),
    Field.SURNAME: (
        "姓 苗字 名字 氏 名前(姓) お名前(姓) 氏名(姓) 姓(漢字) ご氏名(姓) lastname last_name surname familyname family_name nachname nomdefamille apellido "
        "apellidos cognome achternaam nom"
    ),
    Field.GIVEN: (
        "名 名前(名) お名前(名) 氏名(名) 名(漢字) ご氏名(名) firstname first_name givenname given_name forename vorname prénom prenom voornaam middlename"
    ),
    Field.SURNAME_KANA: "姓カナ 姓（カナ） 姓フリガナ セイ せい 姓かな 姓（フリガナ） lastnamekana",
    Field.GIVEN_KANA: "名カナ 名（カナ） 名フリガナ メイ めい 名かな 名（フリガナ） firstnamekana",
    Field.ADDRESS: (
        "住所 現住所 ご住所 御住所 自宅住所 お届け先住所 届け先住所 送付先住所 連絡先住所 本籍 居住地 住居 住所1 "
        "住所2 住所１ 住所２ 所在地 都道府県 市区町村 番地 建物名 町名番地 町名・番地 お届け先 届け先 送付先 請求先住所 address "
        "street streetaddress homeaddress addressline1 addressline2 adresse anschrift dirección direccion "
        "indirizzo adres straße strasse rue mailingaddress shippingaddress billingaddress city ort ville wohnort"
    ),
    Field.POSTAL: (
        "郵便番号 〒 郵便 postalcode postal_code zip zipcode zip_code postcode plz codepostal cap codigopostal"
    ),
    Field.PHONE: (
        "電話 電話番号 お電話 お電話番号 tel 携帯 携帯電話 携帯番号 携帯電話番号 自宅電話 固定電話 連絡先電話番号 "
        "電話（自宅） 電話（携帯） 電話番号1 電話番号2 緊急連絡先 連絡先 ご連絡先 日中連絡先 直通 代表 代表電話 "
        "phone phonenumber phone_number mobile mobilephone mobilenumber cell cellphone telephone telefon handy "
        "téléphone telephon tél teléfono telefono movil móvil telefoon mobil ph. ☎ ℡ 📞 📱"
    ),
    Field.FAX: "fax ファックス ファクス fax番号 ファックス番号 faxnumber telefax",
    Field.EMAIL: "メール メールアドレス eメール email e-mail mail emailaddress アドレス 電子メール courriel correo ✉",
    Field.BIRTH: (
        "生年月日 誕生日 生年 birthdate birth_date birthday dateofbirth date_of_birth dob d.o.b. born "
        "geburtsdatum geburtstag geb. datedenaissance néele né(e)le fechadenacimiento datadinascita geboortedatum "
        "生年月日（西暦） 生年月日（和暦） 出生年月日 né le"
    ),
    Field.MY_NUMBER: (
        "マイナンバー 個人番号 個人番号（マイナンバー） mynumber my_number individualnumber 個人番号12桁"
    ),
    Field.LICENSE: (
        "免許証番号 運転免許証番号 運転免許番号 運転免許証 免許番号 免許証no driverlicense driverslicense "
        "driverlicensenumber driver'slicense"
    ),
    Field.PENSION: "基礎年金番号 年金番号 年金手帳番号 年金手帳 pensionnumber basicpensionnumber",
    Field.INSURER: "保険者番号 insurernumber insurerno",
    Field.INSURED: (
        "被保険者番号 被保険者証番号 被保険者証記号番号 被保険者記号番号 記号・番号 記号番号 保険証番号 保険証記号番号 "
        "保険証記号・番号 健康保険証番号 健康保険証 記号-番号 被保険者証 資格確認書番号 被保険者証の記号・番号 "
        "被保険者整理番号 insurednumber insuredno 証記号番号 介護保険被保険者番号 健保番号"
    ),
    Field.PASSPORT: "旅券番号 パスポート パスポート番号 パスポートno 旅券 passport passportno passportnumber reisepass",
    Field.RESIDENCE: "在留カード 在留カード番号 在留番号 residencecard residencecardno residencecardnumber",
    Field.CARD: (
        "カード番号 クレジットカード クレジットカード番号 クレカ番号 card cardnumber card_number cardno creditcard "
        "creditcardnumber kreditkarte visa mastercard jcb amex クレジット番号"
    ),
    Field.BANK: (
        "口座番号 口座 振込先口座 振込口座 振込先口座番号 給与振込口座 口座no 普通預金 普通 当座 貯蓄 ゆうちょ記号番号 "
        "bankaccount accountnumber account_number accountno 振込先"
    ),
    Field.IBAN: "iban ibannumber kontonummer",
    Field.NATIONAL: (
        "ssn socialsecuritynumber socialsecurity social_security_number ssn# steuerid steuer-id steueridnr "
        "steueridentifikationsnummer steuer-idnr idnr nir insee numérodesécuritésociale n°desécuritésociale "
        "sécuritésociale dni nie nif pesel bsn burgerservicenummer nhs nhsnumber nhsno nhsno. codicefiscale "
        "personnummer nino nationalinsurance nationalinsurancenumber nationalid nationalidnumber national_id cpf "
        "taxid 住民票コード idnumber 身份证号 身份证 주민등록번호 n°ss numeross"
    ),
    Field.HEALTH: (
        "病名 傷病名 診断名 診断 所見 既往歴 既往症 病歴 現病歴 持病 障害 障害名 障害等級 障がい 障がい名 アレルギー "
        "診断結果 健診結果 検査結果 治療 治療内容 治療中の病気 服薬 処方 処方薬 健康状態 総合所見 医師所見 判定所見 "
        "休職理由 相談内容 疾患 疾病 症状 主訴 diagnosis condition medicalcondition disease diagnose krankheit "
        "disability allergies medication illness"
    ),
    Field.MEASURE: (
        "血圧 bmi 判定 総合判定 体重 身長 腹囲 視力 聴力 血糖 血糖値 hba1c 尿蛋白 尿糖 γ-gtp ast alt ldl hdl 中性脂肪 "
        "最高血圧 最低血圧 収縮期血圧 拡張期血圧 心電図 胸部x線 got gpt 総コレステロール コレステロール ldl-c hdl-c 尿酸 クレアチニン"
    ),
    Field.CRIMINAL: "前科 犯罪歴 前歴 犯歴 賞罰 逮捕歴 処分歴 criminalrecord convictions conviction vorstrafen",
    Field.CRIME_VICTIM: "被害 被害内容 被害状況 犯罪被害 被害歴 victimof",
    Field.CREED: "信条 宗教 信仰 宗派 支持政党 思想 religion creed faith konfession denomination",
    Field.COMPANY: (
        "会社 会社名 企業名 法人名 勤務先 勤務先名 所属 所属部署 部署 部署名 部門 貴社名 御社名 取引先 取引先名 店舗 店舗名 "
        "屋号 支店 支店名 銀行名 銀行 金融機関 金融機関名 学校名 組織名 団体名 事業所 事業所名 病院名 仕入先 メーカー 学歴 職歴 "
        "company companyname organization organisation department dept employer firma société empresa supplier vendor "
        "bank bankname branch"
    ),
    Field.TITLE: "役職 職位 肩書 肩書き 職種 役職名 職名 title jobtitle position role",
    Field.RELATION: "続柄 関係 続柄（本人との関係） relationship relation",
    Field.PERSON_ID: (
        "社員番号 従業員番号 職員番号 会員番号 顧客番号 お客様番号 会員no 会員id 社員no 顧客id 患者番号 患者id 受診番号 学籍番号 "
        "会員コード 顧客コード 社員コード 社員id 従業員コード カルテ番号 診察券番号 受験番号 employeeid employee_id customerid "
        "customer_id memberid member_id patientid 整理番号 利用者番号 staffid membershipnumber 登録者番号 利用者id ユーザーid userid"
    ),
    Field.NUMBER: (
        "注文番号 受注番号 発注番号 お問い合わせ番号 お問合せ番号 問い合わせ番号 お問い合わせ伝票番号 追跡番号 伝票番号 送り状番号 "
        "荷物番号 法人番号 登録番号 品番 型番 部品番号 製品番号 商品番号 商品コード jan janコード jancode 請求番号 請求書番号 見積番号 "
        "管理番号 受付番号 整理no 案件番号 契約番号 証券番号 シリアル番号 シリアル シリアルno 製造番号 ロット番号 ロットno ロット 文書番号 "
        "伝票no 注文no 受注no 部品コード 図番 図面番号 予約番号 チケット番号 会議id ミーティングid 資産番号 機器番号 isbn 取引id 取引番号 "
        "処理番号 決済番号 承認番号 トランザクションid エラーコード セッションid 郵便追跡番号 検収番号 申請番号 許可番号 認可番号 特許番号 "
        "order orderno ordernumber order# orderid order_id trackingnumber tracking trackingno invoice invoiceno "
        "invoicenumber invoice# sku partno partnumber part# itemno itemnumber serial serialnumber serialno s/n "
        "ean upc gtin requestid request_id transactionid transaction_id sessionid session_id traceid trace_id "
        "ticket ticketno ticket# caseid quote quoteno po pono po# reference refno ref. meetingid bestellnummer "
        "rechnungsnummer artikelnummer kundennummer sendungsnummer numérodecommande numérodefacture pedido factura lot batch "
        "インボイス登録番号 適格請求書発行事業者登録番号 通帳番号 口座開設番号 問合番号 事業者番号 納品書番号 承諾番号 id uuid hash"
    ),
    Field.DATE: (
        "日付 日時 発行日 注文日 受注日 納期 発送日 出荷日 入荷日 最終入荷日 入社日 入社年月日 登録日 更新日 最終更新日 契約日 作成日 "
        "支払期限 お支払期限 支払期日 受診日 健診日 検査日 購入日 利用日 開始日 終了日 期限 有効期限 資格取得日 資格取得年月日 退職日 "
        "取得日 認定日 認定年月日 交付日 請求日 検収日 納品日 来店日 最終来店日 最終購入日 入会日 入会年月日 退会日 開催日 次回 期間 "
        "お届け希望日 配達日 希望日 締切 締切日 撮影日時 録画日時 発生日 発生日時 date orderdate hiredate hire_date startdate "
        "enddate duedate issued issuedate created createdat created_at updatedat timestamp joined joindate expires expiry "
        "validuntil datum rechnungsdatum eintrittsdatum shipdate deliverydate"
    ),
    Field.THING: (
        "商品名 品名 製品名 数量 単価 金額 価格 合計 小計 税込 税抜 送料 在庫 在庫数 備考欄 件名 用途 規格 サイズ 色 重量 内容 内容品 "
        "議題 場所 会場 地域 エリア 料金 運賃 仕様 単位 カテゴリ カテゴリー 分類 区分 種別 種類 性別 年齢 年令 性 url ホームページ "
        "内線 内線番号 お買上金額 購入金額 ポイント 購入商品 コース プラン ランク 会員ランク ステータス 状態 処理 結果 ip ipアドレス "
        "version バージョン カメラ 設置場所 product productname item items qty quantity price unitprice amount total subtotal "
        "description subject sex gender age url status level memo size color stock host ip_address level message "
        "module artikel menge preis produit quantité prix producto precio country 国籍 nationality extension ext ext."
    ),
    Field.NOTE: "備考 メモ 特記事項 摘要 コメント note notes comment remarks comments bemerkung",
}
