"""Memory of stopped mail: kept sealed, for seven days, and compared with what comes next."""

from dataclasses import dataclass, replace
from pathlib import Path

from policies.codec import load_verdict
from policies.envelope import Address
from quarantine.deciding import WITHDRAW
from quarantine.record import open_record
from quarantine.staff import WithdrawByStaff
from quarantine.stopped import RecallStopped
from quarantine.transaction import Tx
from tests.quarantine.messages import BRIEFING, HOUR, SENDER, Desk, open_desk
from tests.quarantine.test_steps import X, decide

DAY = 24 * HOUR
LETTER = (
    "Please find the list of all our customers in Osaka and Kyoto with the sales of this year, "
)
POLICY = """
[[rule]]
name = "probing"
when = "message.probing"
do = "hold"
text.ja = "取り消しと変更が続いています。"
text.en = "Withdrawn and changed again and again."

[[rule]]
name = "all"
scope = "recipient"
when = "!recipient.own"
steps = ["tick"]
text.ja = "理由"
text.en = "why"
"""


def open_strict(folder: Path) -> Desk:
    desk = open_desk(folder)
    desk.briefing = replace(BRIEFING, policy_source=POLICY)
    return desk


async def stop(desk: Desk, text: str, to: str = X) -> str:
    message_id = await desk.receive(to, text=text)
    await desk.judge()
    desk.clock.now += HOUR
    (link,) = await desk.notice()
    await desk.store.run(decide(link, choice=WITHDRAW, ticked=frozenset()))
    return message_id


@dataclass(frozen=True)
class Codes:
    """The findings about a whole message."""

    message_id: str

    def read(self, tx: Tx) -> set[str]:
        verdict = load_verdict(open_record(tx, self.message_id).verdict_json or "")
        return {finding.code for finding in verdict.findings}


async def test_the_third_change_of_withdrawn_mail_is_probing(tmp_path: Path) -> None:
    desk = open_strict(tmp_path)
    endings = ("for your files.", "as agreed.", "as you asked.", "once more.")
    seen = [await desk.store.ask(Codes(await stop(desk, LETTER + end))) for end in endings]
    assert [codes & {"resembles-withdrawn", "probing"} for codes in seen] == [
        set(), {"resembles-withdrawn"}, {"resembles-withdrawn"}, {"probing"},
    ]  # fmt: skip
    desk.store.close()


async def test_after_a_week_it_is_forgotten(tmp_path: Path) -> None:
    desk = open_strict(tmp_path)
    await stop(desk, LETTER)
    sender = Address.parse(SENDER)
    assert len(await desk.store.ask(RecallStopped(sender))) == 1
    desk.clock.now += 7 * DAY
    assert await desk.store.ask(RecallStopped(sender)) == ()
    desk.store.close()


async def test_what_staff_stop_counts_for_its_sender_alone(tmp_path: Path) -> None:
    desk = open_strict(tmp_path)
    message_id = await desk.receive(X, text=LETTER)
    await desk.judge()
    await desk.store.run(WithdrawByStaff(message_id, "local:0"))
    assert len(await desk.store.ask(RecallStopped(Address.parse(SENDER)))) == 1
    assert await desk.store.ask(RecallStopped(Address.parse("other@own.jp"))) == ()
    assert await desk.store.ask(RecallStopped(None)) == ()
    desk.store.close()
