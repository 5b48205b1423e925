"""Settings: a file, the environment over it, and errors that help."""

from pathlib import Path

import pytest

from gateway.errors import SettingsError
from gateway.settings import load


def written(folder: Path, text: str) -> Path:
    path = folder / "sekisho.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_anything_there_are_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(environment={})
    assert settings.smtp.listen == "127.0.0.1:2525"
    assert settings.web.listen == "127.0.0.1:8080"
    assert (settings.relay.host, settings.relay.port) == ("127.0.0.1", 25)
    assert settings.places.database == Path("sekisho-data/sekisho.db")


def test_the_file_in_the_working_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, '[company]\ndomains = ["例え.jp", "Own.JP"]\n[smtp]\nmax_size = "10 MiB"\n')
    settings = load(environment={})
    assert settings.company.domains == ("xn--r8jz45g.jp", "own.jp")
    assert settings.smtp.max_size == 10 * 1024 * 1024


def test_the_environment_overrides_every_kind_of_key(tmp_path: Path) -> None:
    settings = load(
        written(tmp_path, "[relay]\nport = 25\n[hold]\nremind_after = 60\n"),
        {
            "SEKISHO_RELAY__PORT": "2526",
            "SEKISHO_COMPANY__DOMAINS": "a.jp, b.jp",
            "SEKISHO_HOLD__REMIND_AFTER": "1.5h",
            "SEKISHO_NOTICE__FROM": "gate@a.jp",
            "SEKISHO_SMTP__SUBMISSION": "true",
            "PATH": "/bin",
        },
    )
    assert settings.relay.port == 2526
    assert settings.company.domains == ("a.jp", "b.jp")
    assert settings.deadlines.remind_after == 5_400_000
    assert settings.notice.sender == "gate@a.jp"
    assert settings.smtp.submission


@pytest.mark.parametrize(
    ("text", "environment", "words"),
    [
        ("[relay]\nprot = 25\n", {}, "relay.prot: unknown setting; did you mean relay.port?"),
        ("[realy]\nport = 25\n", {}, "realy: unknown setting; did you mean relay?"),
        ("port = 25\n", {}, "port: unknown setting"),
        ("", {"SEKISHO_SMTP__LISTN": "x"}, "did you mean smtp.listen?"),
        ("", {"SEKISHO_NONSENSE": "x"}, "nonsense: unknown setting"),
        ("[relay]\nport = 'many'\n", {}, "relay.port: "),
        ("[relay]\nport = 70000\n", {}, "relay.port: "),
        ("[relay]\ntls = 'maybe'\n", {}, "relay.tls: "),
        ("[smtp]\nlisten = '2525'\n", {}, "smtp.listen: expected HOST:PORT"),
        ("[smtp]\nmax_size = '5 bananas'\n", {}, "smtp.max_size: "),
        ("[smtp]\nmax_size = 'MiB'\n", {}, "smtp.max_size: "),
        ("[company]\ntime_zone = 'Asia/Tokio'\n", {}, "company.time_zone: no such time zone"),
        ("[company]\ndomains = ['not a domain']\n", {}, "company.domains"),
        ("[notice]\nfrom = 'nobody'\n", {}, "notice.from: "),
        ("[relay\n", {}, "sekisho.toml"),
        ("relay = 3\n", {"SEKISHO_RELAY__PORT": "1"}, "relay: must be a section"),
    ],
)
def test_bad_settings_are_refused_in_words(
    tmp_path: Path, text: str, environment: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, text), environment)
    assert words in str(caught.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, "[relay]\nport = 0\nhots = 'x'\n[wbe]\n"), {})
    assert len(str(caught.value).splitlines()) == 3


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        load(tmp_path / "none.toml", {})
