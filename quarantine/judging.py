"""Putting a verdict into effect: release, hold, or reject, recipient by recipient."""

from dataclasses import dataclass, replace

from sqlalchemy import update

from policies.codec import dump_facts, dump_summary, dump_verdict
from policies.envelope import Address, Envelope
from policies.judge import Judgement
from policies.message import Summary
from policies.verdict import Action, Verdict
from policies.versions import Recipe
from quarantine import queue, tables
from quarantine.bodies import BodyRef, StoredBody
from quarantine.holding import (
    Deadlines,
    hold_instead,
    open_hold,
    queue_report,
    release,
    reopen_hold,
)
from quarantine.locked import remember_locked
from quarantine.passwords import passwords_of
from quarantine.record import RecipientRow, Record, open_record
from quarantine.rule_use import count_judgement
from quarantine.siblings import expects_more, sibling_addresses
from quarantine.stages import advance
from quarantine.states import State
from quarantine.steps import LATER, demanded, missing
from quarantine.transaction import Tx
from quarantine.versions import (
    VersionRow,
    current_version,
    insert_version,
    next_number,
    open_version,
)
from quarantine.written import recall_written, remember_written


@dataclass(frozen=True, slots=True)
class MessageToJudge:
    """An envelope with all recipients it goes to, and one version of its message."""

    message_id: str
    envelope: Envelope
    version_id: str
    next_number: int  # of a version that is made from it
    body: BodyRef
    siblings: tuple[Address, ...] = ()  # recipients of the same mail in other transactions
    seen: tuple[bytes, ...] = ()  # hashed lines of the mail it answers
    passwords: tuple[str, ...] = ()  # for its files


_OUT_OF_IT = frozenset({State.DROPPED, State.WITHDRAWN, State.REJECTED, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """Ask for what a worker needs to judge a message or to make a version of it.

    An empty ``version_id`` asks for the version that is held, or the original.
    """

    message_id: str
    version_id: str = ""

    def read(self, tx: Tx) -> MessageToJudge:
        """Read the version and everybody it goes or went to."""
        record = open_record(tx, self.message_id)
        asked = self.version_id
        version = open_version(record, asked) if asked else current_version(record)
        # Also whoever got it already: a revision is judged among all who see the mail.
        concerned = [r for r in record.recipients if r.state not in _OUT_OF_IT]
        return MessageToJudge(
            message_id=record.id,
            envelope=replace(record.envelope, recipients=tuple(r.address for r in concerned)),
            version_id=version.id,
            next_number=next_number(record),
            body=version.body,
            siblings=sibling_addresses(record),
            seen=recall_written(record),
            passwords=passwords_of(record),
        )


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that a worker has made, durable but in no row yet."""

    recipe: Recipe
    body: StoredBody


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on the received message, to be put into effect.

    ``offers`` are versions that its sender may choose if it is held.
    """

    task: queue.Claimed
    version_id: str
    judgement: Judgement
    summary: Summary
    deadlines: Deadlines
    offers: tuple[NewVersion, ...] = ()

    def apply(self, tx: Tx) -> None:
        """Move every recipient, open a hold if one is needed, queue what follows."""
        queue.finish(tx, self.task)
        record = open_record(tx, self.task.ref)
        version = open_version(record, self.version_id)
        remember_written(record, map(bytes.fromhex, self.summary.lines))
        _put_into_effect(record, version, self, record.in_state(State.RECEIVED))
        remember_locked(record, self.summary)


@dataclass(frozen=True, slots=True)
class Revised:
    """The version that a decision asked for, judged by a worker.

    ``version_id`` is what the sender chose; ``made`` what became of it by his other
    wishes, if there were any.
    """

    task: queue.Claimed
    version_id: str
    made: NewVersion | None
    done: frozenset[str]  # the steps that the decision did, as ``kind:recipient``
    approvers: tuple[str, ...]
    judgement: Judgement
    summary: Summary
    deadlines: Deadlines

    def apply(self, tx: Tx) -> None:
        """Store the version; release what the decision already confirmed."""
        queue.finish(tx, self.task)
        record = open_record(tx, self.task.ref)
        version_id = self.version_id
        if self.made:
            version_id = _store(record, version_id, self.made)
        hold_instead(record, version_id)
        version = open_version(record, version_id)
        _put_into_effect(record, version, self, record.in_state(State.HELD))


@dataclass(frozen=True, slots=True)
class Rejudged:
    """The held version, judged again with passwords for its files.

    It stays held until its sender decides, whatever was found; only what must not go at
    all is rejected.
    """

    task: queue.Claimed
    version_id: str
    judgement: Judgement
    summary: Summary

    def apply(self, tx: Tx) -> None:
        """Store what is known now; the hold and its links stay."""
        queue.finish(tx, self.task)
        record = open_record(tx, self.task.ref)
        held = record.in_state(State.HELD)
        if not held:
            return  # decided meanwhile
        verdict = self.judgement.verdict
        _note_judged(record, self.version_id, verdict, held)
        _store_summary(record, open_version(record, self.version_id), self.summary)
        if rejected := _by_action(verdict, held)[Action.REJECT]:
            record.move(rejected, State.JUDGED)
            record.move(rejected, State.REJECTED)
            queue_report(record, rejected, "rejected")
        _save_verdict(record, self.judgement)


@dataclass(frozen=True, slots=True)
class RevisionFailed:
    """The version that a decision asked for could not be made: compliance decides."""

    task: queue.Claimed
    cause: str
    deadlines: Deadlines

    def apply(self, tx: Tx) -> None:
        """Hold what is still held anew, without asking its sender again."""
        queue.finish(tx, self.task)
        record = open_record(tx, self.task.ref)
        record.note("revision-failed", "system", {"cause": self.cause})
        if held := record.in_state(State.HELD):
            open_hold(record, current_version(record), "", self.deadlines, held)
        record.save()


def _put_into_effect(
    record: Record,
    version: VersionRow,
    judged: "Judged | Revised",
    concerned: list[RecipientRow],
) -> None:
    verdict = judged.judgement.verdict
    record.move(concerned, State.JUDGED)
    by_action = _note_judged(record, version.id, verdict, concerned)
    _store_summary(record, version, judged.summary)
    record.verdict_json = dump_verdict(verdict)
    release(record, by_action[Action.PASS], version.id)
    if rejected := by_action[Action.REJECT]:
        record.move(rejected, State.REJECTED)
        queue_report(record, rejected, "rejected")
    if held := by_action[Action.HOLD]:
        record.move(held, State.HELD)
        _hold(record, version, judged, held)
    elif isinstance(judged, Judged):
        count_judgement(record, verdict)
    _save_verdict(record, judged.judgement)


def _note_judged(
    record: Record, version_id: str, verdict: Verdict, concerned: list[RecipientRow]
) -> dict[Action, list[RecipientRow]]:
    by_action = _by_action(verdict, concerned)
    record.note(
        "judged",
        "system",
        {
            "version": version_id,
            "policy": verdict.policy,
            "mode": verdict.mode,
            "rules": [rule.name for rule in verdict.rules if rule.fired],
            **{action.value: [r.n for r in rows] for action, rows in by_action.items()},
        },
    )
    return by_action


def _save_verdict(record: Record, judgement: Judgement) -> None:
    verdict = judgement.verdict
    record.verdict_json = dump_verdict(verdict)
    record.save(
        policy=verdict.policy,
        verdict_ct=record.key.seal("message/verdict", record.verdict_json),
        facts_ct=record.key.seal("message/facts", dump_facts(judgement.facts)),
        external=int(any(not r.own for r in verdict.recipients)),
    )


def _hold(
    record: Record, version: VersionRow, judged: "Judged | Revised", held: list[RecipientRow]
) -> None:
    """Ask; unless a decision has done every step already that the sender can do."""
    verdict = judged.judgement.verdict
    steps = demanded(verdict, held)
    done = judged.done if isinstance(judged, Revised) else frozenset()
    left = missing(steps, done)
    # What a rule for staff holds, no tick of the sender's settles.
    is_settled = verdict.ask and steps and all(step.kind in LATER for step in left)
    if isinstance(judged, Revised) and is_settled:
        hold_id = reopen_hold(record, judged.deadlines)
        advance(record, hold_id, held, left, judged.approvers)
    else:
        for offer in judged.offers if isinstance(judged, Judged) else ():
            _store(record, version.id, offer)
        gather = expects_more(record, judged.summary)
        open_hold(record, version, verdict.ask, judged.deadlines, held, gather=gather)
        count_judgement(record, verdict)


def _store(record: Record, parent_id: str, made: NewVersion) -> str:
    """Store a version that was made from another; returns its id."""
    version_id = insert_version(
        record.tx, record.key, made.body, parent_id=parent_id, recipe=made.recipe
    )
    record.note(
        "version-made",
        "system",
        {"version": version_id, "parent": parent_id, "digest": made.body.digest.hex()},
        {"recipe": made.recipe.as_json()},
    )
    return version_id


def _by_action(verdict: Verdict, concerned: list[RecipientRow]) -> dict[Action, list[RecipientRow]]:
    """An address the verdict does not name has not been judged: it is held."""
    actions = {r.address: r.action for r in verdict.recipients}
    return {
        action: [r for r in concerned if actions.get(str(r.address), Action.HOLD) is action]
        for action in Action
    }


def _store_summary(record: Record, version: VersionRow, summary: Summary) -> None:
    sealed = record.key.seal(f"version/{version.number}/summary", dump_summary(summary))
    table = tables.version
    record.tx.connection.execute(
        update(table).where(table.c.id == version.id).values(summary_ct=sealed)
    )
