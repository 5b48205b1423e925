"""The policy file: read and checked, and written back whole or not at all."""

import contextlib
import os
import tempfile
from pathlib import Path

from gateway.errors import SettingsError
from policies.errors import PolicyError
from policies.rule import default_source, read_policy


def read_source(path: Path | None) -> str:
    """The text of the named file, else of the policy that is shipped.

    Raises SettingsError when it cannot be read or does not compile.
    """
    source = read_text(path)
    try:
        read_policy(source)
    except PolicyError as error:
        raise SettingsError(f"policy.file: {path}: {error}") from error
    return source


def read_text(path: Path | None) -> str:
    """The text as it is, compiled or not; SettingsError when it cannot be read."""
    if path is None:
        return default_source()
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"policy.file: {path}: {error}") from error


def write_text(path: Path, text: str) -> None:
    """Put this text in the file's place in one step, with its owner and mode.

    A reader sees the old file or the new one, also after a power cut. Raises
    SettingsError when it cannot be written; the old file is then as it was.
    """
    target = path.resolve()  # behind a symbolic link, which stays
    try:
        _replace(target, text.encode())
    except OSError as error:
        raise SettingsError(f"policy.file: {path}: {error.strerror}") from error


def _replace(target: Path, content: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            _dress(file.fileno(), target)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _dress(number: int, like: Path) -> None:
    """Mode and, as far as we may, owner of the file that is replaced."""
    if not like.exists():
        return
    old = like.stat()
    os.fchmod(number, old.st_mode & 0o777)
    with contextlib.suppress(PermissionError):
        os.fchown(number, old.st_uid, old.st_gid)
