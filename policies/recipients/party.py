"""Somebody a mail goes to, or might: the address, its display name, its organisation.

From these the names are read that a salutation is compared with: kanji words,
Latin words, the words of the local part.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from policies.envelope import Address
from policies.recipients import companies, romaji
from policies.recipients.freemail import is_freemail
from policies.recipients.given_names import GIVEN
from policies.recipients.suffix import split
from policies.recipients.surnames import READINGS, ROMAJI, plain_kanji, surname_of

MAX_NAME = 200

_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々〆ヶ]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_CUT = re.compile(r"[\s,，、/／|｜()（）\[\]【】「」<>＜＞・:：;\"'“”‘’]{1,50}")
_LATIN = re.compile(r"[^\W\d_]{1,60}")
_WORDS = re.compile(r"[a-z]{1,64}")
_POLITE = re.compile(r"(?:様|さま|さん|殿|先生|御中)\Z")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"}
)

#: Mailboxes of a function: any person may sit behind one.
_ROLES_WORDS = """
info sales support contact office admin mail hello service help helpdesk webmaster postmaster
inquiry enquiry eigyo soumu somu keiri jinji koho kouhou shop order orders recruit saiyo hr pr
press team staff billing invoice accounting kontakt vertrieb buchhaltung post empfang einkauf
bestellung desk reception news
"""
ROLES = frozenset(_ROLES_WORDS.split())


def words_of(name: str) -> tuple[str, ...]:
    """The words of a display name or salutation, variants and politeness removed."""
    text = plain_kanji(unicodedata.normalize("NFKC", name[:MAX_NAME]))
    return tuple(word for piece in _CUT.split(text) if (word := _POLITE.sub("", piece)))


def latin(word: str) -> str:
    """A Latin word without case and accents; ä, ö, ü as ae, oe, ue, and these as a, o, u.

    So Müller, Mueller and Muller are one.
    """
    text = unicodedata.normalize("NFC", word[:MAX_NAME]).casefold().translate(_UMLAUTS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if "a" <= c <= "z")
    return bare.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def is_kanji(text: str) -> bool:
    """Whether the text has a kanji in it."""
    return bool(_KANJI.search(text))


def is_kana(text: str) -> bool:
    """Whether the text has kana and no kanji in it."""
    return bool(_KANA.search(text)) and not is_kanji(text)


@dataclass(frozen=True)
class Party:
    """One recipient or known correspondent.

    ``name`` is the display name, ``organisation`` that of the directory; both may
    be empty. Without ``address`` it is an organisation at ``domain``.
    """

    domain: str
    address: Address | None = None
    name: str = ""
    organisation: str = ""
    is_free: bool = False  # the domain says nothing about the organisation

    @classmethod
    def of(
        cls, address: Address, name: str = "", organisation: str = "", *, is_free: bool = False
    ) -> "Party":
        """The party behind an address; ``is_free`` if the directory says so of its domain."""
        is_free = is_free or is_freemail(address.domain)
        return cls(address.domain, address, name, organisation, is_free)

    @property
    def key(self) -> str:
        """The comparable address, else the domain."""
        return self.address.key if self.address else self.domain

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the display name."""
        return () if "@" in self.name else words_of(self.name)

    @cached_property
    def kanji_words(self) -> tuple[str, ...]:
        """Those words with kanji in them that may belong to a person's name."""
        return tuple(
            word
            for word in self.words
            if is_kanji(word)
            and not companies.looks_like_organisation(word)
            and not companies.is_department(word)
        )

    @cached_property
    def surname(self) -> str:
        """The kanji surname in the display name, or empty: a known one, else the first word."""
        for word in self.kanji_words:
            if surname := surname_of(word):
                return surname
        return self.kanji_words[0] if len(self.kanji_words) > 1 else ""

    @cached_property
    def _written(self) -> tuple[str, ...]:
        return tuple(word for text in self.words for word in _LATIN.findall(text) if latin(word))

    @cached_property
    def latin_words(self) -> frozenset[str]:
        """The Latin words of the display name, plain."""
        return frozenset(latin(word) for word in self._written)

    @cached_property
    def romaji_words(self) -> tuple[str, ...]:
        """The Latin words of display name and local part, read as Japanese names."""
        found = (romaji.plain(word) for word in (*self._written, *self.local_words))
        return tuple(word for word in found if word)

    @cached_property
    def local_words(self) -> tuple[str, ...]:
        """The words of the local part, without a +tag, roles included."""
        if self.address is None:
            return ()
        return tuple(_WORDS.findall(self.address.local.lower().partition("+")[0]))

    @cached_property
    def readings(self) -> frozenset[str]:
        """How the surname may be read in Latin letters, as far as the display name tells."""
        if self.surname:
            return frozenset(READINGS.get(self.surname, ()))
        kana = (romaji.of_kana(word) for word in self.words if is_kana(word))
        return frozenset(word for word in kana if word)

    @property
    def is_role(self) -> bool:
        """Whether a person behind the mailbox cannot be told from its address."""
        return any(word in ROLES for word in self.local_words)

    @cached_property
    def is_named(self) -> bool:
        """Whether it is known who this is, so that another name is another person.

        By a full display name, or a local part with a well-known surname or with
        two names (anna.weber). ``yuki@`` and ``info@`` are nobody in particular.
        """
        if self.kanji_words:
            return bool(self.surname)
        if len(self.latin_words) > 1 or self.readings:
            return not any(word in ROLES for word in self.latin_words)
        if self.is_role:
            return False
        words = self.local_words
        if any(romaji.plain(word) in ROMAJI and word not in GIVEN for word in words):
            return True
        if len(words) == 1 and len(words[0]) > 4 and romaji.plain(words[0][1:]) in ROMAJI:
            return True
        return sum(len(word) > 2 for word in words) > 1

    @cached_property
    def organisation_keys(self) -> frozenset[str]:
        """The organisation as the directory and the display name call it, in plain form."""
        names = [self.organisation]
        names += [word for word in self.words if companies.looks_like_organisation(word)]
        if companies.has_form(self.name) and not is_kanji(self.name):
            names.append(self.name)
        return frozenset(key for name in names if (key := companies.normal(name)))

    @cached_property
    def label(self) -> str:
        """The domain's own word: ``aozora`` of mail.aozora.co.jp."""
        return split(self.domain).core
