"""The name and place lists, loaded once per process.

Sources and licences: docs/dependencies.md. Lists hold folded forms (variant
kanji replaced, readings in hiragana, romaji in lower case).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Names:
    """Sets of folded names; ``common`` surnames alone are evidence, ``rare`` ones need more."""

    common: frozenset[str]
    rare: frozenset[str]
    given: frozenset[str]
    given_words: frozenset[str]  # given names that are everyday words too
    given_hira: frozenset[str]
    given_characters: frozenset[str]  # kanji that given names are made of
    not_given: frozenset[str]  # words that are shaped like given names
    not_names: frozenset[str]  # words and places that read as surname + given name
    places: frozenset[str]  # municipalities
    surname_kana: frozenset[str]
    given_kana: frozenset[str]
    surname_romaji: frozenset[str]
    given_romaji: frozenset[str]
    western_first: frozenset[str]
    western_last: frozenset[str]


def _words(name: str) -> frozenset[str]:
    text = files("policies.personal_data").joinpath(f"data/{name}.txt").read_text("utf-8")
    return frozenset(text.split("\n")) - {""}


@cache
def names() -> Names:
    """The lists; the first call reads about 2.5 MB."""
    return Names(
        common=_words("surnames"),
        rare=_words("surnames_rare"),
        given=_words("given"),
        given_words=_words("given_words"),
        given_hira=_words("given_hira"),
        given_characters=frozenset(next(iter(_words("given_characters")))),
        not_given=_words("not_given"),
        not_names=_words("not_names"),
        places=_words("places"),
        surname_kana=_words("surnames_kana"),
        given_kana=_words("given_kana"),
        surname_romaji=_words("surnames_romaji"),
        given_romaji=_words("given_romaji"),
        western_first=_words("western_first") | _words("western_first_more"),
        western_last=_words("western_last"),
    )
