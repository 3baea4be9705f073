from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from beffroi.company import rules
from beffroi.company.rules import (
    Calendar,
    Closure,
    Counted,
    Delay,
    Hours,
    Kind,
    Measure,
    Opening,
    Promise,
    Span,
    open_days,
)

PARIS, TORONTO = ZoneInfo("Europe/Paris"), ZoneInfo("America/Toronto")
NINE, NOON, TWO, SEVEN = 9 * 60, 12 * 60, 14 * 60, 19 * 60
OFFICE = Hours(
    tuple(Span(day, *times) for day in range(5) for times in ((NINE, NOON), (TWO, SEVEN)))
)
NIGHTS = Hours(tuple(Span(day, 22 * 60, 30 * 60) for day in range(7)))
ALWAYS = Hours(tuple(Span(day, 0, 1440) for day in range(7)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def paris(hours: Hours | None = OFFICE, **more: object) -> Calendar:
    return Calendar(zone=PARIS, hours=hours, **more)  # type: ignore[arg-type]


def test_a_day_has_its_openings_in_utc() -> None:
    monday = rules.open_spans(date(2026, 6, 15), calendar=paris())
    assert monday == (
        Opening(utc("2026-06-15T07:00"), utc("2026-06-15T10:00")),
        Opening(utc("2026-06-15T12:00"), utc("2026-06-15T17:00")),
    )
    assert rules.open_spans(date(2026, 6, 14), calendar=paris()) == ()


@pytest.mark.parametrize(
    ("at", "is_open", "next_at"),
    [
        ("2026-06-15T06:59", False, "2026-06-15T07:00"),
        ("2026-06-15T07:00", True, "2026-06-15T07:00"),
        ("2026-06-15T09:59", True, "2026-06-15T09:59"),
        ("2026-06-15T10:00", False, "2026-06-15T12:00"),
        ("2026-06-19T17:00", False, "2026-06-22T07:00"),
        ("2026-06-20T12:00", False, "2026-06-22T07:00"),
    ],
)
def test_doors_are_open_from_the_first_minute_to_the_last(
    at: str, is_open: bool, next_at: str
) -> None:
    assert rules.is_open(utc(at), calendar=paris()) is is_open
    assert rules.next_opening(utc(at), calendar=paris()) == utc(next_at)


def test_a_night_goes_on_after_midnight_even_into_a_closed_day() -> None:
    closed = Closure(date(2026, 6, 16), date(2026, 6, 16))
    calendar = paris(NIGHTS, closures=(closed,))
    assert rules.is_open(utc("2026-06-16T03:00"), calendar=calendar)  # of the night before
    assert not rules.is_open(utc("2026-06-16T20:30"), calendar=calendar)
    assert rules.next_opening(utc("2026-06-16T05:00"), calendar=calendar) == utc("2026-06-17T20:00")


def test_openings_that_touch_at_midnight_are_one() -> None:
    start = utc("2026-06-15T12:00")
    after = rules.add_open_time(start, delay=timedelta(days=3), calendar=paris(ALWAYS))
    assert after == start + timedelta(days=3)


def test_overlapping_openings_are_not_counted_twice() -> None:
    hours = Hours((Span(0, NINE, NOON), Span(0, NINE + 60, NOON + 60)))
    (opening,) = rules.open_spans(date(2026, 6, 15), calendar=paris(hours))
    assert opening.end - opening.start == timedelta(hours=4)


def test_open_time_passes_only_while_the_doors_are_open() -> None:
    friday_evening = utc("2026-06-19T16:30")
    due = rules.add_open_time(friday_evening, delay=timedelta(hours=1), calendar=paris())
    assert due == utc("2026-06-22T07:30")
    exactly = rules.add_open_time(friday_evening, delay=timedelta(minutes=30), calendar=paris())
    assert exactly == utc("2026-06-19T17:00")


def test_a_public_holiday_is_closed_unless_it_is_said_to_be_open() -> None:
    bastille = utc("2026-07-14T08:00")  # a Tuesday
    assert rules.is_open(bastille, calendar=paris())
    assert not rules.is_open(bastille, calendar=paris(region="FR"))
    open_then = frozenset({"Fête nationale"})
    assert rules.is_open(bastille, calendar=paris(region="FR", open_holidays=open_then))


def test_regions_differ() -> None:
    good_friday = utc("2027-03-26T10:00")
    assert rules.is_open(good_friday, calendar=paris(region="FR"))
    assert not rules.is_open(good_friday, calendar=paris(region="FR-AM"))
    national = utc("2026-06-24T14:00")
    quebec = Calendar(zone=TORONTO, hours=OFFICE, region="CA-QC")
    assert not rules.is_open(national, calendar=quebec)


@pytest.mark.parametrize(
    ("zone", "day", "hours_long"),
    [
        (PARIS, date(2026, 3, 29), 7),
        (PARIS, date(2026, 10, 25), 9),
        (TORONTO, date(2026, 3, 8), 7),
        (TORONTO, date(2026, 11, 1), 9),
    ],
)
def test_the_night_of_a_change_of_clock_is_as_long_as_it_is(
    zone: ZoneInfo, day: date, hours_long: int
) -> None:
    eve = day - timedelta(days=1)
    (night,) = rules.open_spans(eve, calendar=Calendar(zone=zone, hours=NIGHTS))
    assert night.end - night.start == timedelta(hours=hours_long)
    after = rules.add_open_time(
        night.start, delay=timedelta(hours=7), calendar=Calendar(zone=zone, hours=NIGHTS)
    )
    assert after == night.start + timedelta(hours=7)


def test_an_opening_inside_the_hour_that_is_skipped_begins_when_the_clock_jumps() -> None:
    hours = Hours((Span(6, 2 * 60 + 30, 4 * 60),))
    (opening,) = rules.open_spans(date(2026, 3, 29), calendar=paris(hours))
    assert opening == Opening(utc("2026-03-29T01:00"), utc("2026-03-29T02:00"))
    inside = Hours((Span(6, 2 * 60 + 10, 2 * 60 + 50),))
    assert rules.open_spans(date(2026, 3, 29), calendar=paris(inside)) == ()


def test_the_hour_that_comes_twice_is_open_twice() -> None:
    hours = Hours((Span(6, 2 * 60, 3 * 60),))
    (opening,) = rules.open_spans(date(2026, 10, 25), calendar=paris(hours))
    assert opening.end - opening.start == timedelta(hours=2)


@pytest.mark.parametrize(
    ("zone", "start", "due"),
    [
        (PARIS, "2026-03-27T16:00", "2026-03-30T09:00"),  # Friday in winter, Monday in summer
        (PARIS, "2026-10-23T15:00", "2026-10-26T10:00"),
        (TORONTO, "2026-03-06T22:00", "2026-03-09T15:00"),
        (TORONTO, "2026-10-30T21:00", "2026-11-02T16:00"),
    ],
)
def test_a_weekend_with_a_change_of_clock_loses_and_gains_nothing(
    zone: ZoneInfo, start: str, due: str
) -> None:
    calendar = Calendar(zone=zone, hours=OFFICE)
    counted = rules.add_open_time(utc(start), delay=timedelta(hours=4), calendar=calendar)
    assert counted == utc(due)


PROMISE = Promise(
    {
        Kind.URGENT: Delay(60, Measure.CLOCK),
        Kind.OTHER: Delay(24 * 60),
        Kind.REVIEW: Delay(48 * 60),
    }
)
SATURDAY = utc("2026-06-20T12:00")


def due(kind: Kind, calendar: Calendar) -> rules.Due:
    return rules.due(SATURDAY, kind=kind, promise=PROMISE, calendar=calendar)


def test_what_is_promised_by_the_clock_does_not_wait_for_the_doors() -> None:
    assert due(Kind.URGENT, paris()) == rules.Due(
        SATURDAY + timedelta(hours=1), Counted.BY_THE_CLOCK
    )


def test_what_is_promised_in_opening_hours_waits_for_them() -> None:
    assert due(Kind.LEAD, paris()) == rules.Due(utc("2026-06-22T13:00"), Counted.BY_THE_DOORS)


def test_unknown_hours_are_counted_by_the_clock() -> None:
    told = due(Kind.OTHER, paris(None))
    assert told == rules.Due(SATURDAY + timedelta(hours=24), Counted.HOURS_UNKNOWN)
    assert not rules.is_open(SATURDAY, calendar=paris(None))
    assert rules.next_opening(SATURDAY, calendar=paris(None)) is None


@pytest.mark.parametrize(
    "calendar",
    [
        paris(Hours()),
        paris(OFFICE, closures=(Closure(date(2020, 1, 1), date(9999, 12, 31)),)),
        paris(Hours((Span(6, 2 * 60, 2 * 60 + 1),))),
    ],
    ids=["no opening", "closed for ever", "a minute a week"],
)
def test_a_company_that_never_opens_is_told_as_such_and_counted_by_the_clock(
    calendar: Calendar,
) -> None:
    told = due(Kind.REVIEW, calendar)
    assert told == rules.Due(SATURDAY + timedelta(hours=48), Counted.NEVER_OPEN)
    assert rules.add_open_time(SATURDAY, delay=timedelta(hours=48), calendar=calendar) is None


def test_the_last_days_of_the_calendar_end_too() -> None:
    last = datetime(9999, 12, 30, tzinfo=UTC)
    assert rules.add_open_time(last, delay=timedelta(hours=9), calendar=paris()) is None
    first = datetime(1, 1, 2, tzinfo=UTC)
    assert rules.next_opening(first, calendar=Calendar(zone=ZoneInfo("UTC"), hours=OFFICE))


def test_a_kind_without_a_delay_of_its_own_has_ours() -> None:
    assert Promise().of(Kind.OTHER) == open_days(1)
    assert Promise().of(Kind.URGENT) == Delay(60)
    assert Promise().of(Kind.LEAD).minutes < Promise().of(Kind.OTHER).minutes
    assert Promise().of(Kind.REVIEW) == open_days(2)


@pytest.mark.parametrize(
    ("urgent", "danger"),
    [
        (Delay(60), 60),
        (Delay(30, Measure.CLOCK), 30),
        (Delay(8 * 60), 8 * 60),
        (open_days(1), 24 * 60),
    ],
)
def test_a_danger_is_due_as_what_is_urgent_but_by_the_clock(urgent: Delay, danger: int) -> None:
    promise = Promise({Kind.URGENT: urgent})
    assert promise.of(Kind.DANGER) == Delay(danger, Measure.CLOCK)


def test_a_danger_has_a_delay_of_its_own_where_the_company_chose_one() -> None:
    chosen = Delay(120, Measure.CLOCK)
    assert Promise({Kind.DANGER: chosen, Kind.URGENT: Delay(60)}).of(Kind.DANGER) == chosen


#: Open every day but Monday, at noon closed but for Saturday, half a day on Sunday.
BAKERY = Hours(
    (
        *(Span(day, *times) for day in range(1, 5) for times in ((420, 780), (900, 1140))),
        Span(5, 420, 1140),
        Span(6, 450, 750),
    )
)


@pytest.mark.parametrize(
    ("received", "same_or_next", "second"),
    [
        ("2026-06-19T08:00", "2026-06-20T17:00", "2026-06-21T10:30"),  # Friday, while it is open
        ("2026-06-19T12:00", "2026-06-20T17:00", "2026-06-21T10:30"),  # at noon, while it is closed
        ("2026-06-19T17:00", "2026-06-20T17:00", "2026-06-21T10:30"),  # as it closes
        ("2026-06-20T01:00", "2026-06-20T17:00", "2026-06-21T10:30"),  # in the night after
        ("2026-06-20T05:00", "2026-06-21T10:30", "2026-06-23T17:00"),  # as Saturday opens
        ("2026-06-21T12:00", "2026-06-23T17:00", "2026-06-24T17:00"),  # before the closed Monday
    ],
)
def test_open_days_are_those_that_begin_after_it_came_until_they_close(
    received: str, same_or_next: str, second: str
) -> None:
    for number, expected in ((1, same_or_next), (2, second)):
        promise = Promise({Kind.OTHER: open_days(number)})
        found = rules.due(utc(received), kind=Kind.OTHER, promise=promise, calendar=paris(BAKERY))
        assert found == rules.Due(utc(expected), Counted.BY_THE_DOORS)


def test_holidays_and_closures_are_no_open_days() -> None:
    closed = Closure(date(2026, 7, 15), date(2026, 7, 16))
    calendar = paris(region="FR", closures=(closed,))
    monday = utc("2026-07-13T08:00")
    found = rules.due_at(monday, kind=Kind.OTHER, promise=Promise(), calendar=calendar)
    assert found == utc("2026-07-17T17:00")


@pytest.mark.parametrize(
    ("calendar", "counted"),
    [
        (paris(None), Counted.HOURS_UNKNOWN),
        (paris(Hours()), Counted.NEVER_OPEN),
        (
            paris(OFFICE, closures=(Closure(date(2020, 1, 1), date(9999, 12, 31)),)),
            Counted.NEVER_OPEN,
        ),
    ],
)
def test_open_days_that_cannot_be_counted_are_days_by_the_clock(
    calendar: Calendar, counted: Counted
) -> None:
    found = rules.due(SATURDAY, kind=Kind.REVIEW, promise=Promise(), calendar=calendar)
    assert found == rules.Due(SATURDAY + timedelta(days=2), counted)


def test_due_at_is_the_instant_of_due() -> None:
    at = rules.due_at(SATURDAY, kind=Kind.LEAD, promise=PROMISE, calendar=paris())
    assert at == due(Kind.LEAD, paris()).at
    assert at.tzinfo is UTC


_spans = st.builds(
    lambda day, opens, length: Span(day, opens, opens + length),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 1440),
)
_calendars = st.builds(
    Calendar,
    zone=st.sampled_from([PARIS, TORONTO, ZoneInfo("Pacific/Noumea"), ZoneInfo("UTC")]),
    hours=st.builds(Hours, st.lists(_spans, max_size=12).map(tuple)),
    region=st.sampled_from(["", "FR", "CA-QC", "CH-VD"]),
)
_instants = st.integers(0, 5 * 365 * 1440).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
_delays = st.integers(1, 60 * 72).map(lambda minutes: timedelta(minutes=minutes))


@settings(max_examples=60, deadline=None)
@given(start=_instants, delay=_delays, calendar=_calendars)
def test_whatever_the_hours_just_that_much_open_time_passes(
    start: datetime, delay: timedelta, calendar: Calendar
) -> None:
    at = rules.add_open_time(start, delay=delay, calendar=calendar)
    if at is None:
        return
    assert at.tzinfo is UTC
    assert at - start >= delay
    assert _open_time(start, at, calendar) == delay


@settings(max_examples=60, deadline=None)
@given(start=_instants, first=_delays, second=_delays, calendar=_calendars)
def test_two_delays_one_after_the_other_are_one(
    start: datetime, first: timedelta, second: timedelta, calendar: Calendar
) -> None:
    at_once = rules.add_open_time(start, delay=first + second, calendar=calendar)
    middle = rules.add_open_time(start, delay=first, calendar=calendar)
    if at_once is None or middle is None:
        return
    assert rules.add_open_time(middle, delay=second, calendar=calendar) == at_once


@settings(max_examples=60, deadline=None)
@given(at=_instants, calendar=_calendars)
def test_the_next_opening_is_open(at: datetime, calendar: Calendar) -> None:
    found = rules.next_opening(at, calendar=calendar)
    if found is None:
        return
    assert found >= at
    assert rules.is_open(found, calendar=calendar)
    assert (found == at) is rules.is_open(at, calendar=calendar)


@settings(max_examples=60, deadline=None)
@given(start=_instants, number=st.integers(1, 5), calendar=_calendars)
@example(
    start=utc("2024-01-01T00:00"),
    number=1,
    calendar=Calendar(zone=TORONTO, hours=Hours((Span(0, 1, 1441), Span(1, 0, 1)))),
)
def test_one_open_day_more_is_a_day_later_and_the_doors_close_then(
    start: datetime, number: int, calendar: Calendar
) -> None:
    at = rules.end_of_open_days(start, days=number, calendar=calendar)
    later = rules.end_of_open_days(start, days=number + 1, calendar=calendar)
    if at is None or later is None:
        return
    assert start < at < later
    assert rules.is_open(at - timedelta(seconds=1), calendar=calendar)


def _open_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Count by another way: each day's openings, merged by their edges."""
    day = start.astimezone(calendar.zone).date() - timedelta(days=1)
    edges: list[tuple[datetime, datetime]] = []
    while day <= end.astimezone(calendar.zone).date():
        openings = rules.open_spans(day, calendar=calendar)
        edges += [(max(start, one.start), min(end, one.end)) for one in openings]
        day += timedelta(days=1)
    passed, until = timedelta(), start
    for begin, stop in sorted(edges):
        begun = max(begin, until)
        if stop > begun:
            passed, until = passed + (stop - begun), stop
    return passed


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-06-15T07:00", "2026-06-15T10:00", 3),
        ("2026-06-15T09:00", "2026-06-15T13:00", 2),
        ("2026-06-19T16:00", "2026-06-22T08:00", 2),  # over a weekend
        ("2026-06-15T20:00", "2026-06-15T21:00", 0),
        ("2026-06-15T13:00", "2026-06-15T12:00", 0),
    ],
)
def test_only_open_time_is_counted(start: str, end: str, hours: int) -> None:
    found = rules.open_time_between(utc(start), utc(end), calendar=paris())
    assert found == timedelta(hours=hours)


def test_where_hours_are_unknown_the_clock_counts() -> None:
    start, end = utc("2026-06-15T20:00"), utc("2026-06-15T21:00")
    assert rules.open_time_between(start, end, calendar=paris(hours=None)) == timedelta(hours=1)
    assert rules.open_time_between(end, start, calendar=paris(hours=None)) == timedelta()
