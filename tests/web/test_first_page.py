"""The small pictures of first pages: where they are given out, and where they are not."""

import io

from PIL import Image

from tests.web.gate import ODD, Gate, Held, mail


async def with_files(gate: Gate) -> Held:
    page = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(page, "PNG")
    return await gate.hold(
        [ODD], mail([ODD], files={"a.csv": b"x,y\r\n", "b.png": page.getvalue()})
    )


async def test_the_page_names_them_and_they_are_pictures(gate: Gate) -> None:
    held = await with_files(gate)
    assert f'src="{held.path}/2.jpg"' in (await gate.client.get(held.path)).text
    answer = await gate.client.get(f"{held.path}/2.jpg")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"


async def test_for_other_numbers_and_links_there_is_nothing(gate: Gate) -> None:
    held = await with_files(gate)
    for path in (
        f"{held.path}/0.jpg",
        f"{held.path}/1.jpg",
        f"{held.path}/3.jpg",
        f"{held.path}/99999999999999999999.jpg",
        f"{held.path[:-1]}x/2.jpg",
    ):
        assert (await gate.client.get(path)).status_code == 404


async def test_after_the_decision_they_are_gone(gate: Gate) -> None:
    held = await with_files(gate)
    await gate.post(held, await gate.form(held, decision="withdraw"))
    assert (await gate.client.get(f"{held.path}/2.jpg")).status_code == 404


async def test_they_are_sealed(gate: Gate) -> None:
    await with_files(gate)
    assert not any("/9j/" in line for line in gate.dump())  # how a JPEG begins in base64
