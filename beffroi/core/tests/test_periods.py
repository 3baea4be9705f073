from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from beffroi.core.periods import Period

PARIS = ZoneInfo("Europe/Paris")
BEIRUT = ZoneInfo("Asia/Beirut")


def test_a_period_holds_both_ends() -> None:
    period = Period(date(2026, 2, 27), date(2026, 3, 1))
    assert (period.days, len(period.dates)) == (3, 3)
    assert date(2026, 2, 27) in period
    assert date(2026, 3, 1) in period
    assert date(2026, 3, 2) not in period


def test_what_ends_before_it_begins_is_no_period() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


def test_the_time_before_is_as_long_and_ends_the_day_before() -> None:
    period = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert period.before() == Period(date(2026, 1, 29), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_a_day_is_as_long_as_its_clock_says(day: date, hours: int) -> None:
    begins, ends = Period(day, day).instants(PARIS)
    assert ends - begins == timedelta(hours=hours)


def test_where_clocks_leap_over_midnight_a_day_begins_with_the_leap() -> None:
    begins, ends = Period(date(2026, 3, 29), date(2026, 3, 29)).instants(BEIRUT)
    assert begins == datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert ends == datetime(2026, 3, 29, 21, tzinfo=UTC)
