"""House rules: what exists is documented, files stay small, no drawer for odds and ends."""

import re
from pathlib import Path

import click
import pytest

from gateway.cli import sekisho
from gateway.settings import keys
from policies.facts import FACTS
from web.words import STATES, WORDS

ROOT = Path(__file__).parent.parent
PACKAGES = ("policies", "quarantine", "web", "gateway")
SOURCES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def commands(group: click.Group, prefix: str) -> dict[str, click.Command]:
    """Every command by the words that are typed for it."""
    found: dict[str, click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix} {name}")
        else:
            found[f"{prefix} {name}"] = command
    return found


COMMANDS = commands(sekisho, "sekisho")


@pytest.mark.parametrize("key", keys())
def test_every_setting_is_documented(key: str) -> None:
    assert f"| `{key}` |" in doc("settings.md")


def test_no_documented_setting_is_missing() -> None:
    documented = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", doc("settings.md"), re.MULTILINE)
    assert sorted(documented) == sorted(keys())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_and_has_help(command: str) -> None:
    assert f"| `{command}` |" in doc("commands.md")
    assert COMMANDS[command].help


def test_the_facts_are_documented_as_they_are() -> None:
    documented = re.findall(
        r"^\| `([a-z]+\.[a-z0-9_]+)` \| ([a-z ]+) \| (.*) \|$", doc("facts.md"), re.MULTILINE
    )
    kinds = {str: "string", int: "int", bool: "bool", list: "list of strings"}
    assert documented == [(fact.name, kinds[fact.type], fact.about) for fact in FACTS]


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = project.split("dependencies = [")[1].split("]")[0]
    for name in re.findall(r'"([a-z0-9-]+)', wanted):
        assert f"| {name} |" in doc("dependencies.md"), name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 330


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert not [path for path in SOURCES if path.stem in drawers]


@pytest.mark.parametrize("words", [*WORDS.values(), *STATES.values()], ids=lambda w: w[1][:30])
def test_everything_is_said_in_both_languages(words: tuple[str, str]) -> None:
    japanese, english = words
    assert japanese.strip()
    assert english.strip()
    assert set(re.findall(r"\{\w+\}", japanese)) == set(re.findall(r"\{\w+\}", english))


def test_the_locks_name_no_place() -> None:
    for path in ROOT.glob("requirements*.lock"):
        assert not re.search(r"://|^-|@ ", path.read_text("ascii"), re.MULTILINE)
