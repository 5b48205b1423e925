"""Is a freemail recipient the sender himself? Work taken home, or taken away.

Compared are the names only: the sender's local part and display name with the
freemail local part and display name. A common surname alone is a weak sign.
"""

from dataclasses import dataclass

from policies.envelope import Address
from policies.recipients import romaji
from policies.recipients.given_names import GIVEN
from policies.recipients.party import ROLES, Party
from policies.recipients.surnames import READINGS, ROMAJI

_GIVEN = frozenset(romaji.plain(name) for name in GIVEN)


@dataclass(frozen=True, slots=True)
class OwnFreemail:
    """A freemail recipient who seems to be the sender.

    ``why``: ``same_local_part``, ``same_display_name``, ``full_name`` (surname and
    given name or initial), ``rare_surname`` or ``surname``; ``confidence`` falls in
    that order from 0.95 to 0.4.
    """

    address: Address
    why: str
    confidence: float


def own_freemail(
    sender: Address, sender_name: str, recipient: Address, recipient_name: str
) -> OwnFreemail | None:
    """The fact about a recipient at a freemail provider, or None: a role, or no likeness."""
    if sender.key == recipient.key:
        return None
    own, other = Party.of(sender, sender_name), Party.of(recipient, recipient_name)
    if own.is_role:
        return None
    for why, confidence, alike in (
        ("same_local_part", 0.95, _same_local(own, other)),
        ("same_display_name", 0.9, _same_name(own, other)),
        ("full_name", 0.85, _full_name(own, other)),
    ):
        if alike:
            return OwnFreemail(recipient, why, confidence)
    surname = _shared_surname(own, other)
    if surname and not _other_given(own, other, surname):
        common = surname in ROMAJI
        return OwnFreemail(
            recipient, "surname" if common else "rare_surname", 0.4 if common else 0.7
        )
    return None


def _letters(party: Party) -> str:
    return romaji.plain("".join(party.local_words))


def _same_local(own: Party, other: Party) -> bool:
    """taro.sato, sato_taro, satotaro1985 and tarosato are one; so are tsato and t.sato."""
    mine, theirs = _letters(own), _letters(other)
    if len(mine) < 4 or mine in ROMAJI or mine in GIVEN:
        return False
    if mine == theirs:
        return True
    words = [romaji.plain(word) for word in own.local_words]
    return len(words) == 2 and all(words) and words[1] + words[0] == theirs


def _same_name(own: Party, other: Party) -> bool:
    mine, theirs = "".join(own.kanji_words), "".join(other.kanji_words)
    if mine and mine == theirs:
        return len(mine) > 2
    return len(own.latin_words) > 1 and own.latin_words == other.latin_words


def _names(own: Party) -> tuple[set[str], set[str]]:
    """What the sender's surname and given name may be in Latin letters."""
    words = [word for word in own.romaji_words if word not in ROLES]
    surnames = {word for word in words if word in ROMAJI}
    surnames |= set(READINGS.get(own.surname, ())) | own.readings
    long = [word for word in words if len(word) > 2]
    given = {word for word in long if word in _GIVEN} - surnames
    if not surnames:
        rest = set(long) - given
        surnames = rest if len(rest) == 1 else set()
    return surnames, given


def _full_name(own: Party, other: Party) -> bool:
    """Surname and given name, or surname and the given name's initial, and nothing else."""
    surnames, given = _names(own)
    theirs = _letters(other)
    initials = {name[0] for name in given} | {w for w in own.local_words if len(w) == 1}
    for surname in surnames:
        if len(surname) < 3 or surname not in theirs:
            continue
        rest = theirs.replace(surname, "", 1)
        if rest and (rest in given or rest in initials):
            return True
    return False


def _shared_surname(own: Party, other: Party) -> str:
    """A surname of the sender's at the beginning or end of the freemail local part."""
    theirs = _letters(other)
    for surname in sorted(_names(own)[0], key=len, reverse=True):
        if len(surname) > 2 and (theirs.startswith(surname) or theirs.endswith(surname)):
            return surname
    return ""


def _other_given(own: Party, other: Party, surname: str) -> bool:
    """Another given name stands beside the surname: a namesake, or family."""
    rest = _letters(other).replace(surname, "", 1)
    given = _names(own)[1]
    return len(rest) > 2 and rest in _GIVEN and rest not in given
