"""Character recognition behind the walls: a list with ruled lines, turned, faxed, and noise."""

import io
import random
import unicodedata
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from policies.attachments.sandbox import Sandbox

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
FAMILIES = ["佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "中村", "小林", "長谷川"]
GIVEN = ["太郎", "花子", "健太", "美咲", "直樹", "由美", "翔太", "恵子", "一郎", "千尋"]
COLUMNS = [150, 260, 560, 960, 1500, 2330]
TOP, HEIGHT = 260, 78


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(ocr=True) as box:
        yield box


def rows() -> list[list[str]]:
    chance = random.Random(3)
    head = ["No", "氏名", "電話番号", "メールアドレス", "住所"]
    return [head] + [
        [
            str(n),
            f"{chance.choice(FAMILIES)} {chance.choice(GIVEN)}",
            f"090-{chance.randrange(1000, 9999)}-{chance.randrange(1000, 9999)}",
            f"user{n:02}@example.jp",
            f"東京都練馬区豊玉北{chance.randrange(1, 6)}-{chance.randrange(1, 30)}",
        ]
        for n in range(1, 28)
    ]


def page() -> tuple[Image.Image, str]:
    """A ruled list at 300 dpi, a little askew and noisy, and what it says."""
    picture = Image.new("L", (2481, 3510), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, 36)
    for r, row in enumerate(rows()):
        for c, text in enumerate(row):
            draw.text((COLUMNS[c] + 14, TOP + r * HEIGHT + 16), text, font=font, fill=0)
    bottom = TOP + len(rows()) * HEIGHT
    for r in range(len(rows()) + 1):
        y = TOP + r * HEIGHT
        draw.line([(COLUMNS[0], y), (COLUMNS[-1], y)], fill=0, width=3)
    for x in COLUMNS:
        draw.line([(x, TOP), (x, bottom)], fill=0, width=3)
    askew = picture.rotate(0.4, fillcolor=255, resample=Image.Resampling.BICUBIC)
    noise = np.random.default_rng(1).normal(0, 14, (askew.height, askew.width))
    noisy = (np.asarray(askew).astype(int) + noise).clip(0, 255).astype("uint8")
    return Image.fromarray(noisy), "".join("".join(row) for row in rows())


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def right(text: str, truth: str) -> float:
    """The part of the characters that is right, blanks aside."""
    a, b = (unicodedata.normalize("NFKC", "".join(t.split())) for t in (text, truth))
    return 1 - Levenshtein.distance(a, b) / len(b)


def test_a_ruled_list_is_read(box: Sandbox) -> None:
    picture, truth = page()
    found = box.read("list.png", as_png(picture))
    assert found.status == "text"
    assert right(found.text, truth) >= 0.96


def test_a_list_that_lies_on_its_side_is_read(box: Sandbox) -> None:
    picture, truth = page()
    found = box.read("list.png", as_png(picture.transpose(Image.Transpose.ROTATE_90)))
    assert right(found.text, truth) >= 0.96


def test_a_fax_is_read(box: Sandbox) -> None:
    picture, truth = page()
    fax = picture.resize((1687, 2386)).point(lambda p: 255 if p > 140 else 0).convert("1")
    out = io.BytesIO()
    fax.save(out, "TIFF", compression="group4", dpi=(204, 196))
    found = box.read("fax.tif", out.getvalue())
    assert found.status == "text"
    assert right(found.text, truth) >= 0.9


@pytest.mark.parametrize("size", [(816, 612), (300, 2000), (64, 64)])
def test_noise_does_not_kill_its_reader(box: Sandbox, size: tuple[int, int]) -> None:
    """What reads badly is tried in other ways, and the engine warns of it."""
    pixels = np.random.default_rng(5).integers(0, 255, (size[1], size[0]), dtype=np.uint8)
    found = box.read("noise.png", as_png(Image.fromarray(pixels)))
    assert (found.status, found.reason) == ("text", "")


def test_pictures_wait_for_those_who_have_the_time() -> None:
    with Sandbox() as quick:
        found = quick.read("list.png", as_png(page()[0]))
    assert (found.status, found.reason, found.wants_ocr) == ("uninspectable", "ocr", True)
