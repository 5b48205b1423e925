"""The sender's decision: to confirm or to withdraw, through the link of his notice."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row

from policies.codec import load_verdict
from policies.versions import Recipe
from quarantine.decisions import is_decided, open_hold_of, store_decision
from quarantine.errors import Conflict, StepsMissing
from quarantine.hold_view import DECIDE, companions
from quarantine.holding import close_hold
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
class _Part:
    """One transaction of the mail that is decided about.

    ``choices`` are the versions it may leave in, ``version_id`` the one chosen.
    """

    record: Record
    hold: Row[Any]
    held: tuple[RecipientRow, ...]
    choices: Mapping[str, Recipe]
    version_id: str

    @classmethod
    def of(cls, record: Record, hold: Row[Any]) -> "_Part":
        """The part as it is held."""
        offered = {o.version_id: o.recipe for o in offers(record, hold.version_id)}
        held = tuple(record.in_state(State.HELD))
        return cls(record, hold, held, {hold.version_id: Recipe(), **offered}, hold.version_id)


@dataclass(frozen=True, slots=True)
class Decide:
    """The sender's decision about a hold, through a link made for it.

    Other transactions of the same mail that wait for the same sender are decided with it.

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
        parts = self._parts(tx, hold)
        dropped = [r for part in parts for r in part.held if r.address.key in self.dropped]
        if self.choice == CONFIRM:
            self._check(parts)
        for part in parts:
            if self.choice == WITHDRAW:
                refused = part.record.in_state(State.HELD, State.COOLING)
                withdraw(part.record)
                close_hold(part.record, part.hold.id, WITHDRAW)
            else:
                refused = self._confirm(part, [str(r.address) for r in dropped])
            self._store(part, refused)
            part.record.save()

    def _parts(self, tx: Tx, hold: Row[Any]) -> list[_Part]:
        """The hold of the link, and those of other transactions of the same mail."""
        first = _Part.of(open_record(tx, hold.message_id), hold)
        recipe = first.choices.get(self.version_id)
        if recipe is None:
            raise Conflict("another version is held by now")
        parts = [replace(first, version_id=self.version_id)]
        for record, other in companions(tx, hold, first.record):
            part = _Part.of(record, other)
            same = (version for version, how in part.choices.items() if how == recipe)
            parts.append(replace(part, version_id=next(same, other.version_id)))
        return parts

    def _confirm(self, part: _Part, left_out: Sequence[str]) -> list[RecipientRow]:
        """Returns the dropped recipients; ``left_out`` are those of all parts."""
        record, done = part.record, self._done(part)
        dropped = [r for r in part.held if r.address.key in self.dropped]
        staying = [r for r in part.held if r not in dropped]
        steps = demanded(load_verdict(record.verdict_json or ""), staying)
        record.move(dropped, State.DROPPED)
        if not staying:
            remember_stopped(record)
            close_hold(record, part.hold.id, WITHDRAW)
        elif left_out or self.hide or part.version_id != part.hold.version_id:
            self._ask_for_version(part, left_out, done)
            close_hold(record, part.hold.id, CONFIRM)
        else:
            left = [step for step in steps if step.kind in LATER]
            advance(record, part.hold.id, staying, left, self.approvers)
        return dropped

    def _done(self, part: _Part) -> Done:
        cleaned = len(part.choices) == 1 or part.version_id != part.hold.version_id
        return Done(self.ticked, self.retyped, self.reason, cleaned)

    def _ask_for_version(self, part: _Part, left_out: Sequence[str], done: Done) -> None:
        """What leaves is not what was judged: a worker makes it, and it is judged first.

        The copies still to go must not name whom they do not go to any more, be it in a
        group, a comment or a display name.
        """
        params = {
            "version": part.version_id,
            "drop": left_out,
            "hide": self.hide,
            "done": sorted(done.names()),
            "approvers": self.approvers,
        }
        part.record.tx.add_task("revise", part.record.id, params=json.dumps(params))

    def _check(self, parts: Sequence[_Part]) -> None:
        """Raise StepsMissing unless every recipient has its choice and every step is done."""
        ordered: list[str] = []
        kinds: set[str] = set()
        for part in parts:
            names = self._done(part).names()
            dropped = {r.address.key for r in part.held if r.address.key in self.dropped}
            chosen = {r.address.key for r in part.held if f"tick:{r.address.key}" in names}
            staying = [r for r in part.held if r.address.key not in dropped]
            steps = demanded(load_verdict(part.record.verdict_json or ""), staying)
            open_steps = [s for s in missing(steps, names) if s.kind not in LATER]
            concerned = {step.recipient for step in open_steps if step.recipient}
            ordered += (
                str(r.address)
                for r in part.held
                if (r.address.key in chosen) == (r.address.key in dropped)
                or str(r.address) in concerned
            )
            kinds |= {step.kind for step in open_steps}
        if ordered or kinds:
            raise StepsMissing(ordered, frozenset(kinds))

    def _store(self, part: _Part, refused: Sequence[RecipientRow]) -> None:
        record, hold = part.record, part.hold
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
        store_decision(record, hold, part.version_id, "sender", self.choice, actor, detail)
        if record.envelope.sender:
            addresses = [r.address for r in refused]
            remember_refusal(record.tx, record.envelope.sender, addresses)
        count_decision(record, changed=bool(refused) or self.choice == WITHDRAW)
