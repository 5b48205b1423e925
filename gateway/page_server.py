"""The pages served by uvicorn, inside the event loop of the service."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn

from gateway.background import background
from gateway.settings import Settings
from quarantine.store import Store
from web.app import WebSettings, create_app


class _Server(uvicorn.Server):
    """uvicorn inside our own event loop: signals are ours."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield

    def stop(self) -> None:
        """Finish what is being answered, then end."""
        self.should_exit = True


@contextlib.asynccontextmanager
async def serving_pages(
    settings: Settings, store: Store, base_url: str, listening: socket.socket
) -> AsyncIterator[None]:
    """Serve the pages on a bound socket."""
    app = create_app(
        store,
        WebSettings(
            base_url=base_url,
            min_seconds=settings.web.min_seconds,
            time_zone=settings.company.zone,
            company=settings.company.name,
            approvers=settings.approval.approvers,
        ),
    )
    config = uvicorn.Config(
        app,
        access_log=False,  # link tokens are part of the path
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    async with background(server.serve(sockets=[listening]), "web", stop=server.stop):
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        yield
