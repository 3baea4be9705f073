from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from beffroi.listening.figures.days import begins, bounds, last_days, weeks

PARIS = ZoneInfo("Europe/Paris")


def test_today_is_the_day_where_the_workspace_is() -> None:
    late = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)
    assert last_days(late, zone=PARIS, count=2) == (date(2026, 6, 15), date(2026, 6, 16))
    assert last_days(late, zone=ZoneInfo("UTC"), count=1) == (date(2026, 6, 15),)


@pytest.mark.parametrize(
    ("day", "zone", "first"),
    [
        (date(2026, 6, 16), "Europe/Paris", datetime(2026, 6, 15, 22, tzinfo=UTC)),
        (date(2026, 3, 29), "Europe/Paris", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 30), "Europe/Paris", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 6, 16), "Asia/Kolkata", datetime(2026, 6, 15, 18, 30, tzinfo=UTC)),
        # There is no midnight on this day: it begins at one o’clock.
        (date(2026, 3, 29), "Asia/Beirut", datetime(2026, 3, 28, 22, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_its_first_instant(day: date, zone: str, first: datetime) -> None:
    assert begins(day, zone=ZoneInfo(zone)) == first


def test_days_on_which_clocks_change_are_shorter_and_longer() -> None:
    spring = bounds([date(2026, 3, 28), date(2026, 3, 29)], zone=PARIS)
    autumn = bounds([date(2026, 10, 24), date(2026, 10, 25)], zone=PARIS)
    lengths = [later - earlier for one in (spring, autumn) for earlier, later in pairwise(one)]
    assert [length / timedelta(hours=1) for length in lengths] == [24, 23, 24, 25]


def test_weeks_end_with_the_last_day() -> None:
    days = last_days(datetime(2026, 6, 16, 12, tzinfo=UTC), zone=PARIS, count=16)
    assert [(week[0].day, week[-1].day) for week in weeks(days)] == [(3, 9), (10, 16)]
