"""Held-out clients, written from memory of real mail: never looked at while the engine is changed.

Other clients, other wordings, other persons and seeds than the development part.
"""

# ruff: noqa: E501

from html import escape

from tests.corpus.history.clients import (
    ALL,
    OUTLOOK,
    THUNDER,
    Client,
    Intro,
    Msg,
    body_html,
    body_text,
    box,
    day,
    gmail_line,
    hbox,
    link,
    linked,
    month,
    note,
    outlook_headers,
    quote,
    rfc,
    sent,
    t_gmail_reply,
    t_outlook_bare,
    t_thunderbird_reply,
)


def t_outlook_mac(m: Msg, intro: Intro) -> list[str]:
    f, _, t, _, j = OUTLOOK[m.lang]
    d = THUNDER[m.lang][1]
    head = [f"{f}: {box(m.author)}", f"{d}: {sent(m)}", f"{t}: {box(m.to)}", f"{j}: {m.subject}"]
    note(intro, *head)
    return [*head, "", *body_text(m, intro)]


def h_outlook_mac(m: Msg, intro: Intro) -> str:
    f, _, t, _, j = OUTLOOK[m.lang]
    d = THUNDER[m.lang][1]
    rows = [(f, hbox(m.author)), (d, escape(sent(m))), (t, hbox(m.to)), (j, escape(m.subject))]
    head = "<br>".join(
        f'<b><span style="font-size:12.0pt;color:black">{k}: </span></b><span style="font-size:12.0pt;color:black">{v}</span>'
        for k, v in rows
    )
    return f'<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{head}</p></div><div><p class="MsoNormal">&nbsp;</p></div>{body_html(m, intro, "word")}'


def t_proton(m: Msg, intro: Intro) -> list[str]:
    w = m.when
    line = f"On {w:%A}, {w:%B} {w.day}, {w.year} at {w:%H:%M}, {m.author.name} <{m.author.address}> wrote:"
    note(intro, line)
    return [line, "", *quote(body_text(m, intro))]


def h_proton(m: Msg, intro: Intro) -> str:
    line = linked(t_proton(m, [])[0], m.author)
    return f'<div class="protonmail_quote"><br>{line}<br><blockquote class="protonmail_quote" type="cite">{body_html(m, intro)}</blockquote><br></div>'


def t_proton_fwd(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"From: {box(m.author)}",
        f"Date: On {m.when:%A}, {m.when:%B} {m.when.day}, {m.when.year} at {m.when:%H:%M}",
        f"Subject: {m.subject}",
        f"To: {box(m.to)}",
    ]
    note(intro, *head)
    return ["------- Forwarded Message -------", *head, "", *quote(body_text(m, intro))]


def h_proton_fwd(m: Msg, intro: Intro) -> str:
    rows = f"From: {hbox(m.author)}<br>Date: On {m.when:%A}, {m.when:%B} {m.when.day}, {m.when.year} at {m.when:%H:%M}<br>Subject: {escape(m.subject)}<br>To: {hbox(m.to)}<br>"
    return f'<div class="protonmail_quote">------- Forwarded Message -------<br>{rows}<br><blockquote class="protonmail_quote" type="cite">{body_html(m, intro)}</blockquote></div>'


def t_spark(m: Msg, intro: Intro) -> list[str]:
    line = f"On {m.when:%b} {m.when.day}, {m.when.year} at {m.when:%I:%M %p} +0900, {m.author.name} <{m.author.address}>, wrote:"
    note(intro, line)
    return [line, *quote(body_text(m, intro))]


def h_spark(m: Msg, intro: Intro) -> str:
    return f'<div name="messageReplySection">{linked(t_spark(m, [])[0], m.author)}<br /><blockquote type="cite" style="border-left-color: grey; border-left-width: thin; border-left-style: solid; margin: 5px 5px;padding-left: 10px;">{body_html(m, intro)}</blockquote></div>'


def t_mutt(m: Msg, intro: Intro) -> list[str]:
    line = f"On {m.when:%a, %b %d, %Y at %H:%M:%S} +0900, {m.author.name} wrote:"
    note(intro, line)
    return [line, *quote(body_text(m, intro))]


def t_evolution(m: Msg, intro: Intro) -> list[str]:
    line = {
        "en": f"On {m.when:%a, %Y-%m-%d at %H:%M} +0900, {m.author.name} wrote:",
        "de": f"Am {day(m)[:2]}, {m.when:%d.%m.%Y}, {m.when:%H:%M} +0900 schrieb {m.author.name}:",
        "ja": f"{m.when:%Y-%m-%d} ({day(m)}) の {m.when:%H:%M} +0900 に {m.author.name} さんは書きました:",
    }[m.lang]
    note(intro, line)
    return [line, *quote(body_text(m, intro))]


def t_kmail(m: Msg, intro: Intro) -> list[str]:
    line = {
        "en": f"On {m.when:%A}, {m.when.day} {m.when:%B} {m.when.year} {m.when:%H:%M:%S} JST {m.author.name} wrote:",
        "de": f"Am {m.when:%d}. {month(m)} {m.when.year}, {m.when:%H:%M:%S} MESZ schrieb {m.author.name}:",
    }[m.lang]
    note(intro, line)
    return [line, *quote(body_text(m, intro), ">")]


def t_sylpheed(m: Msg, intro: Intro) -> list[str]:
    lines = [f"On {rfc(m)}", f"{m.author.name} <{m.author.address}> wrote:"]
    note(intro, *lines)
    return [*lines, "", *quote(body_text(m, intro))]


def t_hidemaru(m: Msg, intro: Intro) -> list[str]:
    line = f"{m.when:%Y/%m/%d} ({day(m)}) {m.when:%H:%M} に {m.author.name} さんが書きました："
    note(intro, line)
    return [line, "", *quote(body_text(m, intro))]


def t_desknets(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"差出人 : {box(m.author)}",
        f"宛先   : {box(m.to)}",
        f"日時   : {m.when:%Y/%m/%d %H:%M}",
        f"件名   : {m.subject}",
    ]
    note(intro, *head)
    return ["----------------- 元のメッセージ -----------------", *head, "", *body_text(m, intro)]


def t_docomo(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"From: {m.author.address}",
        f"Date: {m.when:%Y/%m/%d %H:%M}",
        f"To: {m.to.address}",
        f"Sub: {m.subject}",
    ]
    note(intro, *head)
    return ["-----Original Message-----", *head, "", *body_text(m, intro)]


def t_winlive(m: Msg, intro: Intro) -> list[str]:
    f, s, t, _, j = OUTLOOK[m.lang]
    head = [f"{f}: {m.author.name}", f"{s}: {sent(m)}", f"{t}: {m.to.address}", f"{j}: {m.subject}"]
    note(intro, *head)
    return ["", *head, "", *body_text(m, intro)]


def h_winlive(m: Msg, intro: Intro) -> str:
    f, s, t, _, j = OUTLOOK[m.lang]
    rows = f'<div style="BACKGROUND: #f5f5f5"><div style="font-color: black"><b>{f}:</b> <a title="{m.author.address}">{escape(m.author.name)}</a> </div><div><b>{s}:</b> {escape(sent(m))}</div><div><b>{t}:</b> <a title="{m.to.address}">{m.to.address}</a> </div><div><b>{j}:</b> {escape(m.subject)}</div></div>'
    return f'<div style="FONT: 10pt tahoma"><div>&nbsp;</div>{rows}</div><div>&nbsp;</div><div>{body_html(m, intro)}</div>'


def t_gmx(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"Gesendet: {m.when:%A}, {m.when:%d. %B %Y} um {m.when:%H:%M} Uhr",
        f"Von: {box(m.author)}",
        f"An: {box(m.to)}",
        f"Betreff: {m.subject}",
    ]
    note(intro, *head)
    return [*head, "", *body_text(m, intro)]


def h_gmx(m: Msg, intro: Intro) -> str:
    rows = f"<b>Gesendet:</b>&nbsp;{m.when:%A}, {m.when:%d. %B %Y} um {m.when:%H:%M} Uhr<br/><b>Von:</b>&nbsp;{hbox(m.author)}<br/><b>An:</b>&nbsp;{link(m.to.address)}<br/><b>Betreff:</b>&nbsp;{escape(m.subject)}"
    return f'<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5; word-wrap: break-word;"><div style="margin:0 0 10px 0;">{rows}</div><div name="quoted-content">{body_html(m, intro)}</div></div>'


def t_orange(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"> Message du {m.when:%d/%m/%y %H:%M}",
        f'> De : "{m.author.name}" <{m.author.address}>',
        f"> A : {box(m.to)}",
        f"> Objet : {m.subject}",
        ">",
    ]
    note(intro, *[h[2:] for h in head[:4]])
    return [*head, *quote(body_text(m, intro))]


def t_libero(m: Msg, intro: Intro) -> list[str]:
    head = [
        f'Da: "{m.author.name}" {m.author.address}',
        f'A: "{m.to.name}" {m.to.address}',
        f"Data: {rfc(m)}",
        f"Oggetto: {m.subject}",
    ]
    note(intro, *head)
    return ["---------- Messaggio originale ----------", *head, "", *quote(body_text(m, intro))]


def t_qq(m: Msg, intro: Intro) -> list[str]:
    head = [
        f'发件人: "{m.author.name}" <{m.author.address}>;',
        f"发送时间: {m.when.year}年{m.when.month}月{m.when.day}日({day(m)}) 下午{m.when:%H:%M}",
        f'收件人: "{m.to.name}" <{m.to.address}>;',
        f"主题: {m.subject}",
    ]
    note(intro, *head)
    return ["------------------ 原始邮件 ------------------", *head, "", *body_text(m, intro)]


def h_qq(m: Msg, intro: Intro) -> str:
    rows = f'<div><b>发件人:</b>&nbsp;"{escape(m.author.name)}"&lt;{link(m.author.address)}&gt;;</div><div><b>发送时间:</b>&nbsp;{m.when.year}年{m.when.month}月{m.when.day}日({day(m)}) 下午{m.when:%H:%M}</div><div><b>收件人:</b>&nbsp;"{escape(m.to.name)}"&lt;{link(m.to.address)}&gt;;</div><div><b>主题:</b>&nbsp;{escape(m.subject)}</div>'
    return f'<div style="font-size:12px;font-family:Arial Narrow;padding:2px 0">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size:12px;background:#efefef;padding:8px;">{rows}</div><div><br></div>{body_html(m, intro)}'


def t_netease(m: Msg, intro: Intro) -> list[str]:
    line = f'At {m.when:%Y-%m-%d %H:%M:%S}, "{m.author.name}" <{m.author.address}> wrote:'
    note(intro, line)
    return [line, *quote(body_text(m, intro), ">")]


def h_netease(m: Msg, intro: Intro) -> str:
    line = linked(t_netease(m, [])[0], m.author)
    return f'<pre><br>{line}</pre><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">{body_html(m, intro)}</blockquote>'


def t_naver(m: Msg, intro: Intro) -> list[str]:
    head = [
        f'From: "{m.author.name}" <{m.author.address}>',
        f"To: <{m.to.address}>",
        "Cc:",
        f"Sent: {m.when:%Y-%m-%d} ({day(m)}) {m.when:%H:%M:%S} (GMT+09:00)",
        f"Subject: {m.subject}",
    ]
    note(intro, *[h for h in head if h != "Cc:"])
    return ["-----Original Message-----", *head, "", *body_text(m, intro)]


def h_naver(m: Msg, intro: Intro) -> str:
    rows = f'<b>From:</b> "{escape(m.author.name)}"&lt;{link(m.author.address)}&gt;<br><b>To:</b> &lt;{m.to.address}&gt;<br><b>Cc:</b> <br><b>Sent:</b> {m.when:%Y-%m-%d} ({day(m)}) {m.when:%H:%M:%S} (GMT+09:00)<br><b>Subject:</b> {escape(m.subject)}<br>'
    return f'<div class="NHN_MAIL_QUOTE"><p style="font-family:돋움;">-----Original Message-----<br>{rows}</p>{body_html(m, intro)}</div>'


def h_yahoo_new(m: Msg, intro: Intro) -> str:
    line = {
        "en": f"On {m.when:%A}, {m.when:%B} {m.when.day}, {m.when.year} at {m.when:%I:%M:%S %p} GMT+9, {m.author.name} &lt;{link(m.author.address)}&gt; wrote:"
    }.get(m.lang) or linked(gmail_line(m), m.author)
    return f'<div id="ydp1a2b3cyahoo_quoted_123" class="ydp1a2b3cyahoo_quoted"><div style="font-family:Helvetica"><div>{line}</div><div><br></div><div><br></div><div>{body_html(m, intro)}</div></div></div>'


def t_yahoo_new(m: Msg, intro: Intro) -> list[str]:
    line = (
        f"On {m.when:%A}, {m.when:%B} {m.when.day}, {m.when.year} at {m.when:%I:%M:%S %p} GMT+9, {m.author.name} <{m.author.address}> wrote:"
        if m.lang == "en"
        else gmail_line(m)
    )
    note(intro, line)
    body = body_text(m, intro)
    return [line, "", *[" " + x if x else "" for x in body]]


def h_fastmail(m: Msg, intro: Intro) -> str:
    return f'<div>On {m.when:%a, %b %d, %Y}, at {m.when:%I:%M %p}, {escape(m.author.name)} wrote:<br></div><blockquote type="cite" id="qt" style="">{body_html(m, intro)}</blockquote>'


def t_fastmail(m: Msg, intro: Intro) -> list[str]:
    line = f"On {m.when:%a, %b %d, %Y}, at {m.when:%I:%M %p}, {m.author.name} wrote:"
    note(intro, line)
    return [line, *quote(body_text(m, intro))]


def t_notes_reply(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"From:\t{m.author.name} <{m.author.address}>",
        f"To:\t{box(m.to)},",
        f"Date:\t{m.when:%Y/%m/%d %H:%M}",
        f"Subject:\t{m.subject}",
    ]
    note(intro, *head)
    return [*head, "", "", "", *body_text(m, intro)]


def h_notes_reply(m: Msg, intro: Intro) -> str:
    rows = "".join(
        f'<tr valign="top"><td><font size="1" color="#5F5F5F" face="sans-serif">{k}:&nbsp;&nbsp;</font></td><td><font size="1" face="sans-serif">{v}</font></td></tr>'
        for k, v in (
            ("From", f"{escape(m.author.name)} &lt;{m.author.address}&gt;"),
            ("To", hbox(m.to)),
            ("Date", f"{m.when:%Y/%m/%d %H:%M}"),
            ("Subject", escape(m.subject)),
        )
    )
    return f"<br><br><br><table>{rows}</table><hr noshade><br><br><br>{body_html(m, intro)}"


def t_groupwise(m: Msg, intro: Intro) -> list[str]:
    line = f">>> {m.author.name} <{m.author.address}> {m.when:%d/%m/%Y %H:%M} >>>"
    note(intro, line)
    return [line, *body_text(m, intro)]


def t_emclient(m: Msg, intro: Intro) -> list[str]:
    names = {
        "en": ("From", "To", "Date", "Subject"),
        "de": ("Von", "An", "Datum", "Betreff"),
        "nl": ("Van", "Aan", "Datum", "Onderwerp"),
    }[m.lang]
    head = [
        f'{names[0]}: "{m.author.name}" <{m.author.address}>',
        f"{names[1]}: {box(m.to)}",
        f"{names[2]}: {m.when:%d.%m.%Y %H:%M:%S}",
        f"{names[3]}: {m.subject}",
    ]
    title = {
        "en": "------ Original Message ------",
        "de": "------ Originalnachricht ------",
        "nl": "------ Origineel bericht ------",
    }[m.lang]
    note(intro, *head)
    return [title, *head, "", *quote(body_text(m, intro), ">")]


def h_emclient(m: Msg, intro: Intro) -> str:
    names = {
        "en": ("From", "To", "Date", "Subject"),
        "de": ("Von", "An", "Datum", "Betreff"),
        "nl": ("Van", "Aan", "Datum", "Onderwerp"),
    }[m.lang]
    title = {
        "en": "------ Original Message ------",
        "de": "------ Originalnachricht ------",
        "nl": "------ Origineel bericht ------",
    }[m.lang]
    rows = f'<div>{names[0]}: "{escape(m.author.name)}" &lt;{link(m.author.address)}&gt;</div><div>{names[1]}: {hbox(m.to)}</div><div>{names[2]}: {m.when:%d.%m.%Y %H:%M:%S}</div><div>{names[3]}: {escape(m.subject)}</div>'
    return f'<div>{title}</div>{rows}<div><br></div><div id="x1b2c3"><blockquote cite="{m.when:%Y%m%d}.x@{m.author.address.partition("@")[2]}" type="cite" class="cite2">{body_html(m, intro)}</blockquote></div>'


def t_ja_gmail_fwd_mobile(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"From: {m.author.name} <{m.author.address}>",
        f"Date: {m.when.year}年{m.when.month}月{m.when.day}日({day(m)}) {m.when:%H:%M}",
        f"Subject: {m.subject}",
        f"To: {m.to.name} <{m.to.address}>",
    ]
    note(intro, *head)
    return ["---------- 転送メッセージ ----------", *head, "", *body_text(m, intro)]


def h_ja_gmail_fwd_mobile(m: Msg, intro: Intro) -> str:
    return f'<div class="gmail_quote">---------- 転送メッセージ ----------<br>From: <b class="gmail_sendername">{escape(m.author.name)}</b> &lt;{link(m.author.address)}&gt;<br>Date: {m.when.year}年{m.when.month}月{m.when.day}日({day(m)}) {m.when:%H:%M}<br>Subject: {escape(m.subject)}<br>To: {hbox(m.to)}<br><br><br>{body_html(m, intro)}</div>'


def h_old_exchange(m: Msg, intro: Intro) -> str:
    rows = "<BR>".join(
        f"<B>{k}:</B> {escape(v.strip())}"
        for k, _, v in (line.partition(":") for line in outlook_headers(m))
    )
    return f'<BLOCKQUOTE dir=ltr style="PADDING-LEFT: 5px; MARGIN-LEFT: 5px; BORDER-LEFT: #0000ff 2px solid"><DIV class=OutlookMessageHeader dir=ltr align=left><FONT face=Tahoma size=2>-----Original Message-----<BR>{rows}<BR><BR></FONT></DIV>{body_html(m, intro)}</BLOCKQUOTE>'


def t_old_exchange(m: Msg, intro: Intro) -> list[str]:
    head = outlook_headers(m)
    note(intro, *head)
    return [
        "\t-----Original Message-----",
        *["\t" + h for h in head],
        "\t",
        *["\t" + x for x in body_text(m, intro)],
    ]


_EU3 = ("en", "de", "ja")
HELD_OUT = [
    Client(
        "outlook_mac",
        ALL,
        t_outlook_mac,
        h_outlook_mac,
        "reply",
        "Microsoft-MacOutlook/16.80",
        quoted=False,
    ),
    Client(
        "outlook_mac",
        ALL,
        t_outlook_mac,
        h_outlook_mac,
        "forward",
        "Microsoft-MacOutlook/16.80",
        quoted=False,
    ),
    Client("outlook_owa_text", ALL, t_outlook_bare, None, "reply", quoted=False),
    Client("proton", ALL, t_proton, h_proton, "reply"),
    Client("proton", ALL, t_proton_fwd, h_proton_fwd, "forward"),
    Client("spark", ALL, t_spark, h_spark, "reply"),
    Client("mutt", ALL, t_mutt, None, "reply", "Mutt/2.2.9"),
    Client("evolution", _EU3, t_evolution, None, "reply", "Evolution 3.44"),
    Client("kmail", ("en", "de"), t_kmail, None, "reply", "KMail/5.24"),
    Client("sylpheed", ("ja", "en"), t_sylpheed, None, "reply", "Sylpheed 3.7.0"),
    Client("hidemaru", ("ja",), t_hidemaru, None, "reply", "HidemaruMail 7"),
    Client("desknets", ("ja",), t_desknets, None, "forward", "desknet's NEO", quoted=False),
    Client("docomo", ("ja",), t_docomo, None, "forward", quoted=False),
    Client(
        "windows_live",
        ALL,
        t_winlive,
        h_winlive,
        "reply",
        "Microsoft Windows Live Mail 16",
        quoted=False,
    ),
    Client("gmx", ("de",), t_gmx, h_gmx, "reply", quoted=False),
    Client("orange", ("fr",), t_orange, None, "reply"),
    Client("libero", ("it",), t_libero, None, "reply"),
    Client("qq", ("zh",), t_qq, h_qq, "reply", "QQMail 2.x", quoted=False),
    Client("netease", ("zh",), t_netease, h_netease, "reply"),
    Client("naver", ("ko",), t_naver, h_naver, "reply", quoted=False),
    Client(
        "yahoo_new",
        ("en", "de", "fr", "es", "it", "pt"),
        t_yahoo_new,
        h_yahoo_new,
        "reply",
        quoted=False,
    ),
    Client("fastmail", ("en", "de", "nl"), t_fastmail, h_fastmail, "reply"),
    Client(
        "notes_reply",
        ("ja", "en"),
        t_notes_reply,
        h_notes_reply,
        "reply",
        "Lotus Notes Release 8.5.3",
        quoted=False,
    ),
    Client("emclient", ("en", "de", "nl"), t_emclient, h_emclient, "reply", "eM_Client/9.2"),
    Client(
        "gmail_mobile",
        ("ja",),
        t_ja_gmail_fwd_mobile,
        h_ja_gmail_fwd_mobile,
        "forward",
        quoted=False,
    ),
    Client(
        "exchange_2003",
        ALL,
        t_old_exchange,
        h_old_exchange,
        "forward",
        "Microsoft Exchange V6.5",
        quoted=False,
    ),
    Client("groupwise", ("en", "de"), t_groupwise, None, "reply", "Novell GroupWise", quoted=False),
    Client("gmail", ALL, t_gmail_reply, None, "reply"),
    Client("thunderbird", ALL, t_thunderbird_reply, None, "reply", "Mozilla Thunderbird"),
]
