"""What is said of a finding: in a few words by its code, and in full with its evidence."""

from collections.abc import Iterable

from policies.finding import Finding
from policies.verdict import Verdict
from web.visible import visible_line
from web.words import LANGUAGES

#: Why a recipient or a message is held, by the code of the finding.
FINDINGS: dict[str, tuple[str, str]] = {
    "first-time": (
        "社内から、まだ一度も送ったことのない宛先です",
        "Nobody here has ever written to this address",
    ),
    "seldom": (
        "まだ数回しか送ったことのない宛先です",
        "Only a few mails have ever gone to this address",
    ),
    "dropped-before": ("以前、あなたが外した宛先です", "You dropped or withdrew it earlier"),
    "expired-entry": ("登録の有効期限が切れています", "Its entry in the directory has run out"),
    "blocked": ("送信が禁止されている宛先です", "Mail to it is not allowed"),
    "odd-one-out": (
        "ほかの宛先と一緒に送られたことのない組織です",
        "This organisation has never been in one mail with the others",
    ),
    "joined-reply": (
        "返信元のメールに含まれていなかった組織です",
        "They were not on the mail you are answering",
    ),
    "look-alike": ("登録済みの宛先によく似ています", "It is close to a known address"),
    "own-freemail": ("あなた個人の宛先のようです", "It looks like your own private address"),
    "name-shows-another-address": (
        "表示名に別のアドレスが書かれています",
        "Its display name shows another address",
    ),
    "homonyms": ("同じ名字の宛先が複数あります", "Several recipients have the same name"),
    "wrong-salutation": (
        "本文の宛名が宛先と合いません",
        "The greeting is to somebody who is not a recipient",
    ),
    "other-organisation-in-file-name": (
        "ファイル名に別の取引先の名前があります",
        "A file name carries another organisation's name",
    ),
    "missing-attachment": (
        "本文には添付とありますが、ファイルが付いていません",
        "The text mentions an attachment, but no file is attached",
    ),
    "sharing-link": ("ファイル共有へのリンクがあります", "It links to shared files"),
    "third-party-history": (
        "引用された過去のメールに、別の組織の方の連絡先が含まれています",
        "The quoted mail carries contact data of somebody else",
    ),
    "disguise": (
        "見えない文字や符号化で隠された文字があります",
        "Some of its text is hidden or encoded",
    ),
    "bulk-table": ("100件以上の一覧表があります", "It carries a list of 100 rows or more"),
    "not-read": (
        "添付ファイルの中身をすべては確認できませんでした",
        "Not all of an attached file could be read",
    ),
    "type-mismatch": (
        "拡張子と実際の中身の形式が違います",
        "A file is not what its name says",
    ),
    "parser-differential": (
        "開くソフトによって中身が違って見えるおそれがあります",
        "Other programs may see something else in it",
    ),
    "hidden-content": (
        "表示されない部分に文字が入っています",
        "It has text that is not shown",
    ),
    "small-picture": (
        "ページ内の小さな画像（ロゴなど）の文字は確認していません",
        "The text in a small picture on a page, such as a logo, was not read",
    ),
    "trailing-data": (
        "ファイルの末尾の後ろにデータが付いています",
        "There is data behind the end of a file",
    ),
    "traversal": (
        "圧縮ファイルの中に、外へ展開されるファイル名があります",
        "An archive holds names that lead out of its folder",
    ),
    "macros": ("マクロが含まれています", "It has macros"),
    "external-link": ("外部へのリンクが含まれています", "It links to other files"),
    "active-content": ("開くと動作する内容が含まれています", "It does something when opened"),
    "password-follows": (
        "先に送った暗号化ファイルのパスワードを、同じ経路のメールで送ろうとしています",
        "It tells the password of an encrypted file that went the same way",
    ),
    "password-in-mail": (
        "暗号化されたファイルのパスワードが、同じメールに書かれています",
        "The password of an encrypted file stands in the same mail",
    ),
    "password-used": ("パスワードで開いて確認しました", "It was opened with a password"),
    "resembles-withdrawn": (
        "最近取り消したメールとよく似ています",
        "It is much like a mail that was withdrawn lately",
    ),
    "probing": (
        "取り消しと変更が繰り返されています",
        "Much the same mail was withdrawn and changed several times",
    ),
    "undeliverable": (
        "宛先のドメインが存在しないか、メールを受け取りません",
        "Its domain does not exist, or takes no mail",
    ),
    "damaged": ("保管中のデータが壊れています", "What was stored is damaged"),
    "limit:time": (
        "時間内に内容を調べられませんでした",
        "It could not be looked through in time",
    ),
    "limit:parts": (
        "構成が複雑なため、すべては調べられませんでした",
        "It has too many parts to look through",
    ),
    "limit:nesting": (
        "入れ子が深いため、すべては調べられませんでした",
        "It is nested too deeply to look through",
    ),
    "limit:fields": (
        "ヘッダーの行が多すぎるため、すべては調べられませんでした",
        "It has too many header lines to look through",
    ),
    "history-unread": (
        "本文を読み取れないため、引用された過去のメールを確認できませんでした",
        "Its text could not be read, so what earlier mail it quotes is not known",
    ),
    "judging-crashed": ("内容を調べられませんでした", "It could not be looked through"),
}
_OTHER_FINDING = ("確認が必要です", "Needs to be checked")

#: How a look-alike differs, by the kind of its first edit.
_EDITS: dict[str, tuple[str, str]] = {
    "substitution": (
        "{at}文字目が {instead_of} ではなく {is_} です",
        "letter {at} is {is_} instead of {instead_of}",
    ),
    "keyboard": (
        "{at}文字目が {instead_of} ではなく {is_} です",
        "letter {at} is {is_} instead of {instead_of}",
    ),
    "confusable": (
        "{at}文字目が {instead_of} ではなく、形の似た {is_} です",
        "letter {at} is {is_}, which looks like {instead_of}",
    ),
    "insertion": ("{at}文字目の {is_} が余分です", "letter {at}, {is_}, is one too many"),
    "doubled": ("{at}文字目の {is_} が重なっています", "letter {at}, {is_}, is doubled"),
    "deletion": (
        "{at}文字目に {instead_of} が抜けています",
        "{instead_of} is missing at letter {at}",
    ),
    "halved": (
        "{at}文字目に {instead_of} が抜けています",
        "{instead_of} is missing at letter {at}",
    ),
    "swap": ("{at}文字目の {is_} の順序が逆です", "{is_} at letter {at} is the wrong way round"),
    "suffix": (
        "末尾が {instead_of} ではなく {is_} です",
        "it ends in {is_} instead of {instead_of}",
    ),
    "domain": (
        "ドメインが {instead_of} ではなく {is_} です",
        "its domain is {is_} instead of {instead_of}",
    ),
    "inside": (
        "登録済みの名前を含む別のドメインです",
        "it is another domain that only has this name inside",
    ),
}
_DIGITS = {"ja": "数字の {}", "en": "the digit {}"}


def finding_word(code: str, language: str) -> str:
    """The words for a finding; a code that has none yet still gets honest ones."""
    return FINDINGS.get(code, _OTHER_FINDING)[LANGUAGES.index(language)]


def detail(finding: Finding, language: str) -> str:
    """A sentence with the evidence, or nothing when the code alone says it all."""
    say = _SENTENCES.get(finding.code)
    if say is None:
        return ""
    template = say[LANGUAGES.index(language)]
    values = {name: _plain(value) for name, value in finding.data.items()}
    if finding.code == "wrong-salutation":
        named = (str(finding.data.get(key, "")) for key in ("organisation", "person"))
        values["greeted"] = visible_line(" ".join(name for name in named if name))
    if finding.code == "look-alike":
        values["difference"] = _difference(finding, language)
    try:
        return template.format(**values)
    except (KeyError, IndexError):
        return ""


_SENTENCES: dict[str, tuple[str, str]] = {
    "look-alike": (
        "{known} によく似た別の宛先です（{difference}）",
        "This is not {known}: {difference}",
    ),
    "name-shows-another-address": (
        "表示名には {shown} と書かれています",
        "Its display name says {shown}",
    ),
    "homonyms": (
        "「{name}」さんが複数います：{addresses}",
        "Several are called {name}: {addresses}",
    ),
    "wrong-salutation": (
        "本文の宛名は「{greeted}」ですが、宛先に見当たりません。{fits} 宛てではありませんか",
        "The greeting is to {greeted}, who is not a recipient. Was it meant for {fits}?",
    ),
    "other-organisation-in-file-name": (
        "「{file}」には {organisation} の名前が入っています",
        "{file} carries the name of {organisation}",
    ),
    "third-party-history": (
        "引用された過去のメールに、{organisations} の方の連絡先が含まれています",
        "The quoted mail carries contact data of {organisations}",
    ),
    "sharing-link": ("{service} へのリンクがあります", "It links to {service}"),
    "seldom": (
        "社内からこれまでに {sent_by_company} 通（あなたから {sent_by_sender} 通）",
        "{sent_by_company} mails from here so far, {sent_by_sender} of them yours",
    ),
}


def _difference(finding: Finding, language: str) -> str:
    kind = next((why for why in finding.why if why in _EDITS), "domain")
    if kind in {"keyboard", "substitution", "confusable"}:
        # A key beside the right one may also have been struck in addition, or instead of none.
        kind = kind if finding.data.get("instead_of") else "insertion"
        kind = kind if finding.data.get("is") else "deletion"
    template = _EDITS[kind][LANGUAGES.index(language)]
    letters = {
        "is_": _letter(str(finding.data.get("is", "")), language),
        "instead_of": _letter(str(finding.data.get("instead_of", "")), language),
    }
    return template.format(at=finding.data.get("at", 0), **letters)


def _letter(text: str, language: str) -> str:
    shown = visible_line(text)
    return _DIGITS[language].format(shown) if len(shown) == 1 and shown.isdigit() else shown


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "、".join(visible_line(str(item)) for item in value[:5])
    return visible_line(str(value))


def rule_texts(verdict: Verdict, names: Iterable[str], scope: str, language: str) -> dict[str, str]:
    """The words of these rules by name: those about recipients, or those about the message."""
    wanted = frozenset(names)
    return {
        rule.name: rule.text[language]
        for rule in verdict.rules
        if rule.name in wanted
        and (rule.scope == "recipient") == (scope == "recipient")
        and language in rule.text
    }
