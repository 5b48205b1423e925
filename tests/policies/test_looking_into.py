"""Long lists are inspected in pieces; places, offsets and people are those of the whole."""

import pytest

from policies import looking_into
from policies.attachments import Extract, Piece, ReadFile
from policies.looking_into import FileReport, look_into
from policies.personal_data import Budget

FAMILIES = ["佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "中村", "小林", "加藤"]
GIVEN = ["太郎", "花子", "健太", "美咲", "直樹", "由美", "翔太", "恵子", "一郎", "真理"]
ROWS = [f"{f}{g}\t090-{1000 + n}-{4000 + n}" for n, (f, g) in enumerate((f, g) for f in FAMILIES for g in GIVEN)]  # fmt: skip  # noqa: E501
TABLE = "\n".join(["氏名\t電話", *ROWS])


def extract_of(*pieces: Piece) -> Extract:
    return Extract.of([*pieces, ReadFile("", "xlsx", 1)])


def report(extract: Extract, chunk: int, patch: pytest.MonkeyPatch) -> FileReport:
    patch.setattr(looking_into, "CHUNK", chunk)
    return look_into(extract, Budget())


@pytest.mark.parametrize("chunk", [200, 333, 700, 10_000])
def test_a_long_text_is_cut_between_lines(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = extract_of(Piece(TABLE))
    found = report(extract, chunk, monkeypatch)
    assert found.persons == 100
    for entity in found.entities:
        assert extract.text[entity.start : entity.end] == entity.value
    assert len({e.start for e in found.entities}) == len(found.entities) == 200


@pytest.mark.parametrize("chunk", [100, 1_500, 10_000])
def test_pieces_of_a_sheet_go_on_with_its_header(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = TABLE.split("\n")
    pieces = [
        Piece("\n".join(lines[at : at + 30]), "S", is_grid=True, row=at + 1)
        for at in range(0, len(lines), 30)
    ]
    extract = extract_of(Piece("表紙", "C"), *pieces, Piece("メモ", "N"))
    found = report(extract, chunk, monkeypatch)
    assert found.persons == 100
    for entity in found.entities:
        assert extract.text[entity.start : entity.end] == entity.value
    (spread,) = found.spreads
    assert (spread.place, spread.first, spread.last) == ("S", 2, 101)
    assert found.entities[0].location == "S!A2"
