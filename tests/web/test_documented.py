"""docs/pages.md names every route with its methods, every status of a decision, every header."""

import re
from pathlib import Path

from starlette.routing import Mount, Route

from tests.web.gate import Gate
from tests.web.test_answers import HEADERS
from web.form import MAX_BYTES, MAX_FIELDS, MAX_SECONDS

TEXT = (Path(__file__).parents[2] / "docs/pages.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines()]


async def test_every_route_is_documented(gate: Gate) -> None:
    documented = {row[0].strip("`"): row[1:] for row in ROWS if row[0].startswith("`/")}
    routes = {}
    for route in gate.app.routes:
        assert isinstance(route, Route | Mount)
        methods = route.methods if isinstance(route, Route) else {"GET", "HEAD"}
        routes[route.path] = methods or set()
    assert set(documented) == set(routes)
    for path, methods in routes.items():
        assert methods <= {"GET", "HEAD", "POST"}
        assert ("POST" in methods) == (documented[path][1] != "–"), path


def test_every_header_is_documented() -> None:
    documented = {row[0].strip("`").lower(): row[1] for row in ROWS if len(row) == 2}
    for name, value in HEADERS.items():
        assert f"`{value}`" in documented[name]


def test_limits_and_statuses_are_documented() -> None:
    assert f"{MAX_BYTES // 1024**2} MiB" in TEXT
    assert f"{MAX_FIELDS:,} fields" in TEXT
    assert f"{MAX_SECONDS} seconds" in TEXT
    statuses = set(re.findall(r"\b[345]\d\d\b", TEXT))
    assert statuses >= {"303", "403", "404", "405", "408", "409", "413", "415", "422", "500", "503"}
