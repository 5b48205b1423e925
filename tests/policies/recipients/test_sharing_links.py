"""Links to file-sharing services, and links that are none."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.recipients.sharing_links import sharing_links


@pytest.mark.parametrize(
    ("link", "service"),
    [
        ("https://own-my.sharepoint.com/:x:/p/yamada/Ef1?e=abc", "sharepoint"),
        ("https://1drv.ms/x/s!Abc", "onedrive"),
        ("https://app.box.com/s/abcdef", "box"),
        ("https://own.app.box.com/folder/1", "box"),
        ("https://www.dropbox.com/scl/fi/abc/x.xlsx?rlkey=1", "dropbox"),
        ("https://drive.google.com/file/d/1abc/view", "google_drive"),
        ("https://docs.google.com/spreadsheets/d/1abc/edit", "google_drive"),
        ("https://77.gigafile.nu/0101-abc", "gigafile"),
        ("https://firestorage.jp/download/abc", "firestorage"),
        ("https://we.tl/t-abc", "wetransfer"),
        ("https://www.datadeliver.net/receiver/file_box.do?fb=1", "datadeliver"),
        ("HTTPS://MEGA.NZ/file/abc#key", "mega"),
        ("www.dropbox.com/s/abc", "dropbox"),
        (
            "https://jpn01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapp.box.com%2Fs%2Fabc&data=05",
            "box",
        ),
    ],
)
def test_a_sharing_link_is_named_without_its_secret(link: str, service: str) -> None:
    text = f"資料はこちらです：{link}（来週まで）"
    (found,) = sharing_links(text)
    assert found.service == service
    assert text[found.start : found.end] == link
    assert "abc" not in found.host


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.com/s/abc",
        "https://dropbox.com.evil.example/s/abc",
        "https://notbox.com/s/abc",
        "https://www.dropbox.com/",
        "https://www.dropbox.com",
        "https://mail.google.com/mail/u/0",
        "sato@dropbox.com/x",
        "box.com に置きました",
        "http://",
        "",
    ],
)
def test_other_links_are_none(text: str) -> None:
    assert sharing_links(text) == ()


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "https://" * n,
        lambda n: "www." * n,
        lambda n: "https://" + "a." * n,
        lambda n: "https://a/?url=" * n,
        lambda n: "https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2F" * (n // 40),
    ],
)
def test_doubling_a_hostile_text_at_most_doubles_the_time(make: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        text = make(size)
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            sharing_links(text)
            best = min(best, time.process_time() - started)
        return best

    once, twice = seconds(20_000), seconds(40_000)
    assert twice < 2.6 * once + 0.02


@given(st.text(max_size=200))
def test_any_text_is_searched(text: str) -> None:
    sharing_links(text)
    sharing_links("https://box.com" + text)
