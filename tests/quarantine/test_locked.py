"""An encrypted file, and its password in the next mail by the same way."""

from email.message import EmailMessage

from quarantine.hold_view import DECIDE
from quarantine.links import OpenLink
from tests.evasion.test_evasion import zip_with_password
from tests.quarantine.messages import HOUR, SENDER, Desk

STRANGER, FRIEND = "x@one.example", "y@two.example"
TELLS = "先ほどのファイルのパスワードは Abc-1234 です。"


async def send_file(desk: Desk, *to: str) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, ", ".join(to), "資料"
    message.set_content("資料です。パスワードは別途お送りします。")
    message.add_attachment(zip_with_password(), "application", "zip", filename="a.zip")
    message_id = await desk.receive_raw(message.as_bytes().replace(b"\n", b"\r\n"), *to)
    await desk.judge()
    return message_id


async def codes(desk: Desk, message_id: str) -> list[set[str]]:
    verdict = (await desk.detail(message_id)).verdict
    assert verdict is not None
    return [{f["code"] for f in r["findings"]} for r in verdict["recipients"]]


async def test_a_password_that_follows_its_file_is_told(desk: Desk) -> None:
    await send_file(desk, STRANGER)
    told = await desk.hold(STRANGER, FRIEND, text=TELLS)
    one, two = await codes(desk, told)
    assert "password-follows" in one
    assert "password-follows" not in two
    desk.clock.forward(25 * HOUR)
    (later,) = await codes(desk, await desk.hold(STRANGER, text=TELLS))
    assert "password-follows" not in later


async def test_the_page_says_when_the_password_has_left_before_the_file(desk: Desk) -> None:
    await send_file(desk, STRANGER, "colleague@own.jp")
    link = (await desk.notice())[0]
    assert not (await desk.store.ask(OpenLink(link.token, DECIDE))).password_has_left
    await desk.hold(STRANGER, text=TELLS)  # it is held itself
    assert not (await desk.store.ask(OpenLink(link.token, DECIDE))).password_has_left
    await desk.hold("colleague@own.jp", text=TELLS)
    assert (await desk.store.ask(OpenLink(link.token, DECIDE))).password_has_left
