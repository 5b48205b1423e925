"""The stand-in for the company's mail server: takes everything and shows what came."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.intake.limits import Admission, Limits
from gateway.intake.listener import SmtpListener
from gateway.intake.receive import Body
from gateway.intake.session import Intake
from policies.envelope import Envelope
from quarantine.ids import new_id


@dataclass
class MemoryBody:
    """A message body that is only kept in memory."""

    content: bytearray = field(default_factory=bytearray)

    def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self.content += chunk

    def abort(self) -> None:
        """Forget them."""
        self.content.clear()


def stand_in_mta(arrived: Callable[[Envelope, bytes], None], port: int = 0) -> SmtpListener:
    """A listener on loopback that hands every message to ``arrived``."""

    async def accept(envelope: Envelope, body: Body) -> str:
        assert isinstance(body, MemoryBody)
        arrived(envelope, bytes(body.content))
        return new_id()

    intake = Intake(
        new_body=lambda _size: MemoryBody(),
        accept=accept,
        hostname="mail.aozora.example.jp",
        max_size=100 * 1024 * 1024,
        max_recipients=1000,
        networks=(ipaddress.ip_network("127.0.0.0/8"),),
        admission=Admission(Limits(idle=60)),
    )
    return SmtpListener(intake, "127.0.0.1", port)
