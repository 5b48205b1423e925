"""The sender's page: GET shows, POST decides. All checks are made here and in the store."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from quarantine.deciding import CONFIRM, Decide
from quarantine.errors import Conflict, NotFound, StepsMissing
from quarantine.links import DECIDE, HoldView, OpenLink
from quarantine.states import State
from quarantine.store import Store
from web.form import BadForm, DecisionForm, ShownAt, read_form
from web.guard import is_foreign_post
from web.pages import Pages

_OUTCOMES = {
    "confirm": "confirmed",
    "withdraw": "withdrawn",
    "withdrawn": "withdrawn",
    "released": "released",
    "expired": "expired",
}
_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ConfirmPage:
    """The page under a link of purpose ``decide``."""

    store: Store
    pages: Pages
    shown_at: ShownAt
    base_url: str
    min_seconds: float

    async def show(self, request: Request) -> Response:
        """Show the hold, or what became of it. Changes nothing, however often it is opened."""
        view = await self._open(request)
        if view is None:
            return self.pages.answer(request, "message.html", 404, key="gone")
        return self._outcome(request, view) if view.outcome else self._page(request, view)

    async def decide(self, request: Request) -> Response:
        """Take the sender's decision: 303 done, 409 changed meanwhile, 422 not complete."""
        if is_foreign_post(request.headers, self.base_url):
            return self.pages.answer(request, "message.html", 403, key="refused")
        view = await self._open(request)
        if view is None:
            return self.pages.answer(request, "message.html", 404, key="gone")
        try:
            form = await read_form(request.stream())
            if not view.outcome and form.version == view.version_id:
                fault = self._too_early(view, form)
                if fault:
                    return self._page(request, view, 422, fault, form)
        except BadForm:
            return self._page(request, view, 422, "bad_form")
        return await self._store_decision(request, view, form)

    async def _store_decision(
        self, request: Request, view: HoldView, form: DecisionForm
    ) -> Response:
        token = request.path_params["token"]
        client = request.client.host if request.client else ""
        try:
            await self.store.run(
                Decide(token, form.decision, form.version, form.ticked, form.dropped, client)
            )
        except StepsMissing:
            return self._page(request, view, 422, "missing_steps", form)
        except Conflict:
            view = await self.store.ask(OpenLink(token, DECIDE))
            if view.outcome:
                return self._outcome(request, view, 409)
            return self._page(request, view, 409, "changed")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/h/{token}{query}", 303)

    def _too_early(self, view: HoldView, form: DecisionForm) -> str:
        """Confirming needs time to have looked; withdrawing does not."""
        if form.decision != CONFIRM:
            return ""
        seconds = self.shown_at.seconds_since(form.shown_at, view.hold_id, view.version_id)
        return "too_early" if seconds < self.min_seconds else ""

    async def _open(self, request: Request) -> HoldView | None:
        try:
            return await self.store.ask(OpenLink(request.path_params["token"], DECIDE))
        except NotFound:
            return None

    def _page(
        self,
        request: Request,
        view: HoldView,
        status: int = 200,
        fault: str = "",
        form: DecisionForm | None = None,
    ) -> Response:
        others = [r for r in view.recipients if r.state is not State.HELD]
        return self.pages.answer(
            request,
            "confirm.html",
            status,
            view=view,
            others=others,
            fault=fault,
            ticked=form.ticked if form else _EMPTY,
            dropped=form.dropped if form else _EMPTY,
            shown_at=form.shown_at if form else self.shown_at.sign(view.hold_id, view.version_id),
        )

    def _outcome(self, request: Request, view: HoldView, status: int = 200) -> Response:
        return self.pages.answer(
            request, "outcome.html", status, view=view, key=_OUTCOMES[view.outcome]
        )
