"""How long people wait for an answer: there is one way to count it, that of the promise. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from beffroi.company.rules import Calendar, Kind, Measure, Promise, open_time_between


@dataclass(frozen=True, slots=True)
class Terms:
    """What a company promised, and when its doors are open."""

    calendar: Calendar
    promise: Promise

    def waited(self, kind: Kind, *, since: datetime, until: datetime) -> timedelta:
        """Return how long somebody waited; nothing where the answer is dated before.

        In opening hours where these, or open days, were promised, by the clock where that was.
        """
        if self.promise.of(kind).measure is Measure.CLOCK:
            return max(until - since, timedelta())
        return open_time_between(since, max(since, until), calendar=self.calendar)
