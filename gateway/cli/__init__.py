"""The command line. Exit codes: 0 fine, 1 found or refused, 2 usage or settings."""

import os
import sys

import click

from gateway.cli.audit import audit
from gateway.cli.check import check
from gateway.cli.clean import clean
from gateway.cli.demo import demo
from gateway.cli.domains import domains
from gateway.cli.init import init
from gateway.cli.policy import policy
from gateway.cli.queue import mailq, release, retry, show, withdraw
from gateway.cli.scan import scan
from gateway.cli.serve import serve
from gateway.errors import GatewayError, SettingsError
from policies.errors import PolicyError
from quarantine.errors import QuarantineError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sekisho")
def sekisho() -> None:
    """関所 Sekisho: holds outgoing mail and asks before it leaves."""


_COMMANDS = (
    *(serve, demo, check, scan, clean, mailq, show, release, withdraw, retry),
    *(domains, policy, audit, init),
)
for command in _COMMANDS:
    sekisho.add_command(command)


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
