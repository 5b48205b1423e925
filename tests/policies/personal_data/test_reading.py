# ruff: noqa: E501 - cases
"""Bytes to text, masks, and the command."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.cli import sekisho
from policies.personal_data import inspect, mask
from tests.policies.attachments.reading import extract

ROW = "氏名,電話番号\r\n山田太郎,090-1111-2222\r\n佐藤花子,080-3333-4444\r\n林誠,070-5555-6666\r\n"


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"]
)
def test_encodings_of_a_list(charset: str) -> None:
    reading = extract("list.csv", ROW.encode(charset))
    assert (reading.status, reading.text) == ("text", ROW)
    assert inspect(reading.text).persons == 3


def test_html_tables_stay_tables_and_alternative_texts_are_read() -> None:
    page = (
        "<html><style>p{}</style><script>var a='山本一郎様'</script><!-- 田中様 -->"
        "<table><tr><th>氏名</th><th>生年月日</th></tr>"
        "<tr><td>山田太郎</td><td>S55.1.28</td></tr><tr><td>佐藤&#33457;子</td><td></td></tr></table>"
        '<img alt="担当：鈴木一郎"><a href="mailto:ito.ken@example.jp">ここ</a></html>'
    )
    report = inspect(extract("a.html", page.encode()).text)
    assert sorted(e.value for e in report.entities) == sorted(
        ["山田太郎", "佐藤花子", "S55.1.28", "鈴木一郎", "ito.ken@example.jp"]
    )


def test_mail_bodies_calendars_and_names_of_files() -> None:
    mail = EmailMessage()
    mail["Subject"] = "山田太郎様の件"
    mail.set_content("電話 090-1234-5678 です。")
    mail.add_attachment(
        b"x", maintype="application", subtype="pdf", filename="佐藤花子様_契約書.pdf"
    )
    calendar = "BEGIN:VCALENDAR\r\nDESCRIPTION:面談 鈴木\r\n 一郎様\\n携帯 080-1111-2222\r\nEND:VCALENDAR\r\n"
    mail.add_attachment(calendar.encode(), maintype="text", subtype="calendar", filename="m.ics")
    values = {e.value for e in inspect(extract("m.eml", mail.as_bytes()).text).entities}
    assert values == {"山田太郎", "090-1234-5678", "佐藤花子", "鈴木一郎", "080-1111-2222"}


def test_a_masked_copy_keeps_offsets_and_shows_nothing() -> None:
    text = "氏名：山田太郎、電話：090-1234-5678、t.yamada@example.jp、東京都港区芝1-2-3\n"
    report = inspect(text)
    masked = mask.copy(text, report.entities)
    assert len(masked) == len(text)
    assert masked == "氏名：山●●●、電話：●●●-●●●●-5678、t●●●●●●●@example.jp、東京都港区●●-●-●\n"
    for kind in ("MY_NUMBER", "HEALTH", "BIRTH_DATE"):
        assert set(mask.value(kind, "1234")) == {mask.DOT}


def test_the_command_prints_one_object_a_line(tmp_path: Path) -> None:
    for i in range(12):
        (tmp_path / f"{i}.csv").write_bytes(ROW.encode("cp932"))
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "x.docx").write_bytes(b"PK\3\4\0\0")
    done = CliRunner().invoke(
        sekisho, ["scan", "--json", "--with-text", "--processes", "2", str(tmp_path)]
    )
    assert done.exit_code == 1
    results = {Path(r["path"]).name: r for r in map(json.loads, done.stdout.splitlines())}
    assert len(results) == 14
    first = results["0.csv"]
    assert first["text"] == ROW
    assert (first["kind"], first["persons"], first["sensitive"]) == ("customer_list", 3, False)
    assert {"type", "start", "end", "value", "location", "confidence", "why"} == set(
        first["entities"][0]
    )
    assert (results["empty.txt"]["status"], results["empty.txt"]["characters"]) == ("text", 0)
    assert results["x.docx"]["status"] not in {"text", "encrypted"}


def test_the_command_in_words_masks_its_samples(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("お知らせです。\n", "utf-8")
    done = CliRunner().invoke(sekisho, ["scan", str(file)])
    assert (done.exit_code, done.output) == (0, f"{file}: text, no personal data\n")
    file.write_text(ROW, "utf-8")
    done = CliRunner().invoke(sekisho, ["scan", str(file)])
    assert done.exit_code == 1
    assert "persons: 3" in done.output
    assert "山田太郎" not in done.output
