"""Parts that run beside each other in one process, and end together."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable

log = logging.getLogger("sekisho")


@contextlib.asynccontextmanager
async def background(
    work: "asyncio._CoroutineLike[None]",
    name: str,
    *,
    stop: Callable[[], None] | None = None,
) -> AsyncIterator[None]:
    """Run a part beside the others; if it ends by itself the whole process must end.

    At the end ``stop`` is called, which makes the part end soon; without one it is
    cancelled.
    """
    task = asyncio.get_running_loop().create_task(work, name=name)
    task.add_done_callback(_must_not_end)
    try:
        yield
    finally:
        task.remove_done_callback(_must_not_end)
        if stop is not None:
            stop()
        else:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def _must_not_end(task: "asyncio.Task[None]") -> None:
    error = None if task.cancelled() else task.exception()
    log.critical("the %s has stopped; so does the service", task.get_name(), exc_info=error)
    os.kill(os.getpid(), signal.SIGTERM)
