"""Directory files: UTF-8 or CP932, and errors that name the line."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.envelope import Address
from policies.errors import DirectoryError
from policies.recipients.directory import Directory, Entry, read_csv

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    text = "Domain,Organisation,owners\r\nHinata.Example.JP,日向商事㈱,\r\n\r\n"
    assert read_csv(text.encode(encoding)) == (
        Entry(domain="hinata.example.jp", organisation="日向商事㈱"),
    )


def test_a_row_with_an_address_makes_that_address_known_and_not_its_domain() -> None:
    rows = read_csv(b"domain,organisation,address\nfreemail.jp,Sato,Sato@Freemail.jp\nx.jp,X,\n")
    directory = Directory(rows)
    assert directory.find(Address.parse("SATO@freemail.jp"), TODAY)
    assert not directory.find(Address.parse("other@freemail.jp"), TODAY)
    assert directory.find(Address.parse("anyone@x.jp"), TODAY)
    assert not directory.find(Address.parse("anyone@sub.x.jp"), TODAY)


def test_a_row_counts_until_its_last_day() -> None:
    rows = read_csv(b"domain,organisation,valid_until\nx.jp,X,2026-11-26\n")
    directory = Directory(rows)
    assert directory.find(Address.parse("a@x.jp"), TODAY)
    assert not directory.find(Address.parse("a@x.jp"), date(2026, 11, 27))


def test_owners_belong_to_an_address_of_ours() -> None:
    rows = read_csv(b"domain,organisation,address,owners\nown.jp,,info@own.jp,a@own.jp; b@own.jp\n")
    assert Directory(rows).owners(Address.parse("info@own.jp"), TODAY) == ("a@own.jp", "b@own.jp")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no column domain"),
        (b"organisation\nX\n", "no column domain"),
        (b"domain,organisation,colour\n", "unknown column colour"),
        (b"domain,organisation\nx.jp,X\nnot a domain,Y\n", "line 3"),
        (b"domain,organisation,address\nx.jp,X,a@y.jp\n", "line 2: the address is not at"),
        (b"domain,organisation,valid_until\nx.jp,X,soon\n", "line 2"),
        (b"domain,organisation\n,X\n", "line 2: neither"),
        (b"domain,organisation\nx.jp,X,too,many\n", "line 2: more cells"),
        (b"\xff\xfe\x00\x81", "neither UTF-8 nor CP932"),
        (b'domain,organisation\n"open', "unexpected end"),
    ],
)
def test_bad_files_are_refused_with_the_line(data: bytes, words: str) -> None:
    with pytest.raises(DirectoryError, match=words):
        read_csv(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_directory_or_a_directory_error(data: bytes) -> None:
    with contextlib.suppress(DirectoryError):
        read_csv(b"domain,organisation\n" + data)


def test_a_provider_that_the_directory_names_knows_nobody() -> None:
    rows = read_csv("domain,organisation,group\nkinjo-net.jp,近所ネット,フリーメール\n".encode())
    directory = Directory(rows)
    assert directory.providers == {"kinjo-net.jp"}
    assert not directory.find(Address.parse("sato@kinjo-net.jp"), TODAY)
