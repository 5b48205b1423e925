"""An intake for listeners under test: it takes mail from loopback and keeps nothing."""

import ipaddress
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from gateway.demo.mta import MemoryBody
from gateway.intake.limits import Admission, Limits
from gateway.intake.receive import Body
from gateway.intake.session import Intake
from policies.envelope import Envelope


async def taken(_envelope: Envelope, _body: Body) -> str:
    return "ID"


def an_intake(
    accept: Callable[[Envelope, Body], Awaitable[str]] = taken,
    limits: Limits = Limits(idle=5),  # noqa: B008 - frozen
    **others: Any,
) -> Intake:
    """What a test does not say is as most tests need it."""
    intake = Intake(
        new_body=lambda _size: MemoryBody(),
        accept=accept,
        hostname="gate.own.jp",
        max_size=1_000_000,
        max_recipients=1000,
        networks=(ipaddress.ip_network("127.0.0.0/8"),),
        admission=Admission(limits),
    )
    return replace(intake, **others)
