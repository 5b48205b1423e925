"""The routes of the web. Links only; the console comes beside them later."""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from quarantine.errors import NotFound, QuarantineError
from quarantine.store import Store
from web.approve import ApprovePage
from web.confirm import ConfirmPage
from web.fetch import FetchPage
from web.form import ShownAt
from web.guard import SecurityHeaders
from web.pages import Pages

log = logging.getLogger("sekisho.web")

_STATIC = Path(__file__).with_name("static")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What the pages need to know."""

    base_url: str
    min_seconds: float
    time_zone: ZoneInfo
    company: str = ""
    approvers: tuple[str, ...] = ()


def create_app(store: Store, settings: WebSettings) -> Starlette:
    """The ASGI application over one store."""
    pages = Pages(settings.time_zone, settings.company)
    shown_at = ShownAt(store.keyring.derive("shown-at"))
    confirm = ConfirmPage(
        store, pages, shown_at, settings.base_url, settings.min_seconds, settings.approvers
    )
    approve = ApprovePage(store, pages, shown_at, settings.base_url, settings.min_seconds)
    fetch = FetchPage(store, pages)

    async def not_found(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return pages.answer(request, "message.html", status, key="gone")

    async def failed(request: Request, error: Exception) -> Response:
        log.error("a page failed: %s", type(error).__name__, exc_info=error)
        return pages.answer(request, "message.html", 500, key="error")

    async def unavailable(request: Request, error: Exception) -> Response:
        log.error("the store failed: %s", error)
        return pages.answer(request, "message.html", 503, key="error")

    return Starlette(
        routes=[
            Route("/livez", _live),
            Route("/h/{token}", confirm.answer, methods=["GET", "POST"]),
            Route("/h/{token}/{version}.eml", confirm.version),
            Route("/h/{token}/{number:int}.jpg", confirm.first_page),
            Route("/a/{token}", approve.answer, methods=["GET", "POST"]),
            Route("/f/{token}", fetch.show),
            Route("/f/{token}/original.eml", fetch.original),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        # Starlette would put its own handler of Exception outside all middleware, where an
        # answer gets no headers and the error is raised again for the server to print.
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(ExceptionMiddleware, handlers={Exception: failed}),
        ],
        exception_handlers={
            HTTPException: not_found,
            NotFound: not_found,
            QuarantineError: unavailable,
        },
    )


async def _live(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


_TOKEN_IN_PATH = re.compile(r"(/[haf]/)[A-Za-z0-9_-]{8,200}")


def without_tokens(text: str) -> str:
    """A path or message with link tokens taken out, fit for a log."""
    return _TOKEN_IN_PATH.sub(r"\1…", text)
