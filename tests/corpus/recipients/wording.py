"""What people write: greetings, sentences, file names and quoted history, seeded."""

# ruff: noqa: E501, ISC004 - tables read best as tables
import random
from collections.abc import Sequence

from tests.corpus.recipients.company import Partner
from tests.corpus.recipients.mail import Person

_BODIES = (
    "お世話になっております。\n来週の打ち合わせの件、承知いたしました。\nよろしくお願いいたします。",
    "いつもお世話になっております。\n先日はお時間をいただきありがとうございました。\n次回の日程をご相談させてください。",
    "お世話になります。\nご依頼の件、今週中にご連絡いたします。",
    "お疲れさまです。\n工程表について、担当よりご説明いたします。",
    "お世話になっております。\n納期の件ですが、12月10日で調整しております。",
    "ご連絡ありがとうございます。\n仕様について社内で確認し、改めてご回答いたします。",
)
_WITH_FILE = (
    "お世話になっております。\nご依頼の資料を添付いたします。ご確認ください。",
    "お世話になっております。\n見積書をお送りいたします。ご査収のほどお願いいたします。",
)
_ENGLISH = (
    "Thank you for your call yesterday.\nTuesday at ten works for us.\n\nBest regards",
    "Just a short note: the drawings will be ready by Friday.\n\nKind regards",
    "Thanks for the quick answer. We will check the dates and come back to you.\n\nRegards",
)
_ENGLISH_FILE = ("Please find the quotation attached.\n\nBest regards",)
_FILES = ("見積書.xlsx", "議事録_1125.docx", "工程表.pdf", "図面一式.zip", "quotation_2026.pdf")
SIGNATURE = "\n\n-- \n星野設計株式会社\n{name}\n{address}\nTEL 03-5550-0123\n"


def greeting(rng: random.Random, partner: Partner, person: Person) -> str:
    """How this person is addressed; sometimes not at all."""
    if not person.surname:
        return f"{partner.organisation} 御中\n\n"
    if partner.is_western:
        return rng.choice((f"Dear {person.name},\n\n", f"Hello {person.name.split()[0]},\n\n"))
    return rng.choice(
        (
            f"{partner.organisation}\n{person.surname}様\n\n",
            f"{partner.organisation} {person.surname}様\n\n",
            f"{person.surname}様\n\n",
            f"{person.surname}さん\n\n",
            "",
        )
    )


def body(rng: random.Random, *, english: bool, has_file: bool) -> str:
    if english:
        return rng.choice(_ENGLISH_FILE if has_file else _ENGLISH)
    return rng.choice(_WITH_FILE if has_file else _BODIES)


def file_name(rng: random.Random, partner: Partner | None) -> str:
    if partner and not partner.is_western and rng.random() < 0.3:
        return f"{partner.organisation}様_見積書.pdf"
    return rng.choice(_FILES)


def history(rng: random.Random, writer: Person, others: Sequence[Person], old: str) -> str:
    """What a mail client puts below an answer, in one of five ways."""
    cc = "; ".join(f"{p.name} <{p.address}>" for p in others)
    quoted = "\n".join(f"> {line}" for line in old.splitlines())
    return rng.choice(
        (
            f"\n\n________________________________\n差出人: {writer.name} <{writer.address}>\n"
            f"送信日時: 2026年11月24日 10:15\n宛先: {cc}\n件名: 打ち合わせの件\n\n{old}\n",
            f"\n\nFrom: {writer.name} <{writer.address}>\nSent: Tuesday, November 24, 2026 10:15 AM\n"
            f"To: {cc}\nSubject: RE: 打ち合わせの件\n\n{old}\n",
            f"\n\n2026年11月24日(火) 10:15 {writer.name} <{writer.address}>:\n\n{quoted}\n",
            f"\n\nOn Tue, Nov 24, 2026 at 10:15 AM {writer.name} <{writer.address}> wrote:\n{quoted}\n",
            "",
        )
    )
