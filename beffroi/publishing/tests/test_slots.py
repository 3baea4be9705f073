"""The rhythm of a strategy makes slots: by habit, apart from each other, each post takes one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beffroi.publishing.slots import Slot, left, together, week_of
from beffroi.publishing.tests.desk import wall

MONDAY = date(2026, 9, 14)
TUESDAY_NINE, THURSDAY_NINE = wall("2026-09-15T09:00"), wall("2026-09-17T09:00")
WALLS = st.datetimes(wall("2026-07-20T00:00"), wall("2026-09-27T00:00"))


def on(weekday: int, hour: int, minute: int = 0, *, weeks: int = 1) -> datetime:
    """Return a wall time so many weeks before the Monday."""
    day = MONDAY + timedelta(days=weekday - 7 * weeks)
    return datetime.combine(day, time(hour, minute))


def test_without_habits_a_week_is_shared_out_at_nine() -> None:
    assert week_of(2, monday=MONDAY, before=[]) == [TUESDAY_NINE, THURSDAY_NINE]
    days = [one.weekday() for one in week_of(3, monday=MONDAY, before=[])]
    assert days == [0, 2, 4]


def test_two_posts_on_one_weekday_are_a_habit_and_one_is_none() -> None:
    twice = [on(4, 18), on(4, 18, weeks=2), on(0, 7)]
    assert week_of(1, monday=MONDAY, before=twice) == [wall("2026-09-18T18:00")]
    assert [one.weekday() for one in week_of(1, monday=MONDAY, before=twice[1:])] == [1]


def test_of_two_habits_the_earlier_day_comes_first_in_whatever_order_posts_are_read() -> None:
    before = [on(3, 9), on(1, 9), on(3, 9, weeks=2), on(1, 9, weeks=2)]
    for posts in (before, before[::-1]):
        assert [one.weekday() for one in week_of(1, monday=MONDAY, before=posts)] == [1]


def test_the_hour_is_the_usual_one_of_its_day_to_the_half_hour() -> None:
    before = [on(1, 7, 10), on(1, 7, 40, weeks=2), on(1, 21, weeks=3), on(3, 12)]
    assert week_of(2, monday=MONDAY, before=before) == [
        wall("2026-09-15T07:30"),
        wall("2026-09-17T12:00"),
    ]


def test_each_post_takes_the_nearest_slot() -> None:
    week = week_of(3, monday=MONDAY, before=[])
    wednesday = wall("2026-09-16T18:00")
    assert left(week, planned=[wednesday]) == [week[0], week[2]]
    assert left(week, planned=[wednesday] * 4) == []


def test_networks_that_want_the_same_moment_share_it() -> None:
    free = {"facebook": [TUESDAY_NINE, THURSDAY_NINE], "instagram": [THURSDAY_NINE]}
    assert together(free) == [
        Slot(TUESDAY_NINE, ("facebook",)),
        Slot(THURSDAY_NINE, ("facebook", "instagram")),
    ]


@given(
    posts=st.integers(1, 50),
    before=st.lists(WALLS, max_size=30),
    planned=st.lists(WALLS, max_size=10),
)
def test_a_week_has_as_many_slots_as_posts_are_wanted_one_a_day_at_most(
    posts: int, before: list[datetime], planned: list[datetime]
) -> None:
    week = week_of(posts, monday=MONDAY, before=before)
    assert len(week) == len({one.date() for one in week}) == min(posts, 7)
    assert week == sorted(week)
    assert all(MONDAY <= one.date() < MONDAY + timedelta(days=7) for one in week)
    free = left(week, planned=planned)
    assert set(free) <= set(week)
    assert len(free) == max(0, len(week) - len(planned))
