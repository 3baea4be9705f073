from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from beffroi.core.periods import Period
from beffroi.insight.results import words
from beffroi.insight.results.periods import Choice, Step, chosen, place_of, read

MONDAY = date(2026, 9, 14)
NAMED = [one for one in Choice if one is not Choice.FREE]


@pytest.mark.parametrize(
    ("choice", "first", "last", "before_first", "before_last", "many"),
    [
        (Choice.WEEK, (2026, 9, 7), (2026, 9, 13), (2026, 8, 31), (2026, 9, 6), 7),
        (Choice.FIVE_WEEKS, (2026, 8, 10), (2026, 9, 13), (2026, 7, 6), (2026, 8, 9), 5),
        (Choice.QUARTER, (2026, 6, 15), (2026, 9, 13), (2026, 3, 16), (2026, 6, 14), 13),
        (Choice.YEAR, (2025, 9, 1), (2026, 8, 31), (2024, 9, 1), (2025, 8, 31), 12),
    ],
)
def test_a_period_is_whole_weeks_or_months_that_are_over(
    choice: Choice,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    before_first: tuple[int, int, int],
    before_last: tuple[int, int, int],
    many: int,
) -> None:
    found = chosen(choice, today=MONDAY)
    assert found.period == Period(date(*first), date(*last))
    assert found.before == Period(date(*before_first), date(*before_last))
    assert len(found.stretches) == many


def test_the_week_under_way_stands_beside_as_many_days() -> None:
    found = chosen(Choice.NOW, today=MONDAY + timedelta(days=2))
    assert found.period == Period(MONDAY, MONDAY + timedelta(days=2))
    assert found.before == Period(MONDAY - timedelta(days=7), MONDAY - timedelta(days=5))
    assert (found.step, len(found.stretches)) == (Step.DAY, 3)


def test_an_address_that_names_no_period_is_of_five_weeks() -> None:
    assert read("quarter") is Choice.QUARTER
    assert read("decade") is Choice.FIVE_WEEKS


@given(st.sampled_from(NAMED), st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_stretches_cover_the_period_without_gaps_and_nothing_is_yet_to_come(
    choice: Choice, today: date
) -> None:
    found = chosen(choice, today=today)
    days = [one.first + timedelta(days=n) for one in found.stretches for n in range(one.days)]
    assert days == [found.period.first + timedelta(days=n) for n in range(found.period.days)]
    assert found.period.last <= today
    assert found.before.last < found.period.first
    if choice is not Choice.NOW:
        assert found.before.last + timedelta(days=1) == found.period.first
    if choice is not Choice.YEAR:
        assert found.period.first.weekday() == found.before.first.weekday() == 0
        assert found.before.days == found.period.days


def test_a_day_has_one_place_or_none() -> None:
    stretches = chosen(Choice.FIVE_WEEKS, today=MONDAY).stretches
    assert place_of(date(2026, 8, 16), stretches) == 0
    assert place_of(date(2026, 8, 17), stretches) == 1
    assert place_of(MONDAY, stretches) is None


@pytest.mark.parametrize(("language", "said"), [("fr", "lun. 23"), ("en", "Mon 23")])
def test_days_below_a_chart_are_cut_as_their_language_does(language: str, said: str) -> None:
    with translation.override(language):
        assert words.short_name(date(2026, 11, 23), Step.DAY) == said
