"""``sekisho demo``."""

import asyncio
import signal

import click


@click.command()
def demo() -> None:
    """Show it: the service and a stand-in mail server on free ports, four sample mails."""
    from gateway.demo.run import run_demo
    from gateway.logs import start_logging

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await run_demo(click.echo, stop=stop)

    start_logging("WARNING")
    asyncio.run(run())
