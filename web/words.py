"""Every word on the pages, Japanese and English side by side."""

from datetime import datetime

from quarantine.states import State
from web.version_words import VERSION_WORDS

LANGUAGES = ("ja", "en")

WORDS: dict[str, tuple[str, str]] = {
    **VERSION_WORDS,
    "title": ("送信前の確認", "Check before sending"),
    "other_language": ("English", "日本語"),
    "held": ("保留中（まだ送信されていません）", "Held – not sent yet"),
    "please_check": ("宛先をご確認ください", "Please check the recipients"),
    "please_check_one": ("宛先をご確認ください", "Please check the recipient"),
    "until": (
        "{time} までに操作がないときは、送信せずに差出人へ返却します。",
        "Without an answer by {time} it is returned to its sender, unsent.",
    ),
    "subject": ("件名", "Subject"),
    "no_subject": ("（件名なし）", "(no subject)"),
    "from": ("差出人", "From"),
    "received": ("受付", "Received"),
    "queue_id": ("受付番号", "Queue ID"),
    "count": ("{n}件", "{n}"),
    "to_check": ("確認が必要な宛先", "Recipients to check"),
    "to_check_one": ("確認が必要な宛先", "Recipient to check"),
    "to_check_hint": (
        "「@」の後ろまで、一字ずつお確かめください。",
        "Read each address to the end, letter by letter.",
    ),
    "tick": ("間違いありません", "This is right"),
    "drop": ("送らない", "Do not send"),
    "both": ("どちらか一方だけを選んでください。", "Please choose only one of the two."),
    "open": ("まだ選ばれていません。", "Nothing chosen yet."),
    "first_open": ("選ばれていない宛先（{n}件）へ進む", "Go to the open recipients ({n})"),
    "bcc": ("Bcc（ほかの受信者には表示されません）", "Bcc (others do not see this one)"),
    "idn": ("国際化ドメイン名です：{domain}", "International domain name: {domain}"),
    "unusual": (
        "英字に似た別の文字などを含みます：{letters}",
        "Contains letters that may look like others: {letters}",
    ),
    "drop_note": (
        "「送らない」とした宛先は、これから送るメールの To・Cc からも消えます。",
        "An address you do not send to also disappears from To and Cc.",
    ),
    "drop_note_sent": (
        "ただし、すでに送信したメールには表示されています。",
        " Copies that have been sent already show it.",
    ),
    "going": ("確認のいらない宛先", "No need to check"),
    "going_hint": (
        "社内と登録済みの宛先です。確認を待たずに送信しています。",
        "Colleagues and known recipients. They do not wait for you.",
    ),
    "siblings": ("同じメールのほかの宛先", "Other recipients of the same mail"),
    "siblings_hint": (
        "送信サーバーが宛先ごとに分けて送ったものです。ここでの操作はこの宛先に影響しません。",
        "The mail server sent these apart. What you choose here does not change them.",
    ),
    "siblings_held": (
        (
            "送信サーバーが宛先ごとに分けて送ったものです。保留中の宛先は、"
            "通知メールにある別のリンクからご確認ください。"
        ),
        "The mail server sent these apart. For those that are held, the notice has other links.",
    ),
    "show_rest": ("残り{n}件を表示", "Show {n} more"),
    "attachments": ("添付ファイル", "Attachments"),
    "no_attachments": ("添付ファイルはありません。", "No attachments."),
    "file_persons": ("個人情報 {n}人分", "data of {n} people"),
    "file_password": (
        "このファイルを開くパスワード（送信はされません）",
        "Password of this file (not sent)",
    ),
    "preview": ("先頭を見る", "See how it begins"),
    "preview_alt": ("添付ファイル{n}の1ページ目", "First page of attachment {n}"),
    "open_files": ("パスワードで開いて中身を確認する", "Open it and look inside"),
    "opening": (
        "パスワードで開いています。少し待ってから、この画面を再表示してください。",
        "It is being opened. Please wait a moment, then load this page again.",
    ),
    "password_left": (
        "このファイルのパスワードを知らせるメールは、すでに送信されています。",
        "The mail that tells this file's password has left already.",
    ),
    "wrong_password": (
        "入力されたパスワードでは開けませんでした。",
        "The given password does not open it.",
    ),
    "file_unread": ("内容は未確認", "not looked into"),
    "unnamed": ("（名前のない添付）", "(without a name)"),
    "text": ("本文", "Text"),
    "empty_text": ("本文はありません。", "No text."),
    "text_rest": ("続きを表示", "Show the rest"),
    "confirm": ("確認して送信する", "Confirm and send"),
    "withdraw": ("送信を取り消す", "Withdraw"),
    "withdraw_hint": (
        "取り消すと、このメールはどこにも送信されません。",
        "Withdrawn mail is not sent to anybody.",
    ),
    "withdraw_hint_some": (
        "取り消すと、まだ届いていない宛先には送信されません。",
        "Withdrawing stops it for everybody who does not have it yet.",
    ),
    "fault": ("確認", "Please check"),
    "missing_steps": (
        (
            "まだ確認の済んでいない宛先があります。一件ごとに"
            "「間違いありません」か「送らない」のどちらかを選んでください。"
        ),
        "Some recipients are still open. Choose one of the two for each of them.",
    ),
    "missing_step": (
        "宛先をお確かめのうえ、「間違いありません」にチェックを入れてください。",
        "Please read the address, and tick it if it is right.",
    ),
    "too_early": (
        "開いてすぐには送信できません。宛先をお確かめのうえ、もう一度押してください。",
        "That was very quick. Please read the recipients, then press again.",
    ),
    "changed": (
        "このメールの内容が変わりました。もう一度ご確認ください。",
        "This message has changed meanwhile. Please check it again.",
    ),
    "bad_form": (
        "操作を受け付けられませんでした。お手数ですが、もう一度選んでください。",
        "That could not be read. Please choose once more.",
    ),
    "preparing": ("確認済み（送信準備中）", "Confirmed, about to be sent"),
    "who_has_it": ("宛先ごとの状況", "What became of each recipient"),
    "have_it": ("送信済み・送信中の宛先", "Sent, or on its way"),
    "have_it_hint": (
        "この宛先への送信は取り消せません。必要なときは、相手の方へ直接ご連絡ください。",
        "This cannot be taken back. If it matters, please contact them yourself.",
    ),
    "have_it_not": ("送信しなかった宛先", "Not sent to"),
    "reload": ("最新の状況を表示する", "Show how it stands now"),
    "confirmed_title": ("確認を受け付けました", "Confirmed"),
    "confirmed_text": (
        "「間違いありません」とした宛先に送信します。この画面は閉じてかまいません。",
        "It is sent to the recipients you confirmed. You can close this page.",
    ),
    "withdrawn_title": ("送信を取り消しました", "Withdrawn"),
    "withdrawn_text": (
        "相手には届いていません。この画面は閉じてかまいません。",
        "It has reached nobody. You can close this page.",
    ),
    "withdrawn_text_some": (
        "取り消した宛先には届いていません。ただし、次の宛先にはすでに送信しています。",
        "It was stopped for the rest, but some recipients already have it.",
    ),
    "expired_title": ("期限切れ", "Expired"),
    "expired_text": (
        "期限までに確認がなかったため、送信せずに差出人へ返却しました。",
        "Nobody confirmed it in time. It was returned to its sender, unsent.",
    ),
    "expired_text_some": (
        "期限までに確認のなかった宛先には送信せず、差出人へ返却しました。",
        "Some recipients were not confirmed in time. For them it was returned to its sender.",
    ),
    "released_title": ("担当者が保留を解除しました", "Released by staff"),
    "released_text": (
        "保留を解除して送信しました。操作は必要ありません。",
        "It is being sent. There is nothing left to do for you.",
    ),
    "gone_title": ("このリンクは使えません", "This link does not work"),
    "gone_text": (
        (
            "リンクが途中で切れているか、有効期間が過ぎています。"
            "通知メールのリンクをもう一度開いてください。"
            "この操作でメールの状態が変わることはありません。"
        ),
        (
            "The link is not complete, or it has run out. Please open it again from the notice. "
            "Nothing has changed about your mail."
        ),
    ),
    "error_title": ("処理できませんでした", "That did not work"),
    "error_text": (
        "システムの問題で処理できませんでした。しばらくしてから、もう一度お試しください。",
        "Something went wrong on our side. Please try again in a while.",
    ),
    "refused_title": ("この操作は受け付けられません", "Refused"),
    "refused_text": (
        (
            "別のサイトから送られた操作のため、受け付けませんでした。メールの状態は変わっていません。"
            "通知メールのリンクから開き直してください。"
        ),
        (
            "This was sent from another site, so nothing was done. "
            "Please open the link in the notice."
        ),
    ),
    "fetch_title": ("返却されたメール", "Returned mail"),
    "fetch_text": (
        "送信しなかったメールの原本を保存できます。",
        "You can save the original of the mail that was not sent.",
    ),
    "fetch": ("原本を保存する（.eml）", "Save the original (.eml)"),
    "purged": (
        "原本は保存期間を過ぎたため、削除されています。",
        "The original was deleted at the end of its keeping time.",
    ),
    "retype_below": (
        "下の「確認の入力」に、ドメインを入力してください（宛先 {n}）。",
        "Type its domain under “To confirm” below (recipient {n}).",
    ),
    "steps": ("確認の入力", "To confirm"),
    "retype": (
        "{name}@ の後ろ（ドメイン）を入力してください",
        "Type what stands behind {name}@ (the domain)",
    ),
    "reason": ("送信する理由", "Why it has to be sent"),
    "reason_given": ("差出人が書いた理由", "The sender's reason"),
    "missing_retype": (
        "入力されたドメインが宛先と一致しません。宛先をもう一度ご確認ください。",
        "The domain you typed is not that of the recipient. Please look at it again.",
    ),
    "missing_reason": ("送信する理由を入力してください。", "Please say why it has to be sent."),
    "missing_looked": (
        "内容を確認のうえ、チェックを入れてください。",
        "Please look at it, and tick that you did.",
    ),
    "approval_follows": (
        "確認のあと、もう一人の確認（上長承認）を経て送信されます。",
        "After you confirm, a second person has to approve it.",
    ),
    "approval_title": ("承認待ち", "Waiting for approval"),
    "approval_text": (
        "承認を依頼しました。{time} までに承認されないときは、送信せずに返却します。",
        "Approval was asked for. Without it by {time} the mail is returned, unsent.",
    ),
    "cooling_title": ("送信待ち（取り消せます）", "Waiting to be sent (you can still withdraw)"),
    "cooling_text": ("{time} に送信します。", "It will be sent at {time}."),
    "compliance_title": ("確認中", "Being looked at"),
    "compliance_text": (
        "担当者が確認しています。{time} までに判断がないときは、送信せずに返却します。",
        "Staff is looking at it. Without a decision by {time} it is returned, unsent.",
    ),
    "approve_title": ("送信の承認", "Approve a mail"),
    "looked": ("宛先と内容を確認しました", "I have looked at the recipients and the contents"),
    "comment": ("差出人へのコメント（却下の理由など）", "Comment to the sender"),
    "approve": ("承認して送信する", "Approve and send"),
    "decline": ("却下する", "Decline"),
    "approved_title": ("承認しました", "Approved"),
    "approved_text": ("送信処理に入りました。", "It is on its way."),
    "declined_title": ("却下されました", "Declined"),
    "declined_text": (
        "送信していません。差出人にお知らせします。",
        "It was not sent, and its sender is told.",
    ),
    "no_approval_title": ("承認の必要はなくなりました", "Nothing is left to approve"),
    "no_approval_text": (
        "差出人が取り消したか、期限が過ぎたか、担当者が処理しました。",
        "Its sender withdrew it, its time ran out, or staff has dealt with it.",
    ),
    "footer": (
        "この画面でログイン用のパスワードをお尋ねすることはありません。",
        "This page never asks for the password of an account.",
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
    State.DROPPED: ("宛先から除外（相手には届いていません）", "Not sent to (as you chose)"),
    State.EXPIRED: ("期限切れ（送信していません）", "Expired (not sent)"),
    State.DELIVERING: ("送信処理中", "Being sent"),
    State.DELIVERED: ("相手先サーバーに送信済み", "Handed to the mail server"),
    State.DEFERRED: ("送信待ち（再試行します）", "Waiting for another try"),
    State.FAILED: ("送信できませんでした", "Could not be delivered"),
    State.UNKNOWN: ("送信結果を確認中", "Outcome not known yet"),
    State.PARKED: ("送信結果が不明です", "Outcome unknown"),
}

_WEEKDAYS = ("月火水木金土日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def word(key: str, language: str, **values: object) -> str:
    """The words for a key; ``values`` fill its gaps."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def state_word(state: State, language: str) -> str:
    """The words for where a recipient stands."""
    return STATES[state][LANGUAGES.index(language)]


def moment(at: datetime, language: str) -> str:
    """A time as people write it, with the day of the week that deadlines are known by."""
    day = _WEEKDAYS[LANGUAGES.index(language)][at.weekday()]
    if language == "ja":
        return f"{at.year}年{at.month}月{at.day}日（{day}）{at:%H:%M}"
    return f"{day} {at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M %Z}".strip()
