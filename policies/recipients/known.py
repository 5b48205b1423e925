"""The organisations and people outside that the company already knows, by their names.

Built once for a snapshot of the directory and the memory of pairs, then asked for
every mail: each question is a few dictionary look-ups, whatever the size. Own
colleagues do not belong in it, or a mail that greets one would be called misdirected.
"""

from collections.abc import Iterable

from policies.recipients import companies
from policies.recipients.fit import PersonName
from policies.recipients.party import Party, latin

MAX_ANSWERS = 50


class KnownParties:
    """An index of parties by surname, spelling and organisation."""

    def __init__(self, parties: Iterable[Party] = ()) -> None:
        self._by_name: dict[str, list[Party]] = {}
        self._by_organisation: dict[str, list[Party]] = {}
        for party in parties:
            for name in _names_of(party):
                self._by_name.setdefault(name, []).append(party)
            for key in party.organisation_keys:
                self._by_organisation.setdefault(key, []).append(party)

    def people(self, person: PersonName) -> tuple[Party, ...]:
        """Who surely bears this name; at most ``MAX_ANSWERS``."""
        keys = {person.surname, *person.readings, *person.latin} - {""}
        found: dict[str, Party] = {}
        for key in keys:
            for party in self._by_name.get(key, ())[: MAX_ANSWERS * 4]:
                if len(found) < MAX_ANSWERS and person.is_surely(party):
                    found.setdefault(party.key, party)
        return tuple(found.values())

    def organisation(self, name: str) -> tuple[Party, ...]:
        """The parties of the organisation of this name, however it is written."""
        return self.of_key(companies.normal(name))

    def of_key(self, key: str) -> tuple[Party, ...]:
        """The parties of an organisation by its plain form (``companies.normal``)."""
        return tuple(self._by_organisation.get(key, ())[:MAX_ANSWERS])


def _names_of(party: Party) -> set[str]:
    if party.address is None:
        return set()
    names = {party.surname, *party.readings, *party.latin_words}
    names |= {latin(word) for word in party.local_words if len(word) > 1}
    names |= {word for word in party.romaji_words if len(word) > 1}
    return names - {""}
