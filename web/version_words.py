"""The words about versions of a mail, Japanese and English side by side."""

VERSION_WORDS: dict[str, tuple[str, str]] = {
    "which_version": ("本文（どの形で送るかを選んでください）", "Text: choose how it leaves"),
    "history_carries": (
        "引用された過去のメールに、メールアドレス{n}件、署名{signatures}件が含まれています。",
        "In the quoted mail: addresses {n}, signatures {signatures}.",
    ),
    "must_be_clean": (
        "書いたままでは送信できません。ほかのどちらかを選んでください。",
        "It cannot leave as written; choose another version.",
    ),
    "version_written": ("書いたまま", "As written"),
    "version_written_hint": ("引用もすべて送信します", "with everything it quotes"),
    "version_remove": ("引用を削除", "Without the quoted mail"),
    "version_remove_hint": ("新しく書いた文章だけを送信します", "only what is new in it"),
    "version_redact": ("引用の連絡先を削除", "Quoted mail without contact data"),
    "version_redact_hint": (
        "引用は残し、中の署名・アドレス・電話番号を消します",
        "signatures, addresses and phone numbers in it are taken out",
    ),
    "lines_gone": ("⋯ 引用 {n}行を削除 ⋯", "⋯ {n} quoted lines taken out ⋯"),
    "version_cut": (
        "長いため、ここまでを表示しています。",
        "It is long; only the beginning is shown.",
    ),
    "save_version": ("この形のメールを保存（.eml）", "Save this version (.eml)"),
    "missing_clean": (
        "書いたままでは送信できません。「引用を削除」または「引用の連絡先を削除」を選んでください。",
        "It cannot leave as written. Please choose another version of the text.",
    ),
    "shown_to_all": ("宛先どうしの表示", "Who sees whom"),
    "shown_to_all_hint": (
        "社外の宛先{n}件が To・Cc に並び、互いに見えます。",
        "{n} outside addresses stand in To and Cc, where all can see them.",
    ),
    "hide": (
        "Bcc として送る（宛先をお互いに見せない）",
        "Send as Bcc: nobody sees the others",
    ),
    "copies": ("実際に送信したメール", "What has really left"),
    "copies_hint": (
        "メールソフトの送信済みフォルダーとは内容が異なることがあります。",
        "It may differ from what your Sent folder shows.",
    ),
    "copy": ("保存する（.eml）", "Save it (.eml)"),
    "copy_for": ("{n}件の宛先へ", "for {n} recipients"),
}
