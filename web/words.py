"""Every word on the pages, Japanese and English side by side."""

from quarantine.states import State

LANGUAGES = ("ja", "en")

WORDS: dict[str, tuple[str, str]] = {
    "title": ("送信前の確認", "Check before sending"),
    "other_language": ("English", "日本語"),
    "held": ("保留中（まだ送信されていません）", "Held (not sent yet)"),
    "until": (
        "{time} までに操作がないときは、送信せずに差出人へ返却します。",
        "Without an answer by {time} it is returned to you, unsent.",
    ),
    "no_subject": ("（件名なし）", "(no subject)"),
    "from": ("差出人", "From"),
    "received": ("受付", "Received"),
    "queue_id": ("受付番号", "Queue id"),
    "to_check": ("確認が必要な宛先", "Recipients to check"),
    "to_check_hint": (
        "一件ずつ確かめて、正しい宛先にチェックを入れてください。",
        "Look at each address, and tick the ones that are right.",
    ),
    "tick": ("この宛先で間違いありません", "This address is right"),
    "drop": ("この宛先には送らない", "Do not send to this one"),
    "bcc": ("Bcc（ほかの受信者には表示されません）", "Bcc (others do not see this one)"),
    "going": ("確認のいらない宛先", "Other recipients"),
    "going_hint": (
        "社内や登録済みの宛先には、確認を待たずに送信しています。",
        "Own and known recipients get it without waiting.",
    ),
    "who_has_it": ("宛先ごとの状況", "What became of each recipient"),
    "drop_note": (
        (
            "除いた宛先は、これから送る分の To / Cc からも消えます。"
            "すでに送った分には、その宛先が表示されています。"
        ),
        (
            "A dropped address also disappears from To and Cc of the copies still to go. "
            "Copies already sent show it."
        ),
    ),
    "drop_note_short": (
        "除いた宛先は、送るメールの To / Cc からも消えます。",
        "A dropped address also disappears from To and Cc.",
    ),
    "text": ("本文", "Text"),
    "empty_text": ("（本文はありません）", "(no text)"),
    "attachments": ("添付ファイル", "Attachments"),
    "no_attachments": ("添付ファイルはありません", "No attachments"),
    "unnamed": ("（名前のない添付）", "(without a name)"),
    "confirm": ("確認して送信する", "Confirm and send"),
    "withdraw": ("送信を取り消す", "Withdraw"),
    "withdraw_hint": (
        "取り消すと、まだ届いていない宛先には送信されません。",
        "Withdrawing stops it for everyone who does not have it yet.",
    ),
    "unknown-external": ("登録のない宛先です", "Not a known recipient"),
    "limit:time": (
        "時間内に内容を調べられませんでした",
        "It could not be looked through in time",
    ),
    "limit:parts": ("構成が複雑で、すべては調べられません", "Too many parts to look through"),
    "limit:nesting": ("入れ子が深く、すべては調べられません", "Nested too deeply to look through"),
    "judging-crashed": ("内容を調べられませんでした", "It could not be looked through"),
    "missing_steps": (
        (
            "まだ確認されていない宛先があります。一件ごとに、"
            "「間違いありません」か「送らない」のどちらか一方を選んでください。"
        ),
        "Some recipients are still open. Choose one of the two for each of them.",
    ),
    "too_early": (
        "開いてすぐには送信できません。宛先をご覧になってから、もう一度押してください。",
        "That was very quick. Please look at the recipients, then press again.",
    ),
    "changed": (
        "内容が変わりました。もう一度ご確認ください。",
        "The message has changed. Please check again.",
    ),
    "bad_form": (
        "画面の情報が正しくありません。もう一度ご確認ください。",
        "The form was not complete. Please check again.",
    ),
    "confirmed_title": ("送信を確認しました", "Confirmed"),
    "confirmed_text": (
        "確認した宛先への送信処理に入りました。この画面は閉じてかまいません。",
        "The confirmed recipients are being sent to. You can close this page.",
    ),
    "withdrawn_title": ("取り消し済み", "Withdrawn"),
    "withdrawn_text": (
        "取り消した宛先には届いていません。",
        "It has not reached the withdrawn recipients.",
    ),
    "expired_title": ("期限切れ", "Expired"),
    "expired_text": (
        "期限切れのため、送信せずに差出人へ返却しました。",
        "Nobody confirmed in time. It was returned to its sender, unsent.",
    ),
    "released_title": ("担当者が保留を解除しました", "Released by staff"),
    "released_text": (
        "担当者が保留を解除し、送信しました。操作は必要ありません。",
        "Staff has released it. Nothing is left to do.",
    ),
    "gone_title": ("このリンクは使えません", "This link does not work"),
    "gone_text": (
        (
            "リンクが正しくないか、期限が切れています。"
            "通知メールのリンクをもう一度開いてください。メールの送信状況は変わっていません。"
        ),
        (
            "The link is not complete, or it has run out. Please open it again from the notice. "
            "Nothing has changed about your mail."
        ),
    ),
    "error_title": ("処理できませんでした", "That did not work"),
    "error_text": (
        "メールの状態は変わっていません。しばらくしてから、もう一度お試しください。",
        "Nothing has changed about your mail. Please try again in a while.",
    ),
    "refused_title": ("この操作は受け付けられません", "Refused"),
    "refused_text": (
        "別のサイトから送られた操作です。通知メールのリンクから開き直してください。",
        "This was sent from another site. Please open the link in the notice.",
    ),
    "fetch_title": ("返却されたメール", "Returned mail"),
    "fetch_text": (
        "送信しなかったメールの原本です。",
        "The original of the mail that was not sent.",
    ),
    "fetch": ("原本を保存する（.eml）", "Save the original (.eml)"),
    "purged": ("原本は保存期間を過ぎたため削除されました。", "The original has been deleted."),
    "footer": (
        "この画面でパスワードをお尋ねすることはありません。",
        "This page never asks for a password.",
    ),
}

STATES: dict[State, tuple[str, str]] = {
    State.RECEIVED: ("受付済み", "Received"),
    State.JUDGED: ("判定済み", "Judged"),
    State.HELD: ("保留中", "Held"),
    State.COOLING: ("送信待ち", "Waiting to be sent"),
    State.RELEASED: ("送信処理中", "Being sent"),
    State.REJECTED: ("送信不可", "Refused"),
    State.WITHDRAWN: ("取り消し済み（相手には届いていません）", "Withdrawn (not delivered)"),
    State.DROPPED: ("宛先から除外（届いていません）", "Dropped (not delivered)"),
    State.EXPIRED: ("期限切れ（送信していません）", "Expired (not sent)"),
    State.DELIVERING: ("送信処理中", "Being sent"),
    State.DELIVERED: ("相手先サーバーに送信済み", "Handed to the mail server"),
    State.DEFERRED: ("送信待ち（再試行します）", "Waiting for another try"),
    State.FAILED: ("送信できませんでした", "Could not be delivered"),
    State.UNKNOWN: ("送信結果を確認中", "Outcome not known yet"),
    State.PARKED: ("送信結果が不明です", "Outcome unknown"),
}


def word(key: str, language: str, **values: str) -> str:
    """The words for a key; ``values`` fill its gaps."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def state_word(state: State, language: str) -> str:
    """The words for where a recipient stands."""
    return STATES[state][LANGUAGES.index(language)]
