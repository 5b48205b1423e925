"""The sender gives passwords for the files of a held mail, so that they can be looked into."""

from dataclasses import dataclass

from quarantine.decisions import is_decided, open_hold_of
from quarantine.errors import Conflict
from quarantine.hold_view import DECIDE, companions
from quarantine.passwords import keep_passwords
from quarantine.record import open_record
from quarantine.transaction import Tx


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """Have a worker judge a held mail again, with these passwords for its files.

    Nothing is decided by it. Raises NotFound for a link that never was, Conflict when the
    hold has been decided already.
    """

    token: str
    passwords: tuple[str, ...]

    def apply(self, tx: Tx) -> None:
        """Keep the passwords with all transactions of the mail."""
        hold = open_hold_of(tx, self.token, DECIDE)
        if hold.closed_at is not None or is_decided(tx, hold.id, "sender"):
            raise Conflict("the hold has been decided")
        if not self.passwords:
            return
        record = open_record(tx, hold.message_id)
        person = record.person(record.key.open(f"hold/{hold.id}/person", hold.person_ct))
        for other, _ in companions(tx, hold, record):
            keep_passwords(other, self.passwords, person)
        keep_passwords(record, self.passwords, person)
