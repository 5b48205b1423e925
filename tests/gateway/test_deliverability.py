"""Asking DNS: only a clear no counts, and a resolver that fails holds nothing back."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import dns.asyncresolver
import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from gateway.deliverability import KEPT, KEPT_FAILURE, Deliverability

Key = tuple[str, str]


@dataclass
class Zone(asyncio.DatagramProtocol):
    """A name server: a list of records by name and type, or a return code, or silence."""

    answers: dict[Key, list[str] | dns.rcode.Rcode | None] = field(default_factory=dict)
    asked: list[Key] = field(default_factory=list)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.DatagramTransport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        (question,) = query.question
        name = question.name.to_text(omit_final_dot=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        answer = self.answers.get((name, kind), dns.rcode.NXDOMAIN)
        if answer is None:
            return
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if isinstance(answer, list):
            if answer:
                reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *answer))
        else:
            reply.set_rcode(answer)
        self.transport.sendto(reply.to_wire(), addr)


@pytest.fixture
async def zone() -> AsyncIterator[Zone]:
    loop = asyncio.get_running_loop()
    transport, zone = await loop.create_datagram_endpoint(Zone, local_addr=("127.0.0.1", 0))
    yield zone
    transport.close()


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def look_up(zone: Zone, now: list[float]) -> Deliverability:
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = zone.transport.get_extra_info("sockname")[1]
    return Deliverability(resolver, lambda: now[0])


@pytest.mark.parametrize(
    ("mx", "a", "why"),
    [
        (["10 mx.there.example."], [], ""),
        (["0 ."], [], "null-mx"),
        (["0 .", "10 mx.there.example."], [], ""),  # not what RFC 7505 allows: no clear no
        ([], [], ""),  # no MX: its own address is asked by the mail server
        (dns.rcode.NXDOMAIN, dns.rcode.NXDOMAIN, "no-such-domain"),
        (dns.rcode.NXDOMAIN, ["192.0.2.1"], ""),
        (dns.rcode.NXDOMAIN, [], ""),
        (dns.rcode.SERVFAIL, dns.rcode.NXDOMAIN, ""),
        (dns.rcode.REFUSED, dns.rcode.NXDOMAIN, ""),
    ],
)
async def test_only_a_clear_no_counts(
    zone: Zone, look_up: Deliverability, mx: object, a: object, why: str
) -> None:
    zone.answers = {("there.example", "MX"): mx, ("there.example", "A"): a}  # type: ignore[dict-item]
    found = await look_up.undeliverable(["there.example"])
    assert found == ({"there.example": why} if why else {})


async def test_silence_costs_two_seconds_once_and_is_no_objection(
    zone: Zone, look_up: Deliverability, now: list[float]
) -> None:
    names = [f"{n}.example" for n in range(20)]
    zone.answers = {(name, "MX"): None for name in names}
    start = time.monotonic()
    assert await look_up.undeliverable(["gone.example", *names]) == {
        "gone.example": "no-such-domain"
    }
    assert time.monotonic() - start < 4
    start = time.monotonic()
    assert await look_up.undeliverable(names) == {}
    assert time.monotonic() - start < 0.5
    zone.answers[names[0], "MX"] = ["0 ."]
    now[0] += KEPT_FAILURE + 1
    assert await look_up.undeliverable(names[:1]) == {names[0]: "null-mx"}


async def test_an_answer_is_kept_for_an_hour(
    zone: Zone, look_up: Deliverability, now: list[float]
) -> None:
    assert await look_up.undeliverable(["gone.example"]) == {"gone.example": "no-such-domain"}
    asked = len(zone.asked)
    now[0] += KEPT - 1
    assert await look_up.undeliverable(["gone.example"]) == {"gone.example": "no-such-domain"}
    assert len(zone.asked) == asked
    now[0] += 2
    zone.answers["gone.example", "MX"] = ["10 mx.gone.example."]
    assert await look_up.undeliverable(["gone.example"]) == {}


async def test_names_that_are_none_ask_nothing(zone: Zone, look_up: Deliverability) -> None:
    assert await look_up.undeliverable(["localhost", "", "a..b", "x" * 70 + ".example"]) == {}
    assert zone.asked == []


async def test_without_any_resolver_nothing_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.asyncresolver, "Resolver", none)
    assert await Deliverability().undeliverable(["there.example"]) == {}
