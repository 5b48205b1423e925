"""Passwords for attached files: given, given twice, too many, too late, and to a forged link."""

from tests.evasion.test_evasion import zip_with_password
from tests.web.gate import ODD, Gate, Held, mail


async def locked(gate: Gate) -> Held:
    return await gate.hold([ODD], mail([ODD], files={"a.zip": zip_with_password()}))


async def fields(gate: Gate, held: Held, *passwords: str) -> list[tuple[str, str]]:
    given = [(f"password.{n}", text) for n, text in enumerate(passwords, start=1)]
    return [*await gate.form(held, decision="open"), *given]


async def given(gate: Gate, held: Held) -> list[int]:
    """How many passwords each event of the record tells of."""
    events = (await gate.show(held)).events
    return [e.data["count"] for e in events if e.kind == "passwords-given"]


async def test_giving_a_password_decides_nothing(gate: Gate) -> None:
    held = await locked(gate)
    answer = await gate.post(held, await fields(gate, held, "Abc-1234"))
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{held.path}#attachments"
    assert await gate.states(held) == {ODD: "held"}
    assert (await gate.view(held)).is_opening
    page = await gate.client.get(held.path)
    assert "パスワードで開いています" in page.text
    assert "Abc-1234" not in page.text
    assert not any("Abc-1234" in line for line in gate.dump())


async def test_the_language_stays(gate: Gate) -> None:
    held = await locked(gate)
    data = dict(await fields(gate, held, "Abc-1234"))
    answer = await gate.client.post(f"{held.path}?lang=en", data=data)
    assert answer.headers["location"] == f"{held.path}?lang=en#attachments"


async def test_given_twice_it_is_tried_once(gate: Gate) -> None:
    held = await locked(gate)
    for _ in range(2):
        await gate.post(held, await fields(gate, held, "Abc-1234"))
    assert sum("rejudge" in line for line in gate.dump()) == 1
    assert await given(gate, held) == [1, 1]


async def test_none_and_thousands(gate: Gate) -> None:
    held = await locked(gate)
    assert (await gate.post(held, await fields(gate, held, "", ""))).status_code == 303
    assert await given(gate, held) == []
    many = [f"{n:05}" for n in range(4_000)]
    assert (await gate.post(held, await fields(gate, held, *many))).status_code == 303
    assert await gate.states(held) == {ODD: "held"}
    huge = await gate.post(held, await fields(gate, held, "x" * 3_000_000))
    assert huge.status_code == 413


async def test_too_late_and_to_a_link_that_never_was(gate: Gate) -> None:
    held = await locked(gate)
    late = await fields(gate, held, "Abc-1234")
    withdraw = await gate.form(held, decision="withdraw")
    assert (await gate.post(held, withdraw)).status_code == 303
    assert (await gate.post(held, late)).status_code == 409
    assert not any("rejudge" in line for line in gate.dump())
    forged = await gate.client.post("/h/" + "x" * 43, data=dict(late))
    assert forged.status_code == 404
