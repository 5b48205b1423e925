"""The sender's page: GET shows, POST decides. All checks are made here and in the store."""

from base64 import b64decode
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from policies import headers
from policies.envelope import Address
from quarantine.deciding import CONFIRM, Decide
from quarantine.errors import Conflict, NotFound, StepsMissing
from quarantine.hold_view import DECIDE, HoldView, RecipientView
from quarantine.holding import COMPLIANCE
from quarantine.links import OpenLink, OpenVersion
from quarantine.opening import OpenFiles
from quarantine.stages import APPROVER, DELAY
from quarantine.states import FINAL, GONE_OUT, State
from quarantine.steps import CLEAN, REASON, RETYPE, SECOND_PERSON
from quarantine.store import Store
from web.form import OPEN, BadForm, DecisionForm, ShownAt, read_form
from web.guard import is_foreign_post
from web.pages import Pages
from web.versions import panels

_OUTCOMES = {
    "confirm": "confirmed",
    "withdraw": "withdrawn",
    "withdrawn": "withdrawn",
    "released": "released",
    "expired": "expired",
    "declined": "declined",
}
#: Stages in which nothing is left for the sender to do but to withdraw.
_WAITING = frozenset({APPROVER, DELAY, COMPLIANCE})
_FAULTS = (RETYPE, REASON, CLEAN)
#: From so many outside addresses in To and Cc on, the page offers to hide them.
_MANY = 3
_SENT = GONE_OUT | {State.PARKED}
_UNSENT = {State.WITHDRAWN, State.DROPPED, State.EXPIRED, State.REJECTED, State.FAILED}


@dataclass(frozen=True, slots=True)
class Choice:
    """One held recipient on the page, with what the form said about it."""

    n: int
    about: RecipientView
    ticked: bool
    dropped: bool
    typed: str = ""

    @property
    def wants_typing(self) -> bool:
        """Whether its domain is to be typed instead of ticked."""
        return RETYPE in self.about.steps

    @property
    def is_open(self) -> bool:
        """Neither of the two is chosen, or both."""
        return (self.ticked or bool(self.typed)) == self.dropped


@dataclass(frozen=True)
class ConfirmPage:
    """The page under a link of purpose ``decide``."""

    store: Store
    pages: Pages
    shown_at: ShownAt
    base_url: str
    min_seconds: float
    approvers: tuple[str, ...] = ()

    async def answer(self, request: Request) -> Response:
        """GET and HEAD show, POST decides."""
        return await (self.decide if request.method == "POST" else self.show)(request)

    async def show(self, request: Request) -> Response:
        """Show the hold, or what became of it. Changes nothing, however often it is opened."""
        view = await self._open(request)
        if view is None:
            return self.pages.answer(request, "message.html", 404, key="gone")
        if view.outcome:
            return self._outcome(request, view)
        if view.waiting_for in _WAITING:
            return self.pages.answer(request, "waiting.html", view=view)
        return self._page(request, view)

    async def version(self, request: Request) -> Response:
        """One version of the mail as it leaves, as a file to save and never to open in the page."""
        token, version_id = request.path_params["token"], request.path_params["version"]
        try:
            body = await self.store.ask(OpenVersion(token, version_id))
        except NotFound:
            body = None
        if body is None or not body.is_kept:
            return self.pages.answer(request, "message.html", 404, key="gone")
        return StreamingResponse(
            headers.without_private(self.store.body(body)),
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{body.message_id}.eml"'},
        )

    async def first_page(self, request: Request) -> Response:
        """The first page of an attachment, small, as long as the mail is held."""
        view = await self._open(request)
        number = request.path_params["number"] - 1
        previews = view.summary.previews if view and not view.outcome else ()
        if not 0 <= number < len(previews) or not previews[number].picture:
            return self.pages.answer(request, "message.html", 404, key="gone")
        return Response(b64decode(previews[number].picture), media_type="image/jpeg")

    async def decide(self, request: Request) -> Response:
        """Take the sender's decision: 303 done, 409 changed meanwhile, 422 not complete."""
        if is_foreign_post(request.headers, self.base_url):
            return self.pages.answer(request, "message.html", 403, key="refused")
        view = await self._open(request)
        if view is None:
            return self.pages.answer(request, "message.html", 404, key="gone")
        try:
            form = await read_form(request.headers, request.stream())
            if not view.outcome and form.version in view.choices:
                fault = self._too_early(view, form)
                if fault:
                    return self._page(request, view, 422, fault, form)
        except BadForm as bad:
            if view.outcome:
                return self._outcome(request, view, bad.status)
            return self._page(request, view, bad.status, "bad_form")
        return await self._store_decision(request, view, form)

    async def _store_decision(
        self, request: Request, view: HoldView, form: DecisionForm
    ) -> Response:
        token = request.path_params["token"]
        client = request.client.host if request.client else ""
        query = f"?{request.url.query}" if request.url.query else ""
        try:
            if form.decision == OPEN:
                await self.store.run(OpenFiles(token, form.passwords))
                return RedirectResponse(f"/h/{token}{query}#attachments", 303)
            await self.store.run(
                Decide(
                    token,
                    form.decision,
                    form.version,
                    form.ticked,
                    form.dropped,
                    client,
                    form.retyped,
                    form.reason,
                    form.hide,
                    self.approvers,
                )
            )
        except StepsMissing as lacking:
            fault = next((f"missing_{k}" for k in _FAULTS if k in lacking.kinds), "missing_steps")
            return self._page(request, view, 422, fault, form)
        except Conflict:
            view = await self.store.ask(OpenLink(token, DECIDE))
            if view.outcome:
                return self._outcome(request, view, 409)
            return self._page(request, view, 409, "changed")
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
        return self.pages.answer(
            request,
            "confirm.html",
            status,
            view=view,
            choices=_choices(view, form),
            others=[r for r in view.recipients if r.state is not State.HELD],
            is_single=len(view.recipients) + len(view.companions) == 1,
            sent=_SENT,
            fault=fault,
            reason=form.reason if form else "",
            wants_reason=any(step.kind == REASON for step in view.steps),
            wants_clean=any(step.kind == CLEAN for step in view.steps),
            panels=panels(view, form.version if form else ""),
            path=request.url.path,
            can_hide=_shown(view),
            hides=form.hide if form else False,
            wants_approval=any(step.kind == SECOND_PERSON for step in view.steps),
            shown_at=form.shown_at if form else self.shown_at.sign(view.hold_id, view.version_id),
        )

    def _outcome(self, request: Request, view: HoldView, status: int = 200) -> Response:
        return self.pages.answer(
            request,
            "outcome.html",
            status,
            view=view,
            key=_OUTCOMES[view.outcome],
            reached=[r for r in view.recipients if r.state not in _UNSENT],
            is_moving=any(r.state not in FINAL for r in view.recipients),
            copies=_copies(view),
            path=request.url.path,
            unreached=[r for r in view.recipients if r.state in _UNSENT],
        )


def _shown(view: HoldView) -> int:
    """How many outside recipients see each other in To and Cc; 0 for few."""
    shown = sum(r.in_headers and not r.own for r in (*view.recipients, *view.companions))
    return shown if shown >= _MANY else 0


def _copies(view: HoldView) -> dict[str, int]:
    """The versions that have left or are about to, with the number of their recipients."""
    gone = [r.version_id for r in view.recipients if r.version_id and r.state not in _UNSENT]
    return {version_id: gone.count(version_id) for version_id in gone} if view.has_body else {}


def _choices(view: HoldView, form: DecisionForm | None) -> list[Choice]:
    ticked = form.ticked if form else frozenset()
    dropped = form.dropped if form else frozenset()
    typed = form.retyped if form else {}
    keys = [Address.parse(r.address).key for r in view.held]
    return [
        Choice(n, r, key in ticked, key in dropped, typed.get(key, ""))
        for n, (key, r) in enumerate(zip(keys, view.held, strict=True), start=1)
    ]
