from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.alerting.usual import DAY, Alarmed, Hours, Usual, UsualTone


def hours_of(days: list[int], **more: object) -> Hours:
    """Return hours whose days, the nearest first, bring so many, all at their first hour."""
    counts = [day if hour == 0 else 0 for day in days for hour in range(DAY)]
    return Hours(counts, [0] * len(counts), counts, **more)  # type: ignore[arg-type]


def test_the_days_before_begin_where_the_last_24_hours_do() -> None:
    hours = hours_of([9, 1, 2, 3])
    assert hours.last_day == 9
    assert hours.days() == [1, 2, 3]


def test_a_day_that_was_not_heard_whole_is_not_known_rather_than_empty() -> None:
    assert hours_of([9, 1, 0, 3], unheard=[2 * DAY + 5]).days() == [1, None, 3]
    days: list[int | None] = [2] * 20
    days += [None] * 8
    assert Usual.of(days) == Usual.of([2] * 20)


def test_days_of_an_alert_count_as_no_more_than_what_would_have_raised_none() -> None:
    alarmed = [Alarmed(first=DAY + 10, last=2 * DAY, most=4)]
    assert hours_of([9, 30, 12, 30, 2], alarmed=alarmed).days() == [4, 4, 30, 2]


def test_a_crisis_does_not_become_the_usual() -> None:
    quiet, crisis = [1] * 21, [40] * 7
    within = hours_of([0, *crisis, *quiet], alarmed=[Alarmed(first=DAY, last=8 * DAY - 1, most=5)])
    usual = Usual.of(within.days())
    assert usual is not None
    assert usual.mean == 2


def test_too_few_known_days_tell_nothing() -> None:
    assert Usual.of([1] * 13) is None
    assert Usual.of([1] * 14) is not None
    assert Usual.of([1] * 13 + [None] * 15) is None


def test_silence_is_a_quarter_of_a_message_a_day() -> None:
    usual = Usual.of([0] * 28)
    assert usual is not None
    assert usual.mean == 0.25
    assert usual.variance == pytest.approx(0.25 * (1 + 1 / 28))


def test_the_variance_tells_bursts_and_that_the_mean_is_known_from_few_days() -> None:
    steady, bursts = Usual.of([4] * 28), Usual.of([0, 8] * 14)
    assert steady is not None
    assert bursts is not None
    assert steady.mean == bursts.mean == 4
    assert steady.variance == pytest.approx(4 * 29 / 28)
    assert bursts.variance > 4 * 4
    few = Usual.of([4] * 14)
    assert few is not None
    assert few.variance > steady.variance


def test_days_of_the_week_are_told_apart_after_eight_weeks_where_they_differ() -> None:
    week = [1, 1, 1, 1, 1, 1, 8]  # the seventh day before is that of today
    usual = Usual.of(week * 8)
    assert usual is not None
    assert usual.is_by_weekday
    assert usual.mean == pytest.approx(8)
    before = Usual.of(week * 7)
    assert before is not None
    assert not before.is_by_weekday
    assert before.mean == pytest.approx(2)


def test_a_day_of_the_week_that_differs_by_chance_is_like_any_other() -> None:
    usual = Usual.of([1, 0, 2, 1, 0, 1, 2] * 8)
    assert usual is not None
    assert not usual.is_by_weekday


@given(st.lists(st.one_of(st.none(), st.integers(0, 500)), max_size=60))
def test_what_is_usual_is_never_less_than_the_floor_nor_narrower_than_a_poisson(
    days: list[int | None],
) -> None:
    usual = Usual.of(days)
    if usual is not None:
        assert usual.mean >= 0.25
        assert usual.variance > usual.mean


def test_few_messages_tell_little_of_the_usual_tone() -> None:
    assert UsualTone(0, 0).share == 0.2
    assert UsualTone(1, 1).share == pytest.approx(3 / 11)
    assert UsualTone(500, 1000).share == pytest.approx(0.5, abs=0.01)
    assert UsualTone(1, 9).told_share is None
    assert UsualTone(1, 10).told_share == 0.1


def test_the_usual_tone_leaves_out_today_alerts_and_what_was_not_heard() -> None:
    toned = [10] * (DAY * 4)
    negatives = [10] * DAY * 3 + [0] * DAY
    alarmed = [Alarmed(first=DAY, last=2 * DAY - 1, most=3)]
    hours = Hours(toned, negatives, toned, unheard=[2 * DAY], alarmed=alarmed)
    assert UsualTone.of(hours) == UsualTone(0, 240)
