"""The judgement: an envelope, a message and a briefing in, a verdict out. A pure function."""

from dataclasses import dataclass
from datetime import date

from policies.asked import who_is_asked
from policies.briefing import Briefing
from policies.envelope import Envelope
from policies.evaluate import Ruling, evaluate
from policies.facts import FactSet
from policies.finding import Finding
from policies.lookups import NOTHING_LOOKED_UP, Lookups
from policies.message import Summary
from policies.observe import observe
from policies.recipients.acquaintance import Recall
from policies.recipients.observe import RecipientNotes
from policies.recipients.own import is_own
from policies.verdict import (
    Action,
    AttachmentVerdict,
    RecipientVerdict,
    RuleResult,
    Step,
    Verdict,
    strictest,
)

NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the facts it rests on, as they are kept for replay."""

    verdict: Verdict
    facts: FactSet


def judge(
    envelope: Envelope,
    summary: Summary,
    briefing: Briefing,
    recall: Recall,
    today: date,
    lookups: Lookups = NOTHING_LOOKED_UP,
) -> Judgement:
    """Judge one version for every recipient of its envelope."""
    notes = observe(envelope, summary, briefing, recall, today, lookups)
    evaluation = evaluate(briefing.policy, notes.facts)
    held_by_staff = any(r.for_staff for r in evaluation.recipients if r.action is Action.HOLD)
    asked = who_is_asked(envelope, summary, briefing, today)
    verdict = Verdict(
        action=strictest(r.action for r in evaluation.recipients),
        policy=briefing.policy.hash,
        mode=briefing.mode,
        rules=evaluation.rules,
        recipients=tuple(
            _recipient(about, ruling)
            for about, ruling in zip(notes.recipients, evaluation.recipients, strict=True)
        ),
        findings=notes.findings,
        persons=summary.persons,
        attachments=_attachments(summary),
        ask="" if held_by_staff else asked,
        tags=evaluation.tags,
        history=summary.history,
        proposed=evaluation.proposed,
    )
    return Judgement(verdict, notes.facts)


def unjudged(envelope: Envelope, briefing: Briefing, cause: str) -> Verdict:
    """The verdict when judging failed: everything outside is held, for compliance.

    ``cause`` is the reason code, such as ``limit:time``. Nothing unjudged leaves,
    in ``observe`` mode neither. No step can lift this hold: what the sender has
    ticked before was about a message that could be judged. Own recipients pass, as
    they do whatever a message says.
    """
    finding = Finding(code=cause)
    own_domains = briefing.own(envelope)
    recipients = tuple(
        RecipientVerdict(
            address=str(address),
            domain=address.domain,
            own=own,
            known=own,
            action=Action.PASS if own else Action.HOLD,
            findings=() if own else (finding,),
        )
        for address in envelope.recipients
        for own in [is_own(address, own_domains)]
    )
    return Verdict(
        action=strictest(r.action for r in recipients),
        policy=briefing.policy.hash,
        mode=briefing.mode,
        rules=(RuleResult(NOT_JUDGED, True, (cause,)),),
        recipients=recipients,
        findings=(finding,),
    )


def _recipient(about: RecipientNotes, ruling: Ruling) -> RecipientVerdict:
    address = str(about.address)
    steps = ruling.steps if ruling.action is Action.HOLD else ()
    return RecipientVerdict(
        address=address,
        domain=about.address.domain,
        own=about.own,
        known=about.known,
        organisation=about.organisation,
        action=ruling.action,
        rules=ruling.rules,
        findings=about.findings,
        steps=tuple(Step(s.kind, address if s.kind in _EACH else "", s.seconds) for s in steps),
    )


#: Steps that are done for each recipient; the others are done once.
_EACH = frozenset({"tick", "retype"})


def _attachments(summary: Summary) -> tuple[AttachmentVerdict, ...]:
    return tuple(
        AttachmentVerdict(
            name=a.name,
            format=a.format,
            status=a.inside.status,
            reason=a.inside.reason,
            size=a.size,
            persons=a.inside.persons,
            kind=a.inside.kind,
            types=a.inside.types,
            places=a.inside.places,
            samples=a.inside.samples,
            findings=a.inside.findings,
        )
        for a in summary.attachments
    )
