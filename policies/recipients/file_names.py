"""A company's name in a file name that fits another known organisation.

「見積書_青空商事様.xlsx」 to 日向商事. The known organisations may be many, so the
pieces of the name are looked up, not the organisations tried one by one.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.envelope import Address
from policies.recipients import companies
from policies.recipients.fit import Fit, organisation_fits
from policies.recipients.known import KnownParties
from policies.recipients.party import Party
from policies.recipients.surnames import plain_kanji

MAX_FILES = 100
MAX_NAME = 120
LONGEST = 24  # characters of an organisation's plain name in a script without spaces
MAX_WORDS = 5  # of one in Latin letters
SHORTEST_LATIN = 4

#: What files are called anyway, whoever has made a company name of it.
_COMMON = """
report invoice contract data sales quote quotation order manual list price summary minutes design
project plan schedule template sample draft final version copy document presentation agenda form
budget offer angebot rechnung vertrag bericht scan image photo file meeting proposal estimate
resume info news letter notice 見積 見積書 請求 請求書 契約 契約書 資料 報告 報告書 議事録 一覧
名簿 会社 案内 提案 提案書 企画 企画書 注文 注文書 納品 納品書 領収書 写真 図面 仕様 仕様書 計画
計画書 予定 日程 会議 会社案内 技術 営業 総務 経理 人事
"""
_NO_NAME = frozenset(_COMMON.split())
_RUN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff々〆ヶー]{2,120}")
_LATIN = re.compile(r"[a-z0-9]{1,60}")
#: What may touch a name within a run of kanji: a legal form in front, politeness behind.
_BEFORE = re.compile(r"(?:株式会社|有限会社|合同会社|法人|株|有)\Z")
_BEHIND = re.compile(
    r"(?:株式会社|有限会社|合同会社|様|御(?:中|見積|請求|提案|契約|注文|案内)|殿|向け?|宛て?|分|見積|請求|契約|注文|発注|納品|提案|資料|株|有)"
)


@dataclass(frozen=True, slots=True)
class FileNameMismatch:
    """A file whose name holds the name of an organisation that no recipient is of."""

    file_name: str
    organisation: str
    fits: tuple[Party, ...]
    about: tuple[Address, ...]


def file_name_mismatches(
    file_names: Sequence[str], recipients: Sequence[Party], known: KnownParties
) -> tuple[FileNameMismatch, ...]:
    """One fact per file; a file that also names a recipient's organisation gives none."""
    found: list[FileNameMismatch] = []
    about = tuple(party.address for party in recipients if party.address)
    for name in file_names[:MAX_FILES]:
        named = tuple(_organisations_in(name, known))
        if not named or any(_fits_a_recipient(parties, recipients) for parties in named):
            continue
        first = named[0]
        found.append(FileNameMismatch(name, first[0].organisation, first[:5], about))
    return tuple(found)


def _fits_a_recipient(named: tuple[Party, ...], recipients: Sequence[Party]) -> bool:
    domains = frozenset(party.domain for party in named)
    return any(
        organisation_fits(named[0].organisation, domains, party) is not Fit.NO
        for party in recipients
    )


def _organisations_in(file_name: str, known: KnownParties) -> Iterator[tuple[Party, ...]]:
    """The known organisations named, the longest names first at each place."""
    text = plain_kanji(unicodedata.normalize("NFKC", file_name[:MAX_NAME]).casefold())
    stem = text.rpartition(".")[0] or text
    for run in _RUN.finditer(stem):
        yield from _in_run(run[0], known)
    words = _LATIN.findall(stem)
    for start in range(len(words)):
        for end in range(min(len(words), start + MAX_WORDS), start, -1):
            key = companies.normal(" ".join(words[start:end]))
            known_word = len(key) < SHORTEST_LATIN or key in _NO_NAME
            parties = () if known_word else known.of_key(key)
            if parties:
                yield parties
                break


def _in_run(run: str, known: KnownParties) -> Iterator[tuple[Party, ...]]:
    """Names inside unspaced Japanese; each must end where a word may end."""
    start = 0
    while start < len(run) - 1:
        step = 1
        for end in range(min(len(run), start + LONGEST), start + 1, -1):
            parties = () if run[start:end] in _NO_NAME else known.of_key(run[start:end])
            if parties and _stands_alone(run, start, end):
                yield parties
                step = end - start
                break
        start += step


def _stands_alone(run: str, start: int, end: int) -> bool:
    before = start == 0 or bool(_BEFORE.search(run, 0, start)) or _script_changes(run, start)
    behind = end == len(run) or bool(_BEHIND.match(run, end)) or _script_changes(run, end)
    return before and behind


def _script_changes(run: str, at: int) -> bool:
    """Between katakana and kanji, or behind hiragana, a word may begin."""
    return _script(run[at - 1]) != _script(run[at])


def _script(char: str) -> str:
    if "\u3041" <= char <= "\u309f":
        return "hiragana"
    return "katakana" if "\u30a0" <= char <= "\u30ff" else "kanji"
