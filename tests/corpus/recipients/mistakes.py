"""The mistakes planted in the second thirty days, each with the address to blame."""

# ruff: noqa: E501 - tables read best as tables
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from benchmarks.companies import mistakes as misspelt
from policies.envelope import Address
from tests.corpus.recipients.company import DEPARTMENTS, OWN, Company, Partner
from tests.corpus.recipients.days import DAYS, LEARNED, Circle, Days
from tests.corpus.recipients.mail import Mail, Person, retold

OF_EACH = 8
_WORKING = [day for day in range(LEARNED + 2, DAYS) if day % 7 < 5]


class Mistakes:
    """``established`` are the domains that are known by use when judging begins."""

    def __init__(
        self, company: Company, days: Days, rng: random.Random, established: frozenset[str]
    ) -> None:
        self._company = company
        self._days = days
        self._rng = rng
        known = [p for p in company.partners if p.is_listed or p.domain in established]
        self._used = [p for p in known if p.domain in established]
        self._known = frozenset(p.domain for p in known)
        self._listed = [p for p in known if p.is_listed and not p.is_western]
        joint = {frozenset(p.domain for p in c.people) for some in days.joint for c in some}
        self._joint = joint

    def among(self, mails: Iterable[Mail]) -> list[Mail]:
        """All mail with the mistakes between, in order."""
        planted = [*self._misspelt(), *self._insistent()]
        for make in (
            self._same_surname, self._completed_wrongly, self._own_freemail, self._mixed,
            self._wrong_greeting, self._joined, self._forgotten_file, self._wrong_file,
            self._shown_otherwise,
        ):  # fmt: skip
            planted += [make() for _ in range(OF_EACH)]
        return sorted([*mails, *planted], key=lambda mail: mail.at)

    def _misspelt(self) -> Iterator[Mail]:
        """Every kind of wrong domain: slips, other suffixes, homographs, known.evil."""
        for _ in range(OF_EACH):
            partner = self._partner(lambda p: len(p.domain.partition(".")[0]) > 6)
            for kind, domain in misspelt(partner.domain, self._rng):
                wrong = _at(partner.people[0], domain)
                if domain == partner.domain or wrong.domain in self._known:
                    continue
                beside = partner.people[1:3] if self._rng.random() < 0.5 else ()
                mail = self._mail(Circle((wrong, *beside), partner))
                mail = replace(mail, reply=False, text="お世話になっております。\n")
                yield retold(mail, f"domain: {kind}", [wrong.address])

    def _insistent(self) -> Iterator[Mail]:
        """The same slip, and one's own mailbox, confirmed day after day."""
        for _ in range(3):
            partner = self._partner(lambda p: len(p.domain.partition(".")[0]) > 8)
            core, _, suffix = partner.domain.partition(".")
            wrong = _at(partner.people[0], f"{core[:4]}{core[3:]}.{suffix}")
            for day in _WORKING[:8]:
                mail = self._mail(Circle((wrong,), partner), day)
                yield retold(mail, "slip confirmed daily", [wrong.address], insists=True)
        number = self._rng.randrange(1, len(self._company.senders))
        mine = _own_mailbox(self._company.senders[number])
        for n, day in enumerate(_WORKING[:8]):
            mail = self._mail(Circle((mine,), None), day, number)
            files = ("customers.xlsx",) if n > 4 else ()
            yield retold(
                mail, "own freemail primed daily", [mine.address], insists=True, files=files,
                text="よろしくお願いします。\n", reply=False,
            )  # fmt: skip

    def _same_surname(self) -> Mail:
        """Meant for one 佐藤, sent to another."""
        rng = self._rng
        while True:
            right, wrong = rng.choice(self._listed), rng.choice(self._used)
            if right is wrong or wrong.is_western:
                continue
            theirs = {p.surname: p for p in wrong.people if p.surname}
            both = [p for p in right.people if p.surname in theirs]
            if both:
                break
        person = theirs[both[0].surname]
        text = f"{right.organisation}\n{person.surname}様\n\nお世話になっております。\n"
        mail = self._mail(Circle((person,), wrong))
        return retold(mail, "same surname", [person.address], text=text, reply=False)

    def _completed_wrongly(self) -> Mail:
        """Two organisations that work together, and somebody of a third."""
        department = self._rng.randrange(DEPARTMENTS)
        circle = self._rng.choice(
            [c for c in self._days.joint[department] if {p.domain for p in c.people} <= self._known]
        )
        domains = {person.domain for person in circle.people}
        wrong = self._partner(
            lambda p: not any(p.domain in pair and pair & domains for pair in self._joint)
        ).people[0]
        at = self._at() + 12 * 24 * 60  # when the two have been together before
        number = department + DEPARTMENTS
        mail = self._days.mail(number, Circle((*circle.people, wrong), circle.partner), at)
        return retold(
            mail, "completed to another client", [wrong.address], reply=False,
            at=min(at, (DAYS - 4) * 24 * 60 + 60),
        )  # fmt: skip

    def _own_freemail(self) -> Mail:
        number = self._rng.randrange(1, len(self._company.senders))
        mine = _own_mailbox(self._company.senders[number])
        mail = self._mail(self._circle(), number=number)
        return retold(
            mail, "own freemail with a file", [mine.address], to=(*mail.to, mine),
            files=("名簿.xlsx",),
        )  # fmt: skip

    def _mixed(self) -> Mail:
        """Two clients in one mail who have nothing to do with each other."""
        circle = self._circle()
        domain = circle.people[0].domain
        other = self._partner(
            lambda p: p.domain != domain and {p.domain, domain} not in self._joint
        )
        both = Circle((circle.people[0], other.people[0]), circle.partner)
        mail = self._mail(both)
        blamed = [person.address for person in both.people]
        return retold(mail, "two clients", blamed, reply=False, text="ご案内をお送りします。\n")

    def _wrong_greeting(self) -> Mail:
        circle = self._circle()
        other = self._rng.choice([p for p in self._listed if p is not circle.partner])
        person = next(p for p in other.people if p.surname)
        text = f"{other.organisation}\n{person.surname}様\n\nお世話になっております。\n"
        mail = self._mail(circle)
        blamed = [p.address for p in circle.people]
        return retold(mail, "wrong salutation", blamed, text=text, reply=False)

    def _joined(self) -> Mail:
        """Somebody of an organisation that was not in the mail that is answered."""
        circle = self._circle()
        domain = circle.people[0].domain
        wrong = self._partner(
            lambda p: p.domain != domain and {p.domain, domain} not in self._joint
        ).people[0]
        mail = self._mail(circle)
        text = "承知いたしました。\n"
        old = f"{circle.people[0].name} <{circle.people[0].address}>"
        text += f"\n差出人: {old}\n送信日時: 2026年11月24日\n宛先: {mail.sender.address}\n件名: 図面\n\n本文\n"
        return retold(
            mail, "joined a reply", [wrong.address], to=(*mail.to, wrong), text=text, reply=True
        )

    def _forgotten_file(self) -> Mail:
        stranger = self._company.strangers[-1 - self._rng.randrange(40)]
        mail = self._mail(Circle(stranger.people[:1], stranger))
        text = "お世話になっております。\n見積書を添付いたします。ご確認ください。\n"
        blamed = [stranger.people[0].address]
        return retold(mail, "forgotten file to a stranger", blamed, text=text, files=())

    def _wrong_file(self) -> Mail:
        circle = self._circle()
        other = self._rng.choice([p for p in self._listed if p is not circle.partner])
        blamed = [p.address for p in circle.people]
        return retold(
            self._mail(circle), "file of another client", blamed,
            files=(f"{other.organisation}様_見積書.pdf",), text="資料をお送りします。\n",
        )  # fmt: skip

    def _shown_otherwise(self) -> Mail:
        circle = self._circle()
        shown = replace(circle.people[0], name=self._partner(lambda _: True).people[0].address)
        mail = self._mail(Circle((shown, *circle.people[1:]), circle.partner))
        return retold(mail, "name shows another address", [shown.address], text="確認しました。\n")

    def _circle(self) -> Circle:
        """People at one organisation in use."""
        while True:
            circle = self._rng.choice(self._rng.choice(self._days.circles))
            if circle.partner in self._used and circle.partner and not circle.partner.is_western:
                return circle

    def _partner(self, suits: Callable[[Partner], bool]) -> Partner:
        return self._rng.choice([p for p in self._used if suits(p)])

    def _mail(self, circle: Circle, day: int = -1, number: int = -1) -> Mail:
        number = self._rng.randrange(1, len(self._company.senders)) if number < 0 else number
        return self._days.mail(number, circle, self._at(day), "planted")

    def _at(self, day: int = -1) -> int:
        day = self._rng.choice(_WORKING) if day < 0 else day
        return day * 24 * 60 + self._rng.randint(1, 9 * 60)


def _at(person: Person, domain: str) -> Person:
    return replace(person, address=str(Address.parse(f"{person.address.split('@')[0]}@{domain}")))


def _own_mailbox(sender: Person) -> Person:
    return Person(f"{sender.address.removesuffix(f'@{OWN}')}1985@gmail.com", sender.name)
