"""Links that are wrong, used up or too late: a clear page with the right status."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.journeys.reading import Form, arrived, notice_link, open_form, quiet_gate, to, until
from tests.journeys.service import OWN, Sekisho
from tests.peers.sink import Sink
from web.words import word

STRANGER = "unknown.example.com"
GONE = word("gone_title", "ja")


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Sekisho]:
    with quiet_gate(tmp_path_factory.mktemp("gate"), sink.port) as gate:
        yield gate


def held(gate: Sekisho, sink: Sink, name: str) -> Form:
    """A mail held for a stranger, and the form its sender gets."""
    gate.send(f"{name}@{STRANGER}", sender=f"{name}@{OWN}")
    return open_form(notice_link(sink, f"{name}@{OWN}"))


@pytest.fixture(scope="module")
def waiting(gate: Sekisho, sink: Sink) -> Form:
    """A form that no test decides."""
    return held(gate, sink, "waiting")


def altered(token: str) -> str:
    return ("B" if token[0] == "A" else "A") + token[1:]


WRONG: dict[str, Callable[[str], str]] = {
    "altered": altered,
    "truncated": lambda token: token[:-1],
    "cut short": lambda token: token[:8],
    "lengthened": lambda token: token + "A",
    "in lower case": lambda token: token.lower(),
    "very long": lambda token: token * 200,
    "not ASCII": lambda token: "%E9%96%A2%E6%89%80",
    "not UTF-8": lambda token: "%ff%fe",
    "with a NUL": lambda token: token + "%00",
    "with a path": lambda token: token + "/..",
    "with SQL": lambda token: "'%20OR%201=1--",
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_token_opens_nothing(waiting: Form, kind: str) -> None:
    base, _, token = waiting.url.rpartition("/")
    url = f"{base}/{WRONG[kind](token)}"
    for answer in (httpx.get(url), httpx.post(url, data=dict(waiting.hidden))):
        assert answer.status_code == 404
        assert GONE in answer.text
    assert open_form(waiting.url).recipients == (f"waiting@{STRANGER}",)


def test_a_link_to_decide_fetches_nothing(waiting: Form) -> None:
    url = waiting.url.replace("/h/", "/f/")
    for path in (url, f"{url}/original.eml"):
        answer = httpx.get(path)
        assert answer.status_code == 404
        assert GONE in answer.text


def test_other_methods_and_paths_get_a_page_too(gate: Sekisho, waiting: Form) -> None:
    assert httpx.put(waiting.url).status_code in {404, 405}
    assert httpx.delete(waiting.url).status_code in {404, 405}
    assert httpx.get(f"{gate.url}/").status_code == 404
    assert httpx.get(f"{gate.url}/static/../web/app.py").status_code == 404
    assert httpx.get(f"{gate.url}/static/%2e%2e/app.py").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"decision": "approve"},
        {"version": "x"},
        {"version": ["x", "y"]},
        {"shown_at": ""},
        {"shown_at": "1.2"},
        {"shown_at": "²³.x"},
        {"shown_at": "x" * 1000},
        {"recipient": "no address"},
        {"recipient": ["someone@else.example"]},
        {"drop": [f"waiting@{STRANGER}"], "recipient": [f"waiting@{STRANGER}"]},
        {"version": ""},
    ],
    ids=str,
)
def test_a_wrong_form_changes_nothing(
    sink: Sink, waiting: Form, fields: dict[str, str | list[str]]
) -> None:
    answer = httpx.post(waiting.url, data={**waiting.hidden, "decision": "confirm", **fields})
    assert answer.status_code in {409, 422}
    assert "<form" in answer.text, "it can be put right"
    assert not to(sink, f"waiting@{STRANGER}")


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"decision=confirm", b"&" * 9_000, b"a=b&" * 9_000, b"x" * 9_000_000],
    ids=["empty", "binary", "half", "empty fields", "many fields", "9 MB"],
)
def test_a_body_that_is_no_form_changes_nothing(waiting: Form, body: bytes) -> None:
    answer = httpx.post(waiting.url, content=body)
    assert answer.status_code == (413 if len(body) > 500_000 else 422)
    assert "<html" in answer.text
    assert open_form(waiting.url).recipients == (f"waiting@{STRANGER}",)


def test_a_post_from_another_site_is_refused(waiting: Form) -> None:
    fields = {**waiting.hidden, "decision": "confirm", "recipient": list(waiting.recipients)}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert httpx.post(waiting.url, data=fields, headers=headers).status_code == 403


def test_a_used_link_says_what_became_of_it(gate: Sekisho, sink: Sink) -> None:
    form = held(gate, sink, "used")
    form.confirm()
    arrived(sink, f"used@{STRANGER}")
    page = httpx.get(form.url)
    assert page.status_code == 200
    assert word("confirmed_title", "ja") in page.text
    assert "<form" not in page.text
    assert form.post("confirm", tick=form.recipients).status_code == 303, "the same once more"
    contrary = form.post("withdraw")
    assert contrary.status_code == 409
    assert word("confirmed_title", "ja") in contrary.text
    assert len(to(sink, f"used@{STRANGER}")) == 1


def test_a_withdrawn_mail_cannot_be_confirmed_any_more(gate: Sekisho, sink: Sink) -> None:
    form = held(gate, sink, "withdrawn")
    assert form.post("withdraw").status_code == 303
    contrary = form.post("confirm", tick=form.recipients)
    assert contrary.status_code == 409
    assert word("withdrawn_title", "ja") in contrary.text
    assert word("withdrawn_title", "ja") in httpx.get(form.url).text
    gate.send(f"later@{OWN}")
    arrived(sink, f"later@{OWN}")
    assert not to(sink, f"withdrawn@{STRANGER}")


def test_an_expired_link_says_so(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> None:
    folder = tmp_path_factory.mktemp("brief")
    with quiet_gate(folder, sink.port, {"SEKISHO_HOLD__EXPIRE_AFTER": "1s"}) as brief:
        form = held(brief, sink, "expired")
        until(lambda: "<form" not in httpx.get(form.url).text)
        page = httpx.get(form.url)
        assert page.status_code == 200
        assert word("expired_title", "ja") in page.text
        late = form.post("confirm", tick=form.recipients)
        assert late.status_code == 409
        assert word("expired_title", "ja") in late.text
        assert urlsplit(form.url).path.removeprefix("/h/") not in brief.log()
        arrived(sink, f"expired@{OWN}", count=2)
    assert not to(sink, f"expired@{STRANGER}")
