"""The audit record: whatever is done to it is named."""

import sqlite3
from pathlib import Path

import pytest

from quarantine.audit import AuditReport
from quarantine.listing import VerifyAudit
from quarantine.store import Store
from tests.quarantine.messages import open_desk


async def tampered(folder: Path, *statements: str) -> AuditReport:
    """Two messages, one of them delivered; then somebody edits the database."""
    desk = open_desk(folder)
    await desk.hold("c@partner.jp")
    await desk.deliver()
    await desk.hold("x@one.example")
    desk.store.close()
    database = desk.store.places.database
    with sqlite3.connect(database) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount
    connection.close()
    store = Store(desk.store.places)
    report = await store.ask(VerifyAudit())
    store.close()
    return report


async def test_an_untouched_record_holds(tmp_path: Path) -> None:
    report = await tampered(tmp_path)
    assert (report.chains, report.broken) == (2, ())
    assert report.events == 7


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE event SET data='{}' WHERE n=1 AND kind='judged'", "edited"),
        ("UPDATE event SET actor='cli:nobody' WHERE n=0", "edited"),
        ("UPDATE event SET at=at+1 WHERE n=1", "edited"),
        ("UPDATE event SET sealed=x'00' WHERE n=0", "edited"),
        ("UPDATE event SET kind='judged' WHERE kind='held'", "edited"),
        ("DELETE FROM event WHERE n=1", "missing"),
        ("DELETE FROM event WHERE n=0", "missing"),
        ("DELETE FROM event WHERE kind='attempted'", "cut"),
        ("DELETE FROM event", "cut"),
        ("UPDATE message SET events=events-1", "cut"),
    ],
)
async def test_tampering_is_named(tmp_path: Path, statement: str, fault: str) -> None:
    report = await tampered(tmp_path, statement)
    assert report.broken
    assert {broken.fault for broken in report.broken} == {fault}


async def test_swapping_two_records_is_named(tmp_path: Path) -> None:
    report = await tampered(
        tmp_path,
        "UPDATE event SET n=100 WHERE n=1",
        "UPDATE event SET n=1 WHERE n=2",
        "UPDATE event SET n=2 WHERE n=100",
    )
    assert len(report.broken) == 2
