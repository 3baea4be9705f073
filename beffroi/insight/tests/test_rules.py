from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.periods import Period
from beffroi.insight.rules import (
    FLOWS,
    LEVELS,
    POSTS_FOR,
    Counted,
    by_days,
    from_microseconds,
    next_reading,
    span_between,
    to_microseconds,
)

PARIS = ZoneInfo("Europe/Paris")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
instants = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - as Hypothesis wants it
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
zones = st.sampled_from([UTC, PARIS, ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Auckland")])


class TestReadings:
    @pytest.mark.parametrize(
        ("age", "wait"),
        [
            (timedelta(), HOUR),
            (5 * HOUR, HOUR),
            (6 * HOUR, 3 * HOUR),
            (DAY, 6 * HOUR),
            (3 * DAY, DAY),
            (13 * DAY, DAY),
            (14 * DAY, 7 * DAY),
            (80 * DAY, 7 * DAY),
        ],
    )
    def test_a_post_is_read_more_seldom_as_it_grows_older(
        self, age: timedelta, wait: timedelta
    ) -> None:
        assert next_reading(age) == wait

    def test_the_last_reading_is_at_the_end_and_then_no_more(self) -> None:
        assert next_reading(POSTS_FOR - 2 * DAY) == 2 * DAY
        assert next_reading(POSTS_FOR) is None
        assert next_reading(POSTS_FOR + DAY) is None

    def test_the_end_is_never_read_twice_within_seconds(self) -> None:
        assert next_reading(POSTS_FOR - timedelta(seconds=1)) == HOUR

    def test_readings_that_change_nothing_lengthen_the_wait_within_bounds(self) -> None:
        waits = [next_reading(DAY, unchanged=times) for times in range(5)]
        assert waits == [6 * HOUR, 12 * HOUR, DAY, DAY, DAY]
        assert next_reading(20 * DAY, unchanged=9) == 7 * DAY

    def test_where_a_reading_costs_money_there_is_one_a_day(self) -> None:
        assert next_reading(timedelta(), is_paid=True) == DAY
        assert next_reading(20 * DAY, is_paid=True) == 7 * DAY

    @given(age=st.timedeltas(timedelta(), 100 * DAY), unchanged=st.integers(0, 20))
    def test_every_post_comes_to_its_end(self, age: timedelta, unchanged: int) -> None:
        readings = 0
        while (wait := next_reading(age, unchanged=unchanged)) is not None:
            assert wait >= HOUR
            age += wait
            readings += 1
        assert readings < 60


class TestDays:
    def test_what_comes_within_a_day_is_of_that_day(self) -> None:
        span = span_between(
            datetime(2026, 9, 14, 8, tzinfo=UTC), datetime(2026, 9, 14, 11, tzinfo=UTC), zone=PARIS
        )
        assert (span.days, span.is_estimated) == ((date(2026, 9, 14),), False)
        assert by_days(7, span) == (7,)

    def test_a_night_between_two_readings_is_shared_by_time_and_sure(self) -> None:
        # Midnight in Paris is 22:00 in UTC.
        span = span_between(
            datetime(2026, 9, 14, 20, tzinfo=UTC), datetime(2026, 9, 15, 4, tzinfo=UTC), zone=PARIS
        )
        assert span.days == (date(2026, 9, 14), date(2026, 9, 15))
        assert by_days(8, span) == [2, 6]
        assert not span.is_estimated

    def test_a_late_first_reading_is_spread_since_publication_and_estimated(self) -> None:
        span = span_between(
            datetime(2026, 9, 10, 22, tzinfo=UTC), datetime(2026, 9, 14, 22, tzinfo=UTC), zone=PARIS
        )
        assert span.days[0] == date(2026, 9, 11)
        assert list(by_days(40, span)) == [10, 10, 10, 10, 0]
        assert span.is_estimated

    def test_a_counter_that_goes_down_loses(self) -> None:
        span = span_between(
            datetime(2026, 9, 14, 20, tzinfo=UTC), datetime(2026, 9, 15, 0, tzinfo=UTC), zone=PARIS
        )
        assert by_days(-4, span) == [-2, -2]

    def test_a_reading_before_the_publication_is_of_its_own_day(self) -> None:
        now = datetime(2026, 9, 14, 8, tzinfo=UTC)
        assert span_between(now + HOUR, now, zone=PARIS).days == (date(2026, 9, 14),)

    def test_days_on_which_clocks_change_have_their_own_length(self) -> None:
        spring = span_between(
            datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 30, 22, tzinfo=UTC), zone=PARIS
        )
        assert list(by_days(47, spring)) == [23, 24, 0]
        autumn = span_between(
            datetime(2026, 10, 24, 22, tzinfo=UTC),
            datetime(2026, 10, 26, 23, tzinfo=UTC),
            zone=PARIS,
        )
        assert list(by_days(49, autumn)) == [25, 24, 0]

    @given(since=instants, wait=st.timedeltas(-DAY, 95 * DAY), gained=st.integers(), zone=zones)
    def test_the_parts_always_sum_up_to_what_was_gained(
        self, since: datetime, wait: timedelta, gained: int, zone: ZoneInfo
    ) -> None:
        span = span_between(since, since + wait, zone=zone)
        parts = by_days(gained, span)
        assert sum(parts) == gained
        assert len(parts) == len(span.days) == len(set(span.days))
        assert all(part == 0 or (part > 0) == (gained > 0) for part in parts)

    @given(at=instants)
    def test_instants_are_kept_to_the_microsecond(self, at: datetime) -> None:
        assert from_microseconds(to_microseconds(at)) == at


def test_everything_counted_either_stands_or_comes() -> None:
    assert set(Counted) == LEVELS | FLOWS
    assert not LEVELS & FLOWS


def test_a_period_has_both_its_ends() -> None:
    assert Period(date(2026, 9, 1), date(2026, 9, 30)).days == 30
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 9, 2), date(2026, 9, 1))
