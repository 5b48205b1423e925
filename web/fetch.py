"""The page under which a returned mail that was too large to attach can be fetched."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from quarantine.errors import NotFound
from quarantine.hold_view import FETCH, HoldView
from quarantine.links import OpenLink
from quarantine.store import Store
from web.pages import Pages


@dataclass(frozen=True)
class FetchPage:
    """The page under a link of purpose ``fetch``."""

    store: Store
    pages: Pages

    async def show(self, request: Request) -> Response:
        """Name the mail and offer its original."""
        view = await self._open(request)
        if view is None:
            return self.pages.answer(request, "message.html", 404, key="gone")
        path = f"/f/{request.path_params['token']}/original.eml"
        return self.pages.answer(request, "fetch.html", view=view, path=path)

    async def original(self, request: Request) -> Response:
        """The bytes as received, as a file to save and never to open in the page."""
        view = await self._open(request)
        if view is None or not view.has_body:
            return self.pages.answer(request, "message.html", 404, key="gone")
        return StreamingResponse(
            self.store.body(view.body),
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{view.message_id}.eml"'},
        )

    async def _open(self, request: Request) -> HoldView | None:
        try:
            return await self.store.ask(OpenLink(request.path_params["token"], FETCH))
        except NotFound:
            return None
