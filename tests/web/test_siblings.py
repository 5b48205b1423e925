"""A mail that came in several transactions, on the sender's page."""

from policies.envelope import Address, Client, Envelope
from quarantine.intake import Accept
from tests.web.gate import ALSO_ODD, ODD, PARTNER, SENDER, Gate, Held, mail

RAW = b"Message-ID: <1@aozora.example.jp>\r\n" + mail((ODD, ALSO_ODD, PARTNER))


async def hold_part(gate: Gate, address: str) -> Held:
    """The part of the mail that goes to this address; both within ten minutes."""
    held = await gate.hold([address], RAW)
    gate.late -= 3_600_000 - 200_000
    return held


async def test_one_page_asks_about_all_of_them(gate: Gate) -> None:
    first = await hold_part(gate, ODD)
    assert 'value="Suzuki' not in (await gate.client.get(first.path)).text
    second = await hold_part(gate, ALSO_ODD)
    for held in (first, second):
        page = (await gate.client.get(held.path)).text
        assert page.count('name="recipient"') == 2
        assert 'id="siblings"' not in page
    lacking = await gate.post(first, await gate.form(first, ODD))
    assert lacking.status_code == 422
    assert await gate.states(first) == {ODD: "held"}, "all of it, or nothing"
    assert (await gate.post(first, await gate.form(first, ODD, ALSO_ODD))).status_code == 303
    assert await gate.states(first) == {ODD: "released"}
    assert await gate.states(second) == {ALSO_ODD: "released"}
    for held, other in ((first, ALSO_ODD), (second, ODD)):
        outcome = (await gate.client.get(held.path)).text
        assert "確認を受け付けました" in outcome
        section = outcome.partition('id="siblings"')[2].partition("</section>")[0]
        assert other.partition("@")[0] in section.replace("<wbr>", "")
        again = await gate.post(held, [("decision", "confirm"), ("version", held.version_id)])
        assert again.status_code == 303


async def test_what_is_dropped_in_one_part_is_named_in_none(gate: Gate) -> None:
    first, second = await hold_part(gate, ODD), await hold_part(gate, ALSO_ODD)
    form = [*await gate.form(first, ODD), ("drop", ALSO_ODD), ("drop", PARTNER)]
    assert (await gate.post(first, form)).status_code == 303
    assert await gate.states(second) == {ALSO_ODD: "dropped"}
    await gate.revise()
    assert await gate.states(first) == {ODD: "released"}
    copy = (await gate.client.get(first.path)).text.partition('id="copies"')[2]
    path = copy.partition('href="')[2].partition('"')[0]
    head = (await gate.client.get(path)).content.partition(b"\r\n\r\n")[0]
    assert ODD.encode() in head
    assert b"freemail.example" not in head
    assert PARTNER.encode() in head, "nobody who is not held is dropped"


async def test_withdrawing_stops_all_of_it(gate: Gate) -> None:
    first, second = await hold_part(gate, ODD), await hold_part(gate, ALSO_ODD)
    form = [("decision", "withdraw"), ("version", second.version_id)]
    assert (await gate.post(second, form)).status_code == 303
    assert await gate.states(first) == {ODD: "withdrawn"}
    assert await gate.states(second) == {ALSO_ODD: "withdrawn"}


async def test_another_account_does_not_see_it(gate: Gate) -> None:
    held = await hold_part(gate, ODD)
    envelope = Envelope(
        Address.parse(SENDER),
        (Address.parse("secret@bcc.example"),),
        Client("192.0.2.1", user="somebody@aozora.example.jp"),
    )
    writer = gate.store.new_body()
    writer.write(RAW)
    await gate.store.run(Accept(envelope, writer.finish(), writer.key))
    assert "secret" not in (await gate.client.get(held.path)).text
