"""``sekisho clean`` on files and folders."""

import json
from pathlib import Path

from click.testing import CliRunner

from gateway.cli.clean import clean
from tests.policies.history.mail import GMAIL, mail


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(clean, [str(word) for word in words])
    return result.exit_code, result.output


def test_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(f"New.\n\n{GMAIL}\n> old\n"))
    code, output = run(tmp_path / "a.eml", tmp_path / "b.eml", "--mode", "remove")
    assert code == 0
    assert "changed" in output
    assert (tmp_path / "b.eml").read_bytes().endswith(b"New.\r\n")


def test_a_folder_keeps_its_names(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "sub").mkdir(parents=True)
    (source / "a.eml").write_bytes(mail(f"New.\n\n{GMAIL}\n> old\n"))
    (source / "sub" / "b.eml").write_bytes(mail("x", "application/pkcs7-mime"))
    code, output = run(
        source,
        tmp_path / "out",
        "--mode",
        "redact",
        "--json",
        "--to",
        "x@y.example",
        "--to",
        "n@o.example",
    )
    assert code == 0
    first, second = [json.loads(line) for line in output.splitlines()]
    assert first["history"]["organisations"] == ["y.example"]
    assert [known["in_history"] for known in first["recipients"]] == [True, False]
    assert second["verdict"] == ["encrypted"]
    assert (tmp_path / "out" / "sub" / "b.eml").read_bytes() == (
        source / "sub" / "b.eml"
    ).read_bytes()


def test_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "none.eml", tmp_path / "out", "--mode", "remove")[0] == 2
    assert run(tmp_path, tmp_path / "out", "--mode", "shred")[0] == 2
    assert run(tmp_path, tmp_path / "out", "--mode", "remove", "--to", "nobody")[0] == 2
