"""Where an installation keeps its things on disk."""

from dataclasses import dataclass
from pathlib import Path

from quarantine.errors import QuarantineError


class BadPlace(QuarantineError):  # noqa: N818
    """A database or blob address that this release cannot use."""


@dataclass(frozen=True, slots=True)
class Places:
    """Folder of lock, keys and control socket; database file; folder of large bodies.

    The keys lie outside the blob folder, so that a copy of the blobs alone is
    worth nothing.
    """

    folder: Path
    database: Path
    blobs: Path

    @classmethod
    def in_folder(cls, folder: Path) -> "Places":
        """Everything below one folder, as the defaults have it."""
        return cls(folder, folder / "sekisho.db", folder / "blobs")

    @classmethod
    def of(cls, folder: Path, database_url: str, blobs_url: str) -> "Places":
        """From the settings; empty addresses mean the default below the folder."""
        default = cls.in_folder(folder)
        return cls(
            folder,
            _path(database_url, "sqlite:///") if database_url else default.database,
            _path(blobs_url, "file://") if blobs_url else default.blobs,
        )

    @property
    def keys(self) -> Path:
        """The key file."""
        return self.folder / "keys" / "keys.json"

    @property
    def control(self) -> Path:
        """The control socket of the running service."""
        return self.folder / "control.sock"


def _path(url: str, scheme: str) -> Path:
    if not url.startswith(scheme) or url == scheme:
        raise BadPlace(f"{url.partition(':')[0]}: only {scheme}… is supported")
    return Path(url.removeprefix(scheme))
