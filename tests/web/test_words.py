"""Words: both languages for everything, and every key, state and code that is used has some."""

import re
import string
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from quarantine.states import State
from web.findings import FINDINGS, finding_word
from web.pages import size
from web.words import LANGUAGES, STATES, WORDS, moment, state_word, word

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "web/templates").glob("*.html"))
JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
#: Keys that a template puts together from parts.
COMPOSED = {
    f"{key}_{part}"
    for key in (
        *("gone", "error", "refused", "confirmed", "withdrawn", "expired", "released"),
        *("cooling", "approval", "compliance", "approved", "declined", "no_approval"),
    )
    for part in ("title", "text")
} | {"withdrawn_text_some", "expired_text_some"}
COMPOSED |= {
    f"version_{key}{part}" for key in ("written", "remove", "redact") for part in ("", "_hint")
}
FAULTS = {
    "missing_retype",
    "missing_reason",
    "missing_clean",
    "missing_looked",
    "missing_steps",
    "missing_step",
    "too_early",
    "changed",
    "bad_form",
}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("table", [WORDS, FINDINGS, STATES], ids=["words", "findings", "states"])
def test_everything_is_said_in_both_languages(table: dict[str, tuple[str, str]]) -> None:
    for key, (japanese, english) in table.items():
        assert gaps(japanese) == gaps(english), key
        if key in {"other_language", "count"}:
            continue
        assert JAPANESE.search(japanese), key
        assert english, key
        assert not JAPANESE.search(english), key


def test_every_state_has_words() -> None:
    assert set(STATES) == set(State)
    for state in State:
        assert state_word(state, "ja") != state_word(state, "en")


def test_every_finding_of_the_policies_has_words() -> None:
    found: set[str] = set()
    sources = [*ROOT.glob("policies/*.py"), *ROOT.glob("policies/recipients/*.py")]
    for path in (*sources, *ROOT.glob("gateway/judg*/*.py")):
        text = path.read_text("utf-8")
        found |= set(re.findall(r'Finding\(\s*code="([^"]+)"', text))
        found |= set(re.findall(r'JudgingFailed\("([^"]+)"', text))
    assert found >= {"limit:time", "limit:parts", "judging-crashed"}
    assert found <= set(FINDINGS)


def test_a_finding_without_words_still_gets_some() -> None:
    assert finding_word("not-yet-named", "ja") == "確認が必要です"
    assert finding_word("not-yet-named", "en") == "Needs to be checked"


def test_templates_use_words_that_exist_and_all_of_them() -> None:
    used = COMPOSED | FAULTS
    for path in TEMPLATES:
        for call in re.findall(r"\bt\(((?:[^()]|\([^()]*\))*)\)", path.read_text("utf-8")):
            if not call.startswith(("key ~", "fault")):
                used |= set(re.findall(r'"([a-z_]+)"', call)) - {"missing"}
    assert used - set(WORDS) == set()
    assert set(WORDS) - used == set(), "words that nothing says"


def test_words_take_their_values() -> None:
    assert word("until", "en", time="noon").startswith("Without an answer by noon")
    assert word("count", "ja", n=3) == "3件"


def test_the_sender_never_approves() -> None:
    for key in ("confirm", "tick", "confirmed_title", "confirmed_text", "please_check", "steps"):
        assert "承認" not in WORDS[key][0], "approving is what a second person does"


def test_moment() -> None:
    at = datetime(2026, 11, 26, 0, 5, tzinfo=UTC).astimezone(ZoneInfo("Asia/Tokyo"))
    assert moment(at, "ja") == "2026年11月26日（木）09:05"
    assert moment(at, "en") == "Thu 26 Nov 2026, 09:05 JST"
    assert len(LANGUAGES) == 2


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 KB"),
        (30_000, "29 KB"),
        (999_999, "977 KB"),
        (1_048_576, "1.0 MB"),
        (52_428_800, "50 MB"),
    ],
)
def test_size(number: int, text: str) -> None:
    assert size(number) == text
