"""A store with held messages, as the workers would leave it, and the pages over it."""

import base64
import json
import re
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx
from starlette.applications import Starlette

from policies.attachments import LIMITS, Extract
from policies.attachments.formats.first_page import picture
from policies.briefing import Briefing
from policies.envelope import Address, Client, Envelope
from policies.history.views import of_document
from policies.judge import Judgement, judge
from policies.lookups import NOTHING_LOOKED_UP, Lookups
from policies.message import Message, Summary
from policies.preview import Preview, preview
from policies.recipients.acquaintance import Recall
from policies.recipients.directory import Entry
from policies.rule import default_source
from policies.versions import Recipe, cleaned_versions, make
from quarantine import queue
from quarantine.deadlines import Expire
from quarantine.delivering import EndDelivery, LeaveDelivery, Outcome, StartDelivery
from quarantine.hold_view import DECIDE, HoldView
from quarantine.holding import GATHER, Deadlines
from quarantine.intake import Accept
from quarantine.judging import Judged, MessageToJudge, NewVersion, OpenMessage, Revised
from quarantine.links import MintLinks, Noticed, OpenLink
from quarantine.listing import MessageDetail, ShowMessage
from quarantine.places import Places
from quarantine.reporting import OpenReport
from quarantine.states import State
from quarantine.stopped import RecallStopped
from quarantine.store import Store
from tests.policies.attachments.reading import extract
from web.app import WebSettings, create_app

OWN = "aozora.example.jp"
SENDER = f"tanaka@{OWN}"
COLLEAGUE = f"yamada@{OWN}"
PARTNER = "sato@hinata.example.co.jp"
ODD = "sato@hinata-shouji.example.co.jp"
ALSO_ODD = "Suzuki.Hanako@freemail.example"
BASE_URL = "https://gate.aozora.example.jp"
HOUR = 3_600_000
DEADLINES = Deadlines(4 * HOUR, 72 * HOUR)
BRIEFING = Briefing(
    version="1",
    own_domains=(OWN,),
    entries=(Entry(domain="hinata.example.co.jp", organisation="日向商事株式会社"),),
    established=(),
    policy_source=default_source(),
    mode="enforce",
)


@dataclass(frozen=True)
class Held:
    """One held message: its link, and what the form has to name."""

    token: str
    message_id: str
    hold_id: str
    version_id: str

    @property
    def path(self) -> str:
        return f"/h/{self.token}"


def mail(
    to: Sequence[str] = (ODD,),
    *,
    subject: str = "お見積りの件",
    text: str = "お世話になっております。\r\nお見積りをお送りいたします。\r\n",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A mail whose subject, text and file names (RFC 2231) may hold anything at all."""
    lines = [
        f"From: {_word('田中 一郎')} <{SENDER}>",
        f"To: {', '.join(to)}",
        f"Subject: {_word(subject)}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="="',
        "",
        *_part("text/plain; charset=utf-8", text.encode()),
    ]
    for name, content in (files or {}).items():
        disposition = f"Content-Disposition: attachment; filename*=utf-8''{quote(name, safe='')}"
        lines += _part("application/octet-stream", content, disposition)
    return "\r\n".join([*lines, "--=--", ""]).encode()


def _part(kind: str, content: bytes, *fields: str) -> list[str]:
    body = base64.encodebytes(content).decode().splitlines()
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *fields]
    return ["--=", *head, "", *body, ""]


def _word(text: str) -> str:
    """Encoded words (RFC 2047), whatever the text holds."""
    pieces = [text[at : at + 100].encode() for at in range(0, len(text), 100)]
    return "\r\n ".join(f"=?utf-8?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def judged(
    envelope: Envelope,
    raw: bytes,
    briefing: Briefing = BRIEFING,
    lookups: Lookups = NOTHING_LOOKED_UP,
) -> tuple[Judgement, Summary]:
    """What the judging child answers."""
    begun: list[Preview] = []

    def opening(name: str, data: bytes) -> Extract:
        found = extract(name, data)
        begun.append(preview(found, picture(data, name, (), LIMITS)))
        return found

    summary = replace(Message(raw, opener=opening).summary(), previews=tuple(begun))
    today = datetime.now(UTC).date()
    return judge(envelope, summary, briefing, Recall(), today, lookups), summary


class Gate:
    """``async with Gate(folder) as gate``: hold mail, open pages, look at the database."""

    def __init__(
        self,
        folder: Path,
        *,
        min_seconds: float = 0,
        company: str = "株式会社青空",
        briefing: Briefing = BRIEFING,
        approvers: tuple[str, ...] = (),
    ) -> None:
        self.folder = folder
        self.briefing = briefing
        self.approvers = approvers
        self.late = 0  # ms that the store's clock runs ahead
        self.store = Store(
            Places.in_folder(folder), clock=lambda: time.time_ns() // 1_000_000 + self.late
        )
        self._company = company
        self.app = self.pages(min_seconds)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, client=("192.0.2.7", 50_000)),
            base_url=BASE_URL,
        )

    def pages(self, min_seconds: float) -> Starlette:
        """The pages over this store."""
        zone = ZoneInfo("Asia/Tokyo")
        return create_app(
            self.store, WebSettings(BASE_URL, min_seconds, zone, self._company, self.approvers)
        )

    async def __aenter__(self) -> "Gate":
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.client.aclose()
        self.store.close()

    async def hold(
        self, to: Sequence[str] = (ODD,), message: bytes | None = None, *, bcc: Sequence[str] = ()
    ) -> Held:
        """Take a message in, judge it, and mint the link of the sender's notice."""
        raw = mail(to) if message is None else message
        recipients = tuple(Address.parse(address) for address in (*to, *bcc))
        envelope = Envelope(Address.parse(SENDER), recipients, Client("192.0.2.1"))
        writer = self.store.new_body()
        writer.write(raw)
        message_id = await self.store.run(Accept(envelope, writer.finish(), writer.key))
        await self._judge(raw)
        self.late += GATHER  # it may wait for other parts of the mail
        notice = await self._claim("notice")
        links = await self.store.run(MintLinks(notice, SENDER))
        await self.store.run(Noticed(notice, SENDER, tuple(link.view.hold_id for link in links)))
        view = next(link.view for link in links if link.view.message_id == message_id)
        token = next(link.token for link in links if link.view.message_id == message_id)
        self.late += HOUR  # the next hold gets a notice of its own
        return Held(token, message_id, view.hold_id, view.version_id)

    async def revise(self) -> None:
        """What a worker does with a decision that asked for another version."""
        task = await self._claim("revise")
        asked = json.loads(task.params)
        opened = await self.store.ask(OpenMessage(task.ref, asked["version"]))
        raw = b"".join([chunk async for chunk in self.store.body(opened.body)])
        recipe = Recipe(drop=tuple(asked["drop"]), hide=asked["hide"])
        version = make(raw, recipe, frozenset({OWN}))
        judgement, summary = judged(opened.envelope, version, self.briefing)
        made = None if recipe.is_empty else self._keep(opened, 0, recipe, version)
        await self.store.run(
            Revised(
                task=task,
                version_id=opened.version_id,
                made=made,
                done=frozenset(asked["done"]),
                approvers=tuple(asked["approvers"]),
                judgement=judgement,
                summary=summary,
                deadlines=DEADLINES,
            )
        )

    async def deliver(self, state: State = State.DELIVERED) -> None:
        """What a worker does with the released recipients of one message."""
        task = await self._claim("deliver")
        for job in await self.store.run(StartDelivery(task)):
            outcomes = tuple(Outcome(n, state, 250, "2.0.0 OK") for n in job.numbers)
            await self.store.run(EndDelivery(task, job, outcomes, HOUR, 100 * HOUR))
        await self.store.run(LeaveDelivery(task))

    async def expire(self) -> None:
        """Let the deadline of the one open hold pass."""
        self.late += 80 * HOUR
        await self.store.run(Expire(await self._claim("expire")))

    async def fetch_path(self) -> str:
        """The page of a returned mail, as its delivery report links it."""
        report = await self.store.run(OpenReport(await self._claim("report"), link_above=0))
        return f"/f/{report.fetch_token}"

    async def show(self, held: Held) -> MessageDetail:
        return await self.store.ask(ShowMessage(held.message_id))

    async def view(self, held: Held) -> HoldView:
        return await self.store.ask(OpenLink(held.token, DECIDE))

    async def states(self, held: Held) -> dict[str, str]:
        detail = await self.show(held)
        return {r.address: r.state for r in detail.message.recipients}

    async def kinds(self, held: Held) -> list[str]:
        """The kinds of the audit events so far."""
        return [event.kind for event in (await self.show(held)).events]

    def dump(self) -> list[str]:
        """Every row of the database, to be compared."""
        with sqlite3.connect(self.store.places.database) as connection:
            lines = list(connection.iterdump())
        connection.close()
        return lines

    async def form(self, held: Held, *ticked: str, **fields: str) -> list[tuple[str, str]]:
        """The fields of the page as a browser would post them, with these ticks."""
        page = await self.client.get(held.path)
        shown_at = page.text.partition('name="shown_at" value="')[2].partition('"')[0]
        values = {"decision": "confirm", "version": held.version_id, "shown_at": shown_at, **fields}
        return [*values.items(), *(("recipient", address) for address in ticked)]

    async def post(
        self, held: Held, fields: Sequence[tuple[str, str]], **headers: str
    ) -> httpx.Response:
        """Post a form to the sender's page as a browser would."""
        return await self.post_to(held.path, fields, **headers)

    async def approval(self, path: str, decision: str) -> list[tuple[str, str]]:
        """The fields of an approver's page as a browser would post them."""
        page = (await self.client.get(path)).text
        hidden = re.findall(r'name="(version|shown_at)" value="([^"]+)"', page)
        return [("decision", decision), *hidden]

    async def post_to(
        self, path: str, fields: Sequence[tuple[str, str]], **headers: str
    ) -> httpx.Response:
        """Post a form as a browser would."""
        return await self.client.post(
            path,
            content=str(httpx.QueryParams(list(fields))).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    async def _judge(self, raw: bytes) -> None:
        task = await self._claim("judge")
        opened = await self.store.ask(OpenMessage(task.ref))
        stopped = await self.store.ask(RecallStopped(opened.envelope.sender))
        lookups = Lookups(opened.siblings, stopped=stopped)
        judgement, summary = judged(opened.envelope, raw, self.briefing, lookups)
        read = Message(raw).document
        offered = tuple(
            self._keep(opened, n, recipe, version)
            for n, (recipe, version) in enumerate(cleaned_versions(read, frozenset({OWN})))
        )
        if offered:
            summary = replace(summary, views=of_document(read))
        order = Judged(task, opened.version_id, judgement, summary, DEADLINES, offered)
        await self.store.run(order)

    def _keep(self, opened: MessageToJudge, n: int, recipe: Recipe, version: bytes) -> NewVersion:
        writer = self.store.next_body(opened.body, opened.next_number + n)
        writer.write(version)
        return NewVersion(recipe, writer.finish())

    async def _claim(self, kind: str) -> queue.Claimed:
        """The newest due task of this kind; the others are given back."""
        claimed = await self.store.run(queue.Claim("test", 100))
        wanted = [task for task in claimed if task.kind == kind]
        for task in claimed:
            if task not in wanted[-1:]:
                await self.store.run(queue.Postpone(task, 0))
        return wanted[-1]
