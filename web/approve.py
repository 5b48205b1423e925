"""The second person's page: GET shows what is to be approved and why, POST decides."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from quarantine.approving import Approve
from quarantine.errors import Conflict, NotFound
from quarantine.hold_view import APPROVE, HoldView
from quarantine.links import OpenLink
from quarantine.stages import APPROVER
from quarantine.store import Store
from web.form import APPROVERS, BadForm, DecisionForm, ShownAt, read_form
from web.guard import is_foreign_post
from web.pages import Pages


@dataclass(frozen=True)
class ApprovePage:
    """The page under a link of purpose ``approve``."""

    store: Store
    pages: Pages
    shown_at: ShownAt
    base_url: str
    min_seconds: float

    async def answer(self, request: Request) -> Response:
        """GET and HEAD show, POST decides."""
        if request.method == "POST" and is_foreign_post(request.headers, self.base_url):
            return self.pages.answer(request, "message.html", 403, key="refused")
        view = await self._open(request)
        if view is None:
            return self.pages.answer(request, "message.html", 404, key="gone")
        if request.method == "POST":
            return await self._decide(request, view)
        return self._page(request, view)

    async def _decide(self, request: Request, view: HoldView) -> Response:
        """303 done, 409 decided by somebody else, 422 not complete."""
        try:
            form = await read_form(request.headers, request.stream(), APPROVERS)
            if form.decision == "approve" and (fault := self._fault(view, form)):
                return self._page(request, view, 422, fault, form)
        except BadForm as bad:
            return self._page(request, view, bad.status, "bad_form")
        token = request.path_params["token"]
        client = request.client.host if request.client else ""
        try:
            await self.store.run(Approve(token, form.decision, form.version, form.reason, client))
        except Conflict:
            return self._page(request, await self.store.ask(OpenLink(token, APPROVE)), 409)
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/a/{token}{query}", 303)

    def _fault(self, view: HoldView, form: DecisionForm) -> str:
        if not form.looked:
            return "missing_looked"
        seconds = self.shown_at.seconds_since(form.shown_at, view.hold_id, view.version_id)
        return "too_early" if seconds < self.min_seconds else ""

    async def _open(self, request: Request) -> HoldView | None:
        try:
            return await self.store.ask(OpenLink(request.path_params["token"], APPROVE))
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
        if view.outcome or view.waiting_for != APPROVER:
            return self.pages.answer(request, "approved.html", status, view=view)
        return self.pages.answer(
            request,
            "approve.html",
            status,
            view=view,
            fault=fault,
            comment=form.reason if form else "",
            shown_at=form.shown_at if form else self.shown_at.sign(view.hold_id, view.version_id),
        )
