"""The text says that an attachment comes with it; whether one does is the caller's to know.

Judged sentence by sentence: a sentence that denies, asks for, or recalls an
attachment does not announce one. Quoted history is passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.recipients.new_text import new_lines

MAX_SENTENCE = 400

_SENTENCE = re.compile(r"[^。．！？!?]{1,400}[。．！？!?]{0,3}")
_JAPANESE = re.compile(
    r"添付|別添|同封|別紙(?:のとおり|の通り|をご|ご覧|ご参照)"
    r"|(?:ファイル|データ|資料|書類|pdf|エクセル|excel|ワード|パワポ|zip)[^、]{0,20}(?:を|にて|で)"
    r"[^、]{0,12}(?:送付|お送り|送信|送り)(?:し|いたし|致し)?(?:ます|させて)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:添付|別添|同封)[^、]{0,14}(?:ません|ない|なく|なし|無し|無い|せず|不要|不可|禁止|控え|省略|割愛|漏れ|もれ|忘れ)"
)
_ASKED_FOR = re.compile(
    r"(?:添付|同封)(?:し|の|を|が|は|も)?(?:て|上|うえ|お|ご|必要)?[^、ファ資書にさご覧確]{0,3}"
    r"(?:ください|下さい|くださ|いただけ|頂け|いただき|頂き|もらえ|お願い|願い|願え|欲しい|ほしい|必要|返信|返送|お送り|送って|送付|送信|提出)"
    r"|ご添付|添付(?:でき|可能|の有無)|添付の(?:上|うえ)"
)
_RECALLED = re.compile(
    r"(?:先ほど|先程|先日|昨日|前回|前の|前便|先のメール|以前|既に|すでに|先週|先月|今朝|前メール)[^、]{0,25}"
    r"(?:添付|同封)(?:した|いたした|致した|しました|いたしました|致しました|の|ファイル|資料)"
    r"|(?:いただいた|頂いた|いただきました|くださった|下さった|もらった|受け取った|届いた|お送りの|送付の|御社の|貴社の)[^、を]{0,10}(?:添付|別添|同封)"
    r"|添付(?:いただ|頂|くださ|下さ)"
    r"|添付(?:ファイル|の|資料|書類).{0,14}(?:受領|拝見|受け取|ありがと|届い|届き|確認しまし|確認いたしまし|確認できまし)"
)
_OTHERWISE = re.compile(
    r"(?:後ほど|後程|後日|追って|改めて|別途|別メール|別便|次のメール|郵送|郵便|宅配|宅急便|fax|ファックス|ファクス)[^、]{0,30}(?:送|添付|同封)"
    r"|(?:ダウンロード|リンク|url)[^、]{0,30}(?:送付|お送り|送り)"
    r"|添付ファイル付き|パスワード|ウイルス|添付文書|添付ファイル[のが](?:容量|サイズ|上限|制限|形式|付い|つい|開)"
    r"|添付[^、]{0,20}(?:開か|開封し|クリックし)(?:ない|ず)",
    re.IGNORECASE,
)
_VETOES = (_DENIED, _ASKED_FOR, _RECALLED, _OTHERWISE)
_LATIN = re.compile(
    r"\b(?:attached|attachments?|attaching|i attach|we attach|enclosed|enclosure|enclosing"
    r"|anbei|anliegend|beiliegend|beigefügt|angehängt|anhang|anhänge|anlagen?"
    r"|ci-jointe?s?|pièces? jointes?)\b",
    re.IGNORECASE,
)
_LATIN_NOT = re.compile(
    r"\b(?:no|not|nothing|none|without|any|isn't|aren't|don't|doesn't|didn't|never|cannot|can't"
    r"|kein|keine|keinen|ohne|nicht|nie|sans)\b.{0,30}\b(?:attach\w{0,8}|enclos\w{0,6}"
    r"|anhang|anhänge|anlagen?|angehängt|beigefügt|pièces? jointes?)"
    r"|\b(?:your|his|her|their|earlier|previous|last|ihren?|ihrem|deinen?|deinem|letzten?"
    r"|vorigen?)\b.{0,25}\b(?:attach\w{0,8}|anhang|anlagen?)"
    r"|\b(?:please|could you|can you|would you|kindly|bitte)\b.{0,15}\b(?:attach|enclose)\b"
    r"|\battach(?:ed|ment)?\b.{0,30}\b(?:to (?:my|your|the) (?:previous|earlier|last|other"
    r"|first)|you sent|you (?:had )?attached|below)"
    r"|\battachments?\b.{0,20}\b(?:size|limit|policy|you|from unknown"
    r"|are blocked|was blocked|password)"
    r"|\bpasswor[dt]\b.{0,40}\b(?:attach\w{0,8}|anhang)"
    r"|\b(?:strings|emotionally|deeply|conditions) attached\b"
    r"|\battached (?:to|with) (?:him|her|us|it|this (?:project|role)"
    r"|the (?:wall|project|team|office))\b"
    r"|\b(?:open|opening|click)\b.{0,20}\battachments?\b"
    r"|\b(?:yesterday|earlier|previously|already)\b.{0,30}\b(?:attach\w{0,8}|enclosed)"
    r"|\b(?:die|der|eine|technische|in der) anlage(?:n)? (?:läuft|steht|ist|wird|wurde|in|zur)\b",
    re.IGNORECASE,
)
#: Speaking of another's attachment, or of being attached to something else.
_LATIN_OTHER = re.compile(
    r"\b(?:thanks|thank you|danke|merci)\b[^,]{0,40}\b(?:attach\w{0,8}|anhang)"
    r"|\b(?:did|do|have) you\b.{0,40}\battach\w{0,8}|\b(?:re)?send\b.{0,25}\battachments?\b"
    r"|\battached to (?:the|a|an|our|his|her|its) (?!e-?mail|message)"
    r"|\bwaiting for\b.{0,20}\battach\w{0,8}|\banhang\b.{0,15}\bfehlt\b"
    r"|\bhaben sie\b.{0,40}\banhang|\banhang\b.{0,25}\b(?:nicht|öffnen|erhalten|bekommen)\b",
    re.IGNORECASE,
)
_GERMAN_PLANT = re.compile(r"\banlagen?\b", re.IGNORECASE)
_GERMAN_HERE = re.compile(
    r"\b(?:in|als|siehe|s\.) (?:der |die )?anlage|\banlagen?\s{0,3}[:：]"
    r"|\banlage (?:erhalten|finden|senden)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Announced:
    """The words that announce an attachment, and their span in the text."""

    words: str
    start: int
    end: int


def announced_attachment(text: str) -> Announced | None:
    """The first sentence part that announces an attachment, or None."""
    for start, sentence in _sentences(text):
        match = _JAPANESE.search(sentence)
        if match and not any(veto.search(sentence) for veto in _VETOES):
            return Announced(match[0], start + match.start(), start + match.end())
        match = _LATIN.search(sentence)
        if match and not _is_other(match[0], sentence):
            return Announced(match[0], start + match.start(), start + match.end())
    return None


def missing_attachment(text: str, *, has_attachment: bool, has_link: bool) -> Announced | None:
    """An attachment is announced, and there is neither one nor a file-sharing link."""
    return None if has_attachment or has_link else announced_attachment(text)


def _is_other(word: str, sentence: str) -> bool:
    """Whether the sentence denies, asks or speaks of another thing; "Anlage" is a plant too."""
    if _LATIN_NOT.search(sentence) or _LATIN_OTHER.search(sentence):
        return True
    return bool(_GERMAN_PLANT.fullmatch(word)) and not _GERMAN_HERE.search(sentence)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for line in new_lines(text):
        for match in _SENTENCE.finditer(line.text):
            yield line.start + match.start(), match[0]
