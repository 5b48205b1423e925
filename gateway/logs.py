"""Logging: one line an event on standard error, which never breaks in two."""

import logging
import re
import sys

from web.app import without_tokens

_LOCAL_PART = re.compile(r"(?<![^\s<>@])[^\s<>@]{1,320}@")


def without_names(text: str) -> str:
    """Mail addresses cut down to their domain: relays repeat them in their answers."""
    return _LOCAL_PART.sub("…@", text)


class _OneLine(logging.Formatter):
    """Writes control characters out, so that mail cannot forge log lines."""

    def format(self, record: logging.LogRecord) -> str:
        text = without_names(without_tokens(super().format(record)))
        if record.exc_info:
            return text  # a traceback has lines of its own
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def start_logging(level: str = "INFO") -> None:
    """Send everything from the given level up to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd prints whole commands
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
