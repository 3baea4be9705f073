from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.sources import pacing
from beffroi.listening.sources.pacing import Trouble, verdict

_PAUSES = st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=2))
_CHANCES = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(_PAUSES, st.booleans())
def test_a_pace_stays_within_its_bounds(every: timedelta, has_news: bool) -> None:
    assert pacing.SOONEST <= pacing.pace(every, has_news=has_news) <= pacing.LATEST


def test_what_has_news_is_read_more_often_and_what_has_none_less() -> None:
    hour = timedelta(hours=1)
    assert pacing.pace(hour, has_news=True) == timedelta(minutes=30)
    assert pacing.pace(hour, has_news=False) == timedelta(minutes=75)


@given(_PAUSES, st.none() | _PAUSES, _CHANCES)
def test_a_source_is_never_read_before_it_wants(
    every: timedelta, wanted: timedelta | None, chance: float
) -> None:
    waited = pacing.wait(every, wanted=wanted, chance=chance)
    assert waited >= (wanted or timedelta())
    assert waited == wanted or every * 0.9 <= waited <= every * 1.1


def test_chance_parts_sources_that_were_read_together() -> None:
    hour = timedelta(hours=1)
    waits = {pacing.wait(hour, wanted=None, chance=chance) for chance in (0.0, 0.4, 0.9)}
    assert len(waits) == 3


@pytest.mark.parametrize(
    ("trouble", "failures", "days", "is_over"),
    [
        (Trouble.GONE, 1, 0, True),
        (Trouble.MISSING, 10, 7, True),
        (Trouble.MISSING, 9, 7, False),
        (Trouble.MISSING, 10, 6.9, False),
        (Trouble.REFUSED, 4, 1, True),
        (Trouble.REFUSED, 4, 0.9, False),
        (Trouble.REFUSED, 3, 1, False),
        (Trouble.UNREADABLE, 10, 7, True),
        (Trouble.UNREADABLE, 9, 30, False),
        (Trouble.UNAVAILABLE, 500, 90, False),
    ],
)
def test_only_what_is_over_is_turned_off(
    trouble: Trouble, failures: int, days: float, is_over: bool
) -> None:
    found = verdict(
        trouble, failures=failures, failing_for=timedelta(days=days), asked=None, chance=0.5
    )
    assert found.is_over is is_over


def test_what_fails_is_tried_ever_more_seldom_up_to_a_day() -> None:
    pauses = [
        verdict(
            Trouble.UNAVAILABLE,
            failures=failures,
            failing_for=timedelta(),
            asked=None,
            chance=0.5,
        ).pause
        for failures in (1, 2, 3, 50)
    ]
    assert pauses == [timedelta(minutes=one) for one in (15, 30, 60, 1440)]


def test_who_asks_to_wait_is_left_alone_for_as_long() -> None:
    asked = timedelta(hours=5)
    found = verdict(
        Trouble.UNAVAILABLE, failures=1, failing_for=timedelta(), asked=asked, chance=0.9
    )
    assert found.pause == asked


def test_a_day_of_calls_begins_at_midnight_utc() -> None:
    evening = datetime(2026, 9, 14, 23, 59, tzinfo=UTC)
    assert pacing.tomorrow(evening) == datetime(2026, 9, 15, tzinfo=UTC)


def test_what_a_hub_tells_is_read_at_once_after_a_minute() -> None:
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)

    def told(read_at: datetime | None) -> datetime:
        return pacing.told(read_at=read_at, calls=3, calls_max=96, now=noon)

    assert told(None) == told(noon - timedelta(minutes=1)) == noon
    assert told(noon - timedelta(seconds=20)) == noon + timedelta(seconds=40)


def test_a_hub_that_never_stops_telling_is_read_until_the_day_is_over() -> None:
    midnight = datetime(2026, 11, 28, tzinfo=UTC)
    now, read_at, calls = midnight, midnight, 0
    readings = []
    while now < midnight + timedelta(days=1):
        if pacing.told(read_at=read_at, calls=calls, calls_max=96, now=now) <= now:
            read_at, calls = now, calls + 1
            readings.append(now)
        now += timedelta(seconds=30)
    assert 90 <= calls <= 96
    assert readings[40] - midnight < timedelta(hours=1)
    assert readings[-1] - midnight > timedelta(hours=22)


def test_a_source_without_calls_is_read_tomorrow_whatever_its_hub_tells() -> None:
    noon = datetime(2026, 11, 28, 12, tzinfo=UTC)
    at = pacing.told(read_at=noon - timedelta(hours=6), calls=96, calls_max=96, now=noon)
    assert at == datetime(2026, 11, 29, tzinfo=UTC)


def test_hours_in_which_a_source_wants_no_reader_are_passed_over() -> None:
    at = datetime(2026, 11, 28, 22, 17, tzinfo=UTC)
    assert pacing.outside(at, ()) == pacing.outside(at, (21, 23)) == at
    assert pacing.outside(at, (22, 23, 0, 1)) == datetime(2026, 11, 29, 2, 17, tzinfo=UTC)
    assert pacing.outside(at, range(24)) == at
