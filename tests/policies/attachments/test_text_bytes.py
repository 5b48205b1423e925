"""Character sets of files: short names and lists in every one that Japanese software writes."""

import random

import pytest

from policies.attachments.text_bytes import decode, other_reading
from policies.personal_data.dictionary import names
from tests.policies.attachments.reading import extract

CODECS = ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16"]


def samples() -> list[str]:
    """Names, sentences and half-width kana, most of them short."""
    chance = random.Random(11)
    lists = names()
    surnames = sorted(word for word in lists.common if len(word) == 2)
    given = sorted(word for word in lists.given if len(word) == 2 and word.isprintable())
    pairs = [f"{chance.choice(surnames)} {chance.choice(given)}" for _ in range(200)]
    half = ["ﾔﾏﾀﾞ ﾀﾛｳ", "ｻﾄｳ ﾊﾅｺ", "ﾜﾀﾅﾍﾞ ｹﾝｼﾞ", "ｽｽﾞｷ ｲﾁﾛｳ", "ﾀﾅｶ ﾐﾕｷ"]
    return [*pairs, *(f"{pair}様、お世話になっております。" for pair in pairs[:50]), *half]


def writable(text: str, codec: str) -> bool:
    try:
        return text.encode(codec).decode(codec) == text
    except UnicodeError:
        return False


@pytest.mark.parametrize("codec", CODECS)
def test_short_texts_are_read_in_one_of_the_two_readings(codec: str) -> None:
    wrong = first = 0
    texts = [text for text in samples() if writable(text, codec)]
    for text in texts:
        data = text.encode(codec)
        first += decode(data)[0] == text
        wrong += text not in {decode(data)[0], other_reading(data)}
    assert not wrong
    assert first >= len(texts) * 0.95


@pytest.mark.parametrize(
    "text", ["Jürgen Müller", "José Nuñez, Señor", "Françoise Lefèvre", "café"]
)
def test_western_letters_do_not_become_kanji(text: str) -> None:
    assert decode(text.encode("cp1252"))[0] == text


def test_a_doubtful_file_is_put_down_twice() -> None:
    found = extract("a.txt", "山田".encode("euc_jp"))
    assert [piece.text for piece in found.pieces] == ["山田", "ｻｳﾅﾄ"]
    assert extract("a.txt", "山田です".encode("euc_jp")).text == "山田です"
