"""What a judge is told before the first message: the company, whom it knows, its policy.

A briefing is a value; two judges with the same one judge alike. It changes only
when the directory, the memory of known domains, or the policy does.
"""

from dataclasses import dataclass
from functools import cached_property

from policies.envelope import Address, Envelope
from policies.recipients.directory import Directory, Entry
from policies.recipients.freemail import FREEMAIL
from policies.recipients.known import KnownParties
from policies.recipients.lookalike import KnownNames
from policies.recipients.own import own_domains_of
from policies.recipients.party import Party
from policies.recipients.surnames import ROMAJI
from policies.rule import Policy, read_policy


@dataclass(frozen=True)
class Briefing:
    """``version`` names it; ``established`` are outside domains that are known by use."""

    version: str
    own_domains: tuple[str, ...]
    entries: tuple[Entry, ...]
    established: tuple[str, ...]
    policy_source: str
    mode: str

    def own(self, envelope: Envelope) -> frozenset[str]:
        """The own domains, as they count for this envelope."""
        return own_domains_of(envelope, self.own_domains)

    @cached_property
    def directory(self) -> Directory:
        """The directory, for look-ups."""
        return Directory(self.entries)

    @cached_property
    def policy(self) -> Policy:
        """The policy, compiled; raises RuleError for one that is not usable."""
        return read_policy(self.policy_source, self.mode)

    @cached_property
    def names(self) -> KnownNames:
        """Everything a recipient could be mistaken for."""
        addresses = [Address.parse(e.address) for e in self.entries if e.address]
        domains = [e.domain for e in self.entries if not e.address]
        return KnownNames(
            [*domains, *self.established, *self.own_domains],
            addresses,
            providers=FREEMAIL,
            words=ROMAJI,
        )

    @cached_property
    def parties(self) -> KnownParties:
        """The known organisations and people, to compare salutations with."""
        return KnownParties(
            Party(
                entry.domain,
                Address.parse(entry.address) if entry.address else None,
                organisation=entry.organisation,
            )
            for entry in self.entries
        )
