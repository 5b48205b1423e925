"""Sending our own mails, straight to the relay and not through the gate."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from gateway.notices.compose import MAX_RETURNED, Composer
from gateway.signing import Signer
from gateway.transport import Outgoing, Transport
from policies import headers
from policies.envelope import Address, within
from policies.recipients.facts import own_domains_of
from quarantine import queue
from quarantine.deadlines import AskCompliance
from quarantine.links import MintLinks, Noticed
from quarantine.reporting import OpenReport, Report
from quarantine.states import State
from quarantine.store import Store

log = logging.getLogger("sekisho.notice")


class Undelivered(Exception):  # noqa: N818
    """The relay did not take a notice; ``final`` when trying again makes no sense."""

    def __init__(self, words: str, *, final: bool) -> None:
        super().__init__(words)
        self.final = final


@dataclass(frozen=True)
class NoticePost:
    """Carries out the tasks ``notice`` and ``report``."""

    store: Store
    composer: Composer
    transport: Transport
    signer: Signer
    compliance: tuple[str, ...]
    own_domains: tuple[str, ...]

    async def notice(self, task: queue.Claimed, person: str) -> None:
        """Tell a person (empty: compliance) of every hold that waits for them."""
        links = await self.store.run(MintLinks(task, person))
        hold_ids = tuple(link.view.hold_id for link in links)
        to = [person] if person else list(self.compliance)
        if links and to:
            try:
                await self._send(to, self.composer.notice(person, to, links))
            except Undelivered as failure:
                if not failure.final:
                    raise
                log.warning("a notice was refused: %s", failure)
                if person:
                    await self.store.run(AskCompliance(task, hold_ids))
                    return
        elif links:
            log.warning("holds wait for compliance, but [notice] compliance is empty")
        await self.store.run(Noticed(task, person, hold_ids))

    async def report(self, task: queue.Claimed) -> None:
        """Send a delivery status notification, if there is anybody of ours to send it to."""
        report = await self.store.run(OpenReport(task, link_above=MAX_RETURNED))
        to = self._report_to(report)
        if to:
            original, complete = await self._original(report)
            try:
                await self._send(
                    [to], self.composer.report(to, report, original, complete=complete)
                )
            except Undelivered as failure:
                if not failure.final:
                    raise
                log.warning("the report on %s was refused: %s", report.message_id, failure)
        else:
            log.info("%s: no report, its sender is not ours", report.message_id)
        await self.store.run(queue.Finish(task))

    def _report_to(self, report: Report) -> str:
        """Never outside the own domains (backscatter), never to the null sender."""
        sender = report.envelope.sender
        own = own_domains_of(report.envelope, self.own_domains)
        if sender and within(sender.domain, own):
            return str(sender)
        is_lost = report.reason == "expired"
        return self.compliance[0] if is_lost and self.compliance else ""

    async def _original(self, report: Report) -> tuple[bytes, bool]:
        """The original message, or only its header when it is too large to send back."""
        message = b""
        async for chunk in self.store.body(report.body):
            message += chunk
            if len(message) > MAX_RETURNED:
                return message[: headers.split(message)[1]], False
        return message, True

    async def _send(self, to: list[str], mail: bytes) -> None:
        recipients = tuple(Address.parse(address) for address in to)
        domain = headers.mailbox_key(_from(mail)).rpartition("@")[2]
        signed = self.signer.sign(mail, domain) + mail
        results = await self.transport.send(
            Outgoing(None, recipients, _once(signed), smtputf8=False)
        )
        for result in results:
            # "unknown" counts as sent: a notice twice is worse than its reminder.
            if result.state in {State.FAILED, State.DEFERRED}:
                raise Undelivered(result.text, final=result.state is State.FAILED)


def _from(mail: bytes) -> bytes:
    return next((field.value for field in headers.split(mail)[0] if field.name == "from"), b"")


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
