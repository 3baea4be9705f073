from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.networks.bluesky.jetstream import microseconds_of
from beffroi.networks.bluesky.timeline import Timeline

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
NOW_US = microseconds_of(NOW)
SECOND = 1_000_000
HOUR = 3600 * SECOND


def at(cursor_us: int | str = "", *, now: datetime = NOW) -> Timeline:
    return Timeline(str(cursor_us), clock=lambda: now)


def test_without_a_cursor_it_begins_now() -> None:
    timeline = at()
    assert timeline.resume_us is None
    assert timeline.cursor == str(NOW_US)


def test_a_cursor_is_resumed_a_little_before() -> None:
    timeline = at(NOW_US - HOUR)
    assert timeline.resume_us == NOW_US - HOUR - 5 * SECOND
    assert timeline.cursor == str(NOW_US - HOUR)


def test_it_moves_with_what_is_told_and_never_back() -> None:
    timeline = at(NOW_US - 100 * SECOND)
    timeline.note(NOW_US - 50 * SECOND)
    timeline.note(NOW_US - 80 * SECOND)
    assert timeline.cursor == str(NOW_US - 50 * SECOND)
    assert timeline.told_at == NOW - timedelta(seconds=50)


@pytest.mark.parametrize("wrong", [0, -5, 1, NOW_US + HOUR, 10**30])
def test_an_instant_that_cannot_be_moves_nothing(wrong: int) -> None:
    timeline = at(NOW_US - HOUR)
    assert timeline.note(wrong) is None
    assert timeline.cursor == str(NOW_US - HOUR)


def test_one_instant_far_ahead_does_not_pass_over_hours() -> None:
    timeline = at(NOW_US - 30 * HOUR)
    timeline.note(NOW_US - 30 * HOUR + SECOND)
    timeline.note(NOW_US)
    timeline.note(NOW_US - 30 * HOUR + 2 * SECOND)
    assert timeline.cursor == str(NOW_US - 30 * HOUR + 2 * SECOND)


def test_many_that_agree_move_it_far() -> None:
    timeline = at(NOW_US - 30 * HOUR)
    for step in range(20):
        timeline.note(NOW_US - HOUR + step)
    assert timeline.cursor == str(NOW_US - HOUR + 19)


def test_a_stream_that_begins_much_later_tells_what_is_missing_once() -> None:
    timeline = at(NOW_US - 48 * HOUR)
    assert timeline.note(NOW_US - 36 * HOUR) == (
        NOW - timedelta(hours=48),
        NOW - timedelta(hours=36),
    )
    assert timeline.note(NOW_US - 36 * HOUR + SECOND) is None


def test_a_stream_that_says_so_misses_less_too() -> None:
    timeline = at(NOW_US - 2 * HOUR)
    timeline.begins_late()
    began = NOW - timedelta(hours=2)
    assert timeline.note(NOW_US - 2 * HOUR + 90 * SECOND) == (began, began + timedelta(seconds=90))


def test_a_stream_that_begins_where_it_was_asked_misses_nothing() -> None:
    assert at(NOW_US - 48 * HOUR).note(NOW_US - 48 * HOUR + 60 * SECOND) is None
    assert at().note(NOW_US - HOUR) is None


@pytest.mark.parametrize("cursor", ["abc", "-5", "9" * 40, "١٢", "1.5"])
def test_a_cursor_that_is_none_begins_now(cursor: str) -> None:
    assert at(cursor).resume_us is None


def test_a_cursor_ahead_of_our_clock_begins_now() -> None:
    assert at(NOW_US + 1000 * HOUR).cursor == str(NOW_US)


@given(st.integers(-(10**20), 10**20))
def test_any_instant_is_brought_within_what_can_be(at_us: int) -> None:
    assert datetime(2020, 1, 1, tzinfo=UTC) < at().instant(at_us) <= NOW
