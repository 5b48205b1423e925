"""What a file is, by its content; what its name says is only compared."""

import pytest

from policies.attachments.recognise import is_disguised, recognise
from tests.policies.attachments.reading import extract


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "ole"),
        (b"PK\x05\x06" + b"\0" * 18, "a.zip", "zip"),
        ("氏名,電話\n".encode("cp932"), "a.csv", "csv"),
        ("こんにちは".encode("utf-16-le"), "a.txt", "text"),
        (b"From: a@b\nTo: c@d\nSubject: x\n\nHello", "noname", "eml"),
        (b"\x00\x01\x02\x03\x04", "a.txt", "unknown"),
        (b"", "a.txt", "text"),
    ],
)
def test_the_content_decides(data: bytes, name: str, kind: str) -> None:
    assert recognise(data, name) == kind


def test_a_renamed_file_is_noticed() -> None:
    assert is_disguised("pdf", "report.txt")
    assert not is_disguised("pdf", "report.PDF")
    assert not is_disguised("text", "main.unheard")
    found = extract("photo.jpg", "氏名,電話\n山田太郎,03-5550-0001\n".encode())
    assert [n.code for n in found.noticed] == ["type-mismatch"]
    assert "山田太郎" in found.text


def test_an_unknown_format_is_not_called_read() -> None:
    found = extract("a.xdw", bytes(range(256)))
    assert (found.status, found.reason) == ("uninspectable", "format:unknown")


def test_an_empty_file_is_text_with_no_characters() -> None:
    found = extract("empty.csv", b"")
    assert (found.status, found.text) == ("text", "")
