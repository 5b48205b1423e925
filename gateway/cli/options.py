"""What the commands share: options, settings, and words for a terminal."""

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from gateway.control import AnyStore, open_store
from gateway.settings import Settings, load

T = TypeVar("T")

config = click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Settings file; ./sekisho.toml if it is there.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def settings_from(path: Path | None) -> Settings:
    """Read the settings, or end with code 2 and the reasons."""
    return load(path)


def with_store(
    settings: Settings, work: Callable[[AnyStore], Awaitable[T]], *, may_create: bool = False
) -> T:
    """Run something with the store: through the running service, or opened here."""

    async def run() -> T:
        async with open_store(
            settings.places, settings.company.zone, may_create=may_create
        ) as store:
            return await work(store)

    return asyncio.run(run())


def actor() -> str:
    """Who is at the command line, for the audit record."""
    return f"cli:{getpass.getuser()}"


def print_json(value: Any) -> None:
    """One JSON value, readable Japanese included."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def local_time(settings: Settings, at: int) -> str:
    """A stored time in the company's zone."""
    zone = settings.company.zone
    return datetime.fromtimestamp(at / 1000, zone).strftime("%Y-%m-%d %H:%M:%S")


def plain(text: str) -> str:
    """Text from mail, fit for a terminal: no control characters, no direction marks."""
    return "".join(c if c.isprintable() else "�" for c in text)
