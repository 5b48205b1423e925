"""``sekisho init``: a first settings file that our own loader takes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.cli import sekisho
from gateway.settings import load


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(sekisho, ["init", *arguments])
    return done.exit_code, done.output


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_writes_what_was_asked_for(folder: Path) -> None:
    code, output = run("--domain", "Aozora.example.jp", "--domain", "例え.jp", "--relay", "mx:2526")
    assert code == 0
    settings = load(environment={})
    assert settings.company.domains == ("aozora.example.jp", "xn--r8jz45g.jp")
    assert (settings.relay.host, settings.relay.port) == ("mx", 2526)
    assert settings.policy.mode == "observe"
    assert "sekisho domains learn /var/log/mail.log" in output
    text = (folder / "sekisho.toml").read_text("utf-8")
    assert "sekisho domains learn" in text
    assert "保留しません" in text
    assert "holds nothing" in text


def test_without_options_everything_has_its_default() -> None:
    code, output = run()
    assert code == 0
    settings = load(environment={})
    defaults = load(Path("/dev/null"), {})
    assert settings.relay == defaults.relay
    assert settings.company == defaults.company
    assert "name your mail domains" in output


def test_it_never_overwrites(folder: Path) -> None:
    (folder / "sekisho.toml").write_text("# mine\n")
    code, output = run("--domain", "a.jp")
    assert code == 1
    assert "there already" in output
    assert (folder / "sekisho.toml").read_text() == "# mine\n"


def test_another_place_is_named_in_the_next_commands(folder: Path) -> None:
    code, output = run("--config", "etc.toml", "--enforce", "--relay", "[::1]:25")
    assert code == 0
    settings = load(folder / "etc.toml", {})
    assert settings.policy.mode == "enforce"
    assert settings.relay.host == "::1"
    assert "sekisho serve --config etc.toml" in output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--domain", "not a domain"),
        ("--domain", 'a.jp"]\n[smtp]'),
        ("--relay", "host"),
        ("--relay", "host:0"),
        ("--relay", "host:99999"),
        ("--relay", ":25"),
    ],
)
def test_bad_values_write_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2
    assert not (folder / "sekisho.toml").exists()


def test_hostile_text_stays_a_value() -> None:
    assert run("--relay", 'a"\n[smtp]\nlisten = "x:1')[0] in {0, 2}
    assert load(environment={}).smtp.listen == "127.0.0.1:2525"
