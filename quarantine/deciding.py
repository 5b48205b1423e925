"""The sender's decision: to confirm or to withdraw, through the link of his notice."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from policies.codec import load_verdict
from policies.verdict import Step
from quarantine.decisions import is_decided, open_hold_of, store_decision
from quarantine.errors import Conflict, StepsMissing
from quarantine.holding import close_hold
from quarantine.links import DECIDE
from quarantine.memory import remember_refusal
from quarantine.record import RecipientRow, Record, open_record
from quarantine.rule_use import count_decision
from quarantine.stages import advance
from quarantine.states import State
from quarantine.steps import LATER, Done, demanded, missing
from quarantine.stopped import remember_stopped
from quarantine.transaction import Tx
from quarantine.versions import offers
from quarantine.withdrawing import withdraw

CONFIRM, WITHDRAW = "confirm", "withdraw"


@dataclass(frozen=True, slots=True)
class Decide:
    """The sender's decision about one hold, through a link made for it.

    ``version_id`` is the version to send: the held one, or one that was offered instead.
    With ``hide`` its To and Cc show nobody. ``ticked``, ``dropped`` and the keys of
    ``retyped`` are comparable addresses.
    ``client`` is where the decision came from, for the record. ``approvers`` may be
    asked if a rule wants a second person. Repeating the same decision is harmless.

    Raises NotFound for a link that never was, Conflict when the hold was decided
    otherwise or another version is held by now, StepsMissing when a held
    recipient is neither ticked nor dropped, or another demanded step is missing.
    """

    token: str
    choice: str
    version_id: str
    ticked: frozenset[str]
    dropped: frozenset[str]
    client: str
    retyped: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    hide: bool = False
    approvers: tuple[str, ...] = ()

    def apply(self, tx: Tx) -> None:
        """Check everything again, then decide in one transaction."""
        hold = open_hold_of(tx, self.token, DECIDE)
        if hold.closed_at is not None:
            if hold.outcome == self.choice:
                return
            raise Conflict(f"the hold was closed: {hold.outcome}")
        if self.choice == CONFIRM and is_decided(tx, hold.id, "sender"):
            return  # it waits for its next stage already
        record = open_record(tx, hold.message_id)
        offered = frozenset(o.version_id for o in offers(record, hold.version_id))
        if self.version_id not in offered | {hold.version_id}:
            raise Conflict("another version is held by now")
        if self.choice == WITHDRAW:
            refused = record.in_state(State.HELD, State.COOLING)
            withdraw(record)
            close_hold(record, hold.id, WITHDRAW)
        else:
            refused = self._confirm(record, hold, offered)
        self._store(record, hold, refused)
        record.save()

    def _confirm(
        self, record: Record, hold: Row[Any], offered: frozenset[str]
    ) -> list[RecipientRow]:
        """Returns the dropped recipients."""
        held = record.in_state(State.HELD)
        cleaned = not offered or self.version_id in offered
        done = Done(self.ticked, self.retyped, self.reason, cleaned)
        dropped = [r for r in held if r.address.key in self.dropped]
        staying = [r for r in held if r not in dropped]
        steps = demanded(load_verdict(record.verdict_json or ""), staying)
        self._check(held, staying, steps, done)
        record.move(dropped, State.DROPPED)
        if not staying:
            remember_stopped(record)
            close_hold(record, hold.id, WITHDRAW)
        elif dropped or self.hide or self.version_id != hold.version_id:
            self._ask_for_version(record, dropped, done)
            close_hold(record, hold.id, CONFIRM)
        else:
            left = [step for step in steps if step.kind in LATER]
            advance(record, hold.id, staying, left, self.approvers)
        return dropped

    def _ask_for_version(self, record: Record, dropped: list[RecipientRow], done: Done) -> None:
        """What leaves is not what was judged: a worker makes it, and it is judged first.

        The copies still to go must not name whom they do not go to any more, be it in a
        group, a comment or a display name.
        """
        params = {
            "version": self.version_id,
            "drop": [str(r.address) for r in dropped],
            "hide": self.hide,
            "done": sorted(done.names()),
            "approvers": self.approvers,
        }
        record.tx.add_task("revise", record.id, params=json.dumps(params))

    def _check(
        self,
        held: Sequence[RecipientRow],
        staying: Sequence[RecipientRow],
        steps: Sequence[Step],
        done: Done,
    ) -> None:
        """Raise StepsMissing unless every recipient has its choice and every step is done."""
        names = done.names()
        chosen = {r.address.key for r in held if f"tick:{r.address.key}" in names}
        unclear = [r for r in held if (r.address.key in chosen) == (r.address.key in self.dropped)]
        open_steps = [s for s in missing(steps, names) if s.kind not in LATER]
        concerned = {str(r.address) for r in unclear}
        concerned |= {step.recipient for step in open_steps if step.recipient}
        kinds = frozenset(step.kind for step in open_steps)
        if concerned or kinds:
            ordered = [str(r.address) for r in held if str(r.address) in concerned]
            raise StepsMissing(ordered, kinds)

    def _store(self, record: Record, hold: Row[Any], refused: Sequence[RecipientRow]) -> None:
        person = record.key.open(f"hold/{hold.id}/person", hold.person_ct)
        detail = {
            "person": person,
            "ticked": sorted(self.ticked),
            "retyped": dict(self.retyped),
            "dropped": sorted(self.dropped),
            "hide": self.hide,
            "reason": self.reason,
            "client": self.client,
        }
        actor = record.person(person)
        store_decision(record, hold, self.version_id, "sender", self.choice, actor, detail)
        if record.envelope.sender:
            addresses = [r.address for r in refused]
            remember_refusal(record.tx, record.envelope.sender, addresses)
        count_decision(record, changed=bool(refused) or self.choice == WITHDRAW)
