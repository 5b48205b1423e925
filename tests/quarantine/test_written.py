"""Mail that quotes what has come by here: its lines are known, by hashes only."""

from policies.message import Message
from policies.versions import cleaned_versions
from quarantine.judging import OpenMessage
from tests.quarantine.messages import HOUR, Desk

X = "x@one.example"
DAY = 24 * HOUR
QUESTIONS = (
    "Could we visit you on Monday morning?",
    "Which documents shall we bring along?",
    "How long will the tour of the works take?",
)
ANSWER = "Your passports and the signed order."


def first_mail() -> bytes:
    text = "\r\n".join([*QUESTIONS, "Regards", "Tanaka"])
    return f"From: tanaka@own.jp\r\nMessage-ID: <1@own.jp>\r\n\r\n{text}\r\n".encode()


def answer() -> bytes:
    """Answers typed between the lines of an original that nothing marks, as Outlook leaves it."""
    lines = [QUESTIONS[0], QUESTIONS[1], ANSWER, QUESTIONS[2], "Regards", "Tanaka"]
    return (
        "From: suzuki@own.jp\r\nSubject: RE: visit\r\nMessage-ID: <3@own.jp>\r\n"
        "In-Reply-To: <2@one.example>\r\nReferences: <1@own.jp>\r\n\t<2@one.example>\r\n\r\n"
        "Dear Sato,\r\n\r\nsee below.\r\n\r\n-----Original Message-----\r\n"
        "From: Tanaka <tanaka@own.jp>\r\nSent: Tuesday, November 24, 2026 10:12 AM\r\n"
        "To: Sato <x@one.example>\r\nSubject: visit\r\n\r\n" + "\r\n".join(lines) + "\r\n"
    ).encode()


async def receive(desk: Desk, raw: bytes) -> str:
    message_id = await desk.receive_raw(raw, X)
    await desk.judge()
    return message_id


async def without_history(desk: Desk, message_id: str) -> bytes:
    opened = await desk.store.ask(OpenMessage(message_id))
    secret = desk.store.keyring.derive("pseudonyms")
    read = Message(answer(), secret=secret, seen=opened.seen).document
    versions = {r.clean: v for r, v in cleaned_versions(read, frozenset({"own.jp"}))}
    return versions["remove"]


async def test_what_is_typed_into_a_known_original_is_new(desk: Desk) -> None:
    await receive(desk, first_mail())
    desk.clock.forward(HOUR)
    kept = await without_history(desk, await receive(desk, answer()))
    assert ANSWER.encode() in kept
    assert QUESTIONS[1].encode() in kept, "the question that it answers"
    assert QUESTIONS[2].encode() not in kept
    assert b"Regards" not in kept


async def test_it_is_forgotten_after_ninety_days(desk: Desk) -> None:
    await receive(desk, first_mail())
    desk.clock.forward(91 * DAY)
    message_id = await receive(desk, answer())
    assert (await desk.store.ask(OpenMessage(message_id))).seen == ()


async def test_only_mail_that_is_referred_to_is_compared(desk: Desk) -> None:
    await receive(desk, first_mail().replace(b"<1@own.jp>", b"<9@own.jp>"))
    message_id = await receive(desk, answer())
    assert (await desk.store.ask(OpenMessage(message_id))).seen == ()
