"""Rendering: templates with the words of one language, and hostile text made visible."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web import visible
from web.file_words import file_words
from web.findings import detail, finding_word, rule_texts
from web.words import LANGUAGES, moment, state_word, word


@dataclass(frozen=True)
class Pages:
    """Turns a template and values into an answer in the language of the request."""

    time_zone: ZoneInfo
    company: str

    def __post_init__(self) -> None:
        environment = jinja2.Environment(
            loader=jinja2.PackageLoader("web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["visible"] = visible.visible
        environment.filters["line"] = visible.visible_line
        environment.filters["unicode_domain"] = visible.unicode_domain
        environment.filters["unusual"] = visible.unusual_letters
        environment.filters["fold"] = visible.fold
        environment.filters["size"] = size
        object.__setattr__(self, "_templates", environment)

    def answer(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Render a page."""
        language = language_of(request)
        environment: jinja2.Environment = self._templates  # type: ignore[attr-defined]
        text = environment.get_template(template).render(
            values,
            language=language,
            other=LANGUAGES[1 - LANGUAGES.index(language)],
            company=self.company,
            t=lambda key, **gaps: word(key, language, **gaps),
            state=lambda value: state_word(value, language),
            finding=lambda code: finding_word(code, language),
            detail=lambda item: detail(item, language),
            file_words=lambda inside: file_words(inside, language),
            rule_texts=lambda verdict, names, scope: rule_texts(verdict, names, scope, language),
            when=lambda at: moment(datetime.fromtimestamp(at / 1000, self.time_zone), language),
        )
        return HTMLResponse(text, status, headers={"Content-Language": language})


def language_of(request: Request) -> str:
    """``?lang=`` if given, else the better of the two in Accept-Language, else Japanese."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    best, language = 0.0, LANGUAGES[0]
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        tag, _, quality = part.partition(";")
        weight = _weight(quality)
        if tag.strip()[:2].lower() in LANGUAGES and weight > best:
            best, language = weight, tag.strip()[:2].lower()
    return language


def _weight(quality: str) -> float:
    """The number behind ``;q=`` (RFC 9110 12.4.2); 1 without one, 0 for nonsense."""
    if not quality:
        return 1.0
    name, _, value = quality.partition("=")
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0


def size(number: int) -> str:
    """A size as people write it."""
    if number < 1000:
        return f"{number} B"
    for unit in ("KB", "MB"):
        number_in_unit = number / (1024 if unit == "KB" else 1024**2)
        if number_in_unit < 1000 or unit == "MB":
            break
    return f"{number_in_unit:.1f} {unit}" if number_in_unit < 10 else f"{number_in_unit:.0f} {unit}"
