"""Look-alikes: unknown recipients that resemble known ones.

The commonest leak is a mail to the wrong address, and the wrong address is most
often nearly the right one. ``KnownNames`` is a frozen snapshot of what the company
knows; ask it about a domain or an address and it names the known ones that may have
been meant, with the places that differ. A known name is never a look-alike of
another known one, nor is another host of a known organisation.

Codes: ``homograph`` (looks the same: other scripts, digits for letters, rn/m),
``inside`` (the known domain stands in a longer one: known.com.evil.jp, known-com.jp),
``typo`` (one or two edits), ``other-suffix`` (known.com for known.co.jp),
``address-typo`` and ``known-local-part``.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from policies.envelope import Address
from policies.recipients.company_words import COMPANY_WORDS
from policies.recipients.differences import Near
from policies.recipients.display_name import Mismatch, display_name_mismatch
from policies.recipients.near_addresses import KnownAddresses
from policies.recipients.near_domains import KnownDomains, Only, best

__all__ = ["KnownNames", "Mismatch", "Near", "display_name_mismatch"]


class KnownNames:
    """What is known, with its index; build it once for each version of the directory.

    ``domains`` should hold partner and own domains, and the freemail providers in
    use (``gmai1.com``, and ``ymail.com`` which is nobody's mistake); name these as
    ``providers`` too: there a known person's local part may be a stranger's. The domain of a
    known address is protected too, and is itself no look-alike. ``words`` are lower-case
    words that names are made of, romanised surnames above all (common company words
    are built in): ``yamada-denki`` and ``hamada-denki`` are two companies.
    AddressError for a domain that is none.

    Safe to share between threads and to pickle; 100,000 domains take three to five
    seconds and 100 MB, a question well under a millisecond.
    """

    def __init__(
        self,
        domains: Iterable[str],
        addresses: Iterable[Address] = (),
        providers: Iterable[str] = (),
        words: AbstractSet[str] = frozenset(),
    ) -> None:
        mailboxes = tuple(addresses)
        self._providers = frozenset(providers)
        names = {*domains, *self._providers, *(address.domain for address in mailboxes)}
        self._domains = KnownDomains(names, COMPANY_WORDS | words)
        self._addresses = KnownAddresses(mailboxes, words)

    def near_domain(self, domain: str) -> tuple[Near, ...]:
        """The known domains that an unknown one resembles: best first, at most three.

        Raises AddressError for a text that is not a domain.
        """
        return self._domains.near(domain)

    def rivals(self, domain: str, only: Only | None = None) -> tuple[Near, ...]:
        """The other known domains that a known one resembles: best first, at most three.

        ``only`` says of a registered domain whether it is to be compared at all.
        """
        return self._domains.rivals(domain, only) if self._domains.has(domain) else ()

    def near_address(self, address: Address | str) -> tuple[Near, ...]:
        """The known addresses that an unknown one resembles: best first, at most three.

        At a known domain a slip in the local part, elsewhere a known local part.
        Says nothing about the domain itself: ask ``near_domain`` as well, or ``near``.
        Raises AddressError for a text that is not an address.
        """
        asked = _parsed(address)
        return self._at_address(asked, self.near_domain(asked.domain))

    def near(self, address: Address | str) -> tuple[Near, ...]:
        """Both questions at once, for one recipient: addresses first, at most three of each."""
        asked = _parsed(address)
        domains = self.near_domain(asked.domain)
        return (*self._at_address(asked, domains), *domains)

    def _at_address(self, asked: Address, domains: tuple[Near, ...]) -> tuple[Near, ...]:
        if not self._domains.has(asked.domain):
            return self._addresses.elsewhere(asked, [near.known for near in domains])
        found = self._addresses.typos(asked)
        if asked.domain in self._providers and not self._addresses.has(asked):
            found = (*found, *self._addresses.elsewhere(asked, ()))
        return best(found)


def _parsed(address: Address | str) -> Address:
    return Address.parse(address) if isinstance(address, str) else address
