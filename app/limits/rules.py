"""When a window began and how long the next try waits. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Patience:
    """`allowed` tries in a row are free; after them waits double from `first` up to `longest`.

    Tries are forgotten once nothing was tried for `memory` (counted from the end of a wait).
    """

    allowed: int
    first: timedelta
    longest: timedelta
    memory: timedelta

    def wait(self, tries: int) -> timedelta | None:
        """How long to wait after that many tries in a row, or None."""
        if tries < self.allowed:
            return None
        doubled = self.first * (1 << min(tries - self.allowed, 30))
        return min(doubled, self.longest)


def window_start(now: datetime, window: timedelta) -> int:
    """When the fixed window around `now` began, in Unix seconds."""
    seconds = int(window.total_seconds())
    return int(now.timestamp()) // seconds * seconds
