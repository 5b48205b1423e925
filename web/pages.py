"""Rendering: templates with the words of one language, and hostile text made visible."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web.words import LANGUAGES, state_word, word

# Controls and direction marks that could make an address look like another one.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


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
        environment.filters["local_time"] = self._local_time
        environment.filters["visible"] = visible
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
        )
        return HTMLResponse(text, status, headers={"Content-Language": language})

    def _local_time(self, at: int) -> str:
        return datetime.fromtimestamp(at / 1000, self.time_zone).strftime("%Y-%m-%d %H:%M")


def language_of(request: Request) -> str:
    """``?lang=`` if given, else the better of the two in Accept-Language, else Japanese."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        tag = part.split(";")[0].strip()[:2].lower()
        if tag in LANGUAGES:
            return tag
    return LANGUAGES[0]


def visible(text: str) -> str:
    """The text with invisible and direction-changing characters written out."""
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def size(number: int) -> str:
    """A size as people write it."""
    if number < 1000:
        return f"{number} B"
    for unit in ("KB", "MB"):
        number_in_unit = number / (1024 if unit == "KB" else 1024**2)
        if number_in_unit < 1000 or unit == "MB":
            break
    return f"{number_in_unit:.1f} {unit}" if number_in_unit < 10 else f"{number_in_unit:.0f} {unit}"
