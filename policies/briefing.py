"""What a judge is told before the first message: the company, whom it knows, its policy.

A briefing is a value; two judges with the same one judge alike. It changes only
when the directory, the memory of known domains, or the policy does.
"""

from dataclasses import dataclass
from functools import cached_property, partial

from policies.envelope import Address, Envelope
from policies.recipients.differences import Near
from policies.recipients.directory import Directory, Entry
from policies.recipients.freemail import FREEMAIL
from policies.recipients.known import KnownParties
from policies.recipients.lookalike import KnownNames
from policies.recipients.own import own_domains_of
from policies.recipients.party import Party
from policies.recipients.suffix import registrable
from policies.recipients.surnames import ROMAJI
from policies.rule import Policy, read_policy

MAX_KEPT = 10_000
_PROVIDERS = frozenset(map(registrable, FREEMAIL))


@dataclass(frozen=True)
class Briefing:
    """``version`` names it; ``established`` are outside domains in use, best known first."""

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

    def prepare(self) -> None:
        """Build all indexes now, not at first use: seconds at 100,000 domains."""
        _ = self.directory, self.policy, self.names, self.parties, self._places

    def better_known(self, domain: str) -> tuple[Near, ...]:
        """Of the known domains that a known one resembles, those that are better known.

        A domain is listed, own or a provider's, or in use for longer than the other.
        """
        found = self._better_known.get(domain)
        if found is None:
            mine = self._places.get(registrable(domain), 0)
            # Nothing is better known than what is listed; the unknown is not asked about here.
            better = partial(self._is_better_known, than=mine)
            found = self.names.rivals(domain, better) if mine else ()
            if len(self._better_known) < MAX_KEPT:
                self._better_known[domain] = found
        return found

    @cached_property
    def _better_known(self) -> dict[str, tuple[Near, ...]]:
        return {}

    def _is_better_known(self, name: str, *, than: int) -> bool:
        """Whether a registered domain stands before a place; a provider's stands first."""
        unused = 0 if name in _PROVIDERS else len(self.established) + 1
        return self._places.get(name, unused) < than

    @cached_property
    def _places(self) -> dict[str, int]:
        """Zero for what the company itself has named, else the place among those in use."""
        places = dict.fromkeys(
            (registrable(name) for name in (*self.own_domains, *(e.domain for e in self.entries))),
            0,
        )
        for place, name in enumerate(self.established, start=1):
            places.setdefault(registrable(name), place)
        return places

    @cached_property
    def names(self) -> KnownNames:
        """Everything a recipient could be mistaken for."""
        addresses = [Address.parse(e.address) for e in self.entries if e.address]
        domains = [e.domain for e in self.entries if not e.address and not e.is_provider]
        return KnownNames(
            [*domains, *self.established, *self.own_domains],
            addresses,
            providers=FREEMAIL | self.directory.providers,
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
