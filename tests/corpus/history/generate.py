"""Cases: a message with its label, from a seed, a client, a language and a placement.

``python -m tests.corpus.history.generate OUTDIR [--held]`` writes the .eml and .json
pairs that the scorer reads.
"""

# ruff: noqa: E501

import argparse
import base64
import json
import quopri
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.corpus.history import people, traps
from tests.corpus.history.clients import CLIENTS, Client, Msg, body_text, link

FITTING = {
    "ja": ("utf-8", "iso-2022-jp", "shift_jis", "utf-8", "euc-jp"),
    "zh": ("utf-8", "gb2312"),
    "ko": ("utf-8", "euc-kr"),
    "en": ("us-ascii", "utf-8", "iso-8859-1"),
}
PYTHON = {
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "euc-kr": "cp949",
    "iso-2022-jp": "iso2022_jp_2",
}


@dataclass
class Case:
    id: str
    raw: bytes
    label: dict[str, Any]


def _msg(
    rng: random.Random,
    pool: str,
    lang: str,
    code: str,
    author: people.Person,
    to: people.Person,
    when: datetime,
) -> Msg:
    sig, dashes = people.signature(author, rng, pool)
    paragraphs = [people.sentence(pool, lang, f"{code}{i}", rng) for i in range(rng.randint(1, 3))]
    return Msg(
        author,
        to,
        when,
        people.SUBJECTS[lang] + " " + code,
        lang,
        rng.choice(people.GREETING[lang]),
        rng.choice(people.CLOSING[lang]),
        paragraphs,
        sig,
        dashes and rng.random() < 0.7,
    )


def _chain(
    rng: random.Random,
    pool: str,
    lang: str,
    n: int,
    client: Client,
    clients: list[Client],
    depth: int,
) -> tuple[people.Person, Msg, list[Msg]]:
    crowd = people.people(pool, lang)
    other = people.people(pool, "en")
    rng.shuffle(crowd)
    me = crowd[0]
    partners = [*crowd[1:], *([rng.choice(other)] if lang != "en" else [])]
    when = datetime(2024, 1, 5, 9, 0) + timedelta(
        hours=rng.randint(1, 9000), minutes=rng.randint(0, 59)
    )
    chain: list[Msg] = []
    for level in range(depth):
        author = partners[level % len(partners)]
        to = me if level == 0 else rng.choice([p for p in [me, *partners] if p is not author])
        m = _msg(rng, pool, lang, f"{'KLMN'[level % 4]}{n:04}{level}", author, to, when)
        if rng.random() < 0.3 and len(partners) > 1:
            m.cc = rng.choice([p for p in partners if p is not author])
        chain.append(m)
        when -= timedelta(hours=rng.randint(2, 50), minutes=rng.randint(0, 59))
    inner = [c for c in clients if lang in c.langs and bool(c.html) >= bool(client.html)]
    for newer, older in pairwise(chain):
        newer.older = older
        newer.client = rng.choice(inner)
    return me, chain[0], chain


def _placed(
    rng: random.Random, kind: str, new: list[str], own: list[str], top: Msg, client: Client
) -> tuple[list[str], str, list[str], list[str]]:
    """Text lines, HTML, intros and the quoted lines that answers refer to."""
    intro: list[str] = []
    history = client.text(top, intro)
    markup = client.html(top, []) if client.html else ""
    paras = [line for paragraph in new for line in (paragraph, "")]
    new_html = "".join(f"<div>{escape(p)}</div><div><br></div>" for p in new)
    own_html = f"<div>{'<br>'.join(escape(x) for x in own)}</div>" if own else ""
    if client.name == "outlook_desktop":
        new_html = "".join(f"<p class=MsoNormal>{escape(p)}<o:p></o:p></p>\n" for p in new)
        own_html = "".join(f"<p class=MsoNormal>{escape(x)}<o:p></o:p></p>\n" for x in own)
    if kind == "bottom":
        return (
            [*history, "", *paras, *own],
            markup + "<div><br></div>" + new_html + own_html,
            intro,
            [],
        )
    return [*paras, *own, "", *history], new_html + own_html + markup, intro, []


def _inline(
    new: list[str], own: list[str], top: Msg, client: Client
) -> tuple[list[str], str, list[str]]:
    """Answers under each quoted paragraph, in text."""
    from tests.corpus.history.clients import quote

    lines: list[str] = []
    history = client.text(top, [])
    body = quote(body_text(top, []), "> ")
    at = next((i for i, line in enumerate(history) if line.strip("> ") == top.greeting.strip()), 0)
    lines += history[:at]
    pending = list(new)
    for line in body:
        lines.append(line)
        if pending and any(p in line for p in top.paragraphs):
            lines += ["", pending.pop(0), ""]
    return [*lines, "", *(x for p in pending for x in (p, "")), *own], "", []


def make(
    n: int, seed: int, client: Client, lang: str, kind: str, clients: list[Client], pool: str
) -> Case:
    rng = random.Random(seed)
    depth = rng.choice((1, 1, 2, 3, 4))
    me, top, chain = _chain(rng, pool, lang, n, client, clients, depth)
    new = [people.sentence(pool, lang, f"N{n:04}{i}", rng) for i in range(rng.randint(1, 3))]
    if kind == "inline":
        new = [
            people.sentence(pool, lang, f"N{n:04}{i}", rng) for i in range(len(top.paragraphs) + 1)
        ]
    own = rng.choice(
        [
            [],
            [f"{me.company} {me.name}", f"{people.OWN_SIGN[lang]} {n:04}"],
            ["-- ", me.name, me.company],
        ]
    )
    cids: list[str] = []
    if (
        client.html
        and client.name != "notes"
        and kind != "inline"
        and rng.random() < 0.25
        and (not top.client or top.client.name != "notes")
    ):
        top.logo = f"logo{n:04}@image.example"
        cids.append(top.logo)
    either: list[str] = []
    if kind == "inline":
        text, markup, intro = _inline(new, own, top, client)
        either = [*top.paragraphs]
    else:
        text, markup, intro, _ = _placed(rng, kind, new, own, top, client)
    parts = ["text/plain"]
    if markup and kind != "inline":
        parts = rng.choice(
            [["text/plain", "text/html"], ["text/plain", "text/html"], ["text/html"]]
        )
    if not any("html" in p for p in parts):
        cids = []
    label = _label(n, client, lang, kind, chain, new, own, intro, either, cids, parts, me)
    raw = _message(rng, n, me, top, client, lang, kind, text, markup, parts, cids)
    return Case(label["id"], raw, label)


def _label(
    n: int,
    client: Client,
    lang: str,
    kind: str,
    chain: list[Msg],
    new: list[str],
    own: list[str],
    intro: list[str],
    either: list[str],
    cids: list[str],
    parts: list[str],
    me: people.Person,
) -> dict[str, Any]:
    crowd = {p.address: p for m in chain for p in (m.author, m.to, m.cc) if p}
    # An address that some client does not write is in no part: the scorer then ignores it.
    addresses = sorted(a for a in crowd if a != me.address)
    signatures = [
        line
        for m in chain
        for line in m.sig
        if len(line.strip()) > 3 and any(c.isalnum() for c in line)
    ]
    sentences = [p for m in chain for p in m.paragraphs]
    phones = sorted(
        {
            x
            for m in chain
            for line in m.sig
            for x in (m.author.phone, m.author.fax, m.author.mobile)
            if x in line
        }
    )
    bad = [*addresses, *signatures] + ([] if kind == "inline" else sentences)
    return {
        "id": f"{n:05}-{client.name}-{lang}-{kind}",
        "client": client.name,
        "lang": lang,
        "kind": kind,
        "charset": "",
        "depth": len(chain),
        "expect": "strip",
        "parts": parts,
        "notes": "",
        "ordered": True,
        "new_text_must_contain": new,
        "own_signature": [x for x in own if x != "-- "],
        "must_not_contain_when_stripped": bad,
        "history_intro": [] if kind == "inline" else intro,
        "either_way": either,
        "history_addresses": addresses,
        "history_phones": phones,
        "history_signature_lines": signatures,
        "history_sentences": sentences,
        "attachments_must_stay": [],
        "cids": {"must_vanish": cids, "must_stay": []},
    }


def encode(text: str, charset: str) -> bytes:
    return text.encode(PYTHON.get(charset, charset))


def _fitting(rng: random.Random, lang: str, text: str) -> str:
    for charset in (
        rng.choice(FITTING.get(lang, ("utf-8", "iso-8859-1", "windows-1252"))),
        "utf-8",
    ):
        try:
            encode(text, charset)
        except UnicodeError:
            continue
        return charset
    return "utf-8"


def part(rng: random.Random, kind: str, lang: str, text: str) -> bytes:
    charset = _fitting(rng, lang, text)
    newline = "\r\n"
    data = encode(text.replace("\n", newline), charset)
    cte = rng.choice(("base64", "quoted-printable", "8bit"))
    if charset in {"us-ascii", "iso-2022-jp"} and rng.random() < 0.7:
        cte = "7bit"
    if cte in {"7bit", "8bit"} and max(len(x) for x in data.split(b"\n")) > 990:
        cte = "base64"
    if cte == "8bit" and data.isascii():
        cte = "7bit"
    flowed = "; format=flowed" if kind == "text/plain" and rng.random() < 0.2 else ""
    head = f'Content-Type: {kind}; charset="{charset}"{flowed}\r\nContent-Transfer-Encoding: {cte}\r\n\r\n'.encode()
    if cte == "base64":
        return head + base64.encodebytes(data).replace(b"\n", b"\r\n")
    if cte == "quoted-printable":
        return head + quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return head + data


def multipart(subtype: str, parts: list[bytes], n: int) -> bytes:
    b = f"=_{subtype}_{n:05}"
    body = b"".join(b"--" + b.encode() + b"\r\n" + p + b"\r\n" for p in parts)
    return (
        f'Content-Type: multipart/{subtype}; boundary="{b}"\r\n\r\n'.encode()
        + body
        + b"--"
        + b.encode()
        + b"--\r\n"
    )


def head(
    me: people.Person,
    to: people.Person,
    subject: str,
    n: int,
    client: str,
    rng: random.Random,
    reply: bool,
) -> bytes:
    fields = [
        f"Message-ID: <{n}.{rng.randrange(10**8)}@{me.address.partition('@')[2]}>",
        "Date: Mon, 06 Jan 2025 10:00:00 +0900",
        f"From: {Header(me.name, 'utf-8').encode()} <{me.address}>",
        f"To: {Header(to.name, 'utf-8').encode()} <{to.address}>",
        f"Subject: {Header(subject, 'utf-8').encode()}",
        "MIME-Version: 1.0",
    ]
    if client:
        fields.append(f"X-Mailer: {client}")
    if reply and rng.random() < 0.7:
        fields.append(f"In-Reply-To: <{n}@partner.example>")
    return ("\r\n".join(fields) + "\r\n").encode()


def _message(
    rng: random.Random,
    n: int,
    me: people.Person,
    top: Msg,
    client: Client,
    lang: str,
    kind: str,
    text: list[str],
    markup: str,
    parts: list[str],
    cids: list[str],
) -> bytes:
    subject = ("FW: " if kind == "forward" else "Re: ") + top.subject
    made: list[bytes] = []
    if "text/plain" in parts:
        made.append(part(rng, "text/plain", lang, "\n".join(text) + "\n"))
    if "text/html" in parts:
        style = "<style>p.MsoNormal{margin:0}</style>" if client.name.startswith("outlook") else ""
        html = part(
            rng,
            "text/html",
            lang,
            f'<html><head><meta charset="x">{style}</head><body>{markup}</body></html>',
        )
        if cids:
            images = [
                f'Content-Type: image/png; name="{c[:8]}.png"\r\nContent-ID: <{c}>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n'.encode()
                for c in cids
            ]
            html = multipart("related", [html, *images], n)
        made.append(html)
    body = made[0] if len(made) == 1 else multipart("alternative", made, n)
    return (
        head(
            me,
            top.author if kind != "forward" else top.to,
            subject,
            n,
            client.mailer,
            rng,
            kind != "forward",
        )
        + body
    )


def cases(pool: str, seed: int, clients: list[Client], rounds: int = 2) -> Iterator[Case]:
    """Every client in each of its languages, in every placement that it has."""
    n = 0
    for turn in range(rounds):
        for client in clients:
            for lang in client.langs:
                kinds = ["forward"] if client.kind == "forward" else ["reply"]
                if client.kind == "reply" and client.quoted and client.name != "almail":
                    kinds += [("bottom", "inline")[(turn + len(lang) + n) % 2]]
                for kind in kinds:
                    n += 1
                    yield make(n, seed + n, client, lang, kind, clients, pool)
    for number, trap in enumerate(traps.TRAPS[pool]):
        yield _trap(90_000 + number, trap, seed)


def _trap(n: int, trap: "traps.Trap", seed: int) -> Case:
    rng = random.Random(seed + n)
    crowd = people.people("dev", trap.lang)
    made = [part(rng, "text/plain", trap.lang, trap.text)]
    if trap.html:
        made.append(part(rng, "text/html", trap.lang, trap.html))
    body = made[0] if len(made) == 1 else multipart("alternative", made, n)
    raw = head(crowd[0], crowd[1], trap.subject, n, "", rng, False) + body
    label: dict[str, Any] = {
        "id": f"{n:05}-{trap.name}-{trap.lang}-none",
        "client": "trap",
        "lang": trap.lang,
        "kind": "none",
        "charset": "",
        "depth": 0,
        "expect": "unchanged",
        "parts": [],
        "notes": trap.name,
        "ordered": True,
        "new_text_must_contain": [line for line in trap.text.split("\n") if line.strip()],
        "cids": {"must_vanish": [], "must_stay": []},
    }
    for name in (
        "own_signature",
        "must_not_contain_when_stripped",
        "history_intro",
        "either_way",
        "history_addresses",
        "history_phones",
        "history_signature_lines",
        "history_sentences",
        "attachments_must_stay",
    ):
        label[name] = []
    return Case(label["id"], raw, label)


def write(folder: Path, made: Iterator[Case]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for case in made:
        (folder / f"{case.id}.eml").write_bytes(case.raw)
        (folder / f"{case.id}.json").write_text(
            json.dumps(case.label, ensure_ascii=False, indent=1), "utf-8"
        )
        count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    if given.held:
        from tests.corpus.history.held_out import HELD_OUT

        made = cases("held", 7_000_000, HELD_OUT, given.rounds)
    else:
        made = cases("dev", 1_000, CLIENTS, given.rounds)
    print(write(given.folder, made), "cases")


if __name__ == "__main__":
    main()
_ = link
