"""Days in a row, as a workspace's calendar has them: which they are, and when they begin and end.

Which days somebody chooses to look at is said by the app that asks. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a workspace, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse what is no period."""
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is one of these."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> tuple[date, ...]:
        """All its days, in their order."""
        return tuple(self.first + number * _DAY for number in range(self.days))

    def before(self) -> Period:
        """Return as many days, those just before."""
        return Period(self.first - self.days * _DAY, self.first - _DAY)

    def instants(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return when the first day begins and when the last one is over, in UTC.

        A day has 23 or 25 hours where clocks change; where they leap over midnight it begins with
        the leap.
        """
        begins, ends = (
            datetime.combine(day, time(), zone).astimezone(UTC)
            for day in (self.first, self.last + _DAY)
        )
        return begins, ends
