"""Sixty days of harmless mail: people write to the same people again and again."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.corpus.recipients import wording
from tests.corpus.recipients.company import DEPARTMENTS, OWN, Company, Partner
from tests.corpus.recipients.mail import Mail, Person

DAYS = 60
LEARNED = 30
BUSY = 0  # the sender who writes 80 mails a day
BUSY_MAILS = 80
NEW_PARTNERS_A_DAY = 0.8
_MINUTES = 24 * 60
SYSTEM = Person(f"system@{OWN}", "受発注システム")
NEWS = Person(f"news@{OWN}", "星野設計 広報")


@dataclass(frozen=True, slots=True)
class Circle:
    """People whom one sender writes to together, first the one who is greeted."""

    people: tuple[Person, ...]
    partner: Partner | None  # of the first; None for a customer with free mail


@dataclass
class Days:
    """Makes the mail of every day; the same for the same seed."""

    company: Company
    rng: random.Random
    circles: list[list[Circle]] = field(default_factory=list)
    joint: list[list[Circle]] = field(default_factory=list)  # of two organisations, by department
    started: list[tuple[int, int, Partner]] = field(default_factory=list)
    _met: int = 0

    def __post_init__(self) -> None:
        self.joint = [[self._joint(d) for _ in range(3)] for d in range(DEPARTMENTS)]
        self.circles = [self._circles(n) for n in range(len(self.company.senders))]

    def partners_of(self, department: int) -> tuple[Partner, ...]:
        return self.company.partners[department::DEPARTMENTS]

    def __iter__(self) -> Iterator[Mail]:
        """All mail in its order."""
        for day in range(DAYS):
            if day % 7 < 5:
                yield from sorted(self._of_day(day), key=lambda mail: mail.at)

    def mail(self, sender: int, circle: Circle, at: int, kind: str = "known") -> Mail:
        """One mail to a circle: new, an answer, or an invitation."""
        rng, person = self.rng, self.company.senders[sender]
        partner, first = circle.partner, circle.people[0]
        has_file = rng.random() < 0.2
        greeted = (
            wording.greeting(rng, partner, first)
            if partner
            else rng.choice((f"{first.surname}様\n\n", ""))
        )
        english = bool(partner and partner.is_western)
        text = greeted + wording.body(rng, english=english, has_file=has_file)
        text += wording.SIGNATURE.format(name=person.name, address=person.address)
        reply = rng.random() < 0.5
        colleagues = self._colleagues(sender) if rng.random() < 0.3 else ()
        if reply:
            others = (person, *circle.people[1:])
            text += wording.history(rng, first, others, "先日の件、いかがでしょうか。")
        return Mail(
            sender=person,
            to=(*circle.people, *colleagues),
            text=text,
            files=(wording.file_name(rng, partner),) if has_file else (),
            reply=reply,
            invitation=rng.random() < 0.04,
            kind=kind,
            at=at,
        )

    def _of_day(self, day: int) -> Iterator[Mail]:
        for number in range(len(self.company.senders)):
            count = BUSY_MAILS if number == BUSY else self.rng.randint(2, 5)
            for _ in range(count):
                yield self._external(number, self._time(day))
            for _ in range(self.rng.randint(0, 1)):
                yield self._internal(number, self._time(day))
        yield from self._first_contacts(day)
        yield from self._system(day)

    def _external(self, number: int, at: int) -> Mail:
        rng, circles = self.rng, self.circles[number]
        chance = rng.random()
        if chance < 0.02:
            partner = rng.choice([c.partner for c in circles if c.partner])
            assert partner is not None
            return self.mail(number, Circle((rng.choice(partner.people),), partner), at, "new desk")
        if chance < 0.03:
            partner = rng.choice(self.partners_of(number % DEPARTMENTS))
            return self.mail(number, Circle((rng.choice(partner.people),), partner), at, "seldom")
        if chance < 0.06:
            return self.mail(number, rng.choice(self.joint[number % DEPARTMENTS]), at, "joint")
        weights = [1 / (n + 1) for n in range(len(circles))]
        return self.mail(number, rng.choices(circles, weights)[0], at)

    def _internal(self, number: int, at: int) -> Mail:
        sender = self.company.senders[number]
        text = "お疲れさまです。\n添付の件、明日の会議で確認しましょう。\n"
        return Mail(sender, self._colleagues(number), text, kind="internal", at=at)

    def _first_contacts(self, day: int) -> Iterator[Mail]:
        """Partners met for the first time, and the days after."""
        due = [s for s in self.started if day - s[0] in {1, 2, 3, 7, 8, 14, 21}]
        if self.rng.random() < NEW_PARTNERS_A_DAY:
            partner = self.company.strangers[self._met]
            self._met += 1
            self.started.append((day, self.rng.randrange(1, len(self.company.senders)), partner))
            due.append(self.started[-1])
        for _, number, partner in due:
            circle = Circle((partner.people[0],), partner)
            yield self.mail(number, circle, self._time(day), "new partner")

    def _system(self, day: int) -> Iterator[Mail]:
        """Order confirmations by a machine; once a week a newsletter to everybody."""
        people = [p for circles in self.circles for c in circles[:3] for p in c.people[:1]]
        for person in self.rng.sample(people, 15):
            text = "ご注文を受け付けました。\nこのメールは自動送信されています。\n"
            yield Mail(
                SYSTEM, (person,), text, subject="ご注文受付のお知らせ", automatic=True,
                kind="automatic", at=self._time(day),
            )  # fmt: skip
        if day % 7 == 2:
            readers = tuple({p.address: p for p in self.rng.sample(people, 60)}.values())
            text = "お客様各位\n\n星野設計ニュース 12月号をお届けします。\n"
            yield Mail(
                NEWS, (NEWS,), text, subject="星野設計ニュース", bcc=readers, automatic=True,
                kind="newsletter", at=self._time(day),
            )  # fmt: skip

    def _circles(self, number: int) -> list[Circle]:
        """Whom a sender writes to, the most frequent first."""
        rng, department = self.rng, number % DEPARTMENTS
        partners = rng.sample(self.partners_of(department), 8 if number == BUSY else 4)
        found = [Circle((person,), p) for p in partners for person in rng.sample(p.people[:-1], 2)]
        found += [Circle(tuple(rng.sample(p.people, 3)), p) for p in partners[:2]]
        if number % 3 == 0:
            found.append(Circle((rng.choice(self.company.customers),), None))
        rng.shuffle(found)
        return found

    def _joint(self, department: int) -> Circle:
        one, two = self.rng.sample(self.partners_of(department), 2)
        return Circle((*one.people[:2], *two.people[:2]), one)

    def _colleagues(self, number: int) -> tuple[Person, ...]:
        others = self.company.senders[number % DEPARTMENTS :: DEPARTMENTS]
        return tuple(self.rng.sample(others, self.rng.randint(1, 3)))

    def _time(self, day: int) -> int:
        return day * _MINUTES + self.rng.randint(1, 9 * 60)  # 9:01 to 18:00 in Tokyo, in UTC


def later(mail: Mail, minutes: int) -> Mail:
    """The same mail some minutes later."""
    return replace(mail, at=mail.at + minutes)
