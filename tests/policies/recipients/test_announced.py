"""Texts that announce an attachment, and the many that only speak of one."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.recipients.announced import announced_attachment, missing_attachment

ANNOUNCING = (
    "見積書を添付いたします。",
    "お世話になります。\n資料を添付しましたので、ご確認ください。",
    "添付ファイルをご確認ください。",
    "添付の通りご報告いたします。",
    "添付にてお送りいたします。",
    "詳細は添付資料をご参照ください。",
    "別添のとおり提出いたします。",
    "別紙のとおりご案内申し上げます。",
    "議事録を添付しております。ご査収ください。",
    "ファイルをお送りします。",
    "会議の資料をお送りいたしますのでご確認ください。",
    "PDFにて送付いたします。",
    "先日お話しした件の資料を添付いたします。",
    "前回の資料を修正し、添付いたします。",
    "明日の会議資料を添付します。",
    "添付の書類にご記入の上、ご返信ください。",
    "請求書を同封いたします。",
    "契約書（添付）をご確認願います。",
    "Please find attached the report.",
    "I have attached the quotation.",
    "Attached is the invoice.",
    "See the attachment for details.",
    "The enclosed file has the figures.",
    "I am attaching the slides.",
    "anbei erhalten Sie das Angebot.",
    "Die Rechnung finden Sie im Anhang.",
    "Das Dokument ist beigefügt.",
    "In der Anlage finden Sie den Vertrag.",
    "Vous trouverez ci-joint le rapport.",
)
SILENT = (
    "お世話になっております。明日の件ですが、10時でお願いします。",
    "今回は添付していません。",
    "添付ファイルはありません。",
    "添付なしで失礼します。",
    "資料の添付は不要です。",
    "ファイルが大きく添付できませんでした。",
    "資料を添付してください。",
    "次回は見積書を添付していただけますか。",
    "ご添付いただいた資料を拝見しました。",
    "いただいた添付ファイルを確認しました。",
    "先ほどのメールに添付した資料をご覧ください。",
    "先ほどお送りした添付ファイルのパスワードは以下です。",
    "資料は後ほどお送りします。",
    "資料は別途お送りいたします。",
    "資料は別メールで添付いたします。",
    "書類は郵送にてお送りします。",
    "不審な添付ファイルは開かないでください。",
    "添付文書の改訂について",
    "申請書に領収書を添付の上、経理部へ提出してください。",
    "写真を添付してお送りください。",
    "> 資料を添付します。\n了解しました。",
    "了解しました。\n\n-----Original Message-----\nFrom: a@x.jp\n資料を添付します。",
    "資料をありがとうございました。",
    "There is no attachment to this mail.",
    "This mail comes without attachments.",
    "Your attachment could not be opened.",
    "Could you attach the file again?",
    "Please attach the invoice.",
    "The file attached to my previous mail was wrong.",
    "I did not attach the file on purpose.",
    "Do not open attachments from strangers.",
    "I am deeply attached to this town.",
    "> Please find attached\nThanks",
    "Die Anlage läuft wieder.",
    "Leider ohne Anhang.",
    "Diese Mail hat keinen Anhang.",
    "In Ihrem Anhang fehlt eine Seite.",
    "We are unattached.",
    "",
)


@pytest.mark.parametrize("text", ANNOUNCING)
def test_an_announcement_is_found_with_its_place(text: str) -> None:
    found = announced_attachment(text)
    assert found
    assert text[found.start : found.end] == found.words


@pytest.mark.parametrize("text", SILENT)
def test_denying_asking_recalling_and_quoting_announce_nothing(text: str) -> None:
    assert announced_attachment(text) is None


def test_an_attachment_or_a_link_keeps_the_promise() -> None:
    text = ANNOUNCING[0]
    assert missing_attachment(text, has_attachment=False, has_link=False)
    assert not missing_attachment(text, has_attachment=True, has_link=False)
    assert not missing_attachment(text, has_attachment=False, has_link=True)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "添付" * n,
        lambda n: "ファイル" * n,
        lambda n: "先ほど" * n + "添付",
        lambda n: "no " * n + "attached",
        lambda n: ("添付" * 150 + "ません。") * (n // 150),
        lambda n: ("no " * 120 + ".") * (n // 100),
        lambda n: "attached to " * n,
        lambda n: "\n" * n,
    ],
)
def test_doubling_a_hostile_text_at_most_doubles_the_time(make: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        text = make(size)
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            announced_attachment(text)
            best = min(best, time.process_time() - started)
        return best

    once, twice = seconds(20_000), seconds(40_000)
    assert twice < 2.6 * once + 0.02


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    announced_attachment(text)
    announced_attachment(text + "添付" + text)
