from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from beffroi.insight.team.rules import TOLD_FROM, answers_of, by_hour, fullest

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)


def test_below_five_first_answers_only_their_number_is_told() -> None:
    few = answers_of([MINUTE] * (TOLD_FROM - 1), in_time=4)
    assert (few.number, few.middle, few.in_time, few.is_told) == (4, None, None, False)
    enough = answers_of([MINUTE] * TOLD_FROM, in_time=4)
    assert (enough.number, enough.middle, enough.in_time, enough.is_told) == (5, MINUTE, 4, True)


def test_the_median_is_told_and_not_the_mean() -> None:
    waits = [MINUTE * n for n in (5, 10, 20, 30, 4000)]
    assert answers_of(waits, in_time=0).middle == 20 * MINUTE


def test_hours_are_those_of_the_workspaces_clocks() -> None:
    summer = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # Tuesday, half past midnight in Paris
    winter = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)
    assert by_hour([summer, winter], zone=PARIS) == {(1, 0): 1, (1, 23): 1}


def test_an_hour_that_comes_twice_counts_both_times_and_one_that_is_skipped_never() -> None:
    back = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert by_hour(back, zone=PARIS) == {(6, 2): 2}
    forth = [datetime(2026, 3, 29, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    assert by_hour(forth, zone=PARIS) == {(6, 1): 1, (6, 3): 1}


def test_of_two_hours_that_have_as_many_the_earlier_is_named() -> None:
    assert fullest({(3, 9): 2, (0, 14): 2, (0, 15): 1}) == (0, 14)
    assert fullest({}) is None
    assert fullest({(0, 1): 0}) is None
