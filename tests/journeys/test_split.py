"""A mail that the server in front sends once per recipient, as Exchange Online does."""

import json
import re
from pathlib import Path

import httpx

from tests.journeys.reading import arrived, parsed, quiet_gate, to, until
from tests.journeys.service import OWN, Sekisho, mail
from tests.peers.sink import Sink

ODD = tuple(f"p{n}@org{n}.example.com" for n in range(3))
SENDER = f"split@{OWN}"


def verdicts(gate: Sekisho) -> list[dict[str, object]]:
    found = json.loads(gate.command("mailq", "--json").stdout)
    return [json.loads(gate.command("show", "--json", m["id"]).stdout) for m in found]


def test_its_parts_share_one_notice_and_one_page(tmp_path: Path) -> None:
    with Sink() as sink, quiet_gate(tmp_path, sink.port) as gate:
        raw = mail(ODD)
        for n, address in enumerate(ODD):
            trace = (
                f"Received: from hub by edge{n}.example.net; Thu, 26 Nov 2026 06:00:00 +0000\r\n"
            )
            gate.send(address, trace.encode() + raw, sender=SENDER)
        notice = arrived(sink, SENDER)
        until(lambda: len(verdicts(gate)) == 3)
        message = parsed(notice)
        assert "件のメール" not in str(message["Subject"])
        body = message.get_body(("html",))
        assert body is not None
        links = re.findall(r'href="([^"]+/h/[^"]+)"', body.get_content())
        assert len(links) == 1
        page = httpx.get(links[0]).text
        assert page.count('name="recipient"') == 3
        fields = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]+)"', page))
        form = {**fields, "decision": "confirm", "recipient": list(ODD)}
        assert httpx.post(links[0], data=form).status_code == 303
        for address in ODD:
            arrived(sink, address)
        assert len(to(sink, SENDER)) == 1
        gate.command("audit", "verify")
