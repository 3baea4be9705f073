from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from beffroi.company.rules import Calendar, Delay, Hours, Kind, Measure, Promise, Span
from beffroi.company.waiting import Terms

PARIS = ZoneInfo("Europe/Paris")
HOURS = Hours(tuple(Span(day, 9 * 60, 17 * 60) for day in range(5)))
TERMS = Terms(
    Calendar(zone=PARIS, hours=HOURS),
    Promise(
        {
            Kind.REVIEW: Delay(480, Measure.OPEN_TIME),
            Kind.LEAD: Delay(1440, Measure.OPEN_DAYS),
            Kind.URGENT: Delay(120, Measure.CLOCK),
        }
    ),
)
FRIDAY = datetime(2026, 9, 11, 16, tzinfo=PARIS).astimezone(UTC)
MONDAY = datetime(2026, 9, 14, 10, tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("kind", "hours"), [(Kind.REVIEW, 2), (Kind.LEAD, 2), (Kind.URGENT, 66), (Kind.DANGER, 66)]
)
def test_a_wait_is_counted_as_it_was_promised(kind: Kind, hours: int) -> None:
    assert TERMS.waited(kind, since=FRIDAY, until=MONDAY) == timedelta(hours=hours)


@pytest.mark.parametrize("kind", [Kind.REVIEW, Kind.URGENT])
def test_an_answer_that_is_dated_before_took_no_time(kind: Kind) -> None:
    assert TERMS.waited(kind, since=MONDAY, until=FRIDAY) == timedelta()


def test_where_nobody_said_when_it_is_open_the_clock_counts() -> None:
    terms = Terms(Calendar(zone=PARIS), TERMS.promise)
    assert terms.waited(Kind.REVIEW, since=FRIDAY, until=MONDAY) == timedelta(hours=66)


def test_by_the_clock_an_hour_that_comes_twice_counts_twice() -> None:
    since = datetime(2026, 10, 25, 1, tzinfo=PARIS).astimezone(UTC)
    until = datetime(2026, 10, 25, 4, tzinfo=PARIS).astimezone(UTC)
    assert TERMS.waited(Kind.URGENT, since=since, until=until) == timedelta(hours=4)
