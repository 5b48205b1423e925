"""What the worker looks up before a message is judged."""

from collections.abc import AsyncIterator, Iterable
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.deliverability import Deliverability
from gateway.judgement import Briefer, Judging
from gateway.judging.orders import Terms
from gateway.judging.pool import JudgePool
from gateway.policy_in_use import PolicyInUse
from policies.recipients.directory import Entry
from quarantine.agreed import AgreePasswords
from quarantine.known import ImportDirectory
from quarantine.listing import ShowMessage
from tests.policies.attachments.test_zip import made
from tests.quarantine.messages import DEADLINES, Desk, open_desk

POLICY = """
[[rule]]
name = "nobody-there"
scope = "recipient"
when = "recipient.undeliverable"
text.ja = "宛先のドメインがメールを受け取りません。"
text.en = "Its domain takes no mail."
"""


class Names(Deliverability):
    """Nothing takes mail."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def undeliverable(self, domains: Iterable[str]) -> dict[str, str]:
        self.asked = list(domains)
        return dict.fromkeys(self.asked, "null-mx")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = open_desk(tmp_path)
    entry = Entry(domain="partner.jp", organisation="Partner")
    await desk.store.run(ImportDirectory((entry,), "cli:root"))
    yield desk
    desk.store.close()


async def judge(desk: Desk, folder: Path, names: Deliverability | None, *to: str) -> str:
    message_id = await desk.receive(*to)
    await judge_received(desk, folder, names)
    return message_id


async def judge_received(desk: Desk, folder: Path, names: Deliverability | None) -> None:
    (folder / "policy.toml").write_text(POLICY, "utf-8")
    policy = await PolicyInUse.start(desk.store, folder / "policy.toml", "enforce")
    briefer = Briefer(desk.store, ("own.jp",), policy, "enforce")
    async with JudgePool(1, timeout=30, terms=Terms(1024**3)) as pool:
        judging = Judging(desk.store, pool, pool, briefer, ZoneInfo("Asia/Tokyo"), DEADLINES, names)
        await judging.judge(await desk.claim("judge"))


TO = ("a@own.jp", "b@mail.own.jp", "c@partner.jp", "x@gone.example", "y@gone.example")


async def test_only_domains_that_nobody_knows_are_asked_about(desk: Desk, tmp_path: Path) -> None:
    names = Names()
    message_id = await judge(desk, tmp_path, names, *TO)
    assert set(names.asked) == {"gone.example"}
    assert await desk.states(message_id) == ["released"] * 3 + ["held"] * 2
    verdict = (await desk.store.ask(ShowMessage(message_id))).verdict
    assert verdict is not None
    codes = [f["code"] for f in verdict["recipients"][3]["findings"]]
    assert "undeliverable" in codes


async def test_nothing_is_asked_unless_it_is_switched_on(desk: Desk, tmp_path: Path) -> None:
    message_id = await judge(desk, tmp_path, None, *TO)
    assert await desk.states(message_id) == ["released"] * 5


async def test_agreed_passwords_open_what_goes_to_their_partner(desk: Desk, tmp_path: Path) -> None:
    locked = made(tmp_path, "7z", "a", "-bd", "-tzip", "-pAbc-1234", "made.zip", "名簿.csv")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@own.jp", "c@partner.jp", "s"
    message.set_content("x")
    message.add_attachment(locked, "application", "zip", filename="a.zip")
    raw = message.as_bytes().replace(b"\n", b"\r\n")
    statuses = []
    for agreed in ((), ("Abc-1234",)):
        await desk.store.run(AgreePasswords("partner.jp", agreed, "cli:root"))
        message_id = await desk.receive_raw(raw, "c@partner.jp")
        await judge_received(desk, tmp_path, None)
        verdict = (await desk.store.ask(ShowMessage(message_id))).verdict
        assert verdict is not None
        statuses.append((verdict["attachments"][0]["status"], verdict["persons"]))
    assert statuses == [("encrypted", 0), ("text", 1)]
