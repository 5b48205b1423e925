"""Does a name in a salutation fit a party? Yes, no, or it cannot be told.

Generous towards yes and "cannot be told": a person who is asked about harmless
mail stops reading. ``is_surely`` is the strict question, asked of others than the
recipients.
"""

from enum import Enum

from policies.recipients import companies, romaji
from policies.recipients.given_names import GIVEN, NICKNAMES
from policies.recipients.party import Party, is_kana, is_kanji, latin, words_of
from policies.recipients.surnames import READINGS, ROMAJI, surname_of

_SHORTEST_PART = 3  # letters of a surname that may hide inside a local part


class Fit(Enum):
    """The answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class PersonName:
    """The person in a salutation, taken apart once and compared often."""

    def __init__(self, text: str, *, formal: bool = False) -> None:
        words = words_of(text)
        self.formal = formal  # Ms Weber, Herr Weber: a surname, not a given name
        self.kanji = "".join(words) if any(map(is_kanji, words)) else ""
        self.surname, self.given = _cut(words) if self.kanji else ("", "")
        self.latin = () if self.kanji else tuple(w for word in words if (w := latin(word)))
        self.readings = frozenset(READINGS.get(self.surname, ()))
        if not self.kanji:
            kana = (romaji.of_kana(word) for word in words[:1] if is_kana(word))
            spelled = (romaji.plain(word) for word in words if latin(word))
            self.readings = frozenset(word for word in (*kana, *spelled) if word)

    def __bool__(self) -> bool:
        return bool(self.kanji or self.latin or self.readings)

    def fits(self, party: Party) -> Fit:
        """Whether the party may be the person meant."""
        if self.kanji and party.kanji_words:
            return self._kanji_to_kanji(party)
        if self._sounds_like(party) or self._spelled_like(party):
            return Fit.YES
        if not party.is_named:
            return Fit.UNKNOWN
        if self.kanji or not self.latin:
            # A surname whose reading we do not know may be any Latin word.
            return Fit.NO if self.readings else Fit.UNKNOWN
        return self._latin_is_another(party)

    def is_surely(self, party: Party) -> bool:
        """Whether the party bears this very name, word for word."""
        if self.kanji and party.kanji_words:
            if self.given and party.surname and (given := _given_of(party)):
                return self.surname == party.surname and self.given == given
            return bool(self.surname) and self.surname == party.surname
        if self.readings and (self.kanji or not self.latin):
            return not self.readings.isdisjoint((*party.romaji_words, *party.readings))
        found = party.latin_words | {latin(word) for word in party.local_words}
        if self.latin and party.readings:
            return not party.readings.isdisjoint(self.readings)
        return bool(self.latin) and all(word in found for word in self.latin)

    def _kanji_to_kanji(self, party: Party) -> Fit:
        whole = "".join(party.kanji_words)
        if self.kanji in whole or whole in self.kanji:
            return Fit.YES
        if self.surname and self.surname in whole:
            given = _given_of(party)
            if self.surname != party.surname or not self.given or not given:
                return Fit.YES
            same = self.given in given or given in self.given
            return Fit.YES if same or not (is_kanji(self.given) and is_kanji(given)) else Fit.NO
        if any(len(word) > 1 and self.kanji.startswith(word) for word in party.kanji_words):
            return Fit.YES
        return Fit.NO if party.surname else Fit.UNKNOWN

    def _sounds_like(self, party: Party) -> bool:
        """The same surname in Latin letters or kana, anywhere in name or local part."""
        if not self.readings.isdisjoint(party.readings):
            return True
        if not self.readings.isdisjoint(party.romaji_words):
            return True
        letters = romaji.plain("".join(party.local_words))
        return any(
            len(reading) >= _SHORTEST_PART
            and (letters.startswith(reading) or letters.endswith(reading))
            for reading in self.readings
        )

    def _spelled_like(self, party: Party) -> bool:
        """A Latin name that is, begins or shortens a word of the party's."""
        found = party.latin_words | {latin(word) for word in party.local_words}
        letters = latin("".join(party.local_words))
        for word in self.latin:
            names = {word} | NICKNAMES.get(word, frozenset())
            if names & found:
                return True
            if len(word) >= _SHORTEST_PART and any(
                other.startswith(word) or (len(other) > 2 and word.startswith(other))
                for other in found
            ):
                return True
            if len(word) > _SHORTEST_PART and (letters.startswith(word) or letters.endswith(word)):
                return True
        return False

    def _latin_is_another(self, party: Party) -> Fit:
        """A Latin name that is not among the party's words: another person, or not shown."""
        if party.kanji_words or party.readings:
            known = party.readings and (self.formal or not self.readings.isdisjoint(ROMAJI))
            given_only = len(self.latin) == 1 and self.latin[0] in GIVEN
            return Fit.NO if known and not given_only else Fit.UNKNOWN
        words = party.latin_words if len(party.latin_words) > 1 else party.local_words
        full = sum(len(word) > 1 for word in words) > 1
        if full or (self.formal and not any(word in GIVEN for word in words)):
            return Fit.NO
        return Fit.UNKNOWN


def organisation_fits(name: str, domains: frozenset[str], party: Party) -> Fit:
    """Whether the party may belong to the organisation that a salutation names.

    ``domains`` are those at which the organisation is known.
    """
    key = companies.normal(name)
    if not key:
        return Fit.UNKNOWN
    if party.domain in domains or party.label in {Party(domain).label for domain in domains}:
        return Fit.YES
    if any(key in known or known in key for known in party.organisation_keys):
        return Fit.YES
    if key in companies.normal(party.name):
        return Fit.YES
    spelled = romaji.of_kana(key) or (romaji.plain(key) if key.isascii() else "")
    label = romaji.plain(party.label)
    if len(label) > 2 and spelled and (spelled.startswith(label) or label.startswith(spelled)):
        return Fit.YES
    return Fit.UNKNOWN if party.is_free and not party.organisation_keys else Fit.NO


def _cut(words: tuple[str, ...]) -> tuple[str, str]:
    """Surname and given name of a Japanese name; a space decides, else the table."""
    if len(words) > 1:
        return words[0], "".join(words[1:])
    surname = surname_of(words[0])
    if surname:
        return surname, words[0][len(surname) :]
    return (words[0], "") if len(words[0]) <= 2 else ("", "")


def _given_of(party: Party) -> str:
    """What follows the surname in a party's kanji name."""
    whole = "".join(party.kanji_words)
    at = whole.find(party.surname) if party.surname else -1
    return whole[at + len(party.surname) :] if at >= 0 else ""
