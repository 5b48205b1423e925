"""The words that clients write above history: labels, separators, verbs, end marks.

Sources are in docs/history.md: client sources, fixtures and archived mail; some
are from memory. Look-ups are by whole normalised phrases; nothing here searches
inside prose.
"""

# Label of a header line (lower case, no spaces at the ends) to its field.
_FIELDS = {
    "from": """from von de da van från fra lähettäjä od от kimden gönderen nadawca
        odesílatel absender remitente expéditeur mittente remetente afzender avsändare
        差出人 送信元 送信者 発信者 発信元 寄件者 寄件人 发件人 發件人 发送人 보낸사람 보낸 사람
        보낸이 発信人 from(差出人) from name sender 送り主 差出元 von: 送信者名""",
    "date": """date sent gesendet datum envoyé envoyé le enviado enviado el enviado em enviada
        enviada em fecha data inviato inviato il verzonden skickat dato sendt lähetetty wysłano
        odesláno дата отправлено tarih gönderildi gönderme tarihi päiväys received
        日付 日時 送信日時 送信日 送信時刻 受信日時 发送时间 發送時間 日期 时间 傳送時間 寄件日期
        보낸 날짜 보낸날짜 날짜 보낸 시간 gesendet am verzonden op 作成日時 date sent""",
    "to": """to an à a para pour destinataire destinatario destinatário per aan till til
        vastaanottaja do komu кому kime kime: alıcı
        宛先 送信先 收件人 收件者 받는 사람 받는사람 받는이 あて先 宛て先 宛名 empfänger
        adressat""",
    "cc": """cc kopie copie copia kopi cópia kopia копия bilgi bcc bcc: ccc
        抄送 副本 참조 ＣＣ ｃｃ 写し 숨은참조 cci cco密件 blindkopie""",
    "subject": """subject betreff objet asunto oggetto assunto onderwerp ämne emne aihe temat
        předmět тема konu sub sujet oggetto:
        件名 题名 主题 主題 主旨 제목 題名 表題""",
    "other": """reply-to attachments anhänge anlagen pièces jointes datos adjuntos adjuntos allegati
        anexos bijlagen priorité importance wichtigkeit importancia prioridade prioriteit
        添付ファイル 添付 重要度 返信先 附件 첨부 返信先アドレス organization
        organisation message-id
        resent-from 優先度 要返信 x-mailer mailing list sensitivity""",
}
_PHRASES_WITH_SPACE = (
    ("from", "from name"), ("from", "보낸 사람"), ("from", "от кого"),
    ("date", "envoyé le"), ("date", "enviado el"), ("date", "enviado em"),
    ("date", "enviada em"), ("date", "inviato il"), ("date", "보낸 날짜"),
    ("date", "보낸 시간"), ("date", "gesendet am"), ("date", "verzonden op"),
    ("date", "gönderme tarihi"), ("date", "date sent"), ("to", "받는 사람"),
    ("other", "pièces jointes"), ("other", "datos adjuntos"), ("other", "mailing list"),
    ("from", "fra:"), ("from", "від кого"), ("from", "de la"), ("cc", "c c"),
    ("cc", "copie à"), ("cc", "copie a"),
)  # fmt: skip

_MORE = {  # languages beyond the ten that are tested: Nordic, Slavic, Hungarian, Romanian, Estonian
    "from": "šalje feladó expeditorul expeditor saatja отправитель від відправник odosielateľ",
    "date": "päivämäärä dátum dată kuupäev дата надіслано odoslané poslano küldve trimis",
    "to": "vastaanottaja prima címzett către saaja кому komu za mottagare modtager adresát",
    "cc": "kopio másolat másolatot kópia копія",
    "subject": "predmet tárgy subiect subiectul teema naslov věc",
}
FIELD_OF: dict[str, str] = {}
for _field, _words in (*_FIELDS.items(), *_MORE.items()):
    for _word in _words.split():
        FIELD_OF.setdefault(_word.rstrip(":"), _field)
FIELD_OF.update({_phrase: _field for _field, _phrase in _PHRASES_WITH_SPACE})
for _half in ("кого", "name", "le", "el", "em", "il", "am", "op", "사람", "jointes"):
    FIELD_OF.pop(_half, None)  # second words of the phrases above; alone they are no label

SEPARATORS = frozenset(
    phrase.strip()
    for phrase in """
    original message|forwarded message|begin forwarded message|forwarded mail|original mail
    original appointment|forwarded by|forward message|forwarded email|reply message|original email
    start of forwarded message|begin forwarded mail|message transferred
    ursprüngliche nachricht|originalnachricht|original-nachricht|originalmail|original-mail
    weitergeleitete nachricht|anfang der weitergeleiteten nachricht|weitergeleitete e-mail
    ursprüngliche mail|ursprünglicher termin
    message d'origine|message d’origine|message original|message transféré|message initial
    début du message réexpédié|début du message transféré|message réexpédié|message d origine
    mensaje original|mensaje reenviado|inicio del mensaje reenviado|mensaje remitido
    messaggio originale|messaggio inoltrato|inizio messaggio inoltrato|messaggio inoltrato
    mensagem original|mensagem encaminhada|mensagem reencaminhada
    início da mensagem reencaminhada|início da mensagem encaminhada
    oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|begin doorgestuurd bericht
    ursprungligt meddelande|vidarebefordrat meddelande|oprindelig meddelelse|videresendt meddelelse
    opprinnelig melding|videresendt melding|alkuperäinen viesti|välitetty viesti
    wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|původní zpráva|přeposlaná zpráva
    исходное сообщение|пересылаемое сообщение|переадресованное сообщение
    välitetty viesti alkaa|edelleenlähetetty viesti|välitetty viesti / fwd.msg|message transmis
    wiadomość przesłana dalej|treść przekazanej wiadomości|przekazana wiadomość
    započni proslijeđenu poruku|proslijeđena poruka|továbbított levél kezdete|továbbított üzenet
    începe mesajul redirecționat|mesaj redirecționat|начало переадресованного сообщения
    перенаправленное сообщение|перенаправлене повідомлення|переслане повідомлення
    začiatok preposlanej správy|preposlaná správa|початок листа, що пересилається|iletilmiş mesaj
    orijinal ileti|orijinal mesaj|iletilen mesaj|iletilmiş ileti
    元のメッセージ|オリジナルメッセージ|転送されたメッセージ|転送メッセージ|元メール|元のメール
    メッセージを転送|転送メール|転送されたメール|以下転送メール|引用元メッセージ|元メッセージ
    转发邮件|轉寄郵件|原始邮件|原始郵件|邮件原件|原邮件|转发的邮件|轉寄訊息|原始訊息|转发邮件信息
    转发邮件信息|轉寄的郵件|转发的消息
    원본 메시지|원본 메일|원래 메시지|원본 이메일|전달된 메시지|전달된 메일|원본메일|전달된 이메일
    """.replace("\n", "|").split("|")
    if phrase.strip()
)

# Beginnings of longer separator lines: Notes, Becky!, Evolution.
SEPARATOR_BEGINNINGS = (
    "forwarded by ", "転送者 ", "転送者:", "weitergeleitet von ", "réacheminé par ",
    "transmis par ", "reenviado por ", "inoltrato da ", "encaminhado por ", "doorgestuurd door ",
    "forwarded message from ", "original message from ", "weitergeleitet durch ",
    "転送元 ", "转发人 ", "转发者 ", "전달자 ", "message transféré de ",
)  # fmt: skip

ENDINGS = (
    "original message ends", "end of forwarded message", "end forwarded message",
    "end of original message", "end original message", "ende der weitergeleiteten nachricht",
    "ende der originalnachricht", "ende weitergeleitete nachricht", "fin du message réexpédié",
    "fin du message transféré", "fin del mensaje reenviado", "fine messaggio inoltrato",
    "fim da mensagem encaminhada", "einde doorgestuurd bericht", "元のメッセージここまで",
    "転送メッセージここまで", "転送メッセージ終わり", "転送メッセージ終了", "転送ここまで",
    "元のメッセージ終わり", "元メールここまで", "end of message", "引用ここまで",
)  # fmt: skip

# Words that make a line with a date or an address an attribution.
VERBS = (
    "wrote", "writes", "schrieb", "a écrit", "escribió", "escribio", "escreveu", "ha scritto",
    "schreef", "skrev", "napisał", "napsal", "kirjoitti", "написал", "пишет", "yazdı", "şunları",
    "写道", "寫道", "写到", "작성", "님이", "さんは書きました", "は書きました", "が書きました",
    "のメール", "のメッセージ", "さんは書き", "より:", "より：", "さんより", "書かれました",
    "のお便り", "쓴 글", "さんwrote", "さんの発言", "さんからのメール", "geschrieben",
    "quoting ", "zitat von", "citando ", "citation de ", "書き込みました", "さんより、",
    "va escriure",
    "a scris", "írta", "έγραψε", "said:", "さん曰く",
)  # fmt: skip

OPENERS = (
    "on ", "am ", "le ", "el ", "il ", "em ", "no ", "op ", "den ", "dne ", "w dniu ", "a ", "ti ",
    "在", "于", "於", "at ", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "(", "quoting",
    "zitat von ", "citando ", "citado ", "mo", "di", "mi", "do", "fr", "sa", "so", "ma", "dom",
    "lun", "mar", "mié", "mer", "jeu", "jue", "gio", "vie", "ven", "sam", "sáb", "sab", "dim",
    "seg", "ter", "qua", "qui", "sex", "da ", "hello ", ">", "<", "\"", "“", "msg", "message du",
)  # fmt: skip

CLOSINGS = (
    "best regards", "kind regards", "regards", "best", "sincerely", "yours sincerely", "thanks",
    "thank you", "many thanks", "cheers", "yours faithfully", "warm regards", "with best regards",
    "best wishes", "kindest regards", "yours truly", "with kind regards", "thanks and regards",
    "mit freundlichen grüßen", "mit freundlichen grüssen", "freundliche grüße", "viele grüße",
    "beste grüße", "liebe grüße", "mit besten grüßen", "schöne grüße", "mfg", "herzliche grüße",
    "freundliche grüsse", "beste grüsse", "viele grüsse", "vg", "lg", "gruß", "grüße",
    "cordialement", "bien cordialement", "bien à vous", "salutations distinguées", "sincèrement",
    "saludos", "un saludo", "saludos cordiales", "atentamente", "cordialmente", "un cordial saludo",
    "cordiali saluti", "distinti saluti", "saluti", "un saluto", "grazie", "in fede",
    "atenciosamente", "cumprimentos", "com os melhores cumprimentos", "abraços", "obrigado",
    "obrigada", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet",
    "groeten", "hartelijke groet", "med venlig hilsen", "med vänliga hälsningar", "mvh",
    "よろしくお願いいたします", "よろしくお願い致します", "宜しくお願い致します",
    "宜しくお願いいたします", "よろしくお願いします", "宜しくお願いします", "以上",
    "敬具", "何卒よろしくお願い申し上げます", "よろしくお願い申し上げます",
    "宜しくお願い申し上げます", "何卒宜しくお願い致します", "何卒よろしくお願いいたします",
    "以上、よろしくお願いいたします", "以上、よろしくお願いします", "以上です",
    "此致", "敬礼", "此致敬礼", "祝好", "谢谢", "謝謝", "顺祝商祺", "順頌商祺", "祝商祺", "敬上",
    "감사합니다", "감사드립니다", "고맙습니다", "수고하세요", "안녕히 계세요",
)  # fmt: skip
CLOSING_SET = frozenset(CLOSINGS)

DEVICE = (
    "sent from my ", "sent from outlook", "sent from mail for", "sent from yahoo", "sent via ",
    "get outlook for", "von meinem ", "gesendet mit ", "envoyé de mon ", "envoyé depuis ",
    "enviado desde ", "enviado do meu ", "enviado a partir", "inviato da ", "verzonden vanaf ",
    "verstuurd vanaf ", "发自我的", "從我的", "나의 ", "iphoneから送信", "ipadから送信",
    "androidから送信", "outlook for ios を入手", "outlook for android を入手", "xperiaから送信",
    "galaxyから送信", "スマートフォンから送信", "携帯から送信", "sent with ", "obtenir outlook",
    "obtener outlook", "outlook für ios", "holen sie sich outlook",
)  # fmt: skip
