"""The command line. Exit codes: 0 fine, 1 found or refused, 2 usage or settings."""

import importlib
import os
import sys

import click

from gateway.errors import GatewayError, SettingsError
from policies.errors import PolicyError
from quarantine.errors import QuarantineError

#: In the order of the help text; each is imported only when it is asked for.
_MODULES = {
    "serve": "serve",
    "demo": "demo",
    "init": "init",
    "check": "check",
    "scan": "scan",
    "clean": "clean",
    "mailq": "queue",
    "show": "queue",
    "release": "queue",
    "withdraw": "queue",
    "approve": "queue",
    "decline": "queue",
    "retry": "queue",
    "domains": "domains",
    "policy": "policy",
    "audit": "audit",
    "doctor": "doctor",
}


class _Commands(click.Group):
    """A group whose commands are found by name, so that ``mailq`` loads no dictionaries."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(_MODULES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Import the command of this name."""
        if name not in _MODULES:
            return None
        module = importlib.import_module(f"gateway.cli.{_MODULES[name]}")
        command: click.Command = getattr(module, name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sekisho")
def sekisho() -> None:
    """関所 Sekisho: holds outgoing mail and asks before it leaves."""


def main() -> None:
    """Run a command; faults that a person can mend are one line, never a traceback."""
    os.umask(0o077)  # whatever is made here is for its owner alone
    try:
        sekisho()
    except SettingsError as error:
        _fail(error, 2)
    except (GatewayError, QuarantineError, PolicyError) as error:
        _fail(error, 1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone; nothing to say to it


def _fail(error: Exception, code: int) -> None:
    click.echo(f"sekisho: {error}", err=True)
    sys.exit(code)
