"""Known addresses, and which of them an unknown one resembles.

Two mistakes: a slip in the local part at the same domain (``address-typo``), and
a known person's local part at a domain where that person is not known
(``known-local-part``). Both are said of addresses only where a coincidence is
unlikely: colleagues have similar names, ``sales1`` and ``sales2`` are two
mailboxes, and every company has an ``info``.
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from zlib import crc32

from rapidfuzz.distance import OSA

from policies.envelope import Address
from policies.recipients import credible
from policies.recipients.differences import Edit, Near, edits, lookalikes, punctuation
from policies.recipients.near_domains import best
from policies.recipients.near_names import Exact, Neighbourhoods, most_edits
from policies.recipients.readings import in_unicode
from policies.recipients.suffix import registrable

#: A local part known at more organisations than this says nothing about a person.
MAX_ORGANISATIONS = 2
MAX_JUDGED = 100

_TOKEN = re.compile(r"[a-z0-9]{1,255}")
_ROLE_WORDS = """
abuse accounting accounts admin all billing career ceo contact customer desk eigyo fax finance
form gyoumu hello help helpdesk honsha hr info information inquiry ir jimu jinji kaikei kanri
keiri kikaku koho kouhou legal mail mailer marketing news newsletter no noreply office order
orders otoiawase owner post postmaster pr press privacy purchase reception recruit recruiting
reply reservation root saiyo saiyou sales security seikyu service shop somu soumu staff store
support system team tech test toiawase user web webmaster welcome
"""
_ROLES = frozenset(_ROLE_WORDS.split())


class KnownAddresses:
    """A frozen snapshot of known addresses with its index; each at its exact domain."""

    def __init__(self, addresses: Iterable[Address], words: AbstractSet[str] = frozenset()) -> None:
        self._words = words
        unique = sorted({(_mailbox(a.local), a.domain, a.key) for a in addresses})
        self._locals = [local for local, _, _ in unique]
        self._domains = [domain for _, domain, _ in unique]
        self._homes = frozenset(self._domains)
        self._keys = [key for _, _, key in unique]
        self._mailboxes = Exact([f"{local}@{domain}" for local, domain, _ in unique])
        seeds = [crc32(domain.encode()) for domain in self._domains]
        self._near = Neighbourhoods(self._locals, seeds)
        self._same = Exact(self._locals)

    def __len__(self) -> int:
        return len(self._keys)

    def has(self, address: Address) -> bool:
        """Whether this mailbox is known, with any plus tag and in any case."""
        local = _mailbox(address.local)
        return any(
            self._locals[n] == local and self._domains[n] == address.domain
            for n in self._mailboxes.find(f"{local}@{address.domain}")
        )

    def typos(self, address: Address) -> tuple[Near, ...]:
        """Known addresses at the same domain that this one may have been meant to be."""
        local = _mailbox(address.local)
        if address.domain not in self._homes or self.has(address):
            return ()
        found = []
        for number in self._near.find(local, crc32(address.domain.encode()))[: MAX_JUDGED * 10]:
            most = most_edits(min(len(local), len(self._locals[number])))
            if (
                self._domains[number] == address.domain
                and OSA.distance(local, self._locals[number], score_cutoff=most) <= most
            ):
                found.append(number)
        judged = (self.judge(address, self._keys[number]) for number in found[:MAX_JUDGED])
        return best(near for near in judged if near)

    def judge(self, address: Address, key: str) -> Near | None:
        """Compare the local part with that of one known address, at the same domain."""
        local, known = _mailbox(address.local), _mailbox(key.rpartition("@")[0])
        if address.domain != key.rpartition("@")[2] or local == known:
            return None
        places = edits(local, known, most_edits(min(len(local), len(known))))
        if not places:
            return None
        looks, marks = lookalikes(local, known), punctuation(local, known)
        if looks and len(known) > credible.SHORT:
            places, sure = looks, 0.95
        elif marks:
            places, sure = marks, 0.9
        elif any(_initial(local, known, edit) for edit in places):
            return None
        else:
            sure = credible.slip(local, known, places, self._words)
        domain = in_unicode(address.domain)
        texts = f"{address.local.lower()}@{domain}", f"{key.rpartition('@')[0]}@{domain}"
        return Near(key, "address-typo", len(places), *texts, places, sure) if sure else None

    def elsewhere(self, address: Address, near: Iterable[str]) -> tuple[Near, ...]:
        """Known addresses with this local part, for an address at an unknown domain.

        ``near`` are the known domains that its domain resembles: there any
        local part counts; elsewhere only one that names a person.
        """
        local, close = _mailbox(address.local), {registrable(domain) for domain in near}
        numbers = [n for n in self._same.find(local, MAX_JUDGED) if self._locals[n] == local]
        homes = {n: registrable(self._domains[n]) for n in numbers}
        own = registrable(address.domain)
        personal = len(set(homes.values())) <= MAX_ORGANISATIONS and self._personal(local)
        found = []
        for number, home in homes.items():
            if home != own and (home in close or personal):
                found.append(_moved(address, self._keys[number], 0.95 if home in close else 0.6))
        return best(found)

    def _personal(self, local: str) -> bool:
        """Whether a local part is unlikely to mean another person elsewhere."""
        tokens = _TOKEN.findall(local)
        letters = [token.strip("0123456789") for token in tokens]
        names = [token for token in letters if token]
        if not names or any(name in _ROLES for name in names) or "".join(names) in _ROLES:
            return False
        if len(tokens) > 1 and all(len(name) > 1 for name in names):
            return sum(map(len, names)) >= 6
        longest = max(names, key=len)
        return len(local) >= 8 and longest not in self._words


def _mailbox(local: str) -> str:
    """The mailbox of a local part: lower case, without a plus tag."""
    base, _, _ = local.lower().partition("+")
    return base or local.lower()


def _moved(address: Address, key: str, sure: float) -> Near:
    local, _, domain = key.rpartition("@")
    ours, theirs = in_unicode(address.domain), in_unicode(domain)
    edit = Edit("domain", len(address.local) + 1, len(local) + 1, ours, theirs)
    asked = f"{address.local.lower()}@{ours}"
    distance = OSA.distance(ours, theirs)
    return Near(key, "known-local-part", distance, asked, f"{local}@{theirs}", (edit,), sure)


def _initial(asked: str, known: str, edit: Edit) -> bool:
    """Whether the edit changes a whole one-letter token: ``t.suzuki``, ``k.suzuki``."""
    if edit.kind not in ("substitution", "keyboard", "confusable"):
        return False
    return _alone(asked, edit.at) and _alone(known, edit.known_at)


def _alone(text: str, at: int) -> bool:
    beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return not any(c.isalnum() for c in beside)
