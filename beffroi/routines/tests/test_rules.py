"""When routines are taken: each kind, around holidays and closures, and what holds always."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.routines import rules
from beffroi.routines.rules import Kind, Period

LONG_AGO = date(2020, 1, 1)
DAYS = st.dates(date(2021, 1, 1), date(2040, 1, 1))


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def but(*closed: date) -> Callable[[date], bool]:
    return lambda day: weekdays(day) and day not in closed


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (Kind.MONDAY, date(2026, 6, 17), date(2026, 6, 15), date(2026, 6, 21)),
        (Kind.FRIDAY, date(2026, 6, 17), date(2026, 6, 19), date(2026, 6, 21)),
        (Kind.MONTH, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (Kind.MONTH, date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),
        (Kind.QUARTER, date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (Kind.QUARTER, date(2026, 11, 1), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_each_kind_has_its_days(kind: Kind, day: date, first: date, last: date) -> None:
    assert rules.period_of(kind, day=day) == Period(first, last)


def kinds_on(day: date, is_worked: Callable[[date], bool] = weekdays) -> set[Kind]:
    return set(rules.due_on(day, since=LONG_AGO, is_worked=is_worked))


def test_a_monday_that_is_a_holiday_gives_way_to_the_next_open_day() -> None:
    easter_monday = date(2026, 4, 6)
    closed = but(easter_monday)
    assert Kind.MONDAY not in kinds_on(easter_monday, closed)
    assert Kind.MONDAY in kinds_on(date(2026, 4, 7), closed)


def test_a_routine_stays_until_its_days_are_over_then_the_next_comes() -> None:
    assert Kind.MONDAY in kinds_on(date(2026, 6, 21))
    assert rules.due_on(date(2026, 6, 22), since=LONG_AGO, is_worked=weekdays)[
        Kind.MONDAY
    ].first == date(2026, 6, 22)
    assert Kind.FRIDAY not in kinds_on(date(2026, 6, 22))


def test_a_week_in_which_nobody_works_has_no_routine() -> None:
    assert kinds_on(date(2026, 8, 12), lambda _day: False) == set()


def test_the_first_of_may_opens_the_month_on_the_next_working_day() -> None:
    closed = but(date(2026, 5, 1))
    assert Kind.MONTH not in kinds_on(date(2026, 5, 3), closed)
    assert Kind.MONTH in kinds_on(date(2026, 5, 4), closed)


def test_a_company_that_has_just_come_looks_back_on_nothing() -> None:
    came = date(2026, 6, 17)
    assert rules.due_on(came, since=came, is_worked=weekdays) == {}
    friday = rules.due_on(date(2026, 6, 19), since=came, is_worked=weekdays)
    assert set(friday) == {Kind.FRIDAY}


@pytest.mark.parametrize(("days", "is_due"), [(None, True), (366, True), (365, False), (1, False)])
def test_a_drill_is_held_once_a_year(days: int | None, is_due: bool) -> None:
    now = datetime(2026, 6, 16, tzinfo=UTC)
    last = None if days is None else now - timedelta(days=days)
    assert rules.is_drill_due(last, now=now) is is_due


@given(day=DAYS, closed=st.sets(DAYS, max_size=40))
def test_what_is_due_stays_due_until_its_last_day(day: date, closed: set[date]) -> None:
    is_worked = but(*closed)
    for kind, period in rules.due_on(day, since=LONG_AGO, is_worked=is_worked).items():
        assert period.first <= day <= period.last
        last = rules.due_on(period.last, since=LONG_AGO, is_worked=is_worked)
        assert last[kind] == period


@given(day=DAYS)
def test_periods_of_a_kind_follow_each_other_without_overlap(day: date) -> None:
    for kind in Kind:
        period = rules.period_of(kind, day=day)
        after = rules.period_of(kind, day=period.last + timedelta(days=1))
        assert period.first <= period.last < after.first
        if kind is not Kind.FRIDAY:
            assert after.first == period.last + timedelta(days=1)


def test_every_kind_has_steps_and_minutes() -> None:
    assert set(rules.STEPS) == set(rules.MINUTES) == set(Kind)
    assert [rules.MINUTES[kind] for kind in Kind] == [15, 5, 45, 60]
