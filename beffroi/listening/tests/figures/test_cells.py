from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.figures.cells import (
    AspectCell,
    Cell,
    aspect_trends,
    trends,
    volume,
)

FIRST = date(2026, 5, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(29)]


def cell(
    day: int, count: int = 1, tone: str = "neutral", *, unsure: bool = False, intent: str = "other"
) -> Cell:
    return Cell(FIRST + timedelta(days=day), tone, intent, "bluesky", unsure, count)


def test_a_day_counts_by_tone_and_apart_what_is_unsure_unknown_or_not_kept() -> None:
    cells = [
        cell(28, 3, "positive"),
        cell(28, 2, "negative"),
        cell(28, 1, "negative", unsure=True),
        cell(28, 4, ""),
    ]
    told = volume(cells, days=DAYS, shown=2, unkept={DAYS[28]: 9, date(2020, 1, 1): 5})
    assert [day.day for day in told.days] == DAYS[27:]
    assert told.days[0].total == 0
    assert told.days[1].parts == (
        ("positive", 3),
        ("neutral", 0),
        ("negative", 2),
        ("unsure", 1),
        ("undefined", 4),
        ("unkept", 9),
    )
    assert (told.total, told.unkept) == (19, 9)


def test_what_is_usual_is_the_mean_of_the_days_before_today() -> None:
    cells = [cell(0, 14), cell(10, 28), cell(28, 500)]
    assert volume(cells, days=DAYS, shown=28).usual == 42 / 28


@pytest.mark.parametrize(
    ("began", "usual"),
    [
        (None, 42 / 28),
        (0, 42 / 27),  # the day on which listening began was not whole
        (20, 42 / 7),
        (21, None),  # six whole days are too few
        (28, None),
    ],
)
def test_what_is_usual_is_unknown_for_days_without_listening(
    began: int | None, usual: float | None
) -> None:
    since = None if began is None else DAYS[began]
    assert volume([cell(25, 42)], days=DAYS, shown=28, since=since).usual == usual


def test_days_outside_are_left_out() -> None:
    assert volume([cell(-1, 7), cell(30, 7)], days=DAYS, shown=29).total == 0


def test_labels_are_counted_over_periods_the_most_frequent_first() -> None:
    periods = [DAYS[0:7], DAYS[7:14]]
    cells = [
        cell(0, 1, intent="question"),
        cell(6, 1, intent="question"),
        cell(7, 5, intent="complaint"),
        cell(13, 1, intent="question"),
        cell(14, 9, intent="question"),
        cell(1, 9, intent=""),
    ]
    told = trends(cells, periods=periods, label=lambda one: one.intent)
    assert [(one.key, one.counts, one.total) for one in told] == [
        ("complaint", (0, 5), 5),
        ("question", (2, 1), 3),
    ]


def test_aspects_are_praised_and_blamed_over_periods() -> None:
    cells = [
        AspectCell(DAYS[0], {"delay": "-", "product": "+"}, 2),
        AspectCell(DAYS[8], {"delay": "-"}, 3),
        AspectCell(DAYS[8], {"place": "="}, 3),
        AspectCell(DAYS[20], {"delay": "+"}, 3),
    ]
    told = aspect_trends(cells, periods=[DAYS[0:7], DAYS[7:14]])
    assert [(one.key, one.praise, one.blame) for one in told] == [
        ("delay", (0, 0), (2, 3)),
        ("product", (2, 0), (0, 0)),
    ]


CELLS = st.lists(
    st.builds(
        cell,
        st.integers(0, 28),
        st.integers(1, 50),
        st.sampled_from(["positive", "neutral", "negative", ""]),
        unsure=st.booleans(),
    )
)


@given(CELLS, st.integers())
def test_the_order_of_cells_changes_nothing_and_none_is_lost(cells: list[Cell], seed: int) -> None:
    other = list(cells)
    Random(seed).shuffle(other)
    told = volume(cells, days=DAYS, shown=29)
    assert told == volume(other, days=DAYS, shown=29)
    assert told.total == sum(one.count for one in cells)
