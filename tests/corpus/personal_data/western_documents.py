# ruff: noqa: E501 - documents and word lists
"""Documents in English and other Western languages."""

from tests.corpus.personal_data import notation as n
from tests.corpus.personal_data.documents import Made, Maker
from tests.corpus.personal_data.notation import tag

_PHONES = (
    "(415) 644-{:04}",
    "+1 212-247-{:04}",
    "+44 20 7547 {:04}",
    "212-555-{:04}",
    "+49 30 901820{:02}",
    "+33 1 42 68 53 {:02}",
    "+81 3 6271 {:04}",
)


def _name(m: Maker) -> tuple[str, str]:
    return m.rng.choice(m.pool.west_first), m.rng.choice(m.pool.west_last)


def _phone(m: Maker) -> str:
    form = m.rng.choice(_PHONES)
    return tag(
        "PHONE", form.format(m.rng.randint(10, 99) if ":02" in form else m.rng.randint(1000, 9999))
    )


def _mail(m: Maker, first: str, last: str) -> str:
    return tag(
        "EMAIL",
        f"{first}.{last}{m.rng.randint(1, 99)}@{m.rng.choice(m.pool.domains)}".lower().replace(
            "'", ""
        ),
    )


def _address(m: Maker) -> str:
    street, city = m.rng.choice(m.pool.west_places)
    return tag("ADDRESS", f"{street}, {city}")


def english_list(m: Maker) -> Made:
    people = list({_name(m) for _ in range(m.rng.randint(5, 40))})
    mark = m.rng.choice([",", "\t"])
    header = (
        ["name", "email", "phone", "dob"]
        if not m.held
        else ["Full Name", "E-mail address", "Mobile", "Date of birth"]
    )
    rows = [mark.join(header)]
    for first, last in people:
        birth = f"{m.rng.randint(1940, 2005)}-{m.rng.randint(1, 12):02}-{m.rng.randint(1, 28):02}"
        rows.append(
            mark.join(
                [
                    tag("PERSON", f"{first} {last}"),
                    _mail(m, first, last),
                    _phone(m),
                    tag("BIRTH_DATE", birth),
                ]
            )
        )
    return Made("customer_list", "\n".join(rows), len(people), lang="en")


def split_list(m: Maker) -> Made:
    people = list({_name(m) for _ in range(m.rng.randint(5, 30))})
    rows = ["First Name;Last Name;Phone" if m.held else "first_name,last_name,phone"]
    mark = ";" if m.held else ","
    rows += [
        mark.join([tag("PERSON", a, "part"), tag("PERSON", b, "part"), _phone(m)])
        for a, b in people
    ]
    return Made("customer_list", "\n".join(rows), len(people), lang="en")


def english_mail(m: Maker) -> Made:
    (a, b), (c, d) = _name(m), _name(m)
    title = m.rng.choice(["Mr.", "Ms.", "Dr."])
    lines = [
        f"Dear {title} {tag('PERSON', b, 'surname')},"
        if m.rng.random() < 0.5
        else f"Dear {tag('PERSON', f'{a} {b}')},",
        "",
        m.rng.choice(
            [
                "Thank you for your order. The goods will ship in May.",
                "Please find the revised quote attached.",
                "The meeting has moved to March 14 at 10:00.",
            ]
            if not m.held
            else [
                "We will review the contract next week.",
                "As discussed, the Stewart Building delivery is postponed.",
                "Mark your calendar for the June release.",
            ]
        ),
        f"Please send the samples to {tag('PERSON', f'{c} {d}')}, {_address(m)}."
        if m.rng.random() < 0.6
        else f"You can reach {tag('PERSON', f'{c} {d}')} at {_phone(m)}.",
        "",
        m.rng.choice(["Best regards,", "Kind regards,", "Sincerely,"]),
    ]
    (e, f) = _name(m)
    lines += [tag("PERSON", f"{e} {f}"), _mail(m, e, f)]
    names = {(a, b), (c, d), (e, f)}
    return Made("business_mail", "\n".join(lines), len(names), lang="en")


def national(m: Maker) -> Made:
    a, b = _name(m)
    who = tag("PERSON", f"{a} {b}")
    choices = [
        f"Name: {who}\nSocial Security Number: {tag('NATIONAL_ID', f'{m.rng.randint(101, 665)}-{m.rng.randint(10, 99)}-{m.rng.randint(1000, 9999)}')}\n",
        f"Account holder: {who}\nIBAN: {tag('IBAN', n.iban(m.rng))}\n",
        f"Nombre: {who}\nDNI: {tag('NATIONAL_ID', _dni(m))}\n",
        f"Passport No: {tag('PASSPORT', f'AB{m.rng.randint(1000000, 9999999)}')}\nFull name: {who}\n",
        f"Cardholder: {who}\nCard number: {tag('CREDIT_CARD', n.card(m.rng))}\n",
    ]
    return Made(
        "other", m.rng.choice(choices) + f"Tracking number: {n.parcel(m.rng)}\n", 1, lang="en"
    )


def _dni(m: Maker) -> str:
    number = m.rng.randint(10_000_000, 99_999_999)
    return f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


def english_sick(m: Maker) -> Made:
    a, b = _name(m)
    term = m.rng.choice(
        ["diabetes", "epilepsy", "depression"]
        if not m.held
        else ["asthma", "leukemia", "hepatitis"]
    )
    return Made(
        "other",
        f"Incident note\n{tag('PERSON', f'{a} {b}')} was diagnosed with {tag('HEALTH', term)} last month and needs lighter duties.\n",
        1,
        sensitive=True,
        lang="en",
    )


WESTERN = [english_list, split_list, english_mail, english_mail, national, english_sick]
