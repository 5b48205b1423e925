"""The text greets somebody whom none of the recipients can be, but another known party is.

「株式会社青空 佐藤様」 to a recipient of 日向商事. A name that nobody known bears says
nothing; so does a recipient of whom it is not known who reads there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policies.envelope import Address, within
from policies.recipients.fit import Fit, PersonName, organisation_fits
from policies.recipients.known import KnownParties
from policies.recipients.party import Party
from policies.recipients.salutation import Salutation

MAX_OTHERS = 5
MAX_RECIPIENTS = 200  # a mailing to more has no one to greet


@dataclass(frozen=True, slots=True)
class SalutationMismatch:
    """The greeting and whom it fits instead.

    ``about`` are the recipients it does not fit (own colleagues are left out where
    there are others). ``why``: ``organisation`` (another organisation is named),
    ``person`` (somebody elsewhere), ``colleague`` (somebody else at the same
    organisation: a weaker sign). ``confidence`` runs from 0 to 1.
    """

    salutation: Salutation
    about: tuple[Address, ...]
    fits: tuple[Party, ...]
    why: str
    confidence: float


def salutation_mismatch(
    salutations: Sequence[Salutation],
    recipients: Sequence[Party],
    known: KnownParties,
    own_domains: frozenset[str] = frozenset(),
) -> SalutationMismatch | None:
    """The first greeting that fits none of the recipients, when no greeting fits any.

    Hand in every recipient of the envelope and of To and Cc, own ones too.
    """
    if not 0 < len(recipients) <= MAX_RECIPIENTS:
        return None
    named = [s for s in salutations if s.organisation or s.person]
    found: list[SalutationMismatch] = []
    for salutation in named:
        mismatch = _judge(salutation, recipients, known, own_domains)
        if mismatch is None:
            return None  # this one fits, or may: the mail is at the right address
        if mismatch.fits:
            found.append(mismatch)
    return max(found, key=lambda m: m.confidence, default=None)


def _judge(
    salutation: Salutation,
    recipients: Sequence[Party],
    known: KnownParties,
    own_domains: frozenset[str],
) -> SalutationMismatch | None:
    """None when the greeting fits or may fit; with no ``fits`` when nobody known bears it."""
    person = PersonName(salutation.person, formal=salutation.formal)
    named = known.organisation(salutation.organisation)
    if named:
        return _judge_named(salutation, person, recipients, named, own_domains)
    if not person or _any_fits(person, recipients):
        return None
    # Of an organisation that nobody knows it may be anybody: then nobody else fits.
    others = () if salutation.organisation else known.people(person)
    places = {party.domain for party in recipients}
    if near := tuple(party for party in others if party.domain in places):
        return _mismatch(salutation, recipients, near, "colleague", 0.4, own_domains)
    return _mismatch(salutation, recipients, others, "person", 0.7, own_domains)


def _judge_named(
    salutation: Salutation,
    person: PersonName,
    recipients: Sequence[Party],
    named: tuple[Party, ...],
    own_domains: frozenset[str],
) -> SalutationMismatch | None:
    """The organisation greeted is known; perhaps a recipient is of it, and the person too."""
    domains = frozenset(party.domain for party in named)
    name = salutation.organisation
    same = [p for p in recipients if organisation_fits(name, domains, p) is not Fit.NO]
    if not same:
        return _other_organisation(salutation, person, recipients, named, own_domains)
    if not person or _any_fits(person, recipients):
        return None
    others = tuple(party for party in named if person.is_surely(party))
    return _mismatch(salutation, recipients, others, "colleague", 0.4, own_domains)


def _other_organisation(
    salutation: Salutation,
    person: PersonName,
    recipients: Sequence[Party],
    named: tuple[Party, ...],
    own_domains: frozenset[str],
) -> SalutationMismatch:
    """No recipient is of the organisation greeted, which is known elsewhere."""
    others = tuple(party for party in named if person and person.is_surely(party)) or named
    # A recipient of whom no organisation is known may have a new address there.
    told = all(party.organisation_keys for party in _outside(recipients, own_domains))
    fits = bool(person) and any(person.fits(party) is Fit.YES for party in recipients)
    confidence = 0.9 if told and not fits else 0.8 if told or not fits else 0.5
    return _mismatch(salutation, recipients, others, "organisation", confidence, own_domains)


def _any_fits(person: PersonName, parties: Iterable[Party]) -> bool:
    """Whether one of them is, or may be, the person."""
    return any(person.fits(party) is not Fit.NO for party in parties)


def _mismatch(
    salutation: Salutation,
    recipients: Sequence[Party],
    others: tuple[Party, ...],
    why: str,
    confidence: float,
    own_domains: frozenset[str],
) -> SalutationMismatch:
    about = tuple(party.address for party in _outside(recipients, own_domains) if party.address)
    present = {party.key for party in recipients}
    fits = tuple(party for party in others if party.key not in present)[:MAX_OTHERS]
    return SalutationMismatch(salutation, about, fits, why, confidence)


def _outside(recipients: Sequence[Party], own_domains: frozenset[str]) -> list[Party]:
    outside = [party for party in recipients if not within(party.domain, own_domains)]
    return outside or list(recipients)
