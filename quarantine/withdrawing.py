"""Stopping a message: everything of it that has not been handed to the relay."""

from quarantine.record import Record
from quarantine.states import STOPPABLE, State
from quarantine.stopped import remember_stopped


def withdraw(record: Record) -> list[int]:
    """Withdraw what is held or has not left yet; returns the recipient numbers."""
    stopped = record.in_state(State.HELD, *STOPPABLE)
    record.move(stopped, State.WITHDRAWN)
    if stopped:
        remember_stopped(record)
    return [r.n for r in stopped]
