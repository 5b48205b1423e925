"""The colours of both palettes: text at 4.5:1, edges and the focus ring at 3:1 (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

from tests.web.browser import contrast

CSS = (Path(__file__).parents[2] / "web/static/sekisho.css").read_text("utf-8")
_VARIABLE = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
LIGHT = dict(_VARIABLE.findall(CSS.partition("@media")[0]))
DARK = dict(_VARIABLE.findall(CSS.partition("@media (prefers-color-scheme: dark)")[2]))

TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "blue", "red") for ground in ("paper", "sheet")),
    *((ink, "amber-sheet") for ink in ("ink", "soft", "amber", "green")),
    *((ink, "sheet") for ink in ("amber", "green")),
    ("on-blue", "blue"),
    ("red", "red-sheet"),
    ("ink", "red-sheet"),
    ("ink", "blue-sheet"),
]
EDGES = [
    ("edge", "sheet"),
    ("edge", "paper"),
    ("blue", "paper"),
    ("blue", "sheet"),
    ("red", "sheet"),
]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(palette: dict[str, str]) -> None:
    assert set(palette) == set(LIGHT) == set(DARK)
    for one, other in TEXT:
        assert contrast(palette[one], palette[other]) >= 4.5, (one, other)
    for one, other in EDGES:
        assert contrast(palette[one], palette[other]) >= 3, (one, other)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
