"""Passwords agreed with a partner: kept sealed, found by domain, forgotten on request."""

from click.testing import CliRunner

from gateway.cli import sekisho
from policies.envelope import Address
from quarantine.agreed import AgreePasswords, RecallAgreed
from tests.quarantine.messages import Desk

PARTNER = (Address.parse("x@mail.one.example"), Address.parse("y@two.example"))


async def test_they_are_found_for_a_domain_and_what_is_below_it(desk: Desk) -> None:
    await desk.store.run(AgreePasswords("one.example", ("Abc-1234", "Def-5678"), "cli:root"))
    assert await desk.store.ask(RecallAgreed(PARTNER)) == ("Abc-1234", "Def-5678")
    assert await desk.store.ask(RecallAgreed(PARTNER[1:])) == ()
    await desk.store.run(AgreePasswords("ONE.example", (), "cli:root"))
    assert await desk.store.ask(RecallAgreed(PARTNER)) == ()


async def test_they_are_not_on_the_disk(desk: Desk) -> None:
    await desk.store.run(AgreePasswords("one.example", ("Wort-der-Woche",), "cli:root"))
    places = desk.store.places
    desk.store.close()
    for path in places.folder.rglob("*"):
        if path.is_file():
            assert b"Wort-der-Woche" not in path.read_bytes()


def test_the_command_reads_them_from_standard_input(tmp_path) -> None:  # type: ignore[no-untyped-def]
    environment = {"SEKISHO_STORE__FOLDER": str(tmp_path / "data")}
    command = ["domains", "password", "partner.co.jp"]
    done = CliRunner().invoke(sekisho, command, input="Abc-1234\n", env=environment)
    assert (done.exit_code, done.output) == (0, "partner.co.jp: 1 passwords\n")
    nothing = CliRunner().invoke(sekisho, command, input="", env=environment)
    assert nothing.exit_code == 2
    forgotten = CliRunner().invoke(sekisho, [*command, "--forget"], env=environment)
    assert forgotten.output == "partner.co.jp: 0 passwords\n"
