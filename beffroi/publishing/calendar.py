"""A month as the calendar shows it. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Beyond, the calendar of computers ends, or what zones did is guesswork.
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Month:
    """A month in whole weeks, Monday first."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def weeks(self) -> list[list[date]]:
        """Its days in weeks, with the days of the neighbours that fill them."""
        return calendar.Calendar(firstweekday=0).monthdatescalendar(self.year, self.month)

    @property
    def previous(self) -> Month:
        """The month before."""
        return month_of(self.first - timedelta(days=1))

    @property
    def next(self) -> Month:
        """The month after."""
        return month_of(self.first + timedelta(days=32))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first instant shown and the first no longer shown, in `zone`."""
        weeks = self.weeks
        start = datetime.combine(weeks[0][0], time.min, zone)
        return start, datetime.combine(weeks[-1][-1] + timedelta(days=1), time.min, zone)


def month_of(day: date) -> Month:
    """Return the month that `day` is in."""
    return Month(day.year, day.month)


def parse_month(typed: str) -> Month | None:
    """Return the month written as 2026-06, None for anything else."""
    try:
        day = datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 - a date, no instant
    except ValueError:
        return None
    return month_of(day) if day.year in YEARS else None


def parse_day(typed: str) -> date | None:
    """Return the day written as 2026-06-19, None for anything else."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def parse_hour(typed: str) -> time | None:
    """Return the time written as 09:30, None for anything else."""
    try:
        return datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007 - a time of no day
    except ValueError:
        return None


def city_of(time_zone: str) -> str:
    """Return the town that a zone is named after: Paris for Europe/Paris."""
    return time_zone.rpartition("/")[2].replace("_", " ")
