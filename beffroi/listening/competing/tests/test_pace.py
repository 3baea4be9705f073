from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.competing import words
from beffroi.listening.competing.pace import Post, best, busiest, pace

PARIS = ZoneInfo("Europe/Paris")
#: A Saturday, at nine in Paris.
SATURDAY = datetime(2026, 6, 13, 7, 0, tzinfo=UTC)


def post(key: int, *, days: float = 0, hours: float = 0, **more: object) -> Post:
    at = SATURDAY + timedelta(days=days, hours=hours)
    return Post(key, at, str(more.pop("format", "text")), **more)  # type: ignore[arg-type]


def test_posts_are_counted_by_week_day_hour_and_format() -> None:
    rows = [
        post(1, format="picture", likes=4, replies=1),
        post(2, hours=4, format="picture", likes=10),
        post(3, days=2, hours=10, format="video", likes=0),
        post(4, days=7, format="text"),
    ]
    found = pace(rows, weeks=4, zone=PARIS)
    assert (found.count, found.a_week) == (4, 1.0)
    assert found.by_weekday == (1, 0, 0, 0, 0, 3, 0)
    assert found.by_part == (("morning", 2), ("afternoon", 1), ("evening", 1))
    assert found.formats == (("picture", 50), ("text", 25), ("video", 25))
    # Of 5, 10 and 0; one network tells nothing, and is no 0.
    assert (found.reactions, found.told, found.is_few) == (5.0, 3, True)


def test_no_post_has_no_reactions() -> None:
    found = pace([], weeks=4, zone=PARIS)
    assert (found.count, found.reactions, found.formats) == (0, None, ())


def test_days_are_those_of_the_workspace() -> None:
    late = post(1, hours=15.5)  # 00:30 on Sunday in Paris
    assert pace([late], weeks=4, zone=PARIS).by_weekday[6] == 1
    assert pace([late], weeks=4, zone=ZoneInfo("UTC")).by_weekday[5] == 1


def test_what_worked_is_what_people_took_up() -> None:
    rows = [
        post(1, likes=3),
        post(2, likes=3, shares=4),
        post(3, likes=0),
        post(4),
        post(5, likes=3, days=1),
    ]
    assert [one.key for one in best(rows, most=3)] == [2, 5, 1]


def test_the_busiest_days_are_those_with_most() -> None:
    assert busiest([1, 3, 0, 3]) == [1, 3]
    assert busiest([0, 0]) == []


@given(st.lists(st.sampled_from(["text", "link", "picture", "video"]), min_size=1, max_size=60))
def test_shares_of_formats_sum_to_a_hundred(formats: list[str]) -> None:
    rows = [post(key, format=one) for key, one in enumerate(formats)]
    assert sum(part for _key, part in pace(rows, weeks=4, zone=PARIS).formats) == 100
    assert pace(rows, weeks=4, zone=PARIS) == pace(rows[::-1], weeks=4, zone=PARIS)


def test_when_most_is_written_is_said_where_something_stands_out() -> None:
    rows = [post(1), post(2, days=7), post(3, days=1, hours=10)]
    with translation.override("en"):
        assert words.when(pace(rows, weeks=4, zone=PARIS)) == "Saturday, before noon"
        each_day = [post(key, days=key) for key in range(7)]
        assert words.when(pace(each_day, weeks=4, zone=PARIS)) == "before noon"
        assert words.when(pace([], weeks=4, zone=PARIS)) == "—"
