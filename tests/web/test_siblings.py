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


async def test_the_page_lists_the_others_with_their_states(gate: Gate) -> None:
    first = await hold_part(gate, ODD)
    page = (await gate.client.get(first.path)).text
    assert "同じメールのほかの宛先" not in page
    second = await hold_part(gate, ALSO_ODD)
    for held, other in ((first, ALSO_ODD), (second, ODD)):
        page = (await gate.client.get(held.path)).text
        section = page.partition('id="siblings"')[2].partition("</section>")[0]
        section = section.replace("<wbr>", "")
        assert other.partition("@")[0] in section
        assert "保留中" in section
        assert "別のリンク" in section
        assert 'name="recipient"' not in section, "it is decided by its own link"
    assert (
        "Other recipients of the same mail" in (await gate.client.get(f"{first.path}?lang=en")).text
    )


async def test_a_decision_is_about_its_own_part_only(gate: Gate) -> None:
    first, second = await hold_part(gate, ODD), await hold_part(gate, ALSO_ODD)
    foreign = await gate.post(first, await gate.form(first, ALSO_ODD))
    assert foreign.status_code == 422, "a tick for an address of the other part counts for nothing"
    assert (await gate.post(first, await gate.form(first, ODD))).status_code == 303
    assert await gate.states(first) == {ODD: "released"}
    assert await gate.states(second) == {ALSO_ODD: "held"}
    outcome = (await gate.client.get(first.path)).text
    assert 'id="siblings"' in outcome
    section = (await gate.client.get(second.path)).text.partition('id="siblings"')[2]
    assert "保留中" not in section.partition("</section>")[0]


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
