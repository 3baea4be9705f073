"""When a company is open, and until when it promises to answer. Pure; instants are aware UTC.

Wall times are those of the company's zone; the two changes of the clock are counted as they pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from beffroi.company.public_holidays import keys_on

DAY_MINUTES = 24 * 60
#: How far opening hours are looked through. What two years do not hold is counted by the clock.
HORIZON_DAYS = 731


@dataclass(frozen=True, order=True)
class Span:
    """One opening: weekday from 0 (Monday), minutes from its midnight; past 1,440 is the night."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Hours:
    """The openings of an ordinary week."""

    spans: tuple[Span, ...] = ()

    def on(self, weekday: int) -> tuple[Span, ...]:
        """Return the openings that begin on a weekday, in order."""
        return tuple(sorted(span for span in self.spans if span.weekday == weekday))


@dataclass(frozen=True)
class Closure:
    """Days, both included, on which nothing opens."""

    first: date
    last: date
    sentence: str = ""

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """When a company is open. `hours` is None where nobody said: then the clock alone counts."""

    zone: ZoneInfo
    hours: Hours | None = None
    region: str = ""
    #: Keys of the public holidays on which it is open all the same.
    open_holidays: frozenset[str] = frozenset()
    closures: tuple[Closure, ...] = ()

    def is_closed_on(self, day: date) -> bool:
        """Tell whether nothing opens on this day, whatever its weekday."""
        if any(closure.holds(day) for closure in self.closures):
            return True
        falling = keys_on(self.region, day) if self.region else ()
        return bool(falling) and not self.open_holidays.issuperset(falling)


@dataclass(frozen=True)
class Opening:
    """From when until when the doors are open."""

    start: datetime
    end: datetime


class Kind(Enum):
    """What waits for an answer. A danger, to health or safety, does not wait for the doors."""

    OTHER = "other"
    DANGER = "danger"
    URGENT = "urgent"
    LEAD = "lead"
    REVIEW = "review"


class Measure(Enum):
    """What a delay is counted in."""

    CLOCK = "clock"
    OPEN_TIME = "open_time"
    #: Days that begin after the message came; the last of them counts until it closes.
    OPEN_DAYS = "open_days"


@dataclass(frozen=True)
class Delay:
    """How long an answer may take; in open days, `minutes` are whole days."""

    minutes: int
    measure: Measure = Measure.OPEN_TIME

    @property
    def length(self) -> timedelta:
        """The delay by the clock, where nothing else can be counted."""
        return timedelta(minutes=self.minutes)

    @property
    def is_by_clock(self) -> bool:
        """Whether it runs while the doors are closed too."""
        return self.measure is Measure.CLOCK

    @property
    def days(self) -> int:
        """How many days that is."""
        return self.minutes // DAY_MINUTES


def open_days(number: int) -> Delay:
    """Return a delay of so many open days; one is “the same or the next open day”."""
    return Delay(number * DAY_MINUTES, Measure.OPEN_DAYS)


#: What owners mean by “quickly”, “tomorrow” and “in two days”: nobody is late who looks once a day.
DEFAULT_DELAYS: Mapping[Kind, Delay] = MappingProxyType(
    {
        Kind.OTHER: open_days(1),
        Kind.URGENT: Delay(60),
        Kind.LEAD: Delay(4 * 60),
        Kind.REVIEW: open_days(2),
    }
)


@dataclass(frozen=True)
class Promise:
    """Within what delay the company promises a first answer."""

    delays: Mapping[Kind, Delay] = field(default_factory=lambda: DEFAULT_DELAYS)

    def of(self, kind: Kind) -> Delay:
        """Return the delay of a kind; ours where the company chose none.

        For a danger that is the delay of what is urgent, by the clock.
        """
        chosen = self.delays.get(kind)
        if chosen is None and kind is Kind.DANGER:
            return Delay(self.of(Kind.URGENT).minutes, Measure.CLOCK)
        return chosen or DEFAULT_DELAYS[kind]


class Counted(Enum):
    """How a due time was found."""

    #: In opening time or in open days: so it was promised.
    BY_THE_DOORS = "by_the_doors"
    #: So it was promised.
    BY_THE_CLOCK = "by_the_clock"
    #: Opening hours were promised, and nobody said which they are.
    HOURS_UNKNOWN = "hours_unknown"
    #: Opening hours were promised, and two years do not hold enough of them.
    NEVER_OPEN = "never_open"


@dataclass(frozen=True)
class Due:
    """When an answer is due, and how that was counted."""

    at: datetime
    counted: Counted


def open_spans(day: date, *, calendar: Calendar) -> tuple[Opening, ...]:
    """Return the openings that begin on a day, merged, in order; none where hours are unknown."""
    if calendar.hours is None or calendar.is_closed_on(day):
        return ()
    openings = []
    for span in calendar.hours.on(day.weekday()):
        start = _instant(day, span.opens, zone=calendar.zone, fold=0)
        end = _instant(day, span.closes, zone=calendar.zone, fold=1)
        if start < end:
            openings.append(Opening(start, end))
    return tuple(_merged(iter(openings)))


def is_open(at: datetime, *, calendar: Calendar) -> bool:
    """Tell whether the company is open at an instant; never where its hours are unknown."""
    first = next(_openings(at, calendar=calendar), None)
    return first is not None and first.start <= at


def next_opening(at: datetime, *, calendar: Calendar) -> datetime | None:
    """Return when the doors are open next: `at` itself when they are; None when they never are."""
    first = next(_openings(at, calendar=calendar), None)
    return max(at, first.start).astimezone(UTC) if first else None


def add_open_time(start: datetime, *, delay: timedelta, calendar: Calendar) -> datetime | None:
    """Return when `delay` of open time has passed since `start`.

    None when two years hold less than that: the company is never open, or hardly.
    """
    left = delay
    for opening in _openings(start, calendar=calendar):
        begun = max(start, opening.start)
        if opening.end - begun >= left:
            return (begun + left).astimezone(UTC)
        left -= opening.end - begun
    return None


def end_of_open_days(start: datetime, *, days: int, calendar: Calendar) -> datetime | None:
    """Return when the doors close on the last of `days` open days that begin after `start`.

    A day that is open only in the night of the one before is no day more. None when two years hold
    fewer.
    """
    left, closed_at = days, start
    for day in _days(start, calendar=calendar):
        openings = open_spans(day, calendar=calendar)
        if not openings or openings[-1].end <= closed_at:
            continue
        closed_at = openings[-1].end
        if openings[0].start > start:
            left -= 1
            if not left:
                return closed_at
    return None


def open_time_between(start: datetime, end: datetime, *, calendar: Calendar) -> timedelta:
    """Return how long the doors were open in between; by the clock without any hours."""
    if calendar.hours is None or not calendar.hours.spans:
        return max(end - start, timedelta())
    found = timedelta()
    for opening in _openings(start, calendar=calendar):
        if opening.start >= end:
            break
        found += min(opening.end, end) - max(opening.start, start)
    return found


def due(received_at: datetime, *, kind: Kind, promise: Promise, calendar: Calendar) -> Due:
    """Return when an answer is due and how that was counted; where it cannot be, by the clock."""
    delay = promise.of(kind)
    by_the_clock = (received_at + delay.length).astimezone(UTC)
    if delay.measure is Measure.CLOCK:
        return Due(by_the_clock, Counted.BY_THE_CLOCK)
    if calendar.hours is None:
        return Due(by_the_clock, Counted.HOURS_UNKNOWN)
    if delay.measure is Measure.OPEN_DAYS:
        at = end_of_open_days(received_at, days=delay.days, calendar=calendar)
    else:
        at = add_open_time(received_at, delay=delay.length, calendar=calendar)
    if at is None:
        return Due(by_the_clock, Counted.NEVER_OPEN)
    return Due(at, Counted.BY_THE_DOORS)


def due_at(received_at: datetime, *, kind: Kind, promise: Promise, calendar: Calendar) -> datetime:
    """Return when an answer is due; `due` tells how that was counted as well."""
    return due(received_at, kind=kind, promise=promise, calendar=calendar).at


def _openings(at: datetime, *, calendar: Calendar) -> Iterator[Opening]:
    """Yield what is open at an instant and after it, merged across days."""
    openings = (
        opening
        for day in _days(at, calendar=calendar)
        for opening in open_spans(day, calendar=calendar)
        if opening.end > at
    )
    return _merged(openings)


def _days(at: datetime, *, calendar: Calendar) -> Iterator[date]:
    """Yield the days that are looked through; yesterday is the first: its night may last.

    None where the doors never open.
    """
    if calendar.hours is None or not calendar.hours.spans:
        return iter(())
    first = at.astimezone(calendar.zone).date().toordinal() - 1
    days = range(max(1, first), min(first + HORIZON_DAYS, date.max.toordinal() - 2))
    return map(date.fromordinal, days)


def _merged(openings: Iterator[Opening]) -> Iterator[Opening]:
    """Join openings that touch or overlap; they come in the order of their start."""
    current: Opening | None = None
    for opening in openings:
        if current is not None and opening.start <= current.end:
            current = Opening(current.start, max(current.end, opening.end))
            continue
        if current is not None:
            yield current
        current = opening
    if current is not None:
        yield current


def _instant(day: date, minutes: int, *, zone: ZoneInfo, fold: int) -> datetime:
    """Return the instant of a wall time; of an hour that comes twice, the one that `fold` says.

    A wall time that the clock jumps over is the moment of the jump.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    local = wall.replace(tzinfo=zone, fold=fold)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _jump(near=wall.replace(tzinfo=zone, fold=1).astimezone(UTC), zone=zone)


def _jump(*, near: datetime, zone: ZoneInfo) -> datetime:
    """Return when the clock of the zone jumps, within a day after `near`."""
    offset = near.astimezone(zone).utcoffset()
    minutes = (near + timedelta(minutes=number) for number in range(DAY_MINUTES))
    jumps = (at for at in minutes if at.astimezone(zone).utcoffset() != offset)
    return next(jumps, near)
