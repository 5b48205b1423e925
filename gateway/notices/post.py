"""Sending our own mails, straight to the relay and not through the gate."""

import logging
from dataclasses import dataclass

from gateway.notices.compose import MAX_RETURNED, Composer
from gateway.signing import Signer
from gateway.transport import Outgoing, Transport, once
from policies import headers
from policies.envelope import Address, within
from policies.recipients.own import own_domains_of
from quarantine import queue
from quarantine.deadlines import AskCompliance
from quarantine.errors import Damaged
from quarantine.links import MintApproval, MintLinks, Noticed
from quarantine.reporting import OpenReport, Report
from quarantine.states import State
from quarantine.store import Store

log = logging.getLogger("sekisho.notice")

#: At up to an hour between tries, some five days.
MAX_TRIES = 130


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
        hold_ids = tuple(hold_id for link in links for hold_id in link.hold_ids)
        to = [person] if person else list(self.compliance)
        if links and to:
            try:
                await self._send(to, self.composer.notice(person, to, links))
            except Undelivered as failure:
                if not failure.final and task.tries < MAX_TRIES:
                    raise
                log.warning("a notice was refused: %s", failure)
                if person:
                    await self.store.run(AskCompliance(task, person))
                    return
        elif links:
            log.warning("holds wait for compliance, but [notice] compliance is empty")
        await self.store.run(Noticed(task, person, hold_ids))

    async def approval(self, task: queue.Claimed, person: str) -> None:
        """Ask somebody who may be the second person."""
        link = await self.store.run(MintApproval(task, person))
        to = [person] if person else list(self.compliance)
        if link is not None and not to:
            log.warning("a hold waits for compliance, but [notice] compliance is empty")
        elif link is not None:
            mail = (
                self.composer.approval(person, link)
                if person
                else self.composer.notice("", to, (link,))
            )
            try:
                await self._send(to, mail)
            except Undelivered as failure:
                if not failure.final and task.tries < MAX_TRIES:
                    raise
                log.error("an approver cannot be asked: %s", failure)
        await self.store.run(queue.Finish(task))

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
                if not failure.final and task.tries < MAX_TRIES:
                    raise
                log.error("the report on %s was refused: %s", report.message_id, failure)
        else:
            log.warning("%s: %s, and nobody of ours can be told", report.message_id, report.reason)
        await self.store.run(queue.Finish(task))

    def _report_to(self, report: Report) -> str:
        """The sender if it is ours, else compliance: never outside (backscatter), never ``<>``."""
        sender = report.envelope.sender
        own = own_domains_of(report.envelope, self.own_domains)
        if sender and within(sender.domain, own) and not sender.is_routed:
            return str(sender)
        is_bounce = sender is None and report.reason == "failed"
        return self.compliance[0] if self.compliance and not is_bounce else ""

    async def _original(self, report: Report) -> tuple[bytes, bool]:
        """The original message, or only its header when it is too large to send back."""
        message = b""
        try:
            async for chunk in self.store.body(report.body):
                message += chunk
                if len(message) > MAX_RETURNED:
                    return message[: headers.split(message)[1]], False
        except Damaged:
            log.critical("%s: its body is damaged and cannot be sent back", report.message_id)
            return b"", False
        return message, True

    async def _send(self, to: list[str], mail: bytes) -> None:
        recipients = tuple(Address.parse(address) for address in to)
        signed = await self.signer.signature(mail) + mail
        results = await self.transport.send(Outgoing(None, recipients, once(signed)))
        # Taken by one is sent, and so is "unknown": the same notice twice is worse than none
        # for a second mailbox, whose owner the reminder will find.
        refused = [r for r in results if r.state in {State.FAILED, State.DEFERRED}]
        if len(refused) == len(results):
            final = all(result.state is State.FAILED for result in refused)
            raise Undelivered(refused[0].text, final=final)
