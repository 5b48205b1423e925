"""The judgement: an envelope, a message and facts in, a verdict out. A pure function."""

import hashlib
from dataclasses import dataclass

from policies.asked import who_is_asked
from policies.envelope import Envelope
from policies.finding import Finding
from policies.message import Summary
from policies.recipients.facts import Facts, RecipientFacts
from policies.verdict import (
    Action,
    AttachmentVerdict,
    RecipientVerdict,
    RuleResult,
    Step,
    Verdict,
    strictest,
)

UNKNOWN_EXTERNAL = "unknown-external"
NOT_INSPECTED = "not-inspected"


@dataclass(frozen=True, slots=True)
class Policy:
    """How to judge; ``mode`` is ``enforce``, or ``observe`` to log without holding."""

    mode: str = "enforce"

    @property
    def hash(self) -> str:
        """The name of exactly this policy in verdicts and the audit record."""
        rules = f"builtin-1 {UNKNOWN_EXTERNAL} {NOT_INSPECTED}"
        return hashlib.sha256(rules.encode()).hexdigest()[:16]


def judge(envelope: Envelope, summary: Summary, facts: Facts, policy: Policy) -> Verdict:
    """Judge one version for every recipient of its envelope.

    Own recipients pass, known outside ones pass, unknown outside ones are held.
    A message that could not be looked through is held for every outside
    recipient. In ``observe`` mode the findings stand and everything passes.
    """
    uninspected = summary.findings
    recipients = tuple(
        _judge_recipient(recipient, uninspected, policy) for recipient in facts.recipients
    )
    return Verdict(
        action=strictest(r.action for r in recipients),
        policy=policy.hash,
        mode=policy.mode,
        rules=_rules(facts, uninspected),
        recipients=recipients,
        findings=uninspected,
        attachments=tuple(
            AttachmentVerdict(name=a.name, format=a.format, status="uninspectable", size=a.size)
            for a in summary.attachments
        ),
        ask=who_is_asked(envelope, summary, facts),
    )


def unjudged(envelope: Envelope, facts: Facts, policy: Policy, cause: str) -> Verdict:
    """The verdict when judging failed: everything outside is held, for compliance.

    ``cause`` is the reason code, such as ``limit:time``. Nothing unjudged leaves,
    in ``observe`` mode neither. No step can lift this hold: what the sender has
    ticked before was about a message that could be judged. Own recipients pass, as
    they do whatever a message says.
    """
    finding = Finding(code=cause)
    return Verdict(
        action=Action.PASS if all(r.own for r in facts.recipients) else Action.HOLD,
        policy=policy.hash,
        mode=policy.mode,
        rules=(RuleResult(NOT_INSPECTED, True, (cause,)),),
        recipients=tuple(
            RecipientVerdict(
                address=str(r.address),
                domain=r.address.domain,
                known=r.known,
                action=Action.PASS if r.own else Action.HOLD,
                findings=() if r.own else (finding,),
            )
            for r in facts.recipients
        ),
        findings=(finding,),
    )


def _judge_recipient(
    recipient: RecipientFacts, uninspected: tuple[Finding, ...], policy: Policy
) -> RecipientVerdict:
    findings: tuple[Finding, ...] = ()
    if not recipient.known:
        findings = (Finding(code=UNKNOWN_EXTERNAL, why=("not-own", "not-in-directory")),)
    held = not recipient.own and bool(findings or uninspected)
    if policy.mode == "observe":
        held = False
    address = str(recipient.address)
    return RecipientVerdict(
        address=address,
        domain=recipient.address.domain,
        known=recipient.known,
        action=Action.HOLD if held else Action.PASS,
        findings=findings,
        steps=(Step("tick", address),) if held else (),
    )


def _rules(facts: Facts, uninspected: tuple[Finding, ...]) -> tuple[RuleResult, ...]:
    unknown = tuple(str(r.address) for r in facts.recipients if not r.known)
    return (
        RuleResult(UNKNOWN_EXTERNAL, bool(unknown), unknown),
        RuleResult(NOT_INSPECTED, bool(uninspected), tuple(f.code for f in uninspected)),
    )
