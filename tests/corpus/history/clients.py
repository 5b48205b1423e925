"""How mail clients write history: one function per client and form, text and HTML."""

# ruff: noqa: E501

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from tests.corpus.history.people import CLOSING, GREETING, Person

Intro = list[str]


@dataclass
class Msg:
    author: Person
    to: Person
    when: datetime
    subject: str
    lang: str
    greeting: str
    closing: str
    paragraphs: list[str]
    sig: list[str]
    dashes: bool
    cc: Person | None = None
    older: "Msg | None" = None
    client: "Client | None" = None
    logo: str = ""
    intros: Intro = field(default_factory=list)


@dataclass(frozen=True)
class Client:
    name: str
    langs: tuple[str, ...]
    text: Callable[[Msg, Intro], list[str]]
    html: Callable[[Msg, Intro], str] | None
    kind: str  # reply or forward
    mailer: str = ""
    quoted: bool = True  # the text is quoted line by line
    text_only: bool = False


ALL = ("ja", "en", "de", "fr", "es", "it", "pt", "nl", "zh", "ko")
_DAYS = {
    "ja": "月火水木金土日",
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "de": ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    "fr": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    "es": ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    "it": ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
    "pt": ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
    "nl": ["ma", "di", "wo", "do", "vr", "za", "zo"],
    "zh": ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    "ko": "월화수목금토일",
}
_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}


def day(m: Msg) -> str:
    return _DAYS[m.lang][m.when.weekday()]


def month(m: Msg) -> str:
    return _MONTHS[m.lang].split()[m.when.month - 1]


def gmail_line(m: Msg) -> str:
    w, p = m.when, m.author
    who = f"{p.name} <{p.address}>"
    t = f"{w.hour}:{w.minute:02}"
    ampm = f"{(w.hour - 1) % 12 + 1}:{w.minute:02}\u202f{'AM' if w.hour < 12 else 'PM'}"
    return {
        "ja": f"{w.year}年{w.month}月{w.day}日({day(m)}) {t} {who}:",
        "en": f"On {day(m)}, {month(m) if m.lang == 'en' else ''} {w.day}, {w.year} at {ampm} {who} wrote:",
        "de": f"Am {day(m)}, {w.day}. {m.lang == 'de' and month(m)} {w.year} um {t} Uhr schrieb {who}:",
        "fr": f"Le {day(m)} {w.day} {m.lang == 'fr' and month(m)} {w.year} à {t}, {who} a écrit :",
        "es": f"El {day(m)}, {w.day} {m.lang == 'es' and month(m)} {w.year} a las {t}, {p.name} (<{p.address}>) escribió:",
        "it": f"Il giorno {day(m)} {w.day} {m.lang == 'it' and month(m)} {w.year} alle ore {t} {who} ha scritto:",
        "pt": f"{who} escreveu ({day(m)}, {w.day}/{w.month:02}/{w.year} à(s) {t}):",
        "nl": f"Op {day(m)} {w.day} {m.lang == 'nl' and month(m)} {w.year} om {t} schreef {who}:",
        "zh": f"{who} 于{w.year}年{w.month}月{w.day}日{day(m)} {t}写道：",
        "ko": f"{w.year}년 {w.month}월 {w.day}일 ({day(m)}) {'오전' if w.hour < 12 else '오후'} {t}, {who}님이 작성:",
    }[m.lang]


def apple_line(m: Msg) -> str:
    w, p = m.when, m.author
    t = f"{w.hour:02}:{w.minute:02}"
    who = f"{p.name} <{p.address}>"
    return {
        "ja": f"{w:%Y/%m/%d} {t}、{who}のメール:",
        "en": f"On {w.day} {month(m) if m.lang == 'en' else ''} {w.year}, at {t}, {who} wrote:",
        "de": f"Am {w.day:02}.{w.month:02}.{w.year} um {t} schrieb {who}:",
        "fr": f"Le {w.day} {m.lang == 'fr' and month(m)} {w.year} à {t}, {who} a écrit :",
        "es": f"El {w.day} {m.lang == 'es' and month(m)} {w.year}, a las {t}, {who} escribió:",
        "it": f"Il giorno {w.day} {m.lang == 'it' and month(m)} {w.year}, alle ore {t}, {who} ha scritto:",
        "pt": f"No dia {w.day}/{w.month:02}/{w.year}, às {t}, {who} escreveu:",
        "nl": f"Op {w.day} {m.lang == 'nl' and month(m)} {w.year} om {t} heeft {who} het volgende geschreven:",
        "zh": f"在 {w.year}年{w.month}月{w.day}日，{t}，{who} 写道：",
        "ko": f"{w.year}. {w.month}. {w.day}. {t}, {who} 작성:",
    }[m.lang]


def thunderbird_line(m: Msg) -> str:
    w, p = m.when, m.author
    d = f"{w:%Y/%m/%d %H:%M}"
    eu = f"{w:%d.%m.%y}"
    t = f"{w:%H:%M}"
    return {
        "ja": f"On {d}, {p.name} wrote:",
        "en": f"On {w:%d/%m/%Y} {t}, {p.name} wrote:",
        "de": f"Am {eu} um {t} schrieb {p.name}:",
        "fr": f"Le {w:%d/%m/%Y} à {t}, {p.name} a écrit :",
        "es": f"El {w:%d/%m/%y} a las {t}, {p.name} escribió:",
        "it": f"Il {w:%d/%m/%y} {t}, {p.name} ha scritto:",
        "pt": f"Em {w:%d/%m/%Y} {t}, {p.name} escreveu:",
        "nl": f"Op {w:%d-%m-%Y} om {t} schreef {p.name}:",
        "zh": f"在 {w:%Y/%m/%d} {t}, {p.name} 写道:",
        "ko": f"{w.year}-{w.month:02}-{w.day:02} {t}에 {p.name} 이(가) 쓴 글:",
    }[m.lang]


OUTLOOK = {
    "ja": ("差出人", "送信日時", "宛先", "CC", "件名"),
    "en": ("From", "Sent", "To", "Cc", "Subject"),
    "de": ("Von", "Gesendet", "An", "Cc", "Betreff"),
    "fr": ("De", "Envoyé", "À", "Cc", "Objet"),
    "es": ("De", "Enviado el", "Para", "CC", "Asunto"),
    "it": ("Da", "Inviato", "A", "Cc", "Oggetto"),
    "pt": ("De", "Enviada em", "Para", "Cc", "Assunto"),
    "nl": ("Van", "Verzonden", "Aan", "CC", "Onderwerp"),
    "zh": ("发件人", "发送时间", "收件人", "抄送", "主题"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "참조", "제목"),
}
ORIGINAL = {
    "ja": "元のメッセージ",
    "en": "Original Message",
    "de": "Ursprüngliche Nachricht",
    "fr": "Message d'origine",
    "es": "Mensaje original",
    "it": "Messaggio originale",
    "pt": "Mensagem original",
    "nl": "Oorspronkelijk bericht",
    "zh": "邮件原件",
    "ko": "원본 메시지",
}
FORWARDED = {
    "ja": "転送されたメッセージ",
    "en": "Forwarded Message",
    "de": "Weitergeleitete Nachricht",
    "fr": "Message transféré",
    "es": "Mensaje reenviado",
    "it": "Messaggio inoltrato",
    "pt": "Mensagem encaminhada",
    "nl": "Doorgestuurd bericht",
    "zh": "转发的消息",
    "ko": "전달된 메시지",
}
BEGIN = {
    "ja": "転送されたメッセージ：",
    "en": "Begin forwarded message:",
    "de": "Anfang der weitergeleiteten Nachricht:",
    "fr": "Début du message réexpédié :",
    "es": "Inicio del mensaje reenviado:",
    "it": "Inizio messaggio inoltrato:",
    "pt": "Início da mensagem reencaminhada:",
    "nl": "Begin doorgestuurd bericht:",
    "zh": "转发的邮件：",
    "ko": "전달된 메시지:",
}
THUNDER = {
    "ja": ("件名", "日付", "差出人", "宛先"),
    "en": ("Subject", "Date", "From", "To"),
    "de": ("Betreff", "Datum", "Von", "An"),
    "fr": ("Sujet ", "Date ", "De ", "Pour "),
    "es": ("Asunto", "Fecha", "De", "Para"),
    "it": ("Oggetto", "Data", "Mittente", "A"),
    "pt": ("Assunto", "Data", "De", "Para"),
    "nl": ("Onderwerp", "Datum", "Van", "Aan"),
    "zh": ("主题", "日期", "发件人", "收件人"),
    "ko": ("제목", "날짜", "보낸사람", "받는사람"),
}


def box(p: Person) -> str:
    return f"{p.name} <{p.address}>"


def sent(m: Msg) -> str:
    w = m.when
    return {
        "ja": f"{w.year}年{w.month}月{w.day}日 {w:%H:%M}",
        "en": f"{w:%A, %B} {w.day}, {w.year} {(w.hour - 1) % 12 + 1}:{w:%M %p}",
        "zh": f"{w.year}年{w.month}月{w.day}日 {w:%H:%M}",
        "ko": f"{w.year}년 {w.month}월 {w.day}일 {'오전' if w.hour < 12 else '오후'} {w:%H:%M}",
    }.get(m.lang) or f"{w.day}. {month(m)} {w.year} {w:%H:%M}"


def rfc(m: Msg) -> str:
    return f"{m.when:%a, %d %b %Y %H:%M:%S} +0900"


def outlook_headers(m: Msg, colon: str = ":") -> list[str]:
    f, s, t, c, j = OUTLOOK[m.lang]
    lines = [f"{f}{colon} {box(m.author)}", f"{s}{colon} {sent(m)}", f"{t}{colon} {box(m.to)}"]
    if m.cc:
        lines.append(f"{c}{colon} {box(m.cc)}")
    return [*lines, f"{j}{colon} {m.subject}"]


def note(intro: Intro, *lines: str) -> None:
    intro.extend(line.strip() for line in lines if line.strip(" >-"))


def body_text(m: Msg, intro: Intro) -> list[str]:
    lines = [m.greeting, ""]
    for paragraph in m.paragraphs:
        lines += [paragraph, ""]
    lines += [m.closing, ""]
    lines += (["-- "] if m.dashes else []) + m.sig
    if m.older and m.client:
        lines += ["", *m.client.text(m.older, intro)]
    return lines


def quote(lines: list[str], mark: str = "> ") -> list[str]:
    out = []
    for line in lines:
        if line.startswith(">"):
            out.append(mark.rstrip() + line)
        else:
            out.append((mark + line).rstrip() if line != "-- " else mark + line)
    return out


# --- text forms -------------------------------------------------------------


def t_gmail_reply(m: Msg, intro: Intro) -> list[str]:
    line = gmail_line(m)
    at = line.find(f"<{m.author.address}>")
    lines = [line[: at + 1], line[at + 1 :]] if len(line) > 76 and at > 0 else [line]
    note(intro, *lines)
    return [*lines, "", *quote(body_text(m, intro))]


def t_gmail_forward(m: Msg, intro: Intro) -> list[str]:
    f = {
        "ja": "差出人",
        "en": "From",
        "de": "Von",
        "fr": "De",
        "es": "De",
        "it": "Da",
        "pt": "De",
        "nl": "Van",
        "zh": "发件人",
        "ko": "보낸사람",
    }[m.lang]
    head = [
        "---------- Forwarded message ---------",
        f"{f}: {m.author.name} <{m.author.address}>",
        f"Date: {sent(m)}",
        f"Subject: {m.subject}",
        f"To: {box(m.to)}",
    ]
    note(intro, *head[1:])
    return [*head, "", "", *body_text(m, intro)]


def t_apple_reply(m: Msg, intro: Intro) -> list[str]:
    note(intro, apple_line(m))
    return quote([apple_line(m), "", *body_text(m, intro)])


def t_mac_reply(m: Msg, intro: Intro) -> list[str]:
    note(intro, apple_line(m))
    return [apple_line(m), "", *quote(body_text(m, intro))]


def t_apple_forward(m: Msg, intro: Intro) -> list[str]:
    f, _, t, _, j = OUTLOOK[m.lang]
    d = THUNDER[m.lang][1]
    head = [f"{f}: {box(m.author)}", f"{j}: {m.subject}", f"{d}: {sent(m)}", f"{t}: {box(m.to)}"]
    note(intro, *head)
    return [BEGIN[m.lang], "", *quote([*head, "", *body_text(m, intro)])]


def t_outlook(m: Msg, intro: Intro) -> list[str]:
    head = outlook_headers(m, " :" if m.lang == "fr" else ":")
    note(intro, *head)
    return [f"-----{ORIGINAL[m.lang]}-----", *head, "", *body_text(m, intro)]


def t_outlook_bare(m: Msg, intro: Intro) -> list[str]:
    head = outlook_headers(m)
    note(intro, *head)
    return [*head, "", *body_text(m, intro)]


def t_owa(m: Msg, intro: Intro) -> list[str]:
    head = outlook_headers(m)
    note(intro, *head)
    return ["_" * 32, *head, "", *body_text(m, intro)]


def t_outlook_quoted(m: Msg, intro: Intro) -> list[str]:
    head = outlook_headers(m)
    note(intro, *head)
    return [f"-----{ORIGINAL[m.lang]}-----", *quote([*head, "", *body_text(m, intro)])]


def t_thunderbird_reply(m: Msg, intro: Intro) -> list[str]:
    note(intro, thunderbird_line(m))
    return [thunderbird_line(m), *quote(body_text(m, intro))]


def t_thunderbird_forward(m: Msg, intro: Intro) -> list[str]:
    j, d, f, t = THUNDER[m.lang]
    head = [
        f"{j}: \t{m.subject}",
        f"{d}: \t{rfc(m)}",
        f"{f}: \t{box(m.author)}",
        f"{t}: \t{box(m.to)}",
    ]
    note(intro, *head)
    return [f"-------- {FORWARDED[m.lang]} --------", *head, "", "", "", *body_text(m, intro)]


def t_becky_reply(m: Msg, intro: Intro) -> list[str]:
    lines = [f"On {rfc(m)}", f"{box(m.author)} wrote:"]
    note(intro, *lines)
    return [*lines, "", *quote(body_text(m, intro))]


def t_becky_forward(m: Msg, intro: Intro) -> list[str]:
    head = [
        f" From:    {box(m.author)}",
        f" To:      {box(m.to)}",
        f" Date:    {rfc(m)}",
        f" Subject: {m.subject}",
    ]
    note(intro, f"Forwarded by {box(m.to)}", *head)
    return [
        f"Forwarded by {box(m.to)}",
        "----------------------- Original Message -----------------------",
        *head,
        "----",
        "",
        *body_text(m, intro),
        "",
        "--------------------- Original Message Ends --------------------",
    ]


def t_shuriken(m: Msg, intro: Intro) -> list[str]:
    line = f"{m.author.name} さんは書きました："
    note(intro, line)
    return [line, *quote(body_text(m, intro), ">")]


def t_yahoo(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"From: {m.author.name} <{m.author.address}>",
        f"To: {m.to.address}",
        f"Date: {m.when:%Y/%m/%d, %a %H:%M}",
        f"Subject: {m.subject}",
    ]
    note(intro, *head)
    return ["----- Original Message -----", *quote([*head, "", *body_text(m, intro)], ">")]


def t_garoon(m: Msg, intro: Intro) -> list[str]:
    head = [
        f"差出人: {box(m.author)}",
        f"宛先: {box(m.to)}",
        f"日時: {m.when:%Y/%m/%d %H:%M}",
        f"件名: {m.subject}",
    ]
    note(intro, *head)
    return ["-------- 元のメッセージ --------", *head, "", *quote(body_text(m, intro))]


def t_k9(m: Msg, intro: Intro) -> list[str]:
    f, s, t, _, j = OUTLOOK[m.lang]
    s = "送信日" if m.lang == "ja" else s
    head = [f"{f}: {box(m.author)}", f"{s}: {sent(m)}", f"{t}: {box(m.to)}", f"{j}: {m.subject}"]
    title = {"ja": "元メール", "de": "Original-Nachricht"}.get(m.lang, ORIGINAL[m.lang])
    note(intro, *head)
    return [f"-------- {title} --------", *head, "", *body_text(m, intro)]


def t_roundcube(m: Msg, intro: Intro) -> list[str]:
    line = {
        "ja": f"{m.when:%Y-%m-%d %H:%M} に {m.author.name} さんは書きました:",
        "en": f"On {m.when:%Y-%m-%d %H:%M}, {m.author.name} wrote:",
        "de": f"Am {m.when:%Y-%m-%d %H:%M}, schrieb {m.author.name}:",
    }.get(m.lang) or thunderbird_line(m)
    note(intro, line)
    return [line, *quote(body_text(m, intro))]


def t_notes(m: Msg, intro: Intro) -> list[str]:
    top = (
        f"----- 転送者 {m.to.name}/Tokyo/EXAMPLE 日時 {m.when:%Y/%m/%d %H:%M} -----"
        if m.lang == "ja"
        else f"----- Forwarded by {m.to.name}/HQ/EXAMPLE on {m.when:%m/%d/%Y %I:%M %p} -----"
    )
    f, _, t, _, j = OUTLOOK[m.lang]
    head = [
        f"{f}:\t{m.author.name}/{m.author.company}",
        f"{t}:\t{box(m.to)}",
        f"{THUNDER[m.lang][1]}:\t{m.when:%Y/%m/%d %H:%M}",
        f"{j}:\t{m.subject}",
    ]
    note(intro, top, *head)
    return [top, "", *head, "", "", *body_text(m, intro)]


def t_almail(m: Msg, intro: Intro) -> list[str]:
    name = m.author.address.partition("@")[0][:10].replace("-", "").replace(".", "")
    line = f"{m.when:%Y/%m/%d %H:%M}、{m.author.name} さんは書きました:"
    note(intro, line)
    return [line, "", *quote(body_text(m, intro), f"{name}> ")]


def t_samsung(m: Msg, intro: Intro) -> list[str]:
    f, _, t, _, j = OUTLOOK[m.lang]
    head = [
        f"{f}: {box(m.author)}",
        f"{THUNDER[m.lang][1]}: {m.when:%Y/%m/%d %H:%M} (GMT+09:00)",
        f"{t}: {box(m.to)}",
        f"{j}: {m.subject}",
    ]
    note(intro, *head)
    return [f"-------- {ORIGINAL[m.lang]} --------", *head, "", *body_text(m, intro)]


def t_zimbra(m: Msg, intro: Intro) -> list[str]:
    f, s, t, _, j = OUTLOOK[m.lang]
    head = [
        f'{f}: "{m.author.name}" <{m.author.address}>',
        f'{t}: "{m.to.name}" <{m.to.address}>',
        f"{s}: {sent(m)}",
        f"{j}: {m.subject}",
    ]
    note(intro, *head)
    return [
        "----- " + ("元のメッセージ" if m.lang == "ja" else ORIGINAL[m.lang]) + " -----",
        *quote([*head, "", *body_text(m, intro)]),
    ]


# --- HTML forms -------------------------------------------------------------


def link(address: str) -> str:
    return f'<a href="mailto:{address}">{address}</a>'


def hbox(p: Person) -> str:
    return f"{escape(p.name)} &lt;{link(p.address)}&gt;"


def hlines(lines: list[str], p: Person) -> str:
    return "<br>".join(escape(line).replace(escape(p.address), link(p.address)) for line in lines)


def linked(line: str, p: Person) -> str:
    return escape(line, quote=False).replace(p.address, link(p.address))


def body_html(m: Msg, intro: Intro, style: str = "div") -> str:
    logo = f'<img src="cid:{m.logo}" alt="logo">' if m.logo else ""
    older = m.client.html(m.older, intro) if m.older and m.client and m.client.html else ""
    if style == "word":

        def p(text: str) -> str:
            return f"<p class=MsoNormal><span lang=JA style='font-size:10.5pt'>{text}<o:p></o:p></span></p>\n"

        parts = [p(escape(m.greeting)), p("&nbsp;")]
        parts += [p(escape(x)) for x in m.paragraphs]
        parts += [p(escape(m.closing)), p("&nbsp;")]
        parts += [p(linked(line, m.author)) for line in ((["-- "] if m.dashes else []) + m.sig)]
        return "".join(parts) + (p(logo) if logo else "") + older
    parts = [f"<div>{escape(m.greeting)}</div><div><br></div>"]
    parts += [f"<div>{escape(x)}</div><div><br></div>" for x in m.paragraphs]
    parts += [f"<div>{escape(m.closing)}</div><div><br></div>"]
    sig = hlines((["-- "] if m.dashes else []) + m.sig, m.author)
    return "".join(parts) + f"<div>{sig}</div>" + (f"<div>{logo}</div>" if logo else "") + older


def h_gmail_reply(m: Msg, intro: Intro) -> str:
    line = linked(gmail_line(m), m.author)
    return f'<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{line}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">{body_html(m, intro)}</div></blockquote></div>'


def h_gmail_forward(m: Msg, intro: Intro) -> str:
    f = {
        "ja": "差出人",
        "en": "From",
        "de": "Von",
        "fr": "De",
        "es": "De",
        "it": "Da",
        "pt": "De",
        "nl": "Van",
        "zh": "发件人",
        "ko": "보낸사람",
    }[m.lang]
    return f'<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>{f}: <strong class="gmail_sendername" dir="auto">{escape(m.author.name)}</strong> <span dir="auto">&lt;{link(m.author.address)}&gt;</span><br>Date: {escape(sent(m))}<br>Subject: {escape(m.subject)}<br>To: {hbox(m.to)}<br></div><br><br><div dir="ltr">{body_html(m, intro)}</div></div>'


def h_apple_reply(m: Msg, intro: Intro) -> str:
    return f'<div dir="ltr"><br><blockquote type="cite">{linked(apple_line(m), m.author)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff{body_html(m, intro)}</div></blockquote>'


def h_mac_reply(m: Msg, intro: Intro) -> str:
    return f'<div><br><blockquote type="cite"><div>{linked(apple_line(m), m.author)}</div><br class="Apple-interchange-newline"><div><div>{body_html(m, intro)}</div></div></blockquote></div>'


def h_apple_forward(m: Msg, intro: Intro) -> str:
    f, _, t, _, j = OUTLOOK[m.lang]
    d = THUNDER[m.lang][1]
    rows = [(f, hbox(m.author)), (j, escape(m.subject)), (d, escape(sent(m))), (t, hbox(m.to))]
    head = "".join(
        f'<div style="margin: 0px;"><span style="color:rgba(0, 0, 0, 1.0);"><b>{k}: </b></span><span>{v}<br></span></div>'
        for k, v in rows
    )
    return f'<div><br><blockquote type="cite"><div>{BEGIN[m.lang]}</div><br class="Apple-interchange-newline">{head}<br><div>{body_html(m, intro)}</div></blockquote></div>'


def _outlook_p(m: Msg) -> str:
    rows = [line.partition(":") for line in outlook_headers(m)]
    return "<br>".join(
        f"<b><span style='font-family:\"Calibri\"'>{k}:</span></b><span> {linked(v.strip(), m.author).replace(m.to.address, link(m.to.address))}</span>"
        for k, _, v in rows
    )


def h_outlook(m: Msg, intro: Intro) -> str:
    unit = "mm" if m.lang == "ja" else "cm" if m.lang in {"de", "fr"} else "in"
    return f"<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0{unit} 0{unit} 0{unit}'><p class=MsoNormal>{_outlook_p(m)}<o:p></o:p></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>{body_html(m, intro, 'word')}"


def h_owa(m: Msg, intro: Intro) -> str:
    rows = "<br>".join(
        f"<b>{k}:</b> {escape(v.strip())}"
        for k, _, v in (line.partition(":") for line in outlook_headers(m))
    )
    return f'<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{rows}</font><div>&nbsp;</div></div><div dir="ltr">{body_html(m, intro)}</div>'


def h_outlook_mobile(m: Msg, intro: Intro) -> str:
    rows = "<br>".join(
        f"<b>{k}:</b> {escape(v.strip())}"
        for k, _, v in (line.partition(":") for line in outlook_headers(m))
    )
    return f'<div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing" style="text-align: left; padding: 3pt 0in 0in; border-width: 1pt medium medium; border-style: solid none none;">{rows}<br></div><div class="ms-outlook-mobile-reference-message">{body_html(m, intro)}</div></div>'


def h_thunderbird_reply(m: Msg, intro: Intro) -> str:
    return f'<div class="moz-cite-prefix">{escape(thunderbird_line(m))}<br>\n</div>\n<blockquote type="cite" cite="mid:{m.when:%Y%m%d%H%M}@{m.author.address.partition("@")[2]}">\n{body_html(m, intro)}\n</blockquote>'


def h_thunderbird_forward(m: Msg, intro: Intro) -> str:
    j, d, f, t = THUNDER[m.lang]
    rows = [(j, escape(m.subject)), (d, rfc(m)), (f, hbox(m.author)), (t, hbox(m.to))]
    table = "".join(
        f'<tr><th valign="BASELINE" align="RIGHT" nowrap>{k}: </th><td>{v}</td></tr>'
        for k, v in rows
    )
    return f'<div class="moz-forward-container"><br><br>-------- {FORWARDED[m.lang]} --------<table class="moz-email-headers-table" cellspacing="0" cellpadding="0" border="0"><tbody>{table}</tbody></table><br><br>{body_html(m, intro)}</div>'


def h_roundcube(m: Msg, intro: Intro) -> str:
    line = t_roundcube(m, [])[0]
    return f'<p id="reply-intro">{escape(line)}</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">{body_html(m, intro)}</blockquote>'


def h_yahoo(m: Msg, intro: Intro) -> str:
    head = "<br>".join(
        [
            f"----- Original Message -----<br>From: {hbox(m.author)}",
            f"To: {link(m.to.address)}",
            f"Date: {m.when:%Y/%m/%d, %a %H:%M}",
            f"Subject: {escape(m.subject)}",
        ]
    )
    return f'<div class="yahoo_quoted"><div>{head}</div><div><br></div><div>{body_html(m, intro)}</div></div>'


def h_zimbra(m: Msg, intro: Intro) -> str:
    f, s, t, _, j = OUTLOOK[m.lang]
    head = f"<b>{f}: </b>{hbox(m.author)}<br><b>{t}: </b>{hbox(m.to)}<br><b>{s}: </b>{escape(sent(m))}<br><b>{j}: </b>{escape(m.subject)}<br>"
    return f'<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">{head}</div><div><br></div><div data-marker="__QUOTED_TEXT__">{body_html(m, intro)}</div>'


def h_samsung(m: Msg, intro: Intro) -> str:
    f, _, t, _, j = OUTLOOK[m.lang]
    rows = "".join(
        f"<div>{k}: {v}</div>"
        for k, v in (
            (f, hbox(m.author)),
            (THUNDER[m.lang][1], f"{m.when:%Y/%m/%d %H:%M} (GMT+09:00)"),
            (t, hbox(m.to)),
            (j, escape(m.subject)),
        )
    )
    return f'<div style="font-size:100%;color:#000000"><!-- originalMessage --><div>-------- {ORIGINAL[m.lang]} --------</div>{rows}<div><br></div></div>{body_html(m, intro)}'


def h_notes(m: Msg, intro: Intro) -> str:
    return "<pre>" + escape("\n".join(t_notes(m, intro)), quote=False) + "</pre>"


_EU = ("en", "de", "fr", "es", "it", "pt", "nl")
CLIENTS = [
    Client("gmail", ALL, t_gmail_reply, h_gmail_reply, "reply"),
    Client("gmail", ALL, t_gmail_forward, h_gmail_forward, "forward", quoted=False),
    Client("iphone", ALL, t_apple_reply, h_apple_reply, "reply", "iPhone Mail (21E236)"),
    Client("apple_mail", ALL, t_mac_reply, h_mac_reply, "reply", "Apple Mail (2.3774.500.171.1.1)"),
    Client(
        "apple_mail",
        ALL,
        t_apple_forward,
        h_apple_forward,
        "forward",
        "Apple Mail (2.3774.500.171.1.1)",
    ),
    Client(
        "outlook_desktop",
        ALL,
        t_outlook_bare,
        h_outlook,
        "reply",
        "Microsoft Outlook 16.0",
        quoted=False,
    ),
    Client(
        "outlook_desktop",
        ALL,
        t_outlook_bare,
        h_outlook,
        "forward",
        "Microsoft Outlook 16.0",
        quoted=False,
    ),
    Client("outlook_plain", ALL, t_outlook, None, "reply", "Microsoft Outlook 16.0", quoted=False),
    Client(
        "outlook_plain", ALL, t_outlook, None, "forward", "Microsoft Outlook 16.0", quoted=False
    ),
    Client("outlook_quoted", ALL, t_outlook_quoted, None, "reply", "Microsoft Outlook 16.0"),
    Client("owa", ALL, t_owa, h_owa, "reply", quoted=False),
    Client("owa", ALL, t_owa, h_owa, "forward", quoted=False),
    Client("outlook_mobile", ALL, t_owa, h_outlook_mobile, "reply", quoted=False),
    Client(
        "thunderbird", ALL, t_thunderbird_reply, h_thunderbird_reply, "reply", "Mozilla Thunderbird"
    ),
    Client(
        "thunderbird",
        ALL,
        t_thunderbird_forward,
        h_thunderbird_forward,
        "forward",
        "Mozilla Thunderbird",
        quoted=False,
    ),
    Client("becky", ("ja",), t_becky_reply, None, "reply", "Becky! ver. 2.81.05 [ja]"),
    Client(
        "becky", ("ja",), t_becky_forward, None, "forward", "Becky! ver. 2.81.05 [ja]", quoted=False
    ),
    Client("shuriken", ("ja",), t_shuriken, None, "reply", "JsvMail 11"),
    Client("yahoo_jp", ("ja",), t_yahoo, h_yahoo, "reply"),
    Client("garoon", ("ja",), t_garoon, None, "forward", "Cybozu Garoon"),
    Client("k9", ("ja", "en", "de"), t_k9, None, "forward", "K-9 Mail for Android", quoted=False),
    Client("roundcube", (*_EU, "ja"), t_roundcube, h_roundcube, "reply", "Roundcube Webmail/1.6"),
    Client(
        "notes",
        ("ja", "en"),
        t_notes,
        h_notes,
        "forward",
        "Lotus Notes Release 9.0.1",
        quoted=False,
    ),
    Client("almail", ("ja",), t_almail, None, "reply", "AL-Mail32 Version 1.13"),
    Client(
        "samsung",
        ("ja", "en", "ko", "de"),
        t_samsung,
        h_samsung,
        "reply",
        "Samsung Email",
        quoted=False,
    ),
    Client("zimbra", (*_EU, "ja"), t_zimbra, h_zimbra, "reply", "Zimbra 8.8"),
]
__all__ = ["CLIENTS", "CLOSING", "GREETING", "Client", "Msg"]
