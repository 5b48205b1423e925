"""Mail that looks like history and is none: it must leave byte for byte as it came."""

# ruff: noqa: E501

from dataclasses import dataclass


@dataclass(frozen=True)
class Trap:
    name: str
    lang: str
    subject: str
    text: str
    html: str = ""


TRAPS: dict[str, list[Trap]] = {
    "dev": [
        Trap(
            "contract",
            "en",
            "Clause 4",
            "Please look at this clause from the 2024-05-01 draft:\n\n> 4.1 The Supplier shall notify legal@supplier.example.com\n> within ten days, tel. +44 20 7946 0000.\n> 4.2 Notices are given in writing.\n\nIs 4.2 enough for you?\n",
        ),
        Trap(
            "contract",
            "ja",
            "契約書の件",
            "第3条の文言をご確認ください。\n\n> 第3条（通知）\n> 通知は書面により行うものとする。\n> 連絡先：keiyaku@partner.example.co.jp\n\nこの文言で問題ないでしょうか。\n",
        ),
        Trap(
            "itinerary",
            "en",
            "Travel",
            "Your trip:\n\nFrom: Tokyo\nTo: Osaka\nDate: 2024-06-01 10:30\nSeat: 12A\n\nPlease bring your pass.\n",
        ),
        Trap(
            "minutes",
            "ja",
            "議事録",
            "お疲れ様です。議事録を送ります。\n\n----------------------------------\n日時：2024年5月1日 10:00\n場所：第2会議室\n出席：田中、佐藤\n----------------------------------\n1. 見積りの件\n  - 単価を見直す\n----------------------------------\n2. その他\n\n以上です。\n",
        ),
        Trap(
            "minutes",
            "en",
            "Minutes",
            "Minutes of today\n--------------------\nDate: 1 May 2024\nTo: all\n--------------------\n- Budget approved\n- Next meeting in June\n\nAnything missing?\n",
        ),
        Trap(
            "diff",
            "en",
            "Patch",
            "This is the change:\n\n--- a/mail.py\n+++ b/mail.py\n@@ -1,2 +1,2 @@\n-From: old@host.example\n+From: new@host.example\n> kept\n< dropped\n---\n\nOK to merge?\n",
        ),
        Trap(
            "code",
            "en",
            "Console",
            "I typed this:\n\n>>> from email import message\n>>> message.Message()\n<email.message.Message object>\n>>> quit()\n\nand it worked.\n",
        ),
        Trap(
            "shell",
            "en",
            "SQL",
            "mysql> select * from users;\nmysql> update users set mail = 'a@b.example';\n\nDo you see the problem?\n",
        ),
        Trap(
            "instructions",
            "ja",
            "設定方法",
            "メールの送り方を説明します。\n\n差出人：ご自分のアドレス\n宛先：お客様のアドレス\n件名：【見積】会社名\n\n上の三つを入れてから送信してください。\n",
        ),
        Trap(
            "bounce",
            "ja",
            "届かないメール",
            "次のメールが届いていないようです。\n\n差出人：info@shop.example.jp\n宛先：support@maker.example.jp\n件名：注文の確認\n\nサーバーを調べていただけますか。\n",
        ),
        Trap(
            "address-list",
            "ja",
            "連絡先",
            "新しい連絡先です。\n\n株式会社テスト物産　営業部\n〒100-0001 東京都千代田区千代田9-9\nTEL: 03-5555-0199　FAX: 03-5555-0198\nE-mail: eigyo@test-bussan.example.jp\n\n登録をお願いします。\n",
        ),
        Trap(
            "poem",
            "en",
            "Poem",
            "Thanks,\nthe rain said,\nBest regards,\nto the drain.\n\n-- and then it stopped.\n\nSent from my heart.\n",
        ),
        Trap(
            "wrote",
            "en",
            "Book",
            "On 5 May 2024 the critic wrote: a masterpiece.\nOn Monday she wrote: not so good.\n\nWhich one do we print?\n",
        ),
        Trap(
            "table",
            "ja",
            "FW: 一覧",
            "一覧です。\n",
            "<html><body><p>一覧です。</p><table><tr><th>From</th><th>To</th><th>Date</th></tr><tr><td>東京</td><td>大阪</td><td>2024/05/01</td></tr></table></body></html>",
        ),
        Trap(
            "indent",
            "en",
            "Quote of the day",
            "As the book says:\n\nStay hungry.\n\nIndeed.\n",
            "<html><body><p>As the book says:</p><blockquote>Stay hungry.</blockquote><p>Indeed.</p></body></html>",
        ),
        Trap(
            "separator",
            "en",
            "How to forward",
            "The client writes a line such as\n-----Original Message-----\nabove the text. Please delete it before sending.\n",
        ),
        Trap(
            "rules",
            "ja",
            "お知らせ",
            "━━━━━━━━━━━━\n■ 夏季休業のお知らせ\n━━━━━━━━━━━━\n8月10日（土）から8月15日（木）まで休業いたします。\n\n◆◇◆◇◆◇◆◇\nお問い合わせ：03-5555-0100\n◆◇◆◇◆◇◆◇\n",
        ),
        Trap(
            "thanks",
            "de",
            "Protokoll",
            "Protokoll vom 1.5.2024:\n- Von: Hamburg\n- An: Bremen\n- Datum: 02.05.2024\n\nBitte um Freigabe.\n",
        ),
    ],
    "held": [
        Trap(
            "faq",
            "ja",
            "よくある質問",
            "Q: メールが届きません。\nA: 迷惑メールフォルダをご確認ください。\n\nQ: 返信先は？\nA: support@faq.example.jp までお願いします。\n\n引き続きよろしくお願いします。\n",
        ),
        Trap(
            "yaml",
            "en",
            "Config",
            "Here is the file:\n\nfrom: noreply@host.example\nto: ops@host.example\nsubject: Alert\nretries: 3\n---\nfrom: other@host.example\n\nDoes it load on your side?\n",
        ),
        Trap(
            "chat",
            "en",
            "Chat log",
            "[10:00] alice> are you there?\n[10:01] bob> yes\nalice> did you read the draft?\nalice> the one from Monday\n\nThat was all, keep it for the file.\n",
        ),
        Trap(
            "menu",
            "ja",
            "お弁当",
            "今週のメニュー\n＝＝＝＝＝＝＝＝＝＝\n月：唐揚げ\n火：焼き魚\n＝＝＝＝＝＝＝＝＝＝\n締め切りは10:00です。\n",
        ),
        Trap(
            "arrow",
            "ja",
            "手順",
            "> まず電源を入れます。\n> 次にボタンを押します。\n\nこの手順書の書き方で良いですか。\n",
        ),
        Trap(
            "shipping",
            "en",
            "Label",
            "Ship as follows\n\nFrom: Warehouse 3, Leeds\nTo: Mrs. K. Adams, 12 Mill Lane\nSent: Monday\nSubject to inspection: yes\n\nCall me when it is gone.\n",
        ),
        Trap(
            "law",
            "de",
            "Paragraph",
            "Zum Zitat:\n\n> § 5 Abs. 1: Der Vertrag beginnt am 1. Mai 2024.\n> § 5 Abs. 2: Er endet nach zwei Jahren.\n\nSo richtig übernommen?\n",
        ),
        Trap(
            "html-quote",
            "en",
            "Motto",
            "Our motto:\n\nMeasure twice.\n\nGood for the wall?\n",
            '<html><body><p>Our motto:</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>Measure twice.</div></blockquote><p>Good for the wall?</p></body></html>',
        ),
        Trap(
            "survey",
            "ja",
            "アンケート",
            "アンケートにご回答ください。\n\n日時：2024年6月3日 14:00\n宛先：総務部\n件名：アンケート回答\n\n紙でも構いません。\n",
        ),
        Trap(
            "log",
            "en",
            "Log",
            "Look at this:\n\nDate: Mon, 3 Jun 2024 10:00:00 +0900\nStatus: deferred\nTo: queue@relay.example\n\nWhat do you make of it?\n",
        ),
    ],
}
