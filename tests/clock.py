"""The clock of the tests."""

from __future__ import annotations

from datetime import datetime, timedelta


class FrozenClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def advance(self, **parts: float) -> datetime:
        """Move by what `timedelta` takes: `advance(minutes=5)`."""
        self.now += timedelta(**parts)
        return self.now

    def set(self, moment: datetime) -> None:
        """Jump to `moment`."""
        self.now = moment
