"""Whom to ask first: an authority that failed is asked last for a while, all of them not at once.

Where every one has just failed, the next papers fail without asking: a thousand that wait would
otherwise keep the worker from everything else, one time-out after the other.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.core import clock

REST = timedelta(minutes=5)
"""How long one that failed stands at the end of the list."""

PAUSE = timedelta(seconds=20)
"""How long nobody is asked after all have failed."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class Circuit:
    """The operator's list of addresses, and which of them failed lately (in this process)."""

    def __init__(self, urls: Sequence[str]):
        self._urls = urls
        self._failed: dict[str, datetime] = {}

    def order(self) -> list[str]:
        """Those that work in the operator's order, then those at rest, the longest first."""
        return sorted(self._urls, key=self._resting_since)

    def pausing(self) -> bool:
        """Whether every one of them has failed within the last seconds."""
        lately = clock.now() - PAUSE
        return all(self._failed.get(url, _NEVER) > lately for url in self._urls)

    def failed(self, url: str) -> None:
        """It gave nothing that holds."""
        self._failed[url] = clock.now()

    def answered(self, url: str) -> None:
        """It works (again)."""
        self._failed.pop(url, None)

    def _resting_since(self, url: str) -> datetime:
        at = self._failed.get(url, _NEVER)
        return at if at > clock.now() - REST else _NEVER
