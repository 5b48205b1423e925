"""What is cleaned and what is left alone."""

# ruff: noqa: E501

import pytest

from policies.history.clean import clean
from policies.history.plan import Mode, OwnSignature
from tests.policies.history.mail import GMAIL, OUTLOOK, html, mail, multipart, only, plain, texts

QUOTED = f"Thanks, agreed.\n\n{GMAIL}\n\n> The old words.\n> x@y.example\n"


def test_history_goes_and_new_text_stays() -> None:
    cleaned = clean(mail(QUOTED))
    assert only(cleaned.message) == "Thanks, agreed.\n"
    assert cleaned.changed
    assert cleaned.codes == ()


def test_redacting_keeps_the_history_without_addresses() -> None:
    text = only(clean(mail(QUOTED), Mode.REDACT).message)
    assert "The old words." in text
    assert "@" not in text


def test_new_text_below_history_stays() -> None:
    text = only(clean(mail(f"{GMAIL}\n> The old words.\n\nMy answer.\n")).message)
    assert text == "My answer.\n"


def test_answers_between_quoted_lines_stay_in_order_with_their_questions() -> None:
    body = f"{GMAIL}\n> Hello,\n>\n> When?\n\nOn Monday.\n\n> Where? a@b.example\n\nHere.\n\n> Regards\n> Xaver\n"
    text = only(clean(mail(body)).message)
    assert text.index("> When?") < text.index("On Monday.") < text.index("Here.")
    assert "@" not in text
    assert "Xaver" not in text


def test_a_mail_of_nothing_but_history_is_redacted_not_emptied() -> None:
    cleaned = clean(
        mail(OUTLOOK + "\nOld words.\n\nRegards\nXaver Yu\nFoo Ltd\nTel +44 20 7946 0000\n")
    )
    assert "nothing-new" in cleaned.codes
    text = only(cleaned.message)
    assert "Old words." in text
    assert "@" not in text
    assert "7946" not in text


def test_words_below_unquoted_history_are_not_lost() -> None:
    body = OUTLOOK + "\nOld words.\n\nRegards\nXaver Yu\n\nMy answer stands below.\n\n田中 太郎\n"
    cleaned = clean(mail(body))
    assert "My answer stands below." in only(cleaned.message)
    assert "unsure" in cleaned.codes


@pytest.mark.parametrize("hint", ["文中に回答しました。", "承知しました。"])
def test_coloured_answers_in_outlook_html_stay(hint: str) -> None:
    page = (
        f"<html><body><p>{hint}</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0mm 0mm'>"
        "<p><b>From:</b> X &lt;x@y.example&gt;<br><b>Sent:</b> Monday, May 1, 2024 10:00 AM<br>"
        "<b>To:</b> t.tanaka@aoba.example.jp<br><b>Subject:</b> Q</p></div><p>質問1</p>"
        "<p><span style='color:red'>赤い回答</span></p><p>質問2</p><p>以上</p></body></html>"
    )
    cleaned = clean(mail(page, "text/html"))
    text = only(cleaned.message)
    assert "赤い回答" in text
    assert "x@y.example" not in text
    assert "unsure" in cleaned.codes


def test_a_known_original_tells_answers_from_history() -> None:
    original = "Dear Taro,\nQuestion one?\nQuestion two?\nKind regards\nXaver\n"
    body = (
        OUTLOOK
        + "\nDear Taro,\nQuestion one?\nYes, as discussed.\nQuestion two?\nKind regards\nXaver\n"
    )
    cleaned = clean(mail("See below.\n\n" + body), originals=[original])
    text = only(cleaned.message)
    assert "Yes, as discussed." in text
    assert "Kind regards" not in text


def test_text_and_html_say_the_same_afterwards() -> None:
    page = f"<html><body><div>Thanks, agreed.</div><div class='gmail_quote'><div class='gmail_attr'>{GMAIL.replace('<', '&lt;')}</div><blockquote class='gmail_quote' style='border-left:1px'>The old words.</blockquote></div></body></html>"
    parts = texts(clean(multipart("alternative", plain(QUOTED), html(page))).message)
    assert parts[0].split() == ["Thanks,", "agreed."]
    assert parts[1] == "<html><body><div>Thanks, agreed.</div></body></html>"


def test_a_side_without_markers_follows_the_other() -> None:
    body = "Thanks, agreed.\n\nXaver schreef iets:\nThe old words that were said.\nAnd some more of them.\n"
    page = "<div>Thanks, agreed.</div><div class='yahoo_quoted'><div>Xaver schreef iets:</div><div>The old words that were said.</div><div>And some more of them.</div></div>"
    parts = texts(clean(multipart("alternative", plain(body), html(page))).message)
    assert all("old words" not in part for part in parts)
    assert all("Thanks, agreed." in part for part in parts)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ('signed; protocol="application/pgp-signature"', "signed"),
        ('encrypted; protocol="application/pgp-encrypted"', "encrypted"),
    ],
)
def test_signed_and_encrypted_mail_is_left_alone(kind: str, code: str) -> None:
    raw = multipart(kind, plain(QUOTED), "Content-Type: application/octet-stream\n\nx")
    cleaned = clean(raw)
    assert cleaned.message == raw
    assert cleaned.codes == (code,)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data", "encrypted"),
        ("application/pkcs7-mime; smime-type=signed-data", "signed"),
    ],
)
def test_smime_is_left_alone(kind: str, code: str) -> None:
    raw = mail("MIIabc", kind)
    assert clean(raw).message == raw
    assert clean(raw).codes == (code,)


@pytest.mark.parametrize(("word", "code"), [("SIGNED MESSAGE", "signed"), ("MESSAGE", "encrypted")])
def test_inline_pgp_is_left_alone(word: str, code: str) -> None:
    raw = mail(f"-----BEGIN PGP {word}-----\nHash: SHA256\n\n{QUOTED}")
    assert clean(raw).message == raw
    assert clean(raw).codes == (code,)


def test_an_attached_message_is_reported_and_not_rewritten() -> None:
    inner = f"Content-Type: message/rfc822\n\nFrom: x@y.example\nSubject: old\n\n{QUOTED}"
    cleaned = clean(multipart("mixed", plain(QUOTED), inner))
    assert cleaned.codes == ("attached-message",)
    assert cleaned.message.count(b"The old words.") == 1


def test_tnef_is_reported_and_kept() -> None:
    tnef = 'Content-Type: application/ms-tnef; name="winmail.dat"\n\nabc'
    cleaned = clean(multipart("mixed", plain("Hello.\n"), tnef))
    assert cleaned.codes == ("tnef",)
    assert not cleaned.changed


def test_pictures_of_removed_text_go_and_shared_ones_stay() -> None:
    page = "<p>New <img src='cid:shared@i'></p><div class='gmail_quote'><div class='gmail_attr'>On Mon, May 1, 2024 at 10:00 AM X &lt;x@y.example&gt; wrote:</div><blockquote class='gmail_quote' style='border-left:1px'>old <img src='cid:shared@i'><img src='cid:gone@i'></blockquote></div>"
    picture = "Content-Type: image/png\nContent-ID: <{}>\nContent-Disposition: inline\n\nabc"
    raw = multipart("related", html(page), picture.format("shared@i"), picture.format("gone@i"))
    cleaned = clean(raw)
    assert b"shared@i" in cleaned.message
    assert b"gone@i" not in cleaned.message
    assert [removed.kind for removed in cleaned.removed] == ["history", "picture"]


def test_parts_that_do_not_change_keep_their_bytes() -> None:
    odd = 'Content-Type: text/html;\n\tcharset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n<p>=6E=65w</P>=20 '
    raw = multipart("mixed", plain(QUOTED), odd)
    assert odd.replace("\n", "\r\n").encode() in clean(raw).message


def test_own_signature_stays_unless_asked() -> None:
    raw = mail(f"Agreed.\n\n-- \n田中 太郎\nTEL: 03-5555-0100\n\n{GMAIL}\n> old\n")
    assert "03-5555-0100" in only(clean(raw).message)
    assert only(clean(raw, own_signature=OwnSignature.REMOVE).message) == "Agreed.\n"


def test_the_wrong_label_utf8_in_ascii() -> None:
    raw = mail(f"日本語です。\n\n{GMAIL}\n> 古い文\n").replace(
        b"charset=utf-8", b"charset=us-ascii"
    )
    cleaned = clean(raw)
    assert cleaned.message.endswith("日本語です。\r\n".encode())


def test_broken_bytes_survive() -> None:
    raw = mail(QUOTED).replace(b"Thanks", b"Th\xffnks")
    cleaned = clean(raw)
    assert b"Th\xffnks, agreed." in cleaned.message
    assert b"old words" not in cleaned.message


def test_a_quoted_contract_in_a_reply_is_left_and_reported() -> None:
    raw = mail(
        "Is this enough?\n\n> 4.1 Notices go to legal@supplier.example.\n> 4.2 In writing.\n\nTell me.\n"
    )
    cleaned = clean(raw)
    assert cleaned.message == raw
    assert cleaned.codes == ("unsure",)


def test_a_list_of_header_fields_in_new_text_is_left() -> None:
    body = "次のメールが届いていません。\n\n差出人：info@shop.example.jp\n送信日時：2024/05/01 10:00\n宛先：s@maker.example.jp\n件名：注文\n\nサーバーを調べていただけますか。\n"
    raw = mail(body, subject="調査のお願い")
    assert clean(raw).message == raw
    assert clean(raw).codes == ("unsure",)


_SIGNED = "-----Original Message-----\nFrom: a@b.example\nSent: 2024-05-01\n\nHello\n\n-- \nAnna\n"


@pytest.mark.parametrize(
    ("body", "of_what"),
    [
        ("new\n\n2024年5月1日(水) 10:00 A <a@b.example>:\n" + "> q\nanswer\n" * 20_010, "quotes"),
        ("new\n\n" + _SIGNED * 20_010, "signatures"),
        ("a\n" * 500_010, "lines"),
    ],
)
def test_more_than_anybody_writes_is_left_as_it_is_and_said(body: str, of_what: str) -> None:
    raw = mail(body)
    cleaned = clean(raw, Mode.REDACT)
    assert cleaned.message == raw
    assert [n.why for n in cleaned.verdicts if n.code == "too-deep"] == [of_what]


@pytest.mark.parametrize("encoding", ["8 bit", "utf-8", "x-nobody-knows"])
def test_an_encoding_that_nobody_knows_hides_no_history(encoding: str) -> None:
    """Programs show what stands there."""
    part = plain(f"new\n\n{GMAIL}\n> old\n").replace("Encoding: 8bit", f"Encoding: {encoding}")
    cleaned = clean(multipart("mixed", part))
    assert b"old" not in cleaned.message
    assert b"new" in cleaned.message


def test_too_many_levels_of_parts() -> None:
    body = "Content-Type: text/plain\n\nx\n"
    for level in range(60):
        body = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{body}\n--b{level}--\n'
    raw = b"From: a@b.example\r\n" + body.encode()
    assert "too-deep" in clean(raw).codes
    assert clean(raw).message == raw


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"x",
        b"From: a@b.example",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b--",
    ],
)
def test_fragments_of_mail_do_no_harm(raw: bytes) -> None:
    assert clean(raw).message == raw


@pytest.mark.parametrize(
    "history",
    [
        'Am 21.04.2016 17:48 schrieb "Einz Zwei" <noreply@x.example\n>:\n\n> old words\n',
        "Max Muster <max@x.example> schrieb am Fr., 28.\nApr. 2017 um 11:53 Uhr:\n\n> old words\n",
        "2013/7/20 Some One <one@x.example>\n\n> old words\n",
        "---- On Tue, 22 Dec 2015 14:17:36 +0530 Sam S <sam@x.example> wrote ----\n\nold words\n",
        "----- Forwarded Message ----- From: John Doe <john@x.example>To: <b@x.example>Sent: Monday, May 1, 2024 10:00 AMSubject: a\n\nold words\n",
        "> Il 26 marzo 2016 alle 13.16 Sam S <sam@x.example> ha scritto:\n>\n>\n>\n>\n>\n>\n> old words\n",
        "*From:* X <x@y.example>\n*Sent:* Wednesday, May 1, 2024 10:00 AM\n*To:* A <a@x.example>\n*Subject:* RE: foo\n\nold words\n",
        "From: X [mailto:x@y.example]\nSent: March-09-12 4:22 PM\nTo: A\nSubject: foo\n\nold words\n",
        "Quoting Xaver Yu <x@y.example>:\n\n> old words\n",
    ],
)
def test_odd_forms_seen_in_real_mail(history: str) -> None:
    assert only(clean(mail("New words.\n\n" + history)).message) == "New words.\n"


@pytest.mark.parametrize(
    "line",
    ["Delivery on 1 May 2024", "納期は 2024/05/01 です", "a < b", "Am 1.5.2024 geht es los", "x <"],
)
@pytest.mark.parametrize(
    "attribution",
    [
        GMAIL,
        "On Sat, Sep 7, 2024 at 5:37 AM Daniel Okafor <\ndaniel@x.example> wrote:",
        "On Thu, 04 Jul 2024 12:15:00 +0900\nDaniel <d@x.example> wrote:",
        'Am 21.04.2016 17:48 schrieb "Einz Zwei" <noreply@x.example\n>:',
        "Beatriz Lopes <\nbeatriz@x.example> escreveu (qua., 9/10/2024 à(s) 10:00):",
    ],
)
def test_a_new_line_right_above_the_attribution_stays(line: str, attribution: str) -> None:
    assert (
        only(clean(mail(f"Hello.\n{line}\n{attribution}\n\n> old\n")).message)
        == f"Hello.\n{line}\n"
    )


@pytest.mark.parametrize(
    "history",
    [
        '>>> "Xaver Yu" <x@y.example> 11/24/2026 10:12 AM >>>\nThe old words.\n',
        ">>> Xaver Yu 24.11.26 10.12 Uhr >>>\n> The old words.\n",
        (
            '-----"Xaver Yu" <x@y.example> wrote: -----\nTo: a@b.example\nFrom: "Xaver Yu" '
            "<x@y.example>\nDate: 11/24/2026 10:12AM\nSubject: Plan\n\nThe old words.\n"
        ),
        (
            '> Message du 24/11/26 10:12\n> De : "Xaver Yu"\n> A : a@b.example\n> Copie à : \n'
            "> Objet : Plan\n> \nThe old words.\n"
        ),
    ],
    ids=["groupwise", "groupwise-quoted", "verse", "orange"],
)
def test_openings_in_frames_of_their_own(history: str) -> None:
    cleaned = clean(mail("Thanks, agreed.\n\n" + history))
    assert only(cleaned.message).split() == ["Thanks,", "agreed."]


def test_a_quoted_header_block_with_nothing_above_keeps_what_stands_below() -> None:
    block = "> De : Xaver Yu\n> Date : 24/11/26 10:12\n> A : a@b.example\n> Objet : Plan\n"
    assert "My answer." in only(clean(mail(block + "\nMy answer.\n")).message)
