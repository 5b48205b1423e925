"""Asking DNS whether a domain takes mail (the only place that knows dnspython).

Only a clear no counts: the name does not exist, or it says by a null MX that it
takes none (RFC 7505). No answer, a late one or a broken one is no objection, so that
a resolver that fails never holds mail back.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver
from dns.rdatatype import RdataType

from policies.lookups import NO_DOMAIN, NULL_MX

log = logging.getLogger("sekisho.dns")

TIMEOUT = 2.0  # seconds, for all domains of a message
KEPT = 3600.0  # seconds
KEPT_FAILURE = 60.0  # so that a dead resolver does not cost every mail the time
MAX_KEPT = 10_000  # domains
MAX_ASKED = 50  # domains of one message


class Deliverability:
    """Looks domains up, and remembers the answers for an hour."""

    def __init__(
        self,
        resolver: dns.asyncresolver.Resolver | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resolver = resolver
        self._clock = clock
        self._kept: dict[str, tuple[float, str]] = {}  # domain: until when, and why not

    async def undeliverable(self, domains: Iterable[str]) -> dict[str, str]:
        """Those of the domains (A-labels) that take no mail, each with its reason. Never raises."""
        asked = [d for d in dict.fromkeys(domains) if "." in d][:MAX_ASKED]
        new = [domain for domain in asked if not self._is_kept(domain)]
        if new:
            await self._ask(new)
        found = {domain: self._kept[domain][1] for domain in asked if domain in self._kept}
        return {domain: why for domain, why in found.items() if why}

    def _is_kept(self, domain: str) -> bool:
        return domain in self._kept and self._kept[domain][0] > self._clock()

    async def _ask(self, domains: list[str]) -> None:
        tasks = {domain: asyncio.ensure_future(self._why_not(domain)) for domain in domains}
        done, late = await asyncio.wait(tasks.values(), timeout=TIMEOUT)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for domain, task in tasks.items():
            why = task.result() if task in done else None
            self._keep(domain, why)
        if late:
            log.warning("DNS gave no answer about %d domains in time", len(late))

    def _keep(self, domain: str, why: str | None) -> None:
        """Remember an answer; None is that there was none."""
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        seconds = KEPT_FAILURE if why is None else KEPT
        self._kept[domain] = (self._clock() + seconds, why or "")

    async def _why_not(self, domain: str) -> str | None:
        """The reason why it takes no mail; empty if it may, None when DNS did not say."""
        try:
            name = dns.name.from_text(domain)
            try:
                answer = await self._resolve(name, RdataType.MX)
            except dns.resolver.NXDOMAIN:
                # Some servers say so of MX only: the name must be unknown altogether.
                return await self._why_no_address(name)
            except dns.resolver.NoAnswer:
                return ""  # the domain's own address is its MX (RFC 5321 5.1)
            hosts = [record.exchange for record in answer]
            return NULL_MX if hosts == [dns.name.root] else ""
        except (dns.exception.DNSException, OSError, ValueError):
            return None

    async def _why_no_address(self, name: dns.name.Name) -> str:
        try:
            await self._resolve(name, RdataType.A)
        except dns.resolver.NXDOMAIN:
            return NO_DOMAIN
        except dns.resolver.NoAnswer:
            return ""
        return ""

    async def _resolve(self, name: dns.name.Name, kind: RdataType) -> dns.resolver.Answer:
        if self._resolver is None:
            self._resolver = dns.asyncresolver.Resolver()  # reads /etc/resolv.conf
        return await self._resolver.resolve(name, kind, lifetime=TIMEOUT, search=False)
