"""Where a stream stands, in microseconds since 1970, whatever instants it tells. Pure."""

from __future__ import annotations

from datetime import datetime

from beffroi.core.clock import Clock
from beffroi.networks.bluesky.jetstream import instant_of, microseconds_of

_SECOND_US = 1_000_000
#: Each instance dates events by its own clock: what was told shortly before is asked for again.
_OVERLAP_US = 5 * _SECOND_US
#: What a clock over there may be ahead of ours.
_AHEAD_US = 120 * _SECOND_US
#: A step further than this needs others that agree.
_STEP_US = 3600 * _SECOND_US
_AGREEING = 20
#: A stream resumed that begins so much later than asked no longer has what was between.
_HOLE_US = 300 * _SECOND_US
#: Before this there was no network: what a broken cursor may not ask for.
BEGINNING_US = 1_600_000_000 * _SECOND_US


class Timeline:
    """Moves forward with what is told; a wrong instant neither moves it far nor turns it back."""

    def __init__(self, cursor: str, *, clock: Clock) -> None:
        self._clock = clock
        now_us = microseconds_of(clock())
        asked = _read(cursor)
        self.resume_us = None if asked is None else min(asked, now_us) - _OVERLAP_US
        self._at_us = now_us if asked is None else min(asked, now_us)
        self._agreeing = 0
        self._has_begun = False
        self._is_late = False

    @property
    def cursor(self) -> str:
        """Where to go on."""
        return str(self._at_us)

    @property
    def told_at(self) -> datetime:
        """Until when everything was told."""
        return instant_of(self._at_us)

    def instant(self, at_us: int) -> datetime:
        """Return an instant that was told, within what can be."""
        return instant_of(min(max(at_us, BEGINNING_US), microseconds_of(self._clock())))

    def begins_late(self) -> None:
        """Note that the stream says that it begins later than it was asked."""
        self._is_late = True

    def note(self, at_us: int) -> tuple[datetime, datetime] | None:
        """Take in the instant of an event. Return between which others are missing, if so."""
        if not BEGINNING_US <= at_us <= microseconds_of(self._clock()) + _AHEAD_US:
            return None
        missed = self._hole(at_us)
        self._move(at_us)
        return missed

    def _hole(self, at_us: int) -> tuple[datetime, datetime] | None:
        """Tell what is missing before the first event."""
        if self._has_begun or self.resume_us is None:
            return None
        self._has_begun = True
        asked = self.resume_us + _OVERLAP_US
        is_hole = at_us - asked > (0 if self._is_late else _HOLE_US)
        return (instant_of(asked), instant_of(at_us)) if is_hole else None

    def _move(self, at_us: int) -> None:
        if at_us - self._at_us <= _STEP_US:
            self._at_us = max(self._at_us, at_us)
            self._agreeing = 0
            return
        self._agreeing += 1
        if self._agreeing >= _AGREEING:
            self._at_us, self._agreeing = at_us, 0


def _read(cursor: str) -> int | None:
    """Return a cursor's instant, None for one that cannot be any."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 17):
        return None
    return max(int(cursor), BEGINNING_US)
