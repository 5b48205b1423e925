"""A mail that needs a second person and a cooling-off, through the running service."""

import re
from pathlib import Path

import httpx

from tests.journeys.reading import arrived, notice_link, plain_text, quiet_gate
from tests.journeys.service import OWN, SENDER
from tests.peers.sink import Sink

STRANGER = "someone@stranger.example.net"
BOSS = f"bucho@{OWN}"
POLICY = """
[[rule]]
name = "strict"
scope = "recipient"
when = "!recipient.known"
do = "hold"
steps = ["tick", "retype", "reason", "second-person", "cooling:1s"]
text.ja = "もう一人の確認が必要です。"
text.en = "A second person has to approve it."
"""


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]+)"', page))


def test_confirm_approve_wait_and_arrive_once(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY, "utf-8")
    settings = {
        "SEKISHO_POLICY__FILE": str(policy),
        "SEKISHO_APPROVAL__APPROVERS": f"{SENDER},{BOSS}",
    }
    with Sink() as sink, quiet_gate(tmp_path / "gate", sink.port, settings) as gate:
        gate.send(STRANGER)
        link = notice_link(sink, SENDER)
        fields = {**hidden(httpx.get(link).text), "decision": "confirm"}
        assert httpx.post(link, data={**fields, "recipient": STRANGER}).status_code == 422
        typed = {f"retype.{STRANGER}": "stranger.example.net", "reason": "契約のため"}
        assert httpx.post(link, data={**fields, **typed}).status_code == 303
        request = plain_text(arrived(sink, BOSS))
        assert "契約のため" in request
        found = re.search(r"http\S+/a/\S+", request)
        assert found
        approval = {**hidden(httpx.get(found[0]).text), "decision": "approve", "looked": "1"}
        assert httpx.post(found[0], data=approval).status_code == 303
        assert arrived(sink, STRANGER, seconds=30).mail_from == SENDER
        # the sender, though named as an approver, was not asked to approve his own mail
        assert len([m for m in sink.messages if SENDER in m.rcpt_tos]) == 1
        assert gate.command("audit", "verify").returncode == 0
