"""What the policy says about a message, per recipient, and what it demands."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from policies.attachments.places import Spread
from policies.finding import Finding
from policies.history.facts import NO_HISTORY, History


class Action(StrEnum):
    """Pass, hold or reject; the strictest wins."""

    PASS = "pass"  # noqa: S105 - not a password
    HOLD = "hold"
    REJECT = "reject"


_STRICTNESS = {Action.PASS: 0, Action.HOLD: 1, Action.REJECT: 2}


def strictest(actions: Iterable[Action]) -> Action:
    """The strictest of the actions; pass when there are none."""
    return max(actions, key=_STRICTNESS.__getitem__, default=Action.PASS)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked before release.

    Kinds: ``tick`` and ``retype`` for each recipient; ``reason``, ``second-person``
    and ``cooling`` (for so many ``seconds``) once for the message.
    """

    kind: str
    recipient: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class RuleResult:
    """Whether a rule fired, and the values it saw.

    ``near`` names the parts of its condition that did not hold, when all others
    did. ``text`` has its words for the sender; a rule for staff only has none.
    """

    name: str
    fired: bool
    why: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    scope: str = "message"
    text: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientVerdict:
    """The verdict for one recipient of the envelope."""

    address: str
    domain: str
    known: bool
    action: Action
    own: bool = False
    organisation: str = ""  # in the directory
    kind: str = "mail"
    rules: tuple[str, ...] = ()  # those that hold or reject it
    findings: tuple[Finding, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentVerdict:
    """What was seen of one attachment; ``persons`` is None: nobody counted."""

    name: str
    format: str
    status: str
    size: int
    reason: str = ""  # of a status other than text
    persons: int | None = None
    kind: str = ""  # of document
    types: tuple[str, ...] = ()  # of personal data
    places: tuple[Spread, ...] = ()
    samples: tuple[str, ...] = ()  # masked
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The whole judgement of one version under one policy.

    ``ask`` is the address of the person who is asked about a hold; empty means
    that the hold waits for compliance.
    """

    action: Action
    policy: str
    mode: str
    rules: tuple[RuleResult, ...]
    recipients: tuple[RecipientVerdict, ...]
    findings: tuple[Finding, ...] = ()
    attachments: tuple[AttachmentVerdict, ...] = ()
    persons: int | None = None
    ask: str = ""
    tags: tuple[str, ...] = ()  # names of fired tag, alert, clean and log-only rules
    history: History = NO_HISTORY
    proposed: str = ""  # the version that clean rules propose: remove, redact

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step demanded, each once, in the order of the recipients."""
        steps = (step for recipient in self.recipients for step in recipient.steps)
        return tuple(dict.fromkeys(steps))

    def as_json(self) -> dict[str, Any]:
        """The verdict in the shape that ``sekisho check --json`` prints."""
        return {
            "action": self.action.value,
            "policy": self.policy,
            "mode": self.mode,
            "rules": [
                {"name": r.name, "fired": r.fired, "why": list(r.why), "near": list(r.near)}
                for r in self.rules
            ],
            "steps": [_step_json(step) for step in self.steps],
            "recipients": [_recipient_json(r) for r in self.recipients],
            "findings": [finding_json(f) for f in self.findings],
            "attachments": [_attachment_json(a) for a in self.attachments],
            "persons": self.persons,
            "history": self.history.as_json() | {"proposed": self.proposed},
        }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values, without the fields that do not apply."""
    where = finding.where
    return {
        "code": finding.code,
        "type": finding.type,
        "where": {
            name: value
            for name in ("part", "path", "start", "end")
            if where and (value := getattr(where, name)) not in {None, ""}
        },
        "sample": finding.sample,
        "count": finding.count,
        "confidence": finding.confidence,
        "why": list(finding.why),
        "data": finding.data,
    }


def _step_json(step: Step) -> dict[str, Any]:
    asked: dict[str, Any] = {"kind": step.kind, "recipient": step.recipient}
    return asked | ({"seconds": step.seconds} if step.seconds else {})


def _recipient_json(recipient: RecipientVerdict) -> dict[str, Any]:
    return {
        "address": recipient.address,
        "kind": recipient.kind,
        "domain": recipient.domain,
        "known": recipient.known,
        "action": recipient.action.value,
        "rules": list(recipient.rules),
        "findings": [finding_json(f) for f in recipient.findings],
        "steps": [_step_json(s) for s in recipient.steps],
    }


def _attachment_json(attachment: AttachmentVerdict) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "format": attachment.format,
        "status": attachment.status,
        "reason": attachment.reason,
        "size": attachment.size,
        "persons": attachment.persons,
        "kind": attachment.kind,
        "types": list(attachment.types),
        "places": [asdict(place) for place in attachment.places],
        "samples": list(attachment.samples),
        "findings": [finding_json(f) for f in attachment.findings],
    }
