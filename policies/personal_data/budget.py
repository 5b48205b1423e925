"""Limits of one inspection. The clock is handed in; policies own none."""

from collections.abc import Callable
from dataclasses import dataclass, field

MAX_CHARACTERS = 20_000_000
MAX_ENTITIES = 200_000


def _no_clock() -> float:
    return 0.0


@dataclass(slots=True)
class Budget:
    """Seconds that may be spent, by the caller's monotonic clock.

    Once overrun, ``spent`` stays true and ``stage`` names where it happened;
    the overrun becomes a finding ``limit``, which holds the mail.
    """

    seconds: float = 60.0
    clock: Callable[[], float] = _no_clock
    stage: str = ""
    _end: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._end = self.clock() + self.seconds

    def spent(self, stage: str) -> bool:
        """Whether the time is up; remembers the first stage that found out."""
        if not self.stage and self.clock() > self._end:
            self.stage = stage
        return bool(self.stage)
