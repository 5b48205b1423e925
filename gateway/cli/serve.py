"""``sekisho serve``."""

import asyncio
from pathlib import Path

import click

from gateway.cli import options


@click.command()
@options.config
@click.option(
    "--role",
    default="all",
    show_default=True,
    help="Comma-separated parts to run: all, smtp, worker, web.",
)
def serve(config: Path | None, role: str) -> None:
    """Run the service until SIGTERM."""
    from gateway.logs import start_logging
    from gateway.serve import ROLES
    from gateway.serve import serve as run

    parts = tuple(part.strip() for part in role.split(","))
    if unknown := [part for part in parts if part not in {"all", *ROLES}]:
        raise click.BadParameter(f"unknown role {unknown[0]}", param_hint="--role")
    start_logging()
    asyncio.run(run(options.settings_from(config), ROLES if "all" in parts else parts))
